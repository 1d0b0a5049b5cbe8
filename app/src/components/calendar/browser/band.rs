//! Absences in the grid: picked up by pointer or by keys, put down elsewhere. What they are on is a link, and stays one.

use domain::{Absence, AbsenceId, time::STEP};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::{
    dom,
    geometry::Geometry,
    keys::HOUR,
    press::{EDGE, LONG, THRESHOLD, TREMBLE},
};
use crate::{
    api::absence::change_absence,
    components::calendar::{
        band::{BandDrag, BandGrip},
        column::Column,
        desk::{Desk, Notice, Tone},
        paint::Html,
    },
    i18n::td_string,
    words,
};

/// A band that is pressed, or picked up.
pub(super) struct Band {
    absence: Absence,
    node: HtmlElement,
    home: Column,
    pointer: i32,
    x: f64,
    y: f64,
    touch: bool,
    by_keys: bool,
    held: Option<(BandDrag, Geometry)>,
    _timer: Option<gloo_timers::callback::Timeout>,
}

/// The band under a pointer or with the focus, if it can be moved.
fn band_of(desk: Desk, target: Option<web_sys::EventTarget>) -> Option<Band> {
    let node = dom::closest(target, ".cal-away.movable")?;
    let id: AbsenceId = node.get_attribute("data-absence")?.parse().ok()?;
    let absence = desk.now(|sheet| sheet.directory().absences.iter().find(|absence| absence.id == id).copied())?;
    let column = dom::column_of(&node)?;
    let home = desk.board.with_value(|board| board.columns.get(column).copied())?;
    let (pointer, x, y, touch, by_keys) = (0, 0.0, 0.0, false, false);
    Some(Band { absence, node, home, pointer, x, y, touch, by_keys, held: None, _timer: None })
}

/// A pointer goes down. True if it is on a band that can be moved.
pub(super) fn down(desk: Desk, event: &PointerEvent) -> bool {
    give_up(desk);
    if event.button() != 0 || !event.is_primary() {
        return false;
    }
    let Some(band) = band_of(desk, event.target()) else { return false };
    let touch = event.pointer_type() == "touch";
    let timer = touch.then(|| gloo_timers::callback::Timeout::new(LONG, move || pick_up(desk)));
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let band = Band { pointer: event.pointer_id(), x, y, touch, _timer: timer, ..band };
    desk.board.update_value(|board| (board.band, board.dragged) = (Some(band), false));
    true
}

/// The pointer moves. True while a band is pressed or held.
pub(super) fn moved(desk: Desk, event: &PointerEvent) -> bool {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let pressed = desk.board.with_value(|board| {
        let band = board.band.as_ref().filter(|band| !band.by_keys)?;
        Some((band.held.is_some(), band.touch, (x - band.x).hypot(y - band.y)))
    });
    match pressed {
        None => return false,
        Some((true, ..)) => {
            event.prevent_default();
            point(desk, x, y);
        }
        // The finger scrolls.
        Some((false, true, far)) if far > TREMBLE => desk.board.update_value(|board| board.band = None),
        Some((false, false, far)) if far > THRESHOLD => pick_up(desk),
        Some(_) => {}
    }
    true
}

/// The pointer goes up. True if it has held a band.
pub(super) fn up(desk: Desk, event: &PointerEvent) -> bool {
    let held = desk.board.with_value(|board| board.band.as_ref().map(|band| band.held.is_some() && !band.by_keys));
    match held {
        Some(true) => {
            event.prevent_default();
            put_down(desk);
            true
        }
        Some(false) => {
            desk.board.update_value(|board| board.band = board.band.take().filter(|band| band.by_keys));
            false
        }
        None => false,
    }
}

/// Whether a finger or a pointer holds one: the page must not scroll under it.
pub(super) fn is_held(desk: Desk) -> bool {
    desk.board.with_value(|board| board.band.as_ref().is_some_and(|band| band.held.is_some() && !band.by_keys))
}

