//! The forms that a kindergarten has signed, as data: text with blanks. A new form needs no code.
//!
//! A form is plain text, read line by line:
//!
//! ```text
//! >> Нысан                         at the right edge
//! # Келісім                        the title; a second such line belongs to it
//! ## 1. Шарттың мәні               a heading
//! Мен {parent}                     a line; `{…}` is a blank
//! (толық аты-жөні)                 under a line with a blank: what belongs into it
//!                                  an empty line: some room
//! ```

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::format::Lang;

pub mod standard;

/// What a blank of a form is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// Full name of the parent or other legal representative.
    Parent,
    /// Full name of the child.
    Child,
    /// Full name of the child and, behind a comma, its group: the forms of schools ask for the class.
    ChildGroup,
    /// The child's date of birth.
    Born,
    /// The group.
    Group,
    /// The kindergarten.
    Organisation,
    /// Full name of its head.
    Head,
    /// Where it is signed.
    Place,
    /// Number of the contract.
    Number,
    /// The day of the month on which it is signed.
    Day,
    /// The month in which it is signed, as it stands behind the day.
    Month,
    /// The last two figures of the year in which it is signed: forms print `20__`.
    Year,
    /// The last day on which it holds.
    Until,
    /// The signature of the parent.
    Signature,
    /// The signature of the head.
    HeadSignature,
}

crate::id::codes! {
    Blank {
        Parent = "parent", Child = "child", ChildGroup = "child_group", Born = "born", Group = "group",
        Organisation = "organisation", Head = "head", Place = "place", Number = "number", Day = "day", Month = "month",
        Year = "year", Until = "until", Signature = "signature", HeadSignature = "head_signature",
    }
}

impl Blank {
    /// Whether it is left as it is until somebody writes into it by hand.
    pub fn by_hand(self) -> bool {
        matches!(self, Self::Signature | Self::HeadSignature)
    }

    /// How long it is on an empty form, in letters.
    fn length(self) -> usize {
        match self {
            Self::Day => 3,
            Self::Month | Self::Number | Self::Until | Self::Born => 15,
            Self::Year => 2,
            Self::Signature | Self::HeadSignature => 13,
            Self::Parent | Self::Child | Self::ChildGroup | Self::Organisation | Self::Head => 55,
            Self::Group | Self::Place => 25,
        }
    }
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Printed words.
    Words(String),
    /// A blank, empty.
    Blank(Blank),
    /// A blank and what was written into it.
    Filled(Blank, String),
}

/// A line of a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// At the right edge, above everything.
    Corner(String),
    /// The title.
    Title(String),
    /// A heading.
    Heading(String),
    /// Words and blanks.
    Text(Vec<Piece>),
    /// What belongs into the blank above.
    Caption(String),
    /// Some room.
    Gap,
}

/// A form in one language: its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Form {
    /// From the first to the last.
    pub lines: Vec<Line>,
}

/// Why a text is no form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// There is nothing in it.
    Empty,
    /// It is longer than `LONGEST`.
    TooLong,
    /// It has no title.
    NoTitle,
    /// There is no such blank.
    UnknownBlank {
        /// Where, from 1.
        line: usize,
        /// What stands between the braces.
        name: String,
    },
    /// A `{` without its `}`.
    OpenBlank {
        /// Where, from 1.
        line: usize,
    },
    /// Nobody could sign it: the blank of the parent's signature is missing.
    NoSignature,
}

/// The longest text of a form, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// What is written into the blanks of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Full name of the parent who signs.
    pub parent: String,
    /// Full name of the child.
    pub child: String,
    /// When the child was born.
    pub born: NaiveDate,
    /// The name of its group, empty for a child raised at home.
    pub group: String,
    /// The kindergarten.
    pub organisation: String,
    /// Full name of its head.
    pub head: String,
    /// Where it is signed.
    pub place: String,
    /// Number of the contract, empty where it has none.
    pub number: String,
    /// The day on which it is signed; None leaves the blanks of the date empty.
    pub day: Option<NaiveDate>,
    /// The last day on which it holds, None for one without an end.
    pub until: Option<NaiveDate>,
}

