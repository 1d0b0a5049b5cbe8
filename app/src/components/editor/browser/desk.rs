//! What the editor stands on: the replica, the connection, and the text areas that are bound to it.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use ::minutes::{
    Decision, Replica, Splice,
    presence::{self, Caret, Entry, Presence, User},
    read,
    replica::Changes,
    splice,
    wire::Message,
    write::{self, Area},
};
use domain::{DecisionId, ItemId, MeetingId, PersonId, minutes::Access};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlTextAreaElement;

use super::{carets, keep, socket::Socket};

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
    /// One may not any more, or is signed out.
    Ended,
}

impl Standing {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Saved => "saved",
            Self::Saving => "saving",
            Self::Offline => "offline",
            Self::Frozen => "frozen",
            Self::Ended => "ended",
        }
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
    pub(super) others: RwSignal<Vec<Other>>,
    /// What a screen reader is told.
    pub(super) news: RwSignal<String>,
    pub(super) can: RwSignal<(bool, bool)>,
    /// The area in which the caret stands, and what is selected there.
    pub(super) selected: RwSignal<Option<(Area, String)>>,
    changed: Callback<()>,
    replica: RefCell<Replica>,
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
        if access == Access::Write {
            for kept in keep::take_kept(meeting, reader) {
                // Written on this device before, and never stored.
                let _ = replica.restore(&kept);
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
            others: RwSignal::new(Vec::new()),
            news: RwSignal::new(String::new()),
            can: RwSignal::new((false, false)),
            selected: RwSignal::new(None),
            changed,
            replica: RefCell::new(replica),
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

    // ---- The connection

    fn connect(&self) {
        let address = format!("/live/minutes/{}?ack=1", self.meeting);
        let (opened, heard, closed) = (self.me(), self.me(), self.me());
        let socket = Socket::open(
            &address,
            move || {
                if let Some(desk) = opened.upgrade() {
                    desk.opened();
                }
            },
            move |bytes| {
                if let Some(desk) = heard.upgrade() {
                    desk.heard(&bytes);
                }
            },
            move |code| {
                if let Some(desk) = closed.upgrade() {
                    desk.closed(code);
                }
            },
        );
        *self.socket.borrow_mut() = socket;
    }

    fn opened(&self) {
        self.tries.set(0);
        let vector = self.replica.borrow_mut().connect();
        self.send(&Message::Step1(vector));
        self.tell_presence();
    }

    /// The network is gone: nobody waits for the connection to notice.
    pub(super) fn lost(&self) {
        if self.socket.take().is_some() {
            self.closed(1006);
        }
    }

    /// The network is back.
    pub(super) fn come_back(&self) {
        if self.standing.get_untracked() == Standing::Offline {
            self.again.take();
            self.connect();
        }
    }

    fn closed(&self, code: u16) {
        self.replica.borrow_mut().disconnect();
        self.states.borrow_mut().clear();
        self.show_others();
        self.keep_now();
        match code {
            4409 => {
                self.standing.set(Standing::Frozen);
                self.changed.run(());
            }
            4401 | 4403 | 4404 => {
                self.standing.set(Standing::Ended);
                self.changed.run(());
            }
            _ => {
                self.standing.set(Standing::Offline);
                let tries = self.tries.get();
                self.tries.set(tries + 1);
                // A second, two, four: at most fifteen, and not all at the same moment.
                let wait = (1000_u32 << tries.min(4)).min(15_000) + u32::from(random_byte()) * 2;
                let me = self.me();
                *self.again.borrow_mut() = Some(Timeout::new(wait, move || {
                    if let Some(desk) = me.upgrade() {
                        desk.connect();
                    }
                }));
            }
        }
    }

    fn send(&self, message: &Message) {
        if let Some(socket) = &*self.socket.borrow() {
            socket.send(&message.encode());
        }
    }

    fn heard(&self, bytes: &[u8]) {
        let Ok(message) = Message::decode(bytes) else { return };
        match message {
            Message::Step1(vector) => {
                let answer = self.replica.borrow_mut().answer(&vector);
                if let Ok(answer) = answer {
                    self.send(&Message::Step2(answer));
                }
            }
            Message::Step2(update) | Message::Update(update) => {
                let _ = self.replica.borrow_mut().receive(&update);
                self.synced.set(true);
                self.take_changes();
                self.show_standing();
            }
            Message::Stored(count) => {
                self.replica.borrow_mut().stored(count);
                self.flush();
                self.keep_soon();
                self.show_standing();
            }
            Message::Presence(states) => self.hear_presence(&states),
            Message::WhoIsHere => self.tell_presence(),
            Message::Denied(_) => {}
        }
    }

    /// Sends what is to be sent.
    fn flush(&self) {
        loop {
            let next = self.replica.borrow_mut().to_send();
            let Some(bytes) = next else { return };
            self.send(&Message::Update(bytes));
        }
    }

    fn show_standing(&self) {
        let now = self.standing.get_untracked();
        if matches!(now, Standing::Frozen | Standing::Ended) {
            return;
        }
        let open = self.socket.borrow().as_ref().is_some_and(Socket::is_open);
        let standing = match (open, self.synced.get(), self.replica.borrow().is_saved()) {
            (false, ..) => Standing::Offline,
            (true, false, _) => Standing::Opening,
            (true, true, true) => Standing::Saved,
            (true, true, false) => Standing::Saving,
        };
        if standing != now {
            self.standing.set(standing);
        }
    }

    // ---- What is kept on the device

    fn keep_soon(&self) {
        let me = self.me();
        *self.keeping.borrow_mut() = Some(Timeout::new(250, move || {
            if let Some(desk) = me.upgrade() {
                desk.keep_now();
            }
        }));
    }

    pub(super) fn keep_now(&self) {
        if !self.writes {
            return;
        }
        let pending = self.replica.borrow().pending();
        match pending {
            Some(bytes) => keep::keep(self.meeting, self.reader, self.client, &bytes),
            None => keep::forget(self.meeting, self.reader, self.client),
        }
    }

    // ---- Writing

    /// Does something to the document as one step that can be undone.
    pub(super) fn write<T>(&self, write: impl FnOnce(&yrs_doc::Doc) -> T) -> T {
        let done = {
            let mut replica = self.replica.borrow_mut();
            replica.pause();
            let done = write(replica.doc());
            replica.pause();
            done
        };
        self.after_writing();
        done
    }

    fn after_writing(&self) {
        self.take_changes();
        self.flush();
        self.keep_soon();
        self.show_standing();
    }

    /// Takes one's last edit back, or does it again.
    pub(super) fn undo(&self, back: bool) {
        if !self.writes {
            return;
        }
        {
            let mut replica = self.replica.borrow_mut();
            if back {
                replica.undo()
            } else {
                replica.redo()
            };
        }
        self.after_writing();
    }

    /// A text of the document.
    pub(super) fn text(&self, area: Area) -> String {
        read::area(self.replica.borrow().doc(), area).unwrap_or_default()
    }

    /// All that stands in the document.
    pub(super) fn minutes(&self) -> ::minutes::Minutes {
        ::minutes::read(self.replica.borrow().doc())
    }

    /// A text area shows a text from now on.
    pub(super) fn bind(&self, area: Area, node: HtmlTextAreaElement) {
        let text = self.text(area);
        node.set_value(&text);
        carets::fit(&node);
        self.bound.borrow_mut().insert(area, Bound { node, text, composing: false, queue: Vec::new() });
        self.draw_carets(area);
    }

    pub(super) fn unbind(&self, area: Area) {
        self.bound.borrow_mut().remove(&area);
    }

    /// Something was typed, pasted, corrected or composed in an area.
    pub(super) fn typed(&self, area: Area) {
        let edit = {
            let mut bound = self.bound.borrow_mut();
            let Some(bound) = bound.get_mut(&area) else { return };
            let value = bound.node.value();
            let Some(mut edit) = splice(&bound.text, &value) else { return };
            bound.text = value;
            // Others have written meanwhile what the area does not show yet.
            for other in &mut bound.queue {
                let before = edit.clone();
                edit = over(&edit, other);
                *other = over(other, &before);
            }
            carets::fit(&bound.node);
            edit
        };
        write::edit(self.replica.borrow().doc(), area, &edit);
        self.replica.borrow_mut().changes();
        self.note_title(area);
        self.flush();
        self.keep_soon();
        self.show_standing();
        self.can.set(self.replica.borrow().can());
        self.set_typing();
        self.draw_carets(area);
    }

    /// An input method begins or ends composing in an area.
    pub(super) fn composing(&self, area: Area, composing: bool) {
        if !composing {
            self.typed(area);
        }
        let queue = {
            let mut bound = self.bound.borrow_mut();
            let Some(bound) = bound.get_mut(&area) else { return };
            bound.composing = composing;
            std::mem::take(&mut bound.queue)
        };
        if !composing && !queue.is_empty() {
            self.refresh(area, &queue);
        }
    }

    /// Shows what others, or undo, have done.
    fn take_changes(&self) {
        let Changes { texts, agenda, decisions } = self.replica.borrow_mut().changes();
        for (area, edits) in texts {
            let waits = {
                let mut bound = self.bound.borrow_mut();
                match bound.get_mut(&area) {
                    Some(bound) if bound.composing => {
                        bound.queue.extend(edits.iter().cloned());
                        true
                    }
                    _ => false,
                }
            };
            if !waits {
                self.refresh(area, &edits);
            }
        }
        if agenda || decisions {
            self.refresh_records();
        }
        self.can.set(self.replica.borrow().can());
    }

    /// Puts the text into its area again; the caret stays where it was among the letters.
    fn refresh(&self, area: Area, edits: &[Splice]) {
        let text = self.text(area);
        {
            let mut bound = self.bound.borrow_mut();
            if let Some(bound) = bound.get_mut(&area)
                && bound.text != text
            {
                let focused = document()
                    .active_element()
                    .is_some_and(|active| active == *bound.node.unchecked_ref::<web_sys::Element>());
                let range = (bound.node.selection_start().ok().flatten(), bound.node.selection_end().ok().flatten());
                let scroll = bound.node.scroll_top();
                bound.node.set_value(&text);
                if let (true, (Some(start), Some(end))) = (focused, range) {
                    let carry = |caret: u32| edits.iter().fold(caret, |caret, edit| edit.carry(caret));
                    let _ = bound.node.set_selection_range(carry(start), carry(end));
                }
                bound.node.set_scroll_top(scroll);
                bound.text = text;
                carets::fit(&bound.node);
            }
        }
        self.note_title(area);
        self.draw_carets(area);
    }

    /// Lines and decisions were added, moved, taken away, or changed.
    fn refresh_records(&self) {
        let minutes = self.minutes();
        let ids: Vec<ItemId> = minutes.agenda.iter().map(|item| item.id).collect();
        self.titles.set(minutes.agenda.iter().map(|item| (item.id, item.title.clone())).collect());
        if self.agenda.get_untracked() != ids {
            self.agenda.set(ids);
        }
        let ids: Vec<DecisionId> = minutes.decisions.iter().map(|decision| decision.id).collect();
        self.fields.set(minutes.decisions.into_iter().map(|decision| (decision.id, decision)).collect());
        if self.decisions.get_untracked() != ids {
            self.decisions.set(ids);
        }
        // A record that came back, or came whole, has its text at once.
        let areas: Vec<Area> = self.bound.borrow().keys().copied().collect();
        for area in areas {
            if !self.bound.borrow().get(&area).is_some_and(|bound| bound.composing) {
                self.refresh(area, &[]);
            }
        }
    }

    fn note_title(&self, area: Area) {
        if let Area::Title(id) = area {
            let text = self.text(area);
            self.titles.update(|titles| {
                titles.insert(id, text);
            });
        }
    }

    // ---- Who is here

    fn look_at_selection(&self) {
        let active = document().active_element();
        let found = self.bound.borrow().iter().find_map(|(area, bound)| {
            let here = active.as_ref().is_some_and(|active| active == bound.node.unchecked_ref::<web_sys::Element>());
            here.then(|| (*area, bound.node.clone()))
        });
        let caret = found.as_ref().map(|(area, node)| {
            let (start, end) = (
                node.selection_start().ok().flatten().unwrap_or_default(),
                node.selection_end().ok().flatten().unwrap_or_default(),
            );
            Caret { area: name(*area), anchor: start, head: end }
        });
        if let Some((area, node)) = &found {
            let quote = caret.as_ref().map(|caret| cut(&node.value(), caret.anchor, caret.head)).unwrap_or_default();
            self.selected.set(Some((*area, quote)));
        }
        if *self.caret.borrow() == caret {
            return;
        }
        *self.caret.borrow_mut() = caret;
        self.tell_soon();
    }

    fn set_typing(&self) {
        let me = self.me();
        let fresh = self.typing.borrow().is_none();
        *self.typing.borrow_mut() = Some(Timeout::new(2000, move || {
            if let Some(desk) = me.upgrade() {
                desk.typing.take();
                desk.tell_presence();
            }
        }));
        if fresh {
            self.tell_soon();
        }
    }

    fn tell_soon(&self) {
        if self.telling.borrow().is_some() {
            return;
        }
        let me = self.me();
        *self.telling.borrow_mut() = Some(Timeout::new(80, move || {
            if let Some(desk) = me.upgrade() {
                desk.telling.take();
                desk.tell_presence();
            }
        }));
    }

    fn tell_presence(&self) {
        if !self.socket.borrow().as_ref().is_some_and(Socket::is_open) {
            return;
        }
        self.clock.set(self.clock.get() + 1);
        let state = Presence {
            user: User::default(),
            caret: self.caret.borrow().clone(),
            typing: self.typing.borrow().is_some(),
        };
        let entry = Entry { client: self.client, clock: self.clock.get(), state: serde_json::to_string(&state).ok() };
        self.send(&Message::Presence(presence::encode(&[entry])));
    }

    fn hear_presence(&self, bytes: &[u8]) {
        let Ok(entries) = presence::decode(bytes) else { return };
        {
            let mut states = self.states.borrow_mut();
            for entry in entries.into_iter().filter(|entry| entry.client != self.client) {
                if entry.state.is_some() {
                    states.insert(entry.client, entry);
                } else {
                    states.remove(&entry.client);
                }
            }
        }
        self.show_others();
    }

    fn show_others(&self) {
        let others: Vec<Other> = self
            .states
            .borrow()
            .values()
            .filter_map(|entry| serde_json::from_str::<Presence>(entry.state.as_deref()?).ok())
            .map(|presence| Other { user: presence.user, caret: presence.caret, typing: presence.typing })
            .collect();
        let before = self.others.get_untracked();
        if before == others {
            return;
        }
        let touched: Vec<Area> =
            before.iter().chain(&others).filter_map(|other| area_of(&other.caret.as_ref()?.area)).collect();
        self.others.set(others);
        for area in touched {
            self.draw_carets(area);
        }
    }

    /// Draws the carets of others over an area.
    pub(super) fn draw_carets(&self, area: Area) {
        let bound = self.bound.borrow();
        let Some(bound) = bound.get(&area) else { return };
        let named = name(area);
        self.others.with_untracked(|others| {
            let here: Vec<(&User, &Caret)> = others
                .iter()
                .filter_map(|other| Some((&other.user, other.caret.as_ref().filter(|caret| caret.area == named)?)))
                .collect();
            carets::draw(&bound.node, &bound.text, &here);
        });
    }

    /// Puts the focus into an area, at the end of its text.
    pub(super) fn focus(&self, area: Area) {
        let me = self.me();
        // The area may be made only now.
        request_animation_frame(move || {
            let Some(desk) = me.upgrade() else { return };
            let node = desk.bound.borrow().get(&area).map(|bound| bound.node.clone());
            if let Some(node) = node {
                let _ = node.focus();
                let end = node.text_length();
                let _ = node.set_selection_range(end, end);
            }
        });
    }
}

/// An edit as it is after another was made first.
fn over(edit: &Splice, other: &Splice) -> Splice {
    let (at, end) = (other.carry(edit.at), other.carry(edit.at + edit.removed));
    Splice { at, removed: end.saturating_sub(at), inserted: edit.inserted.clone() }
}

/// What stands between two places of a text.
fn cut(text: &str, from: u32, to: u32) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (from, to) = ((from as usize).min(units.len()), (to as usize).min(units.len()));
    units.get(from..to).map(String::from_utf16_lossy).unwrap_or_default()
}

