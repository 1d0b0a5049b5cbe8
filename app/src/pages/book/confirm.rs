//! The last step: everything on one screen, and the form.

use domain::{Slot, view::FreeTime};
use leptos::prelude::*;

use super::{Forms, Screen, refusal, when::chosen_time};
use crate::{
    api::booking::{Week, slot_code},
    components::booking::{card::href, facts, refused::nearby},
    i18n::td_string,
};

impl Screen {
    pub(super) fn confirm(&self, week: &Week, forms: Forms) -> AnyView {
        let body = match chosen_time(&self.choice, week) {
            None => self.gone(week, forms),
            Some(time) => self.form(time, &week.key, forms),
        };
        view! {
            {refusal(self, forms)}
            {self.chosen(true)}
            {body}
        }
        .into_any()
    }

    /// Somebody was quicker. After a refusal that is known already, and the notice above has said it better.
    fn gone(&self, week: &Week, forms: Forms) -> AnyView {
        let locale = self.locale;
        let at = |slot: &Slot| Some(slot.day) == self.choice.day && Some(slot.start) == self.choice.time;
        if let Some(own) = week.own.iter().find(|own| at(&own.slot)) {
            return view! {
                <div class="notice ok" role="status" data-own="true">
                    <strong>{td_string!(locale, booking.own_title)}</strong>
                    <p><a class="button wide" href=href(own)>{td_string!(locale, booking.own_open)}</a></p>
                </div>
            }
            .into_any();
        }
        let near = nearby(locale, &self.choice, week);
        let others = self.choice.without_time().href();
        (move || {
            forms.failure().is_none().then(|| {
                view! {
                    <div class="notice warn" role="status" data-gone="true">
                        <strong>{td_string!(locale, booking.gone_title)}</strong>
                        <p>{td_string!(locale, booking.gone)}</p>
                        {(!near.is_empty()).then(|| view! {
                            <h2 class="refused-nearest">{td_string!(locale, common.nearest)}</h2>
                            <ul class="nearest">
                                {near.iter().map(|(href, text)| view! { <li><a class="button wide" href=href.clone()>{text.clone()}</a></li> }).collect_view()}
                            </ul>
                        })}
                        <p><a class="button wide" href=others.clone()>{td_string!(locale, booking.other_times)}</a></p>
                    </div>
                }
            })
        })
        .into_any()
    }

    fn form(&self, time: &FreeTime, key: &str, forms: Forms) -> AnyView {
        let locale = self.locale;
        let choice = &self.choice;
        let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value /> };
        let child = choice.child.map(|id| id.to_string()).unwrap_or_default();
        let session = time.session.map(|id| id.to_string()).unwrap_or_default();
        if time.full {
            let bar = self.bar_of(time, button(td_string!(locale, booking.wait), forms));
            return view! {
                {self.facts(time)}
                <div class="notice warn">
                    <strong>{td_string!(locale, booking.wait_title)}</strong>
                    <p>{td_string!(locale, booking.wait_note)}</p>
                </div>
                <ActionForm action=forms.wait>
                    {hidden("session", session)}
                    {hidden("child", child)}
                    {bar}
                </ActionForm>
            }
            .into_any();
        }
        let wish = view! {
            {hidden("child", child)}
            {hidden("kind", choice.kind.map(|kind| kind.code().to_owned()).unwrap_or_default())}
            {hidden("staff", time.staff.to_string())}
            {hidden("slot", slot_code(&time.slot))}
            {hidden("session", session)}
            {hidden("key", key.to_owned())}
        };
        let label = if choice.moving.is_some() {
            td_string!(locale, booking.do_move)
        } else {
            td_string!(locale, booking.book)
        };
        let bar = self.bar_of(time, button(label, forms));
        let form = match choice.moving {
            Some(booking) => view! {
                <ActionForm action=forms.moving>{hidden("booking", booking.to_string())}{wish}{bar}</ActionForm>
            }
            .into_any(),
            None => view! { <ActionForm action=forms.book>{wish}{bar}</ActionForm> }.into_any(),
        };
        view! {
            {self.facts(time)}
            {form}
        }
        .into_any()
    }

    /// What will be booked, in words.
    fn facts(&self, time: &FreeTime) -> AnyView {
        let locale = self.locale;
        let Some(kind) = self.choice.kind else { return ().into_any() };
        let online = facts::by_video(kind);
        let place =
            if online { td_string!(locale, booking.place_video) } else { td_string!(locale, booking.place_later) };
        let line =
            |label: &'static str, text: String| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> };
        // Whoever moves a booking should not be surprised by somebody else at the door.
        let replaced = self.start.moving.as_ref().filter(|booking| !booking.staff.contains(&time.staff_name));
        let replaced = replaced
            .map(|booking| td_string!(locale, booking.staff_now, staff = facts::names(&booking.staff)).to_string());
        let change_time = self.choice.on(time.slot.day).href();
        view! {
            <section class="card facts">
                <dl>
                    <div class="fact">
                        <dt>{td_string!(locale, booking.when)}</dt>
                        <dd>
                            <strong>{facts::when_in_full(locale, time.slot)}</strong>
                            <a class="fact-change" href=change_time>
                                {td_string!(locale, common.change)}
                                <span class="visually-hidden">": "{td_string!(locale, booking.when)}</span>
                            </a>
                        </dd>
                    </div>
                    <div class="fact">
                        <dt>{td_string!(locale, booking.staff)}</dt>
                        <dd>
                            <p>{time.staff_name.plain()}</p>
                            {replaced.map(|text| view! { <p class="muted small">{text}</p> })}
                        </dd>
                    </div>
                    {line(td_string!(locale, booking.place), place.to_owned())}
                    <div class="fact">
                        <dt>{td_string!(locale, booking.prepare)}</dt>
                        <dd>{facts::prepare(locale, kind).into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</dd>
                    </div>
                </dl>
                <p class="muted small">{td_string!(locale, booking.rule_cancel)}</p>
            </section>
        }
        .into_any()
    }
}

/// One button, and a second press of it waits for the first.
fn button(label: &'static str, forms: Forms) -> AnyView {
    let wait = move || forms.pending().then_some("true");
    view! {
        <button type="submit" class="button primary" aria-disabled=wait on:click=move |event| if forms.pending() { event.prevent_default() }>
            {label}
        </button>
    }
    .into_any()
}
