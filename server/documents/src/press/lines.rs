//! How the lines of a form lie on paper: which blank runs to the edge, what stands beside what.

use domain::form::{Blank, Form, Line, Piece};
use serde::Serialize;

use super::model::{Mark, plain};

/// So many spaces part a line into columns.
const COLUMNS: &str = "   ";

/// What the template sets, from top to bottom.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Row {
    Corner {
        words: String,
    },
    Title {
        lines: Vec<String>,
    },
    /// Directly under the title: the number of a contract.
    Subtitle {
        parts: Vec<Part>,
    },
    Heading {
        words: String,
    },
    Text {
        parts: Vec<Part>,
        signed: bool,
    },
    /// Words, then a blank that runs to the edge, and what belongs into it under it.
    Stretched {
        words: String,
        blank: Part,
        caption: Option<String>,
    },
    Caption {
        words: String,
    },
    /// Place and date: the one at the left edge, the other at the right.
    Spread {
        cells: Vec<Vec<Part>>,
    },
    /// Two sides beside each other.
    Columns {
        cells: Vec<Cell>,
        signed: bool,
    },
    /// In the head of minutes, in the middle: whose they are.
    Owner {
        words: String,
    },
    /// The head of one of the seven sections, and what stands in it at once.
    Section {
        words: String,
        value: String,
    },
    /// What stands in a section.
    Inner {
        words: String,
    },
    /// Who signs, beside each other.
    Signatures {
        hands: Vec<Hand>,
    },
    /// Lines about what stands above.
    Marks {
        marks: Vec<(String, String)>,
    },
    Gap,
}

/// Somebody who signs: for which office, what the hand left, and the name.
#[derive(Debug, Serialize)]
pub(super) struct Hand {
    pub(super) office: String,
    pub(super) mark: Option<Mark>,
    pub(super) name: String,
}

/// One side of two.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    words: String,
    blank: Option<Part>,
}

/// A part of a line.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Part {
    Words {
        words: String,
    },
    Blank {
        /// What was written into it; nothing leaves a line.
        words: String,
        /// How long it is when it is empty, in letters.
        length: u8,
        /// Whether words touch it: then the line is as long as what stands on it, so that no space seems to be there.
        tight: bool,
        mark: Option<Mark>,
    },
}

impl Part {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Words { words } | Self::Blank { words, mark: None, .. } => vec![words],
            Self::Blank { words, mark: Some(Mark::Drawn { alt: more, .. }), .. }
            | Self::Blank { words, mark: Some(Mark::Typed { words: more } | Mark::Words { words: more }), .. } => {
                vec![words, more]
            }
        }
    }
}

impl Row {
    /// All words in it.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Gap => Vec::new(),
            Self::Corner { words }
            | Self::Heading { words }
            | Self::Caption { words }
            | Self::Owner { words }
            | Self::Inner { words } => vec![words],
            Self::Section { words, value } => vec![words, value],
            Self::Signatures { hands } => hands.iter().flat_map(Hand::texts).collect(),
            Self::Marks { marks } => marks.iter().flat_map(|(what, value)| [what.as_str(), value.as_str()]).collect(),
            Self::Title { lines } => lines.iter().map(String::as_str).collect(),
            Self::Subtitle { parts } | Self::Text { parts, .. } => parts.iter().flat_map(Part::texts).collect(),
            Self::Stretched { words, blank, caption } => {
                let own = [words.as_str()].into_iter().chain(caption.as_deref());
                own.chain(blank.texts()).collect()
            }
            Self::Spread { cells } => cells.iter().flatten().flat_map(Part::texts).collect(),
            Self::Columns { cells, .. } => {
                let blanks = cells.iter().flat_map(|cell| cell.blank.iter().flat_map(Part::texts));
                cells.iter().map(|cell| cell.words.as_str()).chain(blanks).collect()
            }
        }
    }
}

/// The rows of a form; `ink` says what a hand left on a blank.
pub(super) fn rows(form: &Form, ink: &dyn Fn(Blank) -> Option<Mark>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in &form.lines {
        let row = match line {
            Line::Gap => Row::Gap,
            Line::Corner(words) => Row::Corner { words: plain(words) },
            Line::Heading(words) => Row::Heading { words: plain(words) },
            Line::Title(words) => {
                if let Some(Row::Title { lines }) = rows.last_mut() {
                    lines.push(plain(words));
                    continue;
                }
                Row::Title { lines: vec![plain(words)] }
            }
            Line::Caption(words) => {
                if let Some(Row::Stretched { caption: caption @ None, .. }) = rows.last_mut() {
                    *caption = Some(plain(words));
                    continue;
                }
                Row::Caption { words: plain(words) }
            }
            Line::Text(pieces) => text(pieces, matches!(rows.last(), Some(Row::Title { .. })), ink),
        };
        rows.push(row);
    }
    rows
}

