//! The log of who did what: append-only, each line carrying the hash of the one before.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use domain::{Actor, OrgId, Permission, PersonId, sight, view::AuditLine};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, all,
    change::Change,
    dialect::Link,
    directory::moment,
    error::{Error, Result},
    optional, statements,
};

/// Something done, before it has its place in the log. No needs, no diagnoses; names by id.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) action: &'static str,
    pub(crate) subject: String,
    pub(crate) detail: Value,
}

impl Entry {
    pub(crate) fn new(action: &'static str, subject: impl ToString, detail: Value) -> Self {
        Self { action, subject: subject.to_string(), detail }
    }
}

/// Where the log ends, and the kindergarten's revisions, as the turns so far have left them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Head {
    pub(crate) revision: i64,
    pub(crate) directory_revision: i64,
    audit_no: i64,
    audit_hash: String,
}

/// A line in its place in the chain.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) no: i64,
    pub(crate) at: i64,
    pub(crate) actor: Option<Uuid>,
    pub(crate) action: &'static str,
    pub(crate) subject: String,
    pub(crate) detail: String,
    pub(crate) prev: String,
    pub(crate) hash: String,
}

/// What was logged of a kindergarten and is written with the commit.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) head: Head,
    pub(crate) lines: Vec<Line>,
    /// What other processes are told.
    pub(crate) changes: Vec<Change>,
}

impl Logged {
    /// Goes on from a head.
    fn from(head: Head) -> Self {
        Self { head, lines: Vec::new(), changes: Vec::new() }
    }

    /// Adds what came after it.
    pub(crate) fn extend(&mut self, later: Self) {
        self.head = later.head;
        self.lines.extend(later.lines);
        self.changes.extend(later.changes);
    }

    fn add(&mut self, org: OrgId, actor: Option<PersonId>, entries: &[Entry], now: DateTime<Utc>) {
        let (at, actor) = (now.timestamp_millis(), actor.map(|actor| actor.0));
        for entry in entries {
            let (no, prev) = (self.head.audit_no + 1, self.head.audit_hash.clone());
            let (action, subject, detail) = (entry.action, entry.subject.clone(), entry.detail.to_string());
            let hash = hash(&prev, org.0, no, at, actor, [action, &subject, &detail]);
            (self.head.audit_no, self.head.audit_hash) = (no, hash.clone());
            self.lines.push(Line { no, at, actor, action, subject, detail, prev, hash });
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    no: i64,
    at: i64,
    actor: Option<Uuid>,
    action: String,
    subject: String,
    detail: String,
    prev: String,
    hash: String,
}

/// SHA-256 over a line and the hash before it. Every field is led by its length, so that no two lines read the same.
fn hash(prev: &str, org: Uuid, no: i64, at: i64, actor: Option<Uuid>, fields: [&str; 3]) -> String {
    let (no, at) = (no.to_string(), at.to_string());
    let (org, actor) = (org.to_string(), actor.map(|actor| actor.to_string()).unwrap_or_default());
    let mut text = String::new();
    for field in [prev, &org, &no, &at, &actor].into_iter().chain(fields) {
        let _ = write!(text, "{}:{field};", field.len());
    }
    hex::encode(Sha256::digest(text))
}

impl Store {
    /// Logs, and moves the revision. It is written with the commit, for all who share it at once: a chain lets nobody
    /// overtake, and each statement has its price. [`tell`](Store::tell) of the changes after it.
    pub(crate) async fn append(
        &self,
        link: &mut Link,
        org: OrgId,
        actor: Option<PersonId>,
        entries: &[Entry],
        changes: &mut [Change],
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let head = match link.head(org) {
            Some(head) => head,
            None => optional!(link, Head, SELECT_LEDGER, org.0)?.ok_or_else(Error::not_found)?,
        };
        let mut logged = Logged::from(head);
        logged.head.revision += i64::from(!changes.is_empty());
        logged.head.directory_revision += i64::from(changes.iter().any(|change| change.directory));
        let revision = logged.head.revision;
        for change in changes.iter_mut() {
            change.revision = revision;
        }
        logged.add(org, actor, entries, now);
        logged.changes = changes.to_vec();
        link.log(org, logged);
        Ok(revision)
    }

    /// The end of a write that has changed no session: logs it, commits, and tells what has changed.
    pub(crate) async fn conclude(
        &self,
        mut link: Link,
        person: PersonId,
        entry: Entry,
        change: Change,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut changes = [change];
        self.append(&mut link, changes[0].org, Some(person), &[entry], &mut changes, now).await?;
        let store = self.clone();
        link.commit_weeks(Vec::new(), Box::new(move || store.tell_all(changes))).await
    }
}

impl Store {
    /// The log, the latest line first; `before` is the number of the last line already seen.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who may not read it.
    pub async fn audit(&self, actor: &Actor, before: Option<i64>, limit: u16) -> Result<Vec<AuditLine>> {
        if !actor.may(Permission::ReadAudit) {
            return Err(Error::forbidden());
        }
        let mut link = self.read().await?;
        let before = before.unwrap_or(i64::MAX);
        let rows = all!(link, LineRow, SELECT_LINES, actor.org.0, before, i64::from(limit))?;
        // Names and the zone do not depend on the day.
        let known = self.cache().directories.get(&actor.org).map(|known| known.day);
        let day = known.unwrap_or_default().and_hms_opt(7, 0, 0).unwrap_or_default().and_utc();
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, day).await?;
        let name = |actor: Uuid| kindergarten.name_of(PersonId(actor));
        let about = |row: &LineRow| {
            let person = row.subject.parse().ok().filter(|person| row.actor != Some(*person))?;
            kindergarten.people.get(&PersonId(person)).map(|person| person.name.clone())
        };
        let read = |row: LineRow| AuditLine {
            no: row.no,
            at: moment(kindergarten.zone, row.at),
            about: about(&row),
            actor: row.actor.map(name),
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            hash: row.hash,
        };
        Ok(rows.into_iter().map(|row| sight::log(actor, read(row))).collect())
    }

    /// The number of the first line that does not fit the chain: changed, missing, or cut off at the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify_audit(&self, org: OrgId) -> Result<Option<i64>> {
        const AT_A_TIME: i64 = 500;
        let mut link = self.inner.db.snapshot().await?;
        let (mut prev, mut no) = (String::new(), 0);
        loop {
            let rows = all!(link, LineRow, SELECT_CHAIN, org.0, no, AT_A_TIME)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                no += 1;
                let expected = hash(&prev, org.0, row.no, row.at, row.actor, [&row.action, &row.subject, &row.detail]);
                if row.no != no || row.prev != prev || row.hash != expected {
                    return Ok(Some(no));
                }
                prev = expected;
            }
        }
        let head = optional!(link, (i64, String), SELECT_HEAD, org.0)?.ok_or_else(Error::not_found)?;
        Ok((head != (no, prev)).then_some(no + 1))
    }
}

statements! {
    SELECT_LEDGER = "SELECT revision, directory_revision, audit_no, audit_hash FROM ledger WHERE org = $1";
    SELECT_LINES = "SELECT no, at, actor, action, subject, detail, prev, hash FROM audit \
        WHERE org = $1 AND no < $2 ORDER BY no DESC LIMIT $3";
    SELECT_CHAIN = "SELECT no, at, actor, action, subject, detail, prev, hash FROM audit \
        WHERE org = $1 AND no > $2 ORDER BY no LIMIT $3";
    SELECT_HEAD = "SELECT audit_no, audit_hash FROM ledger WHERE org = $1";
}
