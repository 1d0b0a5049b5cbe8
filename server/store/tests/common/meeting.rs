//! A meeting of the demonstration, its minutes, and those who write and sign them.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use domain::{
    Actor, Body, BodyRole, DecisionId, MeetingId,
    body::{Member, composition::ChairTitle},
    document::{Signing, Strokes},
    meeting::{
        Mark, Planned,
        view::{AgendaLine, Call, CompositionDraft},
    },
    minutes::{Act, text::Due},
};
use minutes::{Splice, document, read, update, write, write::Area};
use store::{Circumstance, Signature, Written};
use uuid::Uuid;
use yrs::{Doc, ReadTxn, Transact};

use super::{Demo, day, monday_morning, person};

/// A meeting, and those who answer for its minutes.
pub struct Sitting {
    pub id: MeetingId,
    pub chair: Actor,
    pub secretary: Actor,
    members: Vec<&'static str>,
}

/// Who sits in a body: chair, secretary, members.
pub fn members(body: Body) -> Vec<&'static str> {
    match body {
        Body::Trustees => vec!["T01", "T02", "T03", "T04", "T05", "T06", "T07"],
        Body::Ppqq => vec!["S02", "S06", "S03", "S04", "S05", "S07"],
        Body::Apqo | Body::Kp => vec!["S02", "S10", "S03", "S04"],
    }
}

pub fn with() -> Circumstance {
    Circumstance { address: "198.51.100.4".into(), agent: "Phone".into(), seen: None }
}

pub fn drawn() -> Signature {
    Signature::Screen(Signing::Drawn(Strokes(vec![vec![(100, 100), (400, 260), (700, 90)]])))
}

pub fn typed(actor: &Actor) -> Signature {
    Signature::Screen(Signing::Typed(format!("{} {}", actor.name.given, actor.name.family)))
}

/// A replica with an id of its own.
pub fn replica() -> Doc {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    document(NEXT.fetch_add(1, Ordering::Relaxed) + 1_000_000)
}

pub fn words(text: &str) -> Splice {
    Splice { inserted: text.to_owned(), ..Splice::default() }
}

/// The update that an edit makes in a replica.
pub fn change(doc: &Doc, edit: impl FnOnce(&Doc)) -> Vec<u8> {
    let before = doc.transact().state_vector();
    edit(doc);
    doc.transact().encode_diff_v1(&before)
}

impl Demo {
    /// Composes a body by order, where that has not been done.
    pub async fn compose(&self, body: Body) {
        let head = self.actor("S01").await;
        let bodies = self.store.bodies(&head, monday_morning()).await.unwrap();
        if bodies.bodies.iter().any(|view| view.body == body && view.current.is_some()) {
            return;
        }
        let role = |n| match n {
            0 => BodyRole::Chair,
            1 => BodyRole::Secretary,
            _ => BodyRole::Member,
        };
        let members = members(body).into_iter().enumerate();
        let draft = CompositionDraft {
            body,
            order_number: "14-Б".into(),
            order_date: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
            from: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
            chair_title: ChairTitle::Torayym,
            members: members.map(|(n, code)| Member { person: person(code), role: role(n) }).collect(),
        };
        self.store.save_composition(&head, &draft, monday_morning()).await.unwrap();
    }

    /// A meeting of this Monday at ten, with two lines on its agenda.
    pub async fn call(&self, body: Body, closed: bool) -> Sitting {
        self.compose(body).await;
        let members = members(body);
        let (chair, secretary) = (self.actor(members[0]).await, self.actor(members[1]).await);
        let line = |title: &str| AgendaLine { id: None, title: title.into(), decision: None };
        let call = Call {
            body,
            planned: Planned::Unplanned,
            day: day(0),
            start: 600,
            end: 660,
            place: "Әдістемелік кабинет".into(),
            manner: String::new(),
            closed,
            agenda: vec![line("Ата-аналармен жұмыс жоспары"), line("Әр түрлі мәселелер")],
        };
        let id = self.store.call_meeting(&chair, &call, monday_morning()).await.unwrap();
        Sitting { id, chair, secretary, members }
    }

