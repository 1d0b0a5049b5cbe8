//! Minutes on paper: the official text line by line as it was signed, hands in their places, and the additions behind.

use chrono::{Datelike, NaiveDate};
use domain::format::Lang;

use super::lines::{Hand, Row};
use super::model::{Mark, Model, inked, plain};
use super::{Ink, svg};
use crate::Error;

/// What parts the title from what stands at the edge beside it.
const EDGE: &str = "          ";
/// What parts the two who sign.
const BETWEEN: &str = "      ";
/// The line that somebody signs on.
const LINE: &str = "______";
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

/// The lines of an official text: its head above the first empty line, then sections at the edge, what stands in them set
/// in, and at the end the signatures. What was written freely is set in, too: none of it can pass for a head or a section.
fn rows(text: &str, inks: [Option<&Ink>; 2]) -> Vec<Row> {
    let mut lines = text.trim_end().lines();
    let last = lines.next_back();
    let mut rows = Vec::new();
    let mut head = true;
    for (n, line) in lines.enumerate() {
        head = head && !line.is_empty();
        match n {
            0 => rows.push(Row::Owner { words: plain(line) }),
            1 => {
                let (title, edge) = line.split_once(EDGE).unwrap_or((line, ""));
                rows.push(Row::Title { lines: vec![plain(title)] });
                if !edge.is_empty() {
                    rows.push(Row::Corner { words: plain(edge) });
                }
            }
            2 if head => rows.push(Row::Heading { words: plain(line) }),
            _ if head => rows.push(Row::Owner { words: plain(line) }),
            _ if line.starts_with(' ') => rows.push(Row::Inner { words: plain(line) }),
            _ if line.is_empty() => rows.push(Row::Gap),
            _ => rows.push(section(line)),
        }
    }
    rows.extend(last.map(|line| signatures(line, inks)));
    rows
}

/// «2. Қатысқан адамдар саны: 12»: what it is, and what stands in it at once.
fn section(line: &str) -> Row {
    let (words, value) =
        line.split_once(": ").map_or((line.to_owned(), ""), |(words, value)| (format!("{words}:"), value));
    Row::Section { words: plain(&words), value: plain(value) }
}

/// «7. Төраға ______ (Қ. Әли)      Хатшы ______ (Б. Ахмет)»: each with the hand on the line.
fn signatures(line: &str, inks: [Option<&Ink>; 2]) -> Row {
    let parts: Vec<&str> = line.split(BETWEEN).filter(|part| !part.trim().is_empty()).collect();
    let hands: Vec<Hand> = (parts.iter().zip(inks))
        .filter_map(|(part, ink)| {
            let (office, name) = part.split_once(LINE)?;
            let name = plain(name);
            let mark = ink.and_then(|ink| inked(ink, &name));
            Some(Hand { office: plain(office), mark, name })
        })
        .collect();
    // A name with a line in it, or whatever else does not come apart, is printed as it is.
    if hands.len() == parts.len() { Row::Signatures { hands } } else { section(line) }
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
