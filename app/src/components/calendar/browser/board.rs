//! What is shown, and how a change of one session touches only what it must.

use domain::{Plan, SessionId, time::Moment};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{Listener, carry::Held, dom, press::Press, sift};
use crate::{
    components::calendar::{
        address::{Address, Span, Split},
        column::Column,
        desk::Desk,
        paint,
        sheet::Sheet,
    },
    i18n::{Locale, td_string},
};

/// The grid in the browser.
#[derive(Default)]
pub struct Board {
    pub(super) root: Option<HtmlElement>,
    pub(super) scroll: Option<HtmlElement>,
    pub(super) columns: Vec<Column>,
    pub(super) window: (u16, u16),
    pub(super) split: Split,
    /// A month or a table: painted as a whole.
    pub(super) whole: bool,
    /// What is picked up.
    pub(super) held: Option<Held>,
    /// An absence that is pressed or picked up.
    pub(super) band: Option<super::band::Band>,
    /// What is pressed, and may become a drag.
    pub(super) press: Option<Press>,
    /// Where the pointer is that drags, since the last frame.
    pub(super) heard: Option<(f64, f64)>,
    /// The click that ends a drag is none.
    pub(super) dragged: bool,
    /// Where the grid was scrolled to when it was looked last which of its many sessions are seen. None: all show what is in
    /// them.
    pub(super) sifted: Option<(f64, f64)>,
    /// When the grid was scrolled last, in milliseconds.
    pub(super) scrolled_at: f64,
    /// What others are told of one's own hand.
    pub(super) hand: super::hand::Hand,
    /// What others hold.
    pub(super) others: super::others::Others,
    /// The next session that one makes takes the focus.
    pub(super) follow: bool,
    /// The session that one has made last, as long as its form is open.
    pub(super) made: Option<SessionId>,
    /// What had the focus before a panel was opened.
    pub(super) opener: Option<HtmlElement>,
    /// Kept so that they are heard.
    listeners: Vec<Listener>,
}

impl Board {
    pub(super) fn mount(&mut self, root: HtmlElement, scroll: HtmlElement, listeners: Vec<Listener>) {
        (self.root, self.scroll, self.listeners) = (Some(root), Some(scroll), listeners);
    }

    /// Something is dragged by a pointer.
    pub(super) fn is_dragging(&self) -> bool {
        self.held.as_ref().is_some_and(|held| !held.by_keys())
    }

    /// A finger is on something that can be dragged.
    pub(super) fn is_touched(&self) -> bool {
        self.is_dragging() || self.press.as_ref().is_some_and(|press| press.touch)
    }

    /// The grid has been scrolled.
    pub(super) fn scrolled(&mut self) {
        self.scrolled_at = js_sys::Date::now();
        if let (Some(held), Some(scroll)) = (&mut self.held, &self.scroll) {
            held.geometry.follow(scroll);
        }
    }
}

/// Shows the view of the address. What the server has painted is taken as it is.
pub(super) fn show(desk: Desk, address: Address, locale: Locale) {
    super::carry::give_up(desk);
    super::band::give_up(desk);
    let Some(scroll) = desk.board.with_value(|board| board.scroll.clone()) else { return };
    let (columns, window) = desk.now(|sheet| (sheet.columns(address), sheet.window(&sheet.days(address))));
    let whole = address.table || address.span == Span::Month;
    desk.board.update_value(|board| {
        (board.columns, board.window, board.split, board.whole) = (columns, window, address.split, whole);
    });
    let painted_by_server = scroll.child_element_count() > 0 && !scroll.has_attribute("data-shown");
    if painted_by_server {
        begin_at(&scroll, desk);
        if desk.now(paint::is_much) {
            sift::begin(desk);
        }
    } else {
        let first = !scroll.has_attribute("data-shown");
        let (focused, away) = (focused_session(), super::band::focused());
        let glimpse = Some(sift::glimpse(&scroll)).filter(|_| !first);
        let sifted = glimpse.filter(|_| desk.now(paint::is_much)).map(|seen| (seen.left, seen.top));
        desk.board.update_value(|board| board.sifted = sifted);
        // Where it was scrolled to it stays: nothing is laid out between the old and the new.
        scroll.set_inner_html(&desk.now(|sheet| paint::first_view(sheet, locale, address, glimpse)));
        if first {
            begin_at(&scroll, desk);
        }
        sift::fill(desk);
        if let Some(id) = focused {
            focus(desk, id);
        }
        if let Some(absence) = away {
            super::band::focus(&scroll, &absence);
        }
    }
    let _ = scroll.set_attribute("data-shown", address.span.code());
    super::others::draw(desk);
    super::ghosts::repaint(desk);
}

