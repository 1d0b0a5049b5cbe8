//! Proposals in the grid: painted beside the sessions, opened, taken and declined.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::{board, dom};
use crate::components::calendar::{
    desk::{Desk, Panel},
    paint,
};

/// The number of the proposal that an element of the grid shows.
fn number_of(element: &Element) -> Option<u16> {
    element.get_attribute("data-ghost")?.parse().ok()
}

/// The node of a proposal.
pub(super) fn node(inside: &Element, number: u16) -> Option<HtmlElement> {
    dom::find(inside, &format!("[data-ghost=\"{number}\"]"))
}

/// Paints what is proposed now. Sessions only make room for it.
pub fn repaint(desk: Desk) {
    let Some((Some(scroll), columns, window, split, false)) = desk
        .board
        .try_with_value(|board| (board.scroll.clone(), board.columns.clone(), board.window, board.split, board.whole))
    else {
        return;
    };
    let locale = desk.locale_now();
    let focused = dom::focused().and_then(|element| number_of(&element));
    for (n, column) in columns.iter().enumerate() {
        let Some(inside) = dom::find(&scroll, &format!("[data-col=\"{n}\"]")) else { continue };
        let before = dom::find_all(&inside, ".ghost");
        let ghosts = desk.now(|sheet| paint::ghosts(sheet, locale, split, *column, window));
        if before.is_empty() && ghosts.is_empty() {
            continue;
        }
        for ghost in before {
            ghost.remove();
        }
        for (html, next) in ghosts {
            let _ = match next.and_then(|id| dom::node(&inside, id)) {
                Some(next) => next.insert_adjacent_html("beforebegin", &html),
                None => inside.insert_adjacent_html("beforeend", &html),
            };
        }
        board::settle(desk, &scroll, &inside, n, *column);
    }
    if let Some(number) = focused {
        focus_near(&scroll, number);
    }
    board::keep_one_in_tab_order(&scroll);
}

/// The focus goes to a proposal; where it has gone, to the next, else to one before, else to the first session.
fn focus_near(scroll: &HtmlElement, number: u16) {
    let mut all: Vec<_> =
        dom::find_all(scroll, ".ghost").into_iter().filter_map(|node| Some((number_of(&node)?, node))).collect();
    all.sort_by_key(|(number, _)| *number);
    let at = all.partition_point(|(other, _)| *other < number);
    let near = all.get(at).or(all.last()).map(|(_, node)| node.clone());
    if let Some(node) = near.or_else(|| dom::find(scroll, ".ses:not(.miss)")) {
        board::take_focus(scroll, &node);
    }
}

/// Paints the whole grid anew.
pub fn show_again(desk: Desk) {
    board::show(desk, desk.address.get_untracked(), desk.locale_now());
}

/// A key on a proposal: Enter takes it, Delete declines it. Every other key is as on a session.
pub(super) fn key(desk: Desk, event: &KeyboardEvent) -> bool {
    let on = dom::closest(event.target(), ".ghost").and_then(|node| number_of(&node));
    let Some(number) = on else { return false };
    match event.key().as_str() {
        "Enter" => desk.take_proposals(&[number]),
        "Delete" | "Backspace" => desk.decline_proposal(number),
        _ => return false,
    }
    true
}

/// A click on a proposal opens it.
pub(super) fn open(desk: Desk, event: &MouseEvent) -> bool {
    let Some(node) = dom::closest(event.target(), ".ghost") else { return false };
    let Some(number) = number_of(&node) else { return false };
    if let Some(scroll) = desk.board.with_value(|board| board.scroll.clone()) {
        board::take_focus(&scroll, node.unchecked_ref());
    }
    desk.panel.set(Some(Panel::Proposal(number)));
    true
}

/// Gives the focus to an element of the page, as soon as it is there.
pub fn focus_by_id(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) =
            document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}

/// Gives the focus to the button of a proposal in the list.
pub fn focus_proposal(attribute: &'static str, number: u16) {
    request_animation_frame(move || {
        let found = document().query_selector(&format!("[{attribute}=\"{number}\"]")).ok().flatten();
        if let Some(button) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    });
}

/// When what had the focus has gone with its panel: a proposal nearby takes it.
pub fn focus_if_lost(desk: Desk, number: u16) {
    // The panel itself gives it back one frame later.
    request_animation_frame(move || {
        request_animation_frame(move || {
            let lost = dom::focused().is_none_or(|element| element.tag_name() == "BODY");
            let scroll = desk.board.try_with_value(|board| board.scroll.clone()).flatten();
            if let (true, Some(scroll)) = (lost, scroll) {
                focus_near(&scroll, number);
            }
        });
    });
}
