//! What is said when something asked for was not done.

use std::sync::Arc;

use domain::{Refusal, context::Directory};
use leptos::{html, prelude::*};

use crate::{
    Failure,
    i18n::{Locale, t, use_i18n},
    words,
};

/// Says why nothing was done, and takes the focus. What belongs to one of the form's own `fields` is said there instead.
#[component]
pub fn FailureNotice(
    /// What came of it.
    failure: Signal<Option<Failure>>,
    /// Fields of the form which say themselves what is wrong with them.
    #[prop(optional)]
    fields: &'static [&'static str],
    /// Names of those whom a rule speaks of.
    #[prop(optional)]
    directory: Option<Arc<Directory>>,
    /// Words that fit this form better than the usual ones.
    #[prop(optional)]
    words_for: Option<fn(Locale, &Failure) -> Option<&'static str>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let notice = NodeRef::<html::Div>::new();
    let directory = directory.unwrap_or_default();
    let said = move || failure.get().filter(|failure| !is_about(failure, fields));
    Effect::new(move || {
        if let (Some(_), Some(notice)) = (said(), notice.get()) {
            let _ = notice.focus();
        }
    });
    move || {
        said().map(|failure| {
            let locale = i18n.get_locale();
            let sentences = match words_for.and_then(|words| words(locale, &failure)) {
                Some(sentence) => vec![sentence.to_owned()],
                None => words::failure(locale, &failure, &directory),
            };
            view! {
                <div class="notice bad" role="alert" tabindex="-1" node_ref=notice>
                    <p class="title">{t!(i18n, common.error_title)}</p>
                    {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                </div>
            }
        })
    }
}

fn is_about(failure: &Failure, fields: &[&str]) -> bool {
    matches!(failure, Failure::Refused(Refusal::Invalid { field, .. }) if fields.contains(&field.as_str()))
}
