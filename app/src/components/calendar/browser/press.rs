//! The beginning of a drag: a mouse that moves, a finger that stays.

use domain::time::STEP;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MouseEvent, PointerEvent};

use super::{
    carry::{self, Means, PickUp},
    dom,
    geometry::Geometry,
};
use crate::{
    components::calendar::{
        desk::{Desk, Panel},
        drag::Grip,
        sheet::Sheet,
    },
    i18n::td_string,
};

/// How far a mouse moves before it drags, in pixels.
pub(super) const THRESHOLD: f64 = 4.0;
/// How far a finger may tremble while it is held, in pixels.
pub(super) const TREMBLE: f64 = 9.0;
/// How long a finger is held before it drags, in milliseconds.
pub(super) const LONG: u32 = 350;
/// The height of an edge by which something is made longer, in pixels.
pub(super) const EDGE: f64 = 9.0;
const FINGER_EDGE: f64 = 16.0;
/// For so long after the grid has moved a finger only stops it, in milliseconds.
const STILL: f64 = 160.0;
/// How long the telephone trembles when something is picked up, in milliseconds.
const TICK: u32 = 12;

/// Something pressed that may become a drag.
pub(super) struct Press {
    node: HtmlElement,
    pointer: i32,
    x: f64,
    y: f64,
    pub(super) touch: bool,
    _timer: Option<gloo_timers::callback::Timeout>,
}

impl Press {
    fn means(&self) -> Means {
        if self.touch { Means::Finger } else { Means::Mouse }
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        let _ = self.node.class_list().remove_1("pressed");
    }
}

/// A pointer goes down.
pub(super) fn down(desk: Desk, event: &PointerEvent) {
    if event.button() != 0 || !event.is_primary() || !desk.now(Sheet::may_plan) {
        return;
    }
    if desk.board.with_value(|board| board.held.as_ref().is_some_and(super::carry::Held::by_keys)) {
        carry::give_up(desk);
    }
    let Some(node) = dom::closest(event.target(), ".ses, .need, .cal-col") else { return };
    let touch = event.pointer_type() == "touch";
    let rolling = desk.board.with_value(|board| js_sys::Date::now() - board.scrolled_at < STILL);
    if touch && rolling {
        return;
    }
    if touch {
        // It shows that it is being lifted, as long as the finger stays.
        let _ = node.class_list().add_1("pressed");
    }
    let timer = touch.then(|| gloo_timers::callback::Timeout::new(LONG, move || pick_up(desk)));
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let press = Press { node, pointer: event.pointer_id(), x, y, touch, _timer: timer };
    desk.board.update_value(|board| (board.press, board.dragged) = (Some(press), false));
}

/// The pointer has moved while something is pressed.
pub(super) fn moved(desk: Desk, x: f64, y: f64) {
    let far = desk
        .board
        .with_value(|board| board.press.as_ref().map(|press| (press.touch, (x - press.x).hypot(y - press.y))));
    match far {
        // The finger scrolls.
        Some((true, far)) if far > TREMBLE => desk.board.update_value(|board| board.press = None),
        Some((false, far)) if far > THRESHOLD => pick_up(desk),
        _ => {}
    }
}

/// The grid has been scrolled: a finger that scrolls picks nothing up.
pub(super) fn scrolled(desk: Desk) {
    let put_away = desk.board.try_update_value(|board| {
        board.scrolled();
        board.press.take_if(|press| press.touch)
    });
    drop(put_away);
}

/// What is pressed is picked up.
fn pick_up(desk: Desk) {
    let Some(press) = desk.board.try_update_value(|board| board.press.take()).flatten() else { return };
    let begun = if press.node.class_list().contains("need") {
        pick_child(desk, &press)
    } else if press.node.class_list().contains("ses") {
        pick_session(desk, &press)
    } else {
        pick_empty(desk, &press)
    };
    if !begun {
        return;
    }
    desk.board.update_value(|board| board.dragged = true);
    if press.touch {
        tremble();
    }
    if let Some(root) = desk.board.with_value(|board| board.root.clone()) {
        let _ = root.set_pointer_capture(press.pointer);
    }
    super::pointer::point(desk, press.x, press.y);
}

/// The telephone trembles, if it can. Before the first tap browsers allow it to nobody, and complain.
fn tremble() {
    let navigator = window().navigator();
    let has = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).ok();
    let touched = has(&navigator, "userActivation").and_then(|activation| has(&activation, "hasBeenActive"));
    let can = has(&navigator, "vibrate").is_some_and(|vibrate| vibrate.is_function());
    if can && touched.is_some_and(|touched| touched.is_truthy()) {
        navigator.vibrate_with_duration(TICK);
    }
}

