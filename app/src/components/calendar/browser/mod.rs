//! The grid in the browser: one board keeps what is shown and what is picked up; events are heard at the root.
//!
//! The board is borrowed for moments only, never while something of the desk is called that may come back to it.

mod band;
mod board;
mod carry;
mod dom;
mod geometry;
mod ghost;
mod ghosts;
mod hand;
mod keys;
mod others;
mod pointer;
mod press;
mod shades;
mod sift;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::desk::Desk;

pub use board::{Board, focus_first_hit, made, redraw};
pub use ghosts::{focus_by_id, focus_if_lost, focus_proposal, repaint as repaint_ghosts, show_again};
pub use others::{held_by, held_lately};

/// Seconds between two looks at the clock.
const TICK: u32 = 20;

/// A listener that is kept as long as the board.
type Listener = Closure<dyn Fn(Event)>;

fn listen<E: JsCast>(target: &EventTarget, name: &str, call: impl Fn(E) + 'static) -> Listener {
    let closure = Listener::new(move |event: Event| call(event.unchecked_into::<E>()));
    let options = web_sys::AddEventListenerOptions::new();
    // A drag must be able to keep the page from scrolling.
    options.set_passive(false);
    let hears = closure.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(name, hears, &options);
    closure
}

/// Makes the grid alive. `root` hears the events, `scroll` holds the grid.
pub fn mount(desk: Desk, root: NodeRef<html::Div>, scroll: NodeRef<html::Div>) {
    Effect::new(move |before: Option<()>| {
        let (address, locale) = (desk.address.get(), desk.locale());
        desk.laid.track();
        let (Some(root), Some(scroll)) = (root.get(), scroll.get()) else { return };
        if before.is_none() {
            let (root, scroll): (HtmlElement, HtmlElement) = (root.into(), scroll.into());
            let listeners = hear(desk, &root, &scroll);
            desk.board.update_value(|board| board.mount(root, scroll, listeners));
        }
        if desk.now(|sheet| sheet.covers(address.bounds(sheet.today()))) {
            board::show(desk, address, locale);
        } else {
            desk.fetch();
        }
    });
    Effect::new(move |before: Option<()>| {
        let filter = desk.filter.get();
        // What the server has painted is marked already.
        if before.is_some() {
            desk.look_for(filter);
            board::mark(desk);
        }
    });
    let started = js_sys::Date::now();
    let first = desk.now(|sheet| sheet.context.now);
    let since = StoredValue::new((started, first));
    Effect::new(move |_| {
        desk.laid.track();
        since.set_value((js_sys::Date::now(), desk.now(|sheet| sheet.context.now)));
    });
    let clock = StoredValue::new_local(Some(gloo_timers::callback::Interval::new(TICK * 1000, move || {
        if let Some((at, moment)) = since.try_get_value() {
            board::tick(desk, at, moment);
        }
    })));
    let undo = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && band::is_held(desk) {
            band::give_up(desk);
        }
        keys::anywhere(desk, &event);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| sift::again(desk));
    on_cleanup(move || {
        resized.remove();
        undo.remove();
        clock.update_value(|clock| drop(clock.take()));
    });
}

/// When the panel that is being built is gone and no other has taken its place, the focus goes back to its session, or
/// to what had it before.
pub fn give_focus_back(desk: Desk) {
    let session = desk.panel.with_untracked(|panel| panel.as_ref().and_then(super::desk::Panel::session));
    let opener = dom::focused().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    desk.board.update_value(|board| (board.opener, board.made) = (board.opener.take().or(opener), None));
    on_cleanup(move || {
        request_animation_frame(move || {
            if desk.panel.try_with_untracked(Option::is_none) != Some(true) {
                return;
            }
            let kept = desk.board.try_update_value(|board| (board.opener.take(), board.made.take()));
            let (opener, made) = kept.unwrap_or_default();
            match (session.or(made), opener) {
                (Some(id), _) => board::focus(desk, id),
                (None, Some(opener)) => {
                    let _ = opener.focus();
                }
                _ => {}
            }
        });
    });
}

fn hear(desk: Desk, root: &HtmlElement, scroll: &HtmlElement) -> Vec<Listener> {
    vec![
        listen(root, "pointerdown", move |event: PointerEvent| {
            if !band::down(desk, &event) {
                press::down(desk, &event);
            }
        }),
        listen(root, "pointermove", move |event: PointerEvent| {
            if !band::moved(desk, &event) {
                pointer::moved(desk, &event);
            }
        }),
        listen(root, "pointerup", move |event: PointerEvent| {
            if !band::up(desk, &event) {
                pointer::up(desk, &event);
            }
        }),
        listen(root, "pointercancel", move |_: PointerEvent| {
            band::give_up(desk);
            pointer::cancel(desk);
        }),
        listen(root, "touchmove", move |event: Event| {
            if desk.board.with_value(Board::is_dragging) || band::is_held(desk) {
                event.prevent_default();
            }
        }),
        listen(root, "contextmenu", move |event: Event| {
            if desk.board.with_value(Board::is_touched) {
                event.prevent_default();
            }
        }),
        listen(root, "click", move |event: MouseEvent| {
            band::click(desk, &event);
            press::click(desk, &event);
        }),
        listen(root, "keydown", move |event: KeyboardEvent| {
            if !band::key(desk, &event) {
                keys::down(desk, &event);
            }
        }),
        listen(root, "keyup", move |event: KeyboardEvent| keys::up(desk, &event)),
        listen(scroll, "scroll", move |_: Event| {
            press::scrolled(desk);
            sift::scrolled(desk);
        }),
    ]
}
