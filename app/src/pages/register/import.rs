//! A table of children: chosen, looked through line by line, and then done as a whole.

use domain::{
    Permission, Refusal,
    refusal::Problem,
    register::{Imported, LARGEST_FILE, Preview, Verdict},
};
use leptos::{html, prelude::*};

use super::rows::Rows;
use crate::{
    Failure,
    alive::use_alive,
    api::register::{import_register, preview_register},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// The import, for those who keep the register.
#[component]
pub fn ImportPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, register.import) />
        <Guard permission=Permission::KeepRegister page=|_| view! { <Import /> }.into_any() />
    }
}

#[component]
fn Import() -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    // In base64, as it is sent: once to be looked through, once to be done.
    let file = StoredValue::new(String::new());
    let shown = RwSignal::new(None::<Preview>);
    let done = RwSignal::new(None::<Imported>);
    let failure = RwSignal::new(None::<Failure>);
    let input = NodeRef::<html::Input>::new();
    let told = NodeRef::<html::Div>::new();
    let look = Action::new(|file: &String| preview_register(file.clone()));
    let save = Action::new(|(file, digest): &(String, String)| import_register(file.clone(), digest.clone()));
    let start = move || {
        failure.set(None);
        shown.set(None);
        done.set(None);
    };
    let look_into = move |text: String| {
        file.set_value(text.clone());
        look.dispatch(text);
    };
    let look_again = move || {
        start();
        look_into(file.get_value());
    };
    Effect::new(move || match look.value().get() {
        Some(Ok(preview)) => shown.set(Some(preview)),
        Some(Err(why)) => failure.set(Some(why)),
        None => {}
    });
    Effect::new(move || match save.value().get() {
        Some(Ok(imported)) => {
            shown.set(None);
            done.set(Some(imported));
            if let Some(told) = told.get_untracked() {
                let _ = told.focus();
            }
        }
        Some(Err(why)) => failure.set(Some(why)),
        None => {}
    });
    let take = move |_| {
        start();
        #[cfg(feature = "hydrate")]
        if let Some(file) = input.get_untracked().and_then(|input| input.files()?.get(0)) {
            #[expect(clippy::cast_precision_loss, reason = "two megabytes are far below")]
            let large = file.size() > LARGEST_FILE as f64;
            if large {
                failure.set(Some(too_large()));
            } else {
                read_file(&file, look_into);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (look_into, too_large, LARGEST_FILE);
    };
    // A file that was mended has the same name: chosen once more, it is looked through once more.
    let forget = move |_| {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    };
    let is_stale = move || failure.with(|failure| is_about(failure.as_ref(), "digest"));
    let busy = move || look.pending().get() || save.pending().get();
    let words = move || {
        done.get().map(|Imported { added, changed }| {
            td_string!(i18n.get_locale(), register.imported, fresh = added, changed = changed).to_string()
        })
    };
    view! {
        <div class="page stack register-import">
            <div class="page-head">
                <h1>{t!(i18n, register.import)}</h1>
                <a class="button" href="/register">{t!(i18n, register.back)}</a>
            </div>
            <p class="muted register-lead">{t!(i18n, register.import_lead)}</p>
            <div role="status" tabindex="-1" node_ref=told class="register-told" data-test="imported">
                {move || words().map(|words| view! {
                    <div class="notice ok">
                        <p class="title">{words}</p>
                        <p><a href="/register">{t!(i18n, register.to_list)}</a></p>
                    </div>
                })}
            </div>
            <FailureNotice failure=failure.into() words_for=of_a_table />
            {move || is_stale().then(|| view! {
                <p><button type="button" class="button" on:click=move |_| look_again()>{t!(i18n, register.check_again)}</button></p>
            })}
            <div class="register-choose">
                <section class="card stack tight">
                    <div class="field">
                        <label for="register-file">{t!(i18n, register.file)}</label>
                        <p class="hint" id="register-file-hint">{t!(i18n, register.import_limits)}</p>
                        // What is found is shown before anything is saved, and only here: without scripts it could not be.
                        <input
                            type="file"
                            id="register-file"
                            accept=".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                            aria-describedby="register-file-hint"
                            disabled=move || !alive.get()
                            node_ref=input
                            on:click=forget
                            on:change=take
                        />
                    </div>
                    <p role="status" class="muted small">{move || busy().then(|| t_string!(i18n, register.checking))}</p>
                </section>
                <section class="card stack tight">
                    <p><a class="button" href="/register/template.csv" download="" rel="external">{t!(i18n, register.template)}</a></p>
                    <p class="muted small">{t!(i18n, register.template_hint)}</p>
                </section>
            </div>
            {move || shown.get().map(|preview| view! {
                <Found
                    preview
                    busy=Signal::derive(busy)
                    save=move |digest| {
                        failure.set(None);
                        save.dispatch((file.get_value(), digest));
                    }
                />
            })}
        </div>
    }
}

/// What a table would bring, and the button that does it.
#[component]
fn Found(preview: Preview, busy: Signal<bool>, save: impl Fn(String) + Send + Sync + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let heading = NodeRef::<html::H2>::new();
    // What was asked for is here: reading goes on with it.
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let count = |verdict| preview.count(verdict);
    let (wrong, fresh, changed) = (count(Verdict::Wrong), count(Verdict::New), count(Verdict::Changed));
    let all = [Verdict::Wrong, Verdict::New, Verdict::Changed, Verdict::Same];
    let counts = all.map(|verdict| (verdict, count(verdict)));
    let counts = counts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(verdict, n)| {
            view! {
                <li class="chip" class:bad=verdict == Verdict::Wrong class:ok=verdict == Verdict::New class:sky=verdict == Verdict::Changed>
                    {move || words::register::count(i18n.get_locale(), verdict, n)}
                </li>
            }
        })
        .collect_view();
    let unread = preview.unread.join(", ");
    let digest = preview.digest.clone();
    let way = match (wrong, fresh + changed) {
        (0, 0) => view! { <p class="notice">{t!(i18n, register.nothing_new)}</p> }.into_any(),
        (0, _) => view! {
            <div class="row">
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=move |_| {
                        if !busy.get_untracked() {
                            save(digest.clone());
                        }
                    }
                >
                    {move || t_string!(i18n, register.do_import, fresh = fresh, changed = changed).to_string()}
                </button>
            </div>
        }
        .into_any(),
        _ => view! { <p class="notice bad">{t!(i18n, register.blocked)}</p> }.into_any(),
    };
    let has_unread = !unread.is_empty();
    view! {
        <section class="stack" data-test="preview" aria-labelledby="preview-title">
            <h2 id="preview-title" tabindex="-1" node_ref=heading>{t!(i18n, register.preview)}</h2>
            <ul class="row register-counts">{counts}</ul>
            {has_unread.then(|| view! {
                <p class="notice warn">{move || t_string!(i18n, register.unread, names = unread.clone()).to_string()}</p>
            })}
            {way}
            <Rows preview />
        </section>
    }
}

