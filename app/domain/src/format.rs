//! Dates, times and numbers as Kazakh and Russian readers expect them (requirements §3).
//!
//! Kazakh keeps the month and the noun after a number as they are; Russian bends both. Case endings are never glued to
//! a number or a name: where Kazakh needs one, the month carries it.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Slot,
    time::{clock, monday, shift},
};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Қазақша.
    #[default]
    Kk,
    /// Русский.
    Ru,
}

crate::id::codes! { Lang { Kk = "kk", Ru = "ru" } }

const MONTHS_KK: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];

/// «in the month»: the ending that a date carries in a sentence.
const MONTHS_KK_ON: [&str; 12] = [
    "қаңтарда",
    "ақпанда",
    "наурызда",
    "сәуірде",
    "мамырда",
    "маусымда",
    "шілдеде",
    "тамызда",
    "қыркүйекте",
    "қазанда",
    "қарашада",
    "желтоқсанда",
];

const MONTHS_KK_SHORT: [&str; 12] =
    ["қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."];

const MONTHS_RU: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

const MONTHS_RU_OF: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const MONTHS_RU_SHORT: [&str; 12] =
    ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

const WEEKDAYS_KK: [&str; 7] = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"];

const WEEKDAYS_KK_SHORT: [&str; 7] = ["дс", "сс", "ср", "бс", "жм", "сб", "жс"];

const WEEKDAYS_RU: [&str; 7] = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

const WEEKDAYS_RU_SHORT: [&str; 7] = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];

fn of_month(names: &[&'static str; 12], day: NaiveDate) -> &'static str {
    names[day.month0() as usize]
}

fn of_weekday(names: &[&'static str; 7], day: NaiveDate) -> &'static str {
    names[day.weekday().num_days_from_monday() as usize]
}

impl Lang {
    /// `2026 жылғы 21 қараша`, `21 ноября 2026 года`: as on official papers.
    pub fn long_date(self, day: NaiveDate) -> String {
        match self {
            Self::Kk => format!("{} жылғы {}", day.year(), self.day_month(day)),
            Self::Ru => format!("{} {} года", self.day_month(day), day.year()),
        }
    }

    /// `2026 жылғы 21 қарашада`, `21 ноября 2026 года`: when something happens, inside a sentence.
    pub fn on_date(self, day: NaiveDate) -> String {
        match self {
            Self::Kk => format!("{} жылғы {} {}", day.year(), day.day(), of_month(&MONTHS_KK_ON, day)),
            Self::Ru => self.long_date(day),
        }
    }

    /// `2026 жылғы 21 қарашадағы`, `от 21 ноября 2026 года`: what a paper of that day is called by.
    pub fn of_date(self, day: NaiveDate) -> String {
        match self {
            Self::Kk => {
                let on = self.on_date(day);
                // By the vowel before it, as in «шілдедегі».
                let ending = if on.ends_with('е') { "гі" } else { "ғы" };
                on + ending
            }
            Self::Ru => format!("от {}", self.long_date(day)),
        }
    }

    /// `2026 жылғы 23 қараша, дүйсенбі`, `23 ноября 2026 года, понедельник`.
    pub fn long_date_weekday(self, day: NaiveDate) -> String {
        format!("{}, {}", self.long_date(day), self.weekday(day))
    }

    /// `21.11.2026`.
    pub fn short_date(self, day: NaiveDate) -> String {
        format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
    }

    /// `25 қараша`, `25 ноября`.
    pub fn day_month(self, day: NaiveDate) -> String {
        let month = match self {
            Self::Kk => of_month(&MONTHS_KK, day),
            Self::Ru => of_month(&MONTHS_RU_OF, day),
        };
        format!("{} {month}", day.day())
    }

    /// `25 қараша, сәрсенбі`, `25 ноября, среда`.
    pub fn day_month_weekday(self, day: NaiveDate) -> String {
        format!("{}, {}", self.day_month(day), self.weekday(day))
    }

    /// `23–27 қараша 2026`, `30 ноября – 4 декабря 2026`: from one day to another, saying nothing twice.
    pub fn range(self, from: NaiveDate, to: NaiveDate) -> String {
        let end = format!("{} {}", self.day_month(to), to.year());
        if from == to {
            end
        } else if from.year() != to.year() {
            format!("{} {} – {end}", self.day_month(from), from.year())
        } else if from.month() != to.month() {
            format!("{} – {end}", self.day_month(from))
        } else {
            format!("{}–{end}", from.day())
        }
    }

    /// The working week of a day, Monday to Friday: `23–27 қараша 2026`.
    pub fn week(self, day: NaiveDate) -> String {
        let monday = monday(day);
        self.range(monday, shift(monday, 4))
    }

    /// `Қараша 2026`, `Ноябрь 2026`: the title of a month in the calendar.
    pub fn month_title(self, day: NaiveDate) -> String {
        format!("{} {}", capital(self.month(day)), day.year())
    }

    /// `қараша`, `ноябрь`.
    pub fn month(self, day: NaiveDate) -> &'static str {
        match self {
            Self::Kk => of_month(&MONTHS_KK, day),
            Self::Ru => of_month(&MONTHS_RU, day),
        }
    }

    /// `қар.`, `ноя`.
    pub fn month_short(self, day: NaiveDate) -> &'static str {
        match self {
            Self::Kk => of_month(&MONTHS_KK_SHORT, day),
            Self::Ru => of_month(&MONTHS_RU_SHORT, day),
        }
    }

    /// `дүйсенбі`, `понедельник`: lower-case, as inside a sentence.
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        match self {
            Self::Kk => of_weekday(&WEEKDAYS_KK, day),
            Self::Ru => of_weekday(&WEEKDAYS_RU, day),
        }
    }

    /// `Дүйсенбі`, `Понедельник`: the header of a column.
    pub fn weekday_title(self, day: NaiveDate) -> String {
        capital(self.weekday(day))
    }

    /// `Дс`, `Пн`: the header of a narrow column.
    pub fn weekday_short(self, day: NaiveDate) -> String {
        capital(match self {
            Self::Kk => of_weekday(&WEEKDAYS_KK_SHORT, day),
            Self::Ru => of_weekday(&WEEKDAYS_RU_SHORT, day),
        })
    }

    /// `3 бала`; `1 ребёнок`, `2 ребёнка`, `5 детей`.
    pub fn counted(self, n: u32, noun: Noun) -> String {
        let (kk, [one, few, many]) = noun.words();
        let word = match (self, plural_ru(n)) {
            (Self::Kk, _) => kk,
            (Self::Ru, Plural::One) => one,
            (Self::Ru, Plural::Few) => few,
            (Self::Ru, Plural::Many) => many,
        };
        format!("{n} {word}")
    }
}

/// `09:20–09:40`.
pub fn time_range(slot: &Slot) -> String {
    format!("{}–{}", clock(slot.start), clock(slot.end()))
}

/// The word with a capital: for headers and the beginning of a sentence.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is counted in the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Noun {
    /// Бала.
    Child,
    /// Орын, in a session.
    Place,
    /// Уақыт: one that can be chosen.
    Time,
    /// Сессия.
    Session,
    /// Минут.
    Minute,
    /// Күн.
    Day,
}

