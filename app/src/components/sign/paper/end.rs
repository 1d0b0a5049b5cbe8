//! How far a paper has been read: its end was on the screen for a moment.

use gloo_timers::callback::Timeout;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry};

/// Milliseconds for which the end must be seen: a paper that is all on the screen is not read when it is opened.
const MOMENT: u32 = 1200;

/// The observer, and what it calls.
struct Watch {
    observer: IntersectionObserver,
    _seen: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls `reached` when the end has been seen for a moment.
pub(super) fn watch(end: NodeRef<html::Div>, reached: impl Fn() + Copy + 'static) {
    let held = StoredValue::new_local(None::<Watch>);
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move || {
        let Some(end) = end.get() else { return };
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
            let visible = last.is_some_and(|entry| entry.is_intersecting());
            let _ = timer.try_set_value(visible.then(|| Timeout::new(MOMENT, reached)));
        });
        let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else { return };
        let end: &Element = end.as_ref();
        observer.observe(end);
        held.set_value(Some(Watch { observer, _seen: seen }));
    });
    on_cleanup(move || {
        let _ = held.try_update_value(Option::take);
        let _ = timer.try_update_value(Option::take);
    });
}

/// Shows in a bar how much of the text has been on the screen: `--read` from 0 to 1.
pub(super) fn follow(text: NodeRef<html::Div>, bar: NodeRef<html::Div>) {
    let measure = move || {
        let (Some(text), Some(bar)) = (text.get_untracked(), bar.get_untracked()) else { return };
        let (text, bar): (&Element, &HtmlElement) = (text.as_ref(), bar.as_ref());
        let rect = text.get_bounding_client_rect();
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let read = if rect.height() > 0.0 { ((screen - rect.top()) / rect.height()).clamp(0.0, 1.0) } else { 0.0 };
        let _ = bar.style().set_property("--read", &format!("{read:.3}"));
    };
    Effect::new(move || {
        if text.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let scrolled = window_event_listener(ev::scroll, move |_| measure());
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
    });
}
