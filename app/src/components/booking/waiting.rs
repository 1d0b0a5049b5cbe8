//! The waiting list as a family sees it: a place that is offered, with until when; where they stand; what became of an
//! offer.

use domain::{
    offer::Ended,
    view::{WaitView, Waiting},
};
use leptos::prelude::*;

use super::{
    choice::{Choice, Wanted},
    facts,
    icon::{KindIcon, hue},
};
use crate::{
    Failure,
    api::{
        booking::{LeaveWaiting, Wait},
        offer::{AcceptOffer, DeclineOffer},
    },
    i18n::{Locale, td_string},
    language, words,
};

/// What a family can do about a line.
#[derive(Clone, Copy)]
pub struct Answers {
    /// Takes what is offered.
    pub accept: ServerAction<AcceptOffer>,
    /// Declines it.
    pub decline: ServerAction<DeclineOffer>,
    /// Waits no longer.
    pub leave: ServerAction<LeaveWaiting>,
    /// Lines up again.
    pub wait: ServerAction<Wait>,
}

impl Answers {
    /// None given yet.
    pub fn new() -> Self {
        Self {
            accept: ServerAction::new(),
            decline: ServerAction::new(),
            leave: ServerAction::new(),
            wait: ServerAction::new(),
        }
    }

    /// Whether an answer is on its way.
    fn pending(&self) -> bool {
        [self.accept.pending(), self.decline.pending(), self.wait.pending(), self.leave.pending()]
            .iter()
            .any(|pending| pending.try_get() == Some(true))
    }

    /// How many have come back. What stood before one of them may not stand any more.
    pub fn given(&self) -> usize {
        self.accept.version().get()
            + self.decline.version().get()
            + self.leave.version().get()
            + self.wait.version().get()
    }

    /// Why the last was not taken.
    pub fn failure(&self) -> Option<Failure> {
        let accepted = self.accept.value().get().and_then(Result::err);
        let declined = self.decline.value().get().and_then(Result::err);
        accepted.or(declined).or_else(|| self.wait.value().get().and_then(Result::err))
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::new()
    }
}

fn what(locale: Locale, view: &WaitView) -> String {
    format!("{}, {}", words::kind(locale, view.line.kind), view.child_name.plain())
}

/// Whether a place is offered to this line.
pub fn is_offered(view: &WaitView) -> bool {
    view.line.offer.is_some() && view.slot.is_some()
}

/// A place that is offered. `over` is called when its time is.
pub fn offer(locale: Locale, view: &WaitView, answers: Answers, over: impl Fn() + Clone + 'static) -> AnyView {
    let (Some(until), Some(slot)) = (view.line.offer, view.slot) else { return ().into_any() };
    let kind = words::kind(locale, view.line.kind);
    let (id, title) = (view.line.id.to_string(), format!("offer-{}", view.line.id));
    let what = what(locale, view);
    let place = view.online.then(|| td_string!(locale, booking.place_video).to_owned());
    let with: Vec<_> = [facts::names(&view.staff)].into_iter().chain(place).filter(|text| !text.is_empty()).collect();
    let left = RwSignal::new(view.seconds.unwrap_or(0).div_ceil(60));
    count_down(view.seconds.unwrap_or(0), left, over);
    let left = move || left.try_get().map(|minutes| time_left(locale, minutes));
    let (line, other) = (id.clone(), id.clone());
    let accept = td_string!(locale, offer.accept_label, what = what.clone()).to_string();
    let decline = td_string!(locale, offer.decline_label, what = what).to_string();
    view! {
        <li class=format!("card offer {}", hue(view.line.kind)) data-offer=id>
            <div class="offer-head">
                <KindIcon kind=view.line.kind />
                <div>
                    <h3 class="offer-kind" id=title.clone()>{kind}</h3>
                    <p>{view.child_name.plain()}</p>
                </div>
            </div>
            <p class="offer-when">{facts::when_in_full(locale, slot)}</p>
            <p class="muted">{with.join(" · ")}</p>
            <div class="offer-until">
                <p>
                    <span class="offer-label">{td_string!(locale, offer.until)}":"</span>
                    " "
                    <strong class="nowrap">{facts::at(locale, until)}</strong>
                </p>
                <p class="figures" role="timer" aria-live="off">{left}</p>
            </div>
            <div class="offer-answers" role="group" aria-labelledby=title>
                <ActionForm action=answers.accept attr:class="offer-accept">
                    <input type="hidden" name="line" value=line />
                    {button(td_string!(locale, offer.accept), accept, "button primary wide", answers)}
                </ActionForm>
                <ActionForm action=answers.decline attr:class="offer-decline">
                    <input type="hidden" name="line" value=other />
                    {button(td_string!(locale, offer.decline), decline, "button wide", answers)}
                </ActionForm>
            </div>
            <p class="muted small">{td_string!(locale, offer.kept)}" "{td_string!(locale, offer.otherwise)}</p>
        </li>
    }
    .into_any()
}

