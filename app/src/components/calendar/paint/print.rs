//! Sheets of paper: a specialist's week, a room's week, a room's day for its door. Each on one page of A4.
//!
//! What of a child may be known is decided by the store, as everywhere; a wall is seen by more people than a screen, so
//! paper says less than that: on a specialist's own sheet a first name and a letter, on a room's and on a door's no child
//! at all, only how many. (A door is read by every parent who walks by; that a child comes to a speech therapist is told
//! to those who work with it, and to nobody else: Order 92 ¶5, КП ережесі 5.1.)

use chrono::NaiveDate;
use domain::{
    PersonId, RoomId, Session,
    format::{Noun, capital, time_range},
    time::clock,
    view::OrgView,
};

use super::{Html, Painter, session::room};
use crate::{
    components::calendar::paper::{Block, Paper, What},
    i18n::{Locale, td_string},
    words,
};

/// What is between two things of a line.
const DOT: &str = " · ";

/// An entry of a sheet: what is said of a session.
struct Entry {
    time: String,
    /// Beside the time: for whom, or what.
    what: String,
    /// Below it.
    about: String,
    draft: bool,
}

impl Entry {
    /// The letters of its lines.
    fn lines(&self) -> Vec<usize> {
        let count = |text: &str| text.chars().count();
        vec![count(&self.time) + 1 + count(&self.what), count(&self.about)]
    }
}

/// The sheet of paper.
pub fn paper(painter: &Painter<'_>, paper: Paper, org: &OrgView) -> String {
    let mut html = Html::with_capacity(16 * 1024);
    match paper.what {
        What::Staff | What::Room => painter.week_sheet(&mut html, paper, org),
        What::Door => painter.door_sheet(&mut html, paper, org),
    }
    html.into()
}

