//! How far a family is with a form, and who is asked together.

use chrono::NaiveDate;
use domain::{
    Agreement, ChildId, DocumentId, FormId, Name, PersonId,
    document::{
        Document, FormKind, Signers, State, Term, agreement,
        board::Stage,
        view::{Row, Signer},
    },
};
use uuid::Uuid;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day")
}

fn kind(signers: Signers) -> FormKind {
    FormKind {
        id: FormId(Uuid::from_u128(7)),
        title_kk: "Келісім".to_owned(),
        title_ru: "Согласие".to_owned(),
        opens: None,
        signers,
        head: true,
        term: Term::SchoolYear,
        version: 1,
        retired: false,
    }
}

/// A row of guardians whose latest documents stand so, each until so many days from now.
fn row(kind: &FormKind, told: &[Option<(State, i64)>]) -> Row {
    let guardian = |n: usize| PersonId(Uuid::from_u128(n as u128));
    let document = |n: usize, state: State, days: i64| Document {
        id: DocumentId(Uuid::from_u128(n as u128)),
        form: kind.id,
        child: ChildId(Uuid::from_u128(9)),
        signer: guardian(n),
        state,
        asked: today(),
        signed: state.has_signature().then(today),
        until: Some(domain::time::shift(today(), days)),
        ended: None,
        reminded: None,
    };
    let documents: Vec<Document> =
        (0..).zip(told).filter_map(|(n, told)| told.map(|(state, days)| document(n, state, days))).collect();
    let guardians: Vec<PersonId> = (0..told.len()).map(guardian).collect();
    let (agreement, until) = agreement(kind, &guardians, &documents, today());
    let signer = |person: &PersonId| Signer {
        person: *person,
        name: Name::default(),
        document: documents.iter().find(|document| document.signer == *person).cloned(),
        reason: String::new(),
    };
    Row {
        child: ChildId(Uuid::from_u128(9)),
        name: Name::default(),
        group: None,
        agreement,
        until,
        guardians: guardians.iter().map(signer).collect(),
    }
}

#[test]
fn a_row_says_first_what_has_to_be_done() {
    let one = kind(Signers::One);
    let told = |told: &[Option<(State, i64)>]| row(&one, told).stage(today());
    assert_eq!(told(&[]), Stage::Nobody);
    assert_eq!(told(&[None]), Stage::Unasked);
    assert_eq!(told(&[Some((State::Recalled, 200))]), Stage::Unasked);
    assert_eq!(told(&[Some((State::Asked, 200))]), Stage::AwaitsFamily);
    assert_eq!(told(&[Some((State::AwaitsHead, 200))]), Stage::AwaitsHead);
    assert_eq!(told(&[Some((State::Signed, 200))]), Stage::InForce);
    assert_eq!(told(&[Some((State::Signed, 30))]), Stage::RunsOut);
    assert_eq!(told(&[Some((State::Signed, -1))]), Stage::Lapsed);
    assert_eq!(told(&[Some((State::Declined, 200))]), Stage::Declined);
    assert_eq!(told(&[Some((State::Withdrawn, 200))]), Stage::Withdrawn);
    // Where one signature is enough, nobody waits for the other guardian; a renewal that is asked for is waited for.
    assert_eq!(told(&[Some((State::Signed, 200)), Some((State::Asked, 200))]), Stage::InForce);
    assert_eq!(told(&[Some((State::Signed, 30)), Some((State::Asked, 200))]), Stage::AwaitsFamily);
}

#[test]
fn a_renewal_is_asked_for_three_months_before_the_end_at_the_earliest() {
    let one = kind(Signers::One);
    assert!(!row(&one, &[Some((State::Signed, 92))]).may_be_asked(&one, today()));
    assert!(row(&one, &[Some((State::Signed, 91))]).is_asked_together(&one, today()));
}

#[test]
fn whoever_said_no_is_asked_again_by_hand_alone() {
    for signers in [Signers::One, Signers::Every] {
        let kind = kind(signers);
        for state in [State::Declined, State::Withdrawn] {
            for told in [vec![Some((state, 200))], vec![None, Some((state, 200))]] {
                let row = row(&kind, &told);
                assert!(row.may_be_asked(&kind, today()));
                assert!(!row.is_asked_together(&kind, today()), "{signers:?} {told:?}");
            }
        }
    }
}

#[test]
fn nobody_is_asked_who_has_it_before_them_or_cannot_sign() {
    let (one, every) = (kind(Signers::One), kind(Signers::Every));
    for waits in [State::Asked, State::AwaitsHead] {
        assert!(!row(&one, &[None, Some((waits, 200))]).may_be_asked(&one, today()));
        assert!(!row(&every, &[Some((waits, 200))]).may_be_asked(&every, today()));
        // A guardian who was registered later is asked, too.
        assert!(row(&every, &[None, Some((waits, 200))]).is_asked_together(&every, today()));
    }
    assert!(!row(&one, &[]).may_be_asked(&one, today()));
    let retired = FormKind { retired: true, ..kind(Signers::One) };
    assert!(!row(&retired, &[None]).may_be_asked(&retired, today()));
    assert_eq!(row(&one, &[None]).agreement, Agreement::Missing);
}
