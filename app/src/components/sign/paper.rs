//! A filled form as one reads it before signing: large enough, in both languages, aloud if wanted, to its end.

pub mod aloud;
#[cfg(feature = "hydrate")]
mod end;
mod sheet;
pub mod size;
#[cfg(feature = "hydrate")]
mod voice;

use domain::{Lang, form::Form};
use leptos::{html, prelude::*};

pub use sheet::{Marks, Reading, drawn, sheet};

use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
};

/// Under which name a browser keeps the size of the letters.
#[cfg(feature = "hydrate")]
const KEPT: &str = "kenes-paper-size";

/// Which of its texts is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// The official one.
    Kazakh,
    /// The one for reading.
    Russian,
    /// One beside the other; on a phone one below the other.
    Both,
}

impl Shown {
    fn has(self, lang: Lang) -> bool {
        match self {
            Self::Both => true,
            Self::Kazakh => lang == Lang::Kk,
            Self::Russian => lang == Lang::Ru,
        }
    }

    /// The language that is read aloud.
    fn lang(self) -> Lang {
        if self == Self::Russian { Lang::Ru } else { Lang::Kk }
    }
}

/// What comes of a wish to have it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser speaks"))]
enum Silence {
    /// Nobody here speaks Kazakh; somebody speaks Russian.
    NoKazakh,
    /// Nobody here speaks either.
    NoVoice,
}

