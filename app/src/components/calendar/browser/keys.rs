//! The grid by keys: from session to session, pick up, put down.

use domain::time::STEP;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::{
    board,
    carry::{self, PickUp},
    dom,
};
use crate::{
    components::calendar::{column::Column, desk::Desk, drag::Grip},
    i18n::td_string,
};

const HOUR: i32 = 60;

/// A key anywhere on the page: Escape lets a pointer's drag go, Ctrl+Z takes the last change back.
pub(super) fn anywhere(desk: Desk, event: &KeyboardEvent) {
    if event.key() == "Escape" && desk.board.with_value(super::Board::is_dragging) {
        event.prevent_default();
        carry::give_up(desk);
        return;
    }
    let undo =
        event.code() == "KeyZ" && (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
    let writing = dom::closest(event.target(), "input, textarea, select, dialog").is_some();
    if undo && !writing && desk.can_undo() {
        event.prevent_default();
        desk.undo();
    }
}

/// A key in the calendar.
pub(super) fn down(desk: Desk, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.is_composing() {
        return;
    }
    let carrying = desk.board.with_value(|board| board.held.as_ref().is_some_and(|held| held.by_keys));
    let used = if carrying {
        carry_key(desk, event)
    } else if super::ghosts::key(desk, event) {
        true
    } else if let Some(node) = dom::closest(event.target(), ".ses") {
        session_key(desk, event, &node)
    } else {
        false
    };
    if used {
        event.prevent_default();
    }
}

/// While something is carried, a space presses no button.
pub(super) fn up(desk: Desk, event: &KeyboardEvent) {
    let carrying = desk.board.with_value(|board| board.held.is_some());
    if event.key() == " " && carrying && dom::closest(event.target(), ".ses").is_some() {
        event.prevent_default();
    }
}

fn carry_key(desk: Desk, event: &KeyboardEvent) -> bool {
    let (shift, alt) = (event.shift_key(), event.alt_key());
    let step = |direction: i32| {
        carry::change(desk, move |held, _| {
            let resize = held.drag.grip == Grip::Resize;
            if alt || resize {
                held.drag.stretch(direction * i32::from(STEP));
            } else {
                held.drag.slide(direction * if shift { HOUR } else { i32::from(STEP) });
            }
            true
        });
    };
    let across = |direction: isize| {
        carry::change(desk, move |held, columns| match beside(columns, held.drag.over, direction) {
            Some(column) => {
                held.drag.across(column);
                true
            }
            None => false,
        });
    };
    match event.key().as_str() {
        "ArrowUp" => step(-1),
        "ArrowDown" => step(1),
        "ArrowLeft" => across(-1),
        "ArrowRight" => across(1),
        "Enter" => carry::put_down(desk),
        " " => {}
        "Escape" => {
            carry::give_up(desk);
        }
        "Tab" => {
            carry::give_up(desk);
            return false;
        }
        _ => return event.code() == "KeyM",
    }
    true
}

fn beside(columns: &[Column], from: Column, direction: isize) -> Option<Column> {
    let at = columns.iter().position(|column| *column == from)?;
    columns.get(at.checked_add_signed(direction)?).copied()
}

fn session_key(desk: Desk, event: &KeyboardEvent, node: &HtmlElement) -> bool {
    match event.key().as_str() {
        "ArrowUp" => go(desk, node, |column| step(&column, node, -1)),
        "ArrowDown" => go(desk, node, |column| step(&column, node, 1)),
        "ArrowLeft" => go_across(desk, node, -1),
        "ArrowRight" => go_across(desk, node, 1),
        "Home" => go(desk, node, |column| column.first().cloned()),
        "End" => go(desk, node, |column| column.last().cloned()),
        // What cannot be moved is opened, as the space bar opens everything.
        "Enter" if node.class_list().contains("movable") => pick_up(desk, node),
        _ if event.code() == "KeyM" && !event.alt_key() => pick_up(desk, node),
        _ => return false,
    }
    true
}

fn step(column: &[HtmlElement], node: &HtmlElement, direction: isize) -> Option<HtmlElement> {
    let at = column.iter().position(|other| other.is_same_node(Some(node)))?;
    column.get(at.checked_add_signed(direction)?).cloned()
}

/// The sessions of a column that are what is looked for.
fn sessions_of(scroll: &HtmlElement, column: usize) -> Vec<HtmlElement> {
    dom::find_all(scroll, &format!("[data-col=\"{column}\"] .ses:not(.miss)"))
}

fn go(desk: Desk, node: &HtmlElement, choose: impl FnOnce(Vec<HtmlElement>) -> Option<HtmlElement>) {
    let Some(scroll) = desk.board.with_value(|board| board.scroll.clone()) else { return };
    let Some(column) = dom::column_of(node) else { return };
    if let Some(next) = choose(sessions_of(&scroll, column)) {
        board::take_focus(&scroll, &next);
    }
}

/// To the session nearest in time in the next column that has any.
fn go_across(desk: Desk, node: &HtmlElement, direction: isize) {
    let (Some(scroll), count) = desk.board.with_value(|board| (board.scroll.clone(), board.columns.len())) else {
        return;
    };
    let Some(mut column) = dom::column_of(node) else { return };
    while let Some(next) = column.checked_add_signed(direction).filter(|next| *next < count) {
        column = next;
        let top = node.offset_top();
        if let Some(nearest) = sessions_of(&scroll, column).iter().min_by_key(|other| (other.offset_top() - top).abs())
        {
            return board::take_focus(&scroll, nearest.unchecked_ref());
        }
    }
}

fn pick_up(desk: Desk, node: &HtmlElement) {
    let session = dom::session_of(node).and_then(|id| desk.session(id));
    let (Some(session), Some(column)) = (session, dom::column_of(node)) else { return };
    let locale = desk.locale_now();
    if !desk.now(|sheet| sheet.may_move(&session.plan)) {
        return desk.say(td_string!(locale, calendar.not_movable));
    }
    let minute = i32::from(session.plan.slot.start);
    let (plan, version) = (session.plan, session.version);
    let pick_up = PickUp { grip: Grip::Move, plan, version, column, minute, child: None, by_keys: true };
    if carry::begin(desk, pick_up) {
        desk.say(td_string!(locale, calendar.picked_up));
    }
}