fn too_large() -> Failure {
    Failure::Refused(Refusal::Invalid { field: "file".to_owned(), problem: Problem::TooLong })
}

fn is_about(failure: Option<&Failure>, name: &str) -> bool {
    matches!(failure, Some(Failure::Refused(Refusal::Invalid { field, .. })) if field == name)
}

/// What is wrong with the file as a whole.
fn of_a_table(locale: Locale, failure: &Failure) -> Option<&'static str> {
    let Failure::Refused(Refusal::Invalid { field, problem }) = failure else { return None };
    match (field.as_str(), problem) {
        ("file", Problem::TooLong) => Some(td_string!(locale, register.file_too_large)),
        ("file", Problem::Required) => Some(td_string!(locale, register.file_empty)),
        ("file", _) => Some(td_string!(locale, register.file_none)),
        ("old_excel", _) => Some(td_string!(locale, register.file_old_excel)),
        ("headings", _) => Some(td_string!(locale, register.file_headings)),
        ("rows", _) => Some(td_string!(locale, register.file_rows)),
        ("digest", _) => Some(td_string!(locale, register.file_stale)),
        ("wrong", _) => Some(td_string!(locale, register.file_wrong)),
        _ => None,
    }
}

/// Reads a file that somebody chose, as base64.
#[cfg(feature = "hydrate")]
fn read_file(file: &web_sys::File, then: impl Fn(String) + 'static) {
    use wasm_bindgen::{JsCast, closure::Closure};

    let Ok(reader) = web_sys::FileReader::new() else { return };
    let done = reader.clone();
    let loaded = Closure::once_into_js(move || {
        if let Some(address) = done.result().ok().and_then(|address| address.as_string()) {
            // `data:text/csv;base64,…`; of an empty file there is nothing behind.
            then(address.split_once("base64,").map_or_else(String::new, |(_, text)| text.to_owned()));
        }
    });
    reader.set_onload(Some(loaded.unchecked_ref()));
    let _ = reader.read_as_data_url(file);
}
