//! A new composition of a body, by an order of the head (АПҚО ережесі 2.1, Order 92 ¶4).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Body, BodyRole, CompositionId, PersonId, Refusal,
    body::{
        Member,
        composition::{ChairTitle, Fault},
    },
    meeting::view::{ComposedView, CompositionDraft, Named},
    refusal::Problem,
};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    Desk, Done,
    people::{Choose, ChooseOne},
};
use crate::{
    Failure,
    alive::use_alive,
    api::body::save_composition,
    components::form::{FailureNotice, problem_with},
    i18n::{t, t_string, td_string, use_i18n},
    words,
};

/// What is written of it, as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    body: Body,
    number: RwSignal<String>,
    order_day: RwSignal<String>,
    from: RwSignal<String>,
    title: RwSignal<ChairTitle>,
    chair: RwSignal<Option<PersonId>>,
    secretary: RwSignal<Option<PersonId>>,
    members: RwSignal<BTreeSet<PersonId>>,
}

impl Draft {
    /// It begins with the people of the last one.
    fn new(body: Body, last: Option<&ComposedView>, today: NaiveDate) -> Self {
        let own = last.map(|last| &last.composition);
        let holder = |role| own.and_then(|own| own.holder(role));
        let members = own.into_iter().flat_map(|own| &own.members).filter(|member| member.role == BodyRole::Member);
        Self {
            body,
            number: RwSignal::new(String::new()),
            order_day: RwSignal::new(today.to_string()),
            from: RwSignal::new(today.to_string()),
            title: RwSignal::new(own.map(|own| own.chair_title).unwrap_or_default()),
            chair: RwSignal::new(holder(BodyRole::Chair)),
            secretary: RwSignal::new(holder(BodyRole::Secretary)),
            members: RwSignal::new(members.map(|member| member.person).collect()),
        }
    }

    fn written(self) -> Result<CompositionDraft, Failure> {
        let day = |field: &str, text: String| {
            let problem = if text.trim().is_empty() { Problem::Required } else { Problem::Date };
            let wrong = |_| Failure::from(Refusal::Invalid { field: field.to_owned(), problem });
            text.trim().parse::<NaiveDate>().map_err(wrong)
        };
        let one = |person: Option<PersonId>, role| person.map(|person| Member { person, role });
        let (chair, secretary) = (self.chair.get_untracked(), self.secretary.get_untracked());
        let others = self.members.get_untracked().into_iter();
        let others = others.filter(|person| Some(*person) != chair && Some(*person) != secretary);
        let members = one(chair, BodyRole::Chair)
            .into_iter()
            .chain(one(secretary, BodyRole::Secretary))
            .chain(others.map(|person| Member { person, role: BodyRole::Member }));
        Ok(CompositionDraft {
            body: self.body,
            order_number: self.number.get_untracked(),
            order_date: day("order_date", self.order_day.get_untracked())?,
            from: day("from", self.from.get_untracked())?,
            chair_title: self.title.get_untracked(),
            members: members.collect(),
        })
    }

    async fn send(self) -> Result<CompositionId, Failure> {
        save_composition(self.written()?).await
    }
}

/// What is wrong with one field of it.
fn fault_of(failure: &Failure, name: &str) -> Option<Fault> {
    let Failure::Refused(Refusal::Composition { faults }) = failure else { return None };
    let about = |fault: &&Fault| match fault {
        Fault::NoNumber => name == "order_number",
        Fault::BeforeOrder | Fault::EndsBeforeItBegins => name == "from",
        _ => false,
    };
    faults.iter().find(about).copied()
}

