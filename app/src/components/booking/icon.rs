//! A picture for each kind of session: nobody needs the hue to tell them apart.

use domain::Kind;
use leptos::prelude::*;

/// The name of the hue that a kind has, as a class.
pub fn hue(kind: Kind) -> &'static str {
    match kind {
        Kind::Individual | Kind::Diagnostics => "hue-ind",
        Kind::Small | Kind::KpSmall => "hue-small",
        Kind::PlayInd | Kind::PlayOnline => "hue-play",
        Kind::ConsultInd | Kind::ConsultSmall | Kind::ConsultOnline | Kind::ConsultPhone => "hue-consult",
        Kind::Group | Kind::PlaySeminar | Kind::Creative | Kind::Playroom | Kind::Training => "hue-group",
    }
}

/// The picture; decorative, the name stands beside it.
#[component]
pub fn KindIcon(
    /// Of what.
    kind: Kind,
) -> impl IntoView {
    view! {
        <span class=format!("kind-icon {}", hue(kind)) aria-hidden="true">
            <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" focusable="false" inner_html=lines(kind)></svg>
        </span>
    }
}

/// The lines of the picture. As text: an element each would weigh more in the client than all of them do here.
fn lines(kind: Kind) -> &'static str {
    match kind {
        // Two who talk.
        Kind::ConsultInd | Kind::Individual | Kind::Diagnostics => {
            r#"<path d="M4 5.5h11v8H9l-3.5 3v-3H4z" stroke-linejoin="round"/><path d="M18 9.5h2.5v8H19v2.5l-3-2.5h-4V16" stroke-linejoin="round"/>"#
        }
        // People around.
        Kind::ConsultSmall | Kind::Small | Kind::Group => {
            r#"<circle cx="12" cy="7" r="2.6"/><circle cx="5.5" cy="10" r="2"/><circle cx="18.5" cy="10" r="2"/><path d="M7.5 19c0-3 2-5 4.5-5s4.5 2 4.5 5M2.5 17.5c0-2 1.2-3.5 3-3.5M21.5 17.5c0-2-1.2-3.5-3-3.5" stroke-linecap="round"/>"#
        }
        // A screen with somebody in it.
        Kind::ConsultOnline => {
            r#"<rect x="3" y="5" width="18" height="12" rx="2"/><circle cx="12" cy="10" r="2"/><path d="M8.5 17c0-2 1.5-3.5 3.5-3.5s3.5 1.5 3.5 3.5M9 20.5h6" stroke-linecap="round"/>"#
        }
        Kind::ConsultPhone => {
            r#"<path d="M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2 4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10.5 19.5 4 13 4 6c0-1.5 1-2.5 2-2.5z" stroke-linejoin="round"/>"#
        }
        // Bricks, the third on top.
        Kind::PlayInd => {
            r#"<rect x="3.5" y="12.5" width="8" height="8" rx="1.5"/><rect x="12.5" y="12.5" width="8" height="8" rx="1.5"/><rect x="8" y="3.5" width="8" height="8" rx="1.5"/>"#
        }
        // Two or three in a ring.
        Kind::KpSmall => {
            r#"<circle cx="12" cy="5.5" r="2.3"/><circle cx="5.5" cy="16.5" r="2.3"/><circle cx="18.5" cy="16.5" r="2.3"/><path d="M9.5 7.5 6.5 13.5M14.5 7.5l3 6M8.5 17.5h7" stroke-linecap="round"/>"#
        }
        // A screen with a game.
        Kind::PlayOnline => {
            r#"<rect x="3" y="4.5" width="18" height="12.5" rx="2"/><path d="M8 10.7h4M10 8.7v4M9 20.5h6" stroke-linecap="round"/><circle cx="15.5" cy="9.5" r=".6"/><circle cx="17" cy="12" r=".6"/>"#
        }
        // Large and small, hand in hand.
        Kind::PlaySeminar => {
            r#"<circle cx="8" cy="5.5" r="2.5"/><circle cx="17" cy="10.5" r="2"/><path d="M4 20v-5.5A4 4 0 0 1 8 10.5c2 0 3.5 1.5 4.5 3.5L14 16M14.5 20v-2.5a2.5 2.5 0 0 1 5 0V20M8 15.5V20" stroke-linecap="round"/>"#
        }
        // A brush.
        Kind::Creative => {
            r#"<path d="M20 4 11 13M20 4c.7.7.5 2-.5 3L13 14.5 9.5 11 17 4.5c1-1 2.3-1.2 3-.5z" stroke-linejoin="round"/><path d="M9 12.5c-2.5 0-4 1.5-4 4 0 1.5-.8 2.5-2 3 4 1.5 8.5.5 8.5-3.5" stroke-linecap="round" stroke-linejoin="round"/>"#
        }
        // A yurt, to play house in.
        Kind::Playroom => {
            r#"<path d="M3.5 12C5 8 8.5 5.5 12 4c3.5 1.5 7 4 8.5 8v8h-17z" stroke-linejoin="round"/><path d="M3.5 12h17M9.5 20v-4.5a2.5 2.5 0 0 1 5 0V20"/>"#
        }
        // A star to reach for.
        Kind::Training => {
            r#"<path d="m12 3.5 2.5 5.3 5.8.7-4.3 4 1.1 5.8L12 16.5l-5.1 2.8L8 13.5l-4.3-4 5.8-.7z" stroke-linejoin="round"/>"#
        }
    }
}
