//! Those who have or may get an account, and the codes by which they get one.

mod list;
mod sheet;

use domain::{Permission, PersonId, view::Me};
use leptos::prelude::*;

use crate::{
    Failure,
    api::people::{Sheet, invite, people, reset_password},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{t, t_string, use_i18n},
};

use list::PeopleList;
use sheet::PrintedSheet;

/// What is asked for from the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    /// First passwords for these.
    Invitations(Vec<PersonId>),
    /// A new password for this one.
    Reset(PersonId),
}

/// The list, or the sheet with codes that has just been made.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, people.title) />
        <Guard permission=Permission::Invite page=|me| view! { <People me /> }.into_any() />
    }
}

#[component]
fn People(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let reader = StoredValue::new(me.actor);
    // The sheet is the answer to a request and lives in this page only: codes are shown once. So this needs scripts.
    let make = Action::new(|wanted: &Wanted| {
        let wanted = wanted.clone();
        async move {
            match wanted {
                Wanted::Invitations(people) => invite(people).await,
                Wanted::Reset(person) => reset_password(person).await,
            }
        }
    });
    let sheet = RwSignal::new(None::<Sheet>);
    Effect::new(move || {
        if let Some(Ok(made)) = make.value().get() {
            sheet.set(Some(made));
        }
    });
    let failure = Signal::derive(move || make.value().get().and_then(Result::err));
    let people = Resource::new_blocking(move || make.version().get(), |_| people());
    let list = move || {
        view! {
            <div class="page stack">
                <div class="page-head">
                    <h1>{t!(i18n, people.title)}</h1>
                </div>
                <p class="muted people-lead">{t!(i18n, people.lead)}</p>
                <FailureNotice failure />
                <Transition>
                    {move || Suspend::new(async move {
                        match people.await {
                            Ok(people) => view! { <PeopleList people reader make /> }.into_any(),
                            Err(failure) => view! { <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) /> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        }
    };
    move || match sheet.get() {
        Some(made) => view! { <PrintedSheet sheet=made done=move || sheet.set(None) /> }.into_any(),
        None => list().into_any(),
    }
}
