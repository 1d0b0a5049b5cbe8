//! What is picked up: the ghost in the place where it would go, the shade where it can't, putting it down.

use domain::{ChildId, Kind, Plan, SessionId, fit, hold::Over};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{
    board, dom,
    geometry::Geometry,
    ghost::{self, Aim},
    hand, shades,
};
use crate::{
    components::calendar::{
        column::Column,
        desk::{Desk, Panel, Pending},
        drag::{Drag, Grip},
        shade::Shade,
    },
    i18n::td_string,
};

/// What something is held by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Mouse,
    Finger,
    Keys,
}

/// Something picked up, with all that is shown for it.
pub(super) struct Held {
    pub(super) drag: Drag,
    /// By what.
    pub(super) means: Means,
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
    pub(super) shades: Vec<Option<Shade>>,
    /// Sessions of which it is not known yet whether they would take the child.
    pub(super) unmarked: Vec<HtmlElement>,
}

impl Held {
    /// By keys, not by a pointer.
    pub(super) fn by_keys(&self) -> bool {
        self.means == Means::Keys
    }
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
    pub(super) means: Means,
}

/// Picks something up in a column. False if it can't be.
pub(super) fn begin(desk: Desk, pick_up: PickUp) -> bool {
    let PickUp { grip, plan: base, version, column, minute, child, means } = pick_up;
    let by_keys = means == Means::Keys;
    let (scroll, columns, window) =
        desk.board.with_value(|board| (board.scroll.clone(), board.columns.clone(), board.window));
    let (Some(scroll), Some(home)) = (scroll, columns.get(column).copied()) else { return false };
    let Some(geometry) = Geometry::measure(&scroll, window) else { return false };
    let id = base.session;
    let drag = Drag::pick(grip, id.map(|id| (id, version)), base, home, minute, window);
    let held = Held {
        drag,
        means,
        child,
        join: None,
        inside: true,
        changed: false,
        geometry,
        pointer: (0.0, 0.0),
        shades: vec![None; columns.len()],
        unmarked: if child.is_some() { shades::to_mark(&scroll) } else { Vec::new() },
    };
    desk.board.update_value(|board| (board.held, board.press) = (Some(held), None));
    desk.notice.set(None);
    if let Some(root) = desk.board.with_value(|board| board.root.clone()) {
        let _ = root.class_list().add_1(if by_keys { "carrying" } else { "dragging" });
        let _ = root.class_list().toggle_with_force("seating", child.is_some());
    }
    for node in id.map(|id| dom::find_all(&scroll, &format!("[data-id=\"{id}\"]"))).unwrap_or_default() {
        let _ = node.class_list().add_1("lifted");
    }
    aim(desk);
    if matches!(grip, Grip::Move | Grip::Seat) {
        shades::soon(desk);
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

/// The plan as it would be if it were put down now, and what speaks against it.
fn aimed(desk: Desk, held: &Held) -> Aim {
    match (held.child, held.join.and_then(|id| desk.session(id))) {
        (Some((child, _)), Some(session)) => {
            let fit = desk.now(|sheet| fit::fit(child, &session, &sheet.context));
            let verdict = fit.as_ref().map(|fit| fit.verdict.clone()).unwrap_or_default();
            Aim { plan: fit::seated(&session.plan, child), verdict, twice: session.plan.has(child), fit }
        }
        (Some((child, kind)), None) => {
            let plan = desk.now(|sheet| sheet.template(kind, Some(child), &held.drag.over, held.drag.start));
            Aim { verdict: desk.judge(&plan), plan, fit: None, twice: false }
        }
        _ => {
            let plan = held.drag.plan();
            Aim { verdict: desk.judge(&plan), plan, fit: None, twice: false }
        }
    }
}

/// Draws the ghost where it would go now, and asks the rules; others are told where it is.
pub(super) fn aim(desk: Desk) {
    let aimed = desk.board.with_value(|board| {
        let held = board.held.as_ref()?;
        Some(aimed(desk, held).heard(held.drag.grip))
    });
    let Some(aim) = aimed else { return };
    let shown = desk.board.with_value(|board| {
        let (scroll, from, held) = (board.scroll.as_ref()?, board.window.0, board.held.as_ref()?);
        let over = board.columns.iter().position(|column| *column == held.drag.over)?;
        let near = held.shades[over].as_ref().map(|shade| shade.near(aim.plan.slot.start)).unwrap_or_default();
        ghost::show(desk, scroll, held, &aim, (over, from), &near);
        Some((scroll.clone(), held.by_keys(), held.drag.over, held.drag.session))
    });
    let Some((scroll, by_keys, over, session)) = shown else { return };
    if let Some((id, _)) = session {
        hand::holds(desk, id, Over::of(&aim.plan));
    }
    if by_keys {
        ghost::scroll_to(&scroll);
        ghost::announce(desk, &aim, over);
    }
}

/// In every frame: what is held follows the pointer; the grid is scrolled as long as the pointer is at an edge.
fn pull_soon(desk: Desk) {
    request_animation_frame(move || {
        super::pointer::follow(desk);
        let held = desk.board.try_with_value(|board| {
            let held = board.held.as_ref().filter(|held| !held.by_keys())?;
            let (x, y) = held.pointer;
            let pull = if held.inside && (x, y) != (0.0, 0.0) { held.geometry.pull(x, y) } else { (0.0, 0.0) };
            Some((pull, (x, y), board.scroll.clone()?))
        });
        let Some(((dx, dy), (x, y), scroll)) = held.flatten() else { return };
        if (dx, dy) != (0.0, 0.0) {
            let before = scroll.scroll_top();
            scroll.scroll_by_with_x_and_y(dx, dy);
            if dy != 0.0 && scroll.scroll_top() == before {
                // On a phone the grid is higher than what is left of the screen.
                window().scroll_by_with_x_and_y(0.0, dy);
            }
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
    let plan = aimed(desk, &held).plan;
    match held.drag.grip {
        Grip::Create => desk.panel.set(Some(Panel::Create(Box::new(plan)))),
        Grip::Seat => {
            let joined = held.join.and_then(|id| desk.session(id));
            if held.by_keys() {
                // The child's row may leave the list: the focus goes with the child.
                match &joined {
                    Some(session) => board::focus(desk, session.id),
                    None => desk.board.update_value(|board| board.follow = true),
                }
            }
            if joined.as_ref().is_some_and(|session| session.plan == plan) {
                return desk.say(td_string!(desk.locale_now(), calendar.already_in));
            }
            desk.attempt(Pending { session: joined.map(|session| (session.id, session.version)), plan });
        }
        Grip::Move | Grip::Resize if held.drag.moved() => {
            desk.attempt(Pending { session: held.drag.session, plan });
        }
        Grip::Move | Grip::Resize => {
            if held.by_keys() {
                desk.say(td_string!(desk.locale_now(), calendar.put_back));
            }
        }
    }
}

/// Gives up: everything is as it was.
pub(super) fn give_up(desk: Desk) -> bool {
    let Some(held) = release(desk) else { return false };
    if held.by_keys() {
        let locale = desk.locale_now();
        desk.say(match held.drag.grip {
            Grip::Move | Grip::Resize => td_string!(locale, calendar.put_back),
            Grip::Create => td_string!(locale, calendar.new_given_up),
            Grip::Seat => td_string!(locale, calendar.child_put_back),
        });
    }
    true
}

fn release(desk: Desk) -> Option<Held> {
    let (held, root, scroll) = desk.board.try_update_value(|board| {
        (board.press, board.heard) = (None, None);
        Some((board.held.take()?, board.root.clone()?, board.scroll.clone()?))
    })??;
    hand::opens(desk);
    let _ = root.class_list().remove_3("dragging", "carrying", "seating");
    for node in dom::find_all(&scroll, ".lifted") {
        let _ = node.class_list().remove_1("lifted");
    }
    shades::clear(&scroll);
    ghost::hide(&scroll);
    if let Some(tag) = dom::find(&root, ".cal-tag") {
        let _ = tag.set_attribute("hidden", "");
    }
    if held.changed {
        let (address, locale) = (desk.address.get_untracked(), desk.locale_now());
        board::show(desk, address, locale);
    }
    Some(held)
}
