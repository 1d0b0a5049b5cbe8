//! The drawers: a new session, the details of one, another time for one.

use domain::{Permission, Plan, Session, SessionId, Status};
use leptos::{prelude::*, task::spawn_local};

use super::{
    attendance::{self, Attendance, Note},
    desk::{Desk, Panel, Pending},
    facts::Facts,
    fields::{KindField, OpenFields, RoomField, StaffField, VerdictNotice, WhenFields},
    frame::Drawer,
    queue::Queue,
    reason::ReasonField,
    roster::Roster,
    series::form::{ExtentField, RepeatField, SeriesForm},
};
use crate::{
    Failure,
    components::form::FailureNotice,
    i18n::{t, t_string, use_i18n},
    words,
};

/// A plan that is being written.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The desk.
    pub desk: Desk,
    /// The plan as it is now.
    pub plan: RwSignal<Plan>,
    /// The session, and the version that the plan was made from.
    pub session: StoredValue<Option<(SessionId, i64)>>,
    /// How it repeats, and how far a change goes.
    pub series: SeriesForm,
    reason: RwSignal<String>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Draft {
    fn new(desk: Desk, plan: Plan, session: Option<(SessionId, i64)>) -> Self {
        let reason = plan.reason.clone().unwrap_or_default();
        let known = session.and_then(|(id, _)| desk.session(id));
        Self {
            desk,
            series: SeriesForm::new(known.as_ref()),
            plan: RwSignal::new(plan),
            session: StoredValue::new(session),
            reason: RwSignal::new(reason),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Whether the rules want a written reason.
    fn needs_reason(&self) -> bool {
        self.plan.with(|plan| {
            self.desk.with(|_| ());
            let bare = Plan { reason: None, ..plan.clone() };
            self.desk.judge(&bare).needs_reason()
        })
    }

    /// Sends the plan with this status; the drawer closes when it was done, and says why when not.
    fn send(&self, status: Status) {
        let draft = *self;
        let reason = draft.reason.get_untracked().trim().to_owned();
        let plan = Plan { status, reason: (!reason.is_empty()).then_some(reason), ..draft.plan.get_untracked() };
        let session = draft.session.get_value();
        if matches!(status, Status::Draft | Status::Confirmed | Status::Cancelled)
            && let Some(wish) = draft.series.wish(session, &plan)
        {
            return draft.desk.panel.set(Some(Panel::Series(Box::new(wish))));
        }
        let pending = Pending { session, plan };
        draft.busy.set(true);
        draft.failure.set(None);
        spawn_local(async move {
            let answer = draft.desk.send(pending.clone()).await;
            if draft.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    draft.desk.panel.set(None);
                    draft.desk.tell_done(&pending, &saved);
                }
                Err(failure) => draft.failure.set(Some(failure)),
            }
        });
    }
}

#[component]
fn Failed(draft: Draft) -> impl IntoView {
    let directory = draft.desk.now(|sheet| sheet.context.directory.clone());
    view! { <FailureNotice failure=draft.failure.into() directory /> }
}

/// A new session.
#[component]
pub fn CreatePanel(
    /// The desk.
    desk: Desk,
    /// How it begins.
    plan: Plan,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft = Draft::new(desk, plan, None);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.send(Status::Draft);
    };
    view! {
        <Drawer desk title=Signal::derive(move || t_string!(i18n, calendar.add).to_owned())>
            <form class="stack" on:submit=save>
                <KindField draft />
                <WhenFields draft />
                <StaffField draft />
                <RoomField draft />
                <Roster draft />
                <OpenFields draft />
                <RepeatField form=draft.series plan=draft.plan />
                <VerdictNotice draft />
                <Show when=move || draft.needs_reason()>
                    <ReasonField text=draft.reason />
                </Show>
                <Failed draft />
                <div class="row cal-actions">
                    <button type="submit" class="button primary" disabled=move || draft.busy.get()>
                        {t!(i18n, calendar.save_draft)}
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || draft.busy.get()
                        on:click=move |_| draft.send(Status::Confirmed)
                    >
                        {t!(i18n, calendar.save_confirmed)}
                    </button>
                </div>
            </form>
        </Drawer>
    }
}

