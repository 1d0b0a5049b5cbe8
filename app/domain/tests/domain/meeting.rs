//! Meetings: their numbers, what is due in a year, who was there, and the agendas of the trustees' plan.

use chrono::{Datelike, NaiveDate};
use domain::{
    Body, BodyRole, CompositionId, MeetingId, PersonId,
    body::{Composition, Member, Quorum, composition::ChairTitle},
    meeting::{Attendance, Meeting, Planned, SchoolYear, State, numbered, trustees::general_meetings, year::Count},
};
use proptest::prelude::*;
use uuid::Uuid;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn meeting(n: u128, day: NaiveDate, planned: Planned, state: State) -> Meeting {
    Meeting { id: MeetingId(Uuid::from_u128(n)), body: Body::Apqo, planned, day, state }
}

#[test]
fn a_school_year_goes_from_september_to_august() {
    assert_eq!(SchoolYear::of(date(2026, 8, 31)), SchoolYear(2025));
    assert_eq!(SchoolYear::of(date(2026, 9, 1)), SchoolYear(2026));
    assert_eq!(SchoolYear(2026).years(), "2026–2027");
    assert_eq!(SchoolYear(2026).month(10), Some(date(2026, 10, 1)));
    assert_eq!(SchoolYear(2026).month(3), Some(date(2027, 3, 1)));
    assert_eq!(SchoolYear(2026).month(13), None);
}

#[test]
fn unplanned_meetings_never_fill_the_plan() {
    let meetings = [
        meeting(1, date(2026, 10, 5), Planned::Planned, State::Held),
        meeting(2, date(2026, 11, 26), Planned::Planned, State::Called),
        meeting(3, date(2026, 11, 27), Planned::Unplanned, State::Held),
        meeting(4, date(2026, 12, 1), Planned::Planned, State::Cancelled),
        meeting(5, date(2026, 5, 1), Planned::Planned, State::Held),
    ];
    let count = Count::of(&meetings, Body::Apqo, SchoolYear(2026));
    assert_eq!(count, Count { held: 1, called: 1, due: Some(3) });
    assert_eq!(count.missing(), 1);
    assert_eq!(Count::of(&meetings, Body::Ppqq, SchoolYear(2026)).missing(), 0);
}

#[test]
fn guests_make_no_quorum() {
    let person = |n| PersonId(Uuid::from_u128(n));
    let composition = Composition {
        id: CompositionId(Uuid::from_u128(1)),
        body: Body::Apqo,
        order_number: "15".to_owned(),
        order_date: date(2026, 9, 1),
        from: date(2026, 9, 1),
        until: None,
        chair_title: ChairTitle::Toragha,
        members: (1..=5).map(|n| Member { person: person(n), role: BodyRole::Member }).collect(),
    };
    let two =
        Attendance::of(&composition, Quorum::MoreThanHalf, &[person(1), person(2), person(2), person(8), person(9)]);
    assert_eq!(two, Attendance { present: 2, members: 5, needed: 3 });
    assert!(!two.quorate());
    assert!(Attendance::of(&composition, Quorum::MoreThanHalf, &[person(1), person(2), person(5)]).quorate());
}

#[test]
fn the_board_has_four_general_meetings_with_the_printed_agendas() {
    let meetings = general_meetings(SchoolYear(2026));
    let months: Vec<_> =
        meetings.iter().map(|meeting| (meeting.number, meeting.month.year(), meeting.month.month())).collect();
    assert_eq!(months, [(1, 2026, 10), (2, 2026, 12), (3, 2027, 3), (4, 2027, 5)]);
    let lines: Vec<_> = meetings.iter().map(|meeting| meeting.agenda.len()).collect();
    assert_eq!(lines, [5, 4, 4, 3]);
    assert_eq!(meetings[0].agenda[1], "Қамқоршылық кеңестің құрамын қалыптастыру.");
    assert_eq!(meetings[0].agenda[2], "Қамқоршылық кеңестің 2026–2027 оқу жылына арналған жұмыс жоспарын бекіту.");
    assert!(
        meetings.iter().flat_map(|meeting| &meeting.agenda).all(|line| !line.contains(['{', '_']) && !line.is_empty())
    );
}

fn any_meetings() -> impl Strategy<Value = Vec<Meeting>> {
    let one = (0..800_i64, prop::sample::select(Planned::ALL), prop::sample::select(State::ALL));
    prop::collection::vec(one, 0..20).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(n, (day, planned, state))| {
                meeting(n, date(2026, 3, 1) + chrono::Duration::days(day), planned, state)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn numbers_of_a_year_have_no_gap_and_follow_the_days(meetings in any_meetings(), year in 2025..2029_i32) {
        let year = SchoolYear(year);
        let numbers = numbered(&meetings, Body::Apqo, year);
        let days: Vec<_> = numbers
            .iter()
            .map(|(_, id)| meetings.iter().find(|meeting| meeting.id == *id).expect("known").day)
            .collect();
        prop_assert!(days.is_sorted());
        prop_assert!(days.iter().all(|day| year.holds(*day)));
        prop_assert!(numbers.iter().map(|(number, _)| *number).eq(1..=u32::try_from(numbers.len()).expect("few")));
    }

    #[test]
    fn a_planned_meeting_called_off_is_missing_again(meetings in any_meetings(), which in any::<prop::sample::Index>()) {
        prop_assume!(!meetings.is_empty());
        let which = which.index(meetings.len());
        let year = SchoolYear::of(meetings[which].day);
        let mut after = meetings.clone();
        after[which].state = State::Cancelled;
        let missing = |meetings: &[Meeting]| Count::of(meetings, Body::Apqo, year).missing();
        prop_assert!(missing(&after) >= missing(&meetings));
        prop_assert!(missing(&after) <= 3);
    }
}
