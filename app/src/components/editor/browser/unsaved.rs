//! Words that never reached the minutes: they were sent to be signed, or one may not write any more. They can be read here,
//! copied, and let go.

use domain::{MeetingId, PersonId};
use leptos::prelude::*;

use super::{
    desk::area_of,
    keep::{self, Words},
    people::place,
};
use crate::i18n::{t, t_string, use_i18n};

/// What this device has kept, if anything.
#[component]
pub(in super::super) fn Kept(meeting: MeetingId, reader: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let words: Words = keep::read(meeting, reader).into_iter().flat_map(|kept| kept.words).collect();
    let words = RwSignal::new(words);
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let texts: Vec<String> = words.with_untracked(|words| words.iter().map(|(_, text)| text.clone()).collect());
        let _ = window().navigator().clipboard().write_text(&texts.join("\n"));
        copied.set(true);
    };
    let forget = move |_| {
        keep::forget_all(meeting, reader);
        words.set(Words::new());
    };
    let shown = Memo::new(move |_| words.with(|words| !words.is_empty()));
    let list = move || {
        let locale = i18n.get_locale();
        let row = |(area, text): (String, String)| {
            let place = area_of(&area).map(|area| place(locale, area));
            view! { <div><dt>{place}</dt><dd>{text}</dd></div> }
        };
        words.get().into_iter().map(row).collect_view()
    };
    move || {
        shown.get().then(|| {
            view! {
                <section class="notice warn editor-unsaved stack" role="status" aria-labelledby="editor-unsaved">
                    <h3 id="editor-unsaved">{t!(i18n, editor.unsaved)}</h3>
                    <p>{t!(i18n, editor.unsaved_why)}</p>
                    <dl>{list}</dl>
                    <p class="row">
                        <button type="button" class="button small" on:click=copy>
                            {move || if copied.get() { t_string!(i18n, editor.unsaved_copied) } else { t_string!(i18n, editor.unsaved_copy) }}
                        </button>
                        <button type="button" class="button quiet small" on:click=forget>{t!(i18n, editor.unsaved_forget)}</button>
                    </p>
                </section>
            }
        })
    }
}
