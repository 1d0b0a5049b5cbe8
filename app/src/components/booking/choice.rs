//! What has been chosen so far. The address carries it, so that every step can be shared, reloaded and gone back to.

use std::fmt::Write;

use chrono::NaiveDate;
use domain::{
    BookingId, ChildId, Kind, PersonId, SessionId,
    time::{clock, parse_clock},
    view::{FreeTime, Offer, OfferChild, OfferKind},
};
use leptos_router::params::ParamsMap;

/// With whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Кез келген маман.
    Anybody,
    /// This specialist.
    Person(PersonId),
}

/// A screen of booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// For whom, what, with whom.
    What,
    /// When.
    When,
    /// Is it right?
    Confirm,
}

impl Step {
    /// Its number, as people count.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// What has been chosen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// For whom.
    pub child: Option<ChildId>,
    /// What.
    pub kind: Option<Kind>,
    /// With whom; nothing as long as the first step is not done.
    pub staff: Option<Wanted>,
    /// On which day.
    pub day: Option<NaiveDate>,
    /// From which minute.
    pub time: Option<u16>,
    /// In this open session; none for a time of one's own.
    pub session: Option<SessionId>,
    /// The time is chosen for good: on to the last step.
    pub settled: bool,
    /// The booking that is moved by all this.
    pub moving: Option<BookingId>,
}

impl Choice {
    /// Reads the query of an address. What cannot be read counts as not chosen.
    pub fn read(query: &ParamsMap) -> Self {
        let text = |key: &str| query.get_str(key).filter(|text| !text.is_empty());
        let staff = match text("staff") {
            Some("any") => Some(Wanted::Anybody),
            other => other.and_then(|id| id.parse().ok()).map(Wanted::Person),
        };
        Self {
            child: text("child").and_then(|id| id.parse().ok()),
            kind: text("kind").and_then(Kind::from_code),
            staff,
            day: text("day").and_then(|day| day.parse().ok()),
            time: text("time").and_then(parse_clock),
            session: text("session").and_then(|id| id.parse().ok()),
            settled: text("step") == Some("3"),
            moving: text("move").and_then(|id| id.parse().ok()),
        }
    }

    /// The address of this choice.
    pub fn href(&self) -> String {
        let mut href = String::from("/book");
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let mark = if href.contains('?') { '&' } else { '?' };
                let _ = write!(href, "{mark}{key}={value}");
            }
        };
        let staff = self.staff.map(|staff| match staff {
            Wanted::Anybody => "any".to_owned(),
            Wanted::Person(id) => id.to_string(),
        });
        put("move", self.moving.map(|id| id.to_string()));
        put("child", self.child.map(|id| id.to_string()));
        put("kind", self.kind.map(|kind| kind.code().to_owned()));
        put("staff", staff);
        put("day", self.day.map(|day| day.to_string()));
        put("time", self.time.map(clock));
        put("session", self.session.map(|id| id.to_string()));
        put("step", self.settled.then(|| "3".to_owned()));
        href
    }

    /// The screen that this choice leads to.
    pub fn step(&self) -> Step {
        match (self.child, self.kind, self.staff, self.day, self.time) {
            (Some(_), Some(_), Some(_), Some(_), Some(_)) if self.settled => Step::Confirm,
            (Some(_), Some(_), Some(_), ..) => Step::When,
            _ => Step::What,
        }
    }

    /// The same without a time.
    #[must_use]
    pub fn without_time(&self) -> Self {
        Self { time: None, session: None, settled: false, ..self.clone() }
    }

    /// Back to the first step, with everything still chosen.
    #[must_use]
    pub fn first_step(&self) -> Self {
        Self { staff: None, day: None, moving: None, ..self.without_time() }
    }

    /// The same on another day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        Self { day: Some(day), ..self.without_time() }
    }

    /// The same at a time that is free.
    #[must_use]
    pub fn at(&self, time: &FreeTime) -> Self {
        Self {
            day: Some(time.slot.day),
            time: Some(time.slot.start),
            session: time.session,
            settled: false,
            ..self.clone()
        }
    }

    /// On to the last step.
    #[must_use]
    pub fn settle(&self) -> Self {
        Self { settled: true, ..self.clone() }
    }

    /// Whether this is the chosen time.
    pub fn is_at(&self, time: &FreeTime) -> bool {
        self.time == Some(time.slot.start) && self.day == Some(time.slot.day) && self.session == time.session
    }

    /// The chosen child; the only one, where there is one.
    pub fn child_of<'a>(&self, offer: &'a Offer) -> Option<&'a OfferChild> {
        match (self.child, offer.children.as_slice()) {
            (Some(id), children) => children.iter().find(|child| child.id == id),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    /// The chosen kind.
    pub fn kind_of<'a>(&self, offer: &'a Offer) -> Option<&'a OfferKind> {
        offer.kinds.iter().find(|kind| Some(kind.kind) == self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> ParamsMap {
        text.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    const CHILD: &str = "018f0000-0000-7000-8000-000000000001";

    #[test]
    fn the_address_says_everything_that_was_chosen() {
        let text = format!("child={CHILD}&kind=play_online&staff=any&day=2026-11-25&time=09:20&session={CHILD}&step=3");
        let choice = Choice::read(&query(&text));
        assert_eq!(choice.href(), format!("/book?{text}"));
        assert_eq!(choice.step(), Step::Confirm);
    }

    #[test]
    fn what_cannot_be_read_was_not_chosen() {
        let choice = Choice::read(&query("child=x&kind=x&staff=x&day=x&time=x&session=x&step=x&move=x"));
        assert_eq!(choice, Choice::default());
        assert_eq!((choice.step(), choice.href().as_str()), (Step::What, "/book"));
    }

    #[test]
    fn the_second_step_begins_when_it_is_said_with_whom() {
        let what = Choice::read(&query(&format!("child={CHILD}&kind=play_ind")));
        assert_eq!(what.step(), Step::What);
        let when = Choice { staff: Some(Wanted::Anybody), ..what };
        assert_eq!((when.step(), when.settle().step()), (Step::When, Step::When));
    }
}
