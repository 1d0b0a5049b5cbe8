//! The public start page: what the consultation point does for parents, and the way in.

mod forms;
mod scene;

use domain::{Permission, Position, phone, view::Me};
use leptos::prelude::*;

use crate::{
    api::booking::{PublicPage, public_page},
    components::{
        booking::{card::card, door},
        title::Title,
    },
    i18n::{Locale, t_string, td_string, use_i18n},
    visit::use_me,
    words,
};

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let me = use_me();
    let page = Resource::new_blocking(|| (), |()| public_page());
    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, public.title) />
        <Suspense>
            {move || {
                let (locale, here, me) = (i18n.get_locale(), here.clone(), me.clone());
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => whole(locale, me.as_ref(), &page),
                        Err(failure) => view! { <div class="page narrow">{door::closed(locale, &failure, &here)}</div> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

fn whole(locale: Locale, me: Option<&Me>, page: &PublicPage) -> AnyView {
    view! {
        <div class="home">
            {page.next.as_ref().map(|next| view! {
                <section class="page home-next" aria-labelledby="next">
                    <h2 id="next">{td_string!(locale, public.next)}</h2>
                    {card(locale, next, None)}
                </section>
            })}
            {hero(locale, me, page)}
            {forms::forms(locale, &page.kinds)}
            <div class="page home-pair">
                {who(locale)}
                {how(locale, me.is_none())}
            </div>
            {call(locale, &page.org.phone)}
            {people(locale, page)}
        </div>
    }
    .into_any()
}

fn hero(locale: Locale, me: Option<&Me>, page: &PublicPage) -> AnyView {
    let may = |permission| me.is_some_and(|me| me.actor.may(permission));
    let books = me.is_none() || may(Permission::BookForChild);
    view! {
        <section class="hero">
            <div class="hero-inside">
                <div class="hero-text">
                    <p class="hero-org">{page.org.name.clone()}</p>
                    <p class="hero-point">{words::body(locale, domain::Body::Kp)}</p>
                    <h1>{td_string!(locale, public.hero_title)}</h1>
                    <p class="lead">{td_string!(locale, public.hero_text)}</p>
                    <p class="hero-ways">
                        {books.then(|| view! { <a class="button primary" href="/book" data-action="book">{td_string!(locale, public.book)}</a> })}
                        {may(Permission::SeeCalendar).then(|| view! {
                            <a class="button" class:primary=!books href="/calendar" data-action="calendar">{td_string!(locale, public.to_calendar)}</a>
                        })}
                        {me.is_none().then(|| view! { <a class="button" href="/sign-in" data-action="sign-in">{td_string!(locale, common.sign_in)}</a> })}
                    </p>
                </div>
                {scene::scene()}
            </div>
        </section>
    }
    .into_any()
}

fn who(locale: Locale) -> AnyView {
    let all = [
        td_string!(locale, public.who_home),
        td_string!(locale, public.who_special),
        td_string!(locale, public.who_attends),
    ];
    view! {
        <section aria-labelledby="who">
            <h2 id="who">{td_string!(locale, public.who_title)}</h2>
            <ul class="home-who">{all.map(|text| view! { <li>{text}</li> })}</ul>
            <p class="muted small">{td_string!(locale, public.privacy)}</p>
        </section>
    }
    .into_any()
}

fn how(locale: Locale, visitor: bool) -> AnyView {
    let step = |title: &'static str, text: &'static str, link: Option<&'static str>| {
        view! {
            <li>
                <h3>{title}</h3>
                <p>{text}</p>
                {link.map(|text| view! { <p><a href="/join">{text}</a></p> })}
            </li>
        }
    };
    view! {
        <section aria-labelledby="how">
            <h2 id="how">{td_string!(locale, public.how_title)}</h2>
            <ol class="home-how">
                {step(td_string!(locale, public.how_1), td_string!(locale, public.how_1_text), visitor.then(|| td_string!(locale, public.how_code)))}
                {step(td_string!(locale, public.how_2), td_string!(locale, public.how_2_text), None)}
                {step(td_string!(locale, public.how_3), td_string!(locale, public.how_3_text), None)}
            </ol>
        </section>
    }
    .into_any()
}

fn call(locale: Locale, number: &str) -> AnyView {
    view! {
        <section class="page" aria-labelledby="phone">
            <div class="home-phone">
                <div>
                    <h2 id="phone">{td_string!(locale, public.phone_title)}</h2>
                    <p>{td_string!(locale, public.phone_text)}</p>
                </div>
                <a class="button primary" href=format!("tel:{number}")>
                    {td_string!(locale, public.call)}
                    <span class="figures">{phone::display(number)}</span>
                </a>
            </div>
        </section>
    }
    .into_any()
}

fn people(locale: Locale, page: &PublicPage) -> AnyView {
    let mut positions: Vec<Position> = page.kinds.iter().flat_map(|kind| kind.positions.iter().copied()).collect();
    positions.sort_unstable();
    positions.dedup();
    if positions.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="page" aria-labelledby="people">
            <h2 id="people">{td_string!(locale, public.people_title)}</h2>
            <p class="muted">{td_string!(locale, public.people_text)}</p>
            <ul class="home-people">
                {positions.into_iter().map(|position| view! {
                    <li>
                        <h3>{words::position(locale, position)}</h3>
                        {does(locale, position).map(|text| view! { <p class="muted">{text}</p> })}
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// What one asks somebody in this position.
fn does(locale: Locale, position: Position) -> Option<&'static str> {
    Some(match position {
        Position::Head => td_string!(locale, public.does_head),
        Position::Deputy | Position::Methodist => td_string!(locale, public.does_methodist),
        Position::Speech => td_string!(locale, public.does_speech),
        Position::Psychologist => td_string!(locale, public.does_psychologist),
        Position::Educator => td_string!(locale, public.does_educator),
        Position::Nurse => td_string!(locale, public.does_nurse),
        Position::Music => td_string!(locale, public.does_music),
        Position::Special | Position::Defectologist | Position::Deaf | Position::Blind => {
            td_string!(locale, public.does_special)
        }
        Position::Social => td_string!(locale, public.does_social),
        Position::Assistant | Position::Accountant | Position::Admin => return None,
    })
}
