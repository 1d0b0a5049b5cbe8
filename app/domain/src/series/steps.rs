//! What an edit of a series does to each of its dates.

use std::collections::{BTreeMap, VecDeque};

use chrono::NaiveDate;

use crate::{
    Plan, Session, Status,
    time::{Moment, monday, shift},
};

/// What is to be done at one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new session with this plan.
    New(Moment, Plan),
    /// The session gets this plan, and stands for this date from now on.
    Change(Moment, Box<Session>, Plan),
    /// The session is called off: the series has no such date any more.
    Cancel(Moment, Box<Session>),
    /// The session stays as it is: it was held, or called off before.
    Rest(Moment, Box<Session>),
}

impl Step {
    /// The date that it is about.
    pub fn at(&self) -> Moment {
        match self {
            Self::New(at, _) | Self::Change(at, ..) | Self::Cancel(at, _) | Self::Rest(at, _) => *at,
        }
    }
}

/// Whether an edit of the series may touch it: still to come, and nobody has marked who was there.
pub fn is_movable(session: &Session, now: Moment) -> bool {
    let (day, minute) = (session.plan.slot.day, session.plan.slot.start);
    session.plan.status.open() && session.marks.is_empty() && Moment { day, minute } >= now
}

/// The date of a session as the edit of another one moves it: by as many days, and to the new time if it has changed.
pub fn anchored(at: Moment, before: &Plan, after: &Plan) -> Moment {
    let days = (after.slot.day - before.slot.day).num_days();
    let minute = if after.slot.start == before.slot.start { at.minute } else { after.slot.start };
    Moment { day: shift(at.day, days), minute }
}

/// Another session of the series after the same edit: what the edit has changed is changed, all else stays its own.
/// When it is held is not decided here.
pub fn apply(before: &Plan, after: &Plan, to: &Plan) -> Plan {
    let mut plan = to.clone();
    if before.slot.minutes != after.slot.minutes {
        plan.slot.minutes = after.slot.minutes;
    }
    if (before.body, before.kind) != (after.body, after.kind) {
        (plan.body, plan.kind) = (after.body, after.kind);
    }
    if before.staff != after.staff {
        plan.staff = merged(&before.staff, &after.staff, &to.staff);
    }
    if (before.room, before.online) != (after.room, after.online) {
        (plan.room, plan.online) = (after.room, after.online);
    }
    let child = |seat: &crate::Seat| seat.child;
    for gone in before.seats.iter().filter(|seat| !after.has(seat.child)) {
        plan.seats.retain(|seat| seat.child != gone.child);
    }
    for seat in &after.seats {
        let known = before.seats.iter().find(|other| other.child == seat.child);
        match plan.seats.iter_mut().find(|other| child(other) == seat.child) {
            Some(own) if known != Some(seat) => *own = *seat,
            None if known.is_none() => plan.seats.push(*seat),
            _ => {}
        }
    }
    plan.assistants.retain(|with| !before.assistants.contains(with) || after.assistants.contains(with));
    for with in after.assistants.iter().filter(|with| !before.assistants.contains(with)) {
        if !plan.assistants.contains(with) {
            plan.assistants.push(*with);
        }
    }
    plan.assistants.retain(|with| plan.seats.iter().any(|seat| seat.child == with.child));
    if before.places != after.places {
        plan.places = after.places;
    }
    plan.places = plan.places.max(u8::try_from(plan.children()).unwrap_or(u8::MAX));
    if before.open != after.open {
        plan.open = after.open;
    }
    if before.status != after.status && to.status.open() {
        plan.status = after.status;
    }
    if before.reason != after.reason {
        plan.reason.clone_from(&after.reason);
    }
    plan
}

