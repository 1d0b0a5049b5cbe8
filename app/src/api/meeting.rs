//! Meetings of bodies: called, changed, answered, and who was there.

use domain::{
    Body, MeetingId, PersonId,
    meeting::{
        Mark, Reply, SchoolYear,
        view::{Call, CallForm, MeetingView, YearView},
    },
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// A school year of the bodies of which the reader may know; without one, this one.
#[server(endpoint = "meeting/year")]
pub async fn meetings_of_year(
    /// Which.
    year: Option<SchoolYear>,
) -> Result<YearView, Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.meetings(&actor, year, now()).await?)
}

/// A meeting.
#[server(endpoint = "meeting/one")]
pub async fn one_meeting(
    /// Which.
    meeting: MeetingId,
) -> Result<MeetingView, Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.meeting(&actor, meeting, now()).await?)
}

/// What a new meeting of a body may begin with.
#[server(endpoint = "meeting/call-form")]
pub async fn blank_call(
    /// Whose.
    body: Body,
) -> Result<CallForm, Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.call_form(&actor, body, now()).await?)
}

/// Calls a meeting: everybody in the body is invited.
#[server(input = Json, endpoint = "meeting/call")]
pub async fn call_meeting(
    /// As it is called.
    call: Call,
) -> Result<MeetingId, Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.call_meeting(&actor, &call, now()).await?)
}

/// Changes what was called.
#[server(input = Json, endpoint = "meeting/change")]
pub async fn change_meeting(
    /// Which.
    meeting: MeetingId,
    /// The version that is changed.
    version: i64,
    /// As it is to be.
    call: Call,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.change_meeting(&actor, meeting, version, &call, now()).await?)
}

/// Calls a meeting off.
#[server(input = Json, endpoint = "meeting/cancel")]
pub async fn cancel_meeting(
    /// Which.
    meeting: MeetingId,
    /// Why.
    reason: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.cancel_meeting(&actor, meeting, &reason, now()).await?)
}

/// Answers one's own invitation.
#[server(input = Json, endpoint = "meeting/reply")]
pub async fn reply_to_invitation(
    /// To which meeting.
    meeting: MeetingId,
    /// What.
    reply: Reply,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.reply(&actor, meeting, reply, now()).await?)
}

/// Marks whether a member was there; without a mark, takes it away.
#[server(input = Json, endpoint = "meeting/mark")]
pub async fn mark_member(
    /// At which meeting.
    meeting: MeetingId,
    /// Who.
    person: PersonId,
    /// Whether.
    mark: Option<Mark>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.mark_attendance(&actor, meeting, person, mark, now()).await?)
}

/// Writes down the guests.
#[server(input = Json, endpoint = "meeting/guests")]
pub async fn set_guests(
    /// Of which meeting.
    meeting: MeetingId,
    /// All of them, by name.
    guests: Vec<String>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.set_guests(&actor, meeting, &guests, now()).await?)
}

/// Notes that the members have elected a secretary.
#[server(input = Json, endpoint = "meeting/elect")]
pub async fn elect_secretary(
    /// In which meeting.
    meeting: MeetingId,
    /// Whom.
    person: PersonId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::CallMeetings)?;
    Ok(store.elect_secretary(&actor, meeting, person, now()).await?)
}
