//! The days that are shown as a table in words: for who hears the calendar, and for who would rather read it.

use chrono::NaiveDate;
use domain::{
    Session, SessionId,
    format::{Noun, time_range},
};
use leptos::prelude::*;

use super::{
    address::{Address, Span},
    desk::{Desk, Panel},
    frame::Drawer,
    paint,
    sheet::Sheet,
};
use crate::{
    i18n::{Locale, t, t_string, use_i18n},
    language, words,
};

/// A session as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: SessionId,
    time: String,
    cells: [String; 5],
}

/// The days of the view with their sessions that are what is looked for, in the order of time.
fn days(sheet: &Sheet, locale: Locale, address: Address) -> Vec<(NaiveDate, Vec<Row>)> {
    let rows = |day| {
        let hits = sheet.day(day).filter(|session| sheet.matches(&session.plan));
        hits.map(|session| row(sheet, locale, session)).collect()
    };
    if address.span == Span::Month {
        let mut held: Vec<_> = sheet.context.sessions().map(|session| session.plan.slot.day).collect();
        held.dedup();
        return held.into_iter().map(|day| (day, rows(day))).collect();
    }
    sheet.days(address).into_iter().map(|day| (day, rows(day))).collect()
}

fn row(sheet: &Sheet, locale: Locale, session: &Session) -> Row {
    let (plan, directory) = (&session.plan, sheet.directory());
    let children: Vec<_> =
        plan.seats.iter().filter_map(|seat| Some(directory.children.get(&seat.child)?.name.plain())).collect();
    let count = u32::try_from(plan.children()).unwrap_or(0);
    let children = if plan.hidden > 0 || children.is_empty() {
        let all = language::of(locale).counted(count, Noun::Child);
        if children.is_empty() { all } else { format!("{} ({all})", children.join(", ")) }
    } else {
        children.join(", ")
    };
    let staff: Vec<_> = plan.staff.iter().filter_map(|id| Some(directory.staff.get(id)?.name.short())).collect();
    let room = plan.room.and_then(|id| directory.rooms.get(&id)).map(|room| room.name.clone());
    let place = room.or_else(|| plan.online.then(|| words::online(locale).to_owned())).unwrap_or_default();
    Row {
        id: session.id,
        time: time_range(&plan.slot),
        cells: [
            words::kind(locale, plan.kind).to_owned(),
            children,
            staff.join(", "),
            place,
            words::status(locale, plan.status).to_owned(),
        ],
    }
}

/// The table, in a drawer. A session's time opens its details.
#[component]
pub fn TablePanel(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let body = move || {
        let (locale, address) = (i18n.get_locale(), desk.address.get());
        let days = desk.with(|sheet| days(sheet, locale, address));
        let day = |(day, rows): (NaiveDate, Vec<Row>)| {
            let none = rows
                .is_empty()
                .then(|| view! { <tr><td colspan="6" class="muted">{t!(i18n, calendar.no_sessions)}</td></tr> });
            let row = move |row: Row| {
                let id = row.id;
                let open = move |_| desk.panel.set(Some(Panel::Details(id)));
                view! {
                    <tr>
                        <th scope="row"><button type="button" class="link" on:click=open>{row.time}</button></th>
                        {row.cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
                    </tr>
                }
            };
            view! {
                <tbody>
                    <tr><th scope="rowgroup" colspan="6">{paint::day_name(locale, day)}</th></tr>
                    {none}
                    {rows.into_iter().map(row).collect_view()}
                </tbody>
            }
        };
        days.into_iter().map(day).collect_view()
    };
    view! {
        <Drawer desk title=Signal::derive(move || t_string!(i18n, calendar.as_table).to_owned())>
            <div class="cal-read" role="region" tabindex="0" aria-labelledby="cal-drawer-title">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, calendar.time)}</th>
                            <th scope="col">{t!(i18n, calendar.kind)}</th>
                            <th scope="col">{t!(i18n, calendar.children)}</th>
                            <th scope="col">{t!(i18n, calendar.staff)}</th>
                            <th scope="col">{t!(i18n, calendar.room)}</th>
                            <th scope="col">{t!(i18n, calendar.status)}</th>
                        </tr>
                    </thead>
                    {body}
                </table>
            </div>
        </Drawer>
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use super::*;
    use crate::components::calendar::sheet::tests::{session, sheet};

    #[test]
    fn every_day_of_the_view_has_its_sessions_in_words() {
        let sheet = sheet(Position::Methodist, vec![session(2, 620, 20), session(1, 540, 20)]);
        let days = days(&sheet, Locale::kk, Address::default());
        assert_eq!(days.len(), 5);
        let times: Vec<_> = days[0].1.iter().map(|row| row.time.as_str()).collect();
        assert_eq!(times, ["09:00–09:20", "10:20–10:40"]);
        let said = days[0].1[0].cells.join("; ");
        assert_eq!(said, "Жеке сабақ; 0 бала; Жанділда Б.; Логопед кабинеті; Жоба");
        assert!(days[1].1.is_empty());
        let month = Address { span: Span::Month, ..Address::default() };
        assert_eq!(super::days(&sheet, Locale::kk, month).len(), 1);
    }

    #[test]
    fn what_is_not_looked_for_is_left_out() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 540, 20)]);
        sheet.filter.text = "жоқ есім".into();
        assert!(days(&sheet, Locale::kk, Address::default()).iter().all(|(_, rows)| rows.is_empty()));
    }
}
