//! One booking: where and when, the way into the meeting, the calendar file, moving it and giving it up.

mod join;

use domain::{
    Refusal, Status,
    format::Noun,
    view::{BookingView, Delta, OrgView},
};
use leptos::{
    ev::MouseEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlDetailsElement, HtmlElement},
};
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    Failure,
    api::booking::{CancelBooking, OneBooking, booking},
    components::{
        booking::{
            card::{href, standing},
            choice::{Choice, Wanted},
            door, facts,
            icon::{KindIcon, hue},
            news::{self, News},
        },
        title::Title,
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    pages::not_found::NotFound,
    visit::use_org,
    words,
};

/// The page.
#[component]
pub fn BookingPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let params = use_params_map();
    let query = use_query_map();
    let ids = Memo::new(move |_| {
        params.with(|params| (params.get("session").unwrap_or_default(), params.get("child").unwrap_or_default()))
    });
    let one = Resource::new_blocking(move || ids.get(), |(session, child)| booking(session, child));
    let told = RwSignal::new(None::<News>);
    let cancel = ServerAction::<CancelBooking>::new();

    follow(one, ids, told);

    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, booking.one_title) />
        <div class="page narrow stack booking">
            <p class="no-print"><a href="/bookings">{t!(i18n, booking.all)}</a></p>
            <div role="status" data-news="true">
                {move || {
                    let locale = i18n.get_locale();
                    told.with(|news| news.as_ref().map(|news| view! { <p class="notice">{news::sentence(locale, news)}</p> }))
                }}
            </div>
            <Transition>
                {move || {
                    let (locale, here, org) = (i18n.get_locale(), here.clone(), org.clone());
                    let arrived = query.with(|query| Arrived::read(query.get_str("new").is_some(), query.get_str("moved").is_some()));
                    Suspend::new(async move {
                        match one.await {
                            Ok(one_booking) => whole(locale, &one_booking, arrived, &org, one, cancel),
                            Err(Failure::Refused(Refusal::NotFound)) => view! { <NotFound /> }.into_any(),
                            Err(failure) => door::closed(locale, &failure, &here),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

type One = Resource<Result<OneBooking, Failure>>;

/// What has just been done, as the address says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrived {
    Otherwise,
    Booked,
    Moved,
}

impl Arrived {
    fn read(new: bool, moved: bool) -> Self {
        match (new, moved) {
            (true, _) => Self::Booked,
            (_, true) => Self::Moved,
            _ => Self::Otherwise,
        }
    }
}

/// Asks anew when the session changes: only the server knows whether the meeting is open.
fn follow(one: One, ids: Memo<(String, String)>, told: RwSignal<Option<News>>) {
    Effect::new(move |before: Option<Option<BookingView>>| {
        let now = one.get().and_then(Result::ok).map(|one| one.booking);
        if let (Some(Some(before)), Some(now)) = (&before, &now) {
            let news = news::between(std::slice::from_ref(before), std::slice::from_ref(now));
            if let Some(news) = news.into_iter().next().filter(|_| news::key(before) == news::key(now)) {
                told.set(Some(news));
            }
        }
        now.or(before.flatten())
    });
    let mine = move |session: domain::SessionId| ids.with_untracked(|(own, _)| *own == session.to_string());
    use_live_from_the_start(
        move |delta| match delta {
            Delta::Booking { booking, .. } if !mine(booking.session) => {}
            Delta::Gone { session, .. } if !mine(session) => {}
            Delta::Put { .. } | Delta::Held { .. } => {}
            _ => one.refetch(),
        },
        move || one.refetch(),
    );
}

fn whole(
    locale: Locale,
    one: &OneBooking,
    arrived: Arrived,
    org: &OrgView,
    resource: One,
    cancel: ServerAction<CancelBooking>,
) -> AnyView {
    let booking = &one.booking;
    let held = booking.is_held(one.now);
    let success = match arrived {
        Arrived::Booked => Some(td_string!(locale, booking.new, when = facts::when(locale, &booking.slot)).to_string()),
        Arrived::Moved => {
            Some(td_string!(locale, booking.moved, when = facts::when(locale, &booking.slot)).to_string())
        }
        Arrived::Otherwise => None,
    };
    view! {
        {success.filter(|_| held).map(|text| view! {
            <div class="notice ok booked" role="status" data-booked="true">
                <strong>{text}</strong>
                <p class="no-print">{td_string!(locale, booking.new_next)}</p>
            </div>
        })}
        <article class=format!("card ticket {}", hue(booking.kind)) data-session=booking.session.to_string() data-status=booking.status.code() data-state=booking.state.code()>
            {ticket(locale, one)}
            {(!booking.online).then(|| view! { <p class="muted small">{format!("{}, {}", org.name, org.city)}</p> })}
            {held.then(|| prepare(locale, booking))}
            {held.then(|| join::door(locale, one, resource))}
        </article>
        {held.then(|| actions(locale, booking, cancel))}
        {(held && !booking.changeable).then(|| view! {
            <div class="notice no-print">
                <p>{td_string!(locale, booking.unchangeable)}</p>
                <p><a class="button" href=format!("tel:{}", org.phone)>{td_string!(locale, booking.call, phone = domain::phone::display(&org.phone)).to_string()}</a></p>
            </div>
        })}
    }
    .into_any()
}

fn ticket(locale: Locale, one: &OneBooking) -> AnyView {
    let booking = &one.booking;
    let lang = language::of(locale);
    let standing = match standing(locale, booking) {
        None if booking.is_over(one.now) => Some(("chip", td_string!(locale, booking.over))),
        standing => standing,
    };
    let line = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> })
    };
    let others = (booking.others > 0).then(|| {
        let children = lang.counted(u32::from(booking.others), Noun::Child);
        view! { <p class="muted">{td_string!(locale, booking.others, children = children).to_string()}</p> }
    });
    view! {
        <header class="ticket-head">
            <KindIcon kind=booking.kind />
            <h1>{words::kind(locale, booking.kind)}</h1>
        </header>
        {standing.map(|(class, text)| view! { <p><span class=class>{text}</span></p> })}
        <dl>
            <div class="fact">
                <dt>{td_string!(locale, booking.when)}</dt>
                <dd><strong class="ticket-when">{facts::when_in_full(locale, booking.slot)}</strong></dd>
            </div>
            {line(td_string!(locale, booking.child), booking.child_name.full())}
            {line(td_string!(locale, booking.staff), booking.staff.iter().map(domain::Name::plain).collect::<Vec<_>>().join(", "))}
            {line(td_string!(locale, booking.place), facts::place(locale, booking))}
        </dl>
        {others}
    }
    .into_any()
}

fn prepare(locale: Locale, booking: &BookingView) -> AnyView {
    view! {
        <section class="prepare">
            <h2>{td_string!(locale, booking.prepare)}</h2>
            {facts::prepare(locale, booking.kind).into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
        </section>
    }
    .into_any()
}

/// What opens below the edge of the screen comes into it, with the way back.
fn show_whole(panel: NodeRef<html::Details>) {
    if let Some(panel) = panel.get_untracked().filter(HtmlDetailsElement::open) {
        panel.scroll_into_view_with_bool(false);
    }
}

/// Without WASM the link loads the page anew, with the panel closed; with it, the panel is closed here.
fn close(event: &MouseEvent, panel: NodeRef<html::Details>) {
    event.prevent_default();
    if let Some(panel) = panel.get_untracked() {
        panel.set_open(false);
        if let Some(summary) = panel.first_element_child().and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            let _ = summary.focus();
        }
    }
}

fn actions(locale: Locale, booking: &BookingView, cancel: ServerAction<CancelBooking>) -> AnyView {
    let file = format!("{}/kenes.ics", href(booking));
    let panel = NodeRef::<html::Details>::new();
    let own = booking.id.filter(|_| booking.changeable).map(|id| {
        let there = Choice {
            child: Some(booking.child),
            kind: Some(booking.kind),
            staff: Some(Wanted::Anybody),
            moving: Some(id),
            ..Choice::default()
        };
        let failed = move || {
            cancel.value().get().and_then(Result::err).map(|failure| {
                let sentences = words::failure(locale, &failure, &domain::context::Directory::default());
                view! { <div class="notice bad" role="alert">{sentences.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</div> }
            })
        };
        view! {
            <a class="button wide" href=there.href() data-action="move">{td_string!(locale, booking.move_it)}</a>
            <details class="cancel" node_ref=panel on:toggle=move |_| show_whole(panel)>
                <summary class="button wide danger" data-action="cancel">{td_string!(locale, booking.cancel_it)}</summary>
                <div class="card stack tight">
                    <p><strong>{facts::when(locale, &booking.slot)}</strong></p>
                    <p>{td_string!(locale, booking.cancel_ask)}</p>
                    {failed}
                    <ActionForm action=cancel>
                        <input type="hidden" name="booking" value=id.to_string() />
                        <button type="submit" class="button danger wide" aria-disabled=move || cancel.pending().get().then_some("true")>
                            {td_string!(locale, booking.cancel_yes)}
                        </button>
                    </ActionForm>
                    <a class="button wide" href=href(booking) rel="external" on:click=move |event| close(&event, panel)>{td_string!(locale, booking.cancel_no)}</a>
                </div>
            </details>
        }
    });
    // A draft may still move: a file in somebody's calendar would say what is not so.
    let fixed = booking.status == Status::Confirmed;
    view! {
        <div class="stack tight no-print">
            {fixed.then(|| view! {
                <a class="button wide" href=file rel="external" download="kenes.ics" data-action="calendar">{td_string!(locale, booking.ics)}</a>
            })}
            {own}
        </div>
    }
    .into_any()
}
