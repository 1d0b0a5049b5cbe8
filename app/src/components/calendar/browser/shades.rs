//! While something is held: where it can't go is shaded, and which sessions would take the child is marked.

use domain::ChildId;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{carry, dom};
use crate::components::calendar::{desk::Desk, fit, paint::Html, shade::Shade};

/// For so long of each frame the rules may be asked, in milliseconds.
const BUDGET: f64 = 5.0;

/// Asks the rules for every start in a column or two of each frame, the nearest columns first, and shades the rest. For a
/// child the sessions that are shown are asked first.
pub(super) fn soon(desk: Desk) {
    request_animation_frame(move || {
        let Some(performance) = window().performance() else { return };
        let begun = performance.now();
        while performance.now() - begun < BUDGET {
            if !mark_next(desk) && !shade_next(desk) {
                return;
            }
        }
        soon(desk);
    });
}

/// The sessions to be marked for a child, the last first.
pub(super) fn to_mark(scroll: &HtmlElement) -> Vec<HtmlElement> {
    dom::find_all(scroll, ".ses.movable")
}

fn mark_next(desk: Desk) -> bool {
    let next = desk.board.try_update_value(|board| {
        let held = board.held.as_mut()?;
        let (child, _): (ChildId, _) = held.child?;
        Some((child, held.unmarked.pop()?))
    });
    let Some((child, node)) = next.flatten() else { return false };
    let class = dom::session_of(&node).and_then(|id| desk.now(|sheet| fit::mark(sheet, child, id)));
    if let Some(class) = class {
        let _ = node.class_list().add_1(class);
    }
    true
}

fn shade_next(desk: Desk) -> bool {
    let next = desk.board.try_with_value(|board| {
        let held = board.held.as_ref()?;
        let over = board.columns.iter().position(|column| *column == held.drag.over)?;
        let missing = (0..held.shades.len()).filter(|n| held.shades[*n].is_none());
        let n = missing.min_by_key(|n| n.abs_diff(over))?;
        Some((
            n,
            board.columns[n],
            held.drag.base.clone(),
            held.drag.home,
            held.child,
            board.window,
            board.scroll.clone()?,
        ))
    });
    let Some((n, column, base, home, child, window, scroll)) = next.flatten() else { return false };
    let shade = desk.now(|sheet| match child {
        Some((child, kind)) => {
            let base = sheet.template(kind, Some(child), &column, window.0);
            Shade::of(&base, &column, &column, window, &sheet.context)
        }
        None => Shade::of(&base, &home, &column, window, &sheet.context),
    });
    let drawn = desk.board.try_update_value(|board| {
        let held = board.held.as_mut()?;
        let (left, width) = held.geometry.column(n)?;
        let mut html = Html::default();
        html.raw("<div style=\"--x:").raw(&format!("{left}px")).raw(";--w:").raw(&format!("{width}px")).raw("\">");
        for (class, stretches) in [("", &shade.closed), ("asks", &shade.asks)] {
            for (start, end) in stretches {
                html.raw("<i class=\"").raw(class).raw("\" style=\"--t:").num(start - window.0);
                html.raw(";--d:").num(end - start).raw("\"></i>");
            }
        }
        html.raw("</div>");
        held.shades[n] = Some(shade);
        Some((String::from(html), board.columns[n] == held.drag.over && !held.by_keys()))
    });
    let Some((html, under)) = drawn.flatten() else { return false };
    if let Some(layer) = dom::find(&scroll, ".cal-shades") {
        let _ = layer.insert_adjacent_html("beforeend", &html);
    }
    if under {
        carry::aim(desk);
    }
    true
}

/// Takes shades and marks away.
pub(super) fn clear(scroll: &HtmlElement) {
    if let Some(layer) = dom::find(scroll, ".cal-shades") {
        layer.set_inner_html("");
    }
    for node in dom::find_all(scroll, ".ses.takes, .ses.asks") {
        let _ = node.class_list().remove_2("takes", "asks");
    }
}
