//! Series against a model of plain lists: whatever is edited, split and split again, no session is made twice or lost, and
//! each keeps its children and its note.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    ChildId, Kind, Plan, Presence, Seat, SeriesId, Session, Status,
    series::{Choice, Fate, Occurrence, Reach, Step, Wish, anchored, apply, is_movable, judge, steps},
    time::{Moment, shift, weekday_number},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::kindergarten::*;

fn moment(plan: &Plan) -> Moment {
    Moment { day: plan.slot.day, minute: plan.slot.start }
}

/// Every week on these days.
fn weekly(from: Moment, weekdays: &BTreeSet<u8>, until: NaiveDate) -> Vec<Moment> {
    from.day
        .iter_days()
        .take_while(|day| *day <= until)
        .filter(|day| weekdays.contains(&weekday_number(*day)))
        .map(|day| Moment { day, ..from })
        .collect()
}

fn wish(plan: Plan) -> Wish {
    Wish { session: None, reach: Reach::Following, plan, rule: None, choices: Vec::new() }
}

/// A lesson on each of the next Mondays.
fn mondays(weeks: i64) -> Vec<(Moment, Session)> {
    (0..weeks)
        .map(|n| {
            let mut plan = lesson(Kind::Small, [1, 2]);
            plan.slot.day = shift(monday(), 7 * n);
            (moment(&plan), session(u128::try_from(n).unwrap() + 1, plan))
        })
        .collect()
}

fn dates(members: &[(Moment, Session)]) -> Vec<Moment> {
    members.iter().map(|(at, _)| *at).collect()
}

#[test]
fn what_is_edited_is_edited_in_all_and_everything_else_stays_its_own() {
    let mut members = mondays(3);
    members[1].1.plan.seats.push(Seat { child: child(3), with_parent: false });
    members[2].1.plan.staff = vec![person(SPECIAL)];
    let before = members[0].1.plan.clone();
    let after = Plan { seats: vec![before.seats[0]], staff: vec![person(PSYCHOLOGIST)], ..before.clone() };
    let all = steps(&members, &dates(&members), &before, &after, saturday_morning());
    let plans: Vec<_> = all
        .iter()
        .map(|step| match step {
            Step::Change(_, _, plan) => plan,
            other => panic!("{other:?}"),
        })
        .collect();
    let seats = |n: usize| plans[n].seats.iter().map(|seat| seat.child).collect::<Vec<_>>();
    assert_eq!((seats(0), seats(1), seats(2)), (vec![child(1)], vec![child(1), child(3)], vec![child(1)]));
    assert_eq!(plans[1].staff, [person(PSYCHOLOGIST)]);
    assert_eq!(plans[2].staff, [person(SPECIAL)], "who stands in already stays");
}

#[test]
fn one_that_was_moved_by_itself_keeps_its_time_until_the_series_moves() {
    let mut members = mondays(3);
    members[1].1.plan.slot = at(8, "15:00", 40);
    let before = members[0].1.plan.clone();
    let slots = |after: &Plan| -> Vec<_> {
        let from = anchored(members[0].0, &before, after);
        let dates: Vec<_> = (0..3).map(|n| Moment { day: shift(from.day, 7 * n), ..from }).collect();
        let all = steps(&members, &dates, &before, after, saturday_morning());
        all.into_iter().map(|step| if let Step::Change(_, _, plan) = step { plan.slot } else { panic!() }).collect()
    };
    let more = Plan { seats: lesson(Kind::Small, [1, 2, 3]).seats, ..before.clone() };
    assert_eq!(slots(&more), [at(0, "10:00", 40), at(8, "15:00", 40), at(14, "10:00", 40)]);
    let later = Plan { slot: at(0, "11:00", 40), ..before.clone() };
    assert_eq!(slots(&later), [at(0, "11:00", 40), at(7, "11:00", 40), at(14, "11:00", 40)]);
    let tuesday = Plan { slot: at(1, "10:00", 40), ..before.clone() };
    assert_eq!(slots(&tuesday), [at(1, "10:00", 40), at(8, "10:00", 40), at(15, "10:00", 40)]);
}

#[test]
fn what_was_held_or_called_off_stays_and_comes_not_back() {
    let mut members = mondays(4);
    members[1].1.plan.status = Status::Cancelled;
    members[2].1.mark(child(1), Some(Presence::Came));
    let before = members[0].1.plan.clone();
    let after = Plan { slot: at(1, "11:00", 40), ..before.clone() };
    let dates: Vec<_> = (0..4).map(|n| Moment { day: shift(monday(), 7 * n + 1), minute: 660 }).collect();
    let fates: Vec<_> = steps(&members, &dates, &before, &after, saturday_morning())
        .into_iter()
        .map(|step| matches!(step, Step::Rest(..)))
        .collect();
    assert_eq!(fates, [false, true, true, false]);
}

