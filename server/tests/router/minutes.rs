//! Minutes as files: sealed, in both languages, found again by their seal; and the meeting in somebody's calendar.

use documents::{Keys, SealState, check};
use domain::{
    Lang, Refusal,
    document::Signing,
    minutes::{
        Act, State,
        view::{MinutesView, Verified},
    },
};
use http::StatusCode;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{Circumstance, Signature};

use crate::{
    base::{House, PASSWORD, monday_morning, org, test_both_dbs},
    samples::signed_meeting,
};

async fn view(house: &House, code: &str) -> MinutesView {
    let actor = house.actor(code).await;
    house.store.minutes(&actor, signed_meeting(), monday_morning()).await.unwrap().unwrap()
}

fn pdf(lang: &str) -> String {
    format!("/minutes/{}/kenes.pdf?lang={lang}", signed_meeting())
}

/// Writes an addition and has both sign it, on their own accounts.
async fn add(house: &House, text: &str) {
    let view = view(house, "S02").await;
    let meeting = house.store.meeting(&house.actor("S02").await, view.meeting, monday_morning()).await.unwrap();
    let [chair, secretary] = [0, 1].map(|n: usize| meeting.invited[n].seat.person);
    let now = monday_morning();
    let mut no = 0;
    for (person, act) in [(secretary, Act::Send), (chair, Act::SignChair), (secretary, Act::SignSecretary)] {
        let actor = house.store.actor_for(org(), person, now).await.unwrap();
        if act == Act::Send {
            no = house.store.write_addition(&actor, view.meeting, text, now).await.unwrap();
        }
        let hand = Signature::Screen(Signing::Typed(actor.name.full()));
        let hand = (act != Act::Send).then_some(&hand);
        let with = Circumstance::default();
        house.store.act_on_minutes(&actor, view.meeting, no, act, hand, &with, now).await.unwrap();
    }
}

test_both_dbs! {
    async fn signed_minutes_are_one_sealed_file_in_each_language(base) {
        let house = base.serve().await;
        let (methodist, head) = (house.signed_in("S02").await, house.signed_in("S01").await);
        let kk = methodist.bytes(&pdf("kk")).await;
        assert_eq!(kk, head.bytes(&pdf("kk")).await, "made once");
        let ru = head.bytes(&pdf("ru")).await;
        assert_ne!(kk, ru);
        let keys = Keys::open_or_create(&house.keys(), org().0, "", monday_morning()).unwrap();
        for file in [&kk, &ru] {
            assert!(matches!(check(file, &keys.certificates()), Ok(SealState::Sealed(_))));
        }
        assert_eq!(house.store.verify_minutes(org()).await.unwrap(), None);
    }

    async fn files_of_minutes_are_not_for_everybody(base) {
        let house = base.serve().await;
        assert_eq!(house.signed_in("T01").await.get(&pdf("kk")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.signed_in("PK1").await.get(&pdf("kk")).await.status, StatusCode::FORBIDDEN);
        let head = house.signed_in("S01").await;
        for address in [pdf("en"), "/minutes/x/kenes.pdf".to_owned(), "/meetings/x/kenes.ics".to_owned()] {
            assert_eq!(head.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn the_seal_says_what_was_signed_and_which_files_are_it(base) {
        let house = base.serve().await;
        let seal = view(&house, "S02").await.seal;
        let head = house.signed_in("S01").await;
        let before = hex::encode(Sha256::digest(head.bytes(&pdf("kk")).await));
        add(&house, "Үшінші тармақта «алты» деп оқылсын. 🌸").await;
        let after = hex::encode(Sha256::digest(head.bytes(&pdf("kk")).await));
        let answer = house.visitor().call("minutes/verify", &[("seal", &seal)]).await;
        let verified: Verified = serde_json::from_str(&answer.body).unwrap();
        assert!(verified.whole && verified.additions == 1 && verified.signatures.len() == 2, "{verified:?}");
        assert_eq!(verified.files, [(before, 0), (after, 1)]);
        let page = house.visitor().get(&format!("/verify/{seal}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("data-verdict=\"whole\"") && page.body.contains(&verified.hash), "{}", page.body);
        for signed in view(&house, "S02").await.signatures {
            assert!(!page.body.contains(&signed.name.family), "no names");
        }
        let unknown = house.visitor().call("minutes/verify", &[("seal", "AAAAAAAAAAAAAAAA")]).await;
        assert_eq!(unknown.refusal(), Refusal::NotFound);
    }

    async fn who_signs_says_the_password_once_more(base) {
        let house = base.serve().await;
        let browser = house.signed_in("S02").await;
        let actor = house.actor("S02").await;
        let sign = |password: &str| {
            let signing = json!({ "typed": actor.name.full() });
            json!({ "meeting": signed_meeting(), "addition": 0, "act": "sign_chair", "signing": signing, "password": password })
        };
        let wrong = browser.call_json("minutes/act", &sign("wrong")).await;
        assert_eq!(wrong.refusal(), Refusal::WrongPassword);
        let over = browser.call_json("minutes/act", &sign(PASSWORD)).await;
        assert_eq!(over.refusal(), Refusal::Changed, "they are signed already");
        assert_eq!(view(&house, "S02").await.state, State::Locked);
    }

    async fn a_meeting_goes_into_somebodys_own_calendar(base) {
        let house = base.serve().await;
        let answer = house.signed_in("S03").await.get(&format!("/meetings/{}/kenes.ics", signed_meeting())).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
        let lines = answer.body.replace("\r\n ", "");
        assert_eq!(lines.matches("BEGIN:VEVENT").count(), 1);
        assert!(lines.contains(&format!("/meetings/{}", signed_meeting())) && lines.contains("STATUS:CONFIRMED"), "{lines}");
    }

    async fn the_official_text_is_the_same_for_both_who_sign(base) {
        let house = base.serve().await;
        let view = view(&house, "S02").await;
        let actor = house.actor("S02").await;
        let text = house.store.minutes_text_to_sign(&actor, view.meeting, 0, monday_morning()).await.unwrap();
        assert_eq!(hex::encode(Sha256::digest(&text)), view.hash.unwrap());
        assert!(String::from_utf8(text).unwrap().ends_with(&view.ru));
        assert!(house.store.minutes_filed(&actor, view.meeting, Lang::Kk, monday_morning()).await.unwrap().bytes.is_none());
    }
}
