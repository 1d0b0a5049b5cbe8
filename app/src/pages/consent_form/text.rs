//! A text of a form as it is written, and beside it as it is read.

use chrono::NaiveDate;
use domain::{
    Lang,
    form::{Blank, Facts, Form, Mistake},
};
use leptos::{html, prelude::*};

use super::words;
use crate::{
    components::sign::paper::{Marks, sheet},
    i18n::{Locale, td_string, use_i18n},
};

/// A text of a form that is being written.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) lang: Lang,
    pub(super) text: RwSignal<String>,
    pub(super) field: NodeRef<html::Textarea>,
    /// What it reads as: the last form that it was, and what is wrong with it now.
    read: Memo<(Form, Option<Mistake>)>,
}

impl Draft {
    pub(super) fn new(lang: Lang, text: String) -> Self {
        let text = RwSignal::new(text);
        let read =
            Memo::new(move |before: Option<&(Form, Option<Mistake>)>| match text.with(|text| Form::read(text)) {
                Ok(form) => (form, None),
                Err(mistake) => (before.map(|(form, _)| form.clone()).unwrap_or_default(), Some(mistake)),
            });
        Self { lang, text, field: NodeRef::new(), read }
    }

    /// What is wrong with it.
    pub(super) fn mistake(self) -> Option<Mistake> {
        self.read.with(|(_, mistake)| mistake.clone())
    }

    /// The blanks of the other that it lacks.
    pub(super) fn lacks(self, other: Self) -> Vec<Blank> {
        let is_there = |blank: &Blank| self.read.with(|(form, _)| form.blanks().any(|own| own == *blank));
        let mut lacking: Vec<Blank> =
            other.read.with(|(form, _)| form.blanks().filter(|blank| !is_there(blank)).collect());
        lacking.sort_unstable();
        lacking.dedup();
        lacking
    }

    /// Writes a blank where the cursor stands.
    pub(super) fn insert(self, blank: Blank) {
        let Some(field) = self.field.get_untracked() else { return };
        let written = format!("{{{}}}", blank.code());
        let at = field.selection_start().ok().flatten().unwrap_or_default();
        if field.set_range_text(&written).is_err() {
            return;
        }
        let behind = at + u32::try_from(written.len()).unwrap_or_default();
        let _ = field.focus();
        let _ = field.set_selection_range(behind, behind);
        self.text.set(field.value());
    }
}

/// The language's code, for what is written in it.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Kk => "kk",
        Lang::Ru => "ru",
    }
}

/// The names that stand in a form while nobody signs it.
pub(super) fn sample(locale: Locale, organisation: String) -> Facts {
    let day = NaiveDate::from_ymd_opt(2026, 9, 1);
    Facts {
        parent: td_string!(locale, consent.sample_parent).to_owned(),
        child: td_string!(locale, consent.sample_child).to_owned(),
        born: NaiveDate::from_ymd_opt(2022, 3, 4).unwrap_or_default(),
        group: td_string!(locale, consent.sample_group).to_owned(),
        organisation,
        head: td_string!(locale, consent.sample_head).to_owned(),
        place: td_string!(locale, consent.sample_place).to_owned(),
        number: "1/2026".to_owned(),
        day,
        until: NaiveDate::from_ymd_opt(2027, 8, 31),
    }
}

/// A form as a family reads it, with sample names. In its own language, whatever the reader's.
pub(super) fn preview(form: &Form, lang: Lang, organisation: String) -> AnyView {
    let locale = match lang {
        Lang::Kk => Locale::kk,
        Lang::Ru => Locale::ru,
    };
    let filled = form.fill(&sample(locale, organisation), lang);
    let text = sheet(&filled, lang, Signal::stored(Marks::new()), RwSignal::new(None));
    view! { <div class="sign-sheet consent-preview"><div class="sign-text" lang=code(lang)>{text}</div></div> }
        .into_any()
}

/// The field that a text is written in, with what is wrong, and the preview.
#[component]
pub(super) fn TextField(
    draft: Draft,
    /// The text in the other language.
    other: Draft,
    /// Where blanks go that are chosen.
    here: RwSignal<Lang>,
    organisation: StoredValue<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let lang = draft.lang;
    let (id, error_id, title_id) = match lang {
        Lang::Kk => ("form-kk", "form-kk-error", "form-kk-preview"),
        Lang::Ru => ("form-ru", "form-ru-error", "form-ru-preview"),
    };
    let label = move || match lang {
        Lang::Kk => td_string!(i18n.get_locale(), consent.text_kk),
        Lang::Ru => td_string!(i18n.get_locale(), consent.text_ru),
    };
    let wrong = Memo::new(move |_| {
        let locale = i18n.get_locale();
        if let Some(mistake) = draft.mistake() {
            let above = draft.text.with(|text| text.len() - text.trim_start().len());
            let above = draft.text.with(|text| text[..above].matches('\n').count());
            return Some(words::mistake(locale, &mistake, above));
        }
        let lacking = draft.lacks(other);
        (!lacking.is_empty()).then(|| {
            let names = lacking.iter().map(|blank| format!("{{{}}}", blank.code())).collect::<Vec<_>>().join(", ");
            td_string!(locale, consent.mistake_lacks, names = names).to_string()
        })
    });
    let initial = draft.text.get_untracked();
    let read = draft.read;
    view! {
        <section class="consent-text" aria-labelledby=title_id>
            <div class="field">
                <label for=id>{label}</label>
                <textarea
                    id=id
                    lang=code(lang)
                    rows="22"
                    spellcheck="false"
                    node_ref=draft.field
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    aria-describedby=move || wrong.with(Option::is_some).then_some(error_id)
                    on:focus=move |_| here.set(lang)
                    on:input=move |event| draft.text.set(event_target_value(&event))
                >
                    {initial}
                </textarea>
                <p class="error" id=error_id hidden=move || wrong.with(Option::is_none)>{move || wrong.get()}</p>
            </div>
            <div class="consent-preview-side">
                <h2 class="consent-preview-title" id=title_id>
                    {move || td_string!(i18n.get_locale(), consent.preview)} <span class="visually-hidden">": " {label}</span>
                </h2>
                {move || read.with(|(form, _)| preview(form, lang, organisation.get_value()))}
            </div>
        </section>
    }
}