#[test]
fn a_date_without_a_session_gets_one_and_a_session_without_a_date_is_called_off() {
    let members = mondays(3);
    let plan = members[0].1.plan.clone();
    let two: BTreeSet<u8> = [1, 3].into();
    let dates = weekly(members[0].0, &two, shift(monday(), 9));
    let all = steps(&members, &dates, &plan, &plan, saturday_morning());
    let told: Vec<_> = all
        .iter()
        .map(|step| match step {
            Step::New(at, plan) => ("new", at.day, plan.session),
            Step::Change(at, session, _) => ("change", at.day, Some(session.id)),
            Step::Cancel(at, session) => ("cancel", at.day, Some(session.id)),
            Step::Rest(at, session) => ("rest", at.day, Some(session.id)),
        })
        .collect();
    let day = |n| shift(monday(), n);
    assert_eq!(
        told,
        [
            ("change", day(0), Some(session_id(1))),
            ("new", day(2), None),
            ("change", day(7), Some(session_id(2))),
            ("new", day(9), None),
            ("cancel", day(14), Some(session_id(3))),
        ]
    );
}

#[test]
fn every_date_is_judged_beside_those_before_it_and_shown_a_way_out() {
    // On the second Monday the room is taken by somebody else.
    let mut taken = held_by(lesson(Kind::Individual, [16]), [PSYCHOLOGIST]);
    taken.slot = at(7, "10:00", 20);
    let mut sheet = context(directory(), [session(900, taken)]);
    let plan = lesson(Kind::Small, [1, 2]);
    let dates: Vec<_> = (0..3).map(|n| Moment { day: shift(monday(), 7 * n), minute: 600 }).collect();
    let new = steps(&[], &dates, &plan, &plan, saturday_morning());
    let mut asked = wish(plan);
    let rows = judge(&new, &asked, &mut sheet.clone());
    let fits: Vec<_> = rows.iter().map(|(row, _)| row.fits()).collect();
    assert_eq!(fits, [true, false, true]);
    let way_out = rows[1].0.nearest.unwrap();
    assert_eq!(way_out.day, shift(monday(), 7));
    asked.choose(dates[1], Some(Choice::At(way_out)));
    asked.choose(dates[2], Some(Choice::Skip));
    let rows = judge(&new, &asked, &mut sheet);
    assert!(rows.iter().all(|(row, _)| row.fits()), "{rows:?}");
    assert_eq!(rows.iter().map(|(row, _)| row.fate).collect::<Vec<_>>(), [Fate::New, Fate::New, Fate::Skip]);
    assert_eq!(rows[1].1.as_ref().unwrap().slot, way_out);
    assert!(rows[2].1.is_none());
}

#[test]
fn sessions_of_one_series_do_not_stand_in_their_own_way() {
    // Every day at ten: all of them to the next day.
    let plan = lesson(Kind::Small, [1, 2]);
    let members: Vec<_> = (0..3)
        .map(|n| {
            let plan = Plan { slot: at(n, "10:00", 40), ..plan.clone() };
            (moment(&plan), session(u128::try_from(n).unwrap() + 1, plan))
        })
        .collect();
    let mut sheet = context(directory(), members.iter().map(|(_, session)| session.clone()));
    let after = Plan { slot: at(1, "10:00", 40), ..members[0].1.plan.clone() };
    let dates: Vec<_> = (1..4).map(|n| moment(&Plan { slot: at(n, "10:00", 40), ..plan.clone() })).collect();
    let all = steps(&members, &dates, &members[0].1.plan, &after, saturday_morning());
    let rows = judge(&all, &wish(after), &mut sheet);
    assert!(rows.iter().all(|(row, _)| row.fate == Fate::Change && row.verdict.accepted()), "{rows:?}");
    assert_eq!(sheet.sessions().count(), 3);
}

/// Something done to a series, or to one session of it.
#[derive(Clone, Debug)]
enum Deed {
    /// A child joins the session and those after it, or all.
    Join(usize, Reach, u128),
    Leave(usize, Reach, u128),
    Later(usize, Reach, u16),
    OtherDay(usize, Reach, i64),
    Ends(usize, i64),
    /// To this one alone.
    Own(usize, u16),
    CallOff(usize),
    Mark(usize),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let (n, reach) = (0..12_usize, prop_oneof![Just(Reach::Following), Just(Reach::All)]);
    let kid = 1..=8_u128;
    prop_oneof![
        (n.clone(), reach.clone(), kid.clone()).prop_map(|(n, reach, kid)| Deed::Join(n, reach, kid)),
        (n.clone(), reach.clone(), kid).prop_map(|(n, reach, kid)| Deed::Leave(n, reach, kid)),
        (n.clone(), reach.clone(), 100..200_u16).prop_map(|(n, reach, fives)| Deed::Later(n, reach, fives * 5)),
        (n.clone(), reach, -3..=3_i64).prop_map(|(n, reach, days)| Deed::OtherDay(n, reach, days)),
        (n.clone(), -2..=3_i64).prop_map(|(n, weeks)| Deed::Ends(n, weeks)),
        (n.clone(), 100..200_u16).prop_map(|(n, fives)| Deed::Own(n, fives * 5)),
        n.clone().prop_map(Deed::CallOff),
        n.prop_map(Deed::Mark),
    ]
}

