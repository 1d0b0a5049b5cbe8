//! A client's replica: what was written here and is not stored yet, what others have changed, and one's own undo.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use domain::{DecisionId, ItemId};
use yrs::{
    DeepObservable, Doc, ReadTxn, StateVector, Transact, TransactionMut, UndoManager, merge_updates_v1,
    types::{Delta, Event, Events, PathSegment},
    undo::Options,
    updates::{decoder::Decode, encoder::Encode},
};

use crate::{
    Splice, schema,
    update::{self, Malformed},
    write::Area,
};

/// Origin of what came from elsewhere: nobody undoes another's words.
const REMOTE: &str = "remote";
/// Frames that may be under way without an answer.
const AHEAD: usize = 4;
/// What is typed within so many milliseconds is undone at once.
const AT_ONCE: u64 = 700;

/// What has changed since it was last asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Texts, with their edits in their order.
    pub texts: BTreeMap<Area, Vec<Splice>>,
    /// Agenda lines were added, moved or taken away, or one of their fields has changed.
    pub agenda: bool,
    /// The same of decisions.
    pub decisions: bool,
}

/// A replica of the shared document.
pub struct Replica {
    doc: Doc,
    undo: UndoManager,
    changes: Rc<RefCell<Changes>>,
    /// Written here, not sent yet.
    unsent: Rc<RefCell<Vec<Vec<u8>>>>,
    /// Sent, not stored yet.
    flying: VecDeque<Vec<u8>>,
    /// Frames of this connection that are stored.
    stored: u64,
    connected: bool,
}

impl Replica {
    /// An empty replica. `client` is random and of 53 bits at most; the clock counts milliseconds.
    pub fn new(client: u64, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        let doc = schema::document(client);
        let agenda = doc.get_or_insert_map(schema::AGENDA);
        let proposals = doc.get_or_insert_text(schema::PROPOSALS);
        let decisions = doc.get_or_insert_map(schema::DECISIONS);
        let changes: Rc<RefCell<Changes>> = Rc::default();
        for (root, key) in [(&agenda, schema::AGENDA), (&decisions, schema::DECISIONS)] {
            let changes = changes.clone();
            root.observe_deep("kenes", move |txn, events| note(&mut changes.borrow_mut(), key, txn, events));
        }
        let noted = changes.clone();
        proposals
            .observe_deep("kenes", move |txn, events| note(&mut noted.borrow_mut(), schema::PROPOSALS, txn, events));
        let unsent: Rc<RefCell<Vec<Vec<u8>>>> = Rc::default();
        let own = unsent.clone();
        let _ = doc.observe_update_v1("kenes", move |txn: &TransactionMut, event| {
            let remote = txn.origin().is_some_and(|origin| *origin == REMOTE.into());
            if !remote {
                own.borrow_mut().push(event.update.clone());
            }
        });
        let mut undo = UndoManager::with_options(Options {
            capture_timeout_millis: AT_ONCE,
            tracked_origins: std::collections::HashSet::new(),
            capture_transaction: None,
            timestamp: std::sync::Arc::new(clock),
            init_undo_stack: Vec::new(),
            init_redo_stack: Vec::new(),
        });
        undo.expand_scope(&doc, &agenda);
        undo.expand_scope(&doc, &proposals);
        undo.expand_scope(&doc, &decisions);
        Self { doc, undo, changes, unsent, flying: VecDeque::new(), stored: 0, connected: false }
    }

    /// The document, to read and to write in it ([`crate::write`]).
    pub fn doc(&self) -> &Doc {
        &self.doc
    }