/// The form, folded away.
#[component]
pub(super) fn Compose(
    body: Body,
    #[prop(optional_no_strip)] last: Option<ComposedView>,
    people: StoredValue<Vec<Named>>,
    today: NaiveDate,
    desk: Desk,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let draft = Draft::new(body, last.as_ref(), today);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let code = body.code();
    let problem = move |name: &'static str| {
        Signal::derive(move || {
            failure.with(|failure| {
                let failure = failure.as_ref()?;
                let locale = i18n.get_locale();
                if let Some(fault) = fault_of(failure, name) {
                    return Some(words::meeting::composition_fault(locale, fault));
                }
                match problem_with(Some(failure), name)? {
                    Problem::Taken => Some(td_string!(locale, meeting.from_taken)),
                    problem => Some(words::problem(locale, problem)),
                }
            })
        })
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let saved = draft.send().await;
            busy.try_set(false);
            match saved {
                Ok(_) => desk.did(Done::Composed),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let taken =
        Signal::derive(move || [draft.chair.get(), draft.secretary.get()].into_iter().flatten().collect::<Vec<_>>());
    let title = move |title: ChairTitle| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=format!("chair-title-{code}")
                    value=title.code()
                    prop:checked=move || draft.title.get() == title
                    on:change=move |_| draft.title.set(title)
                />
                {move || match title {
                    ChairTitle::Toragha => t_string!(i18n, meeting.title_toragha),
                    ChairTitle::Torayym => t_string!(i18n, meeting.title_torayym),
                }}
            </label>
        }
    };
    view! {
        <details class="body-compose" open=last.is_none()>
            <summary>{t!(i18n, meeting.compose)}</summary>
            <form class="stack" novalidate on:submit=save data-compose=code>
                <FailureNotice failure=failure.into() fields=&["order_number", "order_date", "from"] />
                <div class="meeting-when">
                    <Line id=format!("order-number-{code}") label=Signal::derive(move || t_string!(i18n, meeting.order_number)) value=draft.number problem=problem("order_number") />
                    <Line id=format!("order-date-{code}") kind="date" label=Signal::derive(move || t_string!(i18n, meeting.order_date)) value=draft.order_day problem=problem("order_date") />
                    <Line id=format!("from-{code}") kind="date" label=Signal::derive(move || t_string!(i18n, meeting.from)) value=draft.from problem=problem("from") />
                </div>
                <fieldset class="field">
                    <legend>{t!(i18n, meeting.chair_title)}</legend>
                    <div class="row">{title(ChairTitle::Toragha)} {title(ChairTitle::Torayym)}</div>
                </fieldset>
                <div class="meeting-where">
                    <ChooseOne
                        id=format!("chair-{code}")
                        label=Signal::derive(move || t_string!(i18n, meeting.chair))
                        none=Signal::derive(move || t_string!(i18n, meeting.choose))
                        hint=None
                        people
                        chosen=draft.chair
                    />
                    <ChooseOne
                        id=format!("secretary-{code}")
                        label=Signal::derive(move || t_string!(i18n, meeting.secretary))
                        none=Signal::derive(move || t_string!(i18n, meeting.nobody))
                        hint=Some(Signal::derive(move || t_string!(i18n, meeting.secretary_hint)))
                        people
                        chosen=draft.secretary
                    />
                </div>
                <Choose
                    id=format!("members-{code}")
                    label=Signal::derive(move || t_string!(i18n, meeting.members))
                    people
                    chosen=draft.members
                    without=taken
                />
                <div class="row">
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || !alive.get()
                        aria-disabled=move || busy.get().then_some("true")
                    >
                        {t!(i18n, meeting.compose_save)}
                    </button>
                </div>
            </form>
        </details>
    }
}

#[component]
fn Line(
    id: String,
    #[prop(default = "text")] kind: &'static str,
    label: Signal<&'static str>,
    value: RwSignal<String>,
    problem: Signal<Option<&'static str>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let (Some(_), Some(input)) = (problem.get(), input.get()) {
            let _ = input.focus();
        }
    });
    let error = format!("{id}-error");
    let described = error.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            <input
                node_ref=input
                id=id
                type=kind
                autocomplete="off"
                aria-required="true"
                aria-invalid=move || problem.get().is_some().then_some("true")
                aria-describedby=move || problem.get().is_some().then(|| described.clone())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || problem.get().map(|problem| view! { <p class="error" id=error.clone()>{problem}</p> })}
        </div>
    }
}
