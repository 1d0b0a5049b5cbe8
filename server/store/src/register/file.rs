//! Tables out of files: comma-separated text in whatever letters a program has written it, and XLSX.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use calamine::{DataRef, Reader, Xlsx};
use domain::register::{MOST_ROWS, Row, Sheet, Unread};

/// What an XLSX may come to when it is unpacked, in bytes. A list of two thousand children comes to two million.
const MOST_UNPACKED: u64 = 32 * 1024 * 1024;

/// Files in an XLSX.
const MOST_PARTS: usize = 500;

/// Sheets in which a list is looked for.
const MOST_SHEETS: usize = 10;

/// Columns that are read.
const MOST_COLUMNS: usize = 60;

/// Lines with anything in them: those of the list, and what stands above it.
const MOST_LINES: usize = MOST_ROWS + 100;

/// The longest cell that is kept, in letters: enough to show what is wrong with it.
const LONGEST_CELL: usize = 300;

/// Why a file says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is empty.
    Empty,
    /// It is no table.
    NoTable,
    /// A table of an Excel before 2007.
    OldExcel,
    /// Unpacked it is larger than any list.
    TooLarge,
    /// No line has the headings that are needed.
    NoHeadings,
    /// More lines than are taken.
    TooMany,
}

impl From<Unread> for Unreadable {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::NoHeadings => Self::NoHeadings,
            Unread::TooMany => Self::TooMany,
        }
    }
}

/// The table in a file.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    const OLD_EXCEL: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    match bytes {
        _ if bytes.starts_with(b"PK\x03\x04") => workbook(bytes),
        _ if bytes.starts_with(OLD_EXCEL) => Err(Unreadable::OldExcel),
        _ => text(&decoded(bytes)),
    }
}

/// Text in the letters in which it was written: as it says itself, or UTF-8, or else Windows-1251, which Excel writes
/// in Kazakhstan.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn text(text: &str) -> Result<Sheet, Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if text.contains('\0') {
        return Err(Unreadable::NoTable);
    }
    // The sign between columns is the one with which headings are found.
    for delimiter in [b';', b',', b'\t'] {
        match Sheet::read(lines(text, delimiter)?) {
            Err(Unread::NoHeadings) => {}
            found => return Ok(found?),
        }
    }
    Err(Unreadable::NoHeadings)
}

fn lines(text: &str, delimiter: u8) -> Result<Vec<Row>, Unreadable> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // A program for tables counts a cell of several lines as one.
    let mut breaks = 0;
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::NoTable)?;
        let line = record.position().map_or(0, |at| at.line() + empty_lines(text, at)).saturating_sub(breaks);
        breaks += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST_LINES {
            return Err(Unreadable::TooMany);
        }
        let cells = record.iter().take(MOST_COLUMNS).map(kept).collect();
        rows.push(Row { line: u32::try_from(line).unwrap_or(u32::MAX), cells });
    }
    Ok(rows)
}

/// Empty lines before a record: they are counted, too.
fn empty_lines(text: &str, at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count() as u64
}

fn kept(cell: &str) -> String {
    cell.chars().take(LONGEST_CELL).collect()
}

fn workbook(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    unpacks(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoTable)?;
    let mut why = Unreadable::NoHeadings;
    for name in book.sheet_names().into_iter().take(MOST_SHEETS) {
        match cells(&mut book, &name) {
            Ok(rows) => match Sheet::read(rows) {
                Err(Unread::NoHeadings) => {}
                found => return Ok(found?),
            },
            Err(Unreadable::TooMany) => why = Unreadable::TooMany,
            // A chart is no list.
            Err(_) => {}
        }
    }
    Err(why)
}

/// Whether it stays within bounds when it is unpacked. What a file says of its own size is not believed: it is counted.
fn unpacks(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoTable)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| Unreadable::NoTable)?;
        let taken = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| Unreadable::NoTable)?;
        left = left.checked_sub(taken).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// The cells that have anything in them, one by one: two of them at the corners of a sheet would otherwise be a sheet of
/// seventeen thousand million. A formula is the value that it came to.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, Unreadable> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unreadable::NoTable)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| Unreadable::NoTable)? {
        let ((line, column), text) = (cell.get_position(), said(cell.get_value()));
        let column = column as usize;
        if text.trim().is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if rows.len() == MOST_LINES && !rows.contains_key(&line) {
            return Err(Unreadable::TooMany);
        }
        let cells = rows.entry(line).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = kept(&text);
    }
    Ok(rows.into_iter().map(|(line, cells)| Row { line: line + 1, cells }).collect())
}

fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A telephone number is an amount, too, where it was typed as one.
        DataRef::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => at.as_datetime().map_or_else(String::new, |at| at.date().to_string()),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests;
