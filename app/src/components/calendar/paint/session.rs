//! A session in the grid.

use chrono::NaiveDate;
use domain::{
    Kind, Plan, Session, Status,
    document::is_suspended,
    kind::{Online, rule},
    time::push_clock,
};

use super::{Html, Painter, absence};
use crate::{
    components::calendar::{address::Split, layout::Spot, sheet::Sheet},
    i18n::{Locale, td_string},
    language, words,
};

/// Sessions of at least this many minutes have room for a third line.
const TALL: u16 = 35;

/// The number of children that is neither a small group nor a group (Order 92 ¶16).
const BETWEEN: usize = 5;

impl Painter<'_> {
    /// A session as a button.
    pub(super) fn session(
        &self,
        html: &mut Html,
        session: &Session,
        place: Spot,
        from: u16,
        first: bool,
        shown: Shown<'_>,
    ) {
        let plan = &session.plan;
        let when = plan.slot;
        html.raw("<button type=\"button\" class=\"ses ").raw(hue(plan.kind)).raw(" i-").raw(icon(plan.kind));
        html.raw(status_class(plan.status));
        html.raw(match shown {
            Shown::Whole(_) => "",
            Shown::Near(_) => " near",
            Shown::Block => " far hollow",
        });
        if size(plan) == Size::Five {
            html.raw(" five");
        }
        if plan.online {
            html.raw(" online");
        }
        if absence::is_away(self.sheet, plan) {
            html.raw(" away");
        }
        if self.is_suspended(session) {
            html.raw(" suspended");
        }
        if !self.sheet.matches(plan) {
            html.raw(" miss");
        }
        if !self.sheet.is_own(plan) {
            html.raw(" other");
        } else if self.sheet.may_move(plan) {
            html.raw(" movable");
        }
        html.raw("\" tabindex=\"").raw(if first { "0" } else { "-1" });
        html.raw("\" data-id=\"").id(session.id.0);
        html.raw("\" data-start=\"").clock(when.start);
        html.raw("\" data-status=\"").raw(plan.status.code());
        html.raw("\" style=\"--t:").num(i32::from(when.start) - i32::from(from)).raw(";--d:").num(when.minutes);
        html.raw(";--l:").num(place.lane).raw(";--n:").num(place.lanes);
        if let Shown::Whole(day) | Shown::Near(day) = shown {
            html.raw("\" aria-label=\"");
            html.said(|said| write_accessible_name(said, self.sheet, self.locale, session, day)).raw("\">");
            self.inside(html, session);
        } else {
            html.raw("\">");
        }
        html.raw("</button>");
    }

    /// What stands in its block.
    pub(super) fn inside(&self, html: &mut Html, session: &Session) {
        let plan = &session.plan;
        let (when, size) = (plan.slot, size(plan));
        // Lines of one box. The badge floats: the title goes as far as it leaves room.
        html.raw("<bdi>");
        Self::badge(html, session, size);
        html.raw("<b>").said(|said| write_title(said, self.sheet, self.locale, plan)).raw("</b><br><span>");
        html.clock(when.start);
        if self.split != Split::Staff
            && let Some(person) = plan.staff.first()
        {
            html.raw(" · ");
            if let Some(staff) = self.sheet.directory().staff.get(person) {
                html.said(|said| staff.name.push_short(said));
            }
        }
        if self.split != Split::Room
            && let Some(room) = room(self.sheet, plan)
        {
            html.raw(" · ").text(room);
        }
        html.raw("</span>");
        if self.is_suspended(session) {
            html.raw("<br><i class=\"why\">").text(td_string!(self.locale, calendar.suspended)).raw("</i>");
        } else if size == Size::Five {
            html.raw("<br><i class=\"why\">").text(td_string!(self.locale, calendar.five)).raw("</i>");
        } else if when.minutes >= TALL && plan.seats.len() > 1 {
            html.raw("<br><i>");
            for (n, seat) in plan.seats.iter().enumerate() {
                let name = self.sheet.directory().children.get(&seat.child).map(|child| child.name.short());
                // A name stays on its line.
                html.raw(if n == 0 { "" } else { ", " }).text(&name.unwrap_or_default().replace(' ', "\u{a0}"));
            }
            html.raw("</i>");
        }
        html.raw("</bdi>");
    }

    /// It waits for a consent or a contract (Order 92 ¶11; КП ережесі 7.1). What is over stays as it was.
    fn is_suspended(&self, session: &Session) -> bool {
        session.plan.slot.day >= self.sheet.today() && is_suspended(&session.plan, self.sheet.directory())
    }

    /// `3/4`; the five in red. When it has been marked who came: how many, of how many planned.
    fn badge(html: &mut Html, session: &Session, size: Size) {
        let plan = &session.plan;
        let children = plan.children();
        if let Some(came) = session.came() {
            html.raw(if came == children { "<em class=\"came\">" } else { "<em class=\"came warn\">" });
            html.count(came).raw("/").count(children).raw("</em>");
            return;
        }
        match size {
            Size::Five => html.raw("<em class=\"bad\">").count(children).raw("</em>"),
            Size::One if children == 1 => html,
            _ => {
                html.raw(if size == Size::Wrong { "<em class=\"warn\">" } else { "<em>" });
                html.count(children).raw("/").num(plan.places.max(1)).raw("</em>")
            }
        };
    }
}

