//! A parent's bookings, coming and past, and the waiting list. What others change in them shows by itself.

use std::time::Duration;

use domain::{
    context::Directory,
    time::Moment,
    view::{BookingState, BookingView, Delta, WaitView},
};
use leptos::{ev::FocusEvent, html, prelude::*, wasm_bindgen::JsCast as _, web_sys};
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::booking::{Bookings, bookings, waiting},
    components::{
        booking::{
            card::card,
            door,
            news::{self, News},
            waiting::{Answers, is_offered, line, offer, said},
        },
        council_digests::CouncilDigests,
        title::Title,
        waiting_documents::WaitingDocuments,
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    live::use_live_from_the_start,
    words,
};

/// The page.
#[component]
pub fn BookingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let list = Resource::new_blocking(|| (), |()| bookings());
    let lines = Resource::new_blocking(|| (), |()| waiting());
    let told = RwSignal::new(Vec::<News>::new());
    let answers = Answers::new();
    let title = NodeRef::<html::H1>::new();

    follow(list, lines, told);
    // Taken or not, what stood before an answer may not stand any more.
    Effect::watch(move || answers.given(), move |_, _, _| lines.refetch(), false);
    let announced = announce(i18n, lines);
    let keep_focus = keep_focus(lines, title);

    let done = move || {
        query.with(|query| match query.get_str("done") {
            Some("cancelled") => Some(t_string!(i18n, booking.done_cancelled)),
            Some("waiting") => Some(t_string!(i18n, booking.done_waiting)),
            Some("left") => Some(t_string!(i18n, booking.done_left)),
            Some("declined") => Some(t_string!(i18n, offer.done_declined)),
            _ => None,
        })
    };
    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, booking.mine) />
        <div class="page narrow stack bookings" on:focusin=keep_focus>
            <div class="page-head">
                <h1 tabindex="-1" node_ref=title>{t!(i18n, booking.mine)}</h1>
                <a class="button" href="/book">{t!(i18n, booking.book)}</a>
            </div>
            <WaitingDocuments />
            <CouncilDigests />
            <div role="status" class="bookings-news" data-news="true">
                {move || done().map(|text| view! { <p class="notice ok">{text}</p> })}
                {move || {
                    let locale = i18n.get_locale();
                    told.with(|told| told.iter().map(|news| view! { <p class="notice">{news::sentence(locale, news)}</p> }).collect_view())
                }}
            </div>
            <div role="status" class="visually-hidden" data-offer-said="true">
                {move || announced.with(|said| said.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view())}
            </div>
            <div role="alert" data-news="true">
                {move || answers.failure().map(|failure| {
                    let sentences = words::failure(i18n.get_locale(), &failure, &Directory::default());
                    view! {
                        <div class="notice bad">
                            <p class="title">{t!(i18n, offer.not_done)}</p>
                            {sentences.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                        </div>
                    }
                })}
            </div>
            <Transition>
                {move || {
                    // Both as they are now: a change that arrives while one of them is asked for anew is shown, too.
                    let (bookings, waits) = (list.get()?, lines.get()?);
                    let locale = i18n.get_locale();
                    Some(match (bookings, waits) {
                        (Ok(bookings), Ok(waits)) => everything(locale, bookings, &waits, told, answers, move || {
                            list.refetch();
                            lines.refetch();
                        }),
                        (Err(failure), _) | (_, Err(failure)) => door::closed(locale, &failure, &here),
                    })
                }}
            </Transition>
        </div>
    }
}

type List = Resource<Result<Bookings, Failure>>;

type Lines = Resource<Result<Vec<WaitView>, Failure>>;

/// Says what becomes of offers, for whoever does not see the cards come and go.
fn announce(i18n: I18nContext<Locale>, lines: Lines) -> ReadSignal<Vec<String>> {
    let (announced, set_announced) = signal(Vec::new());
    Effect::new(move |before: Option<Option<Vec<WaitView>>>| {
        let now = lines.get().and_then(Result::ok);
        let before = before.flatten();
        if let (Some(before), Some(now)) = (&before, &now) {
            let sentences = said(i18n.get_locale_untracked(), before, now);
            if !sentences.is_empty() {
                set_announced.set(sentences);
            }
        }
        now.or(before)
    });
    announced
}

/// A card goes when its offer is over or answered, maybe with the button that somebody is on: they find themselves at the
/// head of the page then, and not nowhere. Gives what listens where the focus goes.
fn keep_focus(lines: Lines, title: NodeRef<html::H1>) -> impl Fn(FocusEvent) + 'static {
    let on_card = StoredValue::new(false);
    Effect::new(move |known: Option<()>| {
        lines.track();
        if known.is_some() && on_card.try_get_value() == Some(true) {
            // After the page has been painted anew.
            set_timeout(
                move || {
                    let body = document().body();
                    let nowhere = document().active_element().is_none_or(|on| body.is_some_and(|body| on == *body));
                    if let Some(title) = title.try_get_untracked().flatten().filter(|_| nowhere) {
                        let _ = title.focus();
                    }
                },
                Duration::from_millis(150),
            );
        }
    });
    move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let card = target.and_then(|target| target.closest("[data-offer], [data-wait]").ok().flatten());
        on_card.set_value(card.is_some());
    }
}

