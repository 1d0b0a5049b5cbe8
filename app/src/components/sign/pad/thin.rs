//! From what a finger leaves to what is kept: positions in the field, and fewer of them.

use domain::document::{
    Strokes,
    stroke::{HEIGHT, MOST, WIDTH},
};

/// A point in units of the field, before it is rounded.
pub type Point = (f64, f64);

/// How far a kept line may be from the drawn one, in units: half a pixel on a phone.
const TOLERANCE: f64 = 1.2;

/// Most points of one stroke: a name written without lifting the finger takes about a hundred.
const MOST_OF_STROKE: usize = 250;

/// Where a field is on the screen, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Place {
    /// A position on the screen in units of the field. What is drawn beyond its edge stays at the edge.
    pub fn point(self, x: f64, y: f64) -> Point {
        let along = |at: f64, from: f64, size: f64, units: i16| {
            let units = f64::from(units);
            if size > 0.0 { ((at - from) / size * units).clamp(0.0, units) } else { 0.0 }
        };
        (along(x, self.left, self.width, WIDTH), along(y, self.top, self.height, HEIGHT))
    }
}

/// A stroke is over: it is thinned and kept. False when the signature is as long as any, and it is not.
pub fn keep(strokes: &mut Strokes, drawn: &[Point]) -> bool {
    let room = MOST.saturating_sub(strokes.0.iter().map(Vec::len).sum()).min(MOST_OF_STROKE);
    if drawn.is_empty() || room < 2 {
        return false;
    }
    let mut tolerance = TOLERANCE;
    let mut kept = thin(drawn, tolerance);
    while kept.len() > room {
        tolerance *= 1.6;
        kept = thin(drawn, tolerance);
    }
    let mut stroke: Vec<(i16, i16)> = kept.into_iter().map(rounded).collect();
    stroke.dedup();
    strokes.0.push(stroke);
    true
}

/// A point in whole units.
#[expect(clippy::cast_possible_truncation, reason = "inside the field")]
pub fn rounded((x, y): Point) -> (i16, i16) {
    (x.round().clamp(0.0, f64::from(WIDTH)) as i16, y.round().clamp(0.0, f64::from(HEIGHT)) as i16)
}

/// The line with as few points as can be, nowhere further than `tolerance` from what was drawn (Douglas and Peucker).
fn thin(points: &[Point], tolerance: f64) -> Vec<Point> {
    let mut kept = vec![false; points.len()];
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    (kept[0], kept[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|n| (n, distance(points[n], points[from], points[to])))
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        if let Some((n, far)) = farthest.filter(|(_, far)| *far > tolerance) {
            kept[n] = true;
            open.extend([(from, n), (n, to)]);
            debug_assert!(far.is_finite());
        }
    }
    points.iter().zip(kept).filter_map(|(point, kept)| kept.then_some(*point)).collect()
}

/// How far a point is from a line between two others.
fn distance((x, y): Point, (ax, ay): Point, (bx, by): Point) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx.hypot(dy);
    if length == 0.0 {
        return (x - ax).hypot(y - ay);
    }
    let along = (((x - ax) * dx + (y - ay) * dy) / (length * length)).clamp(0.0, 1.0);
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name as a finger writes it at 120 positions a second: loops along a line.
    fn written(points: u32) -> Vec<Point> {
        (0..points)
            .map(|n| {
                let t = f64::from(n) / f64::from(points) * 40.0;
                (60.0 + t * 20.0 + 30.0 * t.sin(), 200.0 + 90.0 * (t * 1.3).cos())
            })
            .collect()
    }

    #[test]
    fn a_position_is_the_same_part_of_the_field_on_every_screen() {
        let phone = Place { left: 16.0, top: 300.0, width: 358.0, height: 143.2 };
        let desktop = Place { left: 440.0, top: 120.0, width: 560.0, height: 224.0 };
        assert_eq!(rounded(phone.point(16.0 + 179.0, 300.0 + 71.6)), (500, 200));
        assert_eq!(rounded(desktop.point(440.0 + 280.0, 120.0 + 112.0)), (500, 200));
    }

    #[test]
    fn nothing_is_drawn_beyond_the_edge() {
        let place = Place { left: 10.0, top: 10.0, width: 500.0, height: 200.0 };
        assert_eq!(rounded(place.point(-40.0, 900.0)), (0, HEIGHT));
        assert_eq!(rounded(place.point(4000.0, -9.0)), (WIDTH, 0));
        assert_eq!(Place::default().point(5.0, 5.0), (0.0, 0.0));
    }

    #[test]
    fn a_straight_line_is_its_two_ends() {
        let line: Vec<Point> = (0..500).map(|n| (f64::from(n) * 2.0, f64::from(n) * 0.5)).collect();
        assert_eq!(thin(&line, TOLERANCE).len(), 2);
    }

    #[test]
    fn a_signature_is_kept_with_less_than_three_hundred_points_and_looks_the_same() {
        let drawn = written(1500);
        let mut strokes = Strokes::default();
        assert!(keep(&mut strokes, &drawn));
        let kept = &strokes.0[0];
        assert!(kept.len() < 300, "{}", kept.len());
        assert!(strokes.plausible());
        // No drawn point is further from the kept line than half a pixel and the rounding.
        for point in &drawn {
            let near = kept
                .windows(2)
                .map(|pair| {
                    let at = |(x, y): (i16, i16)| (f64::from(x), f64::from(y));
                    distance(*point, at(pair[0]), at(pair[1]))
                })
                .fold(f64::INFINITY, f64::min);
            assert!(near <= TOLERANCE + 0.75, "{near}");
        }
    }

    #[test]
    fn a_scribble_is_thinned_until_it_fits() {
        let wild: Vec<Point> = (0..9000).map(|n| (f64::from(n % 97) * 10.0, f64::from(n * 7 % 400))).collect();
        let mut strokes = Strokes::default();
        for _ in 0..40 {
            keep(&mut strokes, &wild);
        }
        assert!(strokes.0.iter().all(|stroke| stroke.len() <= MOST_OF_STROKE));
        assert!(strokes.plausible());
    }

    #[test]
    fn a_dot_is_a_stroke_of_one_point() {
        let mut strokes = Strokes::default();
        assert!(keep(&mut strokes, &[(10.2, 9.9), (10.3, 10.1)]));
        assert_eq!(strokes.0, [[(10, 10)]]);
        assert!(!keep(&mut strokes, &[]));
    }
}
