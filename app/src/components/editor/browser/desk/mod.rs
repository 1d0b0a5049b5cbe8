//! What the editor stands on: the replica, the connection, and the text areas that are bound to it.

mod areas;
mod connection;
mod crowd;
mod names;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use ::minutes::{
    Decision, Replica, Splice,
    presence::{Caret, Entry, User},
    write::Area,
};
use domain::{DecisionId, ItemId, MeetingId, PersonId, minutes::Access};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlTextAreaElement;

use super::{
    keep::{self, Words},
    socket::Socket,
};
use names::random_client;
pub(super) use names::{area_of, name, new_id};

/// How far what was written has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing has come from the server yet.
    Opening,
    /// All of it is stored.
    Saved,
    /// Some is under way.
    Saving,
    /// There is no connection; what is written stays on this device.
    Offline,
    /// The minutes were sent to be signed.
    Frozen,
    /// Nobody is signed in here any more.
    SignedOut,
    /// One may not any more.
    Ended,
    /// There are no such minutes.
    Gone,
}

impl Standing {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Saved => "saved",
            Self::Saving => "saving",
            Self::Offline => "offline",
            Self::Frozen => "frozen",
            Self::SignedOut => "signed-out",
            Self::Ended => "ended",
            Self::Gone => "gone",
        }
    }

    /// Whether this page writes no more.
    fn is_over(self) -> bool {
        matches!(self, Self::Frozen | Self::SignedOut | Self::Ended | Self::Gone)
    }
}

/// Somebody else who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub(super) user: User,
    pub(super) caret: Option<Caret>,
    pub(super) typing: bool,
}

/// A text area that shows a text.
struct Bound {
    node: HtmlTextAreaElement,
    /// What stands in it.
    text: String,
    /// An input method is composing: nothing is put into the area meanwhile.
    composing: bool,
    /// What others did to the text since, in its own order.
    queue: Vec<Splice>,
}

/// The desk.
pub(super) struct Desk {
    pub(super) meeting: MeetingId,
    pub(super) reader: PersonId,
    pub(super) writes: bool,
    pub(super) agenda: RwSignal<Vec<ItemId>>,
    pub(super) titles: RwSignal<BTreeMap<ItemId, String>>,
    pub(super) decisions: RwSignal<Vec<DecisionId>>,
    /// Fields of decisions; their texts are bound.
    pub(super) fields: RwSignal<BTreeMap<DecisionId, Decision>>,
    pub(super) standing: RwSignal<Standing>,
    /// Whether this device keeps what is not stored yet.
    pub(super) kept: RwSignal<bool>,
    pub(super) others: RwSignal<Vec<Other>>,
    /// What a screen reader is told.
    pub(super) news: RwSignal<String>,
    pub(super) can: RwSignal<(bool, bool)>,
    /// The area in which the caret stands, and what is selected there.
    pub(super) selected: RwSignal<Option<(Area, String)>>,
    changed: Callback<()>,
    replica: RefCell<Replica>,
    /// What was typed here and is not stored yet, as words.
    words: RefCell<Words>,
    bound: RefCell<BTreeMap<Area, Bound>>,
    socket: RefCell<Option<Socket>>,
    client: u64,
    clock: Cell<u64>,
    states: RefCell<BTreeMap<u64, Entry>>,
    caret: RefCell<Option<Caret>>,
    typing: RefCell<Option<Timeout>>,
    telling: RefCell<Option<Timeout>>,
    keeping: RefCell<Option<Timeout>>,
    again: RefCell<Option<Timeout>>,
    tries: Cell<u32>,
    synced: Cell<bool>,
    pulse: RefCell<Option<Interval>>,
    me: RefCell<Weak<Desk>>,
    selection: RefCell<Option<Closure<dyn Fn()>>>,
}

impl Desk {
    /// Opens the desk, and the connection.
    pub(super) fn open(meeting: MeetingId, reader: PersonId, access: Access, changed: Callback<()>) -> Rc<Self> {
        let client = random_client();
        let mut replica = Replica::new(client, milliseconds);
        let mut words = Words::new();
        if access == Access::Write {
            for kept in keep::take(meeting, reader) {
                // Written on this device before, and never stored.
                let _ = replica.restore(&kept.update);
                words.extend(kept.words);
            }
        }
        let desk = Rc::new(Self {
            meeting,
            reader,
            writes: access == Access::Write,
            agenda: RwSignal::new(Vec::new()),
            titles: RwSignal::new(BTreeMap::new()),
            decisions: RwSignal::new(Vec::new()),
            fields: RwSignal::new(BTreeMap::new()),
            standing: RwSignal::new(Standing::Opening),
            kept: RwSignal::new(true),
            others: RwSignal::new(Vec::new()),
            news: RwSignal::new(String::new()),
            can: RwSignal::new((false, false)),
            selected: RwSignal::new(None),
            changed,
            replica: RefCell::new(replica),
            words: RefCell::new(words),
            bound: RefCell::default(),
            socket: RefCell::default(),
            client,
            clock: Cell::new(1),
            states: RefCell::default(),
            caret: RefCell::default(),
            typing: RefCell::default(),
            telling: RefCell::default(),
            keeping: RefCell::default(),
            again: RefCell::default(),
            tries: Cell::new(0),
            synced: Cell::new(false),
            pulse: RefCell::default(),
            me: RefCell::default(),
            selection: RefCell::default(),
        });
        *desk.me.borrow_mut() = Rc::downgrade(&desk);
        desk.keep_now();
        desk.listen();
        desk.connect();
        desk
    }

    fn me(&self) -> Weak<Self> {
        self.me.borrow().clone()
    }

    /// The page is left.
    pub(super) fn leave(&self) {
        self.keep_now();
        self.pulse.take();
        self.again.take();
        self.socket.take();
        if let Some(listener) = self.selection.take() {
            let _ =
                document().remove_event_listener_with_callback("selectionchange", listener.as_ref().unchecked_ref());
        }
    }

    fn listen(&self) {
        let me = self.me();
        let listener = Closure::<dyn Fn()>::new(move || {
            if let Some(desk) = me.upgrade() {
                desk.look_at_selection();
            }
        });
        let _ = document().add_event_listener_with_callback("selectionchange", listener.as_ref().unchecked_ref());
        *self.selection.borrow_mut() = Some(listener);
        let me = self.me();
        // Others take silence for absence.
        *self.pulse.borrow_mut() = Some(Interval::new(15_000, move || {
            if let Some(desk) = me.upgrade() {
                desk.tell_presence();
            }
        }));
    }
}

/// The clock that groups what is undone at once.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970")]
fn milliseconds() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The document's type, by the crate that reads it.
pub(super) mod yrs_doc {
    pub(in crate::components::editor) use ::minutes::Doc;
}