/// A form, filled. The Kazakh text is the official one and comes first.
///
/// With `on_read` it asks to be read to its end, and calls once when it was: by scrolling there, or with the button at
/// the end of the text.
#[component]
pub fn Paper(
    /// The official text.
    kk: Form,
    /// The text for reading.
    ru: Form,
    /// The signatures that stand in it, each with its blank.
    #[prop(default = Signal::stored(Marks::new()), into)]
    marks: Signal<Marks>,
    /// It has been read to its end.
    #[prop(optional, into)]
    on_read: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let shown = RwSignal::new(Shown::Kazakh);
    let step = RwSignal::new(0);
    let reading = RwSignal::new(Reading::None);
    let silence = RwSignal::new(None::<Silence>);
    let speaks = RwSignal::new(false);
    let done = RwSignal::new(false);
    let (text, end, bar) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let said = StoredValue::new((aloud::sayings(&kk), aloud::sayings(&ru)));
    let finish = move || {
        if !done.try_get_untracked().unwrap_or(true) {
            done.set(true);
            if let Some(on_read) = on_read {
                on_read.run(());
            }
        }
    };

    #[cfg(feature = "hydrate")]
    let reader = voice::Reader::new(reading);
    #[cfg(feature = "hydrate")]
    {
        Effect::new(move || {
            let kept = window().local_storage().ok().flatten().and_then(|kept| kept.get_item(KEPT).ok().flatten());
            step.set(size::step_of(kept.as_deref()));
            speaks.set(voice::is_there());
        });
        // Whoever turns to the other text wants to hear that.
        Effect::new(move |before: Option<Shown>| {
            let shown = shown.get();
            if before.is_some_and(|before| before != shown) {
                reader.stop();
                silence.set(None);
            }
            shown
        });
        let left = leptos::ev::Custom::<web_sys::Event>::new("pagehide");
        let left = window_event_listener(left, move |_| reader.stop());
        on_cleanup(move || {
            left.remove();
            reader.stop();
        });
        if on_read.is_some() {
            end::watch(end, finish);
            end::follow(text, bar);
        }
        Effect::new(move || {
            if let (true, Some(text)) = (reading.get().is_some(), text.get()) {
                show_line(&text);
            }
        });
    }
    let listen = move |lang: Lang| {
        #[cfg(feature = "hydrate")]
        {
            silence.set(None);
            if voice::speaks(lang) {
                let parts = said.with_value(|(kk, ru)| if lang == Lang::Kk { kk.clone() } else { ru.clone() });
                if !shown.get_untracked().has(lang) {
                    shown.set(Shown::Russian);
                }
                // After the other text has come.
                request_animation_frame(move || reader.read(lang, parts));
            } else if lang == Lang::Kk && voice::speaks(Lang::Ru) {
                silence.set(Some(Silence::NoKazakh));
            } else {
                silence.set(Some(Silence::NoVoice));
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (lang, said);
    };
    let hush = move || {
        #[cfg(feature = "hydrate")]
        reader.stop();
    };
    let resize = move |larger: bool| {
        step.update(|step| *step = size::next(*step, larger));
        #[cfg(feature = "hydrate")]
        if let Some(kept) = window().local_storage().ok().flatten() {
            let _ = kept.set_item(KEPT, &size::SIZES[step.get_untracked()].to_string());
        }
    };

    let choice = move |which: Shown, words: Signal<&'static str>, class: Option<&'static str>| {
        view! {
            <button
                type="button"
                class=class
                aria-pressed=move || if shown.get() == which { "true" } else { "false" }
                on:click=move |_| shown.set(which)
            >
                {move || words.get()}
            </button>
        }
    };
    let sheets = [(kk, Lang::Kk, "kk"), (ru, Lang::Ru, "ru")].map(|(form, lang, code)| {
        let label = move || match lang {
            Lang::Kk => t_string!(i18n, sign.text_kk),
            Lang::Ru => t_string!(i18n, sign.text_ru),
        };
        view! {
            <article class="sign-text" lang=code aria-label=label hidden=move || !shown.get().has(lang)>
                {sheet::sheet(&form, lang, marks, reading)}
            </article>
        }
    });
    let percent = move || format!("{} %", size::SIZES[step.get()]);
    view! {
        <section class="sign-paper" aria-label=move || t_string!(i18n, sign.paper)>
            <div class="sign-tools no-print" hidden=move || !alive.get()>
                <div class="segmented" role="group" aria-label=move || t_string!(i18n, sign.which_text)>
                    {choice(Shown::Kazakh, Signal::derive(move || t_string!(i18n, sign.in_kazakh)), None)}
                    {choice(Shown::Russian, Signal::derive(move || t_string!(i18n, sign.in_russian)), None)}
                    {choice(Shown::Both, Signal::derive(move || t_string!(i18n, sign.in_both)), Some("sign-both"))}
                </div>
                <div class="sign-size" role="group" aria-label=move || t_string!(i18n, sign.letters)>
                    <button
                        type="button"
                        class="button small"
                        aria-label=move || t_string!(i18n, sign.letters_smaller)
                        aria-disabled=move || (step.get() == 0).then_some("true")
                        on:click=move |_| resize(false)
                    >
                        <span class="sign-a" aria-hidden="true">"А−"</span>
                    </button>
                    <output class="figures" aria-live="polite">{percent}</output>
                    <button
                        type="button"
                        class="button small"
                        aria-label=move || t_string!(i18n, sign.letters_larger)
                        aria-disabled=move || (step.get() + 1 == size::SIZES.len()).then_some("true")
                        on:click=move |_| resize(true)
                    >
                        <span class="sign-a large" aria-hidden="true">"А+"</span>
                    </button>
                </div>
                <button
                    type="button"
                    class="button small sign-aloud"
                    class:on=move || reading.get().is_some()
                    hidden=move || !speaks.get()
                    on:click=move |_| {
                        if reading.get_untracked().is_some() { hush() } else { listen(shown.get_untracked().lang()) }
                    }
                >
                    <span class="sign-sound" aria-hidden="true"></span>
                    {move || {
                        if reading.get().is_some() { t_string!(i18n, sign.hush) } else { t_string!(i18n, sign.read_aloud) }
                    }}
                </button>
            </div>
            <div class="no-print" role="status">
                {move || silence.get().map(|silence| view! {
                    <div class="notice">
                        {match silence {
                            Silence::NoKazakh => t!(i18n, sign.no_kazakh_voice).into_any(),
                            Silence::NoVoice => t!(i18n, sign.no_voice).into_any(),
                        }}
                        {(silence == Silence::NoKazakh).then(|| view! {
                            <button type="button" class="button small" on:click=move |_| listen(Lang::Ru)>
                                {t!(i18n, sign.listen_russian)}
                            </button>
                        })}
                    </div>
                })}
                {move || (shown.get() != Shown::Kazakh).then(|| view! {
                    <p class="muted small sign-official">{t!(i18n, sign.official)}</p>
                })}
            </div>
            <div
                node_ref=text
                class="sign-sheet"
                class:both=move || shown.get() == Shown::Both
                data-size=move || size::SIZES[step.get()].to_string()
            >
                {sheets}
            </div>
            {on_read.map(|_| view! {
                <div class="sign-end no-print" node_ref=end>
                    <button
                        type="button"
                        class="button"
                        hidden=move || !alive.get()
                        aria-disabled=move || done.get().then_some("true")
                        on:click=move |_| finish()
                    >
                        {move || if done.get() { t_string!(i18n, sign.was_read) } else { t_string!(i18n, sign.have_read) }}
                    </button>
                </div>
                <div class="sign-progress no-print" class:done=move || done.get() hidden=move || !alive.get() node_ref=bar>
                    <p role="status">
                        {move || if done.get() { t_string!(i18n, sign.read_to_end) } else { t_string!(i18n, sign.read_on) }}
                    </p>
                </div>
            })}
        </section>
    }
}

/// Brings the line that is read aloud to where it is seen.
#[cfg(feature = "hydrate")]
fn show_line(text: &web_sys::Element) {
    let text = text.clone();
    request_animation_frame(move || {
        if let Ok(Some(line)) = text.query_selector(".aloud") {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
