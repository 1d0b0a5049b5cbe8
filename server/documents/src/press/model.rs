//! A sheet as the template reads it: data, in which nobody's words can be taken for markup.

use chrono::Datelike;
use domain::form::{Blank, Form, Line, Piece};
use serde::Serialize;

use super::lines::{self, Row};
use super::svg::{self, Drawing};
use super::{Ink, Sheet, photo};
use crate::Error;

/// How large a form is set, in points, by how many letters it has at most: one page where it can be one.
const SIZES: [(usize, u8); 2] = [(700, 14), (2000, 12)];
const SMALLEST: u8 = 11;

#[derive(Debug, Serialize)]
pub(super) struct Model {
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) day: (i32, u32, u32),
    pub(super) lang: &'static str,
    pub(super) size: u8,
    pub(super) rows: Vec<Row>,
    pub(super) reading: Option<ReadingModel>,
    pub(super) marks: Vec<(String, String)>,
    pub(super) note: String,
    pub(super) address: String,
    pub(super) qr: Option<Drawing>,
    /// What stands behind the marks, each on a page of its own.
    pub(super) behind: Vec<Vec<Row>>,
    pub(super) photos: Vec<Photo>,
    pub(super) pen: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct ReadingModel {
    lang: &'static str,
    mark: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(super) struct Photo {
    name: String,
    format: &'static str,
}

/// What a hand left on a line.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Mark {
    Drawn { drawing: Drawing, alt: String },
    Typed { words: String },
    Words { words: String },
}

impl Model {
    pub(super) fn of(sheet: &Sheet) -> Result<Self, Error> {
        let ink = |blank: Blank| mark(sheet, blank);
        let photos = photo::formats(&sheet.photos)?.into_iter().enumerate();
        Ok(Self {
            title: plain(&sheet.title),
            organisation: plain(&sheet.organisation),
            day: (sheet.day.year(), sheet.day.month(), sheet.day.day()),
            lang: sheet.lang.code(),
            size: size(&sheet.form),
            rows: lines::rows(&sheet.form, &ink),
            // What was signed is the official text; nobody's hand stands on the translation.
            reading: sheet.reading.as_ref().map(|reading| ReadingModel {
                lang: reading.lang.code(),
                mark: plain(&reading.mark),
                rows: lines::rows(&reading.form, &|_| None),
            }),
            marks: sheet.marks.iter().map(|(what, value)| (plain(what), plain(value))).collect(),
            note: plain(&sheet.note),
            address: plain(&sheet.address),
            qr: if sheet.address.is_empty() { None } else { Some(svg::qr(&sheet.address)?) },
            behind: Vec::new(),
            photos: photos.map(|(n, format)| Photo { name: photo::name(n), format }).collect(),
            pen: svg::PEN,
        })
    }

    /// Every letter that will be set.
    pub(super) fn letters(&self) -> impl Iterator<Item = char> + '_ {
        let translated = self.reading.iter().flat_map(|reading| &reading.rows);
        let rows = self.rows.iter().chain(translated).chain(self.behind.iter().flatten());
        let marks = self.marks.iter().flat_map(|(what, value)| [what, value]);
        let mark = self.reading.iter().map(|reading| &reading.mark);
        let others = [&self.title, &self.organisation, &self.note, &self.address];
        let texts = rows.flat_map(Row::texts).chain(marks.chain(mark).chain(others).map(String::as_str));
        texts.flat_map(str::chars).filter(|letter| !letter.is_whitespace())
    }
}

fn size(form: &Form) -> u8 {
    let letters = form.text().chars().count();
    SIZES.iter().find(|(most, _)| letters <= *most).map_or(SMALLEST, |(_, size)| *size)
}

/// In one line, as it is set.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mark(sheet: &Sheet, blank: Blank) -> Option<Mark> {
    let signer = if blank == Blank::HeadSignature { Blank::Head } else { Blank::Parent };
    inked(sheet.ink.get(&blank)?, filled(&sheet.form, signer).unwrap_or(&sheet.title))
}

/// What a hand left, and whose it is for who does not see it.
pub(super) fn inked(ink: &Ink, signer: &str) -> Option<Mark> {
    match ink {
        Ink::Strokes(strokes) => Some(Mark::Drawn { drawing: svg::strokes(strokes)?, alt: plain(signer) }),
        Ink::Typed(words) => Some(Mark::Typed { words: plain(words) }),
        Ink::Words(words) => Some(Mark::Words { words: plain(words) }),
    }
}

fn filled(form: &Form, wanted: Blank) -> Option<&str> {
    let pieces = form.lines.iter().flat_map(|line| match line {
        Line::Text(pieces) => pieces.as_slice(),
        _ => &[],
    });
    pieces.into_iter().find_map(|piece| match piece {
        Piece::Filled(blank, words) if *blank == wanted => Some(words.as_str()),
        _ => None,
    })
}
