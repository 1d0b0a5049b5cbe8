//! The paper of a meeting's minutes, from the draft to what is locked.

use domain::{
    Lang, Position, Refusal,
    meeting::view::MeetingView,
    minutes::{Act, State, view::MinutesView},
    view::Me,
};
use leptos::{html, prelude::*, web_sys::HtmlDetailsElement};

use super::{addition::Additions, desk::Desk, lacks::Draft, official, proof, signing::Sign, steps::steps};
use crate::{
    Failure,
    alive::use_alive,
    components::{editor::History, form::FailureNotice},
    i18n::{t, t_string, use_i18n},
    language, words,
};

/// What minutes lack is said in the list of what they lack.
pub(super) fn is_lack(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Refusal::Minutes { .. }))
}

/// The minutes as a paper. `view` may change while it stands there: what is drawn or typed stays.
#[component]
pub fn MinutesPaper(
    /// Who reads.
    me: Me,
    /// The minutes.
    #[prop(into)]
    view: Signal<MinutesView>,
    /// Their meeting.
    #[prop(into)]
    meeting_view: Signal<MeetingView>,
    /// Something was done with them.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let desk = Desk::new(view, changed);
    let state = desk.state();
    let chair = Memo::new(move |_| desk.view.with(|view| view.chair_title));
    let body = Memo::new(move |_| meeting_view.with(|meeting| meeting.listed.body));
    let lang = RwSignal::new(language::of(i18n.get_locale_untracked()));
    // Who sat there, and the head; the server asks the same.
    let (reader, head) = (me.actor.person, me.actor.is_any(&[Position::Head]));
    let history = Memo::new(move |_| {
        head || meeting_view.with(|meeting| meeting.invited.iter().any(|one| one.seat.person == reader))
    });
    let name = StoredValue::new(me.actor.name);
    let takes_back = Memo::new(move |_| desk.view.with(|view| view.acts.contains(&Act::TakeBack)));
    // What the reader signs now: the minutes, or the last addition to them.
    let signs = Memo::new(move |_| {
        desk.view.with(|view| {
            let signs =
                |acts: &[Act]| acts.iter().copied().find(|act| matches!(act, Act::SignChair | Act::SignSecretary));
            let of_addition = || view.additions.iter().find_map(|one| Some((one.no, signs(&one.acts)?)));
            signs(&view.acts).map(|act| (0, act)).or_else(of_addition)
        })
    });
    let notice = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<()>| {
        if let (Some(()), Some(_), Some(notice)) = (before, desk.news.get(), notice.get_untracked()) {
            let _ = notice.focus();
        }
    });
    let failure = Signal::derive(move || desk.failure.get().filter(|failure| !is_lack(failure)));
    view! {
        <section class="minutes-paper stack" aria-labelledby="minutes-paper-title" data-minutes-paper="true">
            <h2 id="minutes-paper-title" class="no-print">{t!(i18n, minutes.paper_title)}</h2>
            {move || steps(i18n.get_locale(), state.get(), chair.get())}
            <div role="status" tabindex="-1" node_ref=notice class="minutes-news no-print" data-news="true">
                {move || desk.news.get().map(|news| view! { <p class="notice ok">{news.said(i18n.get_locale())}</p> })}
            </div>
            <FailureNotice failure />
            {move || (state.get() == State::Draft).then(|| view! { <Draft desk body /> })}
            <Text desk lang />
            {move || takes_back.get().then(|| view! {
                <div class="stack tight no-print">
                    <p class="muted small">{t!(i18n, minutes.take_back_means)}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="button"
                            disabled=move || !alive.get()
                            aria-disabled=move || desk.busy.get().then_some("true")
                            data-action="take_back"
                            on:click=move |_| desk.act(0, Act::TakeBack)
                        >
                            {move || words::minutes::act(i18n.get_locale(), Act::TakeBack)}
                        </button>
                    </div>
                </div>
            })}
            {move || (state.get() != State::Draft).then(|| desk.view.with(|view| proof::signers(i18n.get_locale(), view)))}
            {move || desk.view.with(|view| proof::proof(i18n.get_locale(), view))}
            {move || (history.get() && state.get() != State::Draft).then(|| view! { <History meeting=desk.meeting /> })}
            {move || (state.get() == State::Locked).then(|| view! { <Additions desk lang /> })}
            {move || signs.get().map(|(addition, act)| view! {
                <Sign desk name=name.get_value() chair=chair.get_untracked() addition act />
            })}
        </section>
    }
}

/// The official text in the language that is chosen: of a draft as it would be sent now, folded away.
#[component]
fn Text(desk: Desk, lang: RwSignal<Lang>) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let state = desk.state();
    let frozen = Memo::new(move |_| state.get() != State::Draft);
    let texts = Memo::new(move |_| desk.view.with(|view| (view.kk.clone(), view.ru.clone())));
    let signatures = Memo::new(move |_| desk.view.with(|view| view.signatures.clone()));
    let text = move || {
        let (kk, ru) = texts.get();
        let text = if lang.get() == Lang::Kk { kk } else { ru };
        official(&text, lang.get(), &signatures.get(), frozen.get())
    };
    let choice = move |which: Lang, words: Signal<&'static str>| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || if lang.get() == which { "true" } else { "false" }
                on:click=move |_| lang.set(which)
            >
                {move || words.get()}
            </button>
        }
    };
    let choices = move || {
        view! {
            <div class="row no-print" role="group" aria-label=move || t_string!(i18n, sign.which_text)>
                {choice(Lang::Kk, Signal::derive(move || t_string!(i18n, minutes.in_kazakh)))}
                {choice(Lang::Ru, Signal::derive(move || t_string!(i18n, minutes.in_russian)))}
            </div>
        }
    };
    move || {
        if frozen.get() {
            view! {
                <p class="muted small no-print">{t!(i18n, minutes.frozen)}</p>
                {choices()}
                {text}
            }
            .into_any()
        } else {
            // The words are on the page already. As a paper they are made when somebody looks: of long minutes, that takes a while.
            let open = RwSignal::new(false);
            view! {
                <details
                    class="minutes-preview no-print"
                    hidden=move || !alive.get()
                    on:toggle=move |event| open.set(event_target::<HtmlDetailsElement>(&event).open())
                >
                    <summary>{t!(i18n, minutes.preview)}</summary>
                    <div class="stack tight">
                        {move || open.get().then(|| view! { {choices()}{text} })}
                    </div>
                </details>
            }
            .into_any()
        }
    }
}