fn text(pieces: &[Piece], under_title: bool, ink: &dyn Fn(Blank) -> Option<Mark>) -> Row {
    let signed = pieces.iter().any(|piece| blank_of(piece).is_some_and(Blank::by_hand));
    let cells = columns(pieces);
    if cells.len() > 1 {
        // Two sides sign beside each other; anything else is put to the edges.
        let sides =
            |cell: &Vec<Piece>| matches!(cell.as_slice(), [Piece::Words(_), blank] if long(blank) || by_hand(blank));
        if cells.iter().all(sides) {
            let cells = cells.iter().map(|cell| Cell {
                words: cell.first().map(words_of).unwrap_or_default(),
                blank: cell.last().map(|piece| part(piece, false, ink)),
            });
            return Row::Columns { cells: cells.collect(), signed };
        }
        return Row::Spread { cells: cells.iter().map(|cell| parts(cell, ink)).collect() };
    }
    match pieces {
        [blank] if long(blank) => {
            Row::Stretched { words: String::new(), blank: part(blank, false, ink), caption: None }
        }
        [words @ Piece::Words(_), blank] if long(blank) => {
            Row::Stretched { words: words_of(words), blank: part(blank, false, ink), caption: None }
        }
        _ if under_title => Row::Subtitle { parts: parts(pieces, ink) },
        _ => Row::Text { parts: parts(pieces, ink), signed },
    }
}

/// The pieces of a line, parted where there are many spaces.
fn columns(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut cells = vec![Vec::new()];
    for piece in pieces {
        let Piece::Words(words) = piece else {
            if let Some(cell) = cells.last_mut() {
                cell.push(piece.clone());
            }
            continue;
        };
        for (n, words) in words.split(COLUMNS).enumerate() {
            if n > 0 && cells.last().is_some_and(|cell| !cell.is_empty()) {
                cells.push(Vec::new());
            }
            // Further spaces of the same run.
            let words = if n > 0 { words.trim_start() } else { words };
            if let (false, Some(cell)) = (words.is_empty(), cells.last_mut()) {
                cell.push(Piece::Words(words.to_owned()));
            }
        }
    }
    cells.retain(|cell| !cell.is_empty());
    cells
}

fn parts(pieces: &[Piece], ink: &dyn Fn(Blank) -> Option<Mark>) -> Vec<Part> {
    let touches = |neighbour: Option<&Piece>, spaced: fn(&str) -> bool| match neighbour {
        Some(Piece::Words(words)) => !spaced(words),
        Some(_) => true,
        None => false,
    };
    let one = |(n, piece): (usize, &Piece)| {
        let before = n.checked_sub(1).and_then(|n| pieces.get(n));
        let tight =
            touches(before, |words| words.ends_with(' ')) || touches(pieces.get(n + 1), |words| words.starts_with(' '));
        part(piece, tight, ink)
    };
    pieces.iter().enumerate().map(one).collect()
}

fn part(piece: &Piece, tight: bool, ink: &dyn Fn(Blank) -> Option<Mark>) -> Part {
    match piece {
        Piece::Words(words) => Part::Words { words: words.clone() },
        Piece::Blank(blank) => Part::Blank { words: String::new(), length: length(*blank), tight, mark: ink(*blank) },
        // What is printed on the line is not written over.
        Piece::Filled(blank, words) => Part::Blank { words: plain(words), length: length(*blank), tight, mark: None },
    }
}

fn words_of(piece: &Piece) -> String {
    match piece {
        Piece::Words(words) | Piece::Filled(_, words) => plain(words),
        Piece::Blank(_) => String::new(),
    }
}

fn blank_of(piece: &Piece) -> Option<Blank> {
    match piece {
        Piece::Words(_) => None,
        Piece::Blank(blank) | Piece::Filled(blank, _) => Some(*blank),
    }
}

fn by_hand(piece: &Piece) -> bool {
    blank_of(piece).is_some_and(Blank::by_hand)
}

/// Names of people and of kindergartens: they run to the edge.
fn long(piece: &Piece) -> bool {
    blank_of(piece).is_some_and(|blank| length(blank) >= 30)
}

fn length(blank: Blank) -> u8 {
    match blank {
        Blank::Year => 2,
        Blank::Day => 3,
        Blank::Number | Blank::Born | Blank::Until | Blank::Month => 12,
        Blank::Group | Blank::Place => 18,
        Blank::Signature | Blank::HeadSignature => 20,
        Blank::Parent | Blank::Child | Blank::ChildGroup | Blank::Organisation | Blank::Head => 30,
    }
}
