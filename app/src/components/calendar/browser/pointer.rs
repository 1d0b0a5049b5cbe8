//! A pointer that moves and goes up.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::{carry, dom, press};
use crate::components::calendar::{desk::Desk, drag::Grip};

/// The pointer moves: what is pressed may become a drag, what is held follows.
pub(super) fn moved(desk: Desk, event: &PointerEvent) {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    if desk.board.with_value(|board| board.press.is_some()) {
        press::moved(desk, x, y);
    }
    // A mouse says where it is more often than there are frames: the next frame takes the last word.
    let dragging = desk.board.try_update_value(|board| {
        let dragging = board.is_dragging();
        board.heard = dragging.then_some((x, y)).or(board.heard);
        dragging
    });
    if dragging == Some(true) {
        event.prevent_default();
    }
}

/// What is held follows the pointer to where it was heard last.
pub(super) fn follow(desk: Desk) {
    if let Some((x, y)) = desk.board.try_update_value(|board| board.heard.take()).flatten() {
        point(desk, x, y);
    }
}

/// What is held goes to a point of the screen.
pub(super) fn point(desk: Desk, x: f64, y: f64) {
    let seats = desk.board.with_value(|board| board.held.as_ref().is_some_and(|held| held.drag.grip == Grip::Seat));
    let join = if seats { session_under(desk, x, y) } else { None };
    carry::change(desk, |held, columns| {
        held.pointer = (x, y);
        // A child may be anywhere on its way to the grid; everything else came from it.
        let at = held.geometry.at(x, y, !seats);
        let (was_inside, was_join) = (held.inside, held.join);
        held.inside = at.is_some();
        held.join = join.map(|(id, _)| id).filter(|_| held.inside);
        let Some((n, minute)) = at else { return was_inside };
        let Some(over) = columns.get(n) else { return false };
        let moved = held.drag.point(*over, minute);
        if let Some((_, slot)) = join {
            held.drag.settle(slot);
        }
        moved || was_inside != held.inside || was_join != held.join
    });
    if seats {
        let root = desk.board.with_value(|board| board.root.clone());
        if let Some(tag) = root.and_then(|root| dom::find(&root, ".cal-tag")) {
            dom::set(&tag, "--x", &format!("{x}px"));
            dom::set(&tag, "--y", &format!("{y}px"));
        }
    }
}

/// The session under the pointer that a child could be put into, and its start.
fn session_under(desk: Desk, x: f64, y: f64) -> Option<(domain::SessionId, u16)> {
    #[expect(clippy::cast_possible_truncation, reason = "a point of the screen")]
    let under = document().elements_from_point(x as f32, y as f32);
    // While something is dragged, what keeps the hand's cursor lies above everything.
    let block = under.iter().find_map(|one| one.dyn_into::<Element>().ok()?.closest(".ses").ok()?)?;
    let id = dom::session_of(&block)?;
    let session = desk.session(id)?;
    desk.now(|sheet| sheet.may_move(&session.plan)).then_some((id, session.plan.slot.start))
}

/// The pointer goes up: what is held is put down.
pub(super) fn up(desk: Desk, event: &PointerEvent) {
    desk.board.update_value(|board| board.press = None);
    if desk.board.with_value(super::Board::is_dragging) {
        event.prevent_default();
        follow(desk);
        carry::put_down(desk);
    }
}

/// The browser has taken the pointer away.
pub(super) fn cancel(desk: Desk) {
    desk.board.update_value(|board| board.press = None);
    if desk.board.with_value(super::Board::is_dragging) {
        carry::give_up(desk);
    }
}
