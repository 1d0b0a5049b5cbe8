//! A fresh database with the demonstration for each test, on both engines, and the router over it.
//!
//! `KENES_TEST_POSTGRES` names a running server as its administrator. Where it is absent the `PostgreSQL` half is skipped,
//! unless `KENES_TEST_REQUIRE_POSTGRES=1` says that it must not be.

use std::path::{Path, PathBuf};

use axum::Router;
use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use domain::{Actor, OrgId, PersonId, RoomId, Session, time::shift};
use server::{Papers, Parts};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use store::{Options, Store, demo_id};
use tokio::sync::watch;
use uuid::Uuid;

use crate::browser::Browser;

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "nurlytau-2026";

/// Where the kindergarten is.
pub const HOST: &str = "kenes.test";

/// Monday, 23 November 2026, 07:00 in Kazakhstan: nothing of this week has been held yet.
pub fn monday_morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 2, 0, 0).unwrap()
}

/// A day of this week, counted from Monday.
pub fn day(n: i64) -> NaiveDate {
    shift(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), n)
}

/// Somebody of the demonstration, by their code in its file.
pub fn room(code: &str) -> RoomId {
    RoomId(demo_id(code))
}

pub fn person(code: &str) -> PersonId {
    PersonId(demo_id(code))
}

/// A database and a site folder, gone with the value.
pub struct Base {
    url: String,
    folder: PathBuf,
}

impl Base {
    pub fn sqlite() -> Self {
        let folder = site();
        Self { url: format!("sqlite:{}", folder.join("kenes.db").display()), folder }
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
        Some(Self { url: format!("{server}/{name}"), folder: site() })
    }

    /// Serves the demonstration at an address without https.
    pub async fn serve(self) -> House {
        self.serve_at(&format!("http://{HOST}"), false).await
    }

    /// Serves the demonstration at this address.
    pub async fn serve_at(self, public_url: &str, trust_proxy: bool) -> House {
        let store = Store::open(&self.url, Options::default()).await.unwrap();
        store.migrate().await.unwrap();
        store.load_demo(monday_morning()).await.unwrap();
        let (close, closing) = watch::channel(false);
        let router = self.router(store.clone(), public_url, trust_proxy, closing);
        House { router, store, close, base: self }
    }

    fn router(&self, store: Store, public_url: &str, trust_proxy: bool, closing: watch::Receiver<bool>) -> Router {
        let parts = Parts {
            store,
            site: self.site(),
            public_url: public_url.to_owned(),
            trust_proxy,
            ncalayer: "wss://127.0.0.1:13579".to_owned(),
            clock: monday_morning,
            papers: Papers { keys: self.folder.join("keys"), ..Papers::default() },
            closing,
        };
        server::router(parts).unwrap()
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder with the client.
    pub fn site(&self) -> PathBuf {
        self.folder.join("site")
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A temporary folder, with a site in it as cargo-leptos would leave it.
fn site() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("kenes-router-{}", Uuid::now_v7()));
    let write = |path: &str, text: &str| {
        let path = folder.join("site").join(Path::new(path));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("pkg/kenes.js", "export function hydrate() {}");
    write("pkg/kenes.js.br", "(brotli)");
    write("fonts/onest-latin.woff2", "font");
    write("icon.svg", "<svg/>");
    folder
}

/// The demonstration kindergarten, served.
pub struct House {
    pub router: Router,
    pub store: Store,
    pub close: watch::Sender<bool>,
    pub base: Base,
}

impl House {
    /// Another server over the same database.
    pub async fn other_server(&self) -> Router {
        let store = Store::open(&self.base.url, Options::default()).await.unwrap();
        self.base.router(store, &format!("http://{HOST}"), false, self.close.subscribe())
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone(), HOST)
    }

    /// Somebody of the demonstration, signed in.
    pub async fn signed_in(&self, code: &str) -> Browser {
        let visitor = self.visitor();
        visitor.with_cookie(&self.token(code).await)
    }

    /// A session of somebody of the demonstration. Not by HTTP: that has its own tests, and hashing takes its time.
    pub async fn token(&self, code: &str) -> String {
        let login = self.login(code).await;
        self.store.sign_in(org(), &login, PASSWORD, "test", "::1", monday_morning()).await.unwrap().0
    }

    /// What somebody of the demonstration signs in with.
    pub async fn login(&self, code: &str) -> String {
        let head = self.actor("S01").await;
        let people = self.store.people(&head, monday_morning()).await.unwrap();
        people.into_iter().find(|found| found.id == person(code)).unwrap().login.unwrap()
    }

    /// Somebody of the demonstration, as the store knows them.
    pub async fn actor(&self, code: &str) -> Actor {
        self.store.actor_for(org(), person(code), monday_morning()).await.unwrap()
    }

    /// This week's sessions that are still to come.
    pub async fn sessions(&self) -> Vec<Session> {
        let methodist = self.actor("S02").await;
        let view = self.store.calendar(&methodist, day(0), day(6), monday_morning()).await.unwrap();
        view.sessions.into_iter().filter(|session| session.plan.status.open()).collect()
    }

    /// The folder with the keys of seals.
    pub fn keys(&self) -> PathBuf {
        self.base.folder.join("keys")
    }

    /// Runs a statement behind the store's back.
    pub async fn sql(&self, text: String) {
        if self.base.url.starts_with("sqlite:") {
            sqlx::SqliteConnection::connect(&self.base.url).await.unwrap().execute(AssertSqlSafe(text)).await.unwrap();
        } else {
            sqlx::PgConnection::connect(&self.base.url).await.unwrap().execute(AssertSqlSafe(text)).await.unwrap();
        }
    }

    /// An id as SQL writes it.
    pub fn id(&self, id: Uuid) -> String {
        if self.base.url.starts_with("sqlite:") { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
    }
}

/// The demonstration kindergarten.
pub fn org() -> OrgId {
    OrgId(demo_id("organisation"))
}

/// Runs a test on `SQLite` and on `PostgreSQL`, each with a fresh database.
macro_rules! test_both_dbs {
    ($(async fn $name:ident($base:ident) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($base: $crate::base::Base) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::base::Base::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(base) = $crate::base::Base::postgres().await {
                    run(base).await;
                }
            }
        }
    )*};
}
pub(crate) use test_both_dbs;
