//! Minutes on paper: the official text line by line as it was signed, hands in their places, and the additions behind.

use chrono::{Datelike, NaiveDate};
use domain::format::Lang;
use domain::minutes::lines::{Line, lines};

use super::lines::{Hand, Row};
use super::model::{Mark, Model, inked, plain};
use super::{Ink, svg};
use crate::Error;

/// The most letters that are set in the larger size: about three pages.
const SHORT: usize = 9000;

/// An addition (Толықтыру) as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdditionSheet {
    /// Its official text, as it was signed.
    pub text: String,
    /// What the chair's hand left.
    pub chair: Option<Ink>,
    /// What the secretary's hand left.
    pub secretary: Option<Ink>,
    /// Lines about it: what, and its value.
    pub marks: Vec<(String, String)>,
}

/// All that is printed of minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinutesSheet {
    /// The language of the text.
    pub lang: Lang,
    /// The official text, as it was signed.
    pub text: String,
    /// What the chair's hand left.
    pub chair: Option<Ink>,
    /// What the secretary's hand left.
    pub secretary: Option<Ink>,
    /// Lines about the minutes: what, and its value. They stand below a rule.
    pub marks: Vec<(String, String)>,
    /// A sentence under the marks, or nothing.
    pub note: String,
    /// What says that letters which no font has stand with their codes; printed where there are any.
    pub coded: String,
    /// Where they are found again; printed as a QR code and as letters. Nothing without one.
    pub address: String,
    /// The additions, the first first; each on a page of its own behind the minutes.
    pub additions: Vec<AdditionSheet>,
    /// The title in the properties of the file.
    pub title: String,
    /// The day of the meeting, in the properties of the file.
    pub day: NaiveDate,
    /// The kindergarten, in the properties of the file.
    pub organisation: String,
}

impl MinutesSheet {
    /// The same with `[U+1F338]` in place of every letter that no font has.
    pub(super) fn printable(&self, has: impl Fn(char) -> bool) -> Self {
        let mut any = false;
        let mut sheet = self.clone();
        let mut set = |text: &mut String| {
            let (printable, coded) = super::letters::printable(text, &has);
            any |= coded;
            *text = printable;
        };
        let mut texts = vec![&mut sheet.text, &mut sheet.note, &mut sheet.title, &mut sheet.organisation];
        texts.extend([&mut sheet.chair, &mut sheet.secretary].into_iter().filter_map(words));
        texts.extend(sheet.marks.iter_mut().flat_map(|(what, value)| [what, value]));
        for addition in &mut sheet.additions {
            texts.push(&mut addition.text);
            texts.extend([&mut addition.chair, &mut addition.secretary].into_iter().filter_map(words));
            texts.extend(addition.marks.iter_mut().flat_map(|(what, value)| [what, value]));
        }
        texts.into_iter().for_each(&mut set);
        if any {
            sheet.note = plain(&format!("{} {}", sheet.note, sheet.coded));
        }
        sheet
    }

    /// As the template reads it.
    pub(super) fn model(&self) -> Result<Model, Error> {
        let letters = self.text.chars().count();
        Ok(Model {
            title: plain(&self.title),
            organisation: plain(&self.organisation),
            day: (self.day.year(), self.day.month(), self.day.day()),
            lang: self.lang.code(),
            size: if letters <= SHORT { 12 } else { 11 },
            rows: rows(&self.text, [self.chair.as_ref(), self.secretary.as_ref()]),
            reading: None,
            marks: pairs(&self.marks),
            note: plain(&self.note),
            address: plain(&self.address),
            qr: if self.address.is_empty() { None } else { Some(svg::qr(&self.address)?) },
            behind: self.additions.iter().map(AdditionSheet::rows).collect(),
            photos: Vec::new(),
            pen: svg::PEN,
        })
    }
}

impl AdditionSheet {
    fn rows(&self) -> Vec<Row> {
        let mut rows = rows(&self.text, [self.chair.as_ref(), self.secretary.as_ref()]);
        if !self.marks.is_empty() {
            rows.push(Row::Marks { marks: pairs(&self.marks) });
        }
        rows
    }
}

/// Words that a hand left; a drawing has none.
fn words(ink: &mut Option<Ink>) -> Option<&mut String> {
    match ink {
        Some(Ink::Typed(words) | Ink::Words(words)) => Some(words),
        Some(Ink::Strokes(_)) | None => None,
    }
}

fn pairs(marks: &[(String, String)]) -> Vec<(String, String)> {
    marks.iter().map(|(what, value)| (plain(what), plain(value))).collect()
}

/// The lines of an official text with the hands in their places.
fn rows(text: &str, inks: [Option<&Ink>; 2]) -> Vec<Row> {
    let row = |line| match line {
        Line::Middle(words) => Row::Owner { words: plain(&words) },
        Line::Title(words) => Row::Title { lines: vec![plain(&words)] },
        Line::Edge(words) => Row::Corner { words: plain(&words) },
        Line::Heading(words) => Row::Heading { words: plain(&words) },
        Line::Section(words, value) => Row::Section { words: plain(&words), value: plain(&value) },
        Line::Inner(words) => Row::Inner { words: plain(&words) },
        Line::Gap => Row::Gap,
        Line::Signers(signers) => Row::Signatures {
            hands: (signers.iter().zip(inks.into_iter().chain(std::iter::repeat(None))))
                .map(|(signer, ink)| {
                    let name = plain(&signer.name);
                    Hand { office: plain(&signer.office), mark: ink.and_then(|ink| inked(ink, &name)), name }
                })
                .collect(),
        },
    };
    lines(text).into_iter().map(row).collect()
}

impl Hand {
    /// All words in it.
    pub(super) fn texts(&self) -> Vec<&str> {
        let written = match &self.mark {
            Some(Mark::Typed { words } | Mark::Words { words } | Mark::Drawn { alt: words, .. }) => words.as_str(),
            None => "",
        };
        vec![&self.office, written, &self.name]
    }
}
