//! When somebody is not there, in their column: a calm hatched band beneath the sessions.

use domain::{Absence, Permission, PersonId, Plan};

use super::{Html, Painter};
use crate::{
    components::calendar::{
        column::{Column, Of},
        sheet::Sheet,
    },
    i18n::td_string,
    words,
};

impl Painter<'_> {
    /// The bands of a column.
    pub(super) fn bands(&self, html: &mut Html, column: Column, (from, to): (u16, u16)) {
        let directory = self.sheet.directory();
        let Some(person) = whose(self.sheet, column).filter(|_| !directory.absences.is_empty()) else { return };
        for absence in directory.absences.iter().filter(|absence| absence.person == person) {
            let Some((start, end)) = absence.span.on(column.day) else { continue };
            let (start, end) = (start.clamp(from, to), end.clamp(from, to));
            if start < end {
                self.band(html, absence, start - from, end - start);
            }
        }
    }

    fn band(&self, html: &mut Html, absence: &Absence, top: u16, minutes: u16) {
        let locale = self.locale;
        let label = td_string!(locale, absence.band);
        // Only who may see to it finds a door behind it.
        if !self.sheet.actor.may_excuse(absence.person) {
            html.raw("<span class=\"cal-away\" style=\"--t:").num(top).raw(";--d:").num(minutes).raw("\"><b>");
            html.text(label).raw("</b></span>");
            return;
        }
        let movable = absence.span.hours.is_some() && absence.span.to >= self.sheet.today();
        let name =
            self.sheet.directory().staff.get(&absence.person).map(|staff| staff.name.plain()).unwrap_or_default();
        let when = words::absence::when(locale, &absence.span);
        let why = absence.why.map(|why| words::absence::why(locale, why));
        html.raw("<a class=\"cal-away")
            .raw(if movable { " movable" } else { "" })
            .raw("\" draggable=\"false\" href=\"/staff-hours?who=");
        html.id(absence.person.0).raw("\" data-absence=\"").id(absence.id.0);
        html.raw("\" style=\"--t:").num(top).raw(";--d:").num(minutes).raw("\" aria-label=\"").text(&name);
        html.raw(": ").text(label).raw(", ").text(&when);
        if let Some(why) = why {
            html.raw(", ").text(why);
        }
        if movable {
            html.raw(". ").text(td_string!(locale, absence.band_keys));
        }
        html.raw("\"><b>").text(label).raw("</b>");
        if let Some(why) = why {
            html.raw("<span>").text(why).raw("</span>");
        }
        html.raw("</a>");
    }
}

/// Whose absences a column shows: those of its specialist; in the column of a day those of whom one looks for, or one's own.
pub(in crate::components::calendar) fn whose(sheet: &Sheet, column: Column) -> Option<PersonId> {
    let own = || {
        let plans_own = sheet.actor.may(Permission::PlanOwn) && !sheet.actor.may(Permission::PlanAll);
        plans_own.then_some(sheet.actor.person)
    };
    match column.of {
        Of::Staff(person) => person,
        Of::All => sheet.filter.staff.or_else(own),
        Of::Room(_) => None,
    }
}

/// Whether one of those who hold a session that is still to be held is not there.
pub(super) fn is_away(sheet: &Sheet, plan: &Plan) -> bool {
    let directory = sheet.directory();
    let away = |person: &PersonId| directory.away(*person, &plan.slot).is_some();
    !directory.absences.is_empty() && plan.status.open() && plan.staff.iter().any(away)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{
        AbsenceId, Position,
        absence::{Span, Why},
    };
    use uuid::Uuid;

    use crate::{
        components::calendar::{
            address::{Address, Split},
            column::tests::{day, person},
            paint,
            sheet::{
                Sheet,
                tests::{session, sheet},
            },
        },
        i18n::Locale,
    };

    fn with(position: Position, hours: Option<(u16, u16)>, why: Option<Why>) -> Sheet {
        let mut sheet = sheet(position, vec![session(1, 620, 20)]);
        let span = Span { from: day(23), to: day(23), hours };
        let absence = domain::Absence { id: AbsenceId(Uuid::from_u128(9)), person: person(1), span, why };
        Arc::make_mut(&mut sheet.context.directory).absences.push(absence);
        sheet
    }

    fn painted(sheet: &Sheet, split: Split) -> String {
        paint::view(sheet, Locale::kk, Address { split, ..Address::default() })
    }

    #[test]
    fn an_absence_is_a_band_in_the_column_of_its_specialist_and_marks_their_sessions() {
        let html = painted(&with(Position::Methodist, Some((600, 720)), Some(Why::Ill)), Split::Staff);
        assert_eq!(html.matches("data-absence").count(), 1, "{html}");
        assert!(html.contains("cal-away movable") && html.contains("Ауруына байланысты") && html.contains("ses k-ind"));
        assert!(html.contains("маман болмайды") && html.contains(" away"), "{html}");
        assert!(!painted(&with(Position::Methodist, Some((600, 720)), None), Split::Room).contains("cal-away"));
    }

    #[test]
    fn whole_days_are_no_handle_and_a_day_column_shows_ones_own() {
        let html = painted(&with(Position::Speech, None, Some(Why::Leave)), Split::Day);
        assert!(html.contains("class=\"cal-away\" draggable=\"false\"") && html.contains("--t:0;--d:600"), "{html}");
        assert!(!painted(&with(Position::Methodist, None, None), Split::Day).contains("cal-away"));
    }

    #[test]
    fn who_may_not_see_to_it_finds_no_door() {
        let mut sheet = with(Position::Speech, Some((600, 720)), None);
        sheet.actor.person = person(2);
        let html = painted(&sheet, Split::Staff);
        assert!(html.contains("<span class=\"cal-away\"") && !html.contains("data-absence"), "{html}");
    }
}
