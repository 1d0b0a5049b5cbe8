//! Why a rule speaks against a plan, and where it stands.

use domain::{
    ChildId, Finding, PersonId, RoomId, Rule,
    absence::Span,
    context::Directory,
    rules::{Paragraph, Source},
    time::clock,
};

use super::absence;
use crate::i18n::{Locale, td_string};

/// The rule in plain words, with the names that the reader may know.
pub fn rule(locale: Locale, rule: &Rule, directory: &Directory) -> String {
    let who = |id: &PersonId| {
        directory
            .staff
            .get(id)
            .map_or_else(|| td_string!(locale, rules.somebody).to_owned(), |staff| staff.name.short())
    };
    let child = |id: &ChildId| {
        directory
            .children
            .get(id)
            .map_or_else(|| td_string!(locale, rules.hidden_child).to_owned(), |child| child.name.plain())
    };
    let room = |id: &RoomId| directory.rooms.get(id).map(|room| room.name.clone()).unwrap_or_default();
    match rule {
        Rule::UnknownKind => td_string!(locale, rules.unknown_kind).to_owned(),
        Rule::GroupSize { max: 1, children, .. } => {
            td_string!(locale, rules.individual_size, n = *children).to_string()
        }
        Rule::GroupSize { min, max, children, .. } => {
            td_string!(locale, rules.group_size, min = *min, max = *max, n = *children).to_string()
        }
        Rule::GroupFive => td_string!(locale, rules.group_five).to_owned(),
        Rule::TooMany { max, children } => td_string!(locale, rules.too_many, max = *max, n = *children).to_string(),
        Rule::Duration { min, max, minutes } if min == max => {
            td_string!(locale, rules.duration_exact, min = *min, n = *minutes).to_string()
        }
        Rule::Duration { min, max, minutes } => {
            td_string!(locale, rules.duration, min = *min, max = *max, n = *minutes).to_string()
        }
        Rule::Past => td_string!(locale, rules.past).to_owned(),
        Rule::BookingWindow { days, notice } => {
            td_string!(locale, rules.booking_window, notice = *notice, days = *days).to_string()
        }
        Rule::Holiday { name } => {
            let name = if locale == Locale::ru { name.ru.clone() } else { name.kk.clone() };
            td_string!(locale, rules.holiday, name = name).to_string()
        }
        Rule::Closed => td_string!(locale, rules.closed).to_owned(),
        Rule::WorkingHours { person } => td_string!(locale, rules.working_hours, name = who(person)).to_string(),
        Rule::Absent { person, from, to, hours } => {
            let when = absence::when(locale, &Span { from: *from, to: *to, hours: *hours });
            td_string!(locale, absence.rule_absent, name = who(person), when = when).to_string()
        }
        Rule::ReceptionHours { person } => td_string!(locale, rules.reception_hours, name = who(person)).to_string(),
        Rule::NoStaff => td_string!(locale, rules.no_staff).to_owned(),
        Rule::WrongStaff { person } => td_string!(locale, rules.wrong_staff, name = who(person)).to_string(),
        Rule::WrongCategory { person, child: id } => {
            td_string!(locale, rules.wrong_category, name = who(person), child = child(id)).to_string()
        }
        Rule::StaffBusy { person, start, end, .. } => {
            td_string!(locale, rules.staff_busy, name = who(person), from = clock(*start), to = clock(*end)).to_string()
        }
        Rule::Buffer { person, minutes, start, end } => {
            td_string!(locale, rules.buffer, name = who(person), n = *minutes, from = clock(*start), to = clock(*end))
                .to_string()
        }
        Rule::NoRoom => td_string!(locale, rules.no_room).to_owned(),
        Rule::UnknownRoom => td_string!(locale, rules.unknown_room).to_owned(),
        Rule::RoomBusy { room: id, start, end, .. } => {
            td_string!(locale, rules.room_busy, room = room(id), from = clock(*start), to = clock(*end)).to_string()
        }
        Rule::RoomSmall { room: id, capacity, children } => {
            td_string!(locale, rules.room_small, room = room(id), max = *capacity, n = *children).to_string()
        }
        Rule::NotOnline => td_string!(locale, rules.not_online).to_owned(),
        Rule::ChildBusy { child: id, start, end, .. } => {
            td_string!(locale, rules.child_busy, child = child(id), from = clock(*start), to = clock(*end)).to_string()
        }
        Rule::ChildTwice { child: id } => td_string!(locale, rules.child_twice, child = child(id)).to_string(),
        Rule::ChildLeft { child: id, on } => {
            let on = crate::language::of(locale).short_date(*on);
            td_string!(locale, register.child_left, child = child(id), date = on).to_string()
        }
        Rule::UnknownChild => td_string!(locale, rules.unknown_child).to_owned(),
        Rule::AssistantBusy { person, start, end, .. } => {
            td_string!(locale, rules.assistant_busy, name = who(person), from = clock(*start), to = clock(*end))
                .to_string()
        }
        Rule::AssistantOne { person } => td_string!(locale, rules.assistant_one, name = who(person)).to_string(),
        Rule::AssistantPmpk { child: id } => td_string!(locale, rules.assistant_pmpk, child = child(id)).to_string(),
        Rule::AssistantNotAssigned { person, child: id } => {
            td_string!(locale, rules.assistant_not_assigned, name = who(person), child = child(id)).to_string()
        }
        Rule::ParentNeeded { child: id } => td_string!(locale, rules.parent_needed, child = child(id)).to_string(),
        Rule::NoConsent { child: id } => td_string!(locale, rules.no_consent, child = child(id)).to_string(),
        Rule::NoContract { child: id } => td_string!(locale, rules.no_contract, child = child(id)).to_string(),
        Rule::NoPmpk { child: id } => td_string!(locale, rules.no_pmpk, child = child(id)).to_string(),
        Rule::MixedDisorders { .. } => td_string!(locale, rules.mixed_disorders).to_owned(),
        Rule::CaseloadHigh { person, children } => {
            td_string!(locale, rules.caseload_high, name = who(person), n = *children).to_string()
        }
        Rule::CaseloadOver { person, children, max } => {
            td_string!(locale, rules.caseload_over, name = who(person), max = *max, n = *children).to_string()
        }
        Rule::QuotaOver { child: id, planned, quota, .. } => {
            td_string!(locale, rules.quota_over, child = child(id), max = *quota, n = *planned).to_string()
        }
        Rule::NotBookable => td_string!(locale, rules.not_bookable).to_owned(),
        Rule::ChangesKind => td_string!(locale, rules.changes_kind).to_owned(),
    }
}

/// What speaks against a plan, and where that stands.
pub fn finding(locale: Locale, finding: &Finding, directory: &Directory) -> String {
    format!("{}. {}", rule(locale, &finding.rule, directory), paragraph(locale, finding.paragraph()))
}

/// Where a rule stands: «№ 92 бұйрық, 17-тармақ».
pub fn paragraph(locale: Locale, paragraph: Paragraph) -> String {
    let number = paragraph.number;
    match paragraph.source {
        Source::Order92 => td_string!(locale, rules.source_order92, number = number).to_string(),
        Source::KpRules => td_string!(locale, rules.source_kp, number = number).to_string(),
        Source::ApqoRules => td_string!(locale, rules.source_apqo, number = number).to_string(),
        Source::House => td_string!(locale, rules.source_house).to_owned(),
    }
}
