//! A fresh database for each test, on both engines.
//!
//! `KENES_TEST_POSTGRES` names a running server as its administrator. Where it is absent the PostgreSQL half is skipped,
//! unless `KENES_TEST_REQUIRE_POSTGRES=1` says that it must not be.
#![allow(dead_code, reason = "each test file takes what it needs")]

pub mod meeting;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::{Actor, ChildId, Kind, OrgId, PersonId, Plan, RoomId, Session, Slot, Status, time::shift, view::Wish};
use sqlx::{AssertSqlSafe, Connection, Executor};
use store::{Options, Store, demo_id};
use uuid::Uuid;

/// Monday, 23 November 2026, 07:00 in Kazakhstan: nothing of this week has been held yet.
pub fn monday_morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 2, 0, 0).unwrap()
}

/// A day of this week, counted from Monday.
pub fn day(n: i64) -> NaiveDate {
    shift(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), n)
}

pub fn slot(n: i64, clock: &str, minutes: u16) -> Slot {
    Slot { day: day(n), start: domain::time::parse_clock(clock).unwrap(), minutes }
}

pub fn person(code: &str) -> PersonId {
    PersonId(demo_id(code))
}

pub fn child(code: &str) -> ChildId {
    ChildId(demo_id(code))
}

pub fn room(code: &str) -> RoomId {
    RoomId(demo_id(code))
}

/// An empty database with its tables, gone with the value.
pub struct Base {
    pub store: Store,
    pub url: String,
    file: Option<std::path::PathBuf>,
}

impl Base {
    async fn open(url: String, file: Option<std::path::PathBuf>) -> Self {
        let options = Options { meeting_link: "https://meet.example/{token}".into(), connections: 12 };
        let store = Store::open(&url, options).await.unwrap();
        store.migrate().await.unwrap();
        store.ready().await.unwrap();
        Self { store, url, file }
    }

    pub async fn sqlite() -> Self {
        let file = std::env::temp_dir().join(format!("kenes-{}.db", Uuid::now_v7()));
        Self::open(format!("sqlite:{}", file.display()), Some(file)).await
    }

    /// None where no server is named.
    pub async fn postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("KENES_TEST_POSTGRES") else {
            let required = std::env::var("KENES_TEST_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
            assert!(!required, "KENES_TEST_POSTGRES names no server: postgres://user@host:port/postgres");
            eprintln!("skipped on PostgreSQL: KENES_TEST_POSTGRES names no server");
            return None;
        };
        let name = format!("kenes_{}", Uuid::now_v7().simple());
        let mut connection = sqlx::PgConnection::connect(&admin).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (server, _) = admin.rsplit_once('/').unwrap();
        Some(Self::open(format!("{server}/{name}"), None).await)
    }

    pub fn is_sqlite(&self) -> bool {
        self.file.is_some()
    }

    /// Loads the demonstration.
    pub async fn demo(self) -> Demo {
        self.store.load_demo(monday_morning()).await.unwrap();
        Demo { base: self, org: OrgId(demo_id("organisation")) }
    }

    /// An id as SQL writes it.
    pub fn id(&self, id: Uuid) -> String {
        if self.is_sqlite() { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
    }

    /// Runs a statement behind the store's back.
    pub async fn sql(&self, text: String) -> Result<u64, sqlx::Error> {
        if self.is_sqlite() {
            let mut on = sqlx::SqliteConnection::connect(&self.url).await?;
            on.execute(AssertSqlSafe(text)).await.map(|done| done.rows_affected())
        } else {
            let mut on = sqlx::PgConnection::connect(&self.url).await?;
            on.execute(AssertSqlSafe(text)).await.map(|done| done.rows_affected())
        }
    }

    /// The number that a query gives.
    pub async fn count(&self, text: &'static str) -> i64 {
        if self.is_sqlite() {
            let mut on = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut on).await.unwrap()
        } else {
            let mut on = sqlx::PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut on).await.unwrap()
        }
    }

    /// Pairs of claims that hold the same person, room or child at the same time.
    pub async fn overlaps(&self) -> i64 {
        self.count(
            "SELECT COUNT(*) FROM claim AS a JOIN claim AS b ON a.resource = b.resource AND a.day = b.day \
             AND a.session < b.session AND a.start_min < b.end_min AND b.start_min < a.end_min WHERE a.live AND b.live",
        )
        .await
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", file.display()));
            }
        }
    }
}

/// The demonstration kindergarten.
pub struct Demo {
    pub base: Base,
    pub org: OrgId,
}

impl std::ops::Deref for Demo {
    type Target = Base;
    fn deref(&self) -> &Base {
        &self.base
    }
}

impl Demo {
    pub async fn actor(&self, code: &str) -> Actor {
        self.store.actor_for(self.org, person(code), monday_morning()).await.unwrap()
    }

    /// This week's session that begins then and is held by them.
    pub async fn session_at(&self, n: i64, clock: &str, staff: &str) -> Session {
        let head = self.actor("S01").await;
        let view = self.store.calendar(&head, day(n), day(n), monday_morning()).await.unwrap();
        let start = domain::time::parse_clock(clock).unwrap();
        let found = view
            .sessions
            .into_iter()
            .find(|session| session.plan.slot.start == start && session.plan.staff.contains(&person(staff)));
        found.unwrap_or_else(|| panic!("no session of {staff} on day {n} at {clock}"))
    }
}

/// A plan of a psychologist's individual lesson.
pub fn lesson(staff: &str, room_code: &str, whom: &str, slot: Slot) -> Plan {
    Plan {
        session: None,
        body: domain::Body::Ppqq,
        kind: Kind::Individual,
        slot,
        staff: vec![person(staff)],
        assistants: Vec::new(),
        room: Some(room(room_code)),
        online: false,
        seats: vec![domain::Seat { child: child(whom), with_parent: false }],
        hidden: 0,
        places: 1,
        open: false,
        status: Status::Confirmed,
        reason: None,
        by: domain::By::Staff,
    }
}

pub fn wish(whom: &str, kind: Kind, staff: &str, slot: Slot) -> Wish {
    let key = Uuid::now_v7().to_string();
    Wish { child: child(whom), kind, staff: person(staff), slot, session: None, key }
}

/// The refusal that this must have met.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(result: Result<T, store::Error>) -> domain::Refusal {
    match result {
        Err(store::Error::Refused(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Runs a test on SQLite and on PostgreSQL, each with a fresh database.
macro_rules! test_both_dbs {
    ($(async fn $name:ident($base:ident) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($base: $crate::common::Base) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::common::Base::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(base) = $crate::common::Base::postgres().await {
                    run(base).await;
                }
            }
        }
    )*};
}
pub(crate) use test_both_dbs;
