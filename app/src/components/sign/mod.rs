//! What signing in the browser is made of: the paper that is read, the password again, the drawn or typed signature,
//! and the ЭЦҚ. None of it asks the server anything: pages do.

pub mod base64;
pub mod eds;
pub mod identify;
pub mod nca;
pub mod pad;
pub mod paper;

use domain::{
    Name,
    document::{Signing, Strokes, is_name_of},
};
use leptos::prelude::*;

pub use eds::SignWithEds;
pub use identify::{Identify, but_the_password};
pub use pad::SignaturePad;
pub use paper::{Marks, Paper, drawn};

use crate::i18n::{t, t_string, use_i18n};

/// How somebody signs here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// With the finger or the mouse.
    Draw,
    /// By typing the name.
    Type,
}

/// What a typed name comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    /// Nothing yet.
    Nothing,
    /// On the way to the name, or another.
    Other,
    /// The name.
    Fits,
}

/// Signs by drawing, or by typing the name. `signing` is there as soon as it can be the signature of `name`.
///
/// Called what it is: a simple electronic consent, never ЭЦҚ.
#[component]
pub fn SignWith(
    /// Whose signature it is.
    name: Name,
    /// The signature, once it can be one.
    signing: RwSignal<Option<Signing>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let way = RwSignal::new(Way::Draw);
    let strokes = RwSignal::new(Strokes::default());
    let typed = RwSignal::new(String::new());
    let full = name.full();
    let of = StoredValue::new(name);
    let fits = Memo::new(move |_| {
        typed.with(|typed| match typed.trim().is_empty() {
            true => Typed::Nothing,
            false if of.with_value(|name| is_name_of(typed, name)) => Typed::Fits,
            false => Typed::Other,
        })
    });
    Effect::new(move || {
        let given = match way.get() {
            Way::Draw => Signing::Drawn(strokes.get()),
            Way::Type => Signing::Typed(typed.with(|typed| typed.split_whitespace().collect::<Vec<_>>().join(" "))),
        };
        signing.set(Some(given).filter(|given| of.with_value(|name| given.is_of(name))));
    });
    let choice = move |which: Way, words: Signal<&'static str>| {
        view! {
            <label class="sign-way">
                <input
                    type="radio"
                    name="sign-way"
                    prop:checked=move || way.get() == which
                    checked=which == Way::Draw
                    on:change=move |_| way.set(which)
                />
                <span>{move || words.get()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="sign-with stack">
            <legend class="visually-hidden">{t!(i18n, sign.how)}</legend>
            <div class="sign-ways">
                {choice(Way::Draw, Signal::derive(move || t_string!(i18n, sign.draw)))}
                {choice(Way::Type, Signal::derive(move || t_string!(i18n, sign.type_name)))}
            </div>
            <div class="stack tight" hidden=move || way.get() != Way::Draw>
                <p class="muted small">{t!(i18n, sign.draw_hint)}</p>
                <SignaturePad strokes />
                <p class="small">
                    <button type="button" class="link" on:click=move |_| turn_to_typing(way)>{t!(i18n, sign.rather_type)}</button>
                </p>
            </div>
            <div class="field" hidden=move || way.get() != Way::Type>
                <label for="sign-name">{t!(i18n, sign.your_name)}</label>
                <p class="hint" id="sign-name-hint">
                    {t!(i18n, sign.name_hint)}" "<strong class="sign-full">{full}</strong>
                </p>
                <input
                    id="sign-name"
                    type="text"
                    autocomplete="off"
                    autocapitalize="words"
                    spellcheck="false"
                    enterkeyhint="done"
                    maxlength="200"
                    aria-describedby="sign-name-hint"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <p class="sign-name-state" role="status" class:ok=move || fits.get() == Typed::Fits>
                    {move || match fits.get() {
                        Typed::Nothing => None,
                        Typed::Other => Some(t_string!(i18n, sign.name_other)),
                        Typed::Fits => Some(t_string!(i18n, sign.name_fits)),
                    }}
                </p>
                <p class="sign-typed-line" aria-hidden="true">
                    <span class="sign-typed">{move || typed.get()}</span>
                </p>
            </div>
            <p class="muted small">{t!(i18n, sign.simple)}</p>
        </fieldset>
    }
}

/// The other way, with the focus where one types.
fn turn_to_typing(way: RwSignal<Way>) {
    way.set(Way::Type);
    request_animation_frame(|| {
        #[cfg(feature = "hydrate")]
        {
            use leptos::wasm_bindgen::JsCast;
            let input = document().get_element_by_id("sign-name");
            if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = input.focus();
            }
        }
    });
}