/// A second press of a button waits for the first.
fn button(text: &'static str, label: String, class: &'static str, answers: Answers) -> AnyView {
    let waits = move || answers.pending().then_some("true");
    view! {
        <button type="submit" class=class aria-label=label aria-disabled=waits on:click=move |event| if answers.pending() { event.prevent_default() }>
            {text}
        </button>
    }
    .into_any()
}

/// A line in which nothing is offered: where it stands, or why it does no more.
pub fn line(locale: Locale, view: &WaitView, answers: Answers) -> AnyView {
    let Waiting { id, child, kind, session, since, position, ended, .. } = view.line.clone();
    let since = language::of(locale).day_month(since.day);
    let what = what(locale, view);
    let lapsed = ended == Some(Ended::Lapsed);
    let take = view.slot.filter(|_| view.free).map(|slot| {
        let choice = Choice {
            child: Some(child),
            kind: Some(kind),
            staff: Some(Wanted::Anybody),
            day: Some(slot.day),
            time: Some(slot.start),
            session,
            settled: true,
            moving: None,
        };
        view! {
            <p><span class="chip ok">{td_string!(locale, booking.waiting_free)}</span></p>
            <a class="button primary" href=choice.href()>{td_string!(locale, booking.waiting_take)}</a>
        }
    });
    let again = session.filter(|_| lapsed && !view.free && view.slot.is_some()).map(|session| {
        let label = td_string!(locale, offer.again_label, what = what.clone()).to_string();
        view! {
            <ActionForm action=answers.wait>
                <input type="hidden" name="session" value=session.to_string() />
                <input type="hidden" name="child" value=child.to_string() />
                {button(td_string!(locale, offer.again), label, "button", answers)}
            </ActionForm>
        }
    });
    let (leave, label) = if lapsed {
        (td_string!(locale, offer.dismiss), td_string!(locale, offer.dismiss_label, what = what.clone()).to_string())
    } else {
        (td_string!(locale, booking.leave), td_string!(locale, booking.leave_label, what = what.clone()).to_string())
    };
    view! {
        <li class=format!("card wait-line {}", hue(kind)) class:lapsed=lapsed data-wait=id.to_string()>
            <h3 class="booking-kind">{words::kind(locale, kind)}</h3>
            {view.slot.map(|slot| view! { <p>{facts::when(locale, &slot)}</p> })}
            <p>{view.child_name.plain()}</p>
            {lapsed.then(|| view! {
                <div class="notice warn">
                    <p class="title">{td_string!(locale, offer.lapsed)}</p>
                    <p>{td_string!(locale, offer.lapsed_why)}</p>
                </div>
            })}
            {(ended == Some(Ended::Filled)).then(|| view! { <p class="notice">{td_string!(locale, offer.filled)}</p> })}
            {view.slot.is_none().then(|| view! { <p class="notice warn">{td_string!(locale, offer.closed)}</p> })}
            {position.filter(|_| view.slot.is_some()).map(|n| view! {
                <p class="wait-position">{td_string!(locale, offer.position, n = n).to_string()}</p>
                {(n == 1 && !view.free).then(|| view! { <p class="muted small">{td_string!(locale, offer.next)}</p> })}
            })}
            {(!lapsed).then(|| view! { <p class="muted small">{td_string!(locale, booking.waiting_since, when = since).to_string()}</p> })}
            {take}
            <div class="row">
                {again}
                <ActionForm action=answers.leave>
                    <input type="hidden" name="line" value=id.to_string() />
                    {button(leave, label, "button small", answers)}
                </ActionForm>
            </div>
        </li>
    }
    .into_any()
}

/// What has happened to offers between two looks, for whoever does not see the cards come and go.
pub fn said(locale: Locale, before: &[WaitView], after: &[WaitView]) -> Vec<String> {
    let known = |view: &WaitView| before.iter().find(|other| other.line.id == view.line.id);
    let sentence = |view: &WaitView| {
        let (before, what) = (known(view), what(locale, view));
        match (view.line.offer, view.line.ended, view.slot) {
            (Some(until), _, Some(slot)) if before.is_none_or(|before| before.line.offer.is_none()) => {
                let (when, until) = (facts::when(locale, &slot), facts::at(locale, until));
                Some(td_string!(locale, offer.said_offered, what = what, when = when, until = until).to_string())
            }
            (None, Some(Ended::Lapsed), _) if before.is_some_and(|before| before.line.offer.is_some()) => {
                Some(td_string!(locale, offer.said_lapsed, what = what).to_string())
            }
            (None, Some(Ended::Filled), _) if before.is_some_and(|before| before.line.offer.is_some()) => {
                Some(td_string!(locale, offer.said_filled, what = what).to_string())
            }
            _ => None,
        }
    };
    after.iter().filter_map(sentence).collect()
}

