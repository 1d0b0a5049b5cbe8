//! A table of children: shown first, and then done as it was shown, all of it or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    Actor, ChildId, PersonId,
    refusal::Problem,
    register::{Imported, Judged, Known, LARGEST_FILE, Preview, Sheet, Step, Verdict, Who, judge},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Loaded, allowed,
    file::{self, Unreadable},
    write,
};
use crate::{
    Store,
    audit::Entry as Line,
    change::Change,
    dialect::{Clash, Link},
    error::{Error, Result},
};

/// What a file is refused with as a whole.
fn unreadable(why: Unreadable) -> Error {
    let (field, problem) = match why {
        Unreadable::Empty => ("file", Problem::Required),
        Unreadable::NoTable => ("file", Problem::Choice),
        Unreadable::TooLarge => ("file", Problem::TooLong),
        Unreadable::OldExcel => ("old_excel", Problem::Choice),
        Unreadable::NoHeadings => ("headings", Problem::Required),
        Unreadable::TooMany => ("rows", Problem::TooLong),
    };
    Error::invalid(field, problem)
}

/// A file of this size takes its time: others need not wait for it.
async fn read(bytes: Vec<u8>) -> Result<Sheet> {
    if bytes.len() > LARGEST_FILE {
        return Err(unreadable(Unreadable::TooLarge));
    }
    tokio::task::spawn_blocking(move || file::read(&bytes)).await?.map_err(unreadable)
}

/// What the table comes to beside the register.
async fn judged(sheet: Sheet, loaded: Loaded) -> Result<Preview> {
    tokio::task::spawn_blocking(move || {
        let Loaded { register, phones } = loaded;
        let rows = judge(&sheet, &Known { register: &register, phones });
        let digest = hex::encode(Sha256::digest(serde_json::to_vec(&rows)?));
        Ok(Preview { rows, unread: sheet.unread, groups: register.groups, digest })
    })
    .await?
}

impl Store {
    /// What a table would bring, line by line: nothing is saved.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a file that is no table of children: `file`, `old_excel`, `headings`,
    /// `rows`; [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn preview_register(&self, actor: &Actor, file: Vec<u8>, now: DateTime<Utc>) -> Result<Preview> {
        allowed(actor)?;
        let sheet = read(file).await?;
        let mut link = self.inner.db.snapshot().await?;
        let loaded = self.registered(&mut link, actor, now).await?;
        drop(link);
        judged(sheet, loaded).await
    }

    /// Does what was shown of a table. The file is read and judged anew, in the transaction that writes: if anything has
    /// changed since it was shown, nothing is done.
    ///
    /// # Errors
    /// As [`preview_register`](Self::preview_register); also [`Invalid`](domain::Refusal::Invalid) for `digest`, when it
    /// would do something else than was shown, and for `wrong`, when a line is.
    pub async fn import_register(
        &self,
        actor: &Actor,
        file: Vec<u8>,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Imported> {
        allowed(actor)?;
        let sheet = read(file).await?;
        let (mut link, loaded) = self.keep(actor, now).await?;
        let today = loaded.register.today;
        let preview = judged(sheet, loaded).await?;
        if preview.count(Verdict::Wrong) > 0 {
            return Err(Error::invalid("wrong", Problem::Choice));
        }
        if preview.digest != digest {
            return Err(Error::invalid("digest", Problem::Taken));
        }
        let mut people = BTreeMap::new();
        let (mut imported, mut lines) = (Imported::default(), Vec::new());
        for row in preview.rows.iter().filter(|row| !row.steps.is_empty()) {
            let child = take(&mut link, actor, row, &mut people, now).await?;
            // A guardian more may be one whose signature is missing.
            self.settle_papers(&mut link, actor.org, child, today).await?;
            let is_new = row.verdict == Verdict::New;
            let count = if is_new { &mut imported.added } else { &mut imported.changed };
            *count += 1;
            let detail = json!({ "line": row.line, "new": is_new, "steps": row.steps.len() });
            lines.push(Line::new("register.import_child", child, detail));
        }
        if lines.is_empty() {
            return Ok(imported);
        }
        lines.insert(0, Line::new("register.import", actor.org, json!({ "table": preview.digest, "done": imported })));
        let mut changes = [Change::of_directory(actor.org)];
        self.append(&mut link, actor.org, Some(actor.person), &lines, &mut changes, now).await?;
        let store = self.clone();
        link.commit_weeks(Vec::new(), Box::new(move || store.tell_all(changes))).await?;
        Ok(imported)
    }
}

/// Does the steps of one line. Gives its child.
async fn take(
    link: &mut Link,
    actor: &Actor,
    row: &Judged,
    people: &mut BTreeMap<u32, PersonId>,
    now: DateTime<Utc>,
) -> Result<ChildId> {
    let mut known = row.child;
    for step in &row.steps {
        let child = || known.ok_or_else(|| Error::corrupt("a line whose child nobody knows"));
        match step {
            Step::AddChild(draft) => known = Some(write::insert_child(link, actor, draft).await?),
            Step::Move { to, .. } => write::move_child(link, actor, child()?, *to).await?,
            Step::Patronymic { to } => write::set_patronymic(link, actor, child()?, to).await?,
            Step::AddPerson { no, name, phone } => {
                let added = write::add_person(link, actor, name, phone.as_deref(), now).await;
                people.insert(*no, added.map_err(taken)?);
            }
            Step::AddGuardian { who, relation, rights, .. } => {
                let person = match who {
                    Who::Known(person) => *person,
                    Who::New(no) => *people.get(no).ok_or_else(|| Error::corrupt("a guardian whom no line brings"))?,
                };
                write::put_guardian(link, actor, (person, child()?), *relation, *rights).await?;
            }
            Step::Relation { who, to, .. } => write::set_relation(link, actor, (*who, child()?), *to).await?,
            Step::Phone { who, to, .. } => write::set_phone(link, actor, *who, to).await.map_err(taken)?,
        }
    }
    known.ok_or_else(|| Error::corrupt("a line without a child"))
}

/// A number that somebody else has got in the meantime: the table has to be looked at anew.
fn taken(error: Error) -> Error {
    match error.clash() {
        Some(Clash::Taken(_)) => Error::invalid("digest", Problem::Taken),
        _ => error,
    }
}
