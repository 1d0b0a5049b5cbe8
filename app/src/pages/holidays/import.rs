//! A calendar file of holidays: chosen or pasted, looked through, and then saved as a whole.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Refusal,
    holiday::{Found, Import, LARGEST_FILE, Left, Why},
    refusal::Problem,
};
use leptos::{html, prelude::*};

use crate::{
    Failure,
    alive::use_alive,
    api::holiday::{import_holidays, preview_holidays},
    components::form::FailureNotice,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
};

/// The file, what is in it, and the button that saves it.
#[component]
pub fn ImportFile(
    /// What is done when so many days were saved.
    saved: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let text = StoredValue::new(String::new());
    let shown = RwSignal::new(None::<Import>);
    let chosen = RwSignal::new(BTreeSet::<NaiveDate>::new());
    let failure = RwSignal::new(None::<Failure>);
    let file = NodeRef::<html::Input>::new();
    let pasted = NodeRef::<html::Textarea>::new();
    let look = Action::new(|text: &String| preview_holidays(text.clone()));
    let save = Action::new(|(text, days): &(String, BTreeSet<NaiveDate>)| import_holidays(text.clone(), days.clone()));
    let look_into = move |found: String| {
        failure.set(None);
        shown.set(None);
        if found.len() > LARGEST_FILE {
            failure.set(Some(too_large()));
            return;
        }
        text.set_value(found.clone());
        look.dispatch(found);
    };
    Effect::new(move || match look.value().get() {
        Some(Ok(import)) => {
            chosen.set(import.fresh().map(|found| found.day).collect());
            shown.set(Some(import));
        }
        Some(Err(why)) => failure.set(Some(why)),
        None => {}
    });
    let give_up = move || {
        shown.set(None);
        text.set_value(String::new());
        if let Some(file) = file.get_untracked() {
            file.set_value("");
            let _ = file.focus();
        }
        if let Some(pasted) = pasted.get_untracked() {
            pasted.set_value("");
        }
    };
    Effect::new(move || match save.value().get() {
        Some(Ok(days)) => {
            give_up();
            saved(days);
        }
        Some(Err(why)) => failure.set(Some(why)),
        None => {}
    });
    let take_file = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(file) = file.get_untracked().and_then(|input| input.files()?.get(0)) {
            #[expect(clippy::cast_precision_loss, reason = "a megabyte is far below")]
            let large = file.size() > LARGEST_FILE as f64;
            if large {
                shown.set(None);
                failure.set(Some(too_large()));
            } else {
                read_file(&file, look_into);
            }
        }
    };
    let take_pasted = move |_| {
        if let Some(pasted) = pasted.get_untracked() {
            look_into(pasted.value());
        }
    };
    let busy = move || look.pending().get() || save.pending().get();
    view! {
        <section class="stack tight" aria-labelledby="import-title">
            <h2 id="import-title">{t!(i18n, holiday.import_title)}</h2>
            <div class="card stack">
                <p class="muted small" id="import-hint">{t!(i18n, holiday.import_hint)}</p>
                <FailureNotice failure=failure.into() words_for=of_a_file />
                <div class="field">
                    <label for="import-file">{t!(i18n, holiday.file)}</label>
                    // What is found is shown before anything is saved, and only here: without scripts it could not be.
                    <input
                        type="file"
                        id="import-file"
                        accept=".ics,text/calendar"
                        aria-describedby="import-hint"
                        disabled=move || !alive.get()
                        node_ref=file
                        on:change=take_file
                    />
                </div>
                <details class="import-paste">
                    <summary>{t!(i18n, holiday.paste)}</summary>
                    <div class="stack tight">
                        <div class="field">
                            <label for="import-text">{t!(i18n, holiday.text)}</label>
                            <textarea id="import-text" rows="6" spellcheck="false" node_ref=pasted></textarea>
                        </div>
                        <button type="button" class="button" disabled=move || !alive.get() on:click=take_pasted>{t!(i18n, holiday.look)}</button>
                    </div>
                </details>
                <p role="status" class="muted small">{move || busy().then(|| t_string!(i18n, common.loading))}</p>
                {move || shown.get().map(|import| view! {
                    <Preview
                        import
                        chosen
                        save=move || {
                            failure.set(None);
                            save.dispatch((text.get_value(), chosen.get_untracked()));
                        }
                        give_up
                    />
                })}
            </div>
        </section>
    }
}

fn too_large() -> Failure {
    Failure::Refused(Refusal::Invalid { field: "file".to_owned(), problem: Problem::TooLong })
}

/// What is wrong with the file as a whole.
fn of_a_file(locale: Locale, failure: &Failure) -> Option<&'static str> {
    let Failure::Refused(Refusal::Invalid { field, problem }) = failure else { return None };
    match (field.as_str(), problem) {
        ("file", Problem::TooLong) => Some(td_string!(locale, holiday.file_too_large)),
        ("file", Problem::Required) => Some(td_string!(locale, holiday.file_empty)),
        ("file", _) => Some(td_string!(locale, holiday.file_none)),
        ("days", Problem::TooLong) => Some(td_string!(locale, holiday.file_too_many)),
        ("days", _) => Some(td_string!(locale, holiday.nothing_chosen)),
        _ => None,
    }
}

/// Reads a file that somebody chose.
#[cfg(feature = "hydrate")]
fn read_file(file: &web_sys::File, then: impl Fn(String) + 'static) {
    use wasm_bindgen::{JsCast, closure::Closure};

    let Ok(reader) = web_sys::FileReader::new() else { return };
    let done = reader.clone();
    let loaded = Closure::once_into_js(move || {
        if let Some(text) = done.result().ok().and_then(|text| text.as_string()) {
            then(text);
        }
    });
    reader.set_onload(Some(loaded.unchecked_ref()));
    let _ = reader.read_as_text(file);
}