    /// Takes in what others wrote.
    ///
    /// # Errors
    /// Where the bytes are no update.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), Malformed> {
        let update = update::decode(bytes)?;
        self.doc.transact_mut_with(REMOTE).apply_update(update).map_err(|_| Malformed)
    }

    /// What has changed since it was last asked, by others, by undo, or here.
    pub fn changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes.borrow_mut())
    }

    /// A connection was opened: what to ask the server, as a state vector.
    pub fn connect(&mut self) -> Vec<u8> {
        self.fall_back();
        self.stored = 0;
        self.connected = true;
        self.doc.transact().state_vector().encode_v1()
    }

    /// The connection is lost: what was under way may not have arrived.
    pub fn disconnect(&mut self) {
        self.fall_back();
        self.connected = false;
    }

    /// The server asked what it lacks: the answer. It holds all that is not stored yet.
    ///
    /// # Errors
    /// Where the bytes are no state vector.
    pub fn answer(&mut self, vector: &[u8]) -> Result<Vec<u8>, Malformed> {
        let vector = StateVector::decode_v1(vector).map_err(|_| Malformed)?;
        let answer = self.doc.transact().encode_state_as_update_v1(&vector);
        // What flies is in the answer as well, and its frames will still be counted: they are empty from here on.
        let flown = self.flying.iter_mut().map(std::mem::take).filter(|bytes| !bytes.is_empty()).collect::<Vec<_>>();
        let mut pending = std::mem::take(&mut *self.unsent.borrow_mut());
        pending.splice(0..0, flown);
        self.flying.push_back(joined(pending));
        Ok(answer)
    }

    /// The next update to be sent, if there is one and the server keeps up.
    pub fn to_send(&mut self) -> Option<Vec<u8>> {
        if !self.connected || self.flying.len() >= AHEAD || self.unsent.borrow().is_empty() {
            return None;
        }
        let bytes = joined(std::mem::take(&mut *self.unsent.borrow_mut()));
        self.flying.push_back(bytes.clone());
        Some(bytes)
    }

    /// The server has stored so many frames of this connection.
    pub fn stored(&mut self, count: u64) {
        while self.stored < count && self.flying.pop_front().is_some() {
            self.stored += 1;
        }
    }

    /// Whether everything that was written here is stored.
    pub fn is_saved(&self) -> bool {
        self.unsent.borrow().is_empty() && self.flying.iter().all(Vec::is_empty)
    }

    /// All that was written here and is not stored, to be kept on the device meanwhile.
    pub fn pending(&self) -> Option<Vec<u8>> {
        let unsent = self.unsent.borrow();
        let pending: Vec<Vec<u8>> =
            self.flying.iter().chain(unsent.iter()).filter(|bytes| !bytes.is_empty()).cloned().collect();
        (!pending.is_empty()).then(|| joined(pending))
    }

    /// Takes in what the device has kept: written here before, and never stored.
    ///
    /// # Errors
    /// Where the bytes are no update.
    pub fn restore(&mut self, kept: &[u8]) -> Result<(), Malformed> {
        self.receive(kept)?;
        self.unsent.borrow_mut().push(kept.to_vec());
        Ok(())
    }

    /// Takes one's own last edit back. False when there is none.
    pub fn undo(&mut self) -> bool {
        self.undo.undo_blocking()
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> bool {
        self.undo.redo_blocking()
    }

    /// Whether there is something to take back, and to do again.
    pub fn can(&self) -> (bool, bool) {
        (self.undo.can_undo(), self.undo.can_redo())
    }

    /// What is done next is undone by itself.
    pub fn pause(&mut self) {
        self.undo.reset();
    }

    fn fall_back(&mut self) {
        let mut unsent = self.unsent.borrow_mut();
        let flown: Vec<Vec<u8>> = self.flying.drain(..).filter(|bytes| !bytes.is_empty()).collect();
        unsent.splice(0..0, flown);
    }
}

/// Updates as one.
fn joined(updates: Vec<Vec<u8>>) -> Vec<u8> {
    if updates.len() > 1 {
        // Each was made by this library.
        return merge_updates_v1(&updates).unwrap_or_default();
    }
    updates.into_iter().next().unwrap_or_default()
}

/// Notes what an event says.
fn note(changes: &mut Changes, root: &str, txn: &TransactionMut, events: &Events) {
    for event in events.iter() {
        match event {
            Event::Text(text) => {
                if let Some(area) = area(root, &text.path()) {
                    changes.texts.entry(area).or_default().extend(splices(text.delta(txn)));
                }
            }
            _ if root == schema::AGENDA => changes.agenda = true,
            _ => changes.decisions = true,
        }
    }
}

/// The area that a path leads to.
pub(crate) fn area(root: &str, path: &std::collections::VecDeque<PathSegment>) -> Option<Area> {
    if root == schema::PROPOSALS {
        return Some(Area::Proposals);
    }
    let [PathSegment::Key(id), PathSegment::Key(field)] = path.iter().collect::<Vec<_>>()[..] else { return None };
    let id = id.parse::<uuid::Uuid>().ok()?;
    match (root, &**field) {
        (schema::AGENDA, schema::TITLE) => Some(Area::Title(ItemId(id))),
        (schema::AGENDA, schema::DISCUSSION) => Some(Area::Discussion(ItemId(id))),
        (schema::DECISIONS, schema::TEXT) => Some(Area::Decision(DecisionId(id))),
        (schema::DECISIONS, schema::RESPONSIBLE) => Some(Area::Responsible(DecisionId(id))),
        _ => None,
    }
}

/// A delta as edits, each in the text as the ones before have left it.
pub(crate) fn splices(delta: &[Delta]) -> Vec<Splice> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut at = 0_u32;
    for part in delta {
        match part {
            Delta::Retain(count, _) => at += count,
            Delta::Deleted(count) => splices.push(Splice { at, removed: *count, inserted: String::new() }),
            Delta::Inserted(value, _) => {
                let yrs::Out::Any(yrs::Any::String(text)) = value else { continue };
                let inserted = text.to_string();
                let length = u32::try_from(inserted.encode_utf16().count()).unwrap_or(u32::MAX);
                splices.push(Splice { at, removed: 0, inserted });
                at += length;
            }
        }
    }
    splices
}