impl Facts {
    /// What is written into a blank, in a language; None leaves it empty.
    pub fn of(&self, blank: Blank, lang: Lang) -> Option<String> {
        let text = match blank {
            Blank::Parent => self.parent.clone(),
            Blank::Child => self.child.clone(),
            Blank::ChildGroup if self.group.is_empty() => self.child.clone(),
            Blank::ChildGroup => format!("{}, {}", self.child, self.group_name(lang)),
            Blank::Born => lang.short_date(self.born),
            Blank::Group => self.group_name(lang),
            Blank::Organisation => self.organisation.clone(),
            Blank::Head => self.head.clone(),
            Blank::Place => self.place.clone(),
            Blank::Number => self.number.clone(),
            Blank::Day => self.day?.day().to_string(),
            Blank::Month => match lang {
                Lang::Kk => lang.month(self.day?).to_owned(),
                // In Russian the month behind a day stands in the genitive: what `day_month` says without its day.
                Lang::Ru => lang.day_month(self.day?).split_whitespace().nth(1).unwrap_or_default().to_owned(),
            },
            Blank::Year => format!("{:02}", self.day?.year().rem_euclid(100)),
            Blank::Until => lang.short_date(self.until?),
            Blank::Signature | Blank::HeadSignature => return None,
        };
        Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    }

    /// «Қарлығаш» тобы.
    fn group_name(&self, lang: Lang) -> String {
        match (self.group.is_empty(), lang) {
            (true, _) => String::new(),
            (_, Lang::Kk) => format!("«{}» тобы", self.group),
            (_, Lang::Ru) => format!("группа «{}»", self.group),
        }
    }
}

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    /// What is wrong with it first.
    pub fn read(text: &str) -> Result<Self, Mistake> {
        if text.len() > LONGEST {
            return Err(Mistake::TooLong);
        }
        let mut lines = Vec::new();
        for (n, line) in text.trim().lines().enumerate() {
            let line = line.trim();
            let after_blank = matches!(lines.last(), Some(Line::Text(pieces)) if pieces.iter().any(is_blank));
            lines.push(if line.is_empty() {
                Line::Gap
            } else if let Some(words) = line.strip_prefix(">> ") {
                Line::Corner(words.trim().to_owned())
            } else if let Some(words) = line.strip_prefix("## ") {
                Line::Heading(words.trim().to_owned())
            } else if let Some(words) = line.strip_prefix("# ") {
                Line::Title(words.trim().to_owned())
            } else if after_blank && line.starts_with('(') && line.ends_with(')') {
                Line::Caption(line.to_owned())
            } else {
                Line::Text(pieces(line, n + 1)?)
            });
        }
        let form = Self { lines };
        if form.lines.is_empty() {
            Err(Mistake::Empty)
        } else if !form.lines.iter().any(|line| matches!(line, Line::Title(_))) {
            Err(Mistake::NoTitle)
        } else if !form.blanks().any(|blank| blank == Blank::Signature) {
            Err(Mistake::NoSignature)
        } else {
            Ok(form)
        }
    }

    /// Its blanks, from the first to the last.
    pub fn blanks(&self) -> impl Iterator<Item = Blank> + '_ {
        self.lines
            .iter()
            .flat_map(|line| match line {
                Line::Text(pieces) => pieces.as_slice(),
                _ => &[],
            })
            .filter_map(|piece| match piece {
                Piece::Blank(blank) | Piece::Filled(blank, _) => Some(*blank),
                Piece::Words(_) => None,
            })
    }

    /// The title in one line.
    pub fn title(&self) -> String {
        let title = self.lines.iter().filter_map(|line| match line {
            Line::Title(words) => Some(words.as_str()),
            _ => None,
        });
        title.collect::<Vec<_>>().join(" ")
    }

    /// The form with what is known written into its blanks.
    #[must_use]
    pub fn fill(&self, facts: &Facts, lang: Lang) -> Self {
        let fill = |piece: &Piece| match piece {
            Piece::Blank(blank) | Piece::Filled(blank, _) => match facts.of(*blank, lang) {
                Some(text) => Piece::Filled(*blank, text),
                None => Piece::Blank(*blank),
            },
            Piece::Words(words) => Piece::Words(words.clone()),
        };
        let lines = self.lines.iter().map(|line| match line {
            Line::Text(pieces) => Line::Text(pieces.iter().map(fill).collect()),
            other => other.clone(),
        });
        Self { lines: lines.collect() }
    }

    /// The exact words, line by line, as they are read, hashed and printed. Empty blanks are lines, as on paper.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            match line {
                Line::Corner(words) | Line::Title(words) | Line::Heading(words) | Line::Caption(words) => {
                    text.push_str(words);
                }
                Line::Text(pieces) => pieces.iter().for_each(|piece| match piece {
                    Piece::Words(words) | Piece::Filled(_, words) => text.push_str(words),
                    Piece::Blank(blank) => text.extend(std::iter::repeat_n('_', blank.length())),
                }),
                Line::Gap => {}
            }
            text.push('\n');
        }
        text
    }
}

