//! The register's words: who is what to a child, and what a line of a table comes to.

use domain::{
    GroupId,
    register::{
        Column, Fault, Note, Part, Preview, Relation, Slot, Step, Verdict, Why,
        cells::{group_key, written},
    },
};

use crate::{
    i18n::{Locale, td_string},
    language,
};

/// Who somebody is to a child.
pub fn relation(locale: Locale, relation: Relation) -> &'static str {
    match relation {
        Relation::Mother => td_string!(locale, register.relation_mother),
        Relation::Father => td_string!(locale, register.relation_father),
        Relation::Parent => td_string!(locale, register.relation_parent),
        Relation::Guardian => td_string!(locale, register.relation_guardian),
        Relation::Grandmother => td_string!(locale, register.relation_grandmother),
        Relation::Grandfather => td_string!(locale, register.relation_grandfather),
        Relation::Relative => td_string!(locale, register.relation_relative),
    }
}

/// Whether somebody may sign.
pub fn rights(locale: Locale, rights: bool) -> &'static str {
    if rights { td_string!(locale, register.rights_yes) } else { td_string!(locale, register.rights_no) }
}

/// What a line comes to.
pub fn verdict(locale: Locale, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Wrong => td_string!(locale, register.verdict_wrong),
        Verdict::New => td_string!(locale, register.verdict_new),
        Verdict::Changed => td_string!(locale, register.verdict_changed),
        Verdict::Same => td_string!(locale, register.verdict_same),
    }
}

/// How many lines come to it.
pub fn count(locale: Locale, verdict: Verdict, n: usize) -> String {
    match verdict {
        Verdict::Wrong => td_string!(locale, register.count_wrong, n = n).to_string(),
        Verdict::New => td_string!(locale, register.count_new, n = n).to_string(),
        Verdict::Changed => td_string!(locale, register.count_changed, n = n).to_string(),
        Verdict::Same => td_string!(locale, register.count_same, n = n).to_string(),
    }
}

/// A column by what it says, whatever its heading is.
pub fn column(locale: Locale, column: Column) -> String {
    let one = match column {
        Column::Name => td_string!(locale, register.col_name),
        Column::Family => td_string!(locale, register.col_family),
        Column::Given => td_string!(locale, register.col_given),
        Column::Patronymic => td_string!(locale, register.col_patronymic),
        Column::Born => td_string!(locale, register.col_born),
        Column::Group => td_string!(locale, register.col_group),
        Column::Of(slot, part) => {
            let who = match slot {
                Slot::First => td_string!(locale, register.slot_first),
                Slot::Second => td_string!(locale, register.slot_second),
                Slot::Third => td_string!(locale, register.slot_third),
                Slot::Mother => td_string!(locale, register.slot_mother),
                Slot::Father => td_string!(locale, register.slot_father),
            };
            let what = match part {
                Part::Name => td_string!(locale, register.part_name),
                Part::Relation => td_string!(locale, register.part_relation),
                Part::Phone => td_string!(locale, register.part_phone),
                Part::Rights => td_string!(locale, register.part_rights),
            };
            return td_string!(locale, register.col_of, who = who, what = what).to_string();
        }
    };
    one.to_owned()
}

/// What is wrong in a cell.
pub fn why(locale: Locale, fault: &Fault) -> String {
    let one = match &fault.why {
        Why::Missing => td_string!(locale, register.why_missing),
        Why::TooLong => td_string!(locale, register.why_too_long),
        Why::NotAName => td_string!(locale, register.why_not_a_name),
        Why::LostLetters => td_string!(locale, register.why_lost_letters),
        Why::OneWord => td_string!(locale, register.why_one_word),
        Why::NoDate => td_string!(locale, register.why_no_date),
        Why::Future => td_string!(locale, register.why_future),
        Why::TooOld => td_string!(locale, register.why_too_old),
        Why::NoGroup => td_string!(locale, register.why_no_group),
        Why::NoPhone => td_string!(locale, register.why_no_phone),
        Why::NoRelation => td_string!(locale, register.why_no_relation),
        Why::NoAnswer => td_string!(locale, register.why_no_answer),
        Why::PhoneOf { name, line: None } => {
            return td_string!(locale, register.why_phone_of, name = name.clone()).to_string();
        }
        Why::PhoneOf { name, line: Some(line) } => {
            return td_string!(locale, register.why_phone_of_line, name = name.clone(), line = *line).to_string();
        }
        Why::Twice { line } => return td_string!(locale, register.why_twice, line = *line).to_string(),
        Why::OtherPatronymic { known } => {
            return td_string!(locale, register.why_other_patronymic, known = known.clone()).to_string();
        }
        Why::HasLeft { on } => {
            let date = language::of(locale).short_date(*on);
            return td_string!(locale, register.why_has_left, date = date).to_string();
        }
    };
    one.to_owned()
}

