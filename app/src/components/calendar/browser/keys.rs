//! The grid by keys: from session to session, pick up, put down.

use domain::time::STEP;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::{
    board,
    carry::{self, Means, PickUp},
    dom,
};
use crate::{
    components::calendar::{column::Column, desk::Desk, drag::Grip, fit, sheet::Sheet},
    i18n::td_string,
};

/// How far an arrow goes with Shift, in minutes.
pub(super) const HOUR: i32 = 60;

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
    let carrying = desk.board.with_value(|board| board.held.as_ref().is_some_and(super::carry::Held::by_keys));
    let used = if carrying {
        carry_key(desk, event)
    } else if super::ghosts::key(desk, event) {
        true
    } else if let Some(node) = dom::closest(event.target(), ".ses") {
        session_key(desk, event, &node)
    } else if let Some(node) = dom::closest(event.target(), ".need") {
        event.key() == "Enter" && pick_child_up(desk, &node)
    } else {
        is_grid(desk, event) && (event.key() == "Enter" || event.code() == "KeyN") && begin_new(desk, None)
    };
    if used {
        event.prevent_default();
    }
}

/// The grid itself has the focus, and none of its sessions.
fn is_grid(desk: Desk, event: &KeyboardEvent) -> bool {
    let scroll = desk.board.with_value(|board| board.scroll.clone());
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    scroll.is_some_and(|scroll| scroll.is_same_node(target.as_ref()))
}

/// While something is carried, a space presses no button.
pub(super) fn up(desk: Desk, event: &KeyboardEvent) {
    let carrying = desk.board.with_value(|board| board.held.is_some());
    if event.key() == " " && carrying && dom::closest(event.target(), ".ses, .need").is_some() {
        event.prevent_default();
    }
}

fn carry_key(desk: Desk, event: &KeyboardEvent) -> bool {
    let (shift, alt) = (event.shift_key(), event.alt_key());
    let step = |direction: i32| {
        carry::change(desk, move |held, _| {
            held.join = None;
            let resize = held.drag.grip == Grip::Resize || (alt && held.drag.grip != Grip::Seat);
            if resize {
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
                held.join = None;
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
        "PageDown" => to_session(desk, true),
        "PageUp" => to_session(desk, false),
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
        _ if event.code() == "KeyN" && !event.alt_key() => return begin_new(desk, Some(node)),
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
    let pick_up = PickUp { grip: Grip::Move, plan, version, column, minute, child: None, means: Means::Keys };
    if carry::begin(desk, pick_up) {
        desk.say(td_string!(locale, calendar.picked_up));
    }
}

/// A new session is begun: behind the one that has the focus, or where the day begins.
fn begin_new(desk: Desk, after: Option<&HtmlElement>) -> bool {
    let (columns, window, month) = desk.board.with_value(|board| (board.columns.clone(), board.window, board.whole));
    if month || !desk.now(Sheet::may_plan) {
        return false;
    }
    let session = after.and_then(|node| dom::session_of(node)).and_then(|id| desk.session(id));
    let column = after.and_then(|node| dom::column_of(node)).unwrap_or_else(|| first_to_come(desk, &columns));
    let Some(over) = columns.get(column).copied() else { return false };
    let from = session.map_or(window.0, |session| session.plan.slot.end());
    let plan = desk.now(|sheet| {
        let plan = sheet.template(domain::Kind::Individual, None, &over, from);
        let free = domain::rules::free(&plan, over.day, STEP, &sheet.context);
        let next = free.into_iter().find(|slot| slot.start >= from && slot.end() <= window.1);
        domain::Plan { slot: next.unwrap_or(plan.slot), ..plan }
    });
    let minute = i32::from(plan.slot.start);
    let begun = carry::begin(
        desk,
        PickUp { grip: Grip::Create, plan, version: 0, column, minute, child: None, means: Means::Keys },
    );
    if begun {
        say_first(desk, td_string!(desk.locale_now(), calendar.new_begun));
    }
    begun
}

/// The first column that is not over.
fn first_to_come(desk: Desk, columns: &[Column]) -> usize {
    let today = desk.now(Sheet::today);
    columns.iter().position(|column| column.day >= today).unwrap_or(0)
}

/// Says what has been picked up, before where it is.
fn say_first(desk: Desk, what: &str) {
    let place = desk.said.get_untracked();
    desk.say(format!("{what}. {place}"));
}

/// A child from the list is picked up, over the first time that is free.
fn pick_child_up(desk: Desk, node: &HtmlElement) -> bool {
    let Some((child, kind)) = dom::child_of(node) else { return false };
    let (columns, window, month) = desk.board.with_value(|board| (board.columns.clone(), board.window, board.whole));
    let first = first_to_come(desk, &columns);
    let Some(over) = columns.get(first).copied().filter(|_| !month && desk.now(Sheet::may_plan)) else { return false };
    let template = |over: &Column| desk.now(|sheet| sheet.template(kind, Some(child), over, window.0));
    let mut plan = template(&over);
    let mut column = first;
    // In the first column in which there is a time at all.
    let free = columns.iter().enumerate().skip(first).find_map(|(n, over)| {
        let plan = template(over);
        let slot = *desk.now(|sheet| domain::rules::free(&plan, over.day, STEP, &sheet.context)).first()?;
        Some((n, domain::Plan { slot, ..plan }))
    });
    if let Some((n, found)) = free {
        (column, plan) = (n, found);
    }
    let (minute, name) = (
        i32::from(plan.slot.start),
        desk.now(|sheet| sheet.directory().children.get(&child).map(|child| child.name.plain()).unwrap_or_default()),
    );
    let child = Some((child, kind));
    let begun =
        carry::begin(desk, PickUp { grip: Grip::Seat, plan, version: 0, column, minute, child, means: Means::Keys });
    if begun {
        say_first(desk, &td_string!(desk.locale_now(), calendar.child_picked_up, name = name).to_string());
    }
    begun
}

/// The child that is carried goes to the next session that could take it, or to the one before.
fn to_session(desk: Desk, forward: bool) {
    let held = desk.board.with_value(|board| {
        let held = board.held.as_ref()?;
        let over = board.columns.iter().position(|column| *column == held.drag.over)?;
        Some((held.child?.0, held.join, (over, held.drag.start), board.columns.clone()))
    });
    let Some((child, join, place, columns)) = held else { return };
    let mut open: Vec<(usize, u16, domain::SessionId)> = desk.now(|sheet| {
        let column = |(n, column): (usize, &Column)| {
            let takes = |session: &&domain::Session| fit::mark(sheet, child, session.id).is_some();
            let found = sheet.of_column(*column).filter(takes);
            found.map(|session| (n, session.plan.slot.start, session.id)).collect::<Vec<_>>()
        };
        columns.iter().enumerate().flat_map(column).collect()
    });
    if !forward {
        open.reverse();
    }
    let at = open.iter().position(|(_, _, id)| Some(*id) == join);
    let beyond = |(n, start, _): &&(usize, u16, domain::SessionId)| {
        if forward { (*n, *start) >= place } else { (*n, *start) <= place }
    };
    let next = match at {
        Some(at) => open.get(at + 1).or(open.first()),
        None => open.iter().find(beyond).or(open.first()),
    };
    let Some((column, start, id)) = next.copied() else {
        return desk.say(td_string!(desk.locale_now(), calendar.fit_none));
    };
    carry::change(desk, move |held, columns| {
        held.drag.across(columns[column]);
        held.drag.settle(start);
        held.join = Some(id);
        true
    });
}
