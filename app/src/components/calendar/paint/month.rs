//! A month: a table of days, each with what is held on it and a link to the day.

use chrono::Datelike;
use domain::{Session, format::Noun, time::shift};

use super::{Html, Painter, day_name, session::hue, title};
use crate::{
    components::calendar::address::{Address, Span},
    i18n::td_string,
};

/// How many sessions of a day are named.
const NAMED: usize = 4;

impl Painter<'_> {
    /// The table.
    pub(super) fn month(&self, html: &mut Html, address: Address) {
        let lang = self.lang();
        let shown = address.day(self.sheet.today());
        let (first, last) = address.bounds(self.sheet.today());
        let weekend = self.sheet.context.sessions().any(|session| domain::time::is_weekend(session.plan.slot.day));
        let days = if weekend { 7 } else { 5 };
        html.raw("<table class=\"mon\"><caption class=\"visually-hidden\">").text(&lang.month_title(shown));
        html.raw("</caption><thead><tr>");
        for n in 0..days {
            let day = shift(first, n);
            html.raw("<th scope=\"col\"><abbr title=\"").text(lang.weekday(day)).raw("\">");
            html.text(&lang.weekday_short(day)).raw("</abbr></th>");
        }
        html.raw("</tr></thead><tbody>");
        let mut week = first;
        while week <= last {
            html.raw("<tr>");
            for n in 0..days {
                self.month_day(html, address, shift(week, n), shown.month());
            }
            html.raw("</tr>");
            week = shift(week, 7);
        }
        html.raw("</tbody></table>");
    }

    fn month_day(&self, html: &mut Html, address: Address, day: chrono::NaiveDate, month: u32) {
        let sessions: Vec<&Session> = self
            .sheet
            .day(day)
            .filter(|session| session.plan.status.takes_time() && self.sheet.matches(&session.plan))
            .collect();
        let today = day == self.sheet.today();
        html.raw("<td class=\"").raw(if day.month() == month { "" } else { "away " }).raw(if today {
            "today"
        } else {
            ""
        });
        html.raw("\" data-day=\"").day(day).raw("\"><a href=\"");
        html.text(&self.href(Address { span: Span::Day, ..address.on(day) }));
        let count = self.lang().counted(u32::try_from(sessions.len()).unwrap_or(0), Noun::Session);
        html.raw("\" aria-label=\"").text(&day_name(self.locale, day)).raw(", ").text(&count).raw("\"");
        html.raw(if today { " aria-current=\"date\"" } else { "" }).raw("><b>").num(i64::from(day.day())).raw("</b>");
        if !sessions.is_empty() {
            html.raw("<em>").text(&count).raw("</em>");
        }
        html.raw("</a>");
        if let Some(holiday) = self.sheet.directory().holidays.get(&day) {
            let name = if self.locale == crate::i18n::Locale::ru { &holiday.ru } else { &holiday.kk };
            html.raw("<span class=\"cal-holiday\">").text(name).raw("</span>");
        }
        if !sessions.is_empty() {
            html.raw("<ul>");
            for session in sessions.iter().take(NAMED) {
                html.raw("<li class=\"").raw(hue(session.plan.kind)).raw("\"><time>").clock(session.plan.slot.start);
                html.raw("</time> ").text(&title(self.sheet, self.locale, &session.plan)).raw("</li>");
            }
            if sessions.len() > NAMED {
                let more = td_string!(self.locale, calendar.more, n = sessions.len() - NAMED).to_string();
                html.raw("<li class=\"more\">").text(&more).raw("</li>");
            }
            html.raw("</ul>");
        }
        html.raw("</td>");
    }
}
