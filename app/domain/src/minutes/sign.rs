//! The paper itself: who may write on it, what an act makes of it, and the additions beside it once it is locked.

use serde::{Deserialize, Serialize};

use crate::minutes::{Access, Act, Lack, MinutesText, Section, Standing, State};

/// A correction (Толықтыру): written, sent and signed as the minutes are, beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// What it says.
    text: String,
    /// Where it stands.
    state: State,
}

/// Minutes and their additions. Their words change in no other way than by what is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    text: MinutesText,
    state: State,
    additions: Vec<Addition>,
}

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// They may not.
    NotYours,
    /// It is not possible where the paper stands.
    NotNow(State),
    /// Something is missing.
    Lacks(Vec<Lack>),
    /// There is no such addition.
    NoAddition,
    /// An addition says nothing.
    Empty,
}

/// Where something stands after an act of somebody.
fn step(state: State, act: Act, standing: &Standing) -> Result<State, Refused> {
    if !act.is_for(standing) {
        return Err(Refused::NotYours);
    }
    state.after(act).ok_or(Refused::NotNow(state))
}

impl Addition {
    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }
}

impl Paper {
    /// A draft.
    pub fn draft(text: MinutesText) -> Self {
        Self { text, state: State::Draft, additions: Vec::new() }
    }

    /// What stands in it.
    pub fn text(&self) -> &MinutesText {
        &self.text
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// The additions beside it.
    pub fn additions(&self) -> &[Addition] {
        &self.additions
    }

    /// Writes in it.
    ///
    /// # Errors
    /// Why not.
    pub fn write(&mut self, standing: &Standing, text: MinutesText) -> Result<(), Refused> {
        if self.state != State::Draft {
            return Err(Refused::NotNow(self.state));
        }
        if standing.access(Section::Discussion, self.state) != Access::Write {
            return Err(Refused::NotYours);
        }
        self.text = text;
        Ok(())
    }

    /// Does something with it. What it lacks is asked before it is sent, and once more before each signature.
    ///
    /// # Errors
    /// Why not.
    pub fn act(&mut self, standing: &Standing, act: Act, lacks: Vec<Lack>) -> Result<(), Refused> {
        let after = step(self.state, act, standing)?;
        if act != Act::TakeBack && !lacks.is_empty() {
            return Err(Refused::Lacks(lacks));
        }
        self.state = after;
        Ok(())
    }

    /// Begins an addition beside locked minutes, or writes on the last that is a draft still.
    ///
    /// # Errors
    /// Why not.
    pub fn add(&mut self, standing: &Standing, text: String) -> Result<(), Refused> {
        if !(standing.chair || standing.secretary) {
            return Err(Refused::NotYours);
        }
        if self.state != State::Locked {
            return Err(Refused::NotNow(self.state));
        }
        match self.additions.last_mut() {
            Some(last) if last.state == State::Draft => last.text = text,
            Some(last) if last.state != State::Locked => return Err(Refused::NotNow(last.state)),
            _ => self.additions.push(Addition { text, state: State::Draft }),
        }
        Ok(())
    }

    /// Does something with the last addition.
    ///
    /// # Errors
    /// Why not.
    pub fn act_on_addition(&mut self, standing: &Standing, act: Act) -> Result<(), Refused> {
        let last = self.additions.last_mut().ok_or(Refused::NoAddition)?;
        let after = step(last.state, act, standing)?;
        if last.text.trim().is_empty() {
            return Err(Refused::Empty);
        }
        last.state = after;
        Ok(())
    }
}
