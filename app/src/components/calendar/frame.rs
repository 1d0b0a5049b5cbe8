//! The frame around the grid: fetches the view, and keeps the pieces together.

use domain::view::Me;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    address::{Address, Span},
    desk::{Desk, Panel},
    editor::{CreatePanel, DetailsPanel, MovePanel},
    filter::Filter,
    finder::Finder,
    notice::NoticeBar,
    proposals::ProposalPanel,
    reason::ReasonPanel,
    series::{preview::SeriesPanel, reach::ReachPanel},
    sheet::Sheet,
    side::Side,
    suspended::SuspendedBar,
    toolbar::Toolbar,
};
use crate::{
    api,
    components::{dialog::Dialog, form::FailureNotice},
    i18n::{t_string, use_i18n},
    live::use_live_since,
};

/// The calendar of somebody who may see it.
#[component]
pub fn Calendar(
    /// Who looks.
    me: Me,
) -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::parse(|name| query.get(name))));
    let filter = Memo::new(move |_| query.with(|query| Filter::parse(|name| query.get(name))));
    let first = address.get_untracked();
    // Once: later views are asked for by the desk, so that nothing around the grid is built anew.
    let view = OnceResource::new_blocking(api::calendar::calendar(first.span == Span::Month, first.day));
    view! {
        <Suspense fallback=|| view! { <div class="cal-wait skeleton" aria-hidden="true"></div> }>
            {move || {
                let actor = me.actor.clone();
                Suspend::new(async move {
                    match view.await {
                        Ok(packed) => {
                            let desk = Desk::new(Sheet::new(packed.0, actor), address, filter);
                            view! { <Tables desk /> }.into_any()
                        }
                        Err(failure) => {
                            let failure = Signal::stored(Some(failure));
                            view! { <div class="page"><FailureNotice failure /></div> }.into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
}

/// Everything that is seen once there is a view.
#[component]
fn Tables(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let shown = desk.now(|sheet| sheet.revision);
    let connection = use_live_since(shown, move |delta| desk.receive(delta), move || desk.fetch());
    let (root, scroll) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    #[cfg(feature = "hydrate")]
    super::browser::mount(desk, root, scroll);
    // In the browser the board paints: what the server has painted is not painted again.
    #[cfg(feature = "ssr")]
    let painted = {
        let kept = crate::state::state().kept;
        desk.now(|sheet| kept.view(sheet, desk.locale_now(), desk.address.get_untracked()))
    };
    #[cfg(not(feature = "ssr"))]
    let painted = "";
    let plans = desk.now(Sheet::may_plan);
    let month = move || desk.address.get().span == Span::Month;
    let table = move || desk.address.get().table;
    view! {
        <div class="cal-page" class:month=month class:table=table class:plain=!plans node_ref=root>
            {plans.then(|| view! { <Side desk /> })}
            <section class="cal-main" aria-labelledby="cal-title">
                <Toolbar desk connection />
                <Finder desk />
                <SuspendedBar desk />
                <div
                    class="cal-scroll"
                    role="region"
                    tabindex="0"
                    aria-label=move || t_string!(i18n, calendar.grid)
                    aria-describedby="cal-keys"
                    aria-busy=move || desk.loading.get().then_some("true")
                    node_ref=scroll
                    inner_html=painted
                ></div>
                <NoticeBar desk />
                <p id="cal-keys" class="visually-hidden">
                    {move || if plans { t_string!(i18n, calendar.keys) } else { t_string!(i18n, calendar.keys_read) }}
                    {move || plans.then(|| format!(" {}", t_string!(i18n, calendar.keys_new)))}
                </p>
            </section>
            <p class="visually-hidden" role="status" aria-live="assertive" data-test="cal-said">{move || desk.said.get()}</p>
            <div class="cal-tag" aria-hidden="true" hidden></div>
            <Panels desk />
        </div>
    }
}

/// What is open beside the grid.
#[component]
fn Panels(desk: Desk) -> impl IntoView {
    move || {
        desk.panel.get().map(|panel| match panel {
            Panel::Details(id) => view! { <DetailsPanel desk id /> }.into_any(),
            Panel::Create(plan) => view! { <CreatePanel desk plan=*plan /> }.into_any(),
            Panel::Move(id) => view! { <MovePanel desk id /> }.into_any(),
            Panel::Reach(pending) => view! { <ReachPanel desk pending=*pending /> }.into_any(),
            Panel::Series(wish) => view! { <SeriesPanel desk wish=*wish /> }.into_any(),
            Panel::Reason(pending, verdict) => view! { <ReasonPanel desk pending=*pending verdict /> }.into_any(),
            Panel::Proposal(number) => view! { <ProposalPanel desk number /> }.into_any(),
        })
    }
}

/// A dialog at the side of the page, open as long as it is there. Closing gives the focus back to the session.
#[component]
pub fn Drawer(
    /// The desk.
    desk: Desk,
    /// What it is for.
    #[prop(into)]
    title: Signal<String>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::browser::give_focus_back(desk);
    view! {
        <Dialog look="drawer" title=title closed=move || desk.panel.set(None)>
            {children()}
        </Dialog>
    }
}
