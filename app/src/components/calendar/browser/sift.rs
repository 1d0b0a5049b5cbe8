//! In a grid of many sessions only those that are seen show what is in them: each that does costs every frame of a drag a
//! look. Where a session is stands in its own style, so that nothing is asked that would lay all of them out.

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::dom;
use crate::components::calendar::{desk::Desk, glimpse::Glimpse, layout::Spot};

/// It is looked again when the grid has been scrolled so far, in pixels: less than what is shown around the window.
const STEP: f64 = 80.0;

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

/// The window has become another.
pub(super) fn again(desk: Desk) {
    // Whoever has left has no board any more.
    desk.board.try_update_value(|board| board.sifted = board.sifted.map(|_| (f64::MIN, f64::MIN)));
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
