//! The way into the meeting. The link itself comes from the server, and only while the meeting is open.

use leptos::prelude::*;

use super::One;
use crate::{
    api::booking::OneBooking,
    components::booking::facts,
    i18n::{Locale, td_string},
};

/// The button, or when there will be one.
pub(super) fn door(locale: Locale, one: &OneBooking, resource: One) -> AnyView {
    let booking = &one.booking;
    if !booking.online {
        return ().into_any();
    }
    if let Some(link) = booking.link.clone() {
        return view! {
            <p class="join"><a class="button primary wide" href=link rel="external noopener" target="_blank" data-action="join">{td_string!(locale, booking.join)}</a></p>
        }
        .into_any();
    }
    let Some(opens) = booking.opens else { return ().into_any() };
    let at = td_string!(locale, booking.opens_at, when = facts::at(locale, opens)).to_string();
    let left = RwSignal::new(None::<u32>);
    if let Some(seconds) = one.opens_in {
        count_down(seconds, left, resource);
    }
    let counted = move || {
        left.get().map(|left| match countdown(left) {
            Some(text) => td_string!(locale, booking.opens_in, left = text).to_string(),
            None => td_string!(locale, booking.opening).to_owned(),
        })
    };
    view! {
        <div class="join no-print">
            <span class="button primary wide" aria-disabled="true" data-action="join-later">{td_string!(locale, booking.join)}</span>
            <p>{at}</p>
            <p class="figures" role="timer" aria-live="off">{counted}</p>
            <noscript><p class="muted small">{td_string!(locale, booking.opens_refresh)}</p></noscript>
        </div>
    }
    .into_any()
}

/// `59:09`, `9:30`; nothing when it is time.
fn countdown(left: u32) -> Option<String> {
    (left > 0).then(|| format!("{}:{:02}", left / 60, left % 60))
}

/// Counts on the browser's own steady clock, not on the time that it believes it is; asks for the link when it is time.
#[cfg(feature = "hydrate")]
fn count_down(seconds: u32, left: RwSignal<Option<u32>>, resource: One) {
    use gloo_timers::callback::Interval;

    /// Farther away a countdown is only restless: the line above says when.
    const HOUR: u32 = 60 * 60;
    /// Between asking and asking again, in case the server's clock is a little behind.
    const AGAIN: i32 = 10;

    let Some(steady) = window().performance() else { return };
    let began = steady.now();
    let held = StoredValue::new_local(None::<Interval>);
    // Asked just now, and not open yet: no hurry.
    let asked = StoredValue::new(i32::from(seconds == 0));
    let tick = move || {
        #[expect(clippy::cast_possible_truncation, reason = "seconds of one visit to a page")]
        let remaining = i32::try_from(seconds).unwrap_or(i32::MAX) - ((steady.now() - began) / 1000.0) as i32;
        let whole = u32::try_from(remaining).unwrap_or(0);
        if whole < HOUR && left.get_untracked() != Some(whole) {
            left.set(Some(whole));
        }
        if remaining <= -asked.get_value() * AGAIN {
            asked.update_value(|asked| *asked += 1);
            resource.refetch();
        }
    };
    // Not while hydrating: the server rendered no countdown.
    Effect::new(move || {
        let tick = tick.clone();
        tick();
        held.try_set_value(Some(Interval::new(1000, tick)));
    });
    on_cleanup(move || drop(held.try_update_value(Option::take)));
}

#[cfg(not(feature = "hydrate"))]
fn count_down(_seconds: u32, _left: RwSignal<Option<u32>>, _resource: One) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_short_and_ends_in_nothing() {
        assert_eq!(countdown(3549).as_deref(), Some("59:09"));
        assert_eq!(countdown(570).as_deref(), Some("9:30"));
        assert_eq!(countdown(0), None);
    }
}
