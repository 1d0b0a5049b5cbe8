//! Where the two databases differ, and nowhere else.
//!
//! Statements are the same `&'static str` on both: `$1` binds, RETURNING, ON CONFLICT. What differs is how a connection
//! is opened and the words in which a constraint speaks.

use std::{
    str::FromStr,
    sync::{Arc, Weak},
    time::Duration,
};

use sqlx::{
    PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use domain::OrgId;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::{
    Inner, Store,
    audit::{Head, Line, Logged},
    change::Change,
    error::{Error, Result},
    session::{Week, WeekKey},
    turn::{Then, Turn},
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long what was committed stays in SQLite's log alone, and the pages of it at which a commit no longer waits for that.
const CARRIED_AFTER: Duration = Duration::from_secs(1);
const LONGEST_LOG: &str = "8000";

/// The database that runs.
pub(crate) enum Db {
    /// One file, many readers, one writer.
    Sqlite {
        /// For everything that only reads.
        read: SqlitePool,
        /// One connection: writers wait for each other here, in order, instead of in the file's lock.
        write: SqlitePool,
        /// Told of commits.
        committed: mpsc::Sender<()>,
    },
    /// A server that speaks PostgreSQL's protocol.
    Postgres(PgPool),
}

/// A connection, or a transaction on one.
pub(crate) enum Link {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
    Turn(Turn),
}

/// What a statement runs on.
pub(crate) enum Side<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Db {
    /// Opens the database that the address names, and creates SQLite's file where there is none.
    pub(crate) async fn open(url: &str, connections: u32) -> Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            // A process that hangs in the middle of a transaction must not hold up all others for hours.
            let patience = [("idle_in_transaction_session_timeout", "60s")];
            let options = PgConnectOptions::from_str(url)?.statement_cache_capacity(256).options(patience);
            let pool = PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(30))
                .test_before_acquire(false)
                .connect_with(options)
                .await?;
            return Ok(Self::Postgres(pool));
        }
        if !url.starts_with("sqlite:") {
            return Err(Error::corrupt("a database address begins with sqlite: or postgres:"));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .statement_cache_capacity(256)
            .pragma("cache_size", "-8000")
            .pragma("wal_autocheckpoint", LONGEST_LOG)
            .optimize_on_close(true, 400);
        let pool = |most| SqlitePoolOptions::new().max_connections(most).acquire_timeout(Duration::from_secs(30));
        let write = pool(1).test_before_acquire(false).connect_with(options.clone()).await?;
        let read = pool(connections.max(1)).test_before_acquire(false).connect_with(options).await?;
        let (committed, commits) = mpsc::channel(1);
        tokio::spawn(carry(read.clone(), commits));
        Ok(Self::Sqlite { read, write, committed })
    }

    /// Brings the tables to the shape that this program knows.
    pub(crate) async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => SQLITE.run(write).await?,
            Self::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// How many migrations this program knows.
    pub(crate) fn migrations(&self) -> i64 {
        let migrator = match self {
            Self::Sqlite { .. } => &SQLITE,
            Self::Postgres(_) => &POSTGRES,
        };
        migrator.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// A connection to read from, statement by statement.
    pub(crate) async fn read(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { read, .. } => Link::Sqlite(read.acquire().await?),
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that only reads, and sees one moment throughout.
    pub(crate) async fn snapshot(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { read, .. } => {
                let read = read.clone();
                Link::SqliteTx(whole(async move { Ok(read.begin().await?) }).await?)
            }
            Self::Postgres(pool) => {
                let pool = pool.clone();
                let begin =
                    async move { Ok(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?) };
                Link::PostgresTx(whole(begin).await?)
            }
        })
    }

    /// Something was committed.
    pub(crate) fn committed(&self) {
        if let Self::Sqlite { committed, .. } = self {
            // One word is enough, however many commits it stands for.
            let _ = committed.try_send(());
        }
    }

    /// Waits for what is under way and closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Carries what was committed from SQLite's log into its file, beside the writers: a commit that has to do so itself keeps
/// everybody waiting. So the log stays short, and is written over instead of growing.
async fn carry(read: SqlitePool, mut commits: mpsc::Receiver<()>) {
    while commits.recv().await.is_some() {
        tokio::time::sleep(CARRIED_AFTER).await;
        if read.is_closed() {
            return;
        }
        if let Err(error) = sqlx::raw_sql("PRAGMA wal_checkpoint(PASSIVE)").execute(&read).await {
            tracing::warn!(%error, "the log of the database was not carried over");
        }
    }
}

impl Link {
    /// What a statement runs on.
    pub(crate) fn side(&mut self) -> Side<'_> {
        match self {
            Self::Sqlite(connection) => Side::Sqlite(connection),
            Self::Postgres(connection) => Side::Postgres(connection),
            Self::SqliteTx(transaction) => Side::Sqlite(transaction),
            Self::PostgresTx(transaction) => Side::Postgres(transaction),
            Self::Turn(turn) => turn.side(),
        }
    }

    /// A week as turns before this one have left it, where they are not committed yet.
    pub(crate) fn week(&self, key: &WeekKey) -> Option<Arc<Week>> {
        match self {
            Self::Turn(turn) => turn.week(key),
            _ => None,
        }
    }

    /// Where the log ends, where turns before this one have logged and are not committed yet, or this one has.
    pub(crate) fn head(&self, org: OrgId) -> Option<Head> {
        match self {
            Self::Turn(turn) => turn.head(org),
            _ => None,
        }
    }

    /// Logs what is written with the commit.
    pub(crate) fn log(&mut self, org: OrgId, logged: Logged) {
        match self {
            Self::Turn(turn) => turn.log(org, logged),
            _ => unreachable!("only writers log"),
        }
    }

    /// Makes what was written last. A link that is dropped instead has written nothing.
    pub(crate) async fn commit(self) -> Result<()> {
        self.commit_weeks(Vec::new(), Box::new(|| ())).await
    }

    /// The same, with the weeks as they are afterwards; `then` is done as soon as it is so, whoever still waits for it.
    pub(crate) async fn commit_weeks(self, weeks: Vec<(WeekKey, Arc<Week>)>, then: Then) -> Result<()> {
        match self {
            Self::Turn(turn) => turn.commit(weeks, then).await?,
            Self::Sqlite(_) | Self::Postgres(_) | Self::SqliteTx(_) | Self::PostgresTx(_) => {}
        }
        Ok(())
    }
}

