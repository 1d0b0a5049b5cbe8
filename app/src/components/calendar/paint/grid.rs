//! The grid of a day or a week: heads, the axis of hours, columns with their sessions.

use domain::{Hours, Session, time::weekday_number};

use super::{Html, Painter, day_name, session::Shown};
use crate::{
    components::calendar::{
        address::{Address, Span, Split},
        column::{Column, Of},
        glimpse::Glimpse,
        layout::{self, Spot},
    },
    i18n::{Locale, td_string},
};

/// Where the sessions of a column stand. One that was cancelled takes no room from the others: it lies beneath them.
pub(super) fn spots(sessions: &[&Session]) -> Vec<Spot> {
    let takes_room = |session: &&&Session| session.plan.status.takes_time();
    let times = sessions.iter().filter(takes_room);
    let times: Vec<_> = times.map(|session| (session.plan.slot.start, session.plan.slot.end())).collect();
    let mut laid = layout::lay(&times).into_iter();
    let beneath = Spot { lane: 0, lanes: 1 };
    sessions.iter().map(|session| if takes_room(&session) { laid.next().unwrap_or(beneath) } else { beneath }).collect()
}

/// What a column is besides.
struct Class {
    /// The first of its day.
    new_day: bool,
    /// It is seen at once.
    near: bool,
}

