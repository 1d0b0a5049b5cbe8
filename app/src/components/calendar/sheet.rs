//! What lies on the table: the sessions of the view with all that is needed to draw and to check them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::{
    Actor, ChildId, Context, GroupId, Kind, KindRule, Permission, PersonId, Plan, RoomId, Seat, Session, Slot,
    autoplan::Proposal,
    context::Directory,
    fold::cmp_kk,
    kind::{self, Online},
    time::{is_weekend, monday, shift, weekday_number},
    view::{CalendarView, Waiting},
};

use super::{
    address::{Address, Span, Split},
    column::{Column, Of},
    filter::Filter,
};

/// The hours that are shown when the kindergarten has not said its own.
const USUAL_HOURS: (u16, u16) = (8 * 60, 18 * 60);

/// A calendar view, with who looks at it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The kindergarten's revision that this shows.
    pub revision: i64,
    /// First day loaded, a Monday.
    pub from: NaiveDate,
    /// Last day loaded, a Sunday.
    pub to: NaiveDate,
    /// The sessions, and what the rules look at.
    pub context: Context,
    /// Names of groups.
    pub groups: BTreeMap<GroupId, String>,
    /// Children who wait for a place.
    pub waiting: Vec<Waiting>,
    /// Who looks.
    pub actor: Actor,
    /// What is looked for.
    pub filter: Filter,
    /// What is proposed and not taken yet, in the order of time.
    pub ghosts: Vec<Proposal>,
}

impl Sheet {
    /// Lays a view on the table.
    pub fn new(view: CalendarView, actor: Actor) -> Self {
        let context = Context::new(view.now, Arc::new(view.directory), view.sessions);
        let (groups, waiting) = (view.groups, view.waiting);
        let filter = Filter::default();
        let ghosts = Vec::new();
        Self { revision: view.revision, from: view.from, to: view.to, context, groups, waiting, actor, filter, ghosts }
    }

    /// Whether a session is what is looked for.
    pub fn matches(&self, plan: &Plan) -> bool {
        let group = |id| self.groups.get(&id).map(String::as_str);
        self.filter.is_empty() || self.filter.matches(plan, self.directory(), group)
    }

    /// Of the sessions of a day or week view: how many are what is looked for, and how many there are.
    pub fn found(&self, address: Address) -> (usize, usize) {
        let (from, to) = match address.span {
            Span::Day => (address.day(self.today()), address.day(self.today())),
            Span::Week | Span::Month => address.bounds(self.today()),
        };
        let shown = |session: &&Session| (from..=to).contains(&session.plan.slot.day);
        let found = self.context.sessions().filter(shown).filter(|session| self.matches(&session.plan));
        (found.count(), self.context.sessions().filter(shown).count())
    }

    /// People, rooms, children.
    pub fn directory(&self) -> &Directory {
        &self.context.directory
    }

    /// The kindergarten's day.
    pub fn today(&self) -> NaiveDate {
        self.context.now.day
    }

    /// Whether everything from one day to another is here.
    pub fn covers(&self, (from, to): (NaiveDate, NaiveDate)) -> bool {
        self.from <= from && to <= self.to
    }

    /// Whether the reader may plan anything at all.
    pub fn may_plan(&self) -> bool {
        self.actor.may(Permission::PlanAll) || self.actor.may(Permission::PlanOwn)
    }

    /// Whether the reader may change this session. The server decides in the end.
    pub fn may_change(&self, plan: &Plan) -> bool {
        self.actor.may(Permission::PlanAll)
            || (self.actor.may(Permission::PlanOwn) && plan.staff.contains(&self.actor.person))
    }

    /// Whether it can still be moved about: it is to come, or being planned, and the reader may.
    pub fn may_move(&self, plan: &Plan) -> bool {
        plan.status.open() && self.may_change(plan)
    }

    /// Whether the reader holds it, or sees everything anyway.
    pub fn is_own(&self, plan: &Plan) -> bool {
        !self.actor.may(Permission::PlanOwn)
            || self.actor.may(Permission::PlanAll)
            || plan.staff.contains(&self.actor.person)
    }

