//! The text of a form that families sign: written by the head, read by those who ask families, each version kept.

mod editor;
mod look;
mod settings;
mod text;
mod words;

use std::collections::BTreeSet;

use domain::{FormId, Permission, form::standard, kind::Paper, view::Me};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    Failure,
    api::consent::{FormSource, list_forms, read_form},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{t, t_string, use_i18n},
};

use editor::Editor;
use look::Look;

/// The page of one form.
#[component]
pub fn ConsentFormPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, consent.form_title) />
        <Guard permission=Permission::KeepDocuments page=|me| view! { <OneForm me /> }.into_any() />
    }
}

/// A form as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Opened {
    /// None: a new one.
    source: Option<FormSource>,
    /// The version whose text this is.
    version: i32,
    /// Gates that forms open.
    taken: Vec<Paper>,
}

#[component]
fn OneForm(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let which = Memo::new(move |_| {
        let form = params.with(|params| params.get("form").unwrap_or_default());
        let version = query.with(|query| query.get_str("version").and_then(|text| text.parse::<i32>().ok()));
        (form, version)
    });
    let opened = Resource::new_blocking(move || which.get(), |(form, version)| open(form, version));
    let may_write = me.actor.may(Permission::KeepForms);
    let organisation = StoredValue::new(me.org.name);
    view! {
        <div class="page consents consent-form">
            <p class="consents-back"><a href="/consents">"‹ " {t!(i18n, consent.title)}</a></p>
            <Transition>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(opened) => shown(opened, may_write, organisation),
                        Err(failure) => view! {
                            <h1>{t!(i18n, consent.form_title)}</h1>
                            <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

async fn open(form: String, version: Option<i32>) -> Result<Opened, Failure> {
    if form == "new" {
        let forms = list_forms().await?;
        let taken = forms.iter().filter(|kind| !kind.retired).filter_map(|kind| kind.opens).collect();
        return Ok(Opened { source: None, version: 1, taken });
    }
    let id: FormId = form.parse().map_err(|_| domain::Refusal::NotFound)?;
    let source = read_form(id, version).await?;
    let version = version.unwrap_or(source.kind.version);
    Ok(Opened { source: Some(source), version, taken: Vec::new() })
}

/// To write for the head, as long as families are asked for it; to look at for all others, and what was before.
fn shown(opened: Opened, may_write: bool, organisation: StoredValue<String>) -> AnyView {
    let Opened { source, version, taken } = opened;
    match source {
        Some(source) if !may_write || source.kind.retired || version != source.kind.version => {
            view! { <Look source version organisation may_write /> }.into_any()
        }
        None if !may_write => {
            view! { <FailureNotice failure=Signal::stored(Some(domain::Refusal::Forbidden.into())) /> }.into_any()
        }
        source => {
            let texts = source.as_ref().map_or_else(
                || (standard::BLANK.kk.to_owned(), standard::BLANK.ru.to_owned()),
                |source| (source.kk.clone(), source.ru.clone()),
            );
            let taken: BTreeSet<&'static str> = taken.into_iter().map(Paper::code).collect();
            view! { <Editor kind=source.map(|source| source.kind) texts taken organisation /> }.into_any()
        }
    }
}
