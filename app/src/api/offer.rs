//! The answer to a place that has become free and is offered to a family that waits.

use leptos::prelude::*;

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{api::booking::read, components::booking::card::href};

/// Takes the place that is offered, and goes on to the booking.
#[server(endpoint = "offer/accept")]
pub async fn accept_offer(
    /// Which line of the waiting list: the id.
    #[server(default)]
    line: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let booking = store.accept_offer(&actor, read::id("line", &line)?, crate::state::now()).await?;
    leptos_axum::redirect(&format!("{}?new=1", href(&booking)));
    Ok(())
}

/// Declines the place that is offered: the family leaves the waiting list, and the next is asked.
#[server(endpoint = "offer/decline")]
pub async fn decline_offer(
    /// Which line of the waiting list: the id.
    #[server(default)]
    line: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    store.decline_offer(&actor, read::id("line", &line)?, crate::state::now()).await?;
    leptos_axum::redirect("/bookings?done=declined");
    Ok(())
}
