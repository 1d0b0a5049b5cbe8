//! What is picked up: the ghost in the place where it would go, the shade where it can't, putting it down.

use domain::{ChildId, Kind, Plan, SessionId, Verdict};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{board, dom, geometry::Geometry};
use crate::{
    components::calendar::{
        column::Column,
        desk::{Desk, Panel, Pending},
        drag::{Drag, Grip},
        paint::{self, Html, Painter},
        shade::Shade,
        when,
    },
    i18n::td_string,
    words,
};

/// Something picked up, with all that is shown for it.
pub(super) struct Held {
    pub(super) drag: Drag,
    /// By keys, not by a pointer.
    pub(super) by_keys: bool,
    /// The child taken from the list.
    pub(super) child: Option<(ChildId, Kind)>,
    /// The session under the child.
    pub(super) join: Option<SessionId>,
    /// Over the grid.
    pub(super) inside: bool,
    /// Somebody else has changed the session meanwhile.
    pub(super) changed: bool,
    pub(super) geometry: Geometry,
    /// Where the pointer is on the screen.
    pub(super) pointer: (f64, f64),
    shades: Vec<Option<Shade>>,
    verdict: Verdict,
}

/// How something is picked up.
pub(super) struct PickUp {
    pub(super) grip: Grip,
    /// The plan as it is, and its version.
    pub(super) plan: Plan,
    pub(super) version: i64,
    /// In which column, at which minute.
    pub(super) column: usize,
    pub(super) minute: i32,
    /// A child taken from the list.
    pub(super) child: Option<(ChildId, Kind)>,
    pub(super) by_keys: bool,
}

/// Picks something up in a column. False if it can't be.
pub(super) fn begin(desk: Desk, pick_up: PickUp) -> bool {
    let PickUp { grip, plan: base, version, column, minute, child, by_keys } = pick_up;
    let (scroll, columns, window) =
        desk.board.with_value(|board| (board.scroll.clone(), board.columns.clone(), board.window));
    let (Some(scroll), Some(home)) = (scroll, columns.get(column).copied()) else { return false };
    let Some(geometry) = Geometry::measure(&scroll, window) else { return false };
    let id = base.session;
    let drag = Drag::pick(grip, id.map(|id| (id, version)), base, home, minute, window);
    let held = Held {
        drag,
        by_keys,
        child,
        join: None,
        inside: true,
        changed: false,
        geometry,
        pointer: (0.0, 0.0),
        shades: vec![None; columns.len()],
        verdict: Verdict::default(),
    };
    desk.board.update_value(|board| (board.held, board.press) = (Some(held), None));
    desk.notice.set(None);
    if let Some(root) = desk.board.with_value(|board| board.root.clone()) {
        let _ = root.class_list().add_1(if by_keys { "carrying" } else { "dragging" });
    }
    for node in id.map(|id| dom::find_all(&scroll, &format!("[data-id=\"{id}\"]"))).unwrap_or_default() {
        let _ = node.class_list().add_1("lifted");
    }
    aim(desk);
    if matches!(grip, Grip::Move | Grip::Seat) {
        shade_soon(desk);
    }
    if !by_keys {
        pull_soon(desk);
    }
    true
}

/// Changes what is held, and shows it if anything is different.
pub(super) fn change(desk: Desk, change: impl FnOnce(&mut Held, &[Column]) -> bool) {
    let different = desk.board.try_update_value(|board| {
        let held = board.held.as_mut()?;
        Some(change(held, &board.columns))
    });
    if different.flatten() == Some(true) {
        aim(desk);
    }
}

/// The plan as it would be if it were put down now.
fn plan(desk: Desk, held: &Held) -> Plan {
    match (held.child, held.join.and_then(|id| desk.session(id))) {
        (Some((child, kind)), Some(session)) => {
            let with_parent = domain::kind::rule(session.plan.body, kind).is_some_and(|rule| rule.with_parent);
            let mut plan = session.plan;
            if !plan.has(child) {
                plan.seats.push(domain::Seat { child, with_parent });
            }
            plan
        }
        (Some((child, kind)), None) => {
            desk.now(|sheet| sheet.template(kind, Some(child), &held.drag.over, held.drag.start))
        }
        _ => held.drag.plan(),
    }
}

