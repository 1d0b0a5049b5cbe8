//! Beside the grid: asks for proposals, lists them, and says what has no place and why.

use domain::{GroupId, Session, SessionId, autoplan::Scope, autoplan::judge};
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};
use uuid::Uuid;

use super::{desk::Desk, desk::Panel, facts::Facts, frame::Drawer, paint};
use crate::{
    i18n::{t, t_string, td_string, use_i18n},
    words,
};

/// The value of an attribute of what was pressed, or of what it stands in.
fn pressed<T: std::str::FromStr>(event: &MouseEvent, attribute: &str) -> Option<T> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)?.parse().ok()
}

/// A press of the button beside a child in the list of needs asks for that child alone.
pub fn ask_for_child(desk: Desk, event: &MouseEvent) {
    if let Some(child) = pressed(event, "data-plan") {
        desk.propose(Scope::Child(child));
    }
}

/// The button that asks, and for whom: everybody, or a group of the kindergarten.
#[component]
pub fn Ask(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let group = RwSignal::new(None::<GroupId>);
    let groups = desk.now(|sheet| sheet.groups.clone());
    let ask = move |_| desk.propose(group.get_untracked().map_or(Scope::Everybody, Scope::Group));
    view! {
        <div class="plan-ask">
            {(!groups.is_empty()).then(|| view! {
                <select
                    aria-label=move || t_string!(i18n, autoplan.whom)
                    on:change=move |event| group.set(event_target_value(&event).parse().ok())
                >
                    <option value="">{t!(i18n, autoplan.everybody)}</option>
                    {groups
                        .into_iter()
                        .map(|(id, name)| view! { <option value=id.to_string()>{name}</option> })
                        .collect_view()}
                </select>
            })}
            <button
                type="button"
                id="plan-ask"
                class="button small"
                data-test="plan-ask"
                aria-disabled=move || desk.autoplan.is_busy().then_some("true")
                on:click=ask
            >
                <span class="plan-icon" aria-hidden="true"></span>
                {move || {
                    if desk.autoplan.is_busy() {
                        t_string!(i18n, autoplan.working)
                    } else {
                        t_string!(i18n, autoplan.button)
                    }
                }}
            </button>
        </div>
    }
}

/// The list of what is proposed, in the place of the list of needs.
#[component]
pub fn Proposals(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let listed = Memo::new(move |_| {
        let locale = desk.locale();
        desk.with(|sheet| paint::proposals(sheet, locale))
    });
    let left = Memo::new(move |_| {
        let (locale, unplaced) = (desk.locale(), desk.autoplan.unplaced());
        let missing: usize = unplaced.iter().map(|left| usize::from(left.missing)).sum();
        (desk.with(|sheet| paint::unplaced(sheet, locale, &unplaced)), missing)
    });
    let count = move || desk.with(|sheet| sheet.ghosts.len());
    let title = move || match count() {
        0 if left.with(|(_, missing)| *missing == 0) => t_string!(i18n, autoplan.all_placed).to_owned(),
        0 => t_string!(i18n, autoplan.none).to_owned(),
        n => td_string!(i18n.get_locale(), autoplan.title, n = n).to_string(),
    };
    let take_all = move |_| {
        let numbers: Vec<u16> = desk.now(|sheet| sheet.ghosts.iter().map(|ghost| ghost.number).collect());
        desk.take_proposals(&numbers);
        #[cfg(feature = "hydrate")]
        super::browser::focus_by_id("plan-title");
    };
    #[cfg(feature = "hydrate")]
    {
        let shown = Memo::new(move |_| {
            let judged = |sheet: &super::sheet::Sheet| -> Vec<_> {
                let possible = |ghost: &domain::autoplan::Proposal| judge(&ghost.plan, &sheet.context).accepted();
                sheet.ghosts.iter().map(|ghost| (ghost.number, ghost.plan.slot, possible(ghost))).collect()
            };
            desk.with(judged)
        });
        Effect::new(move || {
            // Read, not only tracked: what nobody reads is never reckoned, and so never changes.
            shown.with(|_| ());
            super::browser::repaint_ghosts(desk);
        });
    }
    view! {
        <Show when=move || desk.autoplan.is_open()>
            <section class="plan" aria-labelledby="plan-title" data-test="plan">
                <h2 id="plan-title" tabindex="-1">{title}</h2>
                <p class="muted small" hidden=move || count() == 0>{t!(i18n, autoplan.hint)}</p>
                <div class="plan-all">
                    <button
                        type="button"
                        class="button small primary"
                        data-test="plan-take-all"
                        hidden=move || count() == 0
                        on:click=take_all
                    >
                        {t!(i18n, autoplan.accept_all)}
                    </button>
                    <button
                        type="button"
                        class="button small"
                        data-test="plan-close"
                        on:click=move |_| desk.decline_proposals()
                    >
                        {move || if count() == 0 { t_string!(i18n, common.close) } else { t_string!(i18n, autoplan.decline) }}
                    </button>
                </div>
                <div
                    class="plan-days"
                    on:click=move |event| in_list(desk, &event)
                    inner_html=move || listed.get()
                ></div>
                <div hidden=move || left.with(|(_, missing)| *missing == 0)>
                    <h3>
                        {move || {
                            let n = left.with(|(_, missing)| *missing);
                            td_string!(i18n.get_locale(), autoplan.unplaced, n = n).to_string()
                        }}
                    </h3>
                    <ul class="plan-left" data-test="plan-left" inner_html=move || left.with(|(html, _)| html.clone())></ul>
                </div>
            </section>
        </Show>
    }
}

