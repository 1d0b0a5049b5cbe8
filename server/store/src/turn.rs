//! Writers take turns, and all that have had theirs while the disk was busy are made last by one commit.
//!
//! A commit waits for the disk, and the log's chain lets nobody overtake: one commit for each write would be as many
//! writes a second as the disk has revolutions. So a writer's turn is a savepoint in a transaction that is shared: its
//! end is acknowledged when the transaction is committed, and until then nobody has been told anything. Turns queue in
//! the order in which they came; the commit queues behind those who are there already.
//!
//! One process at a time has such a transaction open: SQLite sees to it by itself, in PostgreSQL it is a lock.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::OrgId;
use sqlx::{Executor as _, Postgres, Sqlite, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use uuid::Uuid;

use crate::{
    audit::{Head, Logged},
    dialect::{self, Db, Side},
    error::{Error, Result},
    session::{Week, WeekKey},
};

/// Most turns of one transaction: PostgreSQL remembers that many savepoints without effort.
const MOST: usize = 48;

/// Where every turn begins.
const SAVEPOINT: &str = "SAVEPOINT turn";
const RELEASE: &str = "RELEASE SAVEPOINT turn; SAVEPOINT turn";
const UNDO: &str = "ROLLBACK TO SAVEPOINT turn";

/// One process writes at a time, and savepoints of several never wait for each other crosswise. (The number is Kenes'
/// own.)
///
/// Who waits too long for another process tries again, instead of keeping everybody behind waiting.
const LOCK: &str = "SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock(7304110811)";

/// The queue of a process.
#[derive(Clone)]
pub(crate) struct Turns {
    shared: Arc<Mutex<Shared>>,
    /// So many stand in the queue.
    queue: Arc<AtomicUsize>,
}

/// What is to be done when the commit has come.
pub(crate) type Then = Box<dyn FnOnce() + Send>;

/// The transaction that is shared.
struct Shared {
    db: Arc<Db>,
    transaction: Option<Open>,
    /// A turn has begun and has not been kept: whoever comes next undoes it.
    torn: bool,
    /// The weeks as the turns so far have left them.
    weeks: HashMap<WeekKey, Arc<Week>>,
    /// What the turns so far have logged.
    logged: HashMap<OrgId, Logged>,
    /// Names this process among those that share the database.
    me: Uuid,
    /// Turns that are kept and wait for the commit.
    kept: Vec<Kept>,
    /// Forgets what was remembered of a transaction that has not come to its commit.
    forget: Box<dyn Fn() + Send>,
}

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

struct Kept {
    then: Then,
    tell: oneshot::Sender<Result<(), Lost>>,
}

/// Why the shared transaction was not committed.
#[derive(Clone, Debug)]
struct Lost(Arc<Error>);

impl fmt::Display for Lost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the transaction was lost: {}", self.0)
    }
}

impl std::error::Error for Lost {}

/// A writer's turn. Dropped before [`Turn::commit`], it has written nothing.
pub(crate) struct Turn {
    /// Taken when the turn ends.
    shared: Option<OwnedMutexGuard<Shared>>,
    /// What it has logged.
    logged: HashMap<OrgId, Logged>,
    turns: Turns,
}

impl Turns {
    /// `forget` is done when a transaction is lost: its turns have seen what nobody will ever see again.
    pub(crate) fn new(db: Arc<Db>, me: Uuid, forget: impl Fn() + Send + 'static) -> Self {
        let (weeks, logged, kept, forget) = (HashMap::new(), HashMap::new(), Vec::new(), Box::new(forget));
        let shared = Shared { db, transaction: None, torn: false, weeks, logged, me, kept, forget };
        Self { shared: Arc::new(Mutex::new(shared)), queue: Arc::default() }
    }

