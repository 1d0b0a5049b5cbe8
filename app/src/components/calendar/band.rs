//! Hours of absence that are picked up in the grid, and where they would go: pure, so that it can be tested.

use chrono::NaiveDate;
use domain::{absence::Span, time::STEP};

use super::drag::{clamp, near};

/// By what it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandGrip {
    /// The whole, to another hour or day.
    Move,
    /// Its upper edge.
    Start,
    /// Its lower edge.
    End,
}

/// Hours of absence picked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandDrag {
    grip: BandGrip,
    base: Span,
    /// Its day now.
    pub day: NaiveDate,
    /// Its first minute now.
    pub start: u16,
    /// The minute at which it ends now.
    pub end: u16,
    /// Where the pointer holds it, in minutes from the edge that follows.
    held: i32,
    window: (u16, u16),
}

impl BandDrag {
    /// Picks it up at a minute. None for whole days: those are written, not dragged.
    pub fn pick(grip: BandGrip, base: Span, minute: i32, window: (u16, u16)) -> Option<Self> {
        let (start, end) = base.hours?;
        let held = minute - i32::from(if grip == BandGrip::End { end } else { start });
        Some(Self { grip, base, day: base.from, start, end, held, window })
    }

    /// The pointer is at a minute of a day. Whether anything is different now.
    pub fn point(&mut self, day: NaiveDate, minute: i32) -> bool {
        let before = (self.day, self.start, self.end);
        let minute = near(minute - self.held);
        match self.grip {
            BandGrip::Move => {
                self.day = day;
                self.put(minute);
            }
            BandGrip::Start => self.start = clamp(minute, self.window.0.min(self.start), self.end - STEP),
            BandGrip::End => self.end = clamp(minute, self.start + STEP, self.window.1.max(self.end)),
        }
        before != (self.day, self.start, self.end)
    }

    /// By keys: earlier or later.
    pub fn slide(&mut self, minutes: i32) {
        self.put(near(i32::from(self.start) + minutes));
    }

    /// By keys: longer or shorter.
    pub fn stretch(&mut self, minutes: i32) {
        self.end = clamp(i32::from(self.end) + minutes, self.start + STEP, self.window.1.max(self.end));
    }

    /// By keys: another day.
    pub fn across(&mut self, day: NaiveDate) {
        self.day = day;
    }

    /// When it would be.
    pub fn span(&self) -> Span {
        Span { from: self.day, to: self.day, hours: Some((self.start, self.end)) }
    }

    /// Whether it is anywhere else than it was.
    pub fn moved(&self) -> bool {
        self.span() != self.base
    }

    fn put(&mut self, start: i32) {
        let minutes = self.end - self.start;
        let (from, to) = self.window;
        self.start = clamp(start, from, to.saturating_sub(minutes).max(from));
        self.end = self.start + minutes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::calendar::column::tests::day;

    const WINDOW: (u16, u16) = (480, 1080);

    fn picked(grip: BandGrip, minute: i32) -> BandDrag {
        let span = Span { from: day(24), to: day(24), hours: Some((600, 720)) };
        BandDrag::pick(grip, span, minute, WINDOW).unwrap()
    }

    #[test]
    fn it_goes_whole_to_another_hour_and_day_in_steps() {
        let mut band = picked(BandGrip::Move, 630);
        assert!(!band.point(day(24), 631) && !band.moved());
        assert!(band.point(day(26), 693));
        assert_eq!(band.span(), Span { from: day(26), to: day(26), hours: Some((665, 785)) });
        band.point(day(26), 5000);
        assert_eq!((band.start, band.end), (960, 1080));
    }

    #[test]
    fn its_edges_go_alone_and_never_meet() {
        let mut band = picked(BandGrip::Start, 600);
        band.point(day(27), 571);
        assert_eq!((band.day, band.start, band.end), (day(24), 570, 720));
        band.point(day(27), 2000);
        assert_eq!((band.start, band.end), (715, 720));
        let mut band = picked(BandGrip::End, 718);
        band.point(day(24), 758);
        assert_eq!((band.start, band.end), (600, 760));
        band.point(day(24), 0);
        assert_eq!((band.start, band.end), (600, 605));
    }

    #[test]
    fn keys_do_the_same() {
        let mut band = picked(BandGrip::Move, 600);
        band.slide(-5);
        band.stretch(10);
        band.across(day(25));
        assert_eq!(band.span(), Span { from: day(25), to: day(25), hours: Some((595, 725)) });
        assert!(band.span().is_sound());
    }

    #[test]
    fn whole_days_are_not_picked_up() {
        let span = Span { from: day(24), to: day(26), hours: None };
        assert_eq!(BandDrag::pick(BandGrip::Move, span, 600, WINDOW), None);
    }
}
