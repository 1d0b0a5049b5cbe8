//! What is proposed: ghosts in the grid, and the list of them beside it.

use domain::{
    Session, SessionId,
    autoplan::{Proposal, Unplaced, judge},
    time::push_clock,
};
use uuid::Uuid;

use super::{
    Html, Painter, accessible_name, day_name, grid,
    session::{hue, icon, room},
    title,
};
use crate::{
    components::calendar::{
        address::Split,
        column::Column,
        layout::{self, Spot},
        sheet::Sheet,
    },
    i18n::{Locale, td_string},
    words,
};

/// Where everything in a column stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The sessions, in their order.
    pub sessions: Vec<(SessionId, Spot)>,
    /// The proposals by their numbers, in their order.
    pub ghosts: Vec<(u16, Spot)>,
}

impl Lanes {
    /// The most lanes beside each other.
    pub fn width(&self) -> u16 {
        let all = self.sessions.iter().map(|(_, spot)| spot).chain(self.ghosts.iter().map(|(_, spot)| spot));
        layout::width(&all.copied().collect::<Vec<_>>())
    }
}

fn of_column(sheet: &Sheet, column: Column) -> Vec<&Proposal> {
    sheet.ghosts.iter().filter(|ghost| column.holds(&ghost.plan)).collect()
}

/// Where the sessions and the proposals of a column stand beside each other.
pub fn lanes(sheet: &Sheet, column: Column) -> Lanes {
    let (sessions, ghosts): (Vec<&Session>, _) = (sheet.of_column(column).collect(), of_column(sheet, column));
    // One that was cancelled takes no room from the others.
    let mut lanes = Lanes {
        sessions: sessions.iter().map(|session| session.id).zip(grid::spots(&sessions)).collect(),
        ghosts: Vec::new(),
    };
    if ghosts.is_empty() {
        return lanes;
    }
    let times = sessions.iter().enumerate().filter(|(_, session)| session.plan.status.takes_time());
    let mut all: Vec<_> = times.map(|(n, session)| (session.plan.slot, Ok(n))).collect();
    all.extend(ghosts.iter().map(|ghost| (ghost.plan.slot, Err(ghost.number))));
    all.sort_by_key(|(slot, _)| slot.start);
    let times: Vec<_> = all.iter().map(|(slot, _)| (slot.start, slot.end())).collect();
    for ((_, which), spot) in all.into_iter().zip(layout::lay(&times)) {
        match which {
            Ok(n) => lanes.sessions[n].1 = spot,
            Err(number) => lanes.ghosts.push((number, spot)),
        }
    }
    lanes
}

/// Why a proposal is possible no longer, in words. None while it is.
fn against(sheet: &Sheet, locale: Locale, ghost: &Proposal) -> Option<String> {
    let verdict = judge(&ghost.plan, &sheet.context);
    let finding = verdict.refusals().next()?;
    let (rule, source) =
        (words::rule(locale, &finding.rule, sheet.directory()), words::paragraph(locale, finding.paragraph()));
    Some(td_string!(locale, autoplan.gone, why = format!("{rule}. {source}")).to_string())
}

/// All that a proposal says, in one sentence.
fn told(sheet: &Sheet, locale: Locale, ghost: &Proposal, day: &str) -> String {
    let session = Session::new(SessionId(Uuid::nil()), 0, ghost.plan.clone());
    accessible_name(sheet, locale, &session, day)
}

/// The proposals of a column, each with the session before which it stands.
pub fn ghosts(
    sheet: &Sheet,
    locale: Locale,
    split: Split,
    column: Column,
    window: (u16, u16),
) -> Vec<(String, Option<SessionId>)> {
    let ghosts = of_column(sheet, column);
    if ghosts.is_empty() {
        return Vec::new();
    }
    let (lanes, painter, day) =
        (lanes(sheet, column), Painter::new(sheet, locale, split), day_name(locale, column.day));
    let paint = |ghost: &Proposal| {
        let spot = lanes.ghosts.iter().find(|(number, _)| *number == ghost.number).map(|(_, spot)| *spot);
        let mut html = Html::with_capacity(768);
        painter.ghost(&mut html, ghost, spot.unwrap_or(Spot { lane: 0, lanes: 1 }), window.0, &day);
        let next = sheet.of_column(column).find(|session| session.plan.slot.start > ghost.plan.slot.start);
        (html.into(), next.map(|session| session.id))
    };
    ghosts.into_iter().map(paint).collect()
}

