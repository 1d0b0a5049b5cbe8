//! Scans of paper: only JPEG and PNG, and none that would unpack into gigabytes.

use crate::Error;

/// The largest file, in bytes.
const LARGEST: usize = 24 * 1024 * 1024;
/// The most pixels: a page of A4 at 600 dpi has 35 million.
const PIXELS: u64 = 60_000_000;
/// The most photos of one document; each has a name that the typesetter never forgets.
const MOST: usize = 40;

/// How the template calls the photo.
pub(super) fn name(number: usize) -> String {
    format!("photo-{number}")
}

/// The formats of the photos, as the template calls them.
pub(super) fn formats(photos: &[Vec<u8>]) -> Result<Vec<&'static str>, Error> {
    if photos.len() > MOST {
        return Err(Error::Photo(MOST, "too many photos"));
    }
    photos.iter().enumerate().map(|(n, photo)| format(photo).map_err(|why| Error::Photo(n, why))).collect()
}

fn format(photo: &[u8]) -> Result<&'static str, &'static str> {
    if photo.len() > LARGEST {
        return Err("the file is too large");
    }
    let (format, size) = if photo.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("png", png(photo))
    } else if photo.starts_with(&[0xff, 0xd8, 0xff]) {
        ("jpg", jpeg(photo))
    } else {
        return Err("neither JPEG nor PNG");
    };
    let (width, height) = size.ok_or("the file is broken")?;
    match u64::from(width) * u64::from(height) {
        0 => Err("the picture is empty"),
        pixels if pixels > PIXELS => Err("the picture is too large"),
        _ => Ok(format),
    }
}

fn png(photo: &[u8]) -> Option<(u32, u32)> {
    let at = |from: usize| photo.get(from..from + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((at(16)?, at(20)?))
}

/// From the first header of a frame, behind tables and what cameras write before it.
fn jpeg(photo: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| photo.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes);
    let mut at = 2;
    loop {
        while photo.get(at)? == &0xff && photo.get(at + 1)? == &0xff {
            at += 1;
        }
        let [0xff, marker] = photo.get(at..at + 2)? else { return None };
        match marker {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((u32::from(two(at + 7)?), u32::from(two(at + 5)?)));
            }
            0xd9 | 0xda => return None,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + usize::from(two(at + 2)?),
        }
    }
}
