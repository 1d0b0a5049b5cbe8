//! The draft of minutes, written together. The server shows its text; alive, it is the editor: plain text areas bound to the
//! shared document (`app/minutes`), no foreign code.

#[cfg(feature = "hydrate")]
mod browser;

use domain::{
    MeetingId, PersonId,
    meeting::view::MeetingView,
    minutes::{
        Section,
        view::{MinutesView, RemarkView},
    },
};
use leptos::prelude::*;

use crate::{
    alive::use_alive,
    components::long_text::long_text,
    i18n::{Locale, t, td_string, use_i18n},
};

/// The draft of a meeting's minutes.
#[component]
pub fn MinutesEditor(
    /// Whose.
    meeting: MeetingId,
    /// As they stood when the page was made.
    view: MinutesView,
    /// The meeting.
    meeting_view: MeetingView,
    /// What members have to say of them.
    #[prop(into)]
    remarks: Signal<Vec<RemarkView>>,
    /// Something of them has come further: they are to be looked at anew.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = RwSignal::new(false);
    // After hydration: until then the page is what the server made.
    Effect::new(move || alive.set(true));
    let text = move || long_text(if i18n.get_locale() == Locale::ru { &view.ru } else { &view.kk });
    #[cfg(feature = "hydrate")]
    let (access, reader) = (view.access, view.reader);
    #[cfg(not(feature = "hydrate"))]
    let _ = (meeting, meeting_view, remarks, changed);
    #[cfg(feature = "hydrate")]
    let live = move || {
        let meeting_view = meeting_view.clone();
        alive.get().then(move || {
            view! { <browser::Live meeting access reader meeting_view remarks changed /> }
        })
    };
    #[cfg(not(feature = "hydrate"))]
    let live = move || alive.get().then_some(());
    view! {
        <section class="editor" aria-labelledby="editor-title" data-editor>
            <h2 id="editor-title" class="visually-hidden">{t!(i18n, editor.title)}</h2>
            <pre class="editor-waiting" hidden=move || alive.get()>{text}</pre>
            {live}
        </section>
    }
}

/// How minutes came to be that are written no more: to be looked at.
#[component]
pub fn History(
    /// Whose.
    meeting: MeetingId,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let open = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let past = move || open.get().then(|| view! { <browser::PastAlone meeting closed=move || open.set(false) /> });
    #[cfg(not(feature = "hydrate"))]
    let past = move || {
        let _ = meeting;
        open.get().then_some(())
    };
    view! {
        <p class="row no-print">
            <button type="button" class="button quiet small" disabled=move || !alive.get() data-action="past" on:click=move |_| open.set(true)>
                {t!(i18n, editor.past)}
            </button>
        </p>
        {past}
    }
}

/// Words of this person that this device has kept and that the minutes do not take any more.
#[component]
pub fn Unsaved(
    /// Whose minutes.
    meeting: MeetingId,
    /// Who reads the page.
    reader: PersonId,
    /// Whether they may still write: then nothing is lost.
    #[prop(into)]
    writes: Signal<bool>,
) -> impl IntoView {
    #[cfg(not(feature = "hydrate"))]
    let _ = (meeting, reader);
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    #[cfg(feature = "hydrate")]
    let kept = move || view! { <browser::Kept meeting reader /> };
    #[cfg(not(feature = "hydrate"))]
    let kept = || ();
    move || (alive.get() && !writes.get()).then(kept)
}

/// What a section is called.
pub fn section(locale: Locale, section: Section) -> &'static str {
    match section {
        Section::Date => td_string!(locale, editor.section_date),
        Section::Present => td_string!(locale, editor.section_present),
        Section::Agenda => td_string!(locale, editor.section_agenda),
        Section::Discussion => td_string!(locale, editor.section_discussion),
        Section::Proposals => td_string!(locale, editor.section_proposals),
        Section::Decisions => td_string!(locale, editor.section_decisions),
        Section::Signatures => td_string!(locale, editor.section_signatures),
    }
}
