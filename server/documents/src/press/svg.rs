//! Lines drawn by hand, and the squares of a QR code, as vectors. Only figures are written, never words.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

use super::Strokes;
use crate::Error;

/// A drawing and how large it is printed, in points.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    pub(super) svg: String,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The colour of a pen: seen as ink on a screen, dark on a black-and-white printer.
pub(super) const PEN: &str = "#14306b";
/// How large a signature is printed at most, and how thick its line, in points.
const LARGEST: (f64, f64) = (150.0, 40.0);
const THICK: f64 = 1.1;
/// More points than this are no signature.
const MOST_POINTS: usize = 20_000;

/// The strokes cut out of their frame, as large as the line of a signature takes. None where nothing was drawn.
pub(super) fn strokes(ink: &Strokes) -> Option<Drawing> {
    let points = || ink.strokes.iter().flatten().take(MOST_POINTS);
    let (left, right) = (points().map(|p| p.0).min()?, points().map(|p| p.0).max()?);
    let (top, bottom) = (points().map(|p| p.1).min()?, points().map(|p| p.1).max()?);
    let (wide, high) = (f64::from(right) - f64::from(left), f64::from(bottom) - f64::from(top));
    // As it was in its frame, unless it would be larger than the place; a dot is not blown up to a blot.
    let frame = f64::from(ink.height.max(1));
    let scale = (LARGEST.1 / frame).min(LARGEST.0 / wide.max(1.0)).min(LARGEST.1 / high.max(1.0));
    let place = |&(x, y): &(i16, i16)| {
        ((f64::from(x) - f64::from(left)) * scale + THICK, (f64::from(y) - f64::from(top)) * scale + THICK)
    };
    let (width, height) = (wide * scale + 2.0 * THICK, high * scale + 2.0 * THICK);
    let mut path = String::new();
    let mut left_over = MOST_POINTS;
    for stroke in &ink.strokes {
        let stroke = &stroke[..stroke.len().min(left_over)];
        left_over -= stroke.len();
        curve(&mut path, &stroke.iter().map(place).collect::<Vec<_>>());
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.2} {height:.2}\"><path d=\"{path}\" \
         fill=\"none\" stroke=\"{PEN}\" stroke-width=\"{THICK}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>"
    );
    Some(Drawing { svg, width, height })
}

/// Through the middles between the points: a hand does not write in corners.
fn curve(path: &mut String, points: &[(f64, f64)]) {
    let Some(&(x, y)) = points.first() else { return };
    let _ = write!(path, "M{x:.2} {y:.2}");
    match points {
        // A line of no length is not drawn everywhere.
        [_] => {
            let _ = write!(path, "h.01");
        }
        [_, between @ .., (x, y)] => {
            for pair in between.windows(2) {
                let ((cx, cy), (nx, ny)) = (pair[0], pair[1]);
                let _ = write!(path, "Q{cx:.2} {cy:.2} {:.2} {:.2}", f64::midpoint(cx, nx), f64::midpoint(cy, ny));
            }
            match between.last() {
                Some((cx, cy)) => write!(path, "Q{cx:.2} {cy:.2} {x:.2} {y:.2}"),
                None => write!(path, "L{x:.2} {y:.2}"),
            }
            .unwrap_or_default();
        }
        [] => {}
    }
}

/// The code that leads to an address.
pub(super) fn qr(address: &str) -> Result<Drawing, Error> {
    const SIDE: f64 = 68.0;
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| Error::Address)?;
    let (side, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(side).enumerate() {
        let mut x = 0;
        while x < side {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    let svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path d=\"{path}\"/></svg>");
    Ok(Drawing { svg, width: SIDE, height: SIDE })
}
