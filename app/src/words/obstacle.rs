//! Why a session that a child needs has no place.

use domain::{PersonId, autoplan::Obstacle, context::Directory};

use super::rule::{paragraph, rule};
use crate::i18n::{Locale, td_string};

/// So many specialists are named.
const NAMED: usize = 3;

/// What stood in the way, and where it stands: a sentence and its source.
pub fn obstacle(locale: Locale, obstacle: &Obstacle, directory: &Directory) -> (String, String) {
    let names = |staff: &[PersonId]| {
        let known = staff.iter().filter_map(|id| Some(directory.staff.get(id)?.name.short()));
        let mut names = known.take(NAMED).collect::<Vec<_>>().join(", ");
        if staff.len() > NAMED {
            names.push('…');
        }
        names
    };
    let told = match obstacle {
        Obstacle::Rule(finding) => rule(locale, &finding.rule, directory),
        Obstacle::NobodyHolds => td_string!(locale, autoplan.nobody_holds).to_owned(),
        Obstacle::NoTime { staff } => td_string!(locale, autoplan.no_time, names = names(staff)).to_string(),
        Obstacle::ChildrenBusy { staff } => {
            td_string!(locale, autoplan.children_busy, names = names(staff)).to_string()
        }
        Obstacle::NoRoom { children } => td_string!(locale, autoplan.no_room, n = *children).to_string(),
        Obstacle::TooFewAlike { children, min } => {
            td_string!(locale, autoplan.too_few_alike, n = *children, min = *min).to_string()
        }
        Obstacle::WeekOver => td_string!(locale, autoplan.week_over).to_owned(),
    };
    (told, paragraph(locale, obstacle.paragraph()))
}