/// What a constraint, or the database itself, had against a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clash {
    /// Somebody or something would be in two places at once.
    Overlap,
    /// A session's own row is not as it must be: size, places, times.
    Check,
    /// There is one already: the constraint, or in SQLite the columns.
    Taken(String),
    /// A reference leads nowhere, or into another kindergarten.
    Dangling,
    /// Try again: two transactions stood in each other's way.
    Again,
}

impl Clash {
    /// What this error says, if it is about a constraint or a lock.
    pub(crate) fn of(error: &sqlx::Error) -> Option<Self> {
        let error = error.as_database_error()?;
        let message = error.message();
        if let Some(postgres) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
            return match postgres.code() {
                "23P01" => Some(Self::Overlap),
                "23505" => Some(Self::Taken(postgres.constraint().unwrap_or_default().to_owned())),
                "23503" => Some(Self::Dangling),
                "23514" => Some(Self::Check),
                "40001" | "40P01" | "55P03" => Some(Self::Again),
                _ => None,
            };
        }
        let code = error.code();
        match code.as_deref() {
            _ if message.contains("claim_overlap") => Some(Self::Overlap),
            _ if message.contains("UNIQUE constraint failed") => Some(Self::Taken(message.to_owned())),
            _ if message.contains("FOREIGN KEY constraint failed") => Some(Self::Dangling),
            _ if message.contains("CHECK constraint failed") => Some(Self::Check),
            Some("5" | "6" | "261" | "517") => Some(Self::Again),
            _ => None,
        }
    }
}

