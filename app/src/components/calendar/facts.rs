//! The details of a session for those who only read.

use domain::{Session, format::Noun};
use leptos::prelude::*;

use super::{desk::Desk, editor::StatusChip, when};
use crate::{
    i18n::{t, td_string, use_i18n},
    language, words,
};

/// When, where, who.
#[component]
pub fn Facts(
    /// The desk.
    desk: Desk,
    /// The session.
    session: Session,
) -> impl IntoView {
    let i18n = use_i18n();
    let plan = session.plan;
    let (staff, room, children) = desk.now(|sheet| {
        let directory = sheet.directory();
        let staff: Vec<_> = plan.staff.iter().filter_map(|id| Some(directory.staff.get(id)?.name.plain())).collect();
        let room = plan.room.and_then(|id| directory.rooms.get(&id)).map(|room| room.name.clone());
        let children: Vec<_> =
            plan.seats.iter().filter_map(|seat| Some(directory.children.get(&seat.child)?.name.plain())).collect();
        (staff, room, children)
    });
    let (slot, status, body, online, count) = (plan.slot, plan.status, plan.body, plan.online, plan.children());
    let place = move || match &room {
        Some(room) => room.clone(),
        None if online => td_string!(i18n.get_locale(), calendar.online).to_owned(),
        None => "—".to_owned(),
    };
    let roster = move || {
        let all = language::of(i18n.get_locale()).counted(u32::try_from(count).unwrap_or(0), Noun::Child);
        if children.is_empty() { all } else { format!("{} ({all})", children.join(", ")) }
    };
    view! {
        <p><StatusChip status /></p>
        <dl class="cal-facts">
            <dt>{t!(i18n, calendar.time)}</dt>
            <dd>{move || when::told(language::of(i18n.get_locale()), &slot)}</dd>
            <dt>{t!(i18n, calendar.body)}</dt>
            <dd>{move || words::body_short(i18n.get_locale(), body)}</dd>
            <dt>{t!(i18n, calendar.staff)}</dt>
            <dd>{staff.join(", ")}</dd>
            <dt>{t!(i18n, calendar.room)}</dt>
            <dd>{place}</dd>
            <dt>{t!(i18n, calendar.children)}</dt>
            <dd>{roster}</dd>
            {plan.reason.map(|reason| view! {
                <dt>{t!(i18n, calendar.reason)}</dt>
                <dd>{reason}</dd>
            })}
        </dl>
    }
}
