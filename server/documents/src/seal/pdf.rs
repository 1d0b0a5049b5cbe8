//! Room for a seal, appended to a PDF: what was there stays as it was, byte for byte, and so does its being PDF/A.

use std::fmt::Write;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::SealInfo;
use crate::Error;

/// The largest file that is sealed, in bytes.
const LARGEST: usize = 96 * 1024 * 1024;
/// Printed, and never moved (ISO 32000-1, 12.5.3): what PDF/A asks of an annotation.
const PRINT_AND_LOCKED: i64 = 4 + 128;

/// What stands before the numbers of the two signed parts, and behind them. [`super::check`] looks for the same.
pub(super) const RANGE: &str = "/ByteRange [";
pub(super) const CONTENTS: &str = "]/Contents ";
/// What stands behind the signature, before the time.
pub(super) const TIME: &str = "/M(D:";
/// How many letters the numbers may take.
const NUMBERS: usize = 40;

/// A PDF that waits for its signature.
pub(super) struct Prepared {
    pub(super) bytes: Vec<u8>,
    /// Where the signature goes, with the brackets around it.
    gap: Range<usize>,
}

impl Prepared {
    /// All but the place of the signature.
    pub(super) fn signed(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.gap.start], &self.bytes[self.gap.end..]]
    }

    /// Puts the signature into its place.
    pub(super) fn fill(&mut self, message: &[u8]) -> Result<(), Error> {
        let figures = hex::encode(message);
        let place = &mut self.bytes[self.gap.start + 1..self.gap.end - 1];
        let place = place.get_mut(..figures.len()).ok_or_else(|| wrong("the signature needs more room"))?;
        place.copy_from_slice(figures.as_bytes());
        Ok(())
    }
}

/// Appends all that a seal is but the signature.
pub(super) fn prepare(pdf: &[u8], info: &SealInfo, room: usize) -> Result<Prepared, Error> {
    if pdf.len() > LARGEST {
        return Err(wrong("it is too large"));
    }
    let document = Document::load_mem(pdf).map_err(|why| Error::Pdf(why.to_string()))?;
    if document.is_encrypted() {
        return Err(wrong("it is encrypted"));
    }
    let catalog_id =
        document.trailer.get(b"Root").and_then(Object::as_reference).map_err(|_| wrong("it has no catalog"))?;
    let mut catalog = dictionary(&document, catalog_id)?;
    if catalog.has(b"AcroForm") {
        return Err(wrong("it has fields or a seal already"));
    }
    let page = *document.get_pages().values().next().ok_or_else(|| wrong("it has no page"))?;
    let mut first = dictionary(&document, page)?;
    let mut annotations = match first.get(b"Annots") {
        Ok(Object::Array(own)) => own.clone(),
        Ok(Object::Reference(id)) => {
            document.get_object(*id).and_then(Object::as_array).map_err(|_| wrong("its page is broken"))?.clone()
        }
        _ => Vec::new(),
    };

    let next = document.max_id + 1;
    let (seal, field, look) = ((next, 0), (next + 1, 0), (next + 2, 0));
    annotations.push(Object::Reference(field));
    first.set("Annots", annotations);
    let mut form = Dictionary::new();
    form.set("Fields", vec![Object::Reference(field)]);
    // There are signatures, and the file may only be appended to.
    form.set("SigFlags", 3);
    catalog.set("AcroForm", form);

    let mut update = Update::new(pdf);
    let gap = update.seal(seal, info, room);
    update.open(field);
    let (s, l, p) = (of(seal), of(look), of(page));
    update.text(&format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/F {PRINT_AND_LOCKED}/Rect[0 0 0 0]/P {p}/V {s}/AP<</N {l}>>>>"
    ));
    update.close();
    update.open(look);
    update.text("<</Type/XObject/Subtype/Form/BBox[0 0 0 0]/Resources<<>>/Length 0>>stream\n\nendstream");
    update.close();
    for (id, dictionary) in [(page, first), (catalog_id, catalog)] {
        update.open(id);
        write(&mut update.bytes, &Object::Dictionary(dictionary));
        update.close();
    }
    update.end(&document, pdf)?;

    let mut bytes = update.bytes;
    let numbers = format!("0 {} {} {}", gap.start, gap.end, bytes.len() - gap.end);
    let at = gap.start - CONTENTS.len() - NUMBERS;
    bytes[at..at + numbers.len()].copy_from_slice(numbers.as_bytes());
    Ok(Prepared { bytes, gap })
}

/// What is appended, with where each object begins.
struct Update {
    bytes: Vec<u8>,
    places: Vec<(ObjectId, usize)>,
}

