//! A parent's bookings, coming and past, and the waiting list. What others change in them shows by itself.

use domain::{
    time::Moment,
    view::{BookingState, BookingView, Delta},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::booking::{Bookings, LeaveWaiting, WaitLine, bookings, waiting},
    components::{
        booking::{
            card::card,
            choice::{Choice, Wanted},
            door, facts,
            icon::hue,
            news::{self, News},
        },
        title::Title,
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
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
    let leave = ServerAction::<LeaveWaiting>::new();

    follow(list, lines, told);
    Effect::watch(
        move || leave.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                lines.refetch();
            }
        },
        false,
    );

    let done = move || {
        query.with(|query| match query.get_str("done") {
            Some("cancelled") => Some(t_string!(i18n, booking.done_cancelled)),
            Some("waiting") => Some(t_string!(i18n, booking.done_waiting)),
            Some("left") => Some(t_string!(i18n, booking.done_left)),
            _ => None,
        })
    };
    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, booking.mine) />
        <div class="page narrow stack bookings">
            <div class="page-head">
                <h1>{t!(i18n, booking.mine)}</h1>
                <a class="button" href="/book">{t!(i18n, booking.book)}</a>
            </div>
            <div role="status" class="bookings-news" data-news="true">
                {move || done().map(|text| view! { <p class="notice ok">{text}</p> })}
                {move || {
                    let locale = i18n.get_locale();
                    told.with(|told| told.iter().map(|news| view! { <p class="notice">{news::sentence(locale, news)}</p> }).collect_view())
                }}
            </div>
            <Transition>
                {move || {
                    let (locale, here) = (i18n.get_locale(), here.clone());
                    Suspend::new(async move {
                        match (list.await, lines.await) {
                            (Ok(list), Ok(lines)) => everything(locale, list, &lines, told, leave),
                            (Err(failure), _) | (_, Err(failure)) => door::closed(locale, &failure, &here),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

type List = Resource<Result<Bookings, Failure>>;

/// Takes in what others change, and tells it.
fn follow(list: List, lines: Resource<Result<Vec<WaitLine>, Failure>>, told: RwSignal<Vec<News>>) {
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
            Delta::Gone { .. } | Delta::Reload { .. } => anew(),
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
    lines: &[WaitLine],
    told: RwSignal<Vec<News>>,
    leave: ServerAction<LeaveWaiting>,
) -> AnyView {
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
        <section aria-labelledby="coming" data-section="coming">
            <h2 id="coming">{td_string!(locale, booking.coming)}</h2>
            {coming}
        </section>
        {(!lines.is_empty()).then(|| view! {
            <section aria-labelledby="waiting" data-section="waiting">
                <h2 id="waiting">{td_string!(locale, booking.waiting)}</h2>
                <ul class="stack tight">{lines.iter().map(|line| wait_line(locale, line, leave)).collect_view()}</ul>
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

fn wait_line(locale: Locale, line: &WaitLine, leave: ServerAction<LeaveWaiting>) -> AnyView {
    let kind = words::kind(locale, line.kind);
    let since = language::of(locale).day_month(line.since.day);
    let take = line.slot.filter(|_| line.free).map(|slot| {
        let choice = Choice {
            child: Some(line.child),
            kind: Some(line.kind),
            staff: Some(Wanted::Anybody),
            day: Some(slot.day),
            time: Some(slot.start),
            session: line.session,
            settled: true,
            moving: None,
        };
        view! {
            <p><span class="chip ok">{td_string!(locale, booking.waiting_free)}</span></p>
            <a class="button primary" href=choice.href()>{td_string!(locale, booking.waiting_take)}</a>
        }
    });
    let (id, field) = (line.id.to_string(), line.id.to_string());
    let what = format!("{kind}, {}", line.child_name.plain());
    let label = td_string!(locale, booking.leave_label, what = what).to_string();
    view! {
        <li class=format!("card wait-line {}", hue(line.kind)) data-wait=id>
            <h3 class="booking-kind">{kind}</h3>
            {line.slot.map(|slot| view! { <p>{facts::when(locale, &slot)}</p> })}
            <p>{line.child_name.plain()}</p>
            <p class="muted small">{td_string!(locale, booking.waiting_since, when = since).to_string()}</p>
            {take}
            <ActionForm action=leave>
                <input type="hidden" name="line" value=field />
                <button type="submit" class="button small" aria-label=label>{td_string!(locale, booking.leave)}</button>
            </ActionForm>
        </li>
    }
    .into_any()
}
