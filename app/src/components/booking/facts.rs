//! What is said of a kind of session and of a booking, in the reader's language.

use domain::{
    Body, Kind, KindRule, Name, Slot, format::time_range, kind::Online, rule, time::Moment, time::clock,
    view::BookingView,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, td_string},
    language,
};

/// A sentence on what a kind is for.
pub fn about(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::ConsultInd => td_string!(locale, booking.about_consult_ind),
        Kind::ConsultSmall => td_string!(locale, booking.about_consult_small),
        Kind::ConsultOnline => td_string!(locale, booking.about_consult_online),
        Kind::PlayInd => td_string!(locale, booking.about_play_ind),
        Kind::KpSmall => td_string!(locale, booking.about_kp_small),
        Kind::PlayOnline => td_string!(locale, booking.about_play_online),
        Kind::PlaySeminar => td_string!(locale, booking.about_play_seminar),
        Kind::Creative => td_string!(locale, booking.about_creative),
        Kind::Playroom => td_string!(locale, booking.about_playroom),
        Kind::Training => td_string!(locale, booking.about_training),
        // Parents do not book these by themselves: their name is enough.
        Kind::Individual | Kind::Small | Kind::Group | Kind::Diagnostics | Kind::ConsultPhone => "",
    }
}

fn of_point(kind: Kind) -> Option<&'static KindRule> {
    rule(Body::Kp, kind)
}

/// A parent takes part.
pub fn with_parent(kind: Kind) -> bool {
    of_point(kind).is_some_and(|rule| rule.with_parent)
}

/// By video only.
pub fn by_video(kind: Kind) -> bool {
    of_point(kind).is_some_and(|rule| rule.online == Online::Always)
}

/// A conversation with the parent: the child may stay at home.
pub fn is_consultation(kind: Kind) -> bool {
    matches!(kind, Kind::ConsultInd | Kind::ConsultSmall | Kind::ConsultOnline | Kind::ConsultPhone)
}

/// With other children or families.
pub fn in_group(kind: Kind) -> bool {
    of_point(kind).is_some_and(|rule| rule.children.1 > 1)
}

/// What a parent does before it begins.
pub fn prepare(locale: Locale, kind: Kind) -> Vec<&'static str> {
    let together = with_parent(kind).then(|| td_string!(locale, booking.prepare_parent));
    let ready = match (by_video(kind), is_consultation(kind)) {
        (true, _) => td_string!(locale, booking.prepare_video),
        (false, true) => td_string!(locale, booking.prepare_consult),
        (false, false) => td_string!(locale, booking.prepare_child),
    };
    together.into_iter().chain([ready]).collect()
}

/// «25 қараша, сәрсенбі, 09:20–09:40».
pub fn when(locale: Locale, slot: &Slot) -> String {
    format!("{}, {}", language::of(locale).day_month_weekday(slot.day), time_range(slot))
}

/// «2026 жылғы 25 қараша, сәрсенбі, 09:20–09:40»: where the year belongs to it. A line never breaks inside the time.
pub fn when_in_full(locale: Locale, slot: Slot) -> AnyView {
    view! {
        {language::of(locale).long_date_weekday(slot.day)}
        ", "
        <span class="nowrap">{time_range(&slot)}</span>
    }
    .into_any()
}

/// «25 қараша, сәрсенбі, 09:10».
pub fn at(locale: Locale, moment: Moment) -> String {
    format!("{}, {}", language::of(locale).day_month_weekday(moment.day), clock(moment.minute))
}

/// «Қалдыбек Ә., Оспан Г.».
pub fn names(staff: &[Name]) -> String {
    staff.iter().map(Name::short).collect::<Vec<_>>().join(", ")
}

/// The room, or that it is by video.
pub fn place(locale: Locale, booking: &BookingView) -> String {
    match &booking.room {
        Some(room) if !booking.online => room.clone(),
        _ if booking.online => td_string!(locale, booking.place_video).to_owned(),
        _ => String::new(),
    }
}
