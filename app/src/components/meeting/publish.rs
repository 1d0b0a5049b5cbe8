//! Making known what a meeting has decided (АПҚО ережесі 3.2, 5.2).

use domain::{meeting::view::MeetingView, minutes::State};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    Failure,
    alive::use_alive,
    api::decision::publish_digest,
    components::form::FailureNotice,
    i18n::{t, t_string, use_i18n},
    language,
};

/// To whom, and a button: for those who lead the body, once both have signed. Of closed meetings nothing is published.
#[component]
pub fn Publish(
    /// The meeting.
    meeting: MeetingView,
    /// It was published.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let may = meeting.listed.rights.publish && !meeting.closed && meeting.listed.minutes == Some(State::Locked);
    may.then(|| view! { <Form meeting changed /> })
}

#[component]
fn Form(meeting: MeetingView, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (id, published) = (meeting.listed.id, meeting.published);
    let staff = RwSignal::new(published.is_none_or(|published| published.staff));
    let council = RwSignal::new(published.is_some_and(|published| published.council));
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let publish = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let done = publish_digest(id, staff.get_untracked(), council.get_untracked()).await;
            busy.try_set(false);
            match done {
                Ok(()) => changed.run(()),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let since = move || {
        published.map(|published| {
            let day = language::of(i18n.get_locale()).long_date(published.at.day);
            view! { <p class="notice ok">{t_string!(i18n, decision.published, day = day).to_string()}</p> }
        })
    };
    let check = move |signal: RwSignal<bool>, label: AnyView| {
        view! {
            <label class="decision-choice">
                <input
                    type="checkbox"
                    checked=signal.get_untracked()
                    prop:checked=signal
                    on:change=move |event| signal.set(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <section class="card stack publish" aria-labelledby="publish">
            <h2 id="publish">{t!(i18n, decision.publish)}</h2>
            <p class="muted small">{t!(i18n, decision.publish_hint)}</p>
            {since}
            <form class="stack" on:submit=publish>
                <FailureNotice failure=failure.into() />
                <fieldset class="field">
                    <legend>{t!(i18n, decision.publish_to)}</legend>
                    {check(staff, t!(i18n, decision.to_staff).into_any())}
                    {check(council, t!(i18n, decision.to_council).into_any())}
                </fieldset>
                <div class="row">
                    <button
                        type="submit"
                        class="button"
                        disabled=move || !alive.get() || !(staff.get() || council.get())
                        aria-busy=move || busy.get().then_some("true")
                    >
                        {t!(i18n, decision.do_publish)}
                    </button>
                </div>
            </form>
        </section>
    }
}
