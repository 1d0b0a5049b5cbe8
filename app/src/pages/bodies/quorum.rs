//! How many of a body have to be there. No regulation names a number, so each body sets its own.

use domain::{Body, body::Quorum};
use leptos::{prelude::*, task::spawn_local};

use super::{Desk, Done};
use crate::{
    Failure,
    alive::use_alive,
    api::body::set_quorum,
    components::form::FailureNotice,
    i18n::{Locale, t, td_string, use_i18n},
    words,
};

/// A count that the body can never reach has words of its own.
fn words_for(locale: Locale, failure: &Failure) -> Option<&'static str> {
    crate::components::form::problem_with(Some(failure), "quorum").map(|_| td_string!(locale, meeting.quorum_wrong))
}

/// The body's rule, to be changed.
#[component]
pub(super) fn QuorumForm(body: Body, quorum: Quorum, desk: Desk) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let count = RwSignal::new(if let Quorum::Count(count) = quorum { count } else { 3 });
    let chosen = RwSignal::new(quorum);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let quorum = match chosen.get_untracked() {
            Quorum::Count(_) => Quorum::Count(count.get_untracked()),
            other => other,
        };
        spawn_local(async move {
            let saved = set_quorum(body, quorum).await;
            busy.try_set(false);
            match saved {
                Ok(()) => desk.did(Done::Quorum),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let counted = move || matches!(chosen.get(), Quorum::Count(_));
    let (id, number) = (format!("quorum-{}", body.code()), format!("quorum-number-{}", body.code()));
    let choose = move |code: String| {
        chosen.set(match code.as_str() {
            "two_thirds" => Quorum::TwoThirds,
            "count" => Quorum::Count(count.get_untracked()),
            _ => Quorum::MoreThanHalf,
        });
    };
    view! {
        <form class="stack tight" on:submit=save>
            <FailureNotice failure=failure.into() words_for />
            <div class="row meeting-add">
                <div class="field">
                    <label for=id.clone()>{t!(i18n, meeting.quorum)}</label>
                    <select id=id on:change=move |event| choose(event_target_value(&event))>
                        <option value="more_than_half" prop:selected=move || chosen.get() == Quorum::MoreThanHalf>
                            {move || words::meeting::quorum(i18n.get_locale(), Quorum::MoreThanHalf)}
                        </option>
                        <option value="two_thirds" prop:selected=move || chosen.get() == Quorum::TwoThirds>
                            {move || words::meeting::quorum(i18n.get_locale(), Quorum::TwoThirds)}
                        </option>
                        <option value="count" prop:selected=counted>
                            {move || words::meeting::quorum(i18n.get_locale(), Quorum::Count(count.get()))}
                        </option>
                    </select>
                </div>
                <div class="field quorum-number" hidden=move || !counted()>
                    <label for=number.clone()>{t!(i18n, meeting.quorum_number)}</label>
                    <input
                        id=number
                        type="number"
                        inputmode="numeric"
                        min="1"
                        max="60"
                        prop:value=move || count.get().to_string()
                        on:input=move |event| if let Ok(n) = event_target_value(&event).parse() { count.set(n) }
                    />
                </div>
                <button
                    type="submit"
                    class="button"
                    disabled=move || !alive.get()
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {t!(i18n, common.save)}
                </button>
            </div>
        </form>
    }
}
