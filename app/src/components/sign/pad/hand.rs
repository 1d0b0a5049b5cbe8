//! The pointer over the field. A point is a few characters more in one attribute: nothing is rendered anew.

use std::fmt::Write as _;

use domain::document::Strokes;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::{
    Pad, Touch,
    thin::{self, Place, Point},
};

/// How far the pointer must move for another point, in units: a third of a pixel on a phone.
const STEP: f64 = 0.8;

pub(super) fn hears(pad: Pad, touch: Touch, event: &PointerEvent) {
    match touch {
        Touch::Down => down(pad, event),
        Touch::Move => moved(pad, event),
        Touch::Up | Touch::Lost => {
            if pad.hand.with_value(|hand| hand.pointer == Some(event.pointer_id())) {
                if touch == Touch::Up {
                    event.prevent_default();
                    follow(pad, event);
                }
                end(pad);
            }
        }
    }
}

fn down(pad: Pad, event: &PointerEvent) {
    // A right click, a second finger.
    if event.button() != 0 || !event.is_primary() || pad.hand.with_value(|hand| hand.pointer.is_some()) {
        return;
    }
    let Some(field) = pad.field.get_untracked() else { return };
    let kind = event.pointer_type();
    let is_palm = kind == "touch" && pad.hand.with_value(|hand| hand.pen);
    if is_palm {
        return;
    }
    // Neither a selection of text nor a picture that is dragged.
    event.prevent_default();
    let field: &Element = field.as_ref();
    let _ = field.set_pointer_capture(event.pointer_id());
    let rect = field.get_bounding_client_rect();
    pad.hand.update_value(|hand| {
        hand.pointer = Some(event.pointer_id());
        hand.pen |= kind == "pen";
        // Where the field is now: the page may have been scrolled, the phone turned.
        hand.place = Place { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() };
        hand.drawn.clear();
        hand.path = pad.strokes.with_untracked(Strokes::path);
    });
    follow(pad, event);
}

fn moved(pad: Pad, event: &PointerEvent) {
    if pad.hand.with_value(|hand| hand.pointer != Some(event.pointer_id())) {
        return;
    }
    event.prevent_default();
    let all = between(event);
    if all.is_empty() {
        follow(pad, event);
    }
    for event in all {
        follow(pad, &event);
    }
}

/// What the pointer has passed since the last frame. Not every browser says so.
fn between(event: &PointerEvent) -> Vec<PointerEvent> {
    let known = js_sys::Reflect::get(event, &"getCoalescedEvents".into()).is_ok_and(|method| method.is_function());
    if !known {
        return Vec::new();
    }
    event.get_coalesced_events().iter().filter_map(|event| event.dyn_into().ok()).collect()
}

/// The line goes on to where the pointer is.
fn follow(pad: Pad, event: &PointerEvent) {
    pad.hand.update_value(|hand| {
        let point = hand.place.point(f64::from(event.client_x()), f64::from(event.client_y()));
        let far = |(x, y): Point| (point.0 - x).hypot(point.1 - y) >= STEP;
        if !hand.drawn.last().is_none_or(|last| far(*last)) {
            return;
        }
        // The point to which the dot at the beginning goes is itself.
        let (x, y) = thin::rounded(point);
        let _ =
            if hand.drawn.is_empty() { write!(hand.path, "M{x} {y}L{x} {y}") } else { write!(hand.path, "L{x} {y}") };
        hand.drawn.push(point);
        show(pad, &hand.path);
    });
}

/// The stroke that is being drawn is over, and kept.
pub(super) fn end(pad: Pad) {
    let drawn = pad.hand.try_update_value(|hand| hand.pointer.take().map(|_| std::mem::take(&mut hand.drawn)));
    let Some(drawn) = drawn.flatten() else { return };
    let mut strokes = pad.strokes.get_untracked();
    if thin::keep(&mut strokes, &drawn) {
        show(pad, &strokes.path());
        pad.strokes.set(strokes);
    } else {
        show(pad, &strokes.path());
    }
}

fn show(pad: Pad, path: &str) {
    if let Some(ink) = pad.ink.get_untracked() {
        let _ = ink.set_attribute("d", path);
    }
}
