//! A family has signed on paper: the day on it, and pictures of it. Who keeps them is the witness.

#[cfg(feature = "hydrate")]
mod photo;

use domain::{Refusal, refusal::Problem};
use leptos::{html, prelude::*, task::spawn_local};

use super::desk::{Desk, Paper, Said};
use crate::{
    Failure,
    api::consent::witness_paper,
    components::{
        dialog::{Dialog, close},
        form::{FailureNotice, problem_with},
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// Most pictures of one paper.
#[cfg(feature = "hydrate")]
const MOST: usize = 4;

/// A picture as it will be sent: JPEG, in an address that a page can show.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Photo {
    number: usize,
    data: String,
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser prepares pictures"))]
enum Work {
    Nothing,
    /// So many pictures are made smaller.
    Preparing(usize),
    Sending,
}

#[component]
pub(super) fn WitnessDialog(desk: Desk, paper: Paper) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let (file, day_field) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let (today, head_signs) = desk.board.with_untracked(|board| (board.today, board.kind.head));
    let (day, head) = (RwSignal::new(today.to_string()), RwSignal::new(false));
    let photos = RwSignal::new(Vec::<Photo>::new());
    let work = RwSignal::new(Work::Nothing);
    let failure = RwSignal::new(None::<Failure>);
    let problem = move |name: &'static str| failure.with(|failure| problem_with(failure.as_ref(), name));
    Effect::new(move || {
        if let (Some(_), Some(field)) = (problem("scans"), file.get()) {
            let _ = field.focus();
        }
        if let (Some(_), Some(field)) = (problem("day"), day_field.get()) {
            let _ = field.focus();
        }
    });
    let Paper { document, child, signer, .. } = paper;
    let name = StoredValue::new(child.clone());
    let take = move |_| {
        failure.set(None);
        #[cfg(feature = "hydrate")]
        if let Some(input) = file.get_untracked() {
            take_files(&input, photos, work, failure);
        }
    };
    let keep = move |_| {
        if work.get_untracked() != Work::Nothing {
            return;
        }
        failure.set(None);
        let Ok(on) = day.with_untracked(|day| day.parse()) else {
            failure.set(Some(invalid("day", Problem::Date)));
            return;
        };
        let scans =
            photos.with_untracked(|photos| photos.iter().map(|photo| without_head(&photo.data)).collect::<Vec<_>>());
        if scans.is_empty() {
            failure.set(Some(invalid("scans", Problem::Required)));
            return;
        }
        work.set(Work::Sending);
        spawn_local(async move {
            let kept = witness_paper(document, on, head.get_untracked(), scans).await;
            work.try_set(Work::Nothing);
            match kept {
                Ok(()) => {
                    close(dialog);
                    desk.say(Said::Kept(name.get_value()));
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let under_way = move || match work.get() {
        Work::Nothing => None,
        Work::Preparing(n) => Some(t_string!(i18n, consent.preparing, n = n).to_string()),
        Work::Sending => Some(t_string!(i18n, consent.sending).to_owned()),
    };
    view! {
        <Dialog title=Signal::derive(move || t_string!(i18n, consent.paper_title).to_owned()) closed=move || desk.panel.set(None) node=dialog>
            <p>{child} <br /> <span class="muted">{signer}</span></p>
            <p class="muted small">{t!(i18n, consent.paper_lead)}</p>
            <FailureNotice failure=failure.into() fields=&["day", "scans"] />
            <div class="field">
                <label for="paper-day">{t!(i18n, consent.paper_day)}</label>
                <input
                    id="paper-day"
                    type="date"
                    max=today.to_string()
                    node_ref=day_field
                    prop:value=day
                    value=today.to_string()
                    aria-required="true"
                    aria-invalid=move || problem("day").is_some().then_some("true")
                    aria-describedby=move || problem("day").is_some().then_some("paper-day-error")
                    on:input=move |event| day.set(event_target_value(&event))
                />
                {move || problem("day").map(|_| view! { <p class="error" id="paper-day-error">{t!(i18n, consent.paper_day_wrong)}</p> })}
            </div>
            {head_signs.then(|| view! {
                <label class="check">
                    <input type="checkbox" prop:checked=head on:change=move |event| head.set(event_target_checked(&event)) />
                    <span>{t!(i18n, consent.paper_head)}</span>
                </label>
            })}
            <div class="field">
                <label for="paper-photos">{t!(i18n, consent.photos)}</label>
                <p class="hint" id="paper-photos-hint">{t!(i18n, consent.photos_hint)}</p>
                <input
                    id="paper-photos"
                    type="file"
                    accept="image/*"
                    multiple
                    node_ref=file
                    aria-required="true"
                    aria-invalid=move || problem("scans").is_some().then_some("true")
                    aria-describedby=move || {
                        if problem("scans").is_some() { "paper-photos-error paper-photos-hint" } else { "paper-photos-hint" }
                    }
                    on:change=take
                />
                {move || problem("scans").map(|problem| view! {
                    <p class="error" id="paper-photos-error">{of_photos(i18n.get_locale(), problem)}</p>
                })}
            </div>
            <Photos photos file />
            <div role="status" class="consents-work">
                {move || under_way().map(|words| view! {
                    <p class="muted small">{words}</p>
                    <progress aria-label=move || t_string!(i18n, common.loading)></progress>
                })}
            </div>
            <div class="row">
                <button type="button" class="button primary" aria-disabled=move || (work.get() != Work::Nothing).then_some("true") on:click=keep>
                    {t!(i18n, consent.paper_keep)}
                </button>
                <button type="button" class="button quiet" on:click=move |_| close(dialog)>{t!(i18n, common.cancel)}</button>
            </div>
        </Dialog>
    }
}

/// The pictures that will be kept, each with a way to leave it out.
#[component]
fn Photos(photos: RwSignal<Vec<Photo>>, file: NodeRef<html::Input>) -> impl IntoView {
    let i18n = use_i18n();
    let one = move |photo: Photo| {
        let Photo { number, data } = photo;
        let place =
            move || photos.with(|photos| photos.iter().position(|photo| photo.number == number).unwrap_or(0) + 1);
        view! {
            <li>
                <img src=data alt=move || t_string!(i18n, consent.photo, n = place()).to_string() />
                <button
                    type="button"
                    class="button small"
                    aria-label=move || t_string!(i18n, consent.photo_remove, n = place()).to_string()
                    on:click=move |_| {
                        photos.update(|photos| photos.retain(|photo| photo.number != number));
                        if let Some(file) = file.get_untracked() {
                            let _ = file.focus();
                        }
                    }
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="consents-photos" hidden=move || photos.with(Vec::is_empty)>
            <For each=move || photos.get() key=|photo| photo.number children=one />
        </ul>
    }
}

/// Makes the chosen pictures smaller, one after the other, and puts them with the others.
#[cfg(feature = "hydrate")]
fn take_files(
    input: &web_sys::HtmlInputElement,
    photos: RwSignal<Vec<Photo>>,
    work: RwSignal<Work>,
    failure: RwSignal<Option<Failure>>,
) {
    let list = input.files();
    let files: Vec<web_sys::File> =
        list.map(|list| (0..list.length()).filter_map(|n| list.get(n)).collect()).unwrap_or_default();
    // The same file may be chosen again after it was left out.
    input.set_value("");
    if files.is_empty() || work.get_untracked() != Work::Nothing {
        return;
    }
    let room = MOST - photos.with_untracked(Vec::len).min(MOST);
    if files.len() > room {
        failure.set(Some(invalid("scans", Problem::TooMany)));
    }
    work.set(Work::Preparing(files.len().min(room)));
    spawn_local(async move {
        for file in files.into_iter().take(room) {
            match photo::shrink(&file).await {
                Ok(data) => {
                    photos.try_update(|photos| {
                        let number = photos.last().map_or(0, |last| last.number + 1);
                        photos.push(Photo { number, data });
                    });
                }
                Err(_) => drop(failure.try_set(Some(invalid("scans", Problem::Choice)))),
            }
        }
        work.try_set(Work::Nothing);
    });
}

/// What is wrong with the pictures.
fn of_photos(locale: Locale, problem: Problem) -> &'static str {
    match problem {
        Problem::Required => td_string!(locale, consent.photos_none),
        Problem::TooLong | Problem::TooMany => td_string!(locale, consent.photos_many),
        Problem::Choice => td_string!(locale, consent.photos_broken),
        other => words::problem(locale, other),
    }
}

fn invalid(field: &str, problem: Problem) -> Failure {
    Failure::Refused(Refusal::Invalid { field: field.to_owned(), problem })
}

/// Base64 alone, without what says that it is a picture.
fn without_head(data: &str) -> String {
    data.split_once(',').map_or(data, |(_, text)| text).to_owned()
}
