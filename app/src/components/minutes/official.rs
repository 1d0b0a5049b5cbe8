//! The official text on the screen, line by line as it is printed.

use domain::{
    Lang,
    document::Route,
    minutes::{
        lines::{Line, Signer, lines},
        view::{Office, Signed},
    },
};
use leptos::prelude::*;

use crate::{
    components::{long_text::long_text, sign::drawn},
    i18n::{Locale, td_string},
};

/// The official text of minutes or of an addition, with the signatures in their places. A frozen one is what is printed
/// of the page.
pub fn official(text: &str, lang: Lang, signatures: &[Signed], frozen: bool) -> AnyView {
    let line = |line| match line {
        Line::Middle(words) => view! { <p class="official-middle">{words}</p> }.into_any(),
        Line::Title(words) => view! { <h3 class="official-title">{words}</h3> }.into_any(),
        Line::Edge(words) => view! { <p class="official-edge">{words}</p> }.into_any(),
        Line::Heading(words) => view! { <h4 class="official-title">{words}</h4> }.into_any(),
        Line::Section(words, value) if value.is_empty() => view! { <h4>{words}</h4> }.into_any(),
        Line::Section(words, value) => {
            view! { <h4>{words}" "<span class="official-value">{value}</span></h4> }.into_any()
        }
        Line::Inner(words) => view! { <p class="official-inner">{long_text(&words)}</p> }.into_any(),
        Line::Gap => view! { <div class="official-gap"></div> }.into_any(),
        Line::Signers(signers) => {
            let offices = [Office::Chair, Office::Secretary];
            let hands = signers.into_iter().zip(offices).map(|(place, office)| {
                let signed = signatures.iter().find(|signed| signed.office == office);
                hand(place, signed, lang)
            });
            view! { <div class="official-signers">{hands.collect_view()}</div> }.into_any()
        }
    };
    view! {
        <article class="official-text" class:frozen=frozen lang=lang.code()>
            {lines(text).into_iter().map(line).collect_view()}
        </article>
    }
    .into_any()
}

fn hand(place: Signer, signed: Option<&Signed>, lang: Lang) -> AnyView {
    let locale = match lang {
        Lang::Kk => Locale::kk,
        Lang::Ru => Locale::ru,
    };
    let mark = match signed {
        None => view! {
            <span class="official-blank">
                <span class="visually-hidden">{format!(" ({}) ", td_string!(locale, minutes.not_yet))}</span>
            </span>
        }
        .into_any(),
        Some(signed) => match (signed.route, &signed.strokes, &signed.typed) {
            (Route::Drawn, Some(strokes), _) => drawn(strokes, lang),
            (Route::Typed, _, Some(typed)) => {
                view! { <span class="official-blank sign-typed">{typed.clone()}</span> }.into_any()
            }
            _ => view! { <span class="official-blank">{td_string!(locale, document.ink_eds)}</span> }.into_any(),
        },
    };
    view! { <p class="official-hand">{place.office}" "{mark}" "{place.name}</p> }.into_any()
}