    /// Stands in the queue.
    async fn wait(&self) -> OwnedMutexGuard<Shared> {
        struct Standing<'a>(&'a AtomicUsize);
        impl Drop for Standing<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        self.queue.fetch_add(1, Ordering::Relaxed);
        let _standing = Standing(&self.queue);
        self.shared.clone().lock_owned().await
    }

    /// Waits for those who came before.
    pub(crate) async fn take(&self) -> Result<Turn> {
        let mut shared = self.wait().await;
        shared.undo().await?;
        if shared.transaction.is_none() {
            let db = shared.db.clone();
            shared.transaction = Some(dialect::whole(async move { Open::begin(&db).await }).await?);
        }
        shared.torn = true;
        Ok(Turn { shared: Some(shared), logged: HashMap::new(), turns: self.clone() })
    }

    /// Commits what has been kept, behind everybody who waits now. Once begun it comes to its end, also when whoever asked
    /// has gone: it is others' writes that it makes last.
    pub(crate) async fn commit(&self) {
        let mut shared = self.wait().await;
        let _ = tokio::spawn(async move { shared.commit().await }).await;
    }
}

impl Turn {
    /// What a statement runs on.
    pub(crate) fn side(&mut self) -> Side<'_> {
        match self.shared.as_mut().and_then(|shared| shared.transaction.as_mut()) {
            Some(open) => open.side(),
            None => unreachable!("a turn has its transaction until it ends"),
        }
    }

    /// A week as the turns before have left it, where they have touched it and are not committed yet.
    pub(crate) fn week(&self, key: &WeekKey) -> Option<Arc<Week>> {
        self.shared.as_ref().and_then(|shared| shared.weeks.get(key).cloned())
    }

    /// Where the log ends, if it is not all written: as this turn has left it, or those before.
    pub(crate) fn head(&self, org: OrgId) -> Option<Head> {
        let before = || self.shared.as_ref().and_then(|shared| shared.logged.get(&org));
        self.logged.get(&org).or_else(before).map(|logged| logged.head.clone())
    }

    /// Logs what goes on from the head.
    pub(crate) fn log(&mut self, org: OrgId, logged: Logged) {
        extend(&mut self.logged, org, logged);
    }

    /// Keeps what was written, and waits until it is on the disk. `weeks` are as it leaves them; `then` is done at the
    /// commit, in the order of the turns.
    ///
    /// From here on it comes to an end by itself, also when nobody waits for it any more.
    pub(crate) async fn commit(mut self, weeks: Vec<(WeekKey, Arc<Week>)>, then: Then) -> Result<()> {
        let Some(mut shared) = self.shared.take() else { return Ok(()) };
        let (turns, logged) = (self.turns.clone(), std::mem::take(&mut self.logged));
        let (tell, told) = oneshot::channel();
        tokio::spawn(async move {
            // Nobody is behind it: the commit ends this turn with the transaction.
            let last = turns.queue.load(Ordering::Relaxed) == 0;
            if let Err(error) = shared.keep(last).await {
                let _ = tell.send(Err(Lost(Arc::new(error.into()))));
            } else {
                // People and rooms are read by their revision: whoever comes next must find it.
                let at_once = logged.values().any(|logged| logged.changes.iter().any(|change| change.directory));
                for (org, logged) in logged {
                    extend(&mut shared.logged, org, logged);
                }
                shared.weeks.extend(weeks);
                shared.kept.push(Kept { then, tell });
                if last || at_once || shared.kept.len() >= MOST {
                    shared.commit().await;
                }
            }
            drop(shared);
            if !last {
                turns.commit().await;
            }
        });
        match told.await {
            Ok(committed) => committed.map_err(Error::trouble),
            Err(_) => Err(Error::corrupt("the process ended before the commit")),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Who waits behind undoes it; where nobody does, the transaction must not stay open.
        if self.shared.take().is_some()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let turns = self.turns.clone();
            runtime.spawn(async move { turns.commit().await });
        }
    }
}