impl Painter<'_> {
    /// The grid.
    pub(super) fn grid(&self, html: &mut Html, address: Address, glimpse: Option<&Glimpse>) {
        let columns = self.sheet.columns(address);
        let (from, to) = self.sheet.window(&self.sheet.days(address));
        let filled: Vec<(Vec<&Session>, Vec<Spot>)> = columns
            .iter()
            .map(|column| {
                let sessions: Vec<_> = self.sheet.of_column(*column).collect();
                let spots = spots(&sessions);
                (sessions, spots)
            })
            .collect();
        let lanes = filled.iter().map(|(_, spots)| layout::width(spots));
        let at = glimpse.map(|glimpse| (glimpse, glimpse.columns(address.split, lanes)));
        html.raw("<div class=\"cal-sheet by-").raw(address.split.code()).raw("\" style=\"--from:").num(from);
        html.raw(";--span:").num(to - from).raw(";--cols:").count(columns.len());
        html.raw("\"><div class=\"cal-heads\"><div class=\"cal-corner\"></div>");
        for (n, column) in columns.iter().enumerate() {
            let new_day = n == 0 || columns[n - 1].day != column.day;
            self.head(html, address, *column, layout::width(&filled[n].1), new_day);
        }
        html.raw("</div><div class=\"cal-body\"><div class=\"cal-axis\" aria-hidden=\"true\">");
        for hour in (from / 60)..(to / 60) {
            html.raw("<span style=\"--t:").num(hour * 60 - from).raw("\">").clock(hour * 60).raw("</span>");
        }
        html.raw("</div>");
        let mut first = true;
        for (n, (column, (sessions, spots))) in columns.iter().zip(&filled).enumerate() {
            let new_day = n == 0 || columns[n - 1].day != column.day;
            let seen = at.as_ref().map(|(glimpse, at)| (*glimpse, at[n])).filter(|(glimpse, at)| glimpse.shows(*at));
            let class = Class { new_day, near: seen.is_some() };
            self.open_column(html, n, *column, layout::width(spots), class, (from, to));
            let day = day_name(self.locale, column.day);
            for (session, spot) in sessions.iter().zip(spots) {
                let is_first = first && self.sheet.matches(&session.plan);
                first &= !is_first;
                let near = |(glimpse, at): (&Glimpse, _)| glimpse.shows_session(at, *spot, session.plan.slot, from);
                let shown = match (glimpse, seen.is_some_and(near)) {
                    (None, _) => Shown::Whole(&day),
                    (_, true) => Shown::Near(&day),
                    (_, false) => Shown::Block,
                };
                self.session(html, session, *spot, from, is_first, shown);
            }
            html.raw("</div>");
        }
        html.raw("<div class=\"cal-shades\" aria-hidden=\"true\"></div><div class=\"cal-ghost\" aria-hidden=\"true\" hidden></div></div></div>");
    }

    fn head(&self, html: &mut Html, address: Address, column: Column, lanes: u16, new_day: bool) {
        let (day, lang) = (column.day, self.lang());
        let today = day == self.sheet.today();
        html.raw("<div class=\"cal-head").raw(if today { " today" } else { "" }).raw(if new_day {
            " new-day"
        } else {
            ""
        });
        html.raw("\" style=\"--lanes:").num(lanes).raw("\">");
        let short = lang.weekday_short(day);
        let number = i64::from(chrono::Datelike::day(&day));
        if new_day && address.span == Span::Week {
            let link = Address { span: Span::Day, ..address.on(day) };
            html.raw("<a href=\"").text(&self.href(link)).raw("\" aria-label=\"").text(&day_name(self.locale, day));
            html.raw(if today { "\" aria-current=\"date\">" } else { "\">" });
            html.text(&short).raw(" <b>").num(number).raw("</b></a>");
        } else {
            html.raw("<span class=\"cal-date\">").text(&short).raw(" <b>").num(number).raw("</b></span>");
        }
        if self.split != Split::Day {
            match column.of {
                // The door to their hours.
                Of::Staff(Some(person)) if self.sheet.actor.may_excuse(person) => {
                    html.raw("<a class=\"cal-who\" href=\"/staff-hours?who=").id(person.0).raw("\">");
                    html.text(&self.owner(column)).raw("</a>")
                }
                _ => html.raw("<span class=\"cal-who\">").text(&self.owner(column)).raw("</span>"),
            };
        }
        if let Some(holiday) = self.sheet.directory().holidays.get(&day) {
            let name = if self.locale == Locale::ru { &holiday.ru } else { &holiday.kk };
            html.raw("<span class=\"cal-holiday\">").text(name).raw("</span>");
        }
        html.raw("</div>");
    }

    /// Whose column it is, in words. Empty for a whole day.
    pub fn owner(&self, column: Column) -> String {
        let directory = self.sheet.directory();
        match column.of {
            Of::All => String::new(),
            Of::Staff(Some(person)) => directory.staff.get(&person).map(|staff| staff.name.short()).unwrap_or_default(),
            Of::Staff(None) => td_string!(self.locale, calendar.nobody).to_owned(),
            Of::Room(Some(room)) => directory.rooms.get(&room).map(|room| room.name.clone()).unwrap_or_default(),
            Of::Room(None) => td_string!(self.locale, calendar.online).to_owned(),
        }
    }

    fn open_column(&self, html: &mut Html, n: usize, column: Column, lanes: u16, class: Class, (from, to): (u16, u16)) {
        let now = self.sheet.context.now;
        let today = column.day == now.day;
        html.raw("<div class=\"cal-col").raw(if today { " today" } else { "" });
        html.raw(if class.new_day { " new-day" } else { "" }).raw(if class.near { " near" } else { "" });
        html.raw("\" role=\"group\" aria-label=\"").text(&day_name(self.locale, column.day));
        let owner = self.owner(column);
        if !owner.is_empty() {
            html.raw(", ").text(&owner);
        }
        html.raw("\" data-col=\"").count(n).raw("\" data-day=\"").day(column.day).raw("\" data-of=\"");
        match column.of {
            Of::Staff(Some(person)) => html.id(person.0),
            Of::Room(Some(room)) => html.id(room.0),
            Of::Staff(None) | Of::Room(None) => html.raw("none"),
            Of::All => html,
        };
        html.raw("\" style=\"--lanes:").num(lanes).raw("\">");
        for (start, end) in self.off(column, from, to) {
            html.raw("<u style=\"--t:").num(start - from).raw(";--d:").num(end - start).raw("\"></u>");
        }
        self.bands(html, column, (from, to));
        if today && (from..to).contains(&now.minute) {
            html.raw("<s class=\"cal-now\" style=\"--t:").num(now.minute - from).raw("\"></s>");
        }
    }

    /// When nothing can be held in this column anyway: the house is closed, or the specialist does not work.
    fn off(&self, column: Column, from: u16, to: u16) -> Vec<(u16, u16)> {
        let directory = self.sheet.directory();
        if directory.holidays.contains_key(&column.day) {
            return vec![(from, to)];
        }
        let own = match column.of {
            Of::Staff(Some(person)) => directory.staff.get(&person).map(|staff| &staff.hours),
            _ => None,
        };
        let mut windows: Vec<&Hours> = own
            .unwrap_or(&directory.hours)
            .iter()
            .filter(|hours| hours.weekday == weekday_number(column.day))
            .collect();
        windows.sort_by_key(|hours| hours.start);
        let mut off = Vec::new();
        let mut reached = from;
        for hours in windows {
            if hours.start > reached {
                off.push((reached, hours.start.min(to)));
            }
            reached = reached.max(hours.end);
        }
        if reached < to {
            off.push((reached, to));
        }
        off
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use super::*;
    use crate::components::calendar::{
        column::tests::{day, person},
        paint,
        sheet::tests::{session, sheet},
    };

    fn painted(sessions: Vec<Session>, split: Split) -> String {
        let sheet = sheet(Position::Methodist, sessions);
        paint::view(&sheet, Locale::kk, Address { split, ..Address::default() })
    }

    #[test]
    fn only_the_first_session_is_in_the_tab_order() {
        let html = painted(vec![session(1, 540, 20), session(2, 600, 20)], Split::Day);
        assert_eq!((html.matches("tabindex=\"0\"").count(), html.matches("tabindex=\"-1\"").count()), (1, 1));
    }

    #[test]
    fn a_cancelled_session_takes_no_room_from_the_others() {
        let mut cancelled = session(1, 540, 40);
        cancelled.plan.status = domain::Status::Cancelled;
        let (one, other) = (session(2, 550, 40), session(3, 560, 20));
        let places: Vec<_> = spots(&[&cancelled, &one, &other]).iter().map(|spot| (spot.lane, spot.lanes)).collect();
        assert_eq!(places, [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn a_session_says_all_of_itself_in_its_name() {
        let html = painted(vec![session(1, 620, 20)], Split::Day);
        assert!(
            html.contains("Жеке сабақ, 0 бала, 23 қараша, дүйсенбі, 10:20–10:40, Логопед кабинеті, Жанділда Б., жоба"),
            "{html}"
        );
    }

    #[test]
    fn names_are_escaped_wherever_they_stand() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 620, 20)]);
        let mut directory = sheet.directory().clone();
        directory.staff.get_mut(&person(1)).unwrap().name.family = "<script>".into();
        directory.rooms.values_mut().for_each(|room| room.name = "\"><img src=x>".into());
        sheet.context.directory = std::sync::Arc::new(directory);
        for split in Split::ALL {
            let html = paint::view(&sheet, Locale::kk, Address { split, ..Address::default() });
            assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        }
    }

    #[test]
    fn the_now_line_stands_on_today_only() {
        assert_eq!(painted(vec![], Split::Day).matches("cal-now").count(), 1);
    }

    #[test]
    fn by_specialist_a_day_has_a_column_for_each_and_shows_when_they_do_not_work() {
        let sheet = sheet(Position::Methodist, vec![]);
        let painter = Painter::new(&sheet, Locale::kk, Split::Staff);
        let column = Column { day: day(23), of: Of::Staff(Some(person(1))) };
        assert_eq!(painter.off(column, 480, 1080), [(480, 540), (780, 1080)]);
        assert_eq!(painter.off(Column { day: day(28), ..column }, 480, 1080), [(480, 1080)]);
        assert_eq!(painted(vec![], Split::Staff).matches("class=\"cal-col").count(), 10);
    }

    #[test]
    fn a_week_of_five_hundred_sessions_stays_small() {
        let mut sessions: Vec<Session> =
            (0..500u16).map(|n| session(u128::from(n) + 1, 480 + (n * 13) % 560, 20)).collect();
        for (n, session) in sessions.iter_mut().enumerate() {
            session.plan.slot.day = day(23 + u32::try_from(n % 5).unwrap());
        }
        let html = painted(sessions, Split::Day);
        assert!(html.len() < 400_000, "{}", html.len());
    }
}