/// Runs a statement; gives the number of rows that it touched.
macro_rules! execute {
    ($link:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $link.side() {
            $crate::dialect::Side::Sqlite(on) => {
                ::sqlx::query($sql)$(.bind($bind))*.execute(on).await.map(|done| done.rows_affected())
            }
            $crate::dialect::Side::Postgres(on) => {
                ::sqlx::query($sql)$(.bind($bind))*.execute(on).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// Brings the beginning of a transaction to its end, also when whoever asked for it has gone meanwhile: sqlx forgets a
/// BEGIN whose answer nobody waited for, and would hand out the connection with the transaction open on it.
pub(crate) async fn whole<T: Send + 'static>(begin: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(begin).await?
}

/// Runs a statement; gives its rows.
macro_rules! all {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $link.side() {
            $crate::dialect::Side::Sqlite(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(on).await,
            $crate::dialect::Side::Postgres(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(on).await,
        }
    };
}

/// Runs a statement; gives its row, if there is one.
macro_rules! optional {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $link.side() {
            $crate::dialect::Side::Sqlite(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(on).await,
            $crate::dialect::Side::Postgres(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(on).await,
        }
    };
}

/// Runs a statement; gives its one row.
macro_rules! one {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $link.side() {
            $crate::dialect::Side::Sqlite(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(on).await,
            $crate::dialect::Side::Postgres(on) => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(on).await,
        }
    };
}

/// Names a file's statements, and lists them so that one test can prepare them all on both databases.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(pub(crate) const $name: &str = $sql;)*
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

pub(crate) use {all, execute, one, optional, statements};

/// Prepares a statement without running it.
pub(crate) async fn prepare(link: &mut Link, sql: &'static str) -> Result<()> {
    use sqlx::{Executor, SqlSafeStr};
    match link.side() {
        Side::Sqlite(on) => {
            on.prepare(sql.into_sql_str()).await?;
        }
        Side::Postgres(on) => {
            on.prepare(sql.into_sql_str()).await?;
        }
    }
    Ok(())
}

/// The channel on which processes that share a PostgreSQL database tell each other what they have committed.
const CHANNEL: &str = "kenes_changes";

/// A message of PostgreSQL's takes 8000 bytes. Who has more to tell says that everything has changed.
const LONGEST_RELAYED: usize = 7900;

/// Writes what was logged of a kindergarten, its revisions with it, and lets other processes know of the changes: they
/// hear of them after the commit, or never. What is SQLite's is in one file, and one process.
pub(crate) async fn write_log(side: Side<'_>, org: OrgId, logged: &Logged, from: Uuid) -> Result<()> {
    let head = &logged.head;
    match side {
        Side::Sqlite(on) => {
            let move_ledger = sqlx::query(MOVE_LEDGER).bind(org.0).bind(head.revision).bind(head.directory_revision);
            move_ledger.execute(&mut *on).await?;
            for line in &logged.lines {
                let insert = sqlx::query(INSERT_LINE).bind(org.0).bind(line.no).bind(line.at).bind(line.actor);
                let insert = insert.bind(line.action).bind(&line.subject).bind(&line.detail);
                insert.bind(&line.prev).bind(&line.hash).execute(&mut *on).await?;
            }
        }
        Side::Postgres(on) => {
            let move_ledger = sqlx::query(MOVE_LEDGER).bind(org.0).bind(head.revision).bind(head.directory_revision);
            move_ledger.execute(&mut *on).await?;
            let texts = |of: fn(&Line) -> &str| logged.lines.iter().map(of).collect::<Vec<_>>();
            let insert = sqlx::query(INSERT_LINES)
                .bind(org.0)
                .bind(logged.lines.iter().map(|line| line.no).collect::<Vec<_>>())
                .bind(logged.lines.iter().map(|line| line.at).collect::<Vec<_>>())
                .bind(logged.lines.iter().map(|line| line.actor).collect::<Vec<_>>())
                .bind(texts(|line| line.action))
                .bind(texts(|line| &line.subject))
                .bind(texts(|line| &line.detail))
                .bind(texts(|line| &line.prev))
                .bind(texts(|line| &line.hash));
            insert.execute(&mut *on).await?;
            let told = relayed(org, &logged.changes, from)?;
            if !told.is_empty() {
                sqlx::query(TELL).bind(CHANNEL).bind(told).execute(&mut *on).await?;
            }
        }
    }
    Ok(())
}

/// A message for each revision.
fn relayed(org: OrgId, changes: &[Change], from: Uuid) -> Result<Vec<String>> {
    let of_one = |changes: &[Change]| -> Result<String> {
        let revision = changes.first().map_or(0, |change| change.revision);
        let mut text = serde_json::to_string(&Relayed { from, changes: changes.to_vec() })?;
        if text.len() > LONGEST_RELAYED {
            text = serde_json::to_string(&Relayed { from, changes: vec![Change::of_directory(org)] })?;
        }
        Ok(format!("{revision} {text}"))
    };
    changes.chunk_by(|a, b| a.revision == b.revision).map(of_one).collect()
}

/// A change with the process that made it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Relayed {
    from: Uuid,
    changes: Vec<Change>,
}

/// Only PostgreSQL knows these: all lines at once, in their order, since each is held to the one before.
const INSERT_LINES: &str = "INSERT INTO audit (org, no, at, actor, action, subject, detail, prev, hash) \
    SELECT $1, line.no, line.at, line.actor, line.action, line.subject, line.detail, line.prev, line.hash \
    FROM unnest($2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) \
    AS line (no, at, actor, action, subject, detail, prev, hash) ORDER BY line.no";
const TELL: &str = "SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message";

statements! {
    MOVE_LEDGER = "UPDATE ledger SET revision = $2, directory_revision = $3 WHERE org = $1";
    INSERT_LINE = "INSERT INTO audit (org, no, at, actor, action, subject, detail, prev, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

/// Hears what other processes have committed, for as long as the store lives.
pub(crate) fn listen(store: &Store) {
    let Db::Postgres(pool) = &*store.inner.db else { return };
    let (options, me, store) = (pool.connect_options(), store.inner.me, Arc::downgrade(&store.inner));
    tokio::spawn(async move {
        while store.strong_count() > 0 {
            if let Err(error) = hear(&options, me, &store).await {
                tracing::warn!(%error, "not hearing other servers; trying again");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            // Something may have been missed meanwhile.
            if let Some(inner) = store.upgrade() {
                Store { inner }.tell_reload();
            }
        }
    });
}

async fn hear(options: &PgConnectOptions, me: Uuid, store: &Weak<Inner>) -> Result<()> {
    // A connection of its own: it must not take one of the pool's few.
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let heard = tokio::time::timeout(Duration::from_secs(5), listener.try_recv()).await;
        let Some(inner) = store.upgrade() else { return Ok(()) };
        match heard {
            Err(_) => {}
            Ok(heard) => match heard? {
                None => return Ok(()),
                Some(heard) => match read(heard.payload()) {
                    Some(relayed) if relayed.from != me => {
                        Store { inner }.tell_all(relayed.changes);
                    }
                    Some(_) => {}
                    None => tracing::warn!("another server said something unknown"),
                },
            },
        }
    }
}

fn read(payload: &str) -> Option<Relayed> {
    let (revision, relayed) = payload.split_once(' ')?;
    let (revision, mut relayed) = (revision.parse().ok()?, serde_json::from_str::<Relayed>(relayed).ok()?);
    for change in &mut relayed.changes {
        change.revision = revision;
    }
    Some(relayed)
}
