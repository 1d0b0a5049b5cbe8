//! Decisions after their meeting: how far they are, the orders that are made of them, and what bodies make known.

use domain::{
    DecisionId, Lang, MeetingId, OrderId,
    decision::{Digest, Order, Register, State},
};
use leptos::prelude::*;

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    api::document::invalid,
    state::{authorise, now},
};
#[cfg(feature = "ssr")]
use domain::{Permission, refusal::Problem};

/// Decisions that the reader may know of.
#[server(endpoint = "decision/list")]
pub async fn decisions() -> Result<Register, Failure> {
    let (store, actor) = authorise(Permission::SeeDecisions)?;
    Ok(store.decisions(&actor, now()).await?)
}

/// Says how far a decision is.
#[server(endpoint = "decision/settle")]
pub async fn settle_decision(
    /// Which.
    decision: DecisionId,
    /// How far.
    state: State,
    /// What is to be said of it.
    #[server(default)]
    note: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeDecisions)?;
    Ok(store.settle_decision(&actor, decision, state, &note, now()).await?)
}

/// Makes the draft of an order of a decision; the one that is there already, where it was made before.
#[server(endpoint = "decision/make-order")]
pub async fn make_order(
    /// Which.
    decision: DecisionId,
    /// In which language.
    lang: Lang,
) -> Result<OrderId, Failure> {
    let (store, actor) = authorise(Permission::KeepOrders)?;
    Ok(store.make_order(&actor, decision, lang, now()).await?)
}

/// Orders that were made of decisions.
#[server(endpoint = "decision/orders")]
pub async fn orders() -> Result<Vec<Order>, Failure> {
    let (store, actor) = authorise(Permission::KeepOrders)?;
    Ok(store.orders(&actor, now()).await?)
}

/// An order.
#[server(endpoint = "decision/order")]
pub async fn read_order(
    /// Which.
    order: OrderId,
) -> Result<Order, Failure> {
    let (store, actor) = authorise(Permission::KeepOrders)?;
    Ok(store.order(&actor, order, now()).await?)
}

/// Writes on the draft of an order.
#[server(endpoint = "decision/save-order")]
pub async fn save_order(
    /// Which.
    order: OrderId,
    /// The version that was written on.
    version: i64,
    /// What it is about.
    #[server(default)]
    title: String,
    /// Its words.
    #[server(default)]
    text: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepOrders)?;
    Ok(store.save_order(&actor, order, version, &title, &text, now()).await?)
}

/// Gives an order: from now on it stays as it is.
#[server(endpoint = "decision/give-order")]
pub async fn give_order(
    /// Which.
    order: OrderId,
    /// The version that was read.
    version: i64,
    /// Its number.
    #[server(default)]
    number: String,
    /// Its day.
    #[server(default)]
    day: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepOrders)?;
    let day = day.parse().map_err(|_| invalid("day", Problem::Date))?;
    Ok(store.give_order(&actor, order, version, &number, day, now()).await?)
}

/// Makes known what a meeting has decided.
#[server(endpoint = "decision/publish")]
pub async fn publish_digest(
    /// Which meeting.
    meeting: MeetingId,
    /// To the staff.
    #[server(default)]
    staff: bool,
    /// To the parents' council.
    #[server(default)]
    council: bool,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.publish_digest(&actor, meeting, staff, council, now()).await?)
}

/// What was published to the reader.
#[server(endpoint = "decision/digests")]
pub async fn digests() -> Result<Vec<Digest>, Failure> {
    let (store, actor) = authorise(Permission::ReadDigests)?;
    Ok(store.digests(&actor, now()).await?)
}

/// Notes that the reader has read it.
#[server(endpoint = "decision/read-digest")]
pub async fn read_digest(
    /// Of which meeting.
    meeting: MeetingId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::ReadDigests)?;
    Ok(store.read_digest(&actor, meeting, now()).await?)
}