/// What an area is called on the wire.
pub(super) fn name(area: Area) -> String {
    match area {
        Area::Title(id) => format!("title:{id}"),
        Area::Discussion(id) => format!("discussion:{id}"),
        Area::Proposals => "proposals".to_owned(),
        Area::Decision(id) => format!("decision:{id}"),
        Area::Responsible(id) => format!("responsible:{id}"),
    }
}

/// The area of this name.
pub(super) fn area_of(name: &str) -> Option<Area> {
    let Some((what, id)) = name.split_once(':') else { return (name == "proposals").then_some(Area::Proposals) };
    Some(match what {
        "title" => Area::Title(id.parse().ok()?),
        "discussion" => Area::Discussion(id.parse().ok()?),
        "decision" => Area::Decision(id.parse().ok()?),
        "responsible" => Area::Responsible(id.parse().ok()?),
        _ => return None,
    })
}

/// Random, of 53 bits at most: no two replicas may have the same.
fn random_client() -> u64 {
    let mut bytes = [0_u8; 8];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    (u64::from_le_bytes(bytes) >> 11).max(1)
}

/// The clock that groups what is undone at once.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970")]
fn milliseconds() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

fn random_byte() -> u8 {
    let mut bytes = [0_u8; 1];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes[0]
}

/// A new id: random, as the browser has no clock that others could trust.
pub(super) fn new_id() -> uuid::Uuid {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// The document's type, by the crate that reads it.
pub(super) mod yrs_doc {
    pub(in crate::components::editor) use ::minutes::Doc;
}
