//! Arguments that every server function can read, so that what refuses a call is its permission and nothing else.

use domain::{
    AbsenceId, ChildId, DecisionId, DocumentId, FormId, MeetingId, OrderId, PersonId, Session,
    absence::{Span, Why},
};
use serde_json::{Value, json};
use store::{Circumstance, Scan, Witnessed, demo_id};

use crate::{
    base::{House, day, monday_morning, person},
    browser::{Answer, Browser},
};

/// A calendar file.
const HOLIDAYS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Мереке\r\nDTSTART;VALUE=DATE:20270202\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// A table of children, in base64: `ФИО;Туған күні`.
const REGISTER: &str = "0KTQmNCeO9Ci0YPSk9Cw0L0g0LrSr9C90ZYK";

/// What a function is called with.
pub enum Arguments {
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

/// Things of the demonstration that arguments name.
pub struct Samples {
    session: Session,
    child: ChildId,
    /// Somebody who was never asked to come.
    somebody: PersonId,
    /// The secret of a feed.
    feed: String,
    /// When somebody is not there.
    absence: AbsenceId,
    /// What a family has signed, by its seal, and its form.
    document: DocumentId,
    seal: String,
    form: FormId,
    /// What signed minutes have decided, and the order that was made of it.
    decision: DecisionId,
    order: OrderId,
}

impl Samples {
    pub async fn of(house: &House) -> Self {
        let parent = house.actor("PK1").await;
        let booking = house.store.bookings(&parent, monday_morning()).await.unwrap().remove(0);
        let session = house.store.session(&house.actor("S02").await, booking.session, monday_morning()).await.unwrap();
        let feed = house.store.make_feed(&parent, None, domain::Lang::Kk, monday_morning()).await.unwrap().0;
        let span = Span { from: day(9), to: day(9), hours: None };
        let methodist = house.actor("S02").await;
        let absence =
            house.store.add_absence(&methodist, person("S04"), span, Why::Leave, monday_morning()).await.unwrap();
        let signed = house.store.own_documents(&parent, monday_morning()).await.unwrap().remove(0).document;
        let seal = house.store.document(&parent, signed.id, monday_morning()).await.unwrap().seal;
        let paper = Witnessed { day: day(0), head: true, scans: vec![Scan { bytes: png() }] };
        let waiting = house.store.own_documents(&house.actor("P26").await, monday_morning()).await.unwrap().remove(0);
        let (document, with) = (waiting.document.id, Circumstance::default());
        house.store.witness_document(&methodist, document, &paper, &with, monday_morning()).await.unwrap();
        let head = house.actor("S01").await;
        let register = house.store.decisions(&head, monday_morning()).await.unwrap();
        let decision = register.decisions.iter().find(|one| one.orders && one.body == domain::Body::Apqo).unwrap().id;
        let order = house.store.make_order(&head, decision, domain::Lang::Kk, monday_morning()).await.unwrap();
        let child = booking.child;
        Self {
            session,
            child,
            somebody: person("S08"),
            feed,
            absence,
            document,
            seal,
            form: signed.form,
            decision,
            order,
        }
    }

    /// Calls a function of the list with arguments that it can read.
    pub async fn call(&self, browser: &Browser, path: &str) -> Answer {
        let function = path.strip_prefix("/api/").unwrap();
        match self.of_function(path) {
            Arguments::Form(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                browser.call(function, &fields).await
            }
            Arguments::Json(arguments) => browser.call_json(function, &arguments).await,
        }
    }

