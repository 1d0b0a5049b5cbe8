//! Calling a meeting: what speaks against it, and what its agenda begins with.

use chrono::{Datelike, NaiveDate};

use super::{Fault, Meeting, Planned, SchoolYear, State, trustees::general_meetings, view::Call};
use crate::{
    Body, Slot,
    body::Composition,
    context::{Directory, Hours},
};

/// Most characters of an agenda line.
pub const LONGEST_LINE: usize = 1000;
/// Most lines of an agenda.
pub const MOST_LINES: usize = 60;

impl Call {
    /// Without what is only typed: spaces around, lines that say nothing.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for line in &mut self.agenda {
            line.title = line.title.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.agenda.retain(|line| !line.title.is_empty());
        self.place = self.place.trim().to_owned();
        self.manner = self.manner.trim().to_owned();
        self
    }

    /// Why it cannot be called so. The composition is the one of its day.
    pub fn fault(&self, composition: Option<&Composition>, directory: &Directory, today: NaiveDate) -> Option<Fault> {
        if !self.body.meets() {
            return Some(Fault::NoMeetings);
        }
        if self.start >= self.end || self.end > crate::time::DAY {
            return Some(Fault::Time);
        }
        if SchoolYear::of(self.day).0 > SchoolYear::of(today).0 + 1 {
            return Some(Fault::TooFar);
        }
        if !composition.is_some_and(|composition| composition.holds(self.day) && composition.body == self.body) {
            return Some(Fault::NoComposition);
        }
        // The trustees come from outside, in the evening if they like; the kindergarten's own bodies work within working
        // hours (АПҚО ережесі 2.7).
        if self.body != Body::Trustees {
            if directory.holidays.contains_key(&self.day) {
                return Some(Fault::Closed);
            }
            let slot = Slot { day: self.day, start: self.start, minutes: self.end - self.start };
            if !Hours::cover(&directory.hours, &slot) {
                return Some(Fault::OutsideHours);
            }
        }
        if self.planned == Planned::Planned && self.agenda.iter().all(|line| line.title.trim().is_empty()) {
            return Some(Fault::NoAgenda);
        }
        None
    }
}

/// Agendas of the body's plan for the planned meetings of a school year that nobody has called: each with its month. Only
/// the trustees' plan prints agendas.
pub fn uncalled(body: Body, year: SchoolYear, meetings: &[Meeting]) -> Vec<(NaiveDate, Vec<String>)> {
    if body != Body::Trustees {
        return Vec::new();
    }
    let called = |meeting: &&Meeting| {
        meeting.body == body
            && meeting.planned == Planned::Planned
            && meeting.state != State::Cancelled
            && year.holds(meeting.day)
    };
    // Each stands for the general meeting of its month; one in another month, for the first that is left.
    let mut left = general_meetings(year);
    let mut others = 0;
    for meeting in meetings.iter().filter(called) {
        let month = (meeting.day.year(), meeting.day.month());
        match left.iter().position(|general| (general.month.year(), general.month.month()) == month) {
            Some(place) => drop(left.remove(place)),
            None => others += 1,
        }
    }
    left.into_iter().skip(others).map(|general| (general.month, general.agenda)).collect()
}