/// «Қалды: 1 сағ 58 мин».
fn time_left(locale: Locale, minutes: u32) -> String {
    let (h, m) = (minutes / 60, minutes % 60);
    let left = match (h, m) {
        (0, 0) => return td_string!(locale, offer.left_none).to_owned(),
        (0, m) => td_string!(locale, offer.left_minutes, m = m).to_string(),
        (h, m) => td_string!(locale, offer.left_hours, h = h, m = m).to_string(),
    };
    td_string!(locale, offer.left, left = left).to_string()
}

/// Counts, where the page is alive.
fn count_down(seconds: u32, left: RwSignal<u32>, over: impl Fn() + Clone + 'static) {
    #[cfg(feature = "hydrate")]
    count(seconds, left, over);
    #[cfg(not(feature = "hydrate"))]
    let _ = (seconds, left, over);
}

/// Counts on the browser's own steady clock. The text changes once a minute: nobody is to be hurried by it.
#[cfg(feature = "hydrate")]
fn count(seconds: u32, left: RwSignal<u32>, over: impl Fn() + Clone + 'static) {
    use gloo_timers::callback::Interval;

    /// Between asking and asking again, in case the server's clock is a little behind.
    const AGAIN: i32 = 10;

    let Some(steady) = window().performance() else { return };
    let began = steady.now();
    let held = StoredValue::new_local(None::<Interval>);
    let asked = StoredValue::new(0);
    let tick = move || {
        #[expect(clippy::cast_possible_truncation, reason = "seconds of one visit to a page")]
        let remaining = i32::try_from(seconds).unwrap_or(i32::MAX) - ((steady.now() - began) / 1000.0) as i32;
        let minutes = u32::try_from(remaining).unwrap_or(0).div_ceil(60);
        if left.try_get_untracked().is_some_and(|shown| shown != minutes) {
            left.set(minutes);
        }
        if asked.try_get_value().is_some_and(|asked| remaining <= -asked * AGAIN) {
            asked.update_value(|asked| *asked += 1);
            over();
        }
    };
    Effect::new(move || {
        held.try_set_value(Some(Interval::new(1000, tick.clone())));
    });
    on_cleanup(move || drop(held.try_update_value(Option::take)));
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use chrono::NaiveDate;
    use domain::{ChildId, Kind, Name, Slot, WaitId, time::Moment};
    use uuid::Uuid;

    use super::*;

    fn view(offer: Option<u16>, ended: Option<Ended>) -> WaitView {
        let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        WaitView {
            line: Waiting {
                id: WaitId(Uuid::from_u128(1)),
                child: ChildId(Uuid::from_u128(2)),
                kind: Kind::PlayOnline,
                session: None,
                since: Moment { day, minute: 480 },
                position: Some(1),
                offer: offer.map(|minute| Moment { day, minute }),
                ended,
            },
            child_name: Name::parse("Көшербай Айару"),
            slot: Some(Slot { day, start: 960, minutes: 20 }),
            staff: Vec::new(),
            online: true,
            free: false,
            seconds: None,
        }
    }

    #[test]
    fn an_offer_is_said_when_it_comes_and_when_it_goes() {
        let said = |before: &[WaitView], after: WaitView| super::said(Locale::kk, before, &[after]);
        let offered = view(Some(660), None);
        let first = said(&[view(None, None)], offered.clone());
        assert_eq!(
            first,
            ["Орын босады: Онлайн-ойын сессиясы, Көшербай Айару, 25 қараша, сәрсенбі, 16:00–16:20. \
              Жауап берудің соңғы мерзімі: 25 қараша, сәрсенбі, 11:00"]
        );
        assert!(said(from_ref(&offered), offered.clone()).is_empty(), "once");
        assert!(said(from_ref(&offered), view(None, Some(Ended::Lapsed)))[0].starts_with("Ұсыныстың мерзімі өтті"));
        assert!(said(&[offered], view(None, Some(Ended::Filled)))[0].starts_with("Ұсынылған орын"));
        assert!(said(&[view(None, None)], view(None, None)).is_empty());
    }

    #[test]
    fn the_time_left_is_told_in_hours_and_minutes() {
        assert_eq!(time_left(Locale::kk, 118), "Қалды: 1 сағ 58 мин");
        assert_eq!(time_left(Locale::ru, 59), "Осталось: 59 мин");
        assert_eq!(time_left(Locale::kk, 0), "Мерзімі аяқталып жатыр");
    }
}