/// The click that ends a drag follows no link.
pub(super) fn click(desk: Desk, event: &MouseEvent) {
    let ends = event.detail() != 0 && desk.board.with_value(|board| board.dragged);
    if ends && dom::closest(event.target(), ".cal-away").is_some() {
        event.prevent_default();
    }
}

/// A key. True if it was for a band.
pub(super) fn key(desk: Desk, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.is_composing() {
        return false;
    }
    let carrying = desk.board.with_value(|board| board.band.as_ref().is_some_and(|band| band.by_keys));
    let used = if carrying { carry_key(desk, event) } else { event.code() == "KeyM" && pick_up_by_keys(desk, event) };
    if used {
        event.prevent_default();
    }
    used
}

fn pick_up_by_keys(desk: Desk, event: &KeyboardEvent) -> bool {
    let Some(band) = band_of(desk, event.target()) else { return false };
    desk.board.update_value(|board| board.band = Some(Band { by_keys: true, ..band }));
    pick_up(desk);
    desk.say(td_string!(desk.locale_now(), absence.band_picked));
    true
}

fn carry_key(desk: Desk, event: &KeyboardEvent) -> bool {
    let (shift, alt) = (event.shift_key(), event.alt_key());
    let step = |direction: i32| {
        change(desk, |drag, _| {
            if alt {
                drag.stretch(direction * i32::from(STEP));
            } else {
                drag.slide(direction * if shift { HOUR } else { i32::from(STEP) });
            }
        });
    };
    let across = |direction: i64| {
        change(desk, |drag, days| {
            let at = days.iter().position(|day| *day == drag.day).and_then(|at| i64::try_from(at).ok());
            let next = at.and_then(|at| usize::try_from(at + direction).ok()).and_then(|at| days.get(at));
            if let Some(day) = next {
                drag.across(*day);
            }
        });
    };
    match event.key().as_str() {
        "ArrowUp" => step(-1),
        "ArrowDown" => step(1),
        "ArrowLeft" => across(-1),
        "ArrowRight" => across(1),
        "Enter" => put_down(desk),
        "Escape" => give_up(desk),
        "Tab" => {
            give_up(desk);
            return false;
        }
        _ => return event.key() == " " || event.code() == "KeyM",
    }
    true
}

/// What is pressed is picked up.
fn pick_up(desk: Desk) {
    let begun = desk.board.try_update_value(|board| {
        let (window, scroll) = (board.window, board.scroll.clone()?);
        let band = board.band.as_mut()?;
        let geometry = Geometry::measure(&scroll, window)?;
        let rect = band.node.get_bounding_client_rect();
        let edge = EDGE.min(rect.height() / 4.0);
        let grip = if band.by_keys {
            BandGrip::Move
        } else if band.y < rect.top() + edge {
            BandGrip::Start
        } else if band.y > rect.bottom() - edge {
            BandGrip::End
        } else {
            BandGrip::Move
        };
        let (_, minute) = geometry.at(band.x, band.y, true)?;
        band.held = Some((BandDrag::pick(grip, band.absence.span, minute, window)?, geometry));
        let _ = band.node.class_list().add_1("lifted");
        if !band.by_keys {
            board.dragged = true;
            let _ = board.root.as_ref()?.set_pointer_capture(band.pointer);
        }
        let _ = board.root.as_ref()?.class_list().add_1(if band.by_keys { "carrying" } else { "dragging" });
        Some(())
    });
    if begun.flatten().is_some() {
        desk.notice.set(None);
        show(desk);
    } else {
        give_up(desk);
    }
}

/// The days of the view, in order.
fn days(columns: &[Column]) -> Vec<chrono::NaiveDate> {
    let mut days: Vec<_> = columns.iter().map(|column| column.day).collect();
    days.dedup();
    days
}

fn change(desk: Desk, change: impl FnOnce(&mut BandDrag, &[chrono::NaiveDate])) {
    desk.board.update_value(|board| {
        let days = days(&board.columns);
        if let Some((drag, _)) = board.band.as_mut().and_then(|band| band.held.as_mut()) {
            change(drag, &days);
        }
    });
    show(desk);
}

