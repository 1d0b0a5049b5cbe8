//! A word to a parent of the council: bodies have made known what they decided (АПҚО ережесі 3.2).

use domain::Permission;
use leptos::prelude::*;

use crate::{
    api::decision::digests,
    i18n::{t, use_i18n},
    visit::use_me,
};

/// Nothing for families that do not sit in the council, and for staff, who come to it from their decisions.
#[component]
pub fn CouncilDigests() -> impl IntoView {
    let family =
        |me: &domain::view::Me| me.actor.may(Permission::BookForChild) && !me.actor.may(Permission::SeeDecisions);
    use_me().filter(family).map(|_| view! { <Published /> })
}

#[component]
fn Published() -> impl IntoView {
    let i18n = use_i18n();
    let list = Resource::new_blocking(|| (), |()| digests());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let list = list.await.unwrap_or_default();
                let new = list.iter().any(|digest| !digest.read);
                (!list.is_empty()).then(|| view! {
                    <p class="row">
                        <a href="/digests">{t!(i18n, decision.digests)}</a>
                        {new.then(|| view! { <span class="chip sky">{t!(i18n, decision.digest_new)}</span> })}
                    </p>
                })
            })}
        </Suspense>
    }
}