    /// Every session of a day in the order of time, cancelled ones included.
    pub fn day(&self, day: NaiveDate) -> impl Iterator<Item = &Session> {
        self.context.sessions().filter(move |session| session.plan.slot.day == day)
    }

    /// The sessions of a column in the order of time.
    pub fn of_column(&self, column: Column) -> impl Iterator<Item = &Session> {
        self.day(column.day).filter(move |session| column.holds(&session.plan))
    }

    /// The days that a day or week view shows.
    pub fn days(&self, address: Address) -> Vec<NaiveDate> {
        let day = address.day(self.today());
        if address.span == Span::Day {
            return vec![day];
        }
        let held: BTreeSet<NaiveDate> = self.context.sessions().map(|session| session.plan.slot.day).collect();
        let open = |day| self.directory().hours.iter().any(|hours| hours.weekday == weekday_number(day));
        (0..7)
            .map(|n| shift(monday(day), n))
            .filter(|day| !is_weekend(*day) || held.contains(day) || open(*day))
            .collect()
    }

    /// The first and the last minute of the grid: the kindergarten's hours, and whatever is held outside them, in whole hours.
    pub fn window(&self, days: &[NaiveDate]) -> (u16, u16) {
        let hours = &self.directory().hours;
        let from = hours.iter().map(|hours| hours.start).min().unwrap_or(USUAL_HOURS.0);
        let to = hours.iter().map(|hours| hours.end).max().unwrap_or(USUAL_HOURS.1);
        let (from, to) = self
            .context
            .sessions()
            .map(|session| session.plan.slot)
            .filter(|slot| days.contains(&slot.day))
            .fold((from, to), |(from, to), slot| (from.min(slot.start), to.max(slot.end())));
        (from / 60 * 60, to.div_ceil(60) * 60)
    }

    /// The columns of a day or week view.
    pub fn columns(&self, address: Address) -> Vec<Column> {
        let days = self.days(address);
        let on = |day, of: Vec<Of>| of.into_iter().map(move |of| Column { day, of });
        match address.split {
            Split::Day => days.into_iter().map(|day| Column { day, of: Of::All }).collect(),
            Split::Staff => days.iter().flat_map(|day| on(*day, self.holders(*day))).collect(),
            Split::Room => {
                let rooms = self.rooms(&days);
                days.iter().flat_map(|day| on(*day, rooms.clone())).collect()
            }
        }
    }

    /// Who works or holds a session on a day; the reader first, then by name.
    fn holders(&self, day: NaiveDate) -> Vec<Of> {
        let (mut holds, mut nobody): (BTreeSet<PersonId>, bool) = (BTreeSet::new(), false);
        for session in self.day(day) {
            holds.extend(&session.plan.staff);
            nobody |= session.plan.staff.is_empty();
        }
        let weekday = weekday_number(day);
        let mut staff: Vec<_> = self
            .directory()
            .staff
            .values()
            .filter(|staff| {
                let works = staff.hours.iter().any(|hours| hours.weekday == weekday);
                holds.contains(&staff.id) || (works && staff.positions.iter().any(|position| position.holds_sessions()))
            })
            .collect();
        staff.sort_by(|a, b| {
            let other = |id: PersonId| id != self.actor.person;
            other(a.id).cmp(&other(b.id)).then_with(|| cmp_kk(&a.name.family, &b.name.family))
        });
        let known = staff.into_iter().map(|staff| Of::Staff(Some(staff.id)));
        known.chain(nobody.then_some(Of::Staff(None))).collect()
    }

    fn rooms(&self, days: &[NaiveDate]) -> Vec<Of> {
        let mut rooms: Vec<_> = self.directory().rooms.values().collect();
        rooms.sort_by(|a, b| cmp_kk(&a.name, &b.name));
        let none =
            self.context.sessions().any(|session| session.plan.room.is_none() && days.contains(&session.plan.slot.day));
        let known = rooms.into_iter().map(|room| Of::Room(Some(room.id)));
        known.chain(none.then_some(Of::Room(None))).collect()
    }

