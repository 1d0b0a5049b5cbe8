//! A meeting as it stands on the page, and what is done with it there.

use std::future::Future;

use domain::{MeetingId, Refusal, meeting::view::MeetingView, minutes::view::MinutesView};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    Failure,
    api::{meeting::one_meeting, minutes::minutes},
};

/// A meeting with its minutes, and asking anew how they stand.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Which.
    pub id: MeetingId,
    /// As it stands.
    pub view: RwSignal<MeetingView>,
    /// Its minutes; none where they are not begun, or the reader may not know of them.
    pub minutes: RwSignal<Option<MinutesView>>,
    /// Why the last thing was not done.
    pub failure: RwSignal<Option<Failure>>,
    /// Something is on its way.
    pub busy: RwSignal<bool>,
}

/// A meeting with the minutes that the reader may see.
pub type Both = (MeetingView, Option<MinutesView>);

impl Desk {
    /// Of what the page begins with.
    pub fn new((view, minutes): Both) -> Self {
        Self {
            id: view.listed.id,
            view: RwSignal::new(view),
            minutes: RwSignal::new(minutes),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Asks for both. Who may know of a meeting but not of its minutes still sees the meeting.
    ///
    /// # Errors
    /// What the server refuses of the meeting itself.
    pub async fn fetch(id: MeetingId) -> Result<Both, Failure> {
        let view = one_meeting(id).await?;
        let minutes = match minutes(id).await {
            Ok(minutes) => minutes,
            Err(Failure::Refused(Refusal::NotFound | Refusal::Forbidden)) => None,
            Err(failure) => return Err(failure),
        };
        Ok((view, minutes))
    }

    /// Asks anew, until there is an answer: meanwhile what is known stays. What is as it was is not drawn again.
    pub fn again(self) {
        self.ask(0);
    }

    fn ask(self, tries: u32) {
        spawn_local(async move {
            match Self::fetch(self.id).await {
                Ok(both) => self.take(both),
                Err(Failure::Refused(_)) => {}
                Err(Failure::Offline | Failure::Broken(_)) => ask_later(self, tries),
            }
        });
    }

    fn take(self, (view, minutes): Both) {
        // What else has changed in the kindergarten is nothing to this page.
        let view =
            MeetingView { revision: self.view.try_with_untracked(|known| known.revision).unwrap_or_default(), ..view };
        if self.view.try_with_untracked(|known| *known != view).unwrap_or(false) {
            self.view.set(view);
        }
        if self.minutes.try_with_untracked(|known| *known != minutes).unwrap_or(false) {
            self.minutes.set(minutes);
        }
    }

    /// Does something with it, one thing at a time, and shows what came of it.
    pub fn run(self, doing: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let came = doing.await;
            self.busy.try_set(false);
            match came {
                Ok(()) => self.again(),
                Err(why) => drop(self.failure.try_set(Some(why))),
            }
        });
    }
}

#[cfg(feature = "hydrate")]
fn ask_later(desk: Desk, tries: u32) {
    // Two seconds, four, eight: at most half a minute.
    let wait = (2000_u32 << tries.min(4)).min(30_000);
    let again = move || {
        // Unless the page has gone.
        if desk.view.try_with_untracked(|_| ()).is_some() {
            desk.ask(tries + 1);
        }
    };
    gloo_timers::callback::Timeout::new(wait, again).forget();
}

/// Only a browser waits.
#[cfg(not(feature = "hydrate"))]
fn ask_later(_desk: Desk, _tries: u32) {}
