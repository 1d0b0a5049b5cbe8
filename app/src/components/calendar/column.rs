//! A column of the grid: a day, or one specialist's or one room's part of it.

use chrono::NaiveDate;
use domain::{PersonId, Plan, RoomId};

/// Whose column it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// Everything of the day.
    All,
    /// A specialist's; None for what nobody holds yet.
    Staff(Option<PersonId>),
    /// A room's; None for what takes no room.
    Room(Option<RoomId>),
}

/// A column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// Its day.
    pub day: NaiveDate,
    /// Whose it is.
    pub of: Of,
}

impl Column {
    /// Whether a session with this plan stands in this column.
    pub fn holds(&self, plan: &Plan) -> bool {
        plan.slot.day == self.day
            && match self.of {
                Of::All => true,
                Of::Staff(None) => plan.staff.is_empty(),
                Of::Staff(Some(person)) => plan.staff.contains(&person),
                Of::Room(room) => plan.room == room,
            }
    }

    /// Makes the plan one of this column: another day, another specialist in the place of the one it was taken from, or
    /// another room.
    pub fn receive(&self, plan: &mut Plan, from: &Self) {
        plan.slot.day = self.day;
        match (from.of, self.of) {
            (Of::Staff(old), Of::Staff(new)) if old != new => hand_over(&mut plan.staff, old, new),
            (_, Of::Room(room)) if plan.room != room => {
                plan.room = room;
                plan.online = room.is_none();
            }
            _ => {}
        }
    }
}

fn hand_over(staff: &mut Vec<PersonId>, old: Option<PersonId>, new: Option<PersonId>) {
    let place = staff.iter().position(|person| Some(*person) == old);
    match (place, new) {
        (_, Some(new)) if staff.contains(&new) => staff.retain(|person| Some(*person) != old),
        (Some(place), Some(new)) => staff[place] = new,
        (None, Some(new)) => staff.push(new),
        (Some(place), None) => {
            staff.remove(place);
        }
        (None, None) => {}
    }
}

#[cfg(test)]
pub(super) mod tests {
    use domain::{Body, By, Kind, Slot, Status};
    use uuid::Uuid;

    use super::*;

    pub fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    pub fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    pub fn plan(start: u16, minutes: u16) -> Plan {
        Plan {
            session: None,
            body: Body::Ppqq,
            kind: Kind::Individual,
            slot: Slot { day: day(23), start, minutes },
            staff: vec![person(1)],
            assistants: Vec::new(),
            room: Some(RoomId(Uuid::from_u128(7))),
            online: false,
            seats: Vec::new(),
            hidden: 0,
            places: 1,
            open: false,
            status: Status::Draft,
            reason: None,
            by: By::Staff,
        }
    }

    fn moved(mut plan: Plan, from: Of, to: Of) -> Plan {
        Column { day: day(24), of: to }.receive(&mut plan, &Column { day: day(23), of: from });
        plan
    }

    #[test]
    fn across_days_only_the_day_changes() {
        let plan = plan(540, 20);
        let after = moved(plan.clone(), Of::All, Of::All);
        assert_eq!(after.slot.day, day(24));
        assert_eq!((after.staff, after.room), (plan.staff, plan.room));
    }

    #[test]
    fn across_specialists_one_takes_the_place_of_the_other() {
        let (one, two, three) = (person(1), person(2), person(3));
        let pair = Plan { staff: vec![one, two], ..plan(540, 20) };
        let staff = |from, to| moved(pair.clone(), Of::Staff(from), Of::Staff(to)).staff;
        assert_eq!(staff(Some(one), Some(three)), [three, two]);
        assert_eq!(staff(Some(one), Some(two)), [two]);
        assert_eq!(staff(Some(one), None), [two]);
        assert_eq!(staff(Some(one), Some(one)), [one, two]);
        assert_eq!(moved(Plan { staff: vec![], ..pair.clone() }, Of::Staff(None), Of::Staff(Some(one))).staff, [one]);
    }

    #[test]
    fn a_session_without_a_room_is_by_video() {
        let room = Some(RoomId(Uuid::from_u128(7)));
        let online = moved(plan(540, 20), Of::Room(room), Of::Room(None));
        assert_eq!((online.room, online.online), (None, true));
        let back = moved(online, Of::Room(None), Of::Room(room));
        assert_eq!((back.room, back.online), (room, false));
    }

    #[test]
    fn a_session_of_two_specialists_stands_in_both_columns() {
        let pair = Plan { staff: vec![person(1), person(2)], ..plan(540, 20) };
        let holds = |of| Column { day: day(23), of }.holds(&pair);
        assert!(holds(Of::All) && holds(Of::Staff(Some(person(1)))) && holds(Of::Staff(Some(person(2)))));
        assert!(!holds(Of::Staff(Some(person(3)))) && !holds(Of::Staff(None)) && !holds(Of::Room(None)));
        assert!(!Column { day: day(24), of: Of::All }.holds(&pair));
    }
}