    /// The plan that stands ready for a new session in a column: a draft, as usual as can be guessed.
    pub fn template(&self, kind: Kind, child: Option<ChildId>, column: &Column, start: u16) -> Plan {
        let rule = kind::usual(kind);
        let with_parent = rule.with_parent;
        let staff = match column.of {
            Of::Staff(person) => person,
            _ => self.usual_holder(rule, child),
        };
        let room = match column.of {
            Of::Room(room) => room,
            _ if rule.online == Online::Always => None,
            _ => staff.and_then(|person| self.usual_room(person)).or_else(|| self.free_room(column.day, start)),
        };
        let minutes = rule.default_minutes(self.directory().settings.level);
        Plan {
            staff: staff.into_iter().collect(),
            room,
            online: rule.online == Online::Always,
            seats: child.map(|child| Seat { child, with_parent }).into_iter().collect(),
            ..Plan::draft(rule, Slot { day: column.day, start, minutes })
        }
    }

    /// Who probably holds a session: the reader, if it is theirs to hold; else who has the child in their care.
    fn usual_holder(&self, rule: &KindRule, child: Option<ChildId>) -> Option<PersonId> {
        let staff = &self.directory().staff;
        let fits = |person: &PersonId| staff.get(person).is_some_and(|staff| staff.holds(rule));
        let cares = || {
            let child = child?;
            staff.values().find(|staff| staff.caseload.contains(&child) && fits(&staff.id)).map(|staff| staff.id)
        };
        let own = self.actor.person;
        let only_own = !self.actor.may(Permission::PlanAll);
        if only_own { staff.contains_key(&own).then_some(own) } else { cares().or_else(|| fits(&own).then_some(own)) }
    }

    /// The first room in which nothing is held at this time.
    fn free_room(&self, day: NaiveDate, minute: u16) -> Option<RoomId> {
        let taken: BTreeSet<RoomId> = self
            .context
            .on(day)
            .filter(|session| (session.plan.slot.start..session.plan.slot.end()).contains(&minute))
            .filter_map(|session| session.plan.room)
            .collect();
        self.directory().rooms.keys().copied().find(|room| !taken.contains(room))
    }

