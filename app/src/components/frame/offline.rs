//! A calm word when the connection is gone.

use leptos::{ev, prelude::*};

use crate::i18n::{t, use_i18n};

/// Empty as long as there is a connection, so that its words are read out when they appear.
#[component]
pub fn OfflineBar() -> impl IntoView {
    let i18n = use_i18n();
    let (online, set_online) = signal(true);
    Effect::new(move || {
        set_online.set(window().navigator().on_line());
        let gone = window_event_listener(ev::offline, move |_| set_online.set(false));
        let back = window_event_listener(ev::online, move |_| set_online.set(true));
        on_cleanup(move || {
            gone.remove();
            back.remove();
        });
    });
    view! {
        <div class="offline" role="status">
            {move || (!online.get()).then(|| view! { <p>{t!(i18n, common.offline)}</p> })}
        </div>
    }
}