/// Takes in what others change, and tells it.
fn follow(list: List, lines: Lines, told: RwSignal<Vec<News>>) {
    let tell = move |news: Vec<News>| {
        if !news.is_empty() {
            told.update(|told| {
                told.retain(|old| !news.iter().any(|new| news::key(&new.booking) == news::key(&old.booking)));
                told.extend(news);
            });
        }
    };
    // Whatever way a change comes in, it is found by comparing with what was on the page before.
    Effect::new(move |before: Option<Option<Vec<BookingView>>>| {
        let now = list.get().and_then(Result::ok).map(|bookings| bookings.list);
        let before = before.flatten();
        if let (Some(before), Some(now)) = (&before, &now) {
            tell(news::between(before, now));
        }
        now.or(before)
    });
    let anew = move || {
        list.refetch();
        lines.refetch();
    };
    use_live_from_the_start(
        move |delta| match delta {
            Delta::Booking { booking, .. } => list.update(|list| {
                if let Some(Ok(bookings)) = list {
                    put(&mut bookings.list, *booking);
                }
            }),
            // A session to wait for may be what has changed or gone: its places are not in the delta.
            Delta::Put { .. } => lines.refetch(),
            Delta::Gone { .. } | Delta::Meeting { .. } | Delta::Reload { .. } => anew(),
            Delta::Held { .. } => {}
        },
        anew,
    );
}

fn put(list: &mut Vec<BookingView>, booking: BookingView) {
    list.retain(|known| news::key(known) != news::key(&booking));
    let at = list.partition_point(|known| known.slot <= booking.slot);
    list.insert(at, booking);
}

/// Bookings of the past that are shown without asking.
const RECENT: usize = 5;

/// Called-off sessions stay among the coming ones until their hour: a parent must not overlook them. What the parent
/// has given up goes to the past at once.
fn is_coming(booking: &BookingView, now: Moment) -> bool {
    booking.state == BookingState::Active && !booking.is_over(now)
}

fn everything(
    locale: Locale,
    bookings: Bookings,
    lines: &[WaitView],
    told: RwSignal<Vec<News>>,
    answers: Answers,
    over: impl Fn() + Clone + 'static,
) -> AnyView {
    let (offered, waiting): (Vec<_>, Vec<_>) = lines.iter().partition(|view| is_offered(view));
    let (coming, mut past): (Vec<_>, Vec<_>) =
        bookings.list.into_iter().partition(|booking| is_coming(booking, bookings.now));
    past.reverse();
    let older = past.split_off(past.len().min(RECENT));
    let cards = |list: &[BookingView]| {
        list.iter().map(|booking| view! { <li>{card(locale, booking, Some(told))}</li> }).collect_view()
    };
    let coming = if coming.is_empty() {
        view! {
            <div class="empty">
                <h3>{td_string!(locale, booking.none_title)}</h3>
                <p>{td_string!(locale, booking.none)}</p>
                <a class="button primary" href="/book">{td_string!(locale, booking.book)}</a>
            </div>
        }
        .into_any()
    } else {
        view! { <ul class="stack tight">{cards(&coming)}</ul> }.into_any()
    };
    view! {
        {(!offered.is_empty()).then(|| view! {
            <section aria-labelledby="offers" data-section="offers">
                <h2 id="offers">{td_string!(locale, offer.title)}</h2>
                <ul class="stack tight">{offered.iter().map(|view| offer(locale, view, answers, over.clone())).collect_view()}</ul>
            </section>
        })}
        <section aria-labelledby="coming" data-section="coming">
            <h2 id="coming">{td_string!(locale, booking.coming)}</h2>
            {coming}
        </section>
        {(!waiting.is_empty()).then(|| view! {
            <section aria-labelledby="waiting" data-section="waiting">
                <h2 id="waiting">{td_string!(locale, booking.waiting)}</h2>
                <ul class="stack tight">{waiting.iter().map(|view| line(locale, view, answers)).collect_view()}</ul>
            </section>
        })}
        {(!past.is_empty()).then(|| view! {
            <section aria-labelledby="past" data-section="past">
                <h2 id="past">{td_string!(locale, booking.past)}</h2>
                <ul class="stack tight">{cards(&past)}</ul>
                {(!older.is_empty()).then(|| view! {
                    <details class="older">
                        <summary>{td_string!(locale, booking.older)} <span class="muted figures">{older.len()}</span></summary>
                        <ul class="stack tight">{cards(&older)}</ul>
                    </details>
                })}
            </section>
        })}
    }
    .into_any()
}
