//! Absences in words.

use domain::{
    absence::{Span, Why},
    time::clock,
};

use crate::{
    i18n::{Locale, td_string},
    language,
};

/// When somebody is not there: «23–25 қараша 2026», «25 қараша, сәрсенбі, 10:00–12:00».
pub fn when(locale: Locale, span: &Span) -> String {
    let lang = language::of(locale);
    match span.hours {
        None => lang.range(span.from, span.to),
        Some((start, end)) => format!("{}, {}–{}", lang.day_month_weekday(span.from), clock(start), clock(end)),
    }
}

/// Why, for those who may know.
pub fn why(locale: Locale, why: Why) -> &'static str {
    match why {
        Why::Ill => td_string!(locale, absence.why_ill),
        Why::Leave => td_string!(locale, absence.why_leave),
        Why::Training => td_string!(locale, absence.why_training),
        Why::Other => td_string!(locale, absence.why_other),
    }
}