/// Another time, specialist or room for a session: what dragging does, without dragging.
#[component]
pub fn MovePanel(
    /// The desk.
    desk: Desk,
    /// Which session.
    id: SessionId,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = Signal::derive(move || t_string!(i18n, calendar.move_title).to_owned());
    desk.session(id).map(|session| {
        let status = session.plan.status;
        let draft = Draft::new(desk, session.plan, Some((id, session.version)));
        let save = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            draft.send(status);
        };
        view! {
            <Drawer desk title>
                <form class="stack" on:submit=save>
                    <WhenFields draft />
                    <StaffField draft />
                    <RoomField draft />
                    <VerdictNotice draft />
                    <ExtentField form=draft.series />
                    <Show when=move || draft.needs_reason()>
                        <ReasonField text=draft.reason />
                    </Show>
                    <Failed draft />
                    <div class="row cal-actions">
                        <button type="submit" class="button primary" disabled=move || draft.busy.get()>
                            {t!(i18n, calendar.move_do)}
                        </button>
                        <button type="button" class="button" on:click=move |_| desk.panel.set(None)>
                            {t!(i18n, common.cancel)}
                        </button>
                    </div>
                </form>
            </Drawer>
        }
    })
}

/// The details of a session: to read, or to change for those who may.
#[component]
pub fn DetailsPanel(
    /// The desk.
    desk: Desk,
    /// Which session.
    id: SessionId,
) -> impl IntoView {
    let i18n = use_i18n();
    desk.session(id).map(|session| {
        let (kind, status) = (session.plan.kind, session.plan.status);
        let title = Signal::derive(move || words::kind(i18n.get_locale(), kind).to_owned());
        let changes = desk.now(|sheet| sheet.may_change(&session.plan));
        // What has been marked is no plan any more: nobody changes it by saving a form.
        let planned = Memo::new(move |_| {
            desk.with(|sheet| sheet.context.get(id).is_some_and(|now| now.plan.status.open() && now.marks.is_empty()))
        });
        let opened = session.clone();
        view! {
            <Drawer desk title>
                {attendance::is_markable(desk, &session).then(|| view! { <Attendance desk session=session.clone() /> })}
                {move || {
                    let session = desk.session(id).unwrap_or_else(|| opened.clone());
                    if changes && planned.get() {
                        return view! { <Edit desk session /> }.into_any();
                    }
                    let marked = !session.marks.is_empty();
                    view! {
                        <Facts desk session=session.clone() />
                        {(changes && !marked).then(|| view! { <Afterwards desk session /> })}
                    }.into_any()
                }}
                {status.open().then(|| view! { <Queue desk id /> })}
                {(changes && status.takes_time()).then(|| view! { <Note desk session /> })}
            </Drawer>
        }
    })
}