/// A series as the store keeps it: its weekdays and its last day.
#[derive(Clone, Debug)]
struct Rule {
    weekdays: BTreeSet<u8>,
    until: NaiveDate,
}

/// What the store does with the steps, without a database.
struct Kept {
    sessions: Vec<Session>,
    rules: BTreeMap<SeriesId, Rule>,
    made: u128,
}

impl Kept {
    fn of(&self, series: SeriesId) -> Vec<(Moment, Session)> {
        let mut members: Vec<_> = self
            .sessions
            .iter()
            .filter_map(|session| Some((session.series.filter(|own| own.series == series)?.at, session.clone())))
            .collect();
        members.sort_by_key(|(at, _)| *at);
        members
    }

    fn edit(&mut self, anchor: &Session, reach: Reach, after: &Plan, ends: Option<i64>) {
        let own = anchor.series.unwrap();
        let members = self.of(own.series);
        let now = saturday_morning();
        let first = members.iter().find(|(_, session)| is_movable(session, now)).map(|(at, _)| *at);
        let cut = if reach == Reach::All { first.unwrap_or(own.at).min(own.at) } else { own.at };
        let whole = members.iter().all(|(at, _)| *at >= cut);
        let members: Vec<_> = members.into_iter().filter(|(at, _)| *at >= cut).collect();
        let before = anchor.plan.clone();
        let days = (after.slot.day - before.slot.day).num_days();
        let old = self.rules[&own.series].clone();
        let turned = |day: &u8| u8::try_from((i64::from(*day) - 1 + days).rem_euclid(7) + 1).unwrap();
        let until = shift(old.until, days.max(0) + ends.unwrap_or(0) * 7);
        let rule = Rule { weekdays: old.weekdays.iter().map(turned).collect(), until };
        let from = anchored(cut, &before, after);
        let dates = weekly(from, &rule.weekdays, rule.until);
        if dates.is_empty() {
            return;
        }
        self.made += 1;
        let id = if whole { own.series } else { SeriesId(Uuid::from_u128(self.made + 5000)) };
        if !whole {
            self.rules.insert(own.series, Rule { until: shift(cut.day, -1), ..old });
        }
        self.rules.insert(id, rule);
        for step in steps(&members, &dates, &before, after, now) {
            let series = Some(Occurrence { series: id, at: step.at() });
            match step {
                Step::New(_, plan) => {
                    self.made += 1;
                    self.sessions.push(Session { series, ..session(1000 + self.made, plan) });
                }
                Step::Change(_, known, plan) => {
                    let own = self.sessions.iter_mut().find(|session| session.id == known.id).unwrap();
                    (own.plan, own.series) = (plan, series);
                }
                Step::Cancel(_, known) => {
                    let own = self.sessions.iter_mut().find(|session| session.id == known.id).unwrap();
                    (own.plan.status, own.series) = (Status::Cancelled, series);
                }
                Step::Rest(_, known) => {
                    let own = self.sessions.iter_mut().find(|session| session.id == known.id).unwrap();
                    own.series = series;
                }
            }
        }
    }
}