    /// The same with minutes that have been begun.
    pub async fn sit(&self, body: Body, closed: bool) -> Sitting {
        let sitting = self.call(body, closed).await;
        self.store.begin_minutes(&sitting.chair, sitting.id, monday_morning()).await.unwrap();
        sitting
    }

    /// The same, written, with everybody there: they could be sent.
    pub async fn written(&self, body: Body) -> Sitting {
        let sitting = self.sit(body, false).await;
        self.fill(&sitting).await;
        self.all_present(&sitting).await;
        sitting
    }

    /// The same, sent.
    pub async fn sent(&self, body: Body) -> Sitting {
        let sitting = self.written(body).await;
        self.act(&sitting, &sitting.chair, Act::Send, None).await.unwrap();
        sitting
    }

    /// The same, with the chair's signature.
    pub async fn chair_signed(&self, body: Body) -> Sitting {
        let sitting = self.sent(body).await;
        self.act(&sitting, &sitting.chair, Act::SignChair, Some(&drawn())).await.unwrap();
        sitting
    }

    /// The same, with both signatures.
    pub async fn locked(&self, body: Body) -> Sitting {
        let sitting = self.chair_signed(body).await;
        self.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        sitting
    }

    pub async fn act(
        &self,
        sitting: &Sitting,
        actor: &Actor,
        act: Act,
        hand: Option<&Signature>,
    ) -> Result<(), store::Error> {
        self.store.act_on_minutes(actor, sitting.id, 0, act, hand, &with(), monday_morning()).await
    }

    pub async fn act_on_addition(
        &self,
        sitting: &Sitting,
        actor: &Actor,
        act: Act,
        hand: Option<&Signature>,
    ) -> Result<(), store::Error> {
        self.store.act_on_minutes(actor, sitting.id, 1, act, hand, &with(), monday_morning()).await
    }

    pub async fn all_present(&self, sitting: &Sitting) {
        for code in &sitting.members {
            self.present(sitting, code, Some(Mark::Present)).await;
        }
    }

    pub async fn present(&self, sitting: &Sitting, code: &str, mark: Option<Mark>) {
        let (store, chair) = (&self.store, &sitting.chair);
        store.mark_attendance(chair, sitting.id, person(code), mark, monday_morning()).await.unwrap();
    }

    /// The document as it is stored.
    pub async fn doc(&self, id: MeetingId) -> Doc {
        let loaded = self.store.load_minutes(self.org, id).await.unwrap();
        let doc = replica();
        for bytes in loaded.snapshot.iter().chain(&loaded.updates) {
            update::apply(&doc, bytes).unwrap();
        }
        doc
    }

    /// Stores an edit of somebody.
    pub async fn write(&self, id: MeetingId, who: &Actor, edit: impl FnOnce(&Doc)) -> Result<i64, store::Error> {
        let bytes = change(&self.doc(id).await, edit);
        let written = [Written { person: who.person, bytes }];
        self.store.append_minutes(self.org, id, &written, monday_morning()).await
    }

    /// Writes a discussion of every line, and two decisions.
    pub async fn fill(&self, sitting: &Sitting) {
        let responsible = person("S03");
        let edit = |doc: &Doc| {
            for item in read(doc).agenda {
                write::edit(doc, Area::Discussion(item.id), &words("Төраға сөз сөйлеп, жоспармен таныстырды."));
            }
            for (text, due) in
                [("Жоспар бекітілсін.", Some(Due::Day(day(14)))), ("Кеңес берілсін.", Some(Due::Ongoing))]
            {
                let id = DecisionId(Uuid::now_v7());
                write::add_decision(doc, id, None);
                write::edit(doc, Area::Decision(id), &words(text));
                write::set_person(doc, id, Some(responsible));
                write::set_due(doc, id, due);
            }
        };
        self.write(sitting.id, &sitting.secretary, edit).await.unwrap();
    }
}
