//! A field: its label, what to write into it, and what is wrong with it.

use leptos::{html, prelude::*};

use super::problem_with;
use crate::{Failure, i18n::use_i18n, words};

/// A line of text with its label. When the failure is about this field, it says so below and takes the focus.
///
/// The browser checks nothing by itself: its messages would be in the browser's own language.
#[component]
pub fn Field(
    /// Its name in the form and in [`domain::Refusal::Invalid`]; also its id.
    name: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What to write into it.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What came of the form.
    #[prop(optional)]
    failure: Option<Signal<Option<Failure>>>,
    /// The `type` of the input.
    #[prop(default = Signal::stored("text"), into)]
    kind: Signal<&'static str>,
    /// What a browser or a password manager may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// It is shown, and cannot be changed.
    #[prop(optional)]
    readonly: bool,
    /// The form can do without it.
    #[prop(optional)]
    optional: bool,
    /// What stands beside the input.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<html::Input>::new();
    let problem = move || failure.and_then(|failure| failure.with(|failure| problem_with(failure.as_ref(), name)));
    Effect::new(move || {
        if let (Some(_), Some(input)) = (problem(), input.get()) {
            let _ = input.focus();
        }
    });
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (hint.is_some(), problem().is_some()) {
            (true, true) => Some(format!("{hint_id} {error_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };
    view! {
        <div class="field">
            <label for=name>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            <div class="field-line">
                <input
                    node_ref=input
                    id=name
                    name=name
                    type=move || kind.get()
                    value=value
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    inputmode=inputmode
                    readonly=readonly
                    aria-required=(!optional).then_some("true")
                    aria-invalid=move || problem().is_some().then_some("true")
                    aria-describedby=described_by
                />
                {children.map(|children| children())}
            </div>
            {move || problem().map(|problem| {
                view! { <p class="error" id=error_id.clone()>{words::problem(i18n.get_locale(), problem)}</p> }
            })}
        </div>
    }
}
