//! What the typesetter may see: the template, the fonts, one sheet's data and its photos. No file, no network, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("sheet.typ");
/// The name under which the template reads the data of a sheet.
const DATA: &str = "sheet.json";

/// What all sheets have in common.
pub(super) struct Plates {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: FileId,
}

impl Plates {
    pub(super) fn new() -> Self {
        // Libertinus Serif has every Kazakh letter. DejaVu knows the rare ones of other alphabets.
        let fonts: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .filter(|font| ["Libertinus Serif", "DejaVu Sans Mono"].contains(&font.info().family.as_str()))
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id("sheet.typ"), TEMPLATE.to_owned()),
            data: id(DATA),
        }
    }

    /// Whether some font has this letter.
    pub(super) fn has(&self, letter: char) -> bool {
        // Fonts map control characters to nothing that can be seen.
        !letter.is_control() && self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// One sheet, laid out.
pub(super) struct Desk<'a> {
    plates: &'a Plates,
    data: Bytes,
    photos: Vec<(FileId, Bytes)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(plates: &'a Plates, data: Vec<u8>, photos: &[Vec<u8>]) -> Self {
        let photos =
            photos.iter().enumerate().map(|(n, photo)| (id(&super::photo::name(n)), Bytes::new(photo.clone())));
        Self { plates, data: Bytes::new(data), photos: photos.collect() }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.plates.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.plates.book
    }

    fn main(&self) -> FileId {
        self.plates.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.plates.main.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.plates.data {
            return Ok(self.data.clone());
        }
        let photo = self.photos.iter().find(|(photo, _)| *photo == id);
        photo.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.plates.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