#[component]
fn Edit(desk: Desk, session: Session) -> impl IntoView {
    let i18n = use_i18n();
    let (id, version, status) = (session.id, session.version, session.plan.status);
    let draft = Draft::new(desk, session.plan.clone(), Some((id, version)));
    let cancelling = RwSignal::new(false);
    let past = desk.now(|sheet| sheet.context.is_past(&session.plan.slot));
    // Somebody else has changed it while the drawer was open. A mark or a note is no change of the plan.
    let base = StoredValue::new(session.plan.clone());
    let newer = move || {
        let known = draft.session.get_value().map(|(_, version)| version);
        let now = desk.with(|sheet| sheet.context.get(id).cloned()).filter(|now| Some(now.version) != known)?;
        if base.with_value(|base| *base == now.plan) {
            draft.session.set_value(Some((id, now.version)));
            return None;
        }
        Some(now.version)
    };
    let show_newer = move |_| {
        if let Some(now) = desk.session(id) {
            draft.session.set_value(Some((id, now.version)));
            base.set_value(now.plan.clone());
            draft.plan.set(now.plan);
            draft.failure.set(None);
        }
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.send(status);
    };
    let busy = move || draft.busy.get();
    view! {
        <form class="stack" on:submit=save>
            <div class="row between">
                <StatusChip status />
                <button type="button" class="button small" on:click=move |_| desk.panel.set(Some(Panel::Move(id)))>
                    {t!(i18n, calendar.move_to)}
                </button>
            </div>
            <Show when=move || newer().is_some()>
                <div class="notice warn">
                    <p>{t!(i18n, calendar.changed_meanwhile)}</p>
                    <button type="button" class="button small" on:click=show_newer>{t!(i18n, calendar.show_newer)}</button>
                </div>
            </Show>
            <KindField draft />
            <WhenFields draft />
            <StaffField draft />
            <RoomField draft />
            <Roster draft />
            <OpenFields draft />
            <RepeatField form=draft.series plan=draft.plan />
            <VerdictNotice draft />
            <ExtentField form=draft.series />
            <Show when=move || draft.needs_reason() && !cancelling.get()>
                <ReasonField text=draft.reason />
            </Show>
            <Failed draft />
            <div class="row cal-actions" hidden=move || cancelling.get()>
                <button type="submit" class="button primary" disabled=busy>{t!(i18n, common.save)}</button>
                {if status == Status::Draft {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| draft.send(Status::Confirmed)>
                            {t!(i18n, calendar.confirm)}
                        </button>
                    }.into_any()
                } else {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| draft.send(Status::Draft)>
                            {t!(i18n, calendar.to_draft)}
                        </button>
                    }.into_any()
                }}
                {(past && status == Status::Confirmed).then(|| view! {
                    <button type="button" class="button" disabled=busy on:click=move |_| draft.send(Status::Done)>
                        {t!(i18n, calendar.was_held)}
                    </button>
                    <button type="button" class="button" disabled=busy on:click=move |_| draft.send(Status::NoShow)>
                        {t!(i18n, calendar.nobody_came)}
                    </button>
                })}
                <button type="button" class="button danger" disabled=busy on:click=move |_| cancelling.set(true)>
                    {t!(i18n, calendar.cancel_session)}
                </button>
            </div>
            <Show when=move || cancelling.get()>
                <fieldset class="cal-cancel stack">
                    <legend>{t!(i18n, calendar.cancel_title)}</legend>
                    <ReasonField text=draft.reason />
                    <div class="row">
                        <button type="button" class="button danger" disabled=busy on:click=move |_| draft.send(Status::Cancelled)>
                            {t!(i18n, calendar.cancel_session)}
                        </button>
                        <button type="button" class="button" on:click=move |_| cancelling.set(false)>{t!(i18n, common.back)}</button>
                    </div>
                </fieldset>
            </Show>
        </form>
    }
}

/// What can still be done with a session that is over or cancelled.
#[component]
fn Afterwards(desk: Desk, session: Session) -> impl IntoView {
    let i18n = use_i18n();
    let draft = Draft::new(desk, session.plan.clone(), Some((session.id, session.version)));
    let status = session.plan.status;
    let button = move |to: Status, label: fn(crate::i18n::Locale) -> &'static str| {
        (status != to).then(|| {
            view! {
                <button type="button" class="button" disabled=move || draft.busy.get() on:click=move |_| draft.send(to)>
                    {move || label(i18n.get_locale())}
                </button>
            }
        })
    };
    view! {
        <div class="stack">
            <Failed draft />
            <div class="row cal-actions">
                {if status == Status::Cancelled {
                    button(Status::Draft, |locale| crate::i18n::td_string!(locale, calendar.restore)).into_any()
                } else {
                    view! {
                        {button(Status::Done, |locale| crate::i18n::td_string!(locale, calendar.was_held))}
                        {button(Status::NoShow, |locale| crate::i18n::td_string!(locale, calendar.nobody_came))}
                    }.into_any()
                }}
            </div>
        </div>
    }
}

/// Draft, confirmed …
#[component]
pub fn StatusChip(
    /// Where it stands.
    status: Status,
) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match status {
        Status::Draft => "chip warn",
        Status::Confirmed | Status::Done => "chip ok",
        Status::Cancelled | Status::NoShow => "chip bad",
    };
    view! { <span class=tone data-test="status">{move || words::status(i18n.get_locale(), status)}</span> }
}

/// Whether the reader plans for others too: then a specialist can be chosen.
pub fn plans_all(desk: Desk) -> bool {
    desk.now(|sheet| sheet.actor.may(Permission::PlanAll))
}
