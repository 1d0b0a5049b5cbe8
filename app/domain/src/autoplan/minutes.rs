//! The minutes of a day as a set, and what somebody or something has left of a week.

use crate::time::{DAY, STEP};

const BITS: u16 = 64;
const WORDS: usize = (DAY as usize).div_ceil(BITS as usize);

/// A set of minutes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Minutes([u64; WORDS]);

impl Minutes {
    /// No minute.
    pub(super) const NONE: Self = Self([0; WORDS]);

    /// Every minute.
    pub(super) fn whole_day() -> Self {
        let mut day = Self::NONE;
        day.add(0, DAY);
        day
    }

    /// The words that a stretch touches, each with the bits that belong to it.
    fn masks(from: u16, to: u16) -> impl Iterator<Item = (usize, u64)> {
        let to = to.min(DAY);
        (from / BITS..to.div_ceil(BITS)).map(move |word| {
            let first = from.saturating_sub(word * BITS);
            let past = (to - word * BITS).min(BITS);
            let below = |n: u16| if n >= BITS { u64::MAX } else { (1 << n) - 1 };
            (usize::from(word), below(past) & !below(first))
        })
    }

    /// Adds the minutes from one to before another.
    pub(super) fn add(&mut self, from: u16, to: u16) {
        for (word, mask) in Self::masks(from, to) {
            self.0[word] |= mask;
        }
    }

    /// Takes them out.
    pub(super) fn take(&mut self, from: u16, to: u16) {
        for (word, mask) in Self::masks(from, to) {
            self.0[word] &= !mask;
        }
    }

    /// Whether all of them are in the set.
    pub(super) fn has(&self, from: u16, to: u16) -> bool {
        to <= DAY && Self::masks(from, to).all(|(word, mask)| self.0[word] & mask == mask)
    }

    /// Those that are in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] & other.0[n]))
    }

    /// Every start, on the grid of the calendar, of a stretch of so many minutes that are all in the set.
    pub(super) fn starts(&self, minutes: u16) -> impl Iterator<Item = u16> {
        let mut held = self.0.iter().zip(0..).filter(|(word, _)| **word != 0);
        let first = held.next();
        let last = held.last().or(first).map_or(0, |(_, n)| (n + 1) * BITS).saturating_sub(minutes);
        let first = first.map_or(DAY, |(word, n)| low(*word) + n * BITS);
        (first.next_multiple_of(STEP)..=last)
            .step_by(usize::from(STEP))
            .filter(move |start| minutes > 0 && self.has(*start, start + minutes))
    }
}

/// The lowest bit.
fn low(word: u64) -> u16 {
    u16::try_from(word.trailing_zeros()).unwrap_or(BITS)
}

/// Days of a week.
pub(super) const WEEK: usize = 7;

/// What a person, a child or a room has left of a week.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// When there could be anything at all.
    open: [Minutes; WEEK],
    /// What is taken, and by how much time around it.
    taken: [Vec<(u16, u16, u16)>; WEEK],
    free: [Minutes; WEEK],
}

impl Time {
    pub(super) fn new(open: &[Minutes; WEEK]) -> Self {
        Self { open: *open, taken: Default::default(), free: *open }
    }

    /// Minutes that are free on a day of the week.
    pub(super) fn free(&self, day: usize) -> &Minutes {
        &self.free[day]
    }

    /// Minutes at which something could be if nothing were planned.
    pub(super) fn open(&self, day: usize) -> &Minutes {
        &self.open[day]
    }

    /// Takes a stretch, with `around` minutes on either side.
    pub(super) fn take(&mut self, day: usize, from: u16, to: u16, around: u16) {
        self.taken[day].push((from, to, around));
        self.free[day].take(from.saturating_sub(around), to.saturating_add(around));
    }

    /// Gives a stretch back that was taken so.
    pub(super) fn give_back(&mut self, day: usize, from: u16, to: u16, around: u16) {
        let Some(at) = self.taken[day].iter().position(|taken| *taken == (from, to, around)) else { return };
        self.taken[day].swap_remove(at);
        self.free[day] = self.open[day];
        for (from, to, around) in &self.taken[day] {
            self.free[day].take(from.saturating_sub(*around), to.saturating_add(*around));
        }
    }

    /// How many stretches are taken on a day.
    pub(super) fn count(&self, day: usize) -> usize {
        self.taken[day].len()
    }

    /// Minutes that are taken on a day.
    pub(super) fn load(&self, day: usize) -> i64 {
        self.taken[day].iter().map(|(from, to, _)| i64::from(to - from)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_may_touch_several_words() {
        let mut set = Minutes::NONE;
        set.add(60, 200);
        assert!(set.has(60, 200) && set.has(127, 129) && !set.has(59, 61) && !set.has(199, 201));
        set.take(64, 128);
        assert!(set.has(60, 64) && set.has(128, 200) && !set.has(127, 129));
        assert!(Minutes::whole_day().has(0, DAY) && !Minutes::whole_day().has(DAY - 5, DAY + 5));
    }

    #[test]
    fn starts_are_on_the_grid_and_leave_room_for_the_whole() {
        let mut set = Minutes::NONE;
        set.add(542, 570);
        set.add(600, 620);
        assert_eq!(set.starts(20).collect::<Vec<_>>(), [545, 550, 600]);
        assert_eq!(set.starts(30).count(), 0);
        assert_eq!(Minutes::whole_day().starts(DAY).collect::<Vec<_>>(), [0]);
        assert_eq!(Minutes::NONE.starts(5).count(), 0);
    }

    #[test]
    fn what_is_given_back_is_free_again_but_for_what_others_take() {
        let mut time = Time::new(&[Minutes::whole_day(); WEEK]);
        time.take(0, 540, 560, 5);
        time.take(0, 560, 580, 5);
        time.give_back(0, 540, 560, 5);
        assert!(time.free(0).has(0, 555) && !time.free(0).has(554, 556) && time.free(0).has(585, DAY));
        assert_eq!((time.count(0), time.load(0)), (1, 20));
        time.give_back(0, 560, 580, 5);
        assert_eq!(*time.free(0), Minutes::whole_day());
    }
}