/// Scrolls to where the day begins, and to today.
fn begin_at(scroll: &HtmlElement, desk: Desk) {
    const ABOVE: i32 = 12;
    // As it is written, not as it is laid out: most are out of sight, and not laid out at all.
    let begins = |node: HtmlElement| node.style().get_property_value("--t").ok()?.parse::<i32>().ok();
    let first = dom::find_all(scroll, ".ses").into_iter().filter_map(begins).min();
    let now = dom::find(scroll, ".cal-now").map(|line| line.offset_top() - scroll.client_height() / 3);
    let (columns, (from, to)) = desk.board.with_value(|board| (board.columns.clone(), board.window));
    let height = dom::find(scroll, ".cal-body").map_or(0, |body| body.offset_height());
    let top = |minutes: i32| height * minutes / i32::from(to.saturating_sub(from).max(1));
    if let Some(top) = now.or(first.map(|first| top(first) - ABOVE)) {
        scroll.set_scroll_top(top.max(0));
    }
    let today = desk.now(Sheet::today);
    let column = columns.iter().position(|column| column.day == today).unwrap_or(0);
    let axis = dom::find(scroll, ".cal-axis").map_or(0, |axis| axis.offset_width());
    if let Some(column) = dom::find(scroll, &format!("[data-col=\"{column}\"]")) {
        scroll.set_scroll_left(column.offset_left() - axis);
    }
}

/// Redraws what a change of one session touches: its own nodes, and the lanes of those beside it.
pub fn redraw(desk: Desk, id: SessionId, before: Option<&Plan>, fresh: bool) {
    let held = desk.board.try_update_value(|board| {
        let held = board.held.as_mut().filter(|held| held.drag.session.is_some_and(|(session, _)| session == id))?;
        held.changed = true;
        Some(())
    });
    if held.flatten().is_some() {
        // Never under the hand of who drags it: it is drawn when it has been put down.
        desk.say(td_string!(desk.locale_now(), calendar.changed_meanwhile));
        return;
    }
    let Some((Some(scroll), columns, window, split, whole)) = desk
        .board
        .try_with_value(|board| (board.scroll.clone(), board.columns.clone(), board.window, board.split, board.whole))
    else {
        return;
    };
    let (address, locale) = (desk.address.get_untracked(), desk.locale_now());
    let other_grid =
        desk.now(|sheet| sheet.columns(address) != columns || sheet.window(&sheet.days(address)) != window);
    if whole || other_grid {
        return show(desk, address, locale);
    }
    let now = desk.session(id).map(|session| session.plan);
    let focus_after = focused_session() == Some(id);
    for (n, column) in columns.iter().enumerate() {
        let (was, is) =
            (before.is_some_and(|plan| column.holds(plan)), now.as_ref().is_some_and(|plan| column.holds(plan)));
        if was || is {
            let Some(node) = dom::find(&scroll, &format!("[data-col=\"{n}\"]")) else { continue };
            let html = if is { desk.now(|sheet| paint::one(sheet, locale, split, *column, id, window)) } else { None };
            redraw_column(desk, &scroll, &node, n, *column, id, html, fresh);
        }
    }
    if focus_after {
        focus(desk, id);
    }
    keep_one_in_tab_order(&scroll);
    super::others::draw(desk);
}

#[expect(clippy::too_many_arguments, reason = "the pieces of one small step")]
fn redraw_column(
    desk: Desk,
    scroll: &HtmlElement,
    node: &HtmlElement,
    n: usize,
    column: Column,
    id: SessionId,
    html: Option<String>,
    fresh: bool,
) {
    let places = desk.now(|sheet| paint::places(sheet, column));
    if let Some(old) = dom::node(node, id) {
        old.remove();
    }
    if let Some(html) = html {
        let at = places.iter().position(|(other, _)| *other == id).unwrap_or(places.len());
        let next = places[at..].iter().skip(1).find_map(|(other, _)| dom::node(node, *other));
        let _ = match next {
            Some(next) => next.insert_adjacent_html("beforebegin", &html),
            None => node.insert_adjacent_html("beforeend", &html),
        };
        if fresh && let Some(new) = dom::node(node, id) {
            let _ = new.class_list().add_1("fresh");
        }
    }
    settle(desk, scroll, node, n, column);
}

/// Puts everything in a column into its lane, and makes the column as wide as its lanes.
pub(super) fn settle(desk: Desk, scroll: &HtmlElement, node: &HtmlElement, n: usize, column: Column) {
    let lanes = desk.now(|sheet| paint::lanes(sheet, column));
    let sessions = lanes.sessions.iter().map(|(id, spot)| (dom::node(node, *id), spot));
    let ghosts = lanes.ghosts.iter().map(|(number, spot)| (super::ghosts::node(node, *number), spot));
    for (other, spot) in sessions.chain(ghosts) {
        if let Some(other) = other {
            dom::set_if_other(&other, "--l", &spot.lane.to_string());
            dom::set_if_other(&other, "--n", &spot.lanes.to_string());
        }
    }
    let width = lanes.width().to_string();
    dom::set_if_other(node, "--lanes", &width);
    if let Some(head) = dom::find_all(scroll, ".cal-head").get(n) {
        dom::set_if_other(head, "--lanes", &width);
    }
}

