//! The documents of one's children: what is to be signed first, what holds, what has ended.

use domain::{
    Permission,
    document::{Act, State, view::Listed},
    view::Me,
};
use leptos::prelude::*;

use crate::{
    api::document::own_documents,
    components::{booking::door, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    words,
};

/// The page.
#[component]
pub fn DocumentsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, document.mine) />
        <Guard permission=Permission::BookForChild page=|me| view! { <Documents me /> }.into_any() />
    }
}

#[component]
fn Documents(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let several = me.actor.children.len() > 1;
    let list = Resource::new_blocking(|| (), |()| own_documents());
    // Asked for, or countersigned, while one looks.
    use_live_from_the_start(move |_| list.refetch(), move || list.refetch());
    let here = door::here();
    view! {
        <div class="page narrow stack documents">
            <div class="page-head">
                <h1>{t!(i18n, document.mine)}</h1>
            </div>
            <Transition>
                {move || {
                    let (locale, here) = (i18n.get_locale(), here.clone());
                    Suspend::new(async move {
                        match list.await {
                            Ok(list) => sections(locale, &list, several),
                            Err(failure) => door::closed(locale, &failure, &here),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

fn sections(locale: Locale, list: &[Listed], several: bool) -> AnyView {
    if list.is_empty() {
        return view! {
            <div class="empty">
                <h2>{td_string!(locale, document.none_title)}</h2>
                <p>{td_string!(locale, document.none)}</p>
                <a class="button" href="/book">{td_string!(locale, common.nav_book)}</a>
            </div>
        }
        .into_any();
    }
    let open = |listed: &&Listed| listed.acts.contains(&Act::Sign);
    let ended = |listed: &&Listed| listed.document.state.ended();
    let holds = |listed: &&Listed| !open(listed) && !ended(listed);
    let section = |id: &'static str, title: &'static str, chosen: Vec<&Listed>| {
        (!chosen.is_empty()).then(|| {
            view! {
                <section class="stack tight" aria-labelledby=id>
                    <h2 id=id>{title}</h2>
                    <ul class="document-list">
                        {chosen.into_iter().map(|listed| view! { <li>{card(locale, listed, several)}</li> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    view! {
        {section("documents-open", td_string!(locale, document.to_sign), list.iter().filter(open).collect())}
        {section("documents-hold", td_string!(locale, document.standing), list.iter().filter(holds).collect())}
        {section("documents-ended", td_string!(locale, document.ended), list.iter().filter(ended).collect())}
    }
    .into_any()
}

/// The colour of a state; its words say it, too.
pub fn chip(state: State) -> &'static str {
    match state {
        State::Asked | State::AwaitsHead => "chip warn",
        State::Signed => "chip ok",
        State::Declined | State::Recalled | State::Withdrawn => "chip",
    }
}

/// The title of a form in the reader's language.
pub fn title(locale: Locale, listed: &Listed) -> String {
    match locale {
        Locale::kk => listed.kind.title_kk.clone(),
        Locale::ru => listed.kind.title_ru.clone(),
    }
}

fn card(locale: Locale, listed: &Listed, several: bool) -> AnyView {
    let document = &listed.document;
    let lang = language::of(locale);
    let href = format!("/documents/{}", document.id);
    let opens = listed.acts.contains(&Act::Sign);
    let day = |text: String| view! { <p class="muted small">{text}</p> };
    let when = match (document.ended, document.signed) {
        (Some(ended), _) => Some(day(td_string!(locale, document.on_ended, day = lang.short_date(ended)).to_string())),
        (None, Some(signed)) => {
            Some(day(td_string!(locale, document.on_signed, day = lang.short_date(signed)).to_string()))
        }
        (None, None) => {
            Some(day(td_string!(locale, document.on_asked, day = lang.short_date(document.asked)).to_string()))
        }
    };
    let until = document.until.filter(|_| document.ended.is_none() && document.signed.is_some());
    // The other guardian's paper is no task of the reader's: it says whose it is.
    let whose = if several || !opens {
        words::document::child_and_signer(&listed.child, &listed.signer)
    } else {
        listed.child.plain()
    };
    view! {
        <article class="card document-card" class:open=opens data-state=document.state.code()>
            <h3 class="document-title"><a href=href.clone()>{title(locale, listed)}</a></h3>
            <p>{whose}</p>
            <p><span class=chip(document.state)>{words::document::state(locale, document.state)}</span></p>
            {when}
            {until.map(|until| day(td_string!(locale, document.holds_until, day = lang.short_date(until)).to_string()))}
            {opens.then(|| view! {
                <a class="button primary wide" href=href aria-hidden="true" tabindex="-1">{td_string!(locale, document.read_and_sign)}</a>
            })}
        </article>
    }
    .into_any()
}