fn pick_session(desk: Desk, press: &Press) -> bool {
    let session = dom::session_of(&press.node).and_then(|id| desk.session(id));
    let (Some(session), Some(column)) = (session, dom::column_of(&press.node)) else { return false };
    if !desk.now(|sheet| sheet.may_move(&session.plan)) {
        return false;
    }
    let rect = press.node.get_bounding_client_rect();
    let edge = if press.touch { FINGER_EDGE } else { EDGE };
    // A low block is all edge: its lower third is enough.
    let grip = if press.y > rect.bottom() - edge.min(rect.height() / 3.0) { Grip::Resize } else { Grip::Move };
    let Some((_, minute)) = minute_at(desk, press) else { return false };
    let (plan, version) = (session.plan, session.version);
    carry::begin(desk, PickUp { grip, plan, version, column, minute, child: None, means: press.means() })
}

fn pick_empty(desk: Desk, press: &Press) -> bool {
    let Some((column, minute)) = minute_at(desk, press) else { return false };
    let Some(over) = desk.board.with_value(|board| board.columns.get(column).copied()) else { return false };
    let start = u16::try_from(minute).unwrap_or(0) / STEP * STEP;
    let mut plan = desk.now(|sheet| sheet.template(domain::Kind::Individual, None, &over, start));
    plan.slot.minutes = STEP;
    carry::begin(
        desk,
        PickUp { grip: Grip::Create, plan, version: 0, column, minute, child: None, means: press.means() },
    )
}

fn pick_child(desk: Desk, press: &Press) -> bool {
    let Some((child, kind)) = dom::child_of(&press.node) else { return false };
    let (home, window) = desk.board.with_value(|board| (board.columns.first().copied(), board.window));
    let Some(home) = home else { return false };
    let plan = desk.now(|sheet| sheet.template(kind, Some(child), &home, window.0));
    let (minute, child_of) = (i32::from(window.0), Some((child, kind)));
    let pick_up =
        PickUp { grip: Grip::Seat, plan, version: 0, column: 0, minute, child: child_of, means: press.means() };
    let begun = carry::begin(desk, pick_up);
    let root = desk.board.with_value(|board| board.root.clone());
    if let (true, Some(tag)) = (begun, root.and_then(|root| dom::find(&root, ".cal-tag"))) {
        let name = desk.now(|sheet| sheet.directory().children.get(&child).map(|child| child.name.plain()));
        tag.set_text_content(name.as_deref());
        let _ = tag.remove_attribute("hidden");
    }
    begun
}

fn minute_at(desk: Desk, press: &Press) -> Option<(usize, i32)> {
    let (scroll, window) = desk.board.with_value(|board| (board.scroll.clone(), board.window));
    Geometry::measure(&scroll?, window)?.at(press.x, press.y, true)
}

/// A click that is no end of a drag opens what it is on.
pub(super) fn click(desk: Desk, event: &MouseEvent) {
    let by_keyboard = event.detail() == 0;
    if !by_keyboard && desk.board.with_value(|board| board.dragged) {
        desk.board.update_value(|board| board.dragged = false);
        event.prevent_default();
        return;
    }
    if super::ghosts::open(desk, event) {
        return;
    }
    if let Some(node) = dom::closest(event.target(), ".ses, .ses-open") {
        if let Some(id) = dom::session_of(&node) {
            if let Some(scroll) = desk.board.with_value(|board| board.scroll.clone()) {
                super::board::take_focus(&scroll, node.unchecked_ref());
            }
            desk.panel.set(Some(Panel::Details(id)));
        }
    } else if let Some((child, kind)) = dom::closest(event.target(), ".need").and_then(|node| dom::child_of(&node)) {
        create_for(desk, child, kind);
    }
}

/// The form of a new session for a child, at the first time that is free.
pub(super) fn create_for(desk: Desk, child: domain::ChildId, kind: domain::Kind) {
    let (columns, window) = desk.board.with_value(|board| (board.columns.clone(), board.window));
    let Some(column) = columns.iter().find(|column| column.day >= desk.now(Sheet::today)).or(columns.first()) else {
        return;
    };
    let mut plan = desk.now(|sheet| sheet.template(kind, Some(child), column, window.0));
    if let Some(slot) = desk.nearest(&plan).first() {
        plan.slot = *slot;
    }
    desk.say(td_string!(desk.locale_now(), calendar.add));
    desk.panel.set(Some(Panel::Create(Box::new(plan))));
}
