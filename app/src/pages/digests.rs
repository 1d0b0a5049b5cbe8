//! What bodies have made known of their meetings (АПҚО ережесі 3.2, 5.2). Opening one notes that it was read.

use std::collections::BTreeSet;

use domain::{
    MeetingId, Permission,
    decision::Digest,
    view::{Delta, Me},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    Failure,
    api::decision::{digests, read_digest},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    words,
};

/// The page.
#[component]
pub fn DigestsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, decision.digests) />
        <Guard permission=Permission::ReadDigests page=|me| view! { <Digests me /> }.into_any() />
    }
}

#[component]
fn Digests(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let all = Resource::new_blocking(|| (), |()| digests());
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Meeting { .. } | Delta::Reload { .. }) {
                all.refetch();
            }
        },
        move || all.refetch(),
    );
    // What is open stays open when the list is drawn anew.
    let opened = StoredValue::new(BTreeSet::<MeetingId>::new());
    let decides = me.actor.may(Permission::SeeDecisions);
    view! {
        <div class="page narrow stack digests">
            {decides.then(|| view! { <p class="decisions-back"><a href="/decisions">"‹ " {t!(i18n, decision.title)}</a></p> })}
            <div class="page-head">
                <h1>{t!(i18n, decision.digests)}</h1>
            </div>
            <p class="muted">{t!(i18n, decision.digests_lead)}</p>
            <Transition fallback=move || view! { <p class="muted" role="status">{t!(i18n, common.loading)}</p> }>
                {move || {
                    let locale = i18n.get_locale();
                    Suspend::new(async move {
                        match all.await {
                            Ok(digests) if digests.is_empty() => view! {
                                <div class="empty">
                                    <h2>{td_string!(locale, decision.digests_none)}</h2>
                                    <p>{td_string!(locale, decision.digests_none_hint)}</p>
                                </div>
                            }.into_any(),
                            Ok(digests) => {
                                let cards = digests.iter().map(|digest| view! { <li>{card(locale, digest, opened)}</li> });
                                view! { <ul class="decisions-list" data-test="digests">{cards.collect_view()}</ul> }.into_any()
                            }
                            Err(failure) => view! {
                                <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                            }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

fn card(locale: Locale, digest: &Digest, opened: StoredValue<BTreeSet<MeetingId>>) -> AnyView {
    let (meeting, read) = (digest.meeting, digest.read);
    let open = opened.with_value(|opened| opened.contains(&meeting));
    let turn = move |_| {
        let opens = opened.try_update_value(|opened| opened.insert(meeting) || !opened.remove(&meeting));
        if opens == Some(true) && !read {
            spawn_local(async move {
                let _ = read_digest(meeting).await;
            });
        }
    };
    let published = digest.published;
    let day = language::of(locale).short_date(published.at.day);
    let line = |(text, responsible, due): &(String, String, Option<domain::minutes::text::Due>)| {
        view! {
            <li>
                <p>{text.clone()}</p>
                <p class="muted small">
                    {td_string!(locale, decision.responsible)} ": " {responsible.clone()} ". "
                    {td_string!(locale, decision.due)} ": " {words::decision::due(locale, *due)}
                </p>
            </li>
        }
    };
    let item = |title: &String| view! { <li>{title.clone()}</li> };
    // Whether it was read before: only those know to whom it is a task, so the readers' count is for who publishes.
    let (chip, said) = if read {
        ("chip", td_string!(locale, decision.digest_read))
    } else {
        ("chip sky", td_string!(locale, decision.digest_new))
    };
    view! {
        <details class="card digest" open=open data-read=read.to_string()>
            <summary on:click=turn>
                <span class="digest-title">
                    {words::decision::minutes(locale, digest.body, digest.number, digest.day)}
                </span>
                <span class=chip>{said}</span>
            </summary>
            <div class="stack tight digest-words">
                <h2>{td_string!(locale, decision.digest_agenda)}</h2>
                <ol>{digest.agenda.iter().map(item).collect_view()}</ol>
                <h2>{td_string!(locale, decision.digest_decisions)}</h2>
                <ol>{digest.decisions.iter().map(line).collect_view()}</ol>
                <p class="row muted small">
                    <span>{td_string!(locale, decision.digest_published, day = day).to_string()}</span>
                    {published.staff.then(|| view! { <span class="chip">{td_string!(locale, decision.to_staff)}</span> })}
                    {published.council.then(|| view! { <span class="chip">{td_string!(locale, decision.to_council)}</span> })}
                    {digest.readers.map(|n| view! { <span>{td_string!(locale, decision.digest_readers, n = n).to_string()}</span> })}
                </p>
            </div>
        </details>
    }
    .into_any()
}
