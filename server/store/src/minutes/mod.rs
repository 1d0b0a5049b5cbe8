//! The minutes of a meeting: the shared document while they are written, the paper once they are sent.
//!
//! What was written is kept as it came, update by update; nothing is written once they are sent, and the schema says so too.

mod addition;
mod chain;
mod file;
mod live;
mod remark;
mod sign;
mod text;
mod view;

use chrono::{DateTime, Utc};
use domain::{
    Actor, MeetingId,
    minutes::{Access, State},
};

use crate::{
    Store,
    dialect::Link,
    directory::known,
    error::{Error, Result},
    meeting::KnownMeeting,
    optional, statements,
};

pub use file::MinutesFiled;
pub use live::{Door, Loaded, Written, Wrote};
pub(crate) use remark::INSERT_REMARK;

/// A row of the table of minutes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MinutesRow {
    pub(crate) state: String,
    pub(crate) seal: String,
    pub(crate) facts: Option<String>,
    pub(crate) kk: Option<String>,
    pub(crate) ru: Option<String>,
    pub(crate) hash: Option<String>,
}

impl MinutesRow {
    pub(crate) fn state(&self) -> Result<State> {
        known(State::from_code(&self.state), &self.state)
    }
}

impl Store {
    /// A meeting whose minutes the actor may read, and the minutes, where they are begun.
    async fn known_minutes(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        now: DateTime<Utc>,
    ) -> Result<(KnownMeeting, Option<MinutesRow>)> {
        let meeting = self.known_meeting(link, actor, id, now).await?;
        if meeting.access()? == Access::Nothing {
            return Err(Error::not_found());
        }
        let row = optional!(link, MinutesRow, SELECT_MINUTES, actor.org.0, id.0)?;
        Ok((meeting, row))
    }
}

statements! {
    SELECT_MINUTES = "SELECT state, seal, facts, kk, ru, hash FROM minutes WHERE org = $1 AND meeting = $2";
}

pub(crate) const ALL_STATEMENTS: &[&[(&str, &str)]] = &[
    STATEMENTS,
    addition::STATEMENTS,
    chain::STATEMENTS,
    file::STATEMENTS,
    live::STATEMENTS,
    remark::STATEMENTS,
    sign::STATEMENTS,
    text::STATEMENTS,
    view::STATEMENTS,
];
