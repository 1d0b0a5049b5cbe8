//! The press: a sheet in, a PDF/A-2a out.

mod letters;
mod lines;
mod minutes;
mod model;
mod photo;
mod svg;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::form::{Blank, Form};
use domain::format::Lang;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::Error;
pub use minutes::{AdditionSheet, MinutesSheet};
use model::Model;
use world::{Desk, Plates};

/// What somebody wrote with a pen, as it came from the screen: its frame and its strokes, each from point to point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strokes {
    /// How wide the frame was.
    pub width: u16,
    /// How high the frame was.
    pub height: u16,
    /// From the first stroke to the last.
    pub strokes: Vec<Vec<(i16, i16)>>,
}

/// What stands on the line of a blank that is filled by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ink {
    /// A signature that was drawn.
    Strokes(Strokes),
    /// A name that was typed as a signature.
    Typed(String),
    /// Words about how it was signed.
    Words(String),
}

/// A translation for reading. It has a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its language.
    pub lang: Lang,
    /// The translation.
    pub form: Form,
    /// What says that it is a translation, above it.
    pub mark: String,
}

/// All that is printed of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The language of the form.
    pub lang: Lang,
    /// The form, filled.
    pub form: Form,
    /// The translation beside it.
    pub reading: Option<Reading>,
    /// What was written by hand, blank by blank.
    pub ink: BTreeMap<Blank, Ink>,
    /// Lines about the document: what, and its value. They stand below a rule, never inside the form.
    pub marks: Vec<(String, String)>,
    /// A sentence under the marks, or nothing.
    pub note: String,
    /// Where the document is found again; printed as a QR code and as letters. Nothing without one.
    pub address: String,
    /// Scans of the paper (JPEG or PNG), each on a page of its own.
    pub photos: Vec<Vec<u8>>,
    /// The title in the properties of the file.
    pub title: String,
    /// The day of the document, in the properties of the file.
    pub day: NaiveDate,
    /// The kindergarten, in the properties of the file.
    pub organisation: String,
}

/// Fonts and template, read once. A clone is another handle on the same press.
#[derive(Clone)]
pub struct Press(Arc<Plates>);

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Reads the fonts.
    pub fn new() -> Self {
        Self(Arc::new(Plates::new()))
    }

    /// Prints a sheet: the same bytes for the same sheet.
    ///
    /// # Errors
    /// [`Error::Letters`] names a letter that no font has; the others say what is wrong with photos or address.
    pub fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, Error> {
        self.set(&Model::of(sheet)?, &sheet.photos)
    }

    /// Prints minutes: the same bytes for the same sheet. A letter that no font has stands with its code.
    ///
    /// # Errors
    /// [`Error::Address`] for an address that is too long for a QR code.
    pub fn minutes(&self, sheet: &MinutesSheet) -> Result<Vec<u8>, Error> {
        self.set(&sheet.printable(|letter| self.0.has(letter)).model()?, &[])
    }

    fn set(&self, model: &Model, photos: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        if let Some(letter) = model.letters().find(|letter| !self.0.has(*letter)) {
            return Err(Error::Letters(letter));
        }
        let data = serde_json::to_vec(model).map_err(|wrong| Error::Typeset(wrong.to_string()))?;
        let desk = Desk::new(&self.0, data, photos);
        let pdf = typeset(&desk, &model.address);
        // The typesetter remembers everything it ever saw, to be quick with the next draft. There is no next draft here.
        comemo::evict(0);
        pdf
    }
}

fn typeset(desk: &Desk<'_>, address: &str) -> Result<Vec<u8>, Error> {
    let pages = typst::compile::<PagedDocument>(desk).output.map_err(|wrong| said(&wrong))?;
    let options = PdfOptions {
        // The address names one document; the title and the kindergarten alone would name a thousand.
        ident: if address.is_empty() { Smart::Auto } else { Smart::Custom(address.to_owned()) },
        creator: Smart::Custom(Some("Kenes".to_owned())),
        standards: PdfStandards::new(&[PdfStandard::A_2a])
            .map_err(|wrong| Error::Typeset(wrong.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|wrong| said(&wrong))
}

fn said(wrong: &[typst::diag::SourceDiagnostic]) -> Error {
    Error::Typeset(wrong.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; "))
}
