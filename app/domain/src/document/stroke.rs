//! A signature that was drawn: its strokes as vectors, not as a picture.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// Width of the field in which one signs, in the strokes' own units.
pub const WIDTH: i16 = 1000;
/// Its height.
pub const HEIGHT: i16 = 400;
/// Most points of one signature: a minute of drawing.
pub const MOST: usize = 4000;
/// Less than this, and it is a touch and no signature: the length of all strokes, in units.
const SHORTEST: i32 = 120;

/// The strokes of a signature: each a line of points, in the order in which they were drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strokes(pub Vec<Vec<(i16, i16)>>);

impl Strokes {
    /// Whether it can be a signature: something was drawn, inside the field, and no more than anybody draws.
    pub fn plausible(&self) -> bool {
        let points = || self.0.iter().flatten();
        points().count() <= MOST
            && points().all(|&(x, y)| (0..=WIDTH).contains(&x) && (0..=HEIGHT).contains(&y))
            && self.length() >= SHORTEST
    }

    /// The length of all strokes.
    fn length(&self) -> i32 {
        let step = |pair: &[(i16, i16)]| match pair {
            [a, b] => (i32::from(a.0) - i32::from(b.0)).abs().max((i32::from(a.1) - i32::from(b.1)).abs()),
            _ => 0,
        };
        self.0.iter().flat_map(|stroke| stroke.windows(2)).map(step).fold(0, i32::saturating_add)
    }

    /// Nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// The path of an SVG of `WIDTH` by `HEIGHT`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in self.0.iter().filter(|stroke| !stroke.is_empty()) {
            for (n, (x, y)) in stroke.iter().enumerate() {
                let _ = write!(path, "{}{x} {y}", if n == 0 { 'M' } else { 'L' });
            }
            // A dot is a line of no length; round ends make it seen.
            if let [(x, y)] = stroke.as_slice() {
                let _ = write!(path, "L{x} {y}");
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_is_no_signature() {
        assert!(!Strokes::default().plausible());
        assert!(!Strokes(vec![vec![(10, 10)]]).plausible());
        assert!(!Strokes(vec![vec![(10, 10), (40, 20)]]).plausible());
        assert!(Strokes(vec![vec![(10, 10), (140, 20)]]).plausible());
    }

    #[test]
    fn nothing_is_drawn_outside_the_field() {
        assert!(!Strokes(vec![vec![(10, 10), (140, 401)]]).plausible());
        assert!(!Strokes(vec![vec![(-1, 10), (140, 40)]]).plausible());
        assert!(!Strokes(vec![vec![(0, 0), (1000, 0)]; MOST]).plausible());
    }

    #[test]
    fn a_path_is_its_points() {
        let strokes = Strokes(vec![vec![(1, 2), (3, 4)], vec![], vec![(5, 6)]]);
        assert_eq!(strokes.path(), "M1 2L3 4M5 6L5 6");
    }
}
