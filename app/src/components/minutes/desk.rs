//! The paper on the reader's desk: how it stands, what is done with it, and what came of that.

use domain::{
    MeetingId, Refusal,
    minutes::{Act, State, view::MinutesView},
};
use leptos::prelude::*;

use crate::{
    Failure,
    api::minutes::{act_on_minutes, minutes},
    i18n::{Locale, td_string},
    words,
};

/// What happened: said where it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Something was done with the minutes (0), or with an addition.
    Done(u32, Act),
    /// An addition was written down.
    Written,
    /// What is missing was looked at once more.
    Looked,
}

impl News {
    pub(super) fn said(self, locale: Locale) -> &'static str {
        match self {
            Self::Done(0, act) => words::minutes::done(locale, act),
            Self::Done(_, Act::Send) => td_string!(locale, minutes.addition_sent),
            Self::Done(_, Act::TakeBack) => td_string!(locale, minutes.addition_back),
            Self::Done(_, Act::SignChair) => td_string!(locale, minutes.addition_chair),
            Self::Done(_, Act::SignSecretary) => td_string!(locale, minutes.addition_locked),
            Self::Written => td_string!(locale, minutes.done_addition),
            Self::Looked => td_string!(locale, minutes.looked_again),
        }
    }
}

/// The paper, and what is being done with it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) meeting: MeetingId,
    pub(super) view: RwSignal<MinutesView>,
    pub(super) news: RwSignal<Option<News>>,
    /// Why something was not done, other than signing.
    pub(super) failure: RwSignal<Option<Failure>>,
    pub(super) busy: RwSignal<bool>,
    changed: Callback<()>,
}

impl Desk {
    pub(super) fn new(given: Signal<MinutesView>, changed: Callback<()>) -> Self {
        let view = RwSignal::new(given.get_untracked());
        // What the page learns comes here, too.
        Effect::new(move || {
            let given = given.get();
            if view.with_untracked(|view| *view != given) {
                view.set(given);
            }
        });
        Self {
            meeting: view.with_untracked(|view| view.meeting),
            view,
            news: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            changed,
        }
    }

    /// Where the minutes stand.
    pub(super) fn state(self) -> Memo<State> {
        Memo::new(move |_| self.view.with(|view| view.state))
    }

    /// Asks how it stands. Without an answer what is known stays.
    pub(super) async fn ask(self) {
        if let Ok(Some(fresh)) = minutes(self.meeting).await
            && self.view.try_with_untracked(|view| *view != fresh).unwrap_or(false)
        {
            self.view.set(fresh);
        }
    }

    /// Something was done: it is said, and seen.
    pub(super) async fn did(self, news: News) {
        self.ask().await;
        if self.news.try_set(Some(news)).is_none() {
            self.changed.run(());
        }
    }

    /// Sends or takes back.
    pub(super) fn act(self, addition: u32, act: Act) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        leptos::task::spawn_local(async move {
            match act_on_minutes(self.meeting, addition, act, None, None, None).await {
                Ok(()) => self.did(News::Done(addition, act)).await,
                Err(failure) => {
                    // What they lack stands in the list, each with the way to it.
                    if let Failure::Refused(Refusal::Minutes { lacks, .. }) = &failure {
                        let _ = self.view.try_update(|view| view.lacks.clone_from(lacks));
                    } else {
                        self.ask().await;
                    }
                    let _ = self.failure.try_set(Some(failure));
                }
            }
            let _ = self.busy.try_set(false);
        });
    }

    /// The hash of the text that stands there to be signed.
    pub(super) fn hash(self, addition: u32) -> Option<String> {
        self.view.with_untracked(|view| match addition {
            0 => view.hash.clone(),
            no => view.additions.iter().find(|one| one.no == no).and_then(|one| one.hash.clone()),
        })
    }

    /// Looks once more at what is missing.
    pub(super) fn look(self) {
        self.failure.set(None);
        leptos::task::spawn_local(async move {
            self.ask().await;
            // Said anew each time.
            let _ = self.news.try_set(None);
            let _ = self.news.try_set(Some(News::Looked));
        });
    }
}
