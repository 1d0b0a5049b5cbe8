//! One meeting: who is invited, who was there, what it speaks of, and its minutes.

use domain::{
    BodyRole, MeetingId, Permission, Refusal,
    meeting::State,
    minutes,
    view::{Delta, Me},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    Failure,
    alive::use_alive,
    api::minutes::begin_minutes,
    components::{
        booking::door,
        editor::{MinutesEditor, Unsaved},
        form::FailureNotice,
        guard::Guard,
        meeting::{Agenda, AttendanceList, Cancel, Desk, Election, Guests, Head, Invitation, publish::Publish},
        minutes::MinutesPaper,
        title::Title,
    },
    i18n::{t, t_string, use_i18n},
    live::use_changes_since,
    pages::not_found::NotFound,
};

/// The page.
#[component]
pub fn MeetingPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, meeting.one_title) />
        <Guard permission=Permission::SeeMeetings page=|me| view! { <One me /> }.into_any() />
    }
}

#[component]
fn One(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("meeting").unwrap_or_default()));
    let asked = |id: String| async move {
        let id: MeetingId = id.parse().map_err(|_| Failure::from(Refusal::NotFound))?;
        Desk::fetch(id).await
    };
    // Asked once: what comes later goes into signals, so that nothing that is being written is torn down.
    let first = Resource::new_blocking(move || id.get(), asked);
    let here = door::here();
    view! {
        <div class="page stack loose meeting">
            <p class="no-print"><a href="/meetings">"‹ " {t!(i18n, meeting.nav)}</a></p>
            <Suspense fallback=|| view! { <div class="skeleton meetings-wait" aria-hidden="true"></div> }>
                {move || {
                    let (me, here) = (me.clone(), here.clone());
                    Suspend::new(async move {
                        match first.await {
                            Ok(both) => view! { <Whole me desk={Desk::new(both)} /> }.into_any(),
                            Err(Failure::Refused(Refusal::NotFound)) => view! { <NotFound /> }.into_any(),
                            Err(failure) => door::closed(i18n.get_locale_untracked(), &failure, &here),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}

#[component]
fn Whole(me: Me, desk: Desk) -> impl IntoView {
    let on = move |delta| match delta {
        Delta::Meeting { meeting, .. } if meeting == desk.id => desk.again(),
        Delta::Reload { .. } => desk.again(),
        _ => {}
    };
    use_changes_since(desk.view.with_untracked(|view| view.revision), on, move || desk.again());
    let takes_place = Memo::new(move |_| desk.view.with(|view| view.listed.state != State::Cancelled));
    let reader = me.actor.person;
    // What the field of a reason says itself is not said twice.
    let failure = Signal::derive(move || desk.failure.get());
    view! {
        <Head desk />
        <FailureNotice failure fields=&["reason"] />
        <div class="meeting-parts">
            <div class="stack loose">
                <Agenda desk />
                <Invitation desk me=reader />
            </div>
            <div class="stack loose">
                {move || takes_place.get().then(|| view! {
                    <AttendanceList desk />
                    <Guests desk />
                    <Election desk />
                })}
            </div>
        </div>
        <MinutesPart me desk />
        <Published desk />
        <Cancel desk />
    }
}

/// The minutes. Drawn anew only when they are begun: a change of the meeting never interrupts who is writing.
#[component]
fn MinutesPart(me: Me, desk: Desk) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let begun = Memo::new(move |_| desk.minutes.with(Option::is_some));
    let reader = me.actor.person;
    let begins = Memo::new(move |_| {
        desk.view.with(|view| {
            let leads = |role| matches!(role, BodyRole::Chair | BodyRole::Secretary);
            let own = view.invited.iter().find(|one| one.seat.person == reader);
            view.listed.state == State::Called && own.is_some_and(|own| leads(own.seat.role))
        })
    });
    let knows = Memo::new(move |_| desk.view.with(|view| view.access > minutes::Access::Nothing));
    let me = StoredValue::new(me);
    view! {
        <section class="stack meeting-minutes" aria-labelledby="meeting-minutes">
            <h2 id="meeting-minutes">{t!(i18n, meeting.minutes)}</h2>
            {move || match (begun.get(), begins.get(), knows.get()) {
                (true, ..) => view! { <Written me=me.get_value() desk /> }.into_any(),
                (false, true, _) => view! {
                    <p class="muted">{t!(i18n, meeting.minutes_not_begun)}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="button primary"
                            disabled=move || !alive.get()
                            aria-disabled=move || desk.busy.get().then_some("true")
                            on:click=move |_| desk.run(begin_minutes(desk.id))
                        >
                            {t!(i18n, meeting.minutes_begin)}
                        </button>
                    </div>
                }.into_any(),
                (false, false, true) => view! { <p class="muted">{t!(i18n, meeting.minutes_not_begun)}</p> }.into_any(),
                (false, false, false) => view! { <p class="muted">{t!(i18n, meeting.minutes_not_yours)}</p> }.into_any(),
            }}
        </section>
    }
}

/// Minutes that are begun: while they are a draft, the editor; beneath it, the paper that is made of them.
#[component]
fn Written(me: Me, desk: Desk) -> impl IntoView {
    let Some(first) = desk.minutes.get_untracked() else { return ().into_any() };
    let first = StoredValue::new(first);
    // Should they go from sight, what was known of them last stands there until the part itself goes.
    let minutes = Signal::derive(move || desk.minutes.get().unwrap_or_else(|| first.get_value()));
    let changed = Callback::new(move |()| desk.again());
    // Who may write now and could not before, or the other way round, has another editor.
    let draft =
        Memo::new(move |_| minutes.with(|minutes| (minutes.state == minutes::State::Draft).then_some(minutes.access)));
    let writes = Signal::derive(move || draft.get() == Some(minutes::Access::Write));
    let reader = me.actor.person;
    let editor = move || {
        draft.get().map(|_| {
            let (view, meeting_view) = untrack(|| (minutes.get(), desk.view.get()));
            let remarks = Signal::derive(move || minutes.with(|minutes| minutes.remarks.clone()));
            view! { <MinutesEditor meeting=desk.id view meeting_view remarks changed /> }
        })
    };
    view! {
        {editor}
        <Unsaved meeting=desk.id reader writes />
        <MinutesPaper me view=minutes meeting_view=desk.view changed />
    }
    .into_any()
}

/// What was decided is made known, once it is signed.
#[component]
fn Published(desk: Desk) -> impl IntoView {
    let changed = Callback::new(move |()| desk.again());
    let known = Memo::new(move |_| {
        desk.view.with(|view| (view.published, view.closed, view.listed.minutes, view.listed.rights.publish))
    });
    move || {
        let _ = known.get();
        view! { <Publish meeting=desk.view.get_untracked() changed /> }
    }
}