/// A list after others were taken out of it and put into it. Where somebody else has taken the place already, they keep it.
fn merged<T: Copy + PartialEq>(before: &[T], after: &[T], to: &[T]) -> Vec<T> {
    if to == before {
        return after.to_vec();
    }
    let gone: Vec<_> = before.iter().filter(|one| !after.contains(one)).collect();
    if !gone.is_empty() && !to.iter().any(|one| gone.contains(&one)) {
        return to.to_vec();
    }
    let mut all: Vec<T> = to.iter().copied().filter(|one| !gone.contains(&one)).collect();
    all.extend(after.iter().copied().filter(|one| !before.contains(one) && !to.contains(one)));
    all
}

/// What becomes of the sessions of a series, and of the dates that it has from now on.
///
/// `members` are its sessions from the edited one on, each with the date that it stands for; `dates` are those that the rule
/// gives, in order. A session stays with its day; where the rule has moved within the week, it goes along; a date
/// without a session gets one, a session without a date is called off. No session is made twice and none is lost.
pub fn steps(members: &[(Moment, Session)], dates: &[Moment], before: &Plan, after: &Plan, now: Moment) -> Vec<Step> {
    let cancels = after.status == Status::Cancelled;
    let dates = if cancels { &[] } else { dates };
    let days = (after.slot.day - before.slot.day).num_days();
    let paired = pair(members, dates, days, now);
    let mut taken: BTreeMap<Moment, usize> = BTreeMap::new();
    for (member, date) in &paired {
        taken.insert(*date, *member);
    }
    let mut all = Vec::new();
    for date in dates {
        let Some(member) = taken.get(date) else {
            let mut plan = Plan { session: None, ..after.clone() };
            (plan.slot.day, plan.slot.start) = (date.day, date.minute);
            all.push(Step::New(*date, plan));
            continue;
        };
        let (at, session) = &members[*member];
        all.push(if is_movable(session, now) {
            let mut plan = apply(before, after, &session.plan);
            // One that was moved by itself keeps its time, as long as the series keeps its own.
            if at != date {
                (plan.slot.day, plan.slot.start) = (date.day, date.minute);
            }
            Step::Change(*date, Box::new(session.clone()), plan)
        } else {
            Step::Rest(*date, Box::new(session.clone()))
        });
    }
    let left = members.iter().enumerate().filter(|(n, _)| !paired.iter().any(|(member, _)| member == n));
    for (_, (at, session)) in left {
        let session = Box::new(session.clone());
        all.push(if is_movable(&session, now) { Step::Cancel(*at, session) } else { Step::Rest(*at, session) });
    }
    all.sort_by_key(Step::at);
    all
}

/// Which session stands for which date: the one of the day, moved along with the edited one; then those of the week, in
/// their order.
fn pair(members: &[(Moment, Session)], dates: &[Moment], days: i64, now: Moment) -> Vec<(usize, Moment)> {
    let mut free: Vec<usize> = (0..members.len()).collect();
    let day = |n: usize| shift(members[n].0.day, days);
    let mut pairs = Vec::new();
    let mut open: Vec<Moment> = dates.to_vec();
    // On days with several dates: the same time first, then in the order of time.
    let same: [&dyn Fn(usize, Moment) -> bool; 2] =
        [&|n, date| (day(n), members[n].0.minute) == (date.day, date.minute), &|n, date| day(n) == date.day];
    for fits in same {
        open.retain(|date| match free.iter().position(|n| fits(*n, *date)) {
            Some(n) => {
                pairs.push((free.remove(n), *date));
                false
            }
            None => true,
        });
    }
    // What was held stays with its own day; only what is to come goes along within the week.
    let mut weeks: BTreeMap<NaiveDate, VecDeque<usize>> = BTreeMap::new();
    free.sort_by_key(|n| members[*n].0);
    for n in free.into_iter().filter(|n| is_movable(&members[*n].1, now)) {
        weeks.entry(monday(day(n))).or_default().push_back(n);
    }
    for date in open {
        if let Some(n) = weeks.get_mut(&monday(date.day)).and_then(VecDeque::pop_front) {
            pairs.push((n, date));
        }
    }
    pairs
}
