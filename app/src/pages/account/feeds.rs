//! Addresses under which one's own calendar program reads one's sessions.

use domain::{
    time::clock,
    view::{Feed, FeedOf},
};
use leptos::prelude::*;

use crate::{
    alive::use_alive,
    api::account::{MakeFeed, RevokeFeed, feeds},
    components::form::{FailureNotice, failure_of},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
};

/// Those that are there, each with a way to revoke it, and the form for another.
#[component]
pub fn Feeds() -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (make, revoke) = (ServerAction::<MakeFeed>::new(), ServerAction::<RevokeFeed>::new());
    let versions = move || (make.version().get(), revoke.version().get());
    let known = Resource::new_blocking(versions, |_| feeds());
    let failed = Signal::derive(move || failure_of(*make).get().or_else(|| failure_of(*revoke).get()));
    let address = Signal::derive(move || make.value().get().and_then(Result::ok));
    // An address that may be the one revoked is not shown on.
    Effect::watch(move || revoke.version().get(), move |_, _, _| make.clear(), false);
    view! {
        <section class="stack tight" aria-labelledby="feeds-title">
            <h2 id="feeds-title">{t!(i18n, account.feeds)}</h2>
            <p class="muted">{t!(i18n, account.feeds_hint)}</p>
            <FailureNotice failure=failed />
            {move || address.get().map(|address| view! { <Made address /> })}
            <Transition>
                {move || Suspend::new(async move {
                    known.await.map(|known| {
                        let none = known.feeds.is_empty();
                        let lines = known.feeds.into_iter().map(|feed| view! { <Line feed revoke /> }).collect_view();
                        view! {
                            {(!none).then(|| view! { <ul class="card devices">{lines}</ul> })}
                            <ActionForm action=make attr:class="row feed-form">
                                <input type="hidden" name="lang" value=move || language::of(i18n.get_locale()).code() />
                                {(!known.rooms.is_empty()).then(|| view! {
                                    <label class="field">
                                        <span class="label">{t!(i18n, account.feed_of)}</span>
                                        <select name="room">
                                            <option value="">{t!(i18n, account.feed_own)}</option>
                                            {known.rooms.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
                                        </select>
                                    </label>
                                })}
                                // Its answer is shown once, and only here: without scripts it would be lost.
                                <button type="submit" class="button" disabled=move || !alive.get()>{t!(i18n, account.feed_make)}</button>
                            </ActionForm>
                        }
                    }).ok()
                })}
            </Transition>
        </section>
    }
}

/// The address that was made: to be copied now.
#[component]
fn Made(address: String) -> impl IntoView {
    let i18n = use_i18n();
    let copied = RwSignal::new(false);
    let shown = address.clone();
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        let _ = window().navigator().clipboard().write_text(&address);
        #[cfg(not(feature = "hydrate"))]
        let _ = &address;
        copied.set(true);
    };
    view! {
        <div class="notice ok" role="status">
            <strong>{t!(i18n, account.feed_made)}</strong>
            <p>{t!(i18n, account.feed_made_hint)}</p>
            <p><code class="feed-address">{shown}</code></p>
            <p class="row">
                <button type="button" class="button small" on:click=copy>{t!(i18n, account.feed_copy)}</button>
                <span role="status">{move || copied.get().then(|| t_string!(i18n, account.feed_copied))}</span>
            </p>
        </div>
    }
}

#[component]
fn Line(feed: Feed, revoke: ServerAction<RevokeFeed>) -> impl IntoView {
    let i18n = use_i18n();
    let of = StoredValue::new(feed.of);
    let named = move || of.with_value(|of| name(i18n.get_locale(), of));
    let told = move || {
        let lang = language::of(i18n.get_locale());
        let made = lang.day_month(feed.made.day);
        let made = t_string!(i18n, account.feed_since, when = made).to_string();
        let seen = match feed.seen {
            Some(seen) => {
                let when = format!("{}, {}", lang.day_month(seen.day), clock(seen.minute));
                t_string!(i18n, account.feed_seen, when = when).to_string()
            }
            None => t_string!(i18n, account.feed_unseen).to_owned(),
        };
        format!("{made} · {seen}")
    };
    view! {
        <li class="device">
            <div>
                <p class="device-name">{named}</p>
                <p class="muted small">{told}</p>
            </div>
            <ActionForm action=revoke>
                <input type="hidden" name="id" value=feed.id.to_string() />
                <button type="submit" class="button small danger" aria-label=move || format!("{}: {}", t_string!(i18n, account.feed_revoke), named())>
                    {t!(i18n, account.feed_revoke)}
                </button>
            </ActionForm>
        </li>
    }
}

fn name(locale: Locale, of: &FeedOf) -> String {
    match of {
        FeedOf::Own => td_string!(locale, account.feed_own).to_owned(),
        FeedOf::Room(name) => name.clone(),
    }
}