fn point(desk: Desk, x: f64, y: f64) {
    let different = desk.board.try_update_value(|board| {
        let scroll = board.scroll.clone()?;
        let (drag, geometry) = board.band.as_mut()?.held.as_mut()?;
        geometry.follow(&scroll);
        let (n, minute) = geometry.at(x, y, true)?;
        Some(drag.point(board.columns.get(n)?.day, minute))
    });
    if different.flatten() == Some(true) {
        show(desk);
    }
}

/// Draws the ghost where it would be, in the column of its person on that day.
fn show(desk: Desk) {
    let locale = desk.locale_now();
    let shown = desk.board.try_with_value(|board| {
        let band = board.band.as_ref()?;
        let (drag, geometry) = band.held.as_ref()?;
        let ghost = dom::find(board.scroll.as_ref()?, ".cal-ghost")?;
        let on_day = |column: &Column| column.day == drag.day;
        let theirs = board.columns.iter().position(|column| on_day(column) && column.of == band.home.of);
        let n = theirs.or_else(|| board.columns.iter().position(on_day))?;
        let (left, width) = geometry.column(n)?;
        dom::set(&ghost, "--x", &format!("{left}px"));
        dom::set(&ghost, "--w", &format!("{width}px"));
        dom::set(&ghost, "--t", &drag.start.saturating_sub(board.window.0).to_string());
        dom::set(&ghost, "--d", &(drag.end - drag.start).to_string());
        ghost.set_class_name("cal-ghost away");
        let mut html = Html::default();
        html.raw("<b>").text(td_string!(locale, absence.band)).raw("</b><span>");
        html.clock(drag.start).raw("–").clock(drag.end).raw("</span>");
        ghost.set_inner_html(&String::from(html));
        let _ = ghost.remove_attribute("hidden");
        Some((band.by_keys, drag.span()))
    });
    if let Some((true, span)) = shown.flatten() {
        desk.say(words::absence::when(locale, &span));
    }
}

/// Lets go of it; nothing of it is shown any more.
fn release(desk: Desk) -> Option<Band> {
    let (band, root, scroll) = desk
        .board
        .try_update_value(|board| Some((board.band.take()?, board.root.clone()?, board.scroll.clone()?)))??;
    let _ = band.node.class_list().remove_1("lifted");
    if band.held.is_some() {
        let _ = root.class_list().remove_2("dragging", "carrying");
        if let Some(ghost) = dom::find(&scroll, ".cal-ghost") {
            let _ = ghost.set_attribute("hidden", "");
        }
    }
    Some(band)
}

/// Gives up: it is where it was.
pub(super) fn give_up(desk: Desk) {
    if let Some(band) = release(desk)
        && band.by_keys
    {
        desk.say(td_string!(desk.locale_now(), absence.band_put_back));
    }
}

/// Puts it down where it is.
fn put_down(desk: Desk) {
    let Some(band) = release(desk) else { return };
    let Some((drag, _)) = band.held else { return };
    let locale = desk.locale_now();
    if !drag.moved() {
        if band.by_keys {
            desk.say(td_string!(locale, absence.band_put_back));
        }
        return;
    }
    let (id, span) = (band.absence.id, drag.span());
    spawn_local(async move {
        match change_absence(id, span).await {
            Ok(()) => {
                desk.fetch();
                let title = td_string!(locale, absence.changed, when = words::absence::when(locale, &span)).to_string();
                let (lines, nearest) = (Vec::new(), Vec::new());
                desk.tell(Notice { tone: Tone::Ok, title, lines, nearest, wanted: None, undo: false });
            }
            Err(failure) => desk.tell_failure(&failure, None),
        }
    });
}

/// The absence whose band has the focus.
pub(super) fn focused() -> Option<String> {
    dom::focused()?.get_attribute("data-absence")
}

/// Gives the focus back to the band of an absence that was painted anew.
pub(super) fn focus(scroll: &HtmlElement, absence: &str) {
    if let Some(node) = dom::find(scroll, &format!("[data-absence=\"{absence}\"]")) {
        let _ = node.unchecked_ref::<HtmlElement>().focus();
    }
}
