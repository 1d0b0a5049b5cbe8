//! What others hold in their hands: the session marked with their name, and an outline where they hold it.

use std::collections::BTreeMap;

use domain::{
    PersonId, SessionId,
    hold::{LASTS, Over},
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{board, dom};
use crate::{
    components::calendar::{
        desk::Desk,
        paint::{self, Html},
    },
    i18n::td_string,
};

/// For so long it is known who held a session before, in milliseconds.
const LATELY: f64 = 30_000.0;

/// What others hold.
#[derive(Default)]
pub(super) struct Others {
    held: BTreeMap<PersonId, Held>,
    /// Who has let go of what, and when.
    lately: Vec<(SessionId, String, f64)>,
}

struct Held {
    session: SessionId,
    name: String,
    over: Over,
    /// Lets go of it when nothing more is heard: the server does so, too, but it may be out of reach.
    _until: Timeout,
}

impl Others {
    fn let_go(&mut self, by: PersonId) {
        let now = js_sys::Date::now();
        self.lately.retain(|(_, _, at)| now - at < LATELY);
        if let Some(held) = self.held.remove(&by) {
            self.lately.push((held.session, held.name, now));
        }
    }
}

/// Somebody holds a session over a place, or has let it go.
pub fn held_by(desk: Desk, session: SessionId, by: PersonId, name: String, over: Option<Over>) {
    if by == desk.now(|sheet| sheet.actor.person) {
        return;
    }
    let new = desk.board.try_update_value(|board| {
        let Some(over) = over else {
            if board.others.held.get(&by).is_some_and(|held| held.session == session) {
                board.others.let_go(by);
            }
            return None;
        };
        let until = Timeout::new((LASTS + 2) * 1000, move || {
            desk.board.try_update_value(|board| board.others.let_go(by));
            draw(desk);
        });
        let held = Held { session, name: name.clone(), over, _until: until };
        let before = board.others.held.insert(by, held);
        let own = board.held.as_ref().is_some_and(|held| held.drag.session.is_some_and(|(id, _)| id == session));
        before.is_none_or(|before| before.session != session).then_some(own)
    });
    let Some(new) = new else { return };
    draw(desk);
    // Said only to whom it concerns: who has the same in their own hand, or under the focus.
    if new.is_some_and(|own| own || board::focused_session() == Some(session)) {
        let locale = desk.locale_now();
        let what = desk.now(|sheet| sheet.context.get(session).map(|one| paint::title(sheet, locale, &one.plan)));
        let told = td_string!(locale, calendar.held_told, name = name, what = what.unwrap_or_default()).to_string();
        desk.say(told);
    }
}

/// Who has had this session in their hand a moment ago, or has it now.
pub fn held_lately(desk: Desk, session: SessionId) -> Option<String> {
    let name = desk.board.try_with_value(|board| {
        let now = board.others.held.values().find(|held| held.session == session).map(|held| &held.name);
        let before = || board.others.lately.iter().rev().find(|(other, ..)| *other == session).map(|(_, name, _)| name);
        now.or_else(before).cloned()
    });
    name.flatten()
}

/// Shows it: only the nodes of what is held are touched, and the outlines.
pub(super) fn draw(desk: Desk) {
    let shown = desk.board.try_with_value(|board| {
        let held = &board.others.held;
        let told: Vec<_> =
            held.iter().map(|(by, held)| (*by, held.session, held.name.clone(), held.over.clone())).collect();
        Some((board.scroll.clone()?, board.columns.clone(), board.window, board.whole, told))
    });
    let Some((scroll, columns, window, month, held)) = shown.flatten() else { return };
    mark(desk, &scroll, &held.iter().map(|(_, session, name, _)| (*session, name.as_str())).collect::<Vec<_>>());
    let mut outlines = dom::find_all(&scroll, ".cal-hand");
    for (by, session, name, over) in held.iter().filter(|_| !month) {
        let Some(known) = desk.session(*session) else { continue };
        let plan = over.onto(&known.plan);
        for (n, _) in columns.iter().enumerate().filter(|(_, column)| column.holds(&plan)) {
            let Some(column) = dom::find(&scroll, &format!("[data-col=\"{n}\"]")) else { continue };
            let outline = dom::find(&column, &format!("[data-hand=\"{by}\"]")).or_else(|| {
                column.insert_adjacent_html("beforeend", &outline(*by, name, desk)).ok()?;
                dom::find(&column, &format!("[data-hand=\"{by}\"]"))
            });
            let Some(outline) = outline else { continue };
            outlines.retain(|other| !other.is_same_node(Some(&outline)));
            // It may lead out of what is shown.
            let start = plan.slot.start.clamp(window.0, window.1);
            dom::set_if_other(&outline, "--t", &(start - window.0).to_string());
            dom::set_if_other(&outline, "--d", &(plan.slot.end().min(window.1).saturating_sub(start)).to_string());
            if let Some(time) = dom::find(&outline, "span") {
                let mut html = Html::default();
                html.clock(plan.slot.start).raw("–").clock(plan.slot.end());
                time.set_text_content(Some(&String::from(html)));
            }
        }
    }
    for gone in outlines {
        gone.remove();
    }
}

fn outline(by: PersonId, name: &str, desk: Desk) -> String {
    let told = td_string!(desk.locale_now(), calendar.held_by, name = name).to_string();
    let mut html = Html::default();
    html.raw("<div class=\"cal-hand\" aria-hidden=\"true\" data-hand=\"").id(by.0).raw("\"><b>").text(&told);
    html.raw("</b><span></span></div>");
    html.into()
}

/// Marks the sessions that are held.
fn mark(desk: Desk, scroll: &HtmlElement, held: &[(SessionId, &str)]) {
    for node in dom::find_all(scroll, ".ses.held") {
        if !held.iter().any(|(session, _)| dom::session_of(&node) == Some(*session)) {
            let _ = node.class_list().remove_1("held");
            let _ = node.remove_attribute("data-by");
        }
    }
    for (session, name) in held {
        for node in dom::find_all(scroll, &format!(".ses[data-id=\"{session}\"]:not(.held)")) {
            let _ = node.class_list().add_1("held");
            let told = td_string!(desk.locale_now(), calendar.held_by, name = (*name).to_owned()).to_string();
            let _ = node.set_attribute("data-by", &told);
        }
    }
}