fn kids(session: &Session) -> BTreeSet<ChildId> {
    session.plan.seats.iter().map(|seat| seat.child).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn however_it_is_split_and_edited_nothing_is_doubled_and_nothing_lost(deeds in proptest::collection::vec(any_deed(), 1..14)) {
        let first = SeriesId(Uuid::from_u128(4999));
        let plan = lesson(Kind::Small, [1, 2]);
        let mut kept = Kept {
            sessions: mondays(12)
                .into_iter()
                .map(|(at, session)| {
                    let note = Some(format!("жазба {}", session.id));
                    Session { series: Some(Occurrence { series: first, at }), note, ..session }
                })
                .collect(),
            rules: BTreeMap::from([(first, Rule { weekdays: [1].into(), until: shift(monday(), 77) })]),
            made: 0,
        };
        prop_assert_eq!(kept.sessions[0].plan.seats.len(), plan.seats.len());
        let now = saturday_morning();
        for deed in deeds {
            let (Deed::Join(n, ..) | Deed::Leave(n, ..) | Deed::Later(n, ..) | Deed::OtherDay(n, ..) | Deed::Ends(n, _)
                | Deed::Own(n, _) | Deed::CallOff(n) | Deed::Mark(n)) = deed.clone();
            let n = n % kept.sessions.len();
            let anchor = kept.sessions[n].clone();
            if !is_movable(&anchor, now) {
                continue;
            }
            // The plain list: what each session should be afterwards, by hand.
            let before: BTreeMap<_, _> = kept.sessions.iter().map(|session| (session.id, session.clone())).collect();
            let own = anchor.series.unwrap();
            let mut after = anchor.plan.clone();
            let reached = |session: &Session, reach: Reach| {
                let occurrence = session.series.unwrap();
                let from_here = reach == Reach::All || occurrence.at >= own.at;
                occurrence.series == own.series && from_here && is_movable(session, now)
            };
            match deed {
                Deed::Join(_, reach, kid) => {
                    if !after.has(child(kid)) {
                        after.seats.push(Seat { child: child(kid), with_parent: false });
                    }
                    kept.edit(&anchor, reach, &after, None);
                    for session in &kept.sessions {
                        let Some(old) = before.get(&session.id) else { continue };
                        let mut expected = kids(old);
                        if reached(old, reach) && !anchor.plan.has(child(kid)) {
                            expected.insert(child(kid));
                        }
                        prop_assert_eq!(kids(session), expected);
                        prop_assert_eq!(session.plan.slot, old.plan.slot, "nobody asked for another time");
                    }
                }
                Deed::Leave(_, reach, kid) => {
                    after.seats.retain(|seat| seat.child != child(kid));
                    kept.edit(&anchor, reach, &after, None);
                    for session in &kept.sessions {
                        let Some(old) = before.get(&session.id) else { continue };
                        let mut expected = kids(old);
                        if reached(old, reach) && anchor.plan.has(child(kid)) {
                            expected.remove(&child(kid));
                        }
                        prop_assert_eq!(kids(session), expected);
                    }
                }
                Deed::Later(_, reach, start) => {
                    after.slot.start = start;
                    kept.edit(&anchor, reach, &after, None);
                    for session in &kept.sessions {
                        let Some(old) = before.get(&session.id) else { continue };
                        let moves = reached(old, reach) && start != anchor.plan.slot.start;
                        if moves && session.plan.status.open() && old.series.unwrap().at.minute != start {
                            prop_assert_eq!(session.plan.slot.start, start);
                            prop_assert_eq!(session.plan.slot.day, old.series.unwrap().at.day);
                        }
                        prop_assert_eq!(kids(session), kids(old));
                    }
                }
                Deed::OtherDay(_, reach, days) => {
                    after.slot.day = shift(after.slot.day, days);
                    kept.edit(&anchor, reach, &after, None);
                    for session in &kept.sessions {
                        let Some(old) = before.get(&session.id) else { continue };
                        if reached(old, reach) && days != 0 && session.plan.status.open() {
                            prop_assert_eq!(session.plan.slot.day, shift(old.series.unwrap().at.day, days));
                        }
                        prop_assert_eq!(kids(session), kids(old));
                    }
                }
                Deed::Ends(_, weeks) => kept.edit(&anchor, Reach::Following, &after, Some(weeks)),
                Deed::Own(_, start) => kept.sessions[n].plan.slot.start = start,
                Deed::CallOff(_) => kept.sessions[n].plan.status = Status::Cancelled,
                Deed::Mark(_) => kept.sessions[n].mark(child(1), Some(Presence::Came)),
            }
            // No session is lost, and its note is its own.
            for (id, old) in &before {
                let now = kept.sessions.iter().find(|session| session.id == *id);
                prop_assert_eq!(now.map(|session| &session.note), Some(&old.note));
                if !is_movable(old, saturday_morning()) {
                    prop_assert_eq!(now.map(|session| &session.plan), Some(&old.plan), "history stays");
                }
            }
            // No date of a series has two sessions.
            let all: Vec<_> = kept.sessions.iter().map(|session| session.series.unwrap()).collect();
            let places: BTreeSet<_> = all.iter().copied().collect();
            prop_assert_eq!(places.len(), all.len());
            let ids: BTreeSet<_> = kept.sessions.iter().map(|session| session.id).collect();
            prop_assert_eq!(ids.len(), kept.sessions.len());
        }
    }

    #[test]
    fn an_edit_of_nothing_changes_nothing(kid in 1..=8_u128, start in 100..200_u16) {
        let before = lesson(Kind::Small, [1, 2]);
        let mut other = lesson(Kind::Small, [kid]);
        other.slot.start = start * 5;
        prop_assert_eq!(apply(&before, &before, &other), other);
    }
}
