//! What the address says of the view: `/calendar?view=week&by=staff&day=2026-11-23&as=table`.

use chrono::{Datelike, Months, NaiveDate};
use domain::time::{is_weekend, monday, shift};

/// How much is shown at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Span {
    /// One day.
    Day,
    /// Monday to Friday, and the weekend where something is held on it.
    #[default]
    Week,
    /// A month, as a table of days.
    Month,
}

impl Span {
    /// Every span, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// What the columns are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Split {
    /// One for each day.
    #[default]
    Day,
    /// One for each specialist, in each day.
    Staff,
    /// One for each room, in each day.
    Room,
}

impl Split {
    /// Every split, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Day, Self::Staff, Self::Room];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Staff => "staff",
            Self::Room => "room",
        }
    }
}

/// The view that an address asks for. Whatever is missing or makes no sense becomes what is usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// How much.
    pub span: Span,
    /// In which columns.
    pub split: Split,
    /// Around which day; None is today.
    pub day: Option<NaiveDate>,
    /// As a table of its sessions, a row for each.
    pub table: bool,
}

/// The word in the address.
pub const TABLE: &str = "table";

impl Address {
    /// Reads the parameters of an address.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let (view, by) = (get("view"), get("by"));
        let day = get("day").and_then(|day| day.parse::<NaiveDate>().ok());
        Self {
            span: Span::ALL.into_iter().find(|span| view.as_deref() == Some(span.code())).unwrap_or_default(),
            split: Split::ALL.into_iter().find(|split| by.as_deref() == Some(split.code())).unwrap_or_default(),
            day: day.filter(|day| (2000..2200).contains(&day.year())),
            table: get("as").as_deref() == Some(TABLE),
        }
    }

    /// The address as a link.
    pub fn href(&self) -> String {
        let (view, by) = (self.span.code(), self.split.code());
        let day = self.day.map(|day| format!("&day={day}")).unwrap_or_default();
        let table = if self.table { format!("&as={TABLE}") } else { String::new() };
        format!("/calendar?view={view}&by={by}{day}{table}")
    }

    /// The day that is meant.
    pub fn day(&self, today: NaiveDate) -> NaiveDate {
        self.day.unwrap_or(today)
    }

    /// The same view around another day.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Self {
        Self { day: Some(day), ..self }
    }

    /// The view before (`-1`) or after (`1`) this one. Days go from Friday to Monday.
    #[must_use]
    pub fn step(self, today: NaiveDate, direction: i64) -> Self {
        let day = self.day(today);
        self.on(match self.span {
            Span::Day => {
                let next = shift(day, direction);
                let skips = is_weekend(next) && !is_weekend(day);
                if skips { shift(day, 3 * direction) } else { next }
            }
            Span::Week => shift(monday(day), 7 * direction),
            Span::Month => {
                let first = day.with_day(1).unwrap_or(day);
                let next = if direction < 0 {
                    first.checked_sub_months(Months::new(1))
                } else {
                    first.checked_add_months(Months::new(1))
                };
                next.unwrap_or(first)
            }
        })
    }

    /// The days whose sessions are needed: whole weeks, since a child's weekly quota counts.
    pub fn bounds(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        bounds(self.span == Span::Month, self.day(today))
    }
}

/// The whole weeks around a day, or around its month.
pub fn bounds(month: bool, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    if !month {
        return (monday(day), shift(monday(day), 6));
    }
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).map_or(day, |next| shift(next, -1));
    (monday(first), shift(monday(last), 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn parse(query: &str) -> Address {
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
            .collect();
        Address::parse(|name| pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn an_address_comes_back_as_it_was() {
        for query in [
            "view=week&by=staff&day=2026-11-23",
            "view=day&by=room&day=2026-02-01",
            "view=month&by=day",
            "view=week&by=day&as=table",
        ] {
            assert_eq!(parse(query).href(), format!("/calendar?{query}"));
        }
    }

    #[test]
    fn nonsense_in_the_address_is_the_usual_view() {
        assert_eq!(parse("view=year&by=moon&day=tomorrow"), Address::default());
        assert_eq!(parse("day=9999-01-01"), Address::default());
        assert_eq!(parse(""), Address::default());
    }

    #[test]
    fn a_day_steps_over_the_weekend_but_out_of_it_only_once() {
        let today = date("2026-11-20");
        let day = Address { span: Span::Day, ..Address::default() };
        assert_eq!(day.step(today, 1).day, Some(date("2026-11-23")));
        assert_eq!(day.on(date("2026-11-23")).step(today, -1).day, Some(date("2026-11-20")));
        assert_eq!(day.on(date("2026-11-21")).step(today, 1).day, Some(date("2026-11-22")));
    }

    #[test]
    fn weeks_and_months_step_by_themselves() {
        let today = date("2026-11-25");
        assert_eq!(Address::default().step(today, -1).day, Some(date("2026-11-16")));
        let month = Address { span: Span::Month, ..Address::default() };
        assert_eq!(month.on(date("2026-01-31")).step(today, 1).day, Some(date("2026-02-01")));
        assert_eq!(month.step(today, -1).day, Some(date("2026-10-01")));
    }

    #[test]
    fn whole_weeks_are_asked_for() {
        let today = date("2026-11-25");
        assert_eq!(Address::default().bounds(today), (date("2026-11-23"), date("2026-11-29")));
        let month = Address { span: Span::Month, ..Address::default() };
        assert_eq!(month.bounds(today), (date("2026-10-26"), date("2026-12-06")));
    }
}
