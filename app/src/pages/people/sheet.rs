//! Codes on paper: eight cards on an A4 sheet, to cut apart and hand out.

use domain::Lang;
use leptos::prelude::*;

use crate::{
    api::people::{Card, Sheet},
    i18n::{Locale, t, td_string, use_i18n},
    language,
};

/// Cards on one sheet of paper: two columns of four.
const ON_A_SHEET: usize = 8;

/// The cards, as they come out of the printer. Both languages stand on each: who will read it is not known.
#[component]
pub fn PrintedSheet(
    /// What to print.
    sheet: Sheet,
    /// Back to the list.
    done: impl Fn() + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let print = |_| {
        let _ = window().print();
    };
    let sheets = sheet
        .cards
        .chunks(ON_A_SHEET)
        .map(|cards| {
            let cards = cards.iter().map(|card| one(card, &sheet)).collect_view();
            view! { <ul class="cards">{cards}</ul> }
        })
        .collect_view();
    view! {
        <div class="page stack printed">
            <div class="page-head no-print">
                <h1 tabindex="-1">{t!(i18n, people.sheet_title)}</h1>
                <div class="row">
                    <button type="button" class="button" on:click=move |_| done()>{t!(i18n, people.sheet_done)}</button>
                    <button type="button" class="button primary" on:click=print>{t!(i18n, common.print)}</button>
                </div>
            </div>
            <p class="notice warn no-print" role="status">{t!(i18n, people.sheet_once)}</p>
            {sheets}
        </div>
    }
}

fn one(card: &Card, sheet: &Sheet) -> AnyView {
    let said = |locale: Locale| {
        let lang = language::of(locale);
        let title =
            if card.code.reset { td_string!(locale, people.card_reset) } else { td_string!(locale, people.card_title) };
        let step = td_string!(locale, people.card_step, address = sheet.address.clone()).to_string();
        let until = td_string!(locale, people.card_until, date = lang.long_date(card.code.until)).to_string();
        view! { <p lang=Lang::code(lang)><strong>{title}</strong> " " {step} " " <span class="until">{until}</span></p> }
    };
    view! {
        <li class="code-card">
            <div class="code-picture" inner_html=card.picture.clone()></div>
            <div class="code-text">
                <p class="code-name">{card.code.name.full()}</p>
                <p class="code">{card.code.code.clone()}</p>
                <p class="code-org">{sheet.org.name.clone()} ", " <span class="figures">{domain::phone::display(&sheet.org.phone)}</span></p>
            </div>
            <div class="code-steps">{said(Locale::kk)} {said(Locale::ru)}</div>
        </li>
    }
    .into_any()
}
