//! Consents and contracts, for those who keep the papers: who has signed a form and who has not, asking, reminding, paper.

mod board;
mod desk;
mod head;
mod paper;
mod recall;
mod remind;
mod row;
mod show;

use domain::{FormId, Permission, document::FormKind, view::Me};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::consent::{Board, consent_board, list_forms},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, use_i18n},
};

use board::BoardOfForm;

/// The page.
#[component]
pub fn ConsentsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, consent.title) />
        <Guard permission=Permission::KeepDocuments page=|me| view! { <Consents me /> }.into_any() />
    }
}

/// The title of a form in a language.
pub(super) fn title_of(locale: Locale, kind: &FormKind) -> String {
    match locale {
        Locale::kk => kind.title_kk.clone(),
        Locale::ru => kind.title_ru.clone(),
    }
}

#[component]
fn Consents(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get_str("form").and_then(|text| text.parse().ok())));
    let forms = Resource::new_blocking(|| (), |()| list_forms());
    let board = Resource::new_blocking(move || chosen.get(), board_of);
    let me = StoredValue::new(me);
    let may_write = me.with_value(|me| me.actor.may(Permission::KeepForms));
    view! {
        <div class="page consents">
            <div class="page-head">
                <h1>{t!(i18n, consent.title)}</h1>
                {may_write.then(|| view! { <a class="button small" href="/consents/forms/new">{t!(i18n, consent.new_form)}</a> })}
            </div>
            <Transition>
                {move || Suspend::new(async move {
                    match forms.await {
                        Ok(forms) => view! { <Tabs forms chosen /> }.into_any(),
                        Err(_) => ().into_any(),
                    }
                })}
            </Transition>
            <Transition>
                {move || Suspend::new(async move {
                    match board.await {
                        Ok(Some(board)) => view! { <BoardOfForm board me /> }.into_any(),
                        Ok(None) => view! { <div class="empty"><p>{t!(i18n, consent.no_forms)}</p></div> }.into_any(),
                        Err(failure) => view! { <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// The board of a form; without one, of the first that is asked for. None where there is no form.
async fn board_of(form: Option<FormId>) -> Result<Option<Board>, Failure> {
    let form = match form {
        Some(form) => Some(form),
        None => first(&list_forms().await?),
    };
    match form {
        Some(form) => Ok(Some(consent_board(form).await?)),
        None => Ok(None),
    }
}

fn first(forms: &[FormKind]) -> Option<FormId> {
    forms.iter().find(|kind| !kind.retired).or(forms.first()).map(|kind| kind.id)
}

/// A link for each form; those that are not asked for any more come last.
#[component]
fn Tabs(forms: Vec<FormKind>, chosen: Memo<Option<FormId>>) -> impl IntoView {
    let i18n = use_i18n();
    let usual = first(&forms);
    let mut forms = forms;
    forms.sort_by_key(|kind| kind.retired);
    let tab = move |kind: FormKind| {
        let (id, retired) = (kind.id, kind.retired);
        view! {
            <a
                href=format!("/consents?form={id}")
                aria-current=move || (chosen.get().or(usual) == Some(id)).then_some("page")
            >
                <span>{move || title_of(i18n.get_locale(), &kind)}</span>
                {retired.then(|| view! { <span class="small muted">{t!(i18n, consent.retired)}</span> })}
            </a>
        }
    };
    view! { <nav class="consents-forms" aria-label=move || t_string!(i18n, consent.forms)>{forms.into_iter().map(tab).collect_view()}</nav> }
}