/// What would be saved, and what not.
#[component]
fn Preview(
    import: Import,
    chosen: RwSignal<BTreeSet<NaiveDate>>,
    save: impl Fn() + Copy + Send + Sync + 'static,
    give_up: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let (fresh, known) = (import.fresh().count(), import.found.len() - import.fresh().count());
    let left = import.left.len() + usize::try_from(import.more_left).unwrap_or(0);
    let lying: u32 = import.fresh().map(|found| found.sessions).sum();
    let heading = NodeRef::<html::H3>::new();
    // What was asked for is here: reading goes on with it.
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let summary = move || t_string!(i18n, holiday.summary, fresh = fresh, known = known, left = left).to_string();
    let nothing = move || chosen.with(BTreeSet::is_empty);
    let found = import.found.into_iter().map(|found| view! { <FoundLine found chosen /> }).collect_view();
    let more = import.more_left;
    let left_lines = import.left.into_iter().map(|left| view! { <LeftLine left /> }).collect_view();
    view! {
        <div class="stack tight" data-test="import">
            <h3 tabindex="-1" node_ref=heading>{t!(i18n, holiday.preview)}</h3>
            <p>{summary}</p>
            {(lying > 0).then(|| view! {
                <p class="notice warn">{move || t_string!(i18n, holiday.lying_on_them, n = lying).to_string()}</p>
            })}
            {(fresh + known > 0).then(|| view! { <ul class="import-found">{found}</ul> })}
            {(left > 0).then(|| view! {
                <details class="import-left" open={fresh + known == 0}>
                    <summary>{move || t_string!(i18n, holiday.left_title, n = left).to_string()}</summary>
                    <ul class="stack tight small">
                        {left_lines}
                        {(more > 0).then(|| view! { <li>{move || t_string!(i18n, holiday.more_left, n = more).to_string()}</li> })}
                    </ul>
                </details>
            })}
            <div class="row">
                {(fresh > 0).then(|| view! {
                    <button type="button" class="button primary" disabled=nothing on:click=move |_| save()>
                        {move || t_string!(i18n, holiday.save, n = chosen.with(BTreeSet::len)).to_string()}
                    </button>
                })}
                <button type="button" class="button quiet" on:click=move |_| give_up()>{t!(i18n, common.cancel)}</button>
            </div>
        </div>
    }
}

#[component]
fn FoundLine(found: Found, chosen: RwSignal<BTreeSet<NaiveDate>>) -> impl IntoView {
    let i18n = use_i18n();
    let Found { day, name, one_name, timed, known, sessions, .. } = found;
    let date = move || {
        let lang = language::of(i18n.get_locale());
        format!("{}, {}", lang.short_date(day), lang.weekday_short(day).to_lowercase())
    };
    let fresh = known.is_none();
    let name = StoredValue::new(name);
    let own = move || name.with_value(|name| super::named(i18n.get_locale(), name));
    let told = view! {
        <span class="import-date figures">{date}</span>
        <span class="import-name">{own}</span>
        <span class="import-notes">
            {(!fresh).then(|| view! { <span class="chip">{t!(i18n, holiday.known)}</span> })}
            {fresh.then(|| view! { <span class="chip ok">{t!(i18n, holiday.fresh)}</span> })}
            {(fresh && sessions > 0).then(|| view! {
                <span class="chip warn">{move || t_string!(i18n, holiday.lying, n = sessions).to_string()}</span>
            })}
            {(fresh && one_name).then(|| view! { <span class="muted small">{t!(i18n, holiday.one_name)}</span> })}
            {(fresh && timed).then(|| view! { <span class="muted small">{t!(i18n, holiday.timed)}</span> })}
        </span>
    };
    let choose = move |event| {
        let is_on = event_target_checked(&event);
        chosen.update(|days| {
            if is_on {
                days.insert(day);
            } else {
                days.remove(&day);
            }
        });
    };
    if fresh {
        view! {
            <li>
                <label class="import-line">
                    <input type="checkbox" prop:checked=move || chosen.with(|days| days.contains(&day)) on:change=choose />
                    {told}
                </label>
            </li>
        }
        .into_any()
    } else {
        view! { <li><div class="import-line known"><span aria-hidden="true"></span> {told}</div></li> }.into_any()
    }
}

#[component]
fn LeftLine(left: Left) -> impl IntoView {
    let i18n = use_i18n();
    let Left { line, name, why } = left;
    let told = move || {
        let locale = i18n.get_locale();
        let name =
            if name.is_empty() { td_string!(locale, holiday.nameless).to_owned() } else { format!("«{name}»") };
        td_string!(locale, holiday.left_line, n = line, name = name, why = words(locale, why)).to_string()
    };
    view! { <li>{told}</li> }
}

fn words(locale: Locale, why: Why) -> &'static str {
    match why {
        Why::Broken => td_string!(locale, holiday.why_broken),
        Why::NoName => td_string!(locale, holiday.why_no_name),
        Why::NoDate => td_string!(locale, holiday.why_no_date),
        Why::BadDate => td_string!(locale, holiday.why_bad_date),
        Why::Backwards => td_string!(locale, holiday.why_backwards),
        Why::Zone => td_string!(locale, holiday.why_zone),
        Why::Repeats => td_string!(locale, holiday.why_repeats),
        Why::Cancelled => td_string!(locale, holiday.why_cancelled),
        Why::Outside => td_string!(locale, holiday.why_outside),
        Why::Twice => td_string!(locale, holiday.why_twice),
    }
}