/// What would be done; None for what goes without saying beside the others.
pub fn step(locale: Locale, preview: &Preview, step: &Step) -> Option<String> {
    let group = |id: Option<GroupId>| place(locale, id.and_then(|id| group_of(preview, id)));
    let told = match step {
        Step::AddChild(draft) => {
            let date = language::of(locale).short_date(draft.born);
            td_string!(locale, register.step_add, group = group(draft.group), date = date).to_string()
        }
        Step::Move { from, to } => {
            td_string!(locale, register.step_move, from = group(*from), to = group(*to)).to_string()
        }
        Step::Patronymic { to } => td_string!(locale, register.step_patronymic, to = to.clone()).to_string(),
        Step::AddPerson { .. } => return None,
        Step::AddGuardian { name, relation: who, rights: may, .. } => {
            let (who, may) = (relation(locale, *who), rights(locale, *may));
            td_string!(locale, register.step_guardian, relation = who, name = name.full(), rights = may).to_string()
        }
        Step::Relation { name, from, to, .. } => {
            let (from, to) = (relation(locale, *from), relation(locale, *to));
            td_string!(locale, register.step_relation, name = name.full(), from = from, to = to).to_string()
        }
        Step::Phone { name, to, .. } => {
            let phone = domain::phone::display(to);
            td_string!(locale, register.step_phone, name = name.full(), phone = phone).to_string()
        }
    };
    Some(told)
}

fn group_of(preview: &Preview, id: GroupId) -> Option<&str> {
    preview.groups.iter().find(|group| group.id == id).map(|group| group.name.as_str())
}

/// Where a child is: in a group, or at home.
pub fn place(locale: Locale, group: Option<&str>) -> String {
    group.map_or_else(|| td_string!(locale, register.home_short).to_owned(), |group| format!("«{group}»"))
}

/// What a line says and is left as it is.
pub fn note(locale: Locale, note: &Note) -> String {
    match note {
        Note::RightsStay { name, rights: true } => {
            td_string!(locale, register.note_rights_yes, name = name.clone()).to_string()
        }
        Note::RightsStay { name, rights: false } => {
            td_string!(locale, register.note_rights_no, name = name.clone()).to_string()
        }
        Note::OtherPhone { name, phone } => {
            let phone = domain::phone::display(phone);
            td_string!(locale, register.note_phone, name = name.clone(), phone = phone).to_string()
        }
        Note::Ended { name, on } => {
            let date = language::of(locale).short_date(*on);
            td_string!(locale, register.note_ended, name = name.clone(), date = date).to_string()
        }
        Note::NobodySigns => td_string!(locale, register.nobody_signs).to_owned(),
    }
}

/// The table to fill in. Excel tells the letters by the mark at the beginning, and the columns by semicolons.
pub fn template(locale: Locale, group: Option<&str>) -> String {
    // A name that would be read as something else stands for nothing.
    let group =
        group.filter(|group| !group_key(group).is_empty()).unwrap_or(td_string!(locale, register.template_home));
    let example = td_string!(locale, register.template_example, group = "\u{1}").to_string();
    let headings = td_string!(locale, register.template_headings);
    let cell = |text: &str| written(&text.replace('\u{1}', group), ';');
    let line = |text: &str| text.split(';').map(cell).collect::<Vec<_>>().join(";");
    format!("\u{feff}{}\r\n{}\r\n", line(headings), line(&example))
}

#[cfg(test)]
mod tests {
    use domain::register::{Row, Sheet};

    use super::*;

    #[test]
    fn the_template_is_read_as_what_it_says_and_its_example_is_left_out() {
        for locale in [Locale::kk, Locale::ru] {
            let text = template(locale, Some("=Қар;лығаш"));
            let rows = (1..).zip(text.trim_start_matches('\u{feff}').lines());
            let rows = rows.map(|(line, text)| Row { line, cells: text.split(';').map(str::to_owned).collect() });
            let sheet = Sheet::read(rows.collect()).unwrap();
            assert!(sheet.columns.iter().all(Option::is_some) && sheet.columns.len() == 13, "{:?}", sheet.columns);
            assert!(sheet.rows.is_empty());
            assert!(text.contains(";\"'=Қар;лығаш\";"), "{text}");
        }
    }
}