impl Painter<'_> {
    fn week_sheet(&self, html: &mut Html, paper: Paper, org: &OrgView) {
        let lang = self.lang();
        let days = paper.days(self.sheet);
        let columns: Vec<Vec<Entry>> = days
            .iter()
            .map(|day| {
                let sessions = paper.sessions(self.sheet, *day);
                sessions.into_iter().map(|session| self.entry(session, paper.what)).collect()
            })
            .collect();
        let letters: Vec<_> = columns.iter().map(|column| column.iter().map(Entry::lines).collect()).collect();
        // 277 mm between the margins, 190 high, of which the heads and the foot take what they need.
        let columns_of = u32::try_from(days.len().max(1)).unwrap_or(1);
        let block = Block { width: 2770 / columns_of - 50, height: 1500, sizes: (56, 16), gap: 75 };
        let range = match (days.first(), days.last()) {
            (Some(first), Some(last)) => lang.range(*first, *last),
            _ => String::new(),
        };
        self.head_of_sheet(html, paper, org, "wide", block.fit(&letters), &range);
        html.raw("<table class=\"paper-week\"><caption class=\"visually-hidden\">").text(&self.title_of(paper));
        html.raw(", ").text(&range).raw("</caption><thead><tr>");
        for day in &days {
            html.raw("<th scope=\"col\"><b>").text(&lang.weekday_title(*day)).raw("</b> <span>");
            html.text(&lang.day_month(*day)).raw("</span></th>");
        }
        html.raw("</tr></thead><tbody><tr>");
        for (day, column) in days.iter().zip(&columns) {
            // On a narrow screen the heads are gone, and each day says itself which it is.
            html.raw("<td data-day=\"").text(&lang.day_month_weekday(*day)).raw("\">");
            self.holiday_of(html, *day);
            if column.is_empty() {
                html.raw("<p class=\"paper-none\">").text(td_string!(self.locale, print.nothing)).raw("</p>");
            } else {
                html.raw("<ul>");
                for entry in column {
                    write_entry(html, entry);
                }
                html.raw("</ul>");
            }
            html.raw("</td>");
        }
        html.raw("</tr></tbody></table>");
        self.foot_of_sheet(html);
    }

    fn door_sheet(&self, html: &mut Html, paper: Paper, org: &OrgView) {
        let lang = self.lang();
        let day = paper.day.unwrap_or(self.sheet.today());
        let sessions = paper.sessions(self.sheet, day);
        let rows: Vec<[String; 4]> = sessions.iter().map(|session| self.row_of_door(session)).collect();
        let count = |text: &String| text.chars().count();
        // The widths of the columns of what and who, as in the style sheet: a row is as high as its longest cell.
        let letters: Vec<Vec<usize>> =
            rows.iter().map(|[_, what, who, _]| vec![count(what).max(count(who) * 5 / 4)]).collect();
        let block = Block { width: 560, height: 2250, sizes: (96, 26), gap: 75 };
        let date = capital(&lang.long_date_weekday(day));
        self.head_of_sheet(html, paper, org, "tall", block.fit(&[letters]), &date);
        self.holiday_of(html, day);
        if rows.is_empty() {
            html.raw("<p class=\"paper-none\">").text(td_string!(self.locale, print.nothing)).raw("</p>");
        } else {
            html.raw("<table class=\"paper-door\"><caption class=\"visually-hidden\">").text(&self.title_of(paper));
            html.raw(", ").text(&date).raw("</caption><thead><tr>");
            for head in [
                td_string!(self.locale, calendar.time),
                td_string!(self.locale, print.session),
                td_string!(self.locale, calendar.staff),
                td_string!(self.locale, print.how_many),
            ] {
                html.raw("<th scope=\"col\">").text(head).raw("</th>");
            }
            html.raw("</tr></thead><tbody>");
            for [time, what, who, many] in &rows {
                html.raw("<tr><th scope=\"row\">").text(time).raw("</th><td>").text(what).raw("</td><td>");
                html.text(who).raw("</td><td>").text(many).raw("</td></tr>");
            }
            html.raw("</tbody></table>");
        }
        self.foot_of_sheet(html);
    }

    /// Whose sheet it is: «Жанділда Ботагөз, логопед-мұғалім»; «Логопед кабинеті».
    pub fn title_of(&self, paper: Paper) -> String {
        let (directory, whose) = (self.sheet.directory(), paper.whose(self.sheet));
        match paper.what {
            What::Staff => {
                let staff = whose.and_then(|id| directory.staff.get(&PersonId(id)));
                staff.map(|staff| staff.name.plain()).unwrap_or_default()
            }
            What::Room | What::Door => {
                let room = whose.and_then(|id| directory.rooms.get(&RoomId(id)));
                room.map(|room| room.name.clone()).unwrap_or_default()
            }
        }
    }

    fn head_of_sheet(&self, html: &mut Html, paper: Paper, org: &OrgView, class: &str, size: u16, when: &str) {
        html.raw("<article class=\"paper ").raw(class).raw("\" style=\"--quarters:").num(size);
        html.raw("\" aria-labelledby=\"paper-title\"><header><div><h2 id=\"paper-title\">");
        html.text(&self.title_of(paper)).raw("</h2>");
        let staff = paper.whose(self.sheet).and_then(|id| self.sheet.directory().staff.get(&PersonId(id)));
        if let (What::Staff, Some(position)) = (paper.what, staff.and_then(|staff| staff.positions.first())) {
            html.raw("<p>").text(words::position(self.locale, *position)).raw("</p>");
        }
        html.raw("</div><div><p class=\"paper-when\">").text(when).raw("</p><p>");
        html.text(&org.name);
        if !org.city.is_empty() {
            html.raw(", ").text(&org.city);
        }
        html.raw("</p></div></header>");
    }

    fn foot_of_sheet(&self, html: &mut Html) {
        let now = self.sheet.context.now;
        let when = format!("{}, {}", self.lang().short_date(now.day), clock(now.minute));
        html.raw("<footer>").text(&td_string!(self.locale, print.printed, when = when).to_string());
        html.raw("</footer></article>");
    }

    fn holiday_of(&self, html: &mut Html, day: NaiveDate) {
        if let Some(holiday) = self.sheet.directory().holidays.get(&day) {
            let name = if self.locale == Locale::ru { &holiday.ru } else { &holiday.kk };
            html.raw("<p class=\"paper-holiday\">").text(name).raw("</p>");
        }
    }

    fn entry(&self, session: &Session, what: What) -> Entry {
        let plan = &session.plan;
        let kind = words::kind_short(self.locale, plan.kind);
        let place = room(self.sheet, plan).or_else(|| plan.online.then(|| td_string!(self.locale, calendar.online)));
        let (beside, mut about) = match what {
            What::Staff => {
                let about: Vec<_> = [Some(kind), place].into_iter().flatten().collect();
                (self.children_of(session), about.join(DOT))
            }
            What::Room | What::Door => {
                let about: Vec<_> = [self.staff_of(session), self.how_many(session)].into();
                (kind.to_owned(), about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT))
            }
        };
        let draft = plan.status == domain::Status::Draft;
        if draft {
            about.push_str(DOT);
            about.extend(words::status(self.locale, plan.status).chars().flat_map(char::to_lowercase));
        }
        Entry { time: time_range(&plan.slot), what: beside, about, draft }
    }

    /// «Айару К., Әлихан Н.», as far as the reader knows them; the others are counted.
    fn children_of(&self, session: &Session) -> String {
        let plan = &session.plan;
        let known = |seat: &domain::Seat| self.sheet.directory().children.get(&seat.child);
        let mut names: Vec<String> = plan
            .seats
            .iter()
            .filter_map(known)
            // A name stays on its line.
            .map(|child| match child.name.family.chars().next() {
                Some(letter) => format!("{}\u{a0}{letter}.", child.name.given),
                None => child.name.given.clone(),
            })
            .collect();
        let others = plan.children() - names.len();
        match (names.is_empty(), others) {
            (true, _) => return self.how_many(session),
            (false, 0) => {}
            (false, others) => names.push(format!("+{others}")),
        }
        names.join(", ")
    }

    fn staff_of(&self, session: &Session) -> String {
        let staff = session.plan.staff.iter().filter_map(|person| self.sheet.directory().staff.get(person));
        staff.map(|staff| staff.name.short().replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", ")
    }

    fn how_many(&self, session: &Session) -> String {
        self.lang().counted(u32::try_from(session.plan.children()).unwrap_or(0), Noun::Child)
    }

    fn row_of_door(&self, session: &Session) -> [String; 4] {
        let plan = &session.plan;
        let what = words::kind(self.locale, plan.kind).to_owned();
        [time_range(&plan.slot), what, self.staff_of(session), plan.children().to_string()]
    }
}