    pub fn of_function(&self, path: &str) -> Arguments {
        let (session, child) = (self.session.id.to_string(), self.child.to_string());
        let (plan, version) = (&self.session.plan, self.session.version);
        let any = demo_id("nothing").to_string();
        let wish = || {
            vec![
                ("child", child.clone()),
                ("kind", "play_online".to_owned()),
                ("staff", person("S03").to_string()),
                ("slot", format!("{}T09:20/20", day(1))),
                ("key", "sample".to_owned()),
            ]
        };
        match path {
            "/api/account/sign-out"
            | "/api/account/sign-out-everywhere"
            | "/api/account/devices"
            | "/api/account/feeds"
            | "/api/booking/public"
            | "/api/booking/offer"
            | "/api/booking/list"
            | "/api/booking/waiting"
            | "/api/document/list"
            | "/api/decision/list"
            | "/api/decision/orders"
            | "/api/decision/digests"
            | "/api/consent/forms"
            | "/api/consent/suspended"
            | "/api/holiday/list"
            | "/api/absence/hours"
            | "/api/register/list"
            | "/api/people/list"
            | "/api/people/audit"
            | "/api/body/list"
            | "/api/meeting/year" => Arguments::Form(Vec::new()),
            "/api/account/sign-in" => {
                Arguments::Form(vec![("login", "nobody@example.kz".to_owned()), ("password", "wrong".to_owned())])
            }
            "/api/account/sign-out-device" | "/api/account/revoke-feed" => Arguments::Form(vec![("id", any)]),
            "/api/account/make-feed" => Arguments::Form(vec![("room", String::new())]),
            "/api/account/change-password" => Arguments::Form(vec![
                ("old", "wrong".to_owned()),
                ("new", "new".to_owned()),
                ("again", "new".to_owned()),
            ]),
            "/api/account/invitation" | "/api/account/accept" => {
                Arguments::Form(vec![("code", "AAAA-AAAA".to_owned())])
            }
            "/api/booking/free-days" => {
                Arguments::Form(vec![("child", child.clone()), ("kind", "play_online".to_owned())])
            }
            "/api/booking/book" => Arguments::Form(wish()),
            "/api/booking/move" => Arguments::Form([wish(), vec![("booking", any)]].concat()),
            "/api/booking/cancel" => Arguments::Form(vec![("booking", any)]),
            "/api/booking/one" | "/api/booking/wait" => Arguments::Form(vec![("session", session), ("child", child)]),
            "/api/booking/leave-waiting" | "/api/offer/accept" | "/api/offer/decline" => {
                Arguments::Form(vec![("line", any)])
            }
            "/api/calendar/view" => Arguments::Json(json!({ "month": false, "day": day(0) })),
            "/api/calendar/create" => Arguments::Json(json!({ "plan": plan })),
            "/api/calendar/change" => Arguments::Json(json!({ "id": session, "version": version, "plan": plan })),
            "/api/calendar/cancel" => Arguments::Json(json!({ "id": session, "version": version, "reason": "test" })),
            "/api/calendar/mark" => {
                Arguments::Json(json!({ "id": session, "child": plan.seats[0].child, "presence": "came" }))
            }
            "/api/calendar/note" => Arguments::Json(json!({ "id": session, "text": "test" })),
            "/api/calendar/attendance" => Arguments::Json(json!({ "id": session })),
            "/api/series/preview" | "/api/series/save" => {
                let wish = json!({
                    "session": [session, version], "reach": "following", "plan": plan, "rule": "FREQ=WEEKLY;COUNT=2", "choices": [],
                });
                Arguments::Json(json!({ "wish": wish }))
            }
            "/api/series/of" => Arguments::Json(json!({ "session": session })),
            "/api/calendar/hold" => Arguments::Json(json!({ "id": session, "over": domain::hold::Over::of(plan) })),
            "/api/holiday/add" => Arguments::Form(vec![("day", day(70).to_string()), ("kk", "Демалыс".to_owned())]),
            "/api/holiday/remove" => Arguments::Form(vec![("day", day(70).to_string())]),
            "/api/holiday/preview" => Arguments::Json(json!({ "text": HOLIDAYS })),
            "/api/holiday/import" => Arguments::Json(json!({ "text": HOLIDAYS, "days": [day(71)] })),
            "/api/autoplan/propose" => Arguments::Json(json!({ "day": day(0), "scope": "everybody" })),
            "/api/autoplan/accept" => Arguments::Json(json!({ "plans": [plan] })),
            "/api/absence/set-hours" => {
                let hours = json!([{ "weekday": 1, "start": 540, "end": 780, "reception": false }]);
                Arguments::Json(json!({ "person": self.somebody, "hours": hours }))
            }
            "/api/absence/add" => {
                let span = json!({ "from": day(10), "to": day(11) });
                Arguments::Json(json!({ "person": self.somebody, "span": span, "why": "training" }))
            }
            "/api/absence/change" => {
                Arguments::Json(json!({ "id": self.absence, "span": { "from": day(9), "to": day(10) } }))
            }
            "/api/absence/touched" => Arguments::Json(json!({ "id": self.absence })),
            "/api/absence/end" => Arguments::Json(json!({ "id": any })),
            "/api/absence/settle" => {
                let choice = json!({ "session": session, "version": version, "remedy": "cancel" });
                Arguments::Json(json!({ "id": self.absence, "choices": [choice], "reason": "test" }))
            }
            "/api/document/one" | "/api/document/read" | "/api/document/text" => {
                Arguments::Form(vec![("document", self.document.to_string())])
            }
            "/api/document/sign" => Arguments::Form(vec![
                ("document", self.document.to_string()),
                ("name", "Басқа Адам".to_owned()),
                ("password", "wrong".to_owned()),
            ]),
            "/api/document/sign-eds" => Arguments::Json(json!({ "document": self.document, "cms": "AAAA" })),
            "/api/document/end" => Arguments::Form(vec![
                ("document", self.document.to_string()),
                ("act", "recall".to_owned()),
                ("reason", "test".to_owned()),
            ]),
            "/api/document/start" => Arguments::Form(vec![("child", child), ("paper", "consent".to_owned())]),
            "/api/document/verify" => Arguments::Form(vec![("seal", self.seal.clone())]),
            "/api/body/compose" => Arguments::Json(json!({ "draft": {
                "body": "apqo", "order_number": "7", "order_date": day(0), "from": day(0), "chair_title": "toragha",
                "members": [{ "person": person("S02"), "role": "chair" }, { "person": self.somebody, "role": "member" }],
            } })),
            "/api/body/quorum" => Arguments::Json(json!({ "body": "apqo", "quorum": "two_thirds" })),
            "/api/body/council" => Arguments::Json(json!({ "people": [self.somebody] })),
            "/api/meeting/one" | "/api/minutes-text/history" | "/api/minutes/begin" | "/api/minutes/one" => {
                Arguments::Form(vec![("meeting", signed_meeting().to_string())])
            }
            "/api/meeting/call-form" => Arguments::Form(vec![("body", "trustees".to_owned())]),
            "/api/meeting/call" => Arguments::Json(json!({ "call": call() })),
            "/api/meeting/change" => {
                Arguments::Json(json!({ "meeting": signed_meeting(), "version": 0, "call": call() }))
            }
            "/api/meeting/cancel" => Arguments::Json(json!({ "meeting": signed_meeting(), "reason": "test" })),
            "/api/meeting/reply" => Arguments::Json(json!({ "meeting": signed_meeting(), "reply": "comes" })),
            "/api/meeting/mark" => {
                Arguments::Json(json!({ "meeting": signed_meeting(), "person": person("S02"), "mark": "present" }))
            }
            "/api/meeting/guests" => Arguments::Json(json!({ "meeting": signed_meeting(), "guests": ["Қонақ"] })),
            "/api/meeting/elect" => Arguments::Json(json!({ "meeting": signed_meeting(), "person": person("S03") })),
            "/api/minutes/act" => Arguments::Json(
                json!({ "meeting": signed_meeting(), "addition": 0, "act": "sign_chair", "signing": null, "password": null }),
            ),
            "/api/minutes/text" => {
                Arguments::Form(vec![("meeting", signed_meeting().to_string()), ("addition", "0".to_owned())])
            }
            "/api/minutes/sign-eds" => Arguments::Json(
                json!({ "meeting": signed_meeting(), "addition": 0, "act": "sign_chair", "cms": "AAAA" }),
            ),
            "/api/minutes/write-addition" => Arguments::Json(json!({ "meeting": signed_meeting(), "text": "" })),
            "/api/remark/make" => Arguments::Json(json!({
                "meeting": signed_meeting(), "area": { "section": "proposals", "item": null }, "quote": "", "comment": "Қалай?",
                "replacement": null,
            })),
            "/api/remark/settle" => Arguments::Json(json!({ "remark": signed_meeting(), "way": "accepted" })),
            "/api/minutes/verify" => Arguments::Form(vec![("seal", "none".to_owned())]),
            "/api/decision/settle" => Arguments::Form(vec![
                ("decision", self.decision.to_string()),
                ("state", "open".to_owned()),
                ("note", "test".to_owned()),
            ]),
            "/api/decision/make-order" => {
                Arguments::Form(vec![("decision", self.decision.to_string()), ("lang", "kk".to_owned())])
            }
            "/api/decision/order" => Arguments::Form(vec![("order", self.order.to_string())]),
            "/api/decision/save-order" | "/api/decision/give-order" => Arguments::Form(vec![
                ("order", self.order.to_string()),
                ("version", "1".to_owned()),
                ("title", "test".to_owned()),
                ("text", "test".to_owned()),
                ("number", "1".to_owned()),
                ("day", day(0).to_string()),
            ]),
            "/api/decision/publish" | "/api/decision/read-digest" => {
                Arguments::Form(vec![("meeting", signed_meeting().to_string()), ("staff", "true".to_owned())])
            }
            "/api/consent/board" | "/api/consent/form" | "/api/consent/retire-form" => {
                Arguments::Form(vec![("form", self.form.to_string())])
            }
            "/api/consent/ask" => Arguments::Json(json!({ "form": self.form, "children": [child] })),
            "/api/consent/remind" => Arguments::Json(json!({ "documents": [self.document] })),
            "/api/consent/witness" => Arguments::Json(
                json!({ "document": self.document, "day": day(0), "head": false, "scans": ["iVBORw0KGgo="] }),
            ),
            "/api/consent/save-form" => Arguments::Json(json!({ "form": null, "draft": {
                "kk": "# Келісім\nҚолы {signature}", "ru": "# Согласие\nПодпись {signature}", "opens": null,
                "signers": "one", "head": false, "term": "endless",
            } })),
            "/api/register/add-child" | "/api/register/change-child" => Arguments::Form(vec![
                ("child", child),
                ("family", "Ілияс".to_owned()),
                ("given", "Мирас".to_owned()),
                ("born", "2023-01-02".to_owned()),
                ("group", "home".to_owned()),
            ]),
            "/api/register/last-day" => Arguments::Form(vec![("child", child), ("stays", "true".to_owned())]),
            "/api/register/add-guardian"
            | "/api/register/change-guardian"
            | "/api/register/rights"
            | "/api/register/end-guardian" => Arguments::Form(vec![
                ("child", child),
                ("person", self.somebody.to_string()),
                ("family", "Ілияс".to_owned()),
                ("given", "Ерлан".to_owned()),
                ("relation", "father".to_owned()),
                ("rights", "true".to_owned()),
                ("reason", "test".to_owned()),
            ]),
            "/api/register/preview" => Arguments::Json(json!({ "file": REGISTER })),
            "/api/register/import" => Arguments::Json(json!({ "file": REGISTER, "digest": "" })),
            "/api/people/invite" => Arguments::Form(vec![("people[0]", self.somebody.to_string())]),
            "/api/people/reset-password" => Arguments::Form(vec![("person", self.somebody.to_string())]),
            other => panic!("{other} is called with nothing: say here with what"),
        }
    }

