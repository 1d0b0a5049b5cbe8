//! The sessions of a view as a table, a row for each: for screen readers, and for whoever reads lists more easily.
//!
//! What is looked for is what stands in it: a row takes nobody's room, so what is not found is left out.

use domain::{
    Session, Status,
    format::{Noun, time_range},
    kind::{Online, rule},
    time::shift,
};

use super::{
    Html, Painter, day_name,
    session::{room, write_accessible_name},
};
use crate::{
    components::calendar::address::{Address, Span},
    i18n::td_string,
    words,
};

impl Painter<'_> {
    /// The table.
    pub(super) fn table(&self, html: &mut Html, address: Address) {
        let (lang, today) = (self.lang(), self.sheet.today());
        let day = address.day(today);
        let (from, to) = match address.span {
            Span::Day => (day, day),
            Span::Week => address.bounds(today),
            Span::Month => {
                let first = chrono::Datelike::with_day(&day, 1).unwrap_or(day);
                (first, shift(address.on(first).step(today, 1).day(today), -1))
            }
        };
        let days = (0..=(to - from).num_days()).map(|n| shift(from, n));
        let sessions: Vec<&Session> =
            days.flat_map(|day| self.sheet.day(day)).filter(|session| self.sheet.matches(&session.plan)).collect();
        let count = lang.counted(u32::try_from(sessions.len()).unwrap_or(0), Noun::Session);
        html.raw("<table class=\"table cal-table\"><caption>").text(&lang.range(from, to)).raw(": ").text(&count);
        html.raw("</caption><thead><tr>");
        for head in [
            td_string!(self.locale, calendar.date),
            td_string!(self.locale, calendar.time),
            td_string!(self.locale, print.session),
            td_string!(self.locale, calendar.children),
            td_string!(self.locale, calendar.staff),
            td_string!(self.locale, print.place),
            td_string!(self.locale, calendar.status),
        ] {
            html.raw("<th scope=\"col\">").text(head).raw("</th>");
        }
        html.raw("</tr></thead><tbody>");
        for session in sessions {
            self.row(html, session);
        }
        html.raw("</tbody></table>");
    }

    fn row(&self, html: &mut Html, session: &Session) {
        let (plan, lang) = (&session.plan, self.lang());
        let directory = self.sheet.directory();
        html.raw("<tr data-status=\"").raw(plan.status.code()).raw("\"><td>");
        html.text(&lang.weekday_short(plan.slot.day)).raw(", ").text(&lang.day_month(plan.slot.day));
        html.raw("</td><th scope=\"row\">").text(&time_range(&plan.slot));
        html.raw("</th><td><button type=\"button\" class=\"link ses-open\" aria-haspopup=\"dialog\" data-id=\"");
        html.id(session.id.0).raw("\" aria-label=\"");
        let day = day_name(self.locale, plan.slot.day);
        html.said(|said| write_accessible_name(said, self.sheet, self.locale, session, &day)).raw("\">");
        html.text(words::kind(self.locale, plan.kind)).raw("</button></td><td>");
        let known = plan.seats.iter().filter_map(|seat| directory.children.get(&seat.child));
        let mut children: Vec<_> = known.map(|child| child.name.plain()).collect();
        if children.len() < plan.children() || children.is_empty() {
            let others = u32::try_from(plan.children() - children.len()).unwrap_or(0);
            let others = lang.counted(others, Noun::Child);
            children.push(if children.is_empty() { others } else { format!("+ {others}") });
        }
        html.text(&children.join(", ")).raw("</td><td>");
        let staff = plan.staff.iter().filter_map(|person| directory.staff.get(person));
        html.text(&staff.map(|staff| staff.name.plain()).collect::<Vec<_>>().join(", ")).raw("</td><td>");
        let by_video = || plan.online || rule(plan.body, plan.kind).is_some_and(|rule| rule.online == Online::Always);
        let place = room(self.sheet, plan).or_else(|| by_video().then(|| td_string!(self.locale, calendar.online)));
        html.text(place.unwrap_or("–")).raw("</td><td>").text(words::status(self.locale, plan.status));
        if let Some(came) = session.came().filter(|_| plan.status != Status::Cancelled) {
            html.raw(", ").count(came).raw("/").count(plan.children());
        }
        html.raw("</td></tr>");
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use crate::{
        components::calendar::{
            address::{Address, Span},
            column::tests::day,
            paint,
            sheet::tests::{session, sheet},
        },
        i18n::Locale,
    };

    #[test]
    fn a_session_is_a_row_with_a_way_to_open_it() {
        let mut other = session(2, 540, 20);
        other.plan.slot.day = day(25);
        let mut sheet = sheet(Position::Methodist, vec![session(1, 620, 20), other]);
        let week = Address { table: true, ..Address::default() };
        let html = paint::view(&sheet, Locale::kk, week);
        assert_eq!((html.matches("<tr data-status").count(), html.matches("class=\"link ses-open\"").count()), (2, 2));
        assert!(
            html.contains("Дс, 23 қараша") && html.contains("10:20–10:40") && html.contains("Логопед кабинеті"),
            "{html}"
        );
        assert!(html.contains("23–29 қараша 2026: 2 сессия"), "{html}");
        let one = paint::view(&sheet, Locale::kk, Address { span: Span::Day, ..week.on(day(25)) });
        assert_eq!(one.matches("<tr data-status").count(), 1);
        let month = paint::view(&sheet, Locale::kk, Address { span: Span::Month, ..week });
        assert!(month.contains("1–30 қараша 2026: 2 сессия"), "{month}");
        sheet.filter.text = "жоқ нәрсе".into();
        assert_eq!(paint::view(&sheet, Locale::kk, week).matches("<tr data-status").count(), 0);
    }

    #[test]
    fn names_are_escaped() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 620, 20)]);
        let mut directory = sheet.directory().clone();
        directory.staff.values_mut().for_each(|staff| staff.name.family = "<script>".into());
        directory.rooms.values_mut().for_each(|room| room.name = "\"><img src=x>".into());
        sheet.context.directory = std::sync::Arc::new(directory);
        let html = paint::view(&sheet, Locale::kk, Address { table: true, ..Address::default() });
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}