    /// The room in which somebody is most often.
    fn usual_room(&self, person: PersonId) -> Option<RoomId> {
        let mut times: BTreeMap<RoomId, usize> = BTreeMap::new();
        for session in self.context.sessions().filter(|session| session.plan.staff.contains(&person)) {
            if let Some(room) = session.plan.room {
                *times.entry(room).or_default() += 1;
            }
        }
        times.into_iter().max_by_key(|(_, times)| *times).map(|(room, _)| room)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use domain::{Child, Name, Needs, Position, Quota, Room, SessionId, Staff, context::Hours, time::Moment};
    use uuid::Uuid;

    use super::*;
    use crate::components::calendar::column::tests::{day, person, plan};

    pub fn session(n: u128, start: u16, minutes: u16) -> Session {
        let id = SessionId(Uuid::from_u128(n));
        Session::new(id, 1, Plan { session: Some(id), ..plan(start, minutes) })
    }

    pub fn child(n: u128, name: &str, quota: u8) -> Child {
        Child {
            id: ChildId(Uuid::from_u128(n)),
            name: Name::parse(name),
            born: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap(),
            group: None,
            attends: true,
            left: None,
            consent: domain::Agreement::default(),
            consent_until: None,
            contract: domain::Agreement::default(),
            contract_until: None,
            needs: Some(Needs { quota: vec![Quota { kind: Kind::Individual, per_week: quota }], ..Needs::default() }),
        }
    }

    pub fn sheet(position: Position, sessions: Vec<Session>) -> Sheet {
        let hours = |start, end| -> Vec<Hours> {
            (1..=5).map(|weekday| Hours { weekday, start, end, reception: false }).collect()
        };
        let staff = |n, name| Staff {
            id: person(n),
            name: Name::parse(name),
            positions: vec![Position::Speech],
            hours: hours(540, 780),
            caseload: BTreeSet::new(),
        };
        let rooms = [(7, "Логопед кабинеті"), (8, "Зал")].map(|(n, name)| Room {
            id: RoomId(Uuid::from_u128(n)),
            name: name.into(),
            capacity: 8,
        });
        let children = [child(11, "Нұрлан Әлихан", 2), child(12, "Көшербай Айару", 1)];
        let directory = Directory {
            hours: hours(480, 1080),
            staff: [staff(1, "Жанділда Ботагөз"), staff(2, "Әбілқас Назерке")].into_iter().map(|s| (s.id, s)).collect(),
            rooms: rooms.into_iter().map(|room| (room.id, room)).collect(),
            children: children.into_iter().map(|child| (child.id, child)).collect(),
            ..Directory::default()
        };
        let view = CalendarView {
            revision: 1,
            from: day(23),
            to: day(29),
            now: Moment { day: day(23), minute: 600 },
            directory,
            groups: BTreeMap::new(),
            sessions,
            waiting: Vec::new(),
        };
        let actor = Actor {
            person: person(1),
            org: domain::OrgId(Uuid::nil()),
            name: Name::parse("Жанділда Ботагөз"),
            positions: vec![position],
            memberships: Vec::new(),
            children: BTreeSet::new(),
            groups: BTreeSet::new(),
            caseload: BTreeSet::new(),
        };
        Sheet::new(view, actor)
    }

    #[test]
    fn a_specialist_changes_own_sessions_the_methodist_all_and_the_head_none() {
        let others = Plan { staff: vec![person(2)], ..plan(540, 20) };
        let may = |position, plan: &Plan| sheet(position, vec![]).may_change(plan);
        assert!(may(Position::Speech, &plan(540, 20)) && !may(Position::Speech, &others));
        assert!(may(Position::Methodist, &others) && !may(Position::Head, &plan(540, 20)));
        assert!(!sheet(Position::Educator, vec![]).may_plan());
    }

    #[test]
    fn a_week_shows_the_weekend_only_where_something_is_held() {
        let mut saturday = session(1, 600, 20);
        saturday.plan.slot.day = day(28);
        let days = |sessions| sheet(Position::Speech, sessions).days(Address::default()).len();
        assert_eq!((days(vec![]), days(vec![saturday])), (5, 6));
    }

    #[test]
    fn the_window_is_the_house_and_what_is_held_outside_it() {
        assert_eq!(sheet(Position::Speech, vec![]).window(&[day(23)]), (480, 1080));
        let early = sheet(Position::Speech, vec![session(1, 450, 20), session(2, 1070, 20)]);
        assert_eq!(early.window(&[day(23)]), (420, 1140));
        assert_eq!(early.window(&[day(24)]), (480, 1080));
    }

    #[test]
    fn columns_by_specialist_begin_with_the_reader() {
        let address = Address { span: Span::Day, split: Split::Staff, day: Some(day(23)), table: false };
        let columns = sheet(Position::Speech, vec![]).columns(address);
        assert_eq!(
            columns.iter().map(|column| column.of).collect::<Vec<_>>(),
            [1, 2].map(|n| Of::Staff(Some(person(n))))
        );
    }

    #[test]
    fn a_child_stays_in_the_list_until_the_quota_is_reached() {
        let mut one = session(1, 540, 20);
        one.plan.seats = vec![Seat { child: ChildId(Uuid::from_u128(11)), with_parent: false }];
        let needs = sheet(Position::Methodist, vec![one]).context.needs(day(25));
        let told: Vec<_> = needs.iter().map(|need| (need.child.0.as_u128(), need.planned, need.quota)).collect();
        assert_eq!(told, [(12, 0, 1), (11, 1, 2)]);
    }

    #[test]
    fn a_new_session_in_a_specialists_column_is_theirs_and_in_their_usual_room() {
        let sheet = sheet(Position::Methodist, vec![session(1, 540, 20)]);
        let column = Column { day: day(24), of: Of::Staff(Some(person(1))) };
        let plan = sheet.template(Kind::Individual, Some(ChildId(Uuid::from_u128(11))), &column, 600);
        assert_eq!((plan.staff, plan.room.map(|room| room.0.as_u128())), (vec![person(1)], Some(7)));
        assert_eq!((plan.slot.start, plan.slot.minutes, plan.body), (600, 20, domain::Body::Ppqq));
    }
}
