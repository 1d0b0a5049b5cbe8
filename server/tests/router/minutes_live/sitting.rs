//! A meeting whose minutes have been begun, and a server that listens at an address of this machine.

use std::net::SocketAddr;

use axum::Router;
use chrono::NaiveDate;
use domain::{
    Actor, Body, BodyRole, MeetingId,
    body::{Member, composition::ChairTitle},
    meeting::{
        Mark, Planned,
        view::{AgendaLine, Call, CompositionDraft},
    },
};
use tokio::net::TcpListener;

use super::client::{Address, Client};
use crate::base::{House, day, monday_morning, person};

/// The chair.
pub const CHAIR: &str = "S02";
/// The secretary.
pub const SECRETARY: &str = "S10";
/// A member, who may comment.
pub const MEMBER: &str = "S03";
const MEMBERS: [(&str, BodyRole); 4] =
    [(CHAIR, BodyRole::Chair), (SECRETARY, BodyRole::Secretary), (MEMBER, BodyRole::Member), ("S04", BodyRole::Member)];

/// The room of a meeting.
pub struct Sitting {
    pub meeting: MeetingId,
    pub address: Address,
    pub chair: Actor,
}

impl House {
    /// Calls a meeting of АПҚО, begins its minutes, and listens.
    pub async fn sit(&self) -> Sitting {
        let meeting = self.call_meeting().await;
        Sitting { meeting, address: listen(self.router.clone()).await, chair: self.actor(CHAIR).await }
    }

    /// Calls a meeting of АПҚО with two lines on its agenda, and begins its minutes.
    pub async fn call_meeting(&self) -> MeetingId {
        let (now, store) = (monday_morning(), &self.store);
        let since = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let draft = CompositionDraft {
            body: Body::Apqo,
            order_number: "14-Б".into(),
            order_date: since,
            from: since,
            chair_title: ChairTitle::Torayym,
            members: MEMBERS.map(|(code, role)| Member { person: person(code), role }).to_vec(),
        };
        let head = self.actor("S01").await;
        let bodies = store.bodies(&head, now).await.unwrap().bodies;
        if !bodies.iter().any(|view| view.body == Body::Apqo && view.current.is_some()) {
            store.save_composition(&head, &draft, now).await.unwrap();
        }
        let line = |title: &str| AgendaLine { id: None, title: title.into(), decision: None };
        let call = Call {
            body: Body::Apqo,
            planned: Planned::Unplanned,
            day: day(0),
            start: 600,
            end: 660,
            place: "Әдістемелік кабинет".into(),
            manner: String::new(),
            closed: false,
            agenda: vec![line("Ата-аналармен жұмыс жоспары"), line("Әр түрлі мәселелер")],
        };
        let chair = self.actor(CHAIR).await;
        let meeting = store.call_meeting(&chair, &call, now).await.unwrap();
        store.begin_minutes(&chair, meeting, now).await.unwrap();
        for (code, _) in MEMBERS {
            store.mark_attendance(&chair, meeting, person(code), Some(Mark::Present), now).await.unwrap();
        }
        meeting
    }

    /// Somebody of the demonstration comes into the room.
    pub async fn joins(&self, sitting: &Sitting, code: &str) -> Client {
        Client::join(sitting.address, &self.token(code).await, sitting.meeting).await
    }
}

/// Serves at a port of this machine, for as long as the test runs.
pub async fn listen(router: Router) -> Address {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}
