//! The week as it stands: who and what is free when, with what has been proposed so far.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::minutes::{Minutes, Time, WEEK};
use crate::{
    Child, ChildId, Context, Hours, PersonId, Plan, Room, RoomId, Session, SessionId, Staff,
    context::Directory,
    kind::KindRule,
    time::{DAY, monday, shift, weekday_number},
};

/// Somebody who may hold what is proposed.
pub(super) struct Holder {
    pub(super) staff: Staff,
    pub(super) time: Time,
    /// Where they are most often.
    usual_room: Option<RoomId>,
}

/// A room, the smallest first.
struct Place {
    room: Room,
    time: Time,
}

/// The week, its people, children and rooms.
pub(super) struct Board {
    /// Everything that is planned, proposals among it.
    pub(super) context: Context,
    pub(super) days: [NaiveDate; WEEK],
    pub(super) holders: Vec<Holder>,
    rooms: Vec<Place>,
    children: HashMap<ChildId, Time>,
}

/// The id of a proposal while it lies on the board: from the end of all ids, where none that was given out is.
pub(super) fn trial_id(number: usize) -> SessionId {
    SessionId(Uuid::from_u128(u128::MAX - number as u128))
}

impl Board {
    pub(super) fn new(context: &Context, day: NaiveDate, holder: Option<PersonId>) -> Self {
        let first = monday(day);
        let days: [NaiveDate; WEEK] = std::array::from_fn(|n| shift(first, i64::try_from(n).unwrap_or(0)));
        let directory = context.directory.clone();
        let house = days.map(|day| open(context, &directory.hours, day));
        let usual = usual_rooms(context);
        let may_hold = |staff: &&Staff| holder.is_none_or(|person| staff.id == person);
        let holders = directory.staff.values().filter(may_hold).map(|staff| Holder {
            staff: staff.clone(),
            time: Time::new(&std::array::from_fn(|n| house[n].and(&hours_of(&staff.hours, days[n])))),
            usual_room: usual.get(&staff.id).copied(),
        });
        let mut rooms: Vec<_> = directory
            .rooms
            .values()
            .map(|room| Place { room: room.clone(), time: Time::new(&[Minutes::whole_day(); WEEK]) })
            .collect();
        rooms.sort_by_key(|place| (place.room.capacity, place.room.id));
        let mut board =
            Self { context: context.clone(), days, holders: holders.collect(), rooms, children: HashMap::new() };
        for session in days.iter().flat_map(|day| context.on(*day)) {
            board.mark(&session.plan, Time::take);
        }
        board
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.context.directory
    }

    /// Puts a proposal on the board.
    pub(super) fn put(&mut self, number: usize, plan: &Plan) {
        self.mark(plan, Time::take);
        let id = trial_id(number);
        self.context.put(Session::new(id, 1, Plan { session: Some(id), ..plan.clone() }));
    }

    /// Takes a proposal off.
    pub(super) fn remove(&mut self, number: usize, plan: &Plan) {
        self.mark(plan, Time::give_back);
        self.context.remove(trial_id(number));
    }

    /// Takes, or gives back, the time of everybody and everything that a plan takes.
    fn mark(&mut self, plan: &Plan, change: fn(&mut Time, usize, u16, u16, u16)) {
        let Some(day) = self.days.iter().position(|day| *day == plan.slot.day) else { return };
        let (from, to, buffer) = (plan.slot.start, plan.slot.end().min(DAY), self.directory().settings.buffer);
        for holder in &mut self.holders {
            if plan.staff.contains(&holder.staff.id) {
                change(&mut holder.time, day, from, to, buffer);
            } else if plan.assistants.iter().any(|assistance| assistance.person == holder.staff.id) {
                change(&mut holder.time, day, from, to, 0);
            }
        }
        let takes_room = crate::rule(plan.body, plan.kind).map_or(!plan.online, |rule| rule.takes_room(plan.online));
        for place in self.rooms.iter_mut().filter(|place| takes_room && plan.room == Some(place.room.id)) {
            change(&mut place.time, day, from, to, 0);
        }
        for seat in &plan.seats {
            let time = self.children.entry(seat.child).or_insert_with(|| Time::new(&[Minutes::whole_day(); WEEK]));
            change(time, day, from, to, 0);
        }
    }

    /// When all of these children are free.
    pub(super) fn free_of(&self, children: &[&Child], day: usize) -> Minutes {
        let times = children.iter().filter_map(|child| self.children.get(&child.id));
        times.fold(Minutes::whole_day(), |free, time| free.and(time.free(day)))
    }

    /// Sessions that the child has on a day of the week.
    pub(super) fn sessions_of(&self, child: ChildId, day: usize) -> usize {
        self.children.get(&child).map_or(0, |time| time.count(day))
    }

    /// Children that the largest room takes; as many as there are where the kind takes none.
    pub(super) fn largest_room(&self, rule: &KindRule) -> u8 {
        if !takes_room(rule) {
            return u8::MAX;
        }
        self.rooms.iter().map(|place| place.room.capacity).max().unwrap_or(0)
    }

    /// The rooms for so many children, in the order in which somebody would choose: their own, then the smallest.
    pub(super) fn rooms_for(&self, holder: &Holder, children: usize) -> impl Iterator<Item = (RoomId, &Time)> {
        let usual = self.rooms.iter().filter(|place| holder.usual_room == Some(place.room.id));
        let others = self.rooms.iter().filter(|place| holder.usual_room != Some(place.room.id));
        usual
            .chain(others)
            .filter(move |place| children <= usize::from(place.room.capacity))
            .map(|place| (place.room.id, &place.time))
    }
}

/// Whether a session of this kind that is not held by video takes a room.
pub(super) fn takes_room(rule: &KindRule) -> bool {
    rule.takes_room(false)
}

/// Minutes of a day at which the house is open and that are still to come.
fn open(context: &Context, hours: &[Hours], day: NaiveDate) -> Minutes {
    let now = context.now;
    if day < now.day || context.directory.holidays.contains_key(&day) {
        return Minutes::NONE;
    }
    let mut open = hours_of(hours, day);
    if day == now.day {
        open.take(0, now.minute);
    }
    open
}

fn hours_of(hours: &[Hours], day: NaiveDate) -> Minutes {
    let mut open = Minutes::NONE;
    for hours in hours.iter().filter(|hours| hours.weekday == weekday_number(day)) {
        open.add(hours.start, hours.end);
    }
    open
}

/// The room in which each holds most of what is known.
fn usual_rooms(context: &Context) -> HashMap<PersonId, RoomId> {
    let mut times: BTreeMap<(PersonId, RoomId), usize> = BTreeMap::new();
    for session in context.sessions().filter(|session| session.plan.status.takes_time()) {
        for (person, room) in session.plan.staff.iter().zip(std::iter::repeat(session.plan.room)) {
            if let Some(room) = room {
                *times.entry((*person, room)).or_default() += 1;
            }
        }
    }
    let mut usual: HashMap<PersonId, (usize, RoomId)> = HashMap::new();
    for ((person, room), count) in times {
        let best = usual.entry(person).or_insert((0, room));
        if count > best.0 {
            *best = (count, room);
        }
    }
    usual.into_iter().map(|(person, (_, room))| (person, room)).collect()
}
