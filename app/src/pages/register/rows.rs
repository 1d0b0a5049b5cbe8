//! The lines of a table with what each comes to: those that are wrong first.

use std::sync::Arc;

use domain::register::{Judged, Preview, Verdict};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    words,
};

/// So many lines of a kind are shown; the others are counted.
const MOST: usize = 200;

/// All lines of which there is something to say.
#[component]
pub(super) fn Rows(preview: Preview) -> impl IntoView {
    let preview = Arc::new(preview);
    let shown = [Verdict::Wrong, Verdict::Changed, Verdict::New, Verdict::Same];
    shown
        .into_iter()
        .filter(|verdict| preview.count(*verdict) > 0)
        .map(|verdict| view! { <OfVerdict preview=preview.clone() verdict /> })
        .collect_view()
}

#[component]
fn OfVerdict(preview: Arc<Preview>, verdict: Verdict) -> impl IntoView {
    let i18n = use_i18n();
    let all = preview.count(verdict);
    let lines = preview
        .rows
        .iter()
        .filter(|row| row.verdict == verdict)
        .take(MOST)
        .map(|row| view! { <Line preview=preview.clone() row=row.clone() /> })
        .collect_view();
    let more = all.saturating_sub(MOST);
    let title = move || words::register::count(i18n.get_locale(), verdict, all);
    let body = view! {
        <ul class="register-rows">{lines}</ul>
        {(more > 0).then(|| view! { <p class="muted">{move || t_string!(i18n, register.more_rows, n = more).to_string()}</p> })}
    };
    // Of what is known already there is little to read.
    if verdict == Verdict::Same {
        view! { <details class="register-same"><summary>{title}</summary>{body}</details> }.into_any()
    } else {
        view! { <div class="stack tight"><h3>{title}</h3>{body}</div> }.into_any()
    }
}

#[component]
fn Line(preview: Arc<Preview>, row: Judged) -> impl IntoView {
    let i18n = use_i18n();
    let Judged { line, name, verdict, .. } = row.clone();
    let row = StoredValue::new(row);
    let is_nameless = name.is_empty();
    let name = move || if is_nameless { t_string!(i18n, register.nameless).to_owned() } else { name.clone() };
    let faults = move || {
        let locale = i18n.get_locale();
        row.with_value(|row| {
            row.faults
                .iter()
                .map(|fault| {
                    let found = fault.found.clone();
                    let has_found = !found.is_empty();
                    view! {
                        <li class="row-fault">
                            <b>{words::register::column(locale, fault.column)}</b> ": "
                            {words::register::why(locale, fault)}
                            {has_found.then(|| view! {
                                <span class="muted">" ("{t_string!(i18n, register.found, text = found).to_string()}")"</span>
                            })}
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let steps = move || {
        let locale = i18n.get_locale();
        row.with_value(|row| {
            let told = row.steps.iter().filter_map(|step| words::register::step(locale, &preview, step));
            told.map(|told| view! { <li>{told}</li> }).collect_view()
        })
    };
    let notes = move || {
        let locale = i18n.get_locale();
        row.with_value(|row| {
            let told = row.notes.iter().map(|note| words::register::note(locale, note));
            told.map(|told| view! { <li class="row-note">{told}</li> }).collect_view()
        })
    };
    view! {
        <li class="register-row" class:wrong=verdict == Verdict::Wrong data-line=line.to_string()>
            <p class="register-row-head">
                <span class="muted figures">{move || t_string!(i18n, register.row, n = line).to_string()}</span>
                <b>{name}</b>
                <span class="chip" class:bad=verdict == Verdict::Wrong class:ok=verdict == Verdict::New class:sky=verdict == Verdict::Changed>
                    {move || words::register::verdict(i18n.get_locale(), verdict)}
                </span>
            </p>
            <ul class="register-row-told">{faults} {steps} {notes}</ul>
        </li>
    }
}
