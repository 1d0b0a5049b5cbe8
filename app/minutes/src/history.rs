//! How the minutes came to be: versions, who wrote which letters, and what it takes to go back to one.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use domain::{PersonId, time::Moment};
use serde::{Deserialize, Serialize};
use yrs::{DeepObservable, Doc, Transact, types::Event};

use crate::{
    Minutes, Splice, read,
    replica::{area, splices},
    schema, splice,
    update::{self, Malformed},
    write::{self, Area},
};

/// Something that was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub no: i64,
    /// Who wrote it.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// The update.
    pub bytes: Vec<u8>,
}

/// A stretch of writing without a pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The last update in it.
    pub last: i64,
    /// When it ended.
    pub at: Moment,
    /// Who wrote in it, in the order of their first words.
    pub people: Vec<PersonId>,
}

/// A pause of so many minutes ends a version.
const PAUSE: i64 = 3;

/// The versions of minutes, the first first.
pub fn versions(entries: &[Entry]) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for entry in entries {
        match versions.last_mut() {
            Some(last) if apart(last.at, entry.at) < PAUSE && last.people.contains(&entry.person) => {
                (last.last, last.at) = (entry.no, entry.at);
            }
            _ => versions.push(Version { last: entry.no, at: entry.at, people: vec![entry.person] }),
        }
    }
    versions
}

fn apart(before: Moment, after: Moment) -> i64 {
    let minutes = |moment: Moment| i64::from(moment.minute);
    (after.day - before.day).num_days() * i64::from(domain::time::DAY) + minutes(after) - minutes(before)
}

/// Letters that one person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Who.
    pub person: PersonId,
    /// What.
    pub text: String,
}

/// The minutes as they were after an update, with who wrote which letters.
pub struct Past {
    /// What stood in them.
    pub minutes: Minutes,
    /// Who wrote which letters of each text.
    pub runs: BTreeMap<Area, Vec<Run>>,
}

/// The minutes as they were after update `no`.
///
/// # Errors
/// Where what was stored is no update.
pub fn at(entries: &[Entry], no: i64) -> Result<Past, Malformed> {
    let doc = schema::document(1);
    let letters: Rc<RefCell<Letters>> = Rc::default();
    let roots = [doc.get_or_insert_map(schema::AGENDA), doc.get_or_insert_map(schema::DECISIONS)];
    for (root, key) in roots.iter().zip([schema::AGENDA, schema::DECISIONS]) {
        let letters = letters.clone();
        root.observe_deep("kenes", move |txn, events| {
            for event in events.iter() {
                if let Event::Text(text) = event
                    && let Some(area) = area(key, &text.path())
                {
                    letters.borrow_mut().apply(area, &splices(text.delta(txn)));
                }
            }
        });
    }
    let proposals = doc.get_or_insert_text(schema::PROPOSALS);
    let noted = letters.clone();
    proposals.observe_deep("kenes", move |txn, events| {
        for event in events.iter() {
            if let Event::Text(text) = event {
                noted.borrow_mut().apply(Area::Proposals, &splices(text.delta(txn)));
            }
        }
    });
    for entry in entries.iter().take_while(|entry| entry.no <= no) {
        letters.borrow_mut().person = Some(entry.person);
        update::apply(&doc, &entry.bytes)?;
        // Texts come whole with their record, without an event of their own.
        let now = read(&doc);
        letters.borrow_mut().catch_up(&now);
    }
    let minutes = read(&doc);
    let runs = letters.borrow().runs(&minutes);
    Ok(Past { minutes, runs })
}

/// Each letter with who wrote it, in UTF-16 units.
#[derive(Default)]
struct Letters {
    person: Option<PersonId>,
    texts: BTreeMap<Area, Vec<(u16, PersonId)>>,
}

impl Letters {
    fn apply(&mut self, area: Area, edits: &[Splice]) {
        let Some(person) = self.person else { return };
        let letters = self.texts.entry(area).or_default();
        for edit in edits {
            let at = (edit.at as usize).min(letters.len());
            let end = (at + edit.removed as usize).min(letters.len());
            letters.splice(at..end, edit.inserted.encode_utf16().map(|unit| (unit, person)));
        }
    }

    /// Puts right what no event has said.
    fn catch_up(&mut self, now: &Minutes) {
        for (area, text) in texts(now) {
            let units: Vec<u16> = self.texts.entry(area).or_default().iter().map(|(unit, _)| *unit).collect();
            let known = String::from_utf16_lossy(&units);
            if let Some(edit) = splice(&known, text) {
                self.apply(area, &[edit]);
            }
        }
    }

    fn runs(&self, now: &Minutes) -> BTreeMap<Area, Vec<Run>> {
        let run = |letters: &[(u16, PersonId)]| Run {
            person: letters[0].1,
            text: String::from_utf16_lossy(&letters.iter().map(|(unit, _)| *unit).collect::<Vec<_>>()),
        };
        let runs = |area: Area| {
            let letters = self.texts.get(&area)?;
            Some((area, letters.chunk_by(|a, b| a.1 == b.1).map(run).collect()))
        };
        texts(now).into_iter().filter_map(|(area, _)| runs(area)).collect()
    }
}

/// Every text of the minutes.
pub fn texts(minutes: &Minutes) -> Vec<(Area, &str)> {
    let mut texts = vec![(Area::Proposals, minutes.proposals.as_str())];
    for item in &minutes.agenda {
        texts.push((Area::Title(item.id), &item.title));
        texts.push((Area::Discussion(item.id), &item.discussion));
    }
    for decision in &minutes.decisions {
        texts.push((Area::Decision(decision.id), &decision.text));
        texts.push((Area::Responsible(decision.id), &decision.responsible));
    }
    texts
}

/// Makes of the present what once stood there, as a new change: nothing of what was written since is lost, only taken away.
pub fn restore(doc: &Doc, past: &Minutes) {
    let now = read(doc);
    for item in now.agenda.iter().filter(|item| !past.agenda.iter().any(|old| old.id == item.id)) {
        write::remove_item(doc, item.id);
    }
    for decision in now.decisions.iter().filter(|one| !past.decisions.iter().any(|old| old.id == one.id)) {
        write::remove_decision(doc, decision.id);
    }
    let mut behind = None;
    for item in &past.agenda {
        if now.agenda.iter().any(|one| one.id == item.id) {
            write::move_item(doc, item.id, behind);
        } else {
            write::add_item(doc, item.id, &item.title, behind);
            if behind.is_none() {
                write::move_item(doc, item.id, None);
            }
        }
        behind = Some(item.id);
    }
    for decision in &past.decisions {
        if !now.decisions.iter().any(|one| one.id == decision.id) {
            write::add_decision(doc, decision.id, decision.item);
        }
        write::set_item(doc, decision.id, decision.item);
        write::set_person(doc, decision.id, decision.person);
        write::set_due(doc, decision.id, decision.due);
        write::set_votes(doc, decision.id, decision.votes);
    }
    let now = read(doc);
    for (area, text) in texts(past) {
        let known = texts(&now).into_iter().find(|(one, _)| *one == area).map(|(_, text)| text.to_owned());
        if let Some(edit) = known.and_then(|known| splice(&known, text)) {
            write::edit(doc, area, &edit);
        }
    }
}

/// A document with everything that was stored.
///
/// # Errors
/// Where what was stored is no update.
pub fn whole(updates: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<Doc, Malformed> {
    let doc = schema::document(1);
    for bytes in updates {
        let update = update::decode(bytes.as_ref())?;
        doc.transact_mut().apply_update(update).map_err(|_| Malformed)?;
    }
    Ok(doc)
}
