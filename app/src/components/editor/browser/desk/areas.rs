//! Text areas bound to shared texts: what is typed goes into the document, what others write comes into the areas.

use ::minutes::{
    Splice, read,
    replica::Changes,
    splice,
    write::{self, Area},
};
use domain::{DecisionId, ItemId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::{Bound, Desk, name, yrs_doc};
use crate::components::editor::browser::carets;

impl Desk {
    /// Does something to the document as one step that can be undone.
    pub(in super::super) fn write<T>(&self, write: impl FnOnce(&yrs_doc::Doc) -> T) -> T {
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

    pub(super) fn after_writing(&self) {
        self.take_changes();
        self.flush();
        self.keep_soon();
        self.show_standing();
    }

    /// Takes one's last edit back, or does it again.
    pub(in super::super) fn undo(&self, back: bool) {
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
    pub(in super::super) fn text(&self, area: Area) -> String {
        read::area(self.replica.borrow().doc(), area).unwrap_or_default()
    }

    /// All that stands in the document.
    pub(in super::super) fn minutes(&self) -> ::minutes::Minutes {
        ::minutes::read(self.replica.borrow().doc())
    }

    /// A text area shows a text from now on.
    pub(in super::super) fn bind(&self, area: Area, node: HtmlTextAreaElement) {
        let text = self.text(area);
        node.set_value(&text);
        carets::fit(&node);
        self.bound.borrow_mut().insert(area, Bound { node, text, composing: false, queue: Vec::new() });
        self.draw_carets(area);
    }

    pub(in super::super) fn unbind(&self, area: Area) {
        self.bound.borrow_mut().remove(&area);
    }

    /// Something was typed, pasted, corrected or composed in an area.
    pub(in super::super) fn typed(&self, area: Area) {
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
        self.note_words(area, &edit.inserted);
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
    pub(in super::super) fn composing(&self, area: Area, composing: bool) {
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
    pub(super) fn take_changes(&self) {
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
    pub(super) fn refresh(&self, area: Area, edits: &[Splice]) {
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
    pub(super) fn refresh_records(&self) {
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

    /// Remembers words until they are stored: should they never be, they can still be read and copied.
    fn note_words(&self, area: Area, inserted: &str) {
        if inserted.is_empty() {
            return;
        }
        let named = name(area);
        let mut words = self.words.borrow_mut();
        match words.last_mut() {
            Some((last, text)) if *last == named => text.push_str(inserted),
            _ => words.push((named, inserted.to_owned())),
        }
    }

    pub(super) fn note_title(&self, area: Area) {
        if let Area::Title(id) = area {
            let text = self.text(area);
            self.titles.update(|titles| {
                titles.insert(id, text);
            });
        }
    }

    /// Puts the focus into an area, at the end of its text.
    pub(in super::super) fn focus(&self, area: Area) {
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
