//! Members' remarks on the draft of minutes, and the other words that they propose.

use domain::{
    MeetingId, RemarkId,
    minutes::remark::{Area, Settled},
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Makes a remark, or proposes other words.
#[server(input = Json, endpoint = "remark/make")]
pub async fn make_remark(
    /// On whose minutes.
    meeting: MeetingId,
    /// On which text.
    area: Area,
    /// The words that it is about.
    quote: String,
    /// What is said of them.
    comment: String,
    /// The words that should stand instead.
    replacement: Option<String>,
) -> Result<RemarkId, Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.make_remark(&actor, meeting, area, &quote, &comment, replacement.as_deref(), now()).await?)
}

/// Settles a remark: accepts, declines or withdraws it.
#[server(input = Json, endpoint = "remark/settle")]
pub async fn settle_remark(
    /// Which.
    remark: RemarkId,
    /// How.
    way: Settled,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.settle_remark(&actor, remark, way, now()).await?)
}
