//! The client half of live updates: one stream of [`Delta`]s from `/live`, reconnected by the browser itself.

use domain::view::Delta;
use leptos::prelude::*;

/// How the stream is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not opened yet, or the page is rendered by the server.
    Starting,
    /// Changes arrive.
    Live,
    /// Lost; the browser is trying again.
    Lost,
}

/// Opens the stream for as long as the calling component lives, and calls `on` with each change.
///
/// The page shows `revision`: if something has changed since, the stream begins with [`Delta::Reload`]. `resumed` is
/// called when the stream is back after a loss: changes may have been missed, so ask anew.
pub fn use_live_since(
    revision: i64,
    on: impl Fn(Delta) + 'static,
    resumed: impl Fn() + 'static,
) -> ReadSignal<Connection> {
    open(on, resumed, Some(format!("/live?since={revision}")))
}

/// The same for a page that shows nobody's hand: what others carry over the calendar just now.
pub fn use_changes_since(
    revision: i64,
    on: impl Fn(Delta) + 'static,
    resumed: impl Fn() + 'static,
) -> ReadSignal<Connection> {
    open(on, resumed, Some(format!("/live?since={revision}&hands=false")))
}

/// The same for a page that is cheap to ask for and knows no revision: `resumed` is called as soon as the stream is open,
/// too. Something may have changed since the server made the page.
pub fn use_live_from_the_start(on: impl Fn(Delta) + 'static, resumed: impl Fn() + 'static) -> ReadSignal<Connection> {
    open(on, resumed, None)
}

fn open(on: impl Fn(Delta) + 'static, resumed: impl Fn() + 'static, since: Option<String>) -> ReadSignal<Connection> {
    let (connection, set_connection) = signal(Connection::Starting);
    #[cfg(feature = "hydrate")]
    browser::open(on, resumed, since, set_connection);
    #[cfg(not(feature = "hydrate"))]
    let _ = (on, resumed, since, set_connection);
    connection
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{cell::Cell, rc::Rc};

    use domain::view::Delta;
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    use super::Connection;

    pub(super) fn open(
        on: impl Fn(Delta) + 'static,
        resumed: impl Fn() + 'static,
        since: Option<String>,
        state: WriteSignal<Connection>,
    ) {
        let lost = Rc::new(Cell::new(since.is_none()));
        let held = StoredValue::new_local(None::<Stream>);
        let Ok(source) = EventSource::new(since.as_deref().unwrap_or("/live")) else { return };
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(delta) = event.data().as_string().and_then(|text| serde_json::from_str::<Delta>(&text).ok()) {
                on(delta);
            }
        });
        let opened = {
            let lost = lost.clone();
            Closure::<dyn Fn()>::new(move || {
                state.set(Connection::Live);
                if lost.replace(false) {
                    resumed();
                }
            })
        };
        let failed = Closure::<dyn Fn()>::new(move || {
            lost.set(true);
            state.set(Connection::Lost);
        });
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        held.set_value(Some(Stream { source, _message: message, _opened: opened, _failed: failed }));
        on_cleanup(move || held.update_value(|stream| drop(stream.take())));
    }

    struct Stream {
        source: EventSource,
        _message: Closure<dyn Fn(MessageEvent)>,
        _opened: Closure<dyn Fn()>,
        _failed: Closure<dyn Fn()>,
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
        }
    }
}
