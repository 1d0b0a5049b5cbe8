//! The text of a form as it is read: its lines, what is written into its blanks, and the signatures under it.

use domain::{
    Lang,
    document::{Signing, stroke},
    form::{Blank, Form, Line, Piece},
};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

/// A line that is read aloud: in which language, and its number.
pub type Reading = Option<(Lang, usize)>;

/// Signatures, each with the blank under which it stands.
pub type Marks = Vec<(Blank, Signing)>;

/// Where the line to sign on is in the field, in its units: what was drawn below it hangs below the line of the paper.
const FOOT: i16 = 320;

/// A form in one language.
pub fn sheet(form: &Form, lang: Lang, marks: Signal<Marks>, reading: RwSignal<Reading>) -> AnyView {
    let mut blocks = Vec::new();
    let mut lines = form.lines.iter().enumerate().peekable();
    while let Some((n, line)) = lines.next() {
        let aloud = move || reading.get() == Some((lang, n));
        blocks.push(match line {
            Line::Corner(words) => view! { <p class="sign-corner" class:aloud=aloud>{words.clone()}</p> }.into_any(),
            Line::Title(words) => {
                // Titles one below the other are one title.
                let mut rows = vec![view! { <span class:aloud=aloud>{words.clone()}</span> }.into_any()];
                while let Some((n, Line::Title(words))) = lines.next_if(|(_, line)| matches!(line, Line::Title(_))) {
                    let aloud = move || reading.get() == Some((lang, n));
                    rows.push(view! { " "<span class:aloud=aloud>{words.clone()}</span> }.into_any());
                }
                view! { <h2>{rows}</h2> }.into_any()
            }
            Line::Heading(words) => view! { <h3 class:aloud=aloud>{words.clone()}</h3> }.into_any(),
            Line::Text(pieces) => {
                let pieces = pieces.iter().map(|piece| shown(piece, lang, marks)).collect_view();
                view! { <p class:aloud=aloud>{pieces}</p> }.into_any()
            }
            Line::Caption(words) => view! { <p class="sign-caption">{words.clone()}</p> }.into_any(),
            Line::Gap => view! { <div class="sign-gap"></div> }.into_any(),
        });
    }
    blocks.into_any()
}

fn shown(piece: &Piece, lang: Lang, marks: Signal<Marks>) -> AnyView {
    match piece {
        Piece::Words(words) => words.clone().into_any(),
        Piece::Filled(_, words) => view! { <span class="sign-filled">{words.clone()}</span> }.into_any(),
        Piece::Blank(blank) => {
            let blank = *blank;
            let mark = Memo::new(move |_| {
                marks.with(|marks| marks.iter().find(|(of, _)| *of == blank).map(|(_, mark)| mark.clone()))
            });
            (move || match mark.get() {
                Some(Signing::Drawn(strokes)) => drawn(&strokes, lang),
                Some(Signing::Typed(name)) => view! { <span class="sign-filled sign-typed">{name}</span> }.into_any(),
                None => view! {
                    <span class=format!("sign-blank {}", room(blank))>
                        <span class="visually-hidden">{format!(" ({}) ", td_string!(locale(lang), sign.blank))}</span>
                    </span>
                }
                .into_any(),
            })
            .into_any()
        }
    }
}

/// A drawn signature, as it was drawn.
pub fn drawn(strokes: &domain::document::Strokes, lang: Lang) -> AnyView {
    view! {
        <svg
            class="sign-mark"
            viewBox=format!("0 0 {} {FOOT}", stroke::WIDTH)
            preserveAspectRatio="xMinYMax meet"
            role="img"
            aria-label=td_string!(locale(lang), sign.drawn_mark)
        >
            <path class="sign-ink" d=strokes.path() />
        </svg>
    }
    .into_any()
}

/// How wide an empty blank is.
fn room(blank: Blank) -> &'static str {
    match blank {
        Blank::Day | Blank::Year => "short",
        Blank::Month | Blank::Number | Blank::Until | Blank::Born => "middle",
        Blank::Signature | Blank::HeadSignature => "hand",
        Blank::Group | Blank::Place => "long",
        Blank::Parent | Blank::Child | Blank::ChildGroup | Blank::Organisation | Blank::Head => "whole",
    }
}

/// The words around a text are in its own language, not in the reader's.
fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Kk => Locale::kk,
        Lang::Ru => Locale::ru,
    }
}