impl Painter<'_> {
    fn ghost(&self, html: &mut Html, ghost: &Proposal, place: Spot, from: u16, day: &str) {
        let plan = &ghost.plan;
        let against = against(self.sheet, self.locale, ghost);
        html.raw("<button type=\"button\" class=\"ses ghost ").raw(hue(plan.kind)).raw(" i-").raw(icon(plan.kind));
        html.raw(if against.is_some() { " gone" } else { "" })
            .raw("\" tabindex=\"-1\" data-ghost=\"")
            .num(ghost.number);
        html.raw("\" aria-keyshortcuts=\"Enter Delete\" style=\"--t:")
            .num(i32::from(plan.slot.start) - i32::from(from));
        html.raw(";--d:").num(plan.slot.minutes).raw(";--l:").num(place.lane).raw(";--n:").num(place.lanes);
        let mut name = told(self.sheet, self.locale, ghost, day);
        if let Some(against) = &against {
            name.push_str(". ");
            name.push_str(against);
        }
        html.raw("\" aria-label=\"").text(&td_string!(self.locale, autoplan.told, what = name).to_string());
        html.raw("\"><bdi><b>")
            .text(&title(self.sheet, self.locale, plan))
            .raw("</b><br><span>")
            .clock(plan.slot.start);
        if self.split != Split::Staff {
            for staff in plan.staff.iter().filter_map(|id| self.sheet.directory().staff.get(id)) {
                html.raw(" · ").said(|said| staff.name.push_short(said));
            }
        }
        if self.split != Split::Room
            && let Some(room) = room(self.sheet, plan)
        {
            html.raw(" · ").text(room);
        }
        html.raw("</span>");
        match against {
            Some(against) => html.raw("<br><i class=\"why\">").text(&against).raw("</i>"),
            None if plan.seats.len() > 1 => html.raw("<br><i>").text(&names(self.sheet, ghost)).raw("</i>"),
            None => html,
        };
        html.raw("</bdi></button>");
    }
}

/// The children, each name on its line.
fn names(sheet: &Sheet, ghost: &Proposal) -> String {
    let children = ghost.plan.seats.iter().filter_map(|seat| sheet.directory().children.get(&seat.child));
    children.map(|child| child.name.short().replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", ")
}

/// The list of what is proposed, day by day.
pub fn proposals(sheet: &Sheet, locale: Locale) -> String {
    let (mut html, mut last) = (Html::default(), None);
    for ghost in &sheet.ghosts {
        let day = ghost.plan.slot.day;
        let words = day_name(locale, day);
        if last != Some(day) {
            html.raw(if last.is_some() { "</ul><h3>" } else { "<h3>" })
                .text(&words)
                .raw("</h3><ul class=\"plan-list\">");
            last = Some(day);
        }
        item(&mut html, sheet, locale, ghost, &words);
    }
    html.raw(if last.is_some() { "</ul>" } else { "" });
    html.into()
}

fn item(html: &mut Html, sheet: &Sheet, locale: Locale, ghost: &Proposal, day: &str) {
    let (plan, number) = (&ghost.plan, ghost.number);
    let against = against(sheet, locale, ghost);
    html.raw("<li class=\"").raw(hue(plan.kind)).raw(" i-").raw(icon(plan.kind));
    html.raw(if against.is_some() { " gone" } else { "" })
        .raw("\"><button type=\"button\" class=\"plan-open\" data-open=\"");
    html.num(number).raw("\"><time>").clock(plan.slot.start).raw("</time> <b>");
    html.text(&title(sheet, locale, plan)).raw("</b> <span>");
    let staff = plan.staff.iter().filter_map(|id| Some(sheet.directory().staff.get(id)?.name.short()));
    let place = room(sheet, plan).map(str::to_owned);
    html.text(&staff.chain(place).collect::<Vec<_>>().join(" · ")).raw("</span>");
    if plan.seats.len() > 1 {
        html.raw(" <span>").text(&names(sheet, ghost)).raw("</span>");
    }
    if let Some(against) = &against {
        html.raw(" <span class=\"why\">").text(against).raw("</span>");
    }
    let mut what = title(sheet, locale, plan);
    what.push_str(", ");
    what.push_str(day);
    what.push_str(", ");
    push_clock(plan.slot.start, &mut what);
    let accept = td_string!(locale, autoplan.accept_one, what = what.clone()).to_string();
    let decline = td_string!(locale, autoplan.decline_one, what = what).to_string();
    html.raw("</button><button type=\"button\" class=\"plan-yes\" data-take=\"").num(number).raw("\" title=\"");
    html.text(td_string!(locale, autoplan.accept)).raw("\" aria-label=\"").text(&accept);
    html.raw(
        "\"><span aria-hidden=\"true\">✓</span></button><button type=\"button\" class=\"plan-no\" data-decline=\"",
    );
    html.num(number)
        .raw("\" title=\"")
        .text(td_string!(locale, autoplan.decline))
        .raw("\" aria-label=\"")
        .text(&decline);
    html.raw("\"><span aria-hidden=\"true\">✕</span></button></li>");
}

