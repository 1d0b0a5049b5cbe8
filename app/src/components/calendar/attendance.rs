//! Who came: one tap for each child, on the day. What was planned stays; the real number stands beside it.

use std::collections::BTreeMap;

use domain::{ChildId, Presence, Session, SessionId, presence::markable, view::Attended};
use leptos::{prelude::*, task::spawn_local};

use super::desk::Desk;
use crate::{
    Failure,
    api::calendar::{self, attendance},
    components::form::FailureNotice,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// What is offered first; why a child did not come is asked when it did not.
const TAPS: [Presence; 3] = [Presence::Came, Presence::Late, Presence::Absent];

/// Why a child did not come.
const REASONS: [Presence; 3] = [Presence::Absent, Presence::Ill, Presence::Family];

/// Sends what was tapped, and puts what came of it on the desk.
#[derive(Clone, Copy)]
struct Marking {
    desk: Desk,
    id: SessionId,
    failure: RwSignal<Option<Failure>>,
}

impl Marking {
    fn session(self) -> Option<Session> {
        self.desk.with(|sheet| sheet.context.get(self.id).cloned())
    }

    fn mark(self, taps: Vec<(ChildId, Option<Presence>)>) {
        // Shown at once; the server says the same, or why not.
        if let Some(mut session) = self.desk.session(self.id) {
            for (child, presence) in &taps {
                session.mark(*child, *presence);
            }
            self.desk.put(session, false);
        }
        spawn_local(async move {
            for (child, presence) in taps {
                self.take(calendar::mark(self.id, child, presence).await);
            }
        });
    }

    fn take(self, answer: Result<Session, Failure>) -> bool {
        let done = answer.is_ok();
        match answer {
            Ok(session) => {
                self.failure.try_set(None);
                let newer = self.desk.session(self.id).is_some_and(|known| known.version > session.version);
                if !newer {
                    self.desk.put(session, false);
                }
            }
            Err(failure) => {
                self.failure.try_set(Some(failure));
                self.desk.fetch();
            }
        }
        done
    }
}

/// The list of children with what can be tapped, and the specialist's note.
#[component]
pub fn Attendance(
    /// The desk.
    desk: Desk,
    /// Which session.
    session: Session,
) -> impl IntoView {
    let i18n = use_i18n();
    let marking = Marking { desk, id: session.id, failure: RwSignal::new(None) };
    // No resource: the page around would wait for it, and the drawer with it.
    let told = RwSignal::new(BTreeMap::new());
    #[cfg(feature = "hydrate")]
    spawn_local(async move {
        if let Ok(all) = attendance(marking.id).await {
            told.try_set(all.into_iter().map(|one| (one.child, one)).collect());
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = attendance;
    let all = session.plan.seats.len();
    let directory = desk.now(|sheet| sheet.context.directory.clone());
    let children: Vec<(ChildId, String)> = session
        .plan
        .seats
        .iter()
        .filter_map(|seat| Some((seat.child, directory.children.get(&seat.child)?.name.plain())))
        .collect();
    let everybody: Vec<_> = children.iter().map(|(child, _)| *child).collect();
    let all_came = move |_| {
        // Who is marked already stays as marked.
        let Some(session) = desk.session(marking.id) else { return };
        let open = everybody.iter().filter(|child| session.presence(**child).is_none());
        marking.mark(open.map(|child| (*child, Some(Presence::Came))).collect());
    };
    let real = move || match marking.session().and_then(|session| session.came()) {
        Some(came) => t_string!(i18n, calendar.presence_real, n = came, all = all).to_string(),
        None => t_string!(i18n, calendar.presence_none).to_owned(),
    };
    view! {
        <section class="stack tight presence" aria-labelledby="presence-title">
            <div class="row between">
                <h3 id="presence-title">{t!(i18n, calendar.presence)}</h3>
                <button
                    type="button"
                    class="button small"
                    hidden=move || marking.session().is_none_or(|session| session.marks.len() >= all)
                    on:click=all_came
                >
                    {t!(i18n, calendar.presence_all)}
                </button>
            </div>
            <p class="muted" role="status" data-test="presence-real">{real}</p>
            <FailureNotice failure=marking.failure.into() directory=directory.clone() />
            <ul class="presence-list">
                {children.into_iter().map(|(child, name)| view! { <Line marking child name told /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(marking: Marking, child: ChildId, name: String, told: RwSignal<BTreeMap<ChildId, Attended>>) -> impl IntoView {
    let i18n = use_i18n();
    let now = Memo::new(move |_| marking.session().and_then(|session| session.presence(child)));
    let name = StoredValue::new(name);
    let button = move |presence: Presence, pressed: Signal<bool>, label: fn(Locale, Presence) -> &'static str| {
        let said = move || {
            let how = label(i18n.get_locale(), presence);
            t_string!(i18n, calendar.presence_of, name = name.get_value(), how = how).to_string()
        };
        let tap = move |_| {
            // A second tap on the same takes it back.
            let again = now.get_untracked() == Some(presence);
            marking.mark(vec![(child, (!again).then_some(presence))]);
        };
        view! {
            <button
                type="button"
                data-presence=presence.code()
                aria-pressed=move || if pressed.get() { "true" } else { "false" }
                aria-label=said
                on:click=tap
            >
                {move || label(i18n.get_locale(), presence)}
            </button>
        }
    };
    let missed = Signal::derive(move || now.get().is_some_and(|presence| !presence.came()));
    let lately = move || {
        let one = told.with(|told| told.get(&child).copied())?;
        let (came, all) = (one.came, one.came + one.missed);
        (one.missed > 0).then(|| t_string!(i18n, calendar.presence_lately, came = came, all = all).to_string())
    };
    view! {
        <li data-child=child.to_string()>
            <p class="presence-name">{name.get_value()}<span class="muted small">{lately}</span></p>
            <div class="segmented" role="group" aria-label=name.get_value()>
                {TAPS.map(|tap| {
                    let pressed = match tap {
                        Presence::Absent => missed,
                        _ => Signal::derive(move || now.get() == Some(tap)),
                    };
                    button(tap, pressed, words::presence)
                })}
            </div>
            <div class="segmented" role="group" aria-label=move || t_string!(i18n, calendar.presence_why) hidden=move || !missed.get()>
                {REASONS.map(|reason| button(reason, Signal::derive(move || now.get() == Some(reason)), why))}
            </div>
        </li>
    }
}

fn why(locale: Locale, presence: Presence) -> &'static str {
    match presence {
        Presence::Absent => td_string!(locale, calendar.presence_unknown),
        other => words::presence(locale, other),
    }
}

/// Whether presence can be marked now.
pub fn is_markable(desk: Desk, session: &Session) -> bool {
    desk.now(|sheet| sheet.may_change(&session.plan) && markable(&session.plan, sheet.context.now))
}

/// The specialist's note of a session.
#[component]
pub fn Note(
    /// The desk.
    desk: Desk,
    /// Which session.
    session: Session,
) -> impl IntoView {
    let i18n = use_i18n();
    let marking = Marking { desk, id: session.id, failure: RwSignal::new(None) };
    let text = RwSignal::new(session.note.unwrap_or_default());
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            let done = marking.take(calendar::note(marking.id, text.get_untracked()).await);
            saved.try_set(done);
        });
    };
    view! {
        <form class="stack tight" on:submit=save>
            <div class="field">
                <label for="session-note">{t!(i18n, calendar.note)}</label>
                <p class="hint" id="session-note-hint">{t!(i18n, calendar.note_hint)}</p>
                <textarea
                    id="session-note"
                    aria-describedby="session-note-hint"
                    maxlength="2000"
                    prop:value=move || text.get()
                    on:input=move |event| {
                        saved.set(false);
                        text.set(event_target_value(&event));
                    }
                ></textarea>
            </div>
            <FailureNotice failure=marking.failure.into() />
            <div class="row">
                <button type="submit" class="button small">{t!(i18n, common.save)}</button>
                <p class="muted" role="status">{move || saved.get().then(|| t_string!(i18n, calendar.note_saved))}</p>
            </div>
        </form>
    }
}