/// A press in the list.
fn in_list(desk: Desk, event: &MouseEvent) {
    if let Some(number) = pressed(event, "data-open") {
        desk.panel.set(Some(Panel::Proposal(number)));
    } else if let Some(number) = pressed::<u16>(event, "data-take") {
        let next = beside(desk, number);
        desk.take_proposals(&[number]);
        focus(desk, "data-take", next);
    } else if let Some(number) = pressed::<u16>(event, "data-decline") {
        let next = beside(desk, number);
        desk.decline_proposal(number);
        focus(desk, "data-decline", next);
    }
}

/// The proposal after this one, or the one before it.
fn beside(desk: Desk, number: u16) -> Option<u16> {
    let numbers: Vec<u16> = desk.now(|sheet| sheet.ghosts.iter().map(|ghost| ghost.number).collect());
    let at = numbers.iter().position(|other| *other == number)?;
    numbers.get(at + 1).or_else(|| numbers.get(at.checked_sub(1)?)).copied()
}

/// The focus goes on to the same button of another proposal, or to the head of the list.
fn focus(desk: Desk, attribute: &'static str, number: Option<u16>) {
    #[cfg(feature = "hydrate")]
    match number.filter(|number| desk.now(|sheet| sheet.ghosts.iter().any(|ghost| ghost.number == *number))) {
        Some(number) => super::browser::focus_proposal(attribute, number),
        None => super::browser::focus_by_id("plan-title"),
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (desk, attribute, number);
}

/// The details of a proposal.
#[component]
pub fn ProposalPanel(
    /// The desk.
    desk: Desk,
    /// Which.
    number: u16,
) -> impl IntoView {
    let i18n = use_i18n();
    let plan =
        desk.now(|sheet| sheet.ghosts.iter().find(|ghost| ghost.number == number).map(|ghost| ghost.plan.clone()));
    plan.map(|plan| {
        let kind = plan.kind;
        let title = Signal::derive(move || {
            format!("{}: {}", t_string!(i18n, autoplan.proposal), words::kind(i18n.get_locale(), kind))
        });
        let session = Session::new(SessionId(Uuid::nil()), 0, plan.clone());
        let against = Memo::new(move |_| {
            let locale = desk.locale();
            desk.with(|sheet| {
                let verdict = judge(&plan, &sheet.context);
                let told = verdict.refusals().map(|finding| {
                    let rule = words::rule(locale, &finding.rule, sheet.directory());
                    format!("{rule}. {}", words::paragraph(locale, finding.paragraph()))
                });
                told.collect::<Vec<_>>()
            })
        });
        let done = move || {
            desk.panel.set(None);
            #[cfg(feature = "hydrate")]
            super::browser::focus_if_lost(desk, number);
        };
        let take = move |_| {
            desk.take_proposals(&[number]);
            done();
        };
        let decline = move |_| {
            desk.decline_proposal(number);
            done();
        };
        view! {
            <Drawer desk title>
                <Facts desk session />
                <div class="notice bad" hidden=move || against.with(Vec::is_empty)>
                    {move || against.get().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
                <div class="row cal-actions">
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || !against.with(Vec::is_empty)
                        on:click=take
                    >
                        {t!(i18n, autoplan.accept)}
                    </button>
                    <button type="button" class="button" on:click=decline>{t!(i18n, autoplan.decline)}</button>
                </div>
                <p class="muted small">{t!(i18n, autoplan.keys)}</p>
            </Drawer>
        }
    })
}