/// An entry of a list.
fn write_entry(html: &mut Html, entry: &Entry) {
    html.raw(if entry.draft { "<li class=\"draft\">" } else { "<li>" });
    html.raw("<p><time>").text(&entry.time).raw("</time> <b>").text(&entry.what).raw("</b></p><p>");
    html.text(&entry.about).raw("</p></li>");
}

#[cfg(test)]
mod tests {
    use domain::{ChildId, Position, Seat, Status};
    use uuid::Uuid;

    use super::*;
    use crate::components::calendar::{
        address::Split,
        column::tests::day,
        sheet::tests::{session, sheet},
    };

    fn printed(what: What, of: u128, sessions: Vec<Session>) -> String {
        let sheet = sheet(Position::Methodist, sessions);
        let asked = Paper { what, of: Some(Uuid::from_u128(of)), day: Some(day(23)) };
        let org = OrgView { name: "Нұрлытау".into(), ..OrgView::default() };
        paper(&Painter::new(&sheet, Locale::kk, Split::Day), asked, &org)
    }

    fn with_children(n: u128, start: u16) -> Session {
        let mut session = session(n, start, 20);
        session.plan.status = Status::Confirmed;
        session.plan.seats = [11, 12].map(|n| Seat { child: ChildId(Uuid::from_u128(n)), with_parent: false }).into();
        session.plan.hidden = 1;
        session
    }

    #[test]
    fn a_specialists_own_wall_names_children_by_first_name_and_a_letter() {
        let html = printed(What::Staff, 1, vec![with_children(1, 540)]);
        assert!(html.contains("Әлихан\u{a0}Н., Айару\u{a0}К., +1"), "{html}");
        assert!(!html.contains("Нұрлан") && !html.contains("Көшербай"), "{html}");
        assert!(
            html.contains("09:00–09:20") && html.contains("Логопед кабинеті") && html.contains("23–27 қараша 2026")
        );
    }

    #[test]
    fn a_rooms_wall_and_a_door_name_no_child() {
        for what in [What::Room, What::Door] {
            let html = printed(what, 7, vec![with_children(1, 540)]);
            for name in ["Әлихан", "Айару", "Нұрлан", "Көшербай", "бұзыл"] {
                assert!(!html.contains(name), "{name}: {html}");
            }
            assert!(html.contains("Жанділда\u{a0}Б.") && html.contains('3'), "{html}");
        }
    }

    #[test]
    fn what_is_planned_says_that_it_is_on_a_wall_and_is_on_no_door() {
        let planned = vec![session(1, 540, 20)];
        assert!(printed(What::Staff, 1, planned.clone()).contains("class=\"draft\""));
        let door = printed(What::Door, 7, planned);
        assert!(!door.contains("09:00") && door.contains("paper-none"), "{door}");
    }

    #[test]
    fn names_are_escaped_wherever_they_stand() {
        let mut sheet = sheet(Position::Methodist, vec![with_children(1, 540)]);
        let mut directory = sheet.directory().clone();
        directory.staff.values_mut().for_each(|staff| staff.name.family = "<script>".into());
        directory.rooms.values_mut().for_each(|room| room.name = "\"><img src=x>".into());
        directory.children.values_mut().for_each(|child| child.name.given = "<b>".into());
        sheet.context.directory = std::sync::Arc::new(directory);
        let org = OrgView { name: "<i>".into(), ..OrgView::default() };
        for what in What::ALL {
            let html = paper(
                &Painter::new(&sheet, Locale::kk, Split::Day),
                Paper { what, of: None, day: Some(day(23)) },
                &org,
            );
            assert!(
                !html.contains("<script") && !html.contains("<img") && !html.contains("<i>") && !html.contains("<b><"),
                "{html}"
            );
        }
    }
}