/// One session, and only one, is reached by the Tab key.
pub(super) fn keep_one_in_tab_order(scroll: &HtmlElement) {
    if dom::find(scroll, ".ses[tabindex=\"0\"]:not(.miss)").is_none()
        && let Some(first) = dom::find(scroll, ".ses:not(.miss)")
    {
        for other in dom::find_all(scroll, ".ses[tabindex=\"0\"]") {
            other.set_tab_index(-1);
        }
        first.set_tab_index(0);
    }
}

/// Shows what is looked for: only its class changes on a node, and only where it is another.
pub(super) fn mark(desk: Desk) {
    let Some((Some(scroll), whole)) = desk.board.try_with_value(|board| (board.scroll.clone(), board.whole)) else {
        return;
    };
    if whole {
        return show(desk, desk.address.get_untracked(), desk.locale_now());
    }
    for node in dom::find_all(&scroll, ".ses") {
        let Some(id) = dom::session_of(&node) else { continue };
        let hit = desk.now(|sheet| sheet.context.get(id).is_some_and(|session| sheet.matches(&session.plan)));
        if node.class_list().contains("miss") == hit {
            let _ = node.class_list().toggle_with_force("miss", !hit);
        }
    }
    // Links to days say what is looked for, too.
    let query = desk.filter.with_untracked(super::super::filter::Filter::query);
    for link in dom::find_all(&scroll, ".cal-head a") {
        let href = link.get_attribute("href").unwrap_or_default();
        let plain: Vec<&str> = href
            .split('&')
            .filter(|part| ["/calendar", "by=", "day="].iter().any(|known| part.starts_with(known)))
            .collect();
        let _ = link.set_attribute("href", &(plain.join("&") + &query));
    }
    keep_one_in_tab_order(&scroll);
}

/// The first session that is what is looked for takes the focus.
pub fn focus_first_hit(desk: Desk) -> bool {
    let Some(Some(scroll)) = desk.board.try_with_value(|board| board.scroll.clone()) else { return false };
    let first = dom::find(&scroll, ".ses:not(.miss), .ses-open");
    if let Some(first) = &first {
        take_focus(&scroll, first);
    }
    first.is_some()
}

/// One has made a session: the focus goes to it at once, or when the form that made it is gone. (Whether the others' news
/// of it or the answer comes first is not known.)
pub fn made(desk: Desk, id: SessionId) {
    let follow = desk.board.try_update_value(|board| {
        board.made = Some(id);
        std::mem::take(&mut board.follow)
    });
    if follow == Some(true) {
        focus(desk, id);
    }
}

/// The session that has the focus.
pub(super) fn focused_session() -> Option<SessionId> {
    dom::session_of(&dom::focused()?)
}

/// Gives the focus to a session, and the place in the tab order with it.
pub(super) fn focus(desk: Desk, id: SessionId) {
    let Some(scroll) = desk.board.with_value(|board| board.scroll.clone()) else { return };
    if let Some(node) = dom::node(&scroll, id) {
        take_focus(&scroll, &node);
    }
}

/// Gives the focus to the node of a session.
pub(super) fn take_focus(scroll: &HtmlElement, node: &HtmlElement) {
    for other in dom::find_all(scroll, ".ses[tabindex=\"0\"]") {
        other.set_tab_index(-1);
    }
    node.set_tab_index(0);
    let _ = node.focus();
}

/// The clock has gone on: the rules know it, and the line of now moves.
pub(super) fn tick(desk: Desk, at: f64, moment: Moment) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes since the page was loaded")]
    let passed = ((js_sys::Date::now() - at) / 60_000.0) as u32;
    let minute = u32::from(moment.minute) + passed;
    if minute >= u32::from(domain::time::DAY) {
        return desk.fetch();
    }
    let minute = u16::try_from(minute).unwrap_or(0);
    if desk.now(|sheet| sheet.context.now.minute) == minute {
        return;
    }
    desk.set_now(Moment { minute, ..moment });
    let (scroll, (from, to)) = desk.board.with_value(|board| (board.scroll.clone(), board.window));
    let line = scroll.and_then(|scroll| dom::find(&scroll, ".cal-now"));
    if let (Some(line), true) = (line, (from..to).contains(&minute)) {
        dom::set(&line, "--t", &(minute - from).to_string());
    }
}
