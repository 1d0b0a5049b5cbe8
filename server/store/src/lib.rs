//! The only place with SQL: SQLite and PostgreSQL, one file per aggregate.
//!
//! Every function takes the [`Actor`](domain::Actor) first and asks what they may do before it does any work; what it
//! gives out has been cut down by [`domain::sight`] to what they may know. Time comes in as `now`.

mod absence;
mod account;
mod audit;
mod body;
mod booking;
mod change;
mod decision;
mod demo;
mod dialect;
mod directory;
mod document;
mod error;
mod feed;
mod hold;
mod holiday;
mod meeting;
mod minutes;
mod register;
mod series;
mod session;
mod tenant;
mod turn;

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{OrgId, PersonId};
use tokio::sync::broadcast;
use uuid::Uuid;

pub use account::{Founding, Token};
pub use booking::PublicKind;
pub use change::Change;
pub use demo::{Bench, DemoPerson, demo_id};
pub use document::{Asked, Broken, Circumstance, Filed, FormText, Hand as Signature, Scan, Witnessed};
pub use error::{Error, Result};
pub use feed::FeedContent;
pub use hold::Hand;
pub use minutes::{Door, Loaded, MinutesFiled, Written, Wrote};
pub use session::Saved;

use dialect::{Db, Link, all, execute, one, optional, statements};
use turn::Turns;

/// How the store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address of a meeting; `{token}` becomes the session's own unguessable word.
    pub meeting_link: String,
    /// Most connections to the database.
    pub connections: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { meeting_link: "https://meet.jit.si/kenes-{token}".to_owned(), connections: 8 }
    }
}

/// The database, with what it pays to remember of it. Cloning it is cheap.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Arc<Db>,
    turns: Turns,
    options: Options,
    /// Names this process among those that share a database.
    me: Uuid,
    changes: broadcast::Sender<Change>,
    hands: hold::Hands,
    cache: Arc<Mutex<Cache>>,
}

/// What is remembered. Everything in it carries the revision that it shows, and is asked for by revision: it can be
/// thrown away at any time, and is never wrong.
#[derive(Default)]
struct Cache {
    tenants: HashMap<Option<String>, domain::view::Tenant>,
    directories: HashMap<OrgId, Arc<directory::Kindergarten>>,
    weeks: HashMap<session::WeekKey, Arc<session::Week>>,
    pupils: HashMap<PersonId, account::Pupils>,
    /// Kindergartens of which somebody may be looking at something: never forgotten.
    known: BTreeSet<OrgId>,
}

impl Store {
    /// Opens the database that the address names: `sqlite:data/kenes.db` or `postgres://…`.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn open(url: &str, options: Options) -> Result<Self> {
        let db = Arc::new(Db::open(url, options.connections).await?);
        let (changes, _) = broadcast::channel(1024);
        let cache = Arc::<Mutex<Cache>>::default();
        let (remembered, listeners) = (cache.clone(), changes.clone());
        let forget = move || {
            let mut cache = remembered.lock().unwrap_or_else(PoisonError::into_inner);
            let known = std::mem::take(&mut cache.known);
            *cache = Cache { known: known.clone(), ..Cache::default() };
            drop(cache);
            // What became of the transaction is not known: everybody asks anew.
            for org in known {
                let _ = listeners.send(Change::of_directory(org));
            }
        };
        let me = new_id();
        let turns = Turns::new(db.clone(), me, forget);
        let inner = Inner { db, turns, options, me, changes, hands: hold::Hands::default(), cache };
        let store = Self { inner: Arc::new(inner) };
        store.relay();
        Ok(store)
    }

    /// Brings the tables to the shape that this program knows.
    ///
    /// # Errors
    /// When a migration fails: the database then is as it was before it.
    pub async fn migrate(&self) -> Result<()> {
        self.inner.db.migrate().await
    }

    /// Whether requests can be served: the database answers, and its tables are of this program's shape.
    ///
    /// # Errors
    /// When it does not, or they are not.
    pub async fn ready(&self) -> Result<()> {
        let mut link = self.read().await?;
        let (version,) = one!(link, (i64,), SELECT_VERSION)?;
        if version < self.inner.db.migrations() {
            return Err(Error::corrupt("the database has not been migrated"));
        }
        Ok(())
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        self.written().await;
        self.inner.db.close().await;
    }

    /// Prepares every statement, without running one: what a test does on both databases.
    ///
    /// # Errors
    /// When the database does not take one; the statement is named.
    #[doc(hidden)]
    pub async fn prepare_all(&self) -> Result<usize> {
        let mut link = self.read().await?;
        let all = [
            STATEMENTS,
            absence::STATEMENTS,
            account::STATEMENTS,
            account::invitation::STATEMENTS,
            account::throttle::STATEMENTS,
            audit::STATEMENTS,
            body::STATEMENTS,
            booking::STATEMENTS,
            booking::offered::STATEMENTS,
            booking::waiting::STATEMENTS,
            dialect::STATEMENTS,
            demo::MEETINGS,
            demo::ROWS,
            demo::STATEMENTS,
            directory::STATEMENTS,
            document::STATEMENTS,
            document::ask::STATEMENTS,
            document::chain::STATEMENTS,
            document::file::STATEMENTS,
            document::forms::STATEMENTS,
            document::read::STATEMENTS,
            document::sign::STATEMENTS,
            feed::STATEMENTS,
            series::STATEMENTS,
            holiday::STATEMENTS,
            register::STATEMENTS,
            session::claim::STATEMENTS,
            session::line::STATEMENTS,
            session::load::STATEMENTS,
            session::write::STATEMENTS,
            tenant::STATEMENTS,
        ];
        let all: Vec<&[(&str, &str)]> =
            [&all[..], meeting::ALL_STATEMENTS, minutes::ALL_STATEMENTS, decision::ALL_STATEMENTS].concat();
        for (name, sql) in all.iter().copied().flatten() {
            dialect::prepare(&mut link, sql).await.map_err(|error| Error::corrupt(format!("{name}: {error}")))?;
        }
        Ok(all.iter().map(|statements| statements.len()).sum())
    }

    /// Whether other servers may write into the same database.
    pub fn is_shared(&self) -> bool {
        matches!(*self.inner.db, Db::Postgres(_))
    }

    async fn read(&self) -> Result<Link> {
        self.inner.db.read().await
    }

    /// A writer's turn: it waits for those who came before, in this process and in others.
    async fn write(&self) -> Result<Link> {
        Ok(Link::Turn(self.inner.turns.take().await?))
    }

    /// Waits until everything is last that writers have left before: what a refusal has seen must be so when it is told.
    async fn written(&self) {
        self.inner.turns.commit().await;
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.inner.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A new id. Version 7: in the order of time, which keeps indexes small.
fn new_id() -> Uuid {
    Uuid::now_v7()
}

statements! {
    SELECT_VERSION = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";
}
