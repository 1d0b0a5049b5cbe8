//! Recurrence rules in words.

use domain::series::{Every, Repeat};

use crate::{
    i18n::{Locale, td_string},
    language,
};

/// «Апта сайын: дс, ср; соңғы күні 25.12.2026». A rule that no form can say is shown as it is.
pub fn repeats(locale: Locale, rule: &str) -> String {
    let Some(repeat) = Repeat::parse(rule) else {
        return td_string!(locale, series.own_rule, rule = rule.to_owned()).to_string();
    };
    let n = repeat.interval;
    let every = match (repeat.every, n) {
        (Every::Day, 1) => td_string!(locale, series.daily).to_owned(),
        (Every::Week, 1) => td_string!(locale, series.weekly).to_owned(),
        (Every::Week, 2) => td_string!(locale, series.fortnightly).to_owned(),
        (Every::Month, 1) => td_string!(locale, series.monthly).to_owned(),
        (Every::Day, _) => td_string!(locale, series.every_days, n = n).to_string(),
        (Every::Week, _) => td_string!(locale, series.every_weeks, n = n).to_string(),
        (Every::Month, _) => td_string!(locale, series.every_months, n = n).to_string(),
    };
    let days: Vec<String> = repeat.weekdays.iter().map(|day| weekday(locale, *day)).collect();
    let nth = repeat.nth.map(|(_, nth)| match nth {
        -1 => td_string!(locale, series.month_last).to_owned(),
        nth => td_string!(locale, series.month_nth, n = nth).to_string(),
    });
    let which: Vec<String> = nth.into_iter().chain((!days.is_empty()).then(|| days.join(", "))).collect();
    let last = td_string!(locale, series.last, day = language::of(locale).short_date(repeat.until)).to_string();
    if which.is_empty() { format!("{every}; {last}") } else { format!("{every}: {}; {last}", which.join(", ")) }
}

/// «дс» of Monday's number.
pub fn weekday(locale: Locale, day: u8) -> String {
    // The fifth of January 1970 was a Monday.
    let monday = domain::time::monday(chrono::NaiveDate::default() + chrono::Days::new(7));
    language::of(locale).weekday_short(domain::time::shift(monday, i64::from(day) - 1))
}