impl Noun {
    /// Kazakh, and the three Russian forms.
    fn words(self) -> (&'static str, [&'static str; 3]) {
        match self {
            Self::Child => ("бала", ["ребёнок", "ребёнка", "детей"]),
            Self::Place => ("орын", ["место", "места", "мест"]),
            Self::Time => ("уақыт", ["окно", "окна", "окон"]),
            Self::Session => ("сессия", ["сессия", "сессии", "сессий"]),
            Self::Minute => ("минут", ["минута", "минуты", "минут"]),
            Self::Day => ("күн", ["день", "дня", "дней"]),
        }
    }
}

/// Which of the three forms of a noun a number takes in Russian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plural {
    /// 1 ребёнок, 21 ребёнок.
    One,
    /// 2 ребёнка, 24 ребёнка.
    Few,
    /// 5 детей, 11 детей.
    Many,
}

/// The form of a noun after `n` in Russian (requirements §3).
pub fn plural_ru(n: u32) -> Plural {
    match (n % 10, n % 100) {
        (_, 11..=14) => Plural::Many,
        (1, _) => Plural::One,
        (2..=4, _) => Plural::Few,
        _ => Plural::Many,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang::Kk, Lang::Ru, *};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_long_date_is_written_as_on_official_papers() {
        let date = day(2026, 11, 21);
        assert_eq!(Kk.long_date(date), "2026 жылғы 21 қараша");
        assert_eq!(Ru.long_date(date), "21 ноября 2026 года");
        assert_eq!(Kk.long_date_weekday(day(2026, 11, 23)), "2026 жылғы 23 қараша, дүйсенбі");
        assert_eq!(Ru.long_date_weekday(day(2026, 11, 23)), "23 ноября 2026 года, понедельник");
    }

    #[test]
    fn on_a_date_the_kazakh_month_takes_the_ending() {
        assert_eq!(Kk.on_date(day(2026, 11, 21)), "2026 жылғы 21 қарашада");
        let months = [
            "қаңтардағы",
            "ақпандағы",
            "наурыздағы",
            "сәуірдегі",
            "мамырдағы",
            "маусымдағы",
            "шілдедегі",
            "тамыздағы",
            "қыркүйектегі",
            "қазандағы",
            "қарашадағы",
            "желтоқсандағы",
        ];
        for (month, named) in (1..).zip(months) {
            assert_eq!(Kk.of_date(day(2026, month, 5)), format!("2026 жылғы 5 {named}"));
        }
        assert_eq!(Ru.of_date(day(2026, 11, 21)), "от 21 ноября 2026 года");
        assert_eq!(Kk.on_date(day(2026, 4, 1)), "2026 жылғы 1 сәуірде");
        assert_eq!(Kk.on_date(day(2026, 9, 1)), "2026 жылғы 1 қыркүйекте");
        assert_eq!(Ru.on_date(day(2026, 11, 21)), "21 ноября 2026 года");
    }

    #[test]
    fn a_short_date_has_two_digits_everywhere() {
        assert_eq!(Kk.short_date(day(2026, 2, 3)), "03.02.2026");
        assert_eq!(Ru.short_date(day(2026, 11, 21)), "21.11.2026");
    }

    #[test]
    fn a_day_without_its_year_has_its_weekday() {
        assert_eq!(Kk.day_month_weekday(day(2026, 11, 25)), "25 қараша, сәрсенбі");
        assert_eq!(Ru.day_month_weekday(day(2026, 11, 25)), "25 ноября, среда");
    }

    #[test]
    fn a_week_says_month_and_year_no_oftener_than_needed() {
        assert_eq!(Kk.week(day(2026, 11, 25)), "23–27 қараша 2026");
        assert_eq!(Ru.week(day(2026, 11, 25)), "23–27 ноября 2026");
        assert_eq!(Kk.week(day(2026, 12, 2)), "30 қараша – 4 желтоқсан 2026");
        assert_eq!(Ru.week(day(2026, 12, 2)), "30 ноября – 4 декабря 2026");
        assert_eq!(Kk.week(day(2026, 12, 29)), "28 желтоқсан 2026 – 1 қаңтар 2027");
        assert_eq!(Kk.range(day(2026, 11, 25), day(2026, 11, 25)), "25 қараша 2026");
    }

    #[test]
    fn headers_begin_with_a_capital() {
        let date = day(2026, 11, 23);
        assert_eq!((Kk.month_title(date), Ru.month_title(date)), ("Қараша 2026".into(), "Ноябрь 2026".into()));
        assert_eq!((Kk.weekday_title(date), Ru.weekday_title(date)), ("Дүйсенбі".into(), "Понедельник".into()));
        assert_eq!((Kk.weekday_short(date), Ru.weekday_short(date)), ("Дс".into(), "Пн".into()));
        assert_eq!((Kk.month_short(date), Ru.month_short(date)), ("қар.", "ноя"));
    }

    #[test]
    fn a_time_range_has_twenty_four_hours() {
        let slot = |start, minutes| Slot { day: day(2026, 11, 23), start, minutes };
        assert_eq!(time_range(&slot(560, 20)), "09:20–09:40");
        assert_eq!(time_range(&slot(1005, 45)), "16:45–17:30");
    }

    #[test]
    fn kazakh_nouns_stay_singular_after_a_number_and_russian_ones_take_three_forms() {
        assert_eq!([1, 3, 5].map(|n| Kk.counted(n, Noun::Child)), ["1 бала", "3 бала", "5 бала"]);
        let ru = [1, 2, 5, 11, 14, 21, 22, 25, 111, 112].map(|n| Ru.counted(n, Noun::Child));
        assert_eq!(ru[..5], ["1 ребёнок", "2 ребёнка", "5 детей", "11 детей", "14 детей"]);
        assert_eq!(ru[5..], ["21 ребёнок", "22 ребёнка", "25 детей", "111 детей", "112 детей"]);
        assert_eq!(Ru.counted(0, Noun::Minute), "0 минут");
    }
}