/// Draws the ghost where it would go now, and asks the rules.
fn aim(desk: Desk) {
    let Some(plan) = desk.board.with_value(|board| board.held.as_ref().map(|held| plan(desk, held))) else { return };
    let verdict = desk.judge(&plan);
    let shown = desk.board.try_update_value(|board| {
        let (scroll, from) = (board.scroll.clone()?, board.window.0);
        let held = board.held.as_mut()?;
        let ghost = dom::find(&scroll, ".cal-ghost")?;
        let over = board.columns.iter().position(|column| *column == held.drag.over)?;
        let (left, width) = held.geometry.column(over)?;
        let near = held.shades[over].as_ref().map(|shade| shade.near(plan.slot.start)).unwrap_or_default();
        held.verdict = verdict.clone();
        let _ = ghost.toggle_attribute_with_force("hidden", !held.inside);
        dom::set(&ghost, "--x", &format!("{left}px"));
        dom::set(&ghost, "--w", &format!("{width}px"));
        dom::set(&ghost, "--t", &plan.slot.start.saturating_sub(from).to_string());
        dom::set(&ghost, "--d", &plan.slot.minutes.to_string());
        ghost.set_class_name(if !verdict.accepted() {
            "cal-ghost bad"
        } else if verdict.findings.is_empty() {
            "cal-ghost"
        } else {
            "cal-ghost warn"
        });
        Some((ghost, near, held.by_keys, held.drag.over))
    });
    let Some((ghost, near, by_keys, over)) = shown.flatten() else { return };
    dom::show(&ghost, &label(desk, &plan, &verdict, &near));
    if by_keys {
        scroll_to(&ghost);
        announce(desk, &plan, &verdict, over);
    }
}

/// What the ghost says: what, when, why not, when instead.
fn label(desk: Desk, plan: &Plan, verdict: &Verdict, near: &[u16]) -> String {
    let locale = desk.locale_now();
    desk.now(|sheet| {
        let mut html = Html::default();
        html.raw("<b>").text(&paint::title(sheet, locale, plan)).raw("</b><span>");
        html.clock(plan.slot.start).raw("–").clock(plan.slot.end());
        if plan.places > 1 {
            html.raw(" · ").count(plan.children()).raw("/").num(plan.places);
        }
        html.raw("</span>");
        if let Some(finding) = verdict.findings.first() {
            html.raw("<p>").text(&words::rule(locale, &finding.rule, sheet.directory()));
            html.raw(". <small>").text(&words::paragraph(locale, finding.paragraph())).raw("</small>");
            if !verdict.accepted() && !near.is_empty() {
                html.raw("<span>").text(td_string!(locale, calendar.free_at)).raw(" ");
                for (n, start) in near.iter().enumerate() {
                    html.raw(if n == 0 { "" } else { ", " }).clock(*start);
                }
                html.raw("</span>");
            }
            html.raw("</p>");
        }
        html.into()
    })
}

fn announce(desk: Desk, plan: &Plan, verdict: &Verdict, over: Column) {
    let (locale, lang) = (desk.locale_now(), desk.lang_now());
    let mut said = when::told(lang, &plan.slot);
    let owner = desk.now(|sheet| Painter::new(sheet, locale, desk.address.get_untracked().split).owner(over));
    if !owner.is_empty() {
        said = format!("{said}, {owner}");
    }
    let why = desk.now(|sheet| {
        let told = |finding: &domain::Finding| {
            let paragraph = words::paragraph(locale, finding.paragraph());
            format!("{}. {paragraph}", words::rule(locale, &finding.rule, sheet.directory()))
        };
        verdict.findings.iter().map(told).collect::<Vec<_>>().join(". ")
    });
    let result =
        if verdict.accepted() { td_string!(locale, calendar.fits) } else { td_string!(locale, calendar.does_not_fit) };
    desk.say(if why.is_empty() { format!("{said}. {result}") } else { format!("{said}. {result}: {why}") });
}

