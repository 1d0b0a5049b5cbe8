//! What a cell of a table, or a field of a form, says.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{LONGEST_NAME, MOST_YEARS, Relation};
use crate::{Name, fold::fold, phone, refusal::Problem};

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Empty.
    Missing,
    /// Longer than a name is.
    TooLong,
    /// No name: digits or signs stand in it.
    NotAName,
    /// Kazakh letters were lost when the file was written.
    LostLetters,
    /// One word, where family and given name are needed.
    OneWord,
    /// No date.
    NoDate,
    /// A day to come.
    Future,
    /// Too old for a kindergarten.
    TooOld,
    /// No group of this kindergarten.
    NoGroup,
    /// No telephone number of Kazakhstan.
    NoPhone,
    /// Nobody is that to a child.
    NoRelation,
    /// Neither yes nor no.
    NoAnswer,
    /// The number is somebody else's.
    PhoneOf {
        /// Whose.
        name: String,
        /// The line of the file that says so; None where it is known already.
        line: Option<u32>,
    },
    /// The same child stands in the file before.
    Twice {
        /// The line.
        line: u32,
    },
    /// There is a child of this name and birth, with another patronymic.
    OtherPatronymic {
        /// Which.
        known: String,
    },
    /// The child has left.
    HasLeft {
        /// Its last day.
        on: NaiveDate,
    },
}

impl Why {
    /// The same, said of a field of a form.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Missing | Self::OneWord => Problem::Required,
            Self::TooLong => Problem::TooLong,
            Self::NotAName | Self::LostLetters => Problem::NotAName,
            Self::NoDate => Problem::Date,
            Self::Future => Problem::Future,
            Self::TooOld => Problem::TooOld,
            Self::NoPhone => Problem::Phone,
            Self::PhoneOf { .. } => Problem::OtherName,
            Self::NoGroup | Self::NoRelation | Self::NoAnswer => Problem::Choice,
            Self::Twice { .. } | Self::OtherPatronymic { .. } | Self::HasLeft { .. } => Problem::Taken,
        }
    }
}

/// Text without what nobody sees: odd spaces, line breaks, marks of direction, letters in two pieces.
pub fn clean(text: &str) -> String {
    let whole =
        text.replace("и\u{306}", "й").replace("И\u{306}", "Й").replace("е\u{308}", "ё").replace("Е\u{308}", "Ё");
    let seen = |letter: &char| !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let plain: String =
        whole.chars().filter(seen).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part of a name. What stands in capitals throughout is written as a name is; Latin letters that look like their
/// neighbours are those.
///
/// # Errors
/// What is wrong with it. Empty is no error: not everybody has a patronymic.
pub fn name_part(text: &str) -> Result<String, Why> {
    let text = clean(text);
    if text.chars().count() > LONGEST_NAME {
        return Err(Why::TooLong);
    }
    if text.contains(['?', '\u{fffd}']) {
        return Err(Why::LostLetters);
    }
    let text: String =
        text.chars().map(|letter| if matches!(letter, '‐' | '‑' | '–' | '—') { '-' } else { letter }).collect();
    let fits = |letter: char| letter.is_alphabetic() || matches!(letter, '-' | ' ' | '.' | '\'' | '’' | 'ʼ');
    // A cell that begins with = + - @ would be a formula in a program for tables.
    if !text.chars().all(fits) || text.chars().next().is_some_and(|first| !first.is_alphabetic()) {
        return Err(Why::NotAName);
    }
    Ok(text.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

fn word(word: &str) -> String {
    let is_cyrillic = |letter: char| ('\u{400}'..='\u{52f}').contains(&letter);
    let word: String =
        if word.chars().any(is_cyrillic) { word.chars().map(cyrillic).collect() } else { word.to_owned() };
    let letters = || word.chars().filter(|letter| letter.is_alphabetic());
    if letters().count() < 2 || !letters().all(char::is_uppercase) {
        return word;
    }
    let mut begins = true;
    word.chars()
        .flat_map(|letter| {
            let shown: Vec<char> = if begins { vec![letter] } else { letter.to_lowercase().collect() };
            begins = !letter.is_alphabetic();
            shown
        })
        .collect()
}

/// The letter that a Latin one stands in for. Kazakh letters are missing on many keyboards.
fn cyrillic(letter: char) -> char {
    const LATIN: &str = "AaBCcEeHhKkMOoPpTXxyIiƏəӨɵ";
    const CYRILLIC: &str = "АаВСсЕеНһКкМОоРрТХхуІіӘәӨө";
    LATIN.chars().position(|one| one == letter).and_then(|at| CYRILLIC.chars().nth(at)).unwrap_or(letter)
}

/// A whole name in one cell: «Тегі Аты Әкесінің аты».
///
/// # Errors
/// What is wrong with it.
pub fn full_name(text: &str) -> Result<Name, Why> {
    let text = clean(text);
    if text.is_empty() {
        return Err(Why::Missing);
    }
    let name = Name::parse(&text);
    let name = Name {
        family: name_part(&name.family)?,
        given: name_part(&name.given)?,
        patronymic: name_part(&name.patronymic)?,
    };
    if name.given.is_empty() { Err(Why::OneWord) } else { Ok(name) }
}

/// A date: `31.12.2020`, `31/12/20`, `2020-12-31`, or a day counted as tables count them, from the end of 1899.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = clean(text);
    let text = text.split([' ', 'T']).next()?.trim_end_matches(['г', 'ж', 'y', '.', ',']);
    if let Some(days) = text.parse::<u64>().ok().filter(|_| text.len() == 5) {
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days));
    }
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let [a, b, c] = parts[..] else { return None };
    if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// The day on which a child was born.
///
/// # Errors
/// What is wrong with it.
pub fn born(text: &str, today: NaiveDate) -> Result<NaiveDate, Why> {
    if clean(text).is_empty() {
        return Err(Why::Missing);
    }
    sound_birth(date(text).ok_or(Why::NoDate)?, today)
}

/// Whether a child of a kindergarten can have been born on this day.
///
/// # Errors
/// Why not.
pub fn sound_birth(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Why> {
    match today.years_since(day) {
        None => Err(Why::Future),
        Some(years) if years > MOST_YEARS => Err(Why::TooOld),
        Some(_) => Ok(day),
    }
}

/// A telephone number; None where there is none.
///
/// # Errors
/// What is wrong with it.
pub fn telephone(text: &str) -> Result<Option<String>, Why> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(None);
    }
    // A table takes a long number for an amount.
    phone::normalise(text.strip_suffix(".0").unwrap_or(&text)).map(Some).ok_or(Why::NoPhone)
}