/// The list of what could not be placed, each with its reasons.
pub fn unplaced(sheet: &Sheet, locale: Locale, unplaced: &[Unplaced]) -> String {
    let mut html = Html::default();
    for left in unplaced {
        let Some(child) = sheet.directory().children.get(&left.child) else { continue };
        let kind = words::kind_short(locale, left.kind);
        let kind = td_string!(locale, autoplan.missing, kind = kind, n = left.missing).to_string();
        html.raw("<li><b>").text(&child.name.plain()).raw("</b> <span>").text(&kind).raw("</span>");
        for obstacle in &left.why {
            let (told, source) = words::obstacle(locale, obstacle, sheet.directory());
            html.raw("<p>").text(&told).raw(". <small>").text(&source).raw("</small></p>");
        }
        html.raw("</li>");
    }
    html.into()
}

#[cfg(test)]
mod tests {
    use domain::{ChildId, Kind, Position, Rule, autoplan::Obstacle, rules::Finding};

    use super::*;
    use crate::components::calendar::{
        column::{
            Of,
            tests::{day, plan},
        },
        sheet::tests::{session, sheet},
    };

    const MONDAY: fn() -> Column = || Column { day: day(23), of: Of::All };

    fn ghost(number: u16, start: u16) -> Proposal {
        let child = ChildId(Uuid::from_u128(11));
        let seats = vec![domain::Seat { child, with_parent: false }];
        Proposal { number, plan: domain::Plan { seats, ..plan(start, 20) } }
    }

    fn painted(sheet: &Sheet) -> Vec<(String, Option<SessionId>)> {
        ghosts(sheet, Locale::kk, Split::Day, MONDAY(), (480, 1080))
    }

    #[test]
    fn a_proposal_says_that_it_is_one() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 900, 20)]);
        sheet.ghosts = vec![ghost(1, 660)];
        let [(html, next)] = &painted(&sheet)[..] else { panic!() };
        assert!(
            html.contains("aria-label=\"Ұсыныс: Жеке сабақ, Нұрлан Әлихан, 23 қараша, дүйсенбі, 11:00–11:20"),
            "{html}"
        );
        assert_eq!(*next, Some(SessionId(Uuid::from_u128(1))));
    }

    #[test]
    fn proposals_and_sessions_stand_side_by_side() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 660, 20), session(2, 900, 20)]);
        sheet.ghosts = vec![ghost(1, 670), ghost(2, 700)];
        let lanes = lanes(&sheet, MONDAY());
        let spots = |spots: Vec<Spot>| spots.iter().map(|spot| (spot.lane, spot.lanes)).collect::<Vec<_>>();
        assert_eq!(spots(lanes.sessions.iter().map(|(_, spot)| *spot).collect()), [(0, 2), (0, 1)]);
        assert_eq!(spots(lanes.ghosts.iter().map(|(_, spot)| *spot).collect()), [(1, 2), (0, 1)]);
        assert_eq!(lanes.width(), 2);
    }

    #[test]
    fn a_proposal_that_is_possible_no_longer_says_why() {
        let mut sheet = sheet(Position::Methodist, vec![session(1, 660, 20)]);
        sheet.ghosts = vec![ghost(1, 660)];
        let html = &painted(&sheet)[0].0;
        assert!(html.contains(" gone\"") && html.contains("Енді болмайды: "), "{html}");
        assert!(proposals(&sheet, Locale::ru).contains("Больше не подходит: "));
    }

    #[test]
    fn what_has_no_place_is_told_with_its_paragraph() {
        let sheet = sheet(Position::Methodist, vec![]);
        let child = ChildId(Uuid::from_u128(11));
        let rule = Finding::refusal(Rule::NoConsent { child }, (domain::Body::Ppqq, Kind::Individual));
        let left = Unplaced { child, kind: Kind::Individual, missing: 2, why: vec![Obstacle::Rule(rule)] };
        let html = unplaced(&sheet, Locale::kk, &[left]);
        assert!(html.contains("Нұрлан Әлихан") && html.contains("№ 92 бұйрық, 11-тармақ"), "{html}");
    }
}