/// How much of a session is painted.
#[derive(Clone, Copy)]
pub(super) enum Shown<'a> {
    /// All of it. With its date in words.
    Whole(&'a str),
    /// All of it, and it is seen at once: the browser need not find out.
    Near(&'a str),
    /// Only the block.
    Block,
}

/// How the number of children stands to the kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// The kind has one child.
    One,
    Fits,
    /// Too few or too many as yet.
    Wrong,
    /// Neither a small group nor a group.
    Five,
}

fn size(plan: &Plan) -> Size {
    let Some(rule) = rule(plan.body, plan.kind) else { return Size::Fits };
    let children = plan.children();
    match rule.allows_size(children) {
        _ if rule.is_grouped() && children == BETWEEN && plan.status.open() => Size::Five,
        true if rule.children.1 == 1 => Size::One,
        false if plan.status.open() => Size::Wrong,
        _ => Size::Fits,
    }
}

/// The hue of a kind.
pub(super) fn hue(kind: Kind) -> &'static str {
    match kind {
        Kind::Individual | Kind::Diagnostics => "k-ind",
        Kind::Small | Kind::KpSmall => "k-small",
        Kind::Group => "k-group",
        Kind::PlayInd | Kind::PlayOnline | Kind::PlaySeminar | Kind::Creative | Kind::Playroom | Kind::Training => {
            "k-play"
        }
        Kind::ConsultInd | Kind::ConsultSmall | Kind::ConsultOnline | Kind::ConsultPhone => "k-consult",
    }
}

pub(super) fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Individual => "one",
        Kind::Diagnostics => "look",
        Kind::Small | Kind::KpSmall => "few",
        Kind::Group => "many",
        Kind::ConsultPhone => "phone",
        Kind::ConsultInd | Kind::ConsultSmall | Kind::ConsultOnline => "talk",
        _ => "play",
    }
}

fn status_class(status: Status) -> &'static str {
    match status {
        Status::Draft => " draft",
        Status::Confirmed => "",
        Status::Done => " done",
        Status::Cancelled => " cancelled",
        Status::NoShow => " done no-show",
    }
}

/// The name of the room; None for a session by video or telephone.
pub(super) fn room<'a>(sheet: &'a Sheet, plan: &Plan) -> Option<&'a str> {
    sheet.directory().rooms.get(&plan.room?).map(|room| room.name.as_str())
}