impl Update {
    fn new(pdf: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(pdf.len() + 64 * 1024);
        bytes.extend_from_slice(pdf);
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        Self { bytes, places: Vec::new() }
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn open(&mut self, id: ObjectId) {
        self.places.push((id, self.bytes.len()));
        self.text(&format!("{} {} obj\n", id.0, id.1));
    }

    fn close(&mut self) {
        self.text("\nendobj\n");
    }

    /// The signature's dictionary with room for it; where the room is.
    fn seal(&mut self, id: ObjectId, info: &SealInfo, room: usize) -> Range<usize> {
        self.open(id);
        self.text("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached");
        self.text(&format!("{RANGE}{:NUMBERS$}{CONTENTS}", ""));
        let start = self.bytes.len();
        self.text(&format!("<{}>", "0".repeat(room * 2)));
        let end = self.bytes.len();
        self.text(&format!("{TIME}{}Z)", info.at.format("%Y%m%d%H%M%S")));
        for (key, words) in [("Name", &info.name), ("Reason", &info.reason), ("Location", &info.place)] {
            if !words.is_empty() {
                let units = words.encode_utf16().fold(String::new(), |mut text, unit| {
                    let _ = write!(text, "{unit:04X}");
                    text
                });
                self.text(&format!("/{key}<FEFF{units}>"));
            }
        }
        self.text(">>");
        self.close();
        start..end
    }

    /// The table of what was appended, of the kind that the file has already.
    fn end(&mut self, document: &Document, pdf: &[u8]) -> Result<(), Error> {
        let before = document.xref_start;
        let table = pdf.get(before..).is_some_and(|at| at.starts_with(b"xref"));
        let start = self.bytes.len();
        let mut trailer = Dictionary::new();
        for key in ["Root", "Info", "ID"] {
            if let Ok(value) = document.trailer.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        trailer.set("Prev", i64::try_from(before).map_err(|_| wrong("it is too large"))?);
        self.places.sort_unstable();
        let last = self.places.last().map_or(0, |((id, _), _)| *id);
        if table {
            trailer.set("Size", i64::from(last) + 1);
            self.text("xref\n");
            for ((id, generation), place) in self.places.clone() {
                self.text(&format!("{id} 1\n{place:010} {generation:05} n \n"));
            }
            self.text("trailer\n");
            write(&mut self.bytes, &Object::Dictionary(trailer));
        } else {
            let own = (last + 1, 0);
            trailer.set("Size", i64::from(own.0) + 1);
            self.open(own);
            let mut index = Vec::new();
            let mut entries = Vec::new();
            for ((id, generation), place) in &self.places {
                index.extend([Object::Integer(i64::from(*id)), Object::Integer(1)]);
                entries.push(1);
                entries.extend(u32::try_from(*place).map_err(|_| wrong("it is too large"))?.to_be_bytes());
                entries.extend(generation.to_be_bytes());
            }
            trailer.set("Type", Object::Name(b"XRef".to_vec()));
            trailer.set("W", vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)]);
            trailer.set("Index", index);
            trailer.set("Length", i64::try_from(entries.len()).unwrap_or_default());
            write(&mut self.bytes, &Object::Dictionary(trailer));
            self.text("stream\n");
            self.bytes.extend(entries);
            self.text("\nendstream");
            self.close();
        }
        self.text(&format!("\nstartxref\n{start}\n%%EOF\n"));
        Ok(())
    }
}

fn dictionary(document: &Document, id: ObjectId) -> Result<Dictionary, Error> {
    let object = document.get_object(id).and_then(Object::as_dict);
    object.cloned().map_err(|why| Error::Pdf(why.to_string()))
}

fn of(id: ObjectId) -> String {
    format!("{} {} R", id.0, id.1)
}

fn wrong(why: &str) -> Error {
    Error::Pdf(why.to_owned())
}

/// Writes a value as PDF has it.
fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => out.extend(value.to_string().bytes()),
        Object::Real(value) => out.extend(value.to_string().bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(text, _) => out.extend(format!("<{}>", hex::encode(text)).bytes()),
        Object::Reference(id) => out.extend(of(*id).bytes()),
        Object::Array(values) => {
            out.push(b'[');
            for (n, value) in values.iter().enumerate() {
                if n > 0 {
                    out.push(b' ');
                }
                write(out, value);
            }
            out.push(b']');
        }
        Object::Dictionary(values) => {
            out.extend(b"<<");
            for (key, value) in values {
                write_name(out, key);
                out.push(b' ');
                write(out, value);
            }
            out.extend(b">>");
        }
        // A stream is never inside another value.
        Object::Null | Object::Stream(_) => out.extend(b"null"),
    }
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+:*".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}
