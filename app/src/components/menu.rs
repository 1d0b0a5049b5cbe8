//! What menus have in common: a `details`, which opens without scripts, and closes as one expects.

use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, Node},
};

/// Closes a menu.
pub fn close(menu: NodeRef<html::Details>) {
    if let Some(menu) = menu.get_untracked() {
        menu.set_open(false);
    }
}

/// Escape closes a menu; whoever closed it with a key stays where it was opened.
pub fn on_key(menu: NodeRef<html::Details>, event: &ev::KeyboardEvent) {
    if event.key() != "Escape" {
        return;
    }
    let Some(menu) = menu.get_untracked().filter(leptos::web_sys::HtmlDetailsElement::open) else { return };
    menu.set_open(false);
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

/// A press anywhere else closes a menu.
pub fn close_from_outside(menu: NodeRef<html::Details>) {
    Effect::new(move || {
        let listener = window_event_listener(ev::pointerdown, move |event| {
            if let Some(menu) = menu.get_untracked() {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                if menu.open() && !menu.contains(target.as_ref()) {
                    menu.set_open(false);
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}