/// What a session is called in the grid: the child, the group, or the kind.
pub fn title(sheet: &Sheet, locale: Locale, plan: &Plan) -> String {
    let mut title = String::new();
    write_title(&mut title, sheet, locale, plan);
    title
}

fn write_title(title: &mut String, sheet: &Sheet, locale: Locale, plan: &Plan) {
    let children = &sheet.directory().children;
    let short = words::kind_short(locale, plan.kind);
    match plan.seats.as_slice() {
        [only] if plan.hidden == 0 && rule(plan.body, plan.kind).is_none_or(|rule| rule.children.1 <= 4) => {
            match children.get(&only.child) {
                Some(child) => child.name.push_plain(title),
                None => title.push_str(short),
            }
        }
        [first, rest @ ..] if plan.hidden == 0 => {
            let group = |id| children.get(id).and_then(|child: &domain::Child| child.group);
            let shared = group(&first.child).filter(|one| rest.iter().all(|seat| group(&seat.child) == Some(*one)));
            if let Some(name) = shared.and_then(|id| sheet.groups.get(&id)) {
                title.push_str(name);
                title.push_str(" · ");
            }
            title.push_str(short);
        }
        _ => title.push_str(short),
    }
}

/// The date of a column in words.
pub fn day_name(locale: Locale, day: NaiveDate) -> String {
    language::of(locale).day_month_weekday(day)
}

/// All that a session's block says, in one sentence: «Жеке сабақ, Көшербай Айару, 23 қараша, дүйсенбі, 10:20–10:40,
/// Логопед кабинеті, расталды».
pub fn accessible_name(sheet: &Sheet, locale: Locale, session: &Session, day: &str) -> String {
    let mut name = String::with_capacity(256);
    write_accessible_name(&mut name, sheet, locale, session, day);
    name
}

/// The same into a string that is used again: this is written for every session of a view.
pub(super) fn write_accessible_name(name: &mut String, sheet: &Sheet, locale: Locale, session: &Session, day: &str) {
    const NEXT: &str = ", ";
    let plan = &session.plan;
    let when = plan.slot;
    let directory = sheet.directory();
    name.push_str(words::kind(locale, plan.kind));
    for child in plan.seats.iter().filter_map(|seat| directory.children.get(&seat.child)) {
        name.push_str(NEXT);
        child.name.push_plain(name);
    }
    if plan.hidden > 0 || plan.seats.is_empty() {
        let children = u32::try_from(plan.children()).unwrap_or(0);
        name.push_str(NEXT);
        name.push_str(&language::of(locale).counted(children, domain::format::Noun::Child));
    }
    name.push_str(NEXT);
    name.push_str(day);
    name.push_str(NEXT);
    push_clock(when.start, name);
    name.push('–');
    push_clock(when.end(), name);
    let by_video = || plan.online || rule(plan.body, plan.kind).is_some_and(|rule| rule.online == Online::Always);
    let place = room(sheet, plan).or_else(|| by_video().then(|| td_string!(locale, calendar.online)));
    if let Some(place) = place {
        name.push_str(NEXT);
        name.push_str(place);
    }
    for staff in plan.staff.iter().filter_map(|person| directory.staff.get(person)) {
        name.push_str(NEXT);
        staff.name.push_short(name);
    }
    name.push_str(NEXT);
    name.extend(words::status(locale, plan.status).chars().flat_map(char::to_lowercase));
    if let Some(came) = session.came() {
        name.push_str(NEXT);
        name.push_str(&td_string!(locale, calendar.presence_real, n = came, all = plan.children()).to_string());
    }
    if absence::is_away(sheet, plan) {
        name.push_str(NEXT);
        name.push_str(td_string!(locale, absence.away));
    }
    if size(plan) == Size::Five {
        name.push_str(NEXT);
        name.push_str(td_string!(locale, calendar.five));
    }
    if plan.slot.day >= sheet.today() && is_suspended(plan, directory) {
        name.push_str(NEXT);
        name.push_str(td_string!(locale, calendar.suspended_said));
    }
}
