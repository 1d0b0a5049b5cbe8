//! A word to a family that something waits for their signature.

use domain::{Permission, document::Act};
use leptos::prelude::*;

use crate::{
    api::document::own_documents,
    i18n::{t, use_i18n},
    visit::use_me,
};

/// Nothing where nothing waits, and for those who are nobody's guardian.
#[component]
pub fn WaitingDocuments() -> impl IntoView {
    use_me().filter(|me| me.actor.may(Permission::BookForChild)).map(|_| view! { <Waiting /> })
}

#[component]
fn Waiting() -> impl IntoView {
    let i18n = use_i18n();
    let list = Resource::new_blocking(|| (), |()| own_documents());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let waits = list.await.is_ok_and(|list| list.iter().any(|listed| listed.acts.contains(&Act::Sign)));
                waits.then(|| view! {
                    <div class="notice warn waiting-documents" data-waiting="true">
                        <p><strong>{t!(i18n, document.waiting)}</strong></p>
                        <p><a class="button" href="/documents">{t!(i18n, document.waiting_open)}</a></p>
                    </div>
                })
            })}
        </Suspense>
    }
}