impl Shared {
    /// Ends a turn, and opens the savepoint of the next, unless it is the last of its transaction.
    async fn keep(&mut self, last: bool) -> Result<(), sqlx::Error> {
        if let Some(transaction) = self.transaction.as_mut().filter(|_| !last) {
            transaction.run(RELEASE).await?;
        }
        self.torn = false;
        Ok(())
    }

    /// Undoes a turn that was not kept. Where even that fails, everything is lost that is not committed.
    async fn undo(&mut self) -> Result<()> {
        if !self.torn {
            return Ok(());
        }
        if let Some(transaction) = &mut self.transaction
            && let Err(error) = transaction.run(UNDO).await
        {
            let lost = Lost(Arc::new(error.into()));
            self.lose(&lost);
            return Err(Error::trouble(lost));
        }
        self.torn = false;
        Ok(())
    }

    /// Makes what was kept last, and says so.
    async fn commit(&mut self) {
        if self.undo().await.is_err() {
            return;
        }
        let Some(transaction) = self.transaction.take() else {
            // Turns are kept in a transaction; without it they are nowhere.
            if !self.kept.is_empty() {
                self.lose(&Lost(Arc::new(Error::corrupt("the transaction has gone"))));
            }
            return;
        };
        if self.kept.is_empty() {
            self.weeks.clear();
            return transaction.give_up().await;
        }
        match self.write_and_commit(transaction).await {
            Ok(()) => {
                self.db.committed();
                self.weeks.clear();
                for kept in self.kept.drain(..) {
                    (kept.then)();
                    // Whoever asked may have gone.
                    let _ = kept.tell.send(Ok(()));
                }
            }
            Err(error) => self.lose(&Lost(Arc::new(error))),
        }
    }

    async fn write_and_commit(&mut self, mut transaction: Open) -> Result<()> {
        for (org, logged) in self.logged.drain() {
            dialect::write_log(transaction.side(), org, &logged, self.me).await?;
        }
        Ok(transaction.commit().await?)
    }

    fn lose(&mut self, lost: &Lost) {
        tracing::error!(error = %lost, turns = self.kept.len(), "writes were lost");
        (self.transaction, self.torn) = (None, false);
        self.weeks.clear();
        self.logged.clear();
        (self.forget)();
        for kept in self.kept.drain(..) {
            let _ = kept.tell.send(Err(lost.clone()));
        }
    }
}

fn extend(all: &mut HashMap<OrgId, Logged>, org: OrgId, later: Logged) {
    match all.entry(org) {
        Entry::Occupied(mut known) => known.get_mut().extend(later),
        Entry::Vacant(new) => {
            new.insert(later);
        }
    }
}

impl Open {
    async fn begin(db: &Db) -> Result<Self> {
        Ok(match db {
            Db::Sqlite { write, .. } => Self::Sqlite(write.begin_with("BEGIN IMMEDIATE; SAVEPOINT turn").await?),
            Db::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                transaction.execute(sqlx::raw_sql(LOCK)).await?;
                transaction.execute(sqlx::raw_sql(SAVEPOINT)).await?;
                Self::Postgres(transaction)
            }
        })
    }

    fn side(&mut self) -> Side<'_> {
        match self {
            Self::Sqlite(transaction) => Side::Sqlite(transaction),
            Self::Postgres(transaction) => Side::Postgres(transaction),
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.execute(sqlx::raw_sql(sql)).await.map(drop),
            Self::Postgres(transaction) => transaction.execute(sqlx::raw_sql(sql)).await.map(drop),
        }
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }

    /// Nothing in it was kept.
    async fn give_up(self) {
        let rolled_back = match self {
            Self::Sqlite(transaction) => transaction.rollback().await,
            Self::Postgres(transaction) => transaction.rollback().await,
        };
        if let Err(error) = rolled_back {
            tracing::warn!(%error, "an empty transaction was not rolled back");
        }
    }
}
