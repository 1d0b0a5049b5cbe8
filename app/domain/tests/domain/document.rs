//! Documents: what can be done with one, and what all of a child's come to.

use chrono::NaiveDate;
use domain::{
    Agreement, ChildId, DocumentId, FormId, Name, PersonId,
    document::{Act, Document, FormKind, Signers, State, Term, agreement, is_name_of, school_year_end},
};
use proptest::prelude::*;
use uuid::Uuid;

const DAYS: i64 = 400;

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day") + chrono::Duration::days(n)
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn kind(signers: Signers, head: bool) -> FormKind {
    FormKind {
        id: FormId(Uuid::from_u128(7)),
        title_kk: "Келісім".to_owned(),
        title_ru: "Согласие".to_owned(),
        opens: None,
        signers,
        head,
        term: Term::SchoolYear,
        version: 1,
        retired: false,
    }
}

fn document(signer: u128, state: State, until: Option<i64>) -> Document {
    Document {
        id: DocumentId(Uuid::from_u128(signer)),
        form: FormId(Uuid::from_u128(7)),
        child: ChildId(Uuid::from_u128(9)),
        signer: person(signer),
        state,
        asked: day(0),
        signed: state.has_signature().then(|| day(0)),
        until: until.map(day),
        ended: None,
        reminded: None,
    }
}

fn any_document() -> impl Strategy<Value = Document> {
    (1..4_u128, prop::sample::select(State::ALL), prop::option::of(0..DAYS))
        .prop_map(|(signer, state, until)| document(signer, state, until))
}

#[test]
fn the_school_year_ends_on_the_last_of_august() {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    assert_eq!(school_year_end(date(2026, 9, 1)), date(2027, 8, 31));
    assert_eq!(school_year_end(date(2027, 6, 30)), date(2027, 8, 31));
    assert_eq!(school_year_end(date(2027, 7, 1)), date(2028, 8, 31));
    assert_eq!(Term::Endless.until(day(0)), None);
}

#[test]
fn every_guardian_with_rights_signs_where_the_form_asks_for_it() {
    let (kind, both) = (kind(Signers::Every, false), [person(1), person(2)]);
    let one = document(1, State::Signed, Some(300));
    assert_eq!(agreement(&kind, &both, std::slice::from_ref(&one), day(1)).0, Agreement::Pending);
    // It holds as long as the shorter of them.
    let documents = [one.clone(), document(2, State::Signed, Some(100))];
    assert_eq!(agreement(&kind, &both, &documents, day(1)), (Agreement::Signed, Some(day(100))));
    assert_eq!(agreement(&kind, &both, &documents, day(101)).0, Agreement::Pending);
    // Who has no rights is not waited for, and signs for nobody.
    assert_eq!(agreement(&kind, &both[..1], &documents, day(200)), (Agreement::Signed, Some(day(300))));
    assert_eq!(agreement(&kind, &both[1..], &[one], day(1)).0, Agreement::Missing);
    // Nobody is not everybody.
    assert_eq!(agreement(&kind, &[], &documents, day(1)).0, Agreement::Missing);
}

#[test]
fn the_head_is_waited_for() {
    let kind = kind(Signers::One, true);
    let awaits = State::Asked.after(Act::Sign, kind.head).expect("signed");
    assert_eq!(awaits, State::AwaitsHead);
    assert_eq!(agreement(&kind, &[person(1)], &[document(1, awaits, None)], day(1)).0, Agreement::Pending);
    let signed = awaits.after(Act::Countersign, kind.head).expect("signed by both");
    assert_eq!(agreement(&kind, &[person(1)], &[document(1, signed, None)], day(1)), (Agreement::Signed, None));
}

#[test]
fn a_withdrawn_consent_is_not_asked_back_by_an_older_one() {
    let kind = kind(Signers::One, false);
    let documents = [document(1, State::Withdrawn, Some(300)), document(1, State::Declined, None)];
    assert_eq!(agreement(&kind, &[person(1)], &documents, day(1)).0, Agreement::Withdrawn);
}

#[test]
fn a_typed_name_is_that_of_the_signer() {
    let name = Name::parse("Қалдыбек Әсемгүл Нұрланқызы");
    for typed in
        ["Қалдыбек Әсемгүл Нұрланқызы", "қалдыбек әсемгүл", "Асемгул Калдыбек", " Әсемгүл  Нұрланқызы Қалдыбек "]
    {
        assert!(is_name_of(typed, &name), "{typed}");
    }
    for typed in ["", "Қалдыбек", "Әсемгүл Нұрланқызы", "Қалдыбек Әсемгүл Асқарқызы", "Қалдыбек Қалдыбек Әсемгүл"]
    {
        assert!(!is_name_of(typed, &name), "{typed}");
    }
}

proptest! {
    /// In force is what somebody with rights has signed, and nothing else; and it is in force until the day that is said.
    #[test]
    fn an_agreement_is_as_good_as_its_documents(
        documents in prop::collection::vec(any_document(), 0..8),
        guardians in prop::collection::btree_set(1..4_u128, 0..3),
        every in any::<bool>(),
        on in 0..DAYS,
    ) {
        let kind = kind(if every { Signers::Every } else { Signers::One }, false);
        let guardians: Vec<PersonId> = guardians.into_iter().map(person).collect();
        let (state, until) = agreement(&kind, &guardians, &documents, day(on));
        let holds = |guardian: &PersonId, on| documents.iter().any(|it| it.signer == *guardian && it.holds(on));
        let should = |on| if every {
            !guardians.is_empty() && guardians.iter().all(|guardian| holds(guardian, on))
        } else {
            guardians.iter().any(|guardian| holds(guardian, on))
        };
        prop_assert_eq!(state.in_force(), should(day(on)));
        if let (true, Some(until)) = (state.in_force(), until) {
            prop_assert!(until >= day(on));
            prop_assert!(should(until), "it holds on the last day, too");
            prop_assert!(!should(until.succ_opt().expect("a day")), "and not on the day after");
        }
        // To sign once more never takes anything away.
        if let Some(guardian) = guardians.first() {
            let mut more = documents.clone();
            more.push(Document { signer: *guardian, ..document(1, State::Signed, None) });
            prop_assert!(!state.in_force() || agreement(&kind, &guardians, &more, day(on)).0.in_force());
        }
    }

    /// Whatever is done, a document ends where nothing more can be done, and only its signer's signature opens a gate.
    #[test]
    fn no_way_leads_out_of_an_end(acts in prop::collection::vec(prop::sample::select(Act::ALL), 0..12), head in any::<bool>()) {
        let (mut state, mut signed) = (State::Asked, false);
        for act in acts {
            if let Some(next) = state.after(act, head) {
                prop_assert!(!state.ended());
                signed |= matches!(act, Act::Sign | Act::Witness);
                state = next;
            }
            prop_assert_eq!(state.has_signature(), signed);
        }
    }
}
