//! Members' comments on the draft of minutes, and the other words that they propose. Chair or secretary settle them.

use serde::{Deserialize, Serialize};

use crate::{
    ItemId, PersonId, RemarkId,
    minutes::{Access, Section, Standing, State},
};

/// A text area of the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Area {
    /// In which section.
    pub section: Section,
    /// To which line of the agenda, where the section has a text for each.
    pub item: Option<ItemId>,
}

/// How far a remark has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// Not settled.
    Open,
    /// Followed.
    Accepted,
    /// Not followed.
    Declined,
    /// Taken back by who made it.
    Withdrawn,
}

crate::id::codes! {
    Settled { Open = "open", Accepted = "accepted", Declined = "declined", Withdrawn = "withdrawn" }
}

/// A remark on a part of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Its id.
    pub id: RemarkId,
    /// Who made it.
    pub author: PersonId,
    /// On which text.
    pub area: Area,
    /// The words that it is about; empty for the whole area.
    pub quote: String,
    /// What is said of them.
    pub comment: String,
    /// The words that should stand instead, for a proposal.
    pub replacement: Option<String>,
    /// How far it has come.
    pub settled: Settled,
}

/// Why a proposal cannot be put into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unplaced {
    /// It proposes no words.
    NoWords,
    /// The words that it quotes do not stand there any more.
    Gone,
    /// They stand there more than once.
    Ambiguous,
}

impl Remark {
    /// Whether who stands so may make a remark on an area now.
    pub fn may_be_made(area: Area, standing: &Standing, state: State) -> bool {
        standing.access(area.section, state) >= Access::Comment
    }

    /// How somebody may settle it now: chair and secretary accept or decline, the author withdraws. With the draft ends
    /// the time for it: what comes after would change a text that is being signed.
    pub fn ways(&self, person: PersonId, standing: &Standing, state: State) -> Vec<Settled> {
        let access = standing.access(self.area.section, state);
        let may = |way: &Settled| match way {
            Settled::Open => false,
            Settled::Accepted | Settled::Declined => access == Access::Write,
            Settled::Withdrawn => self.author == person && access >= Access::Comment,
        };
        if self.settled != Settled::Open {
            return Vec::new();
        }
        Settled::ALL.iter().copied().filter(may).collect()
    }

    /// The text of the area with the proposed words in it.
    ///
    /// # Errors
    /// Why they have no place there.
    pub fn placed(&self, text: &str) -> Result<String, Unplaced> {
        let words = self.replacement.as_deref().ok_or(Unplaced::NoWords)?;
        if self.quote.is_empty() {
            return Ok(words.to_owned());
        }
        let at = text.find(&self.quote).ok_or(Unplaced::Gone)?;
        if text.rfind(&self.quote) != Some(at) {
            return Err(Unplaced::Ambiguous);
        }
        Ok([&text[..at], words, &text[at + self.quote.len()..]].concat())
    }
}
