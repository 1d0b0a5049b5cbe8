//! The log: who did what, and whether anybody has touched it since.

mod action;

use domain::{
    Permission,
    time::clock,
    view::{AuditLine, NO_DETAIL},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::people::{AuditPart, Chain, audit},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{t, t_string, use_i18n},
    language,
};

/// The lines of the log, the latest first.
#[component]
pub fn AuditPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, people.audit_title) />
        <Guard permission=Permission::ReadAudit page=|_| view! { <Audit /> }.into_any() />
    }
}

#[component]
fn Audit() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let before =
        Memo::new(move |_| query.with(|query| query.get_str("before").and_then(|text| text.parse::<i64>().ok())));
    let part = Resource::new_blocking(move || before.get(), audit);
    view! {
        <div class="page stack audit">
            <Transition>
                {move || Suspend::new(async move {
                    match part.await {
                        Ok(part) => view! { <Part part first=before.get_untracked().is_none() /> }.into_any(),
                        Err(failure) => view! {
                            <h1>{t!(i18n, people.audit_title)}</h1>
                            <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Part(part: AuditPart, first: bool) -> impl IntoView {
    let i18n = use_i18n();
    let older = part.lines.last().filter(|_| part.more).map(|line| format!("/audit?before={}", line.no));
    let chain = part.chain.map(|chain| match chain {
        Chain::Whole => view! { <span class="chip ok">{t!(i18n, people.audit_ok)}</span> }.into_any(),
        Chain::BrokenAt(no) => view! {
            <span class="chip bad">{move || t_string!(i18n, people.audit_broken, n = no).to_string()}</span>
        }
        .into_any(),
    });
    let lines = part.lines.into_iter().map(line).collect_view();
    view! {
        <div class="page-head">
            <h1>{t!(i18n, people.audit_title)}</h1>
            {chain}
        </div>
        <div class="table-wrap" tabindex="0" role="region" aria-label=move || t_string!(i18n, people.audit_title)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"№"</th>
                        <th scope="col">{t!(i18n, people.audit_when)}</th>
                        <th scope="col">{t!(i18n, people.audit_who)}</th>
                        <th scope="col">{t!(i18n, people.audit_what)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <nav class="row between" aria-label=move || t_string!(i18n, people.audit_pages)>
            {(!first).then(|| view! { <a class="button" href="/audit">{t!(i18n, people.audit_newest)}</a> })}
            {older.map(|older| view! { <a class="button" href=older>{t!(i18n, people.audit_older)}</a> })}
        </nav>
    }
}

fn line(line: AuditLine) -> AnyView {
    let i18n = use_i18n();
    let AuditLine { no, at, actor, action, subject, about, detail, hash } = line;
    let name = actor.map(|name| name.plain());
    let known = StoredValue::new(action);
    view! {
        <tr>
            <td class="audit-no">{no}</td>
            <td class="audit-when">
                {move || language::of(i18n.get_locale()).short_date(at.day)} " " {clock(at.minute)}
            </td>
            <td>{move || name.clone().unwrap_or_else(|| t_string!(i18n, people.audit_system).to_owned())}</td>
            <td>
                <details>
                    <summary>
                        {move || known.with_value(|known| action::words(i18n.get_locale(), known))}
                        {about.map(|about| format!(": {}", about.plain()))}
                    </summary>
                    <dl class="audit-detail small">
                        <dt>{t!(i18n, people.audit_record)}</dt>
                        <dd>{subject}</dd>
                        {(detail != NO_DETAIL).then(|| view! {
                            <dt>{t!(i18n, people.audit_detail)}</dt>
                            <dd>{detail}</dd>
                        })}
                        <dt>"SHA-256"</dt>
                        <dd>{hash}</dd>
                    </dl>
                </details>
            </td>
        </tr>
    }
    .into_any()
}
