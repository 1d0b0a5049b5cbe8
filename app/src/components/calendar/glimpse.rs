//! What of a grid the window shows at first: that is painted at once, the rest in the moments after it.

use domain::Slot;

use super::{address::Split, layout::Spot};

/// With fewer sessions everything is painted at once.
pub const AT_ONCE: usize = 120;

/// So much around the window belongs to it, in pixels.
const AROUND: f64 = 24.0;

/// The part of the grid that the window shows, in pixels from the grid's upper left corner.
///
/// It is reckoned and not measured: to ask where things are would lay all of them out. Where it is wrong, something is
/// painted a moment later.
#[derive(Clone, Copy, Debug)]
pub struct Glimpse {
    /// How far it is scrolled.
    pub left: f64,
    /// How far it is scrolled.
    pub top: f64,
    /// What can be seen of it.
    pub width: f64,
    /// What can be seen of it.
    pub height: f64,
    /// Pixels to a minute.
    pub px: f64,
}

impl Glimpse {
    /// With what a hand scrolls to before it is looked again.
    #[must_use]
    pub fn wider(self) -> Self {
        const MORE: f64 = 240.0;
        Self {
            left: self.left - MORE,
            top: self.top - MORE,
            width: self.width + 2.0 * MORE,
            height: self.height + 2.0 * MORE,
            ..self
        }
    }

    /// Left edge and width of each column, given its lanes: as wide as `.cal-col` makes them (calendar.css).
    pub fn columns(&self, split: Split, lanes: impl ExactSizeIterator<Item = u16>) -> Vec<(f64, f64)> {
        let least = if split == Split::Day { 150.0 } else { 132.0 };
        let count = lanes.len().max(1);
        let widths: Vec<f64> = lanes.map(|lanes| (f64::from(lanes) * 92.0).max(least)).collect();
        #[expect(clippy::cast_precision_loss, reason = "some hundred columns")]
        let share = self.width / count as f64;
        let fits = widths.iter().sum::<f64>() <= self.width;
        let mut reached = 0.0;
        let place = |width: f64| {
            let width = if fits { width.max(share) } else { width };
            let left = reached;
            reached += width;
            (left, width)
        };
        widths.into_iter().map(place).collect()
    }

    /// Whether something of a column is seen.
    pub fn shows(&self, (left, width): (f64, f64)) -> bool {
        left + width > self.left - AROUND && left < self.left + self.width + AROUND
    }

    /// Whether something of a session is seen, in a column that begins there and is so wide.
    pub fn shows_session(&self, column: (f64, f64), place: Spot, slot: Slot, from: u16) -> bool {
        let top = i32::from(slot.start) - i32::from(from);
        self.shows_block(column, place, (top, i32::from(slot.minutes)))
    }

    /// The same for what begins at a minute of the grid and has so many.
    pub fn shows_block(&self, (left, width): (f64, f64), place: Spot, (start, minutes): (i32, i32)) -> bool {
        let lane = width / f64::from(place.lanes.max(1));
        let top = f64::from(start) * self.px;
        let bottom = top + f64::from(minutes) * self.px;
        self.shows((left + lane * f64::from(place.lane), lane))
            && bottom > self.top - AROUND
            && top < self.top + self.height + AROUND
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Glimpse = Glimpse { left: 0.0, top: 0.0, width: 1000.0, height: 600.0, px: 2.0 };

    fn slot(start: u16) -> Slot {
        Slot { day: chrono::NaiveDate::default(), start, minutes: 20 }
    }

    #[test]
    fn columns_that_fit_share_the_window() {
        let columns = SEEN.columns(Split::Day, [1u16, 1, 1, 1, 1].into_iter());
        assert_eq!(columns, [(0.0, 200.0), (200.0, 200.0), (400.0, 200.0), (600.0, 200.0), (800.0, 200.0)]);
        assert!(columns.into_iter().all(|column| SEEN.shows(column)));
    }

    #[test]
    fn columns_that_do_not_fit_are_as_wide_as_their_lanes() {
        let columns = SEEN.columns(Split::Day, [20u16, 1, 20].into_iter());
        assert_eq!(columns, [(0.0, 1840.0), (1840.0, 150.0), (1990.0, 1840.0)]);
        let seen: Vec<bool> = columns.into_iter().map(|column| SEEN.shows(column)).collect();
        assert_eq!(seen, [true, false, false]);
    }

    #[test]
    fn a_session_is_seen_where_its_lane_and_its_time_are() {
        let column = (0.0, 1840.0);
        let seen = |lane, start| SEEN.shows_session(column, Spot { lane, lanes: 20 }, slot(start), 480);
        assert!(seen(0, 480) && seen(11, 700));
        assert!(!seen(12, 480), "to the right of the window");
        assert!(!seen(0, 480 + 313), "below it");
        let down = Glimpse { top: 500.0, ..SEEN };
        assert!(!down.shows_session(column, Spot { lane: 0, lanes: 20 }, slot(480), 480), "above it");
    }
}