    /// A page's address with what its pattern leaves open.
    pub fn address(&self, route: &str) -> String {
        route
            .replace("/join/{code}", "/join/AAAA-AAAA")
            .replace("/lang/{code}", "/lang/kk")
            .replace("{secret}", &self.feed)
            .replace("/live/minutes/{meeting}", &format!("/live/minutes/{}", demo_id("nothing")))
            .replace("{meeting}", &signed_meeting().to_string())
            .replace("{document}", &self.document.to_string())
            .replace("{no}", "1")
            .replace("{seal}", &self.seal)
            .replace("{form}", &self.form.to_string())
            .replace("{order}", &self.order.to_string())
            .replace("{absence}", &self.absence.to_string())
            .replace("{session}", &self.session.id.to_string())
            .replace("{child}", &self.child.to_string())
    }
}

/// The first meeting of АПҚО, whose minutes are signed.
pub fn signed_meeting() -> MeetingId {
    MeetingId(demo_id("meeting apqo 1"))
}

/// A meeting of the trustees as it is called.
fn call() -> Value {
    json!({
        "body": "trustees", "planned": "unplanned", "day": day(2), "start": 600, "end": 660, "place": "", "manner": "",
        "closed": false, "agenda": [{ "id": null, "title": "test", "decision": null }],
    })
}

/// A picture of one dot.
fn png() -> Vec<u8> {
    hex::decode(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000\
         000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082",
    )
    .unwrap()
}
