//! In a grid of many sessions only those that are seen show what is in them: each that does costs every frame of a drag a
//! look. Where a session is stands in its own style, so that nothing is asked that would lay all of them out.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom;
use crate::{
    components::calendar::{address::Split, desk::Desk, glimpse::Glimpse, layout::Spot, paint},
    i18n::Locale,
};

/// It is looked again when the grid has been scrolled so far, in pixels: less than what is shown around the window.
const STEP: f64 = 80.0;

/// Far from wherever it may be scrolled to: it is looked again in any case.
const NOWHERE: (f64, f64) = (f64::MIN, f64::MIN);

/// What is seen of the grid now.
pub(super) fn glimpse(scroll: &HtmlElement) -> Glimpse {
    let size = |selector: &str| dom::find(scroll, selector).map(|found| found.get_bounding_client_rect());
    let axis = size(".cal-axis").map_or(0.0, |axis| axis.width());
    let span = dom::find(scroll, ".cal-sheet")
        .and_then(|sheet| sheet.style().get_property_value("--span").ok()?.parse::<f64>().ok());
    let height = size(".cal-body").map_or(0.0, |body| body.height());
    Glimpse {
        left: f64::from(scroll.scroll_left()),
        top: f64::from(scroll.scroll_top()),
        width: f64::from(scroll.client_width()) - axis,
        height: f64::from(scroll.client_height()),
        px: span.map_or(2.0, |span| height / span.max(1.0)),
    }
}

/// What the server has painted shows everything; when it has been seen, it is looked at like any other.
pub(super) fn begin(desk: Desk) {
    desk.board.update_value(|board| board.sifted = Some(NOWHERE));
    Timeout::new(FIRST, move || again(desk)).forget();
}

/// The window has become another.
pub(super) fn again(desk: Desk) {
    // Whoever has left has no board any more.
    desk.board.try_update_value(|board| board.sifted = board.sifted.map(|_| NOWHERE));
    scrolled(desk);
}

/// The grid has been scrolled: sessions that came into sight show what is in them.
pub(super) fn scrolled(desk: Desk) {
    let looked = desk.board.try_update_value(|board| {
        let scroll = board.scroll.clone().filter(|_| board.sifted.is_some())?;
        let now = (f64::from(scroll.scroll_left()), f64::from(scroll.scroll_top()));
        let far = |(left, top): (f64, f64)| (left - now.0).abs() > STEP || (top - now.1).abs() > STEP;
        board.sifted.is_none_or(far).then(|| board.sifted = Some(now))?;
        Some((scroll, board.split))
    });
    let Some((scroll, split)) = looked.flatten() else { return };
    let glimpse = glimpse(&scroll);
    let columns = dom::find_all(&scroll, ".cal-col");
    let lanes: Vec<u16> = columns.iter().map(|column| number(column, "--lanes:").unwrap_or(1)).collect();
    let places = glimpse.columns(split, lanes.into_iter());
    let glimpse = glimpse.wider();
    for (column, place) in columns.iter().zip(places) {
        let shown = glimpse.shows(place);
        let _ = column.class_list().toggle_with_force("near", shown);
        for node in dom::find_all(column, if shown { ".ses" } else { ".ses.near" }) {
            let near = shown
                && stands(&node).is_none_or(|(spot, top, minutes)| glimpse.shows_block(place, spot, (top, minutes)));
            let classes = node.class_list();
            if classes.contains("far") == near || (!near && classes.contains("near")) {
                let _ = classes.toggle_with_force("far", !near);
                let _ = classes.toggle_with_force("near", near);
            }
        }
    }
}

/// The first picture comes first: so much later the rest follows, in milliseconds.
const FIRST: u32 = 150;

/// Paints what is inside the sessions of which only the block was painted.
pub(super) fn fill(desk: Desk) {
    fill_soon(desk, FIRST);
}

/// Some of them, then the browser has its turn.
fn fill_soon(desk: Desk, after: u32) {
    /// Between two turns, in milliseconds.
    const BETWEEN: u32 = 30;
    /// For so long at a time, in milliseconds.
    const BUDGET: f64 = 5.0;
    /// The clock is looked at so seldom.
    const SOME: u32 = 16;
    Timeout::new(after, move || {
        let known = desk.board.try_with_value(|board| (board.scroll.clone(), board.split, board.held.is_some()));
        let Some((Some(scroll), split, held)) = known else { return };
        let (Some(clock), locale) = (window().performance(), desk.locale_now()) else { return };
        let Ok(hollow) = scroll.query_selector_all(".ses.hollow") else { return };
        let (begun, mut filled) = (clock.now(), 0);
        // What is dragged has the whole frame.
        while !held && filled < hollow.length() && (filled % SOME > 0 || clock.now() - begun < BUDGET) {
            if let Some(node) = hollow.get(filled).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
                fill_in(desk, locale, split, &node);
            }
            filled += 1;
        }
        if filled < hollow.length() {
            fill_soon(desk, BETWEEN);
        }
    })
    .forget();
}

fn fill_in(desk: Desk, locale: Locale, split: Split, node: &HtmlElement) {
    let inside = dom::session_of(node).and_then(|id| desk.now(|sheet| paint::inside(sheet, locale, split, id)));
    if let Some((name, html)) = inside {
        let _ = node.set_attribute("aria-label", &name);
        node.set_inner_html(&html);
    }
    let _ = node.class_list().remove_1("hollow");
}

/// The lane of a session, its first minute in the grid, and how many it has: `--t:60;--d:20;--l:3;--n:10`.
fn stands(node: &Element) -> Option<(Spot, i32, i32)> {
    let style = node.get_attribute("style")?;
    let find = |name: &str| -> Option<i32> { value(&style, name)?.parse().ok() };
    let spot = Spot { lane: u16::try_from(find("--l:")?).ok()?, lanes: u16::try_from(find("--n:")?).ok()? };
    Some((spot, find("--t:")?, find("--d:")?))
}

fn number(node: &Element, name: &str) -> Option<u16> {
    value(&node.get_attribute("style")?, name)?.parse().ok()
}

fn value<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = style.split_once(name)?;
    Some(behind.split(';').next().unwrap_or(behind).trim())
}
