//! The minutes of one body in one year, each hashed over the one before: none can be changed, left out, put in later or
//! moved. The domain knows no hash function; who asks brings one.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::Body;

/// Signed minutes, or a signed addition, in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place, from 1, in the order in which they were locked.
    pub place: u32,
    /// The number of the minutes.
    pub number: u32,
    /// Which addition to them, 0 for the minutes themselves.
    pub addition: u32,
    /// The hash of their canonical text.
    pub content: String,
    /// The hash of the link before, empty for the first.
    pub before: String,
    /// The hash over all that.
    pub hash: String,
}

/// Where a chain ends, as it is known from elsewhere: without it the last links could be cut off unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The last place, 0 for an empty chain.
    pub place: u32,
    /// Its hash, empty for an empty chain.
    pub hash: String,
}

/// The first thing that is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// There is no link at this place.
    Missing(u32),
    /// There are two.
    Doubled(u32),
    /// Minutes, or an addition, of this place have a link before already.
    Repeated(u32),
    /// The link was changed, or does not follow on the one before.
    Broken(u32),
}

/// Whose chain it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The body.
    pub body: Body,
    /// The year of the numbers.
    pub year: i32,
}

impl Chain {
    /// The text of a link that is hashed. Every field is led by its length, so that no two links read the same.
    pub fn text(self, link: &Link) -> String {
        let numbers =
            [self.year.to_string(), link.place.to_string(), link.number.to_string(), link.addition.to_string()];
        let mut text = String::from("kenes-minutes-chain-1;");
        let fields = [self.body.code()].into_iter().chain(numbers.iter().map(String::as_str));
        for field in fields.chain([link.content.as_str(), link.before.as_str()]) {
            let _ = write!(text, "{}:{field};", field.len());
        }
        text
    }

    /// The next link behind an end.
    pub fn next(
        self,
        end: &End,
        (number, addition): (u32, u32),
        content: String,
        hash: impl Fn(&str) -> String,
    ) -> Link {
        let before = end.hash.clone();
        let mut link = Link { place: end.place + 1, number, addition, content, before, hash: String::new() };
        link.hash = hash(&self.text(&link));
        link
    }

    /// Checks a chain from its first link to the end that is known of it.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(self, links: &[Link], end: &End, hash: impl Fn(&str) -> String) -> Result<(), Break> {
        let mut last = End::default();
        let mut seen = std::collections::BTreeSet::new();
        for link in links {
            let place = last.place + 1;
            if link.place < place {
                return Err(Break::Doubled(link.place));
            }
            if link.place > place {
                return Err(Break::Missing(place));
            }
            if link.before != last.hash || link.hash != hash(&self.text(link)) {
                return Err(Break::Broken(place));
            }
            if !seen.insert((link.number, link.addition)) {
                return Err(Break::Repeated(place));
            }
            last = link.end();
        }
        match last.place.cmp(&end.place) {
            std::cmp::Ordering::Less => Err(Break::Missing(last.place + 1)),
            std::cmp::Ordering::Equal if last.hash == end.hash => Ok(()),
            std::cmp::Ordering::Equal => Err(Break::Broken(last.place)),
            // Put in behind the end.
            std::cmp::Ordering::Greater => Err(Break::Broken(end.place + 1)),
        }
    }
}

impl Link {
    /// Where the chain ends with it.
    pub fn end(&self) -> End {
        End { place: self.place, hash: self.hash.clone() }
    }
}