/// What is hashed of a document: the official text and the one beside it, so that neither can be changed alone.
pub fn sealed_text(kk: &str, ru: &str) -> String {
    let mut text = String::with_capacity(kk.len() + ru.len() + 64);
    // The lengths, so that no line can pass from one text to the other.
    let _ = writeln!(text, "kenes-document-1 {} {}", kk.len(), ru.len());
    text.push_str(kk);
    text.push_str(ru);
    text
}

fn is_blank(piece: &Piece) -> bool {
    !matches!(piece, Piece::Words(_))
}

/// Words and blanks of a line.
fn pieces(line: &str, number: usize) -> Result<Vec<Piece>, Mistake> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((words, behind)) = rest.split_once('{') {
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        let (name, behind) = behind.split_once('}').ok_or(Mistake::OpenBlank { line: number })?;
        let blank = Blank::from_code(name.trim());
        pieces.push(Piece::Blank(blank.ok_or_else(|| Mistake::UnknownBlank { line: number, name: name.to_owned() })?));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONSENT: &str = ">> Нысан\n\n# Келісімі\n\nМен {parent}\n(толық аты-жөні)\nбалам {child_group}\n(сынып)\n\
        келісім беремін.\n\"{day}\" {month} 20{year} жыл\nҚолы {signature}\n";

    fn facts() -> Facts {
        Facts {
            parent: "Қалдыбек Әсемгүл Нұрланқызы".to_owned(),
            child: "Қалдыбек Айару".to_owned(),
            born: NaiveDate::from_ymd_opt(2021, 3, 4).expect("a day"),
            group: "Қарлығаш".to_owned(),
            organisation: String::new(),
            head: String::new(),
            place: String::new(),
            number: String::new(),
            day: NaiveDate::from_ymd_opt(2026, 11, 21),
            until: None,
        }
    }

    #[test]
    fn a_form_is_its_words_and_blanks() {
        let form = Form::read(CONSENT).expect("a form");
        let blanks: Vec<Blank> = form.blanks().collect();
        assert_eq!(blanks, [Blank::Parent, Blank::ChildGroup, Blank::Day, Blank::Month, Blank::Year, Blank::Signature]);
        assert_eq!(form.title(), "Келісімі");
        assert_eq!(form.lines[5], Line::Caption("(толық аты-жөні)".to_owned()));
        assert!(form.text().contains("\"___\" _______________ 20__ жыл\nҚолы _____________\n"));
    }

    #[test]
    fn what_is_known_is_written_into_it() {
        let form = Form::read(CONSENT).expect("a form");
        let kk = form.fill(&facts(), Lang::Kk);
        let text = kk.text();
        assert!(text.contains("Мен Қалдыбек Әсемгүл Нұрланқызы\n"), "{text}");
        assert!(text.contains("балам Қалдыбек Айару, «Қарлығаш» тобы\n"), "{text}");
        assert!(text.contains("\"21\" қараша 2026 жыл\nҚолы _____________\n"), "{text}");
        assert!(form.fill(&facts(), Lang::Ru).text().contains("\"21\" ноября 2026"));
        // Written over, not written behind.
        let later = Facts { day: None, ..facts() };
        assert!(kk.fill(&later, Lang::Kk).text().contains("\"___\" _______________ 20__ жыл"));
    }

    #[test]
    fn names_cannot_break_out_of_their_blank() {
        let form = Form::read(CONSENT).expect("a form");
        let facts = Facts { child: "Айару\n# Басқа {signature}".to_owned(), ..facts() };
        let filled = form.fill(&facts, Lang::Kk);
        assert_eq!(filled.text().lines().count(), form.text().lines().count());
        assert_eq!(filled.blanks().count(), form.blanks().count());
    }

    #[test]
    fn what_is_no_form_says_why() {
        assert_eq!(Form::read("  \n"), Err(Mistake::Empty));
        assert_eq!(Form::read("Мен {signature}"), Err(Mistake::NoTitle));
        assert_eq!(Form::read("# Келісім\nМен"), Err(Mistake::NoSignature));
        assert_eq!(
            Form::read("# Келісім\n{signature} {iin}"),
            Err(Mistake::UnknownBlank { line: 2, name: "iin".to_owned() })
        );
        assert_eq!(Form::read("# Келісім\nҚолы {signature"), Err(Mistake::OpenBlank { line: 2 }));
        assert_eq!(Form::read(&"#".repeat(LONGEST + 1)), Err(Mistake::TooLong));
    }

    #[test]
    fn no_line_passes_from_one_language_to_the_other() {
        assert_ne!(sealed_text("а\nб\n", "в\n"), sealed_text("а\n", "б\nв\n"));
    }
}