/// A cell of a table that is written, between signs of this kind. What a program for tables would take for a formula is
/// text.
pub fn written(text: &str, delimiter: char) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([delimiter, '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The word as it is compared: folded, letters and digits only.
pub(super) fn plain(text: &str) -> String {
    let apart: String =
        fold(&clean(text)).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    apart.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of the words, folded, is this.
pub(super) fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| plain(word) == text)
}

/// Who somebody is to a child; None where it is not said.
///
/// # Errors
/// When no such relation is known.
pub fn relation(text: &str) -> Result<Option<Relation>, Why> {
    const WORDS: &[(Relation, &[&str])] = &[
        (Relation::Mother, &["анасы", "ана", "шешесі", "мать", "мама", "mother"]),
        (Relation::Father, &["әкесі", "әке", "отец", "папа", "father"]),
        (Relation::Parent, &["ата-анасы", "ата-ана", "родитель", "parent"]),
        (
            Relation::Guardian,
            &[
                "қорғаншы",
                "қорғаншысы",
                "қамқоршы",
                "қамқоршысы",
                "заңды өкіл",
                "заңды өкілі",
                "опекун",
                "попечитель",
                "законный представитель",
                "guardian",
            ],
        ),
        (Relation::Grandmother, &["әжесі", "әже", "апасы", "бабушка", "grandmother"]),
        (Relation::Grandfather, &["атасы", "ата", "дедушка", "дед", "grandfather"]),
        (
            Relation::Relative,
            &[
                "туысы",
                "туыс",
                "басқа туысы",
                "ағасы",
                "тәтесі",
                "родственник",
                "родственница",
                "тётя",
                "дядя",
                "брат",
                "сестра",
                "relative",
            ],
        ),
    ];
    let text = plain(text);
    if text.is_empty() {
        return Ok(None);
    }
    let found = WORDS.iter().find(|(_, words)| is_one_of(&text, words));
    found.map(|(relation, _)| Some(*relation)).ok_or(Why::NoRelation)
}

/// Yes or no; None where it is not said.
///
/// # Errors
/// When it is neither.
pub fn answer(text: &str) -> Result<Option<bool>, Why> {
    match clean(text).as_str() {
        "" => return Ok(None),
        "+" => return Ok(Some(true)),
        "-" | "–" | "—" => return Ok(Some(false)),
        _ => {}
    }
    let text = plain(text);
    if is_one_of(&text, &["иә", "ия", "бар", "да", "есть", "имеет", "1", "yes", "true"]) {
        Ok(Some(true))
    } else if is_one_of(&text, &["жоқ", "нет", "не имеет", "0", "no", "false"]) {
        Ok(Some(false))
    } else {
        Err(Why::NoAnswer)
    }
}

/// Whether a cell says that a child is raised at home.
pub fn is_at_home(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "үйде",
        "үйде тәрбиеленеді",
        "бармайды",
        "балабақшаға бармайды",
        "топ жоқ",
        "жоқ",
        "дома",
        "на дому",
        "на домашнем воспитании",
        "домашнее воспитание",
        "не посещает",
        "нет",
        "без группы",
    ];
    matches!(clean(text).as_str(), "-" | "–" | "—") || is_one_of(&plain(text), WORDS)
}

/// A group's name as it is compared: without quotes, and without the word «топ» beside it.
pub fn group_key(text: &str) -> String {
    let text = plain(text);
    let words: Vec<&str> = text.split(' ').filter(|word| !matches!(*word, "топ" | "тобы" | "группа")).collect();
    words.join(" ")
}