fn scroll_to(ghost: &HtmlElement) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    ghost.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Asks the rules for every start in a column or two of each frame, the nearest columns first, and shades the rest.
fn shade_soon(desk: Desk) {
    request_animation_frame(move || {
        const BUDGET: f64 = 5.0;
        let Some(performance) = window().performance() else { return };
        let begun = performance.now();
        while performance.now() - begun < BUDGET {
            if !shade_next(desk) {
                return;
            }
        }
        shade_soon(desk);
    });
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
        for (start, end) in &shade.closed {
            html.raw("<i style=\"--t:").num(start - window.0).raw(";--d:").num(end - start).raw("\"></i>");
        }
        html.raw("</div>");
        held.shades[n] = Some(shade);
        Some((String::from(html), board.columns[n] == held.drag.over))
    });
    let Some((html, under)) = drawn.flatten() else { return false };
    if let Some(layer) = dom::find(&scroll, ".cal-shades") {
        let _ = layer.insert_adjacent_html("beforeend", &html);
    }
    if under && !desk.board.with_value(|board| board.held.as_ref().is_some_and(|held| held.by_keys)) {
        aim(desk);
    }
    true
}

/// Scrolls as long as the pointer is at an edge.
fn pull_soon(desk: Desk) {
    request_animation_frame(move || {
        let held = desk.board.try_with_value(|board| {
            let held = board.held.as_ref().filter(|held| !held.by_keys)?;
            let (x, y) = held.pointer;
            let pull = if held.inside && (x, y) != (0.0, 0.0) { held.geometry.pull(x, y) } else { (0.0, 0.0) };
            Some((pull, (x, y), board.scroll.clone()?))
        });
        let Some(((dx, dy), (x, y), scroll)) = held.flatten() else { return };
        if (dx, dy) != (0.0, 0.0) {
            scroll.scroll_by_with_x_and_y(dx, dy);
            desk.board.update_value(super::Board::scrolled);
            super::pointer::point(desk, x, y);
        }
        pull_soon(desk);
    });
}

/// Puts it down where it is.
pub(super) fn put_down(desk: Desk) {
    let Some(held) = release(desk) else { return };
    if !held.inside {
        return;
    }
    let plan = plan(desk, &held);
    match held.drag.grip {
        Grip::Create => desk.panel.set(Some(Panel::Create(Box::new(plan)))),
        Grip::Seat => {
            let joined = held.join.and_then(|id| desk.session(id));
            if joined.as_ref().is_some_and(|session| session.plan == plan) {
                return desk.say(td_string!(desk.locale_now(), calendar.already_in));
            }
            desk.attempt(Pending { session: joined.map(|session| (session.id, session.version)), plan });
        }
        Grip::Move | Grip::Resize if held.drag.moved() => {
            desk.attempt(Pending { session: held.drag.session, plan });
        }
        Grip::Move | Grip::Resize => {
            if held.by_keys {
                desk.say(td_string!(desk.locale_now(), calendar.put_back));
            }
        }
    }
}

/// Gives up: everything is as it was.
pub(super) fn give_up(desk: Desk) -> bool {
    let Some(held) = release(desk) else { return false };
    if held.by_keys {
        desk.say(td_string!(desk.locale_now(), calendar.put_back));
    }
    true
}

fn release(desk: Desk) -> Option<Held> {
    let (held, root, scroll) = desk.board.try_update_value(|board| {
        board.press = None;
        Some((board.held.take()?, board.root.clone()?, board.scroll.clone()?))
    })??;
    let _ = root.class_list().remove_2("dragging", "carrying");
    for node in dom::find_all(&scroll, ".lifted") {
        let _ = node.class_list().remove_1("lifted");
    }
    if let Some(layer) = dom::find(&scroll, ".cal-shades") {
        layer.set_inner_html("");
    }
    if let Some(ghost) = dom::find(&scroll, ".cal-ghost") {
        let _ = ghost.set_attribute("hidden", "");
    }
    if let Some(tag) = dom::find(&root, ".cal-tag") {
        let _ = tag.set_attribute("hidden", "");
    }
    if held.changed {
        let (address, locale) = (desk.address.get_untracked(), desk.locale_now());
        board::show(desk, address, locale);
    }
    Some(held)
}
