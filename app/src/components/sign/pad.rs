//! A field to sign in with a finger, a pen or a mouse. What is drawn is kept as lines, not as a picture.

#[cfg(feature = "hydrate")]
mod hand;
pub mod thin;

use domain::document::Strokes;
use leptos::{ev, html, prelude::*, svg};

use crate::i18n::{t, t_string, use_i18n};

/// What a pointer does over the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touch {
    Down,
    Move,
    Up,
    /// Taken away by the browser: where it was then says nothing.
    Lost,
}

/// What a field is made of.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser draws"))]
struct Pad {
    /// What was drawn.
    strokes: RwSignal<Strokes>,
    /// The stroke that is being drawn.
    hand: StoredValue<Hand>,
    field: NodeRef<html::Div>,
    ink: NodeRef<svg::Path>,
}

/// The pointer that draws.
#[derive(Default)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser draws"))]
struct Hand {
    /// It, as long as it is down. Another finger, or the palm beside it, is ignored.
    pointer: Option<i32>,
    /// A pen has been used: fingers are the hand that holds it.
    pen: bool,
    /// Where the field is.
    place: thin::Place,
    /// What it has drawn since it is down.
    drawn: Vec<thin::Point>,
    /// The path of what is seen: the strokes before, and this one.
    path: String,
}

impl Pad {
    fn hears(self, touch: Touch, event: &ev::PointerEvent) {
        #[cfg(feature = "hydrate")]
        hand::hears(self, touch, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, touch, event);
    }

    /// Ends the stroke that is being drawn, if there is one: its button may be pressed with another finger.
    fn rest(self) {
        #[cfg(feature = "hydrate")]
        hand::end(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }
}

/// Signs by drawing: `strokes` is what has been drawn, in units of a field of 1000 by 400.
#[component]
pub fn SignaturePad(
    /// What was drawn.
    strokes: RwSignal<Strokes>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (field, ink) = (NodeRef::<html::Div>::new(), NodeRef::<svg::Path>::new());
    let pad = Pad { strokes, hand: StoredValue::default(), field, ink };
    let empty = Memo::new(move |_| strokes.with(Strokes::is_empty));
    // Read out when it changes; the drawing itself is nothing to be read out.
    let (said, say) = signal(None::<&'static str>);
    let waits = move || empty.get().then_some("true");
    let undo = move |_| {
        pad.rest();
        if !strokes.with_untracked(Strokes::is_empty) {
            strokes.update(|strokes| drop(strokes.0.pop()));
            say.set(Some(t_string!(i18n, sign.undone)));
        }
    };
    let clear = move |_| {
        pad.rest();
        if !strokes.with_untracked(Strokes::is_empty) {
            strokes.set(Strokes::default());
            // Whoever begins anew may do so with another hand.
            pad.hand.update_value(|hand| hand.pen = false);
            say.set(Some(t_string!(i18n, sign.cleared)));
        }
    };
    Effect::new(move || {
        strokes.track();
        if !empty.get() {
            say.set(None);
        }
    });
    view! {
        <div class="sign-pad">
            <div
                node_ref=field
                class="sign-field"
                class:empty=move || empty.get()
                role="img"
                aria-label=move || {
                    if empty.get() { t_string!(i18n, sign.field_empty) } else { t_string!(i18n, sign.field_drawn) }
                }
                on:pointerdown=move |event| pad.hears(Touch::Down, &event)
                on:pointermove=move |event| pad.hears(Touch::Move, &event)
                on:pointerup=move |event| pad.hears(Touch::Up, &event)
                on:pointercancel=move |event| pad.hears(Touch::Lost, &event)
                on:lostpointercapture=move |event| pad.hears(Touch::Lost, &event)
            >
                <svg viewBox="0 0 1000 400" aria-hidden="true">
                    <path class="sign-base" d="M60 310H940" />
                    <path class="sign-cross" d="M62 262l32 32M94 262l-32 32" />
                    <path class="sign-ink" node_ref=ink d=move || strokes.with(Strokes::path) />
                </svg>
                <p class="sign-hint" aria-hidden="true">{t!(i18n, sign.here)}</p>
            </div>
            <div class="row">
                <button type="button" class="button small" aria-disabled=waits on:click=undo>{t!(i18n, sign.undo)}</button>
                <button type="button" class="button small" aria-disabled=waits on:click=clear>{t!(i18n, sign.clear)}</button>
            </div>
            <p class="visually-hidden" role="status">{move || said.get()}</p>
        </div>
    }
}
