//! A meeting is called, or what was called is changed.

use domain::{Body, MeetingId, Permission, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    Failure,
    api::meeting::{blank_call, one_meeting},
    components::{booking::door, guard::Guard, meeting::CallFields, title::Title},
    i18n::{t, t_string, use_i18n},
    words,
};

/// The page on which a meeting is called.
#[component]
pub fn CallPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, meeting.call_title) />
        <Guard permission=Permission::CallMeetings page=|_| view! { <NewCall /> }.into_any() />
    }
}

/// The page on which it is changed.
#[component]
pub fn ChangePage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, meeting.change_title) />
        <Guard permission=Permission::CallMeetings page=|_| view! { <Change /> }.into_any() />
    }
}

#[component]
fn NewCall() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let body = Memo::new(move |_| query.with(|query| query.get_str("body").and_then(Body::from_code)));
    let asked = move |body: Option<Body>| async move {
        match body {
            Some(body) => blank_call(body).await,
            None => Err(Failure::Refused(Refusal::NotFound)),
        }
    };
    let form = Resource::new_blocking(move || body.get(), asked);
    let here = door::here();
    view! {
        <div class="page stack meeting-form">
            <p class="no-print"><a href="/meetings">"‹ " {t!(i18n, meeting.nav)}</a></p>
            <h1>{t!(i18n, meeting.call_title)}</h1>
            <Suspense fallback=|| view! { <div class="skeleton meetings-wait" aria-hidden="true"></div> }>
                {move || {
                    let here = here.clone();
                    Suspend::new(async move {
                        match form.await {
                            Ok(form) => {
                                let body = form.body;
                                view! {
                                    <p class="lead">{move || words::body(i18n.get_locale(), body)}</p>
                                    <CallFields form of=None />
                                }.into_any()
                            }
                            Err(failure) => door::closed(i18n.get_locale_untracked(), &failure, &here),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}

#[component]
fn Change() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("meeting").unwrap_or_default()));
    let asked = |id: String| async move {
        let id: MeetingId = id.parse().map_err(|_| Failure::from(Refusal::NotFound))?;
        let meeting = one_meeting(id).await?;
        if !meeting.listed.rights.keep {
            return Err(Refusal::Forbidden.into());
        }
        let form = blank_call(meeting.listed.body).await?;
        Ok((form, meeting))
    };
    let first = Resource::new_blocking(move || id.get(), asked);
    let here = door::here();
    view! {
        <div class="page stack meeting-form">
            <p class="no-print"><a href=move || format!("/meetings/{}", id.get())>"‹ " {t!(i18n, meeting.back)}</a></p>
            <h1>{t!(i18n, meeting.change_title)}</h1>
            <Suspense fallback=|| view! { <div class="skeleton meetings-wait" aria-hidden="true"></div> }>
                {move || {
                    let here = here.clone();
                    Suspend::new(async move {
                        match first.await {
                            Ok((form, meeting)) => {
                                let (body, listed) = (form.body, meeting.listed.clone());
                                view! {
                                    <p class="lead">
                                        {move || words::body(i18n.get_locale(), body)} " · "
                                        {move || words::meeting::title(i18n.get_locale(), listed.number, listed.planned)}
                                    </p>
                                    <CallFields form of=Some(meeting) />
                                }.into_any()
                            }
                            Err(failure) => door::closed(i18n.get_locale_untracked(), &failure, &here),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}
