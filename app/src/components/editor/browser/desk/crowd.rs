//! Who is here: one's own place, told to the others, and theirs.

use ::minutes::{
    presence::{self, Caret, Entry, Presence, User},
    wire::Message,
    write::Area,
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    Desk, Other,
    names::{area_of, name},
};
use crate::components::editor::browser::{carets, socket::Socket};

impl Desk {
    pub(super) fn look_at_selection(&self) {
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
            // A caret alone is the rule, and a text may be long.
            let marked = caret.as_ref().filter(|caret| caret.anchor != caret.head);
            let quote = marked.map(|caret| cut(&node.value(), caret.anchor, caret.head)).unwrap_or_default();
            self.selected.set(Some((*area, quote)));
        }
        if *self.caret.borrow() == caret {
            return;
        }
        *self.caret.borrow_mut() = caret;
        self.tell_soon();
    }

    pub(super) fn set_typing(&self) {
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

    pub(super) fn tell_soon(&self) {
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

    pub(super) fn tell_presence(&self) {
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

    pub(super) fn hear_presence(&self, bytes: &[u8]) {
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

    pub(super) fn show_others(&self) {
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
    pub(in super::super) fn draw_carets(&self, area: Area) {
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
}

/// What stands between two places of a text.
fn cut(text: &str, from: u32, to: u32) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (from, to) = ((from as usize).min(units.len()), (to as usize).min(units.len()));
    units.get(from..to).map(String::from_utf16_lossy).unwrap_or_default()
}
