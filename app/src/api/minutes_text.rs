//! How minutes came to be: all that was written, for those who sat there. What is written now goes over the live connection.

use domain::{MeetingId, Name, PersonId, time::Moment};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Something that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrote {
    /// Its number.
    pub no: i64,
    /// Who wrote it.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// The update, in base64.
    pub data: String,
}

/// All that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// In its order.
    pub wrote: Vec<Wrote>,
    /// Everybody who wrote.
    pub people: Vec<(PersonId, Name)>,
}

/// Everything that was written in the minutes of a meeting.
#[server(endpoint = "minutes-text/history")]
pub async fn minutes_history(
    /// Whose.
    meeting: MeetingId,
) -> Result<History, Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::SeeMeetings)?;
    let rows = store.minutes_history(&actor, meeting, now()).await?;
    let mut people: Vec<(PersonId, Name)> = Vec::new();
    for row in &rows {
        if people.iter().all(|(person, _)| *person != row.person) {
            people.push((row.person, row.name.clone()));
        }
    }
    let wrote = rows.into_iter().map(|row| Wrote {
        no: row.no,
        person: row.person,
        at: row.at,
        data: Base64::encode_string(&row.bytes),
    });
    Ok(History { wrote: wrote.collect(), people })
}
