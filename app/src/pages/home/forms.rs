//! The nine forms of work, by the names that the regulation gives them (КП ережесі 6.1–6.9).

use domain::{Body, Kind, format::Noun, rule};
use leptos::prelude::*;

use crate::{
    api::booking::PublicKind,
    components::booking::icon::{KindIcon, hue},
    i18n::{Locale, td_string},
    language,
};

/// A form of work: its name, a sentence on it, and the kinds of session in which it is held.
struct Form {
    name: &'static str,
    text: &'static str,
    kinds: &'static [Kind],
}

fn all(locale: Locale) -> [Form; 9] {
    let form = |name, text, kinds| Form { name, text, kinds };
    [
        form(
            td_string!(locale, public.form_consult),
            td_string!(locale, public.text_consult),
            &[Kind::ConsultInd, Kind::ConsultSmall],
        ),
        form(
            td_string!(locale, public.form_consult_online),
            td_string!(locale, public.text_consult_online),
            &[Kind::ConsultOnline],
        ),
        form(td_string!(locale, public.form_play_ind), td_string!(locale, public.text_play_ind), &[Kind::PlayInd]),
        form(td_string!(locale, public.form_kp_small), td_string!(locale, public.text_kp_small), &[Kind::KpSmall]),
        form(
            td_string!(locale, public.form_play_online),
            td_string!(locale, public.text_play_online),
            &[Kind::PlayOnline],
        ),
        form(
            td_string!(locale, public.form_play_seminar),
            td_string!(locale, public.text_play_seminar),
            &[Kind::PlaySeminar],
        ),
        form(td_string!(locale, public.form_creative), td_string!(locale, public.text_creative), &[Kind::Creative]),
        form(td_string!(locale, public.form_playroom), td_string!(locale, public.text_playroom), &[Kind::Playroom]),
        form(td_string!(locale, public.form_training), td_string!(locale, public.text_training), &[Kind::Training]),
    ]
}

/// The forms, each leading to its booking.
pub(super) fn forms(locale: Locale, offered: &[PublicKind]) -> AnyView {
    view! {
        <section class="page home-forms" aria-labelledby="forms">
            <h2 id="forms">{td_string!(locale, public.forms_title)}</h2>
            <p class="muted">{td_string!(locale, public.forms_text)}</p>
            <ul class="forms">{all(locale).into_iter().map(|form| one(locale, form, offered)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn one(locale: Locale, form: Form, offered: &[PublicKind]) -> AnyView {
    let Form { name, text, kinds } = form;
    let kind = kinds[0];
    view! {
        <li class=format!("card form-card {}", hue(kind)) data-form=kind.code()>
            <KindIcon kind />
            <h3><a href=format!("/book?kind={}", kind.code())>{name}</a></h3>
            <p>{text}</p>
            {minutes(locale, kinds, offered).map(|text| view! { <p class="form-minutes"><span class="chip">{text}</span></p> })}
        </li>
    }
    .into_any()
}

/// «30–45 минут»: what the kindergarten says, or else what its rules propose.
fn minutes(locale: Locale, kinds: &[Kind], offered: &[PublicKind]) -> Option<String> {
    let of = |kind: &Kind| {
        let said = offered.iter().find(|offer| offer.kind == *kind).map(|offer| offer.minutes);
        said.or_else(|| rule(Body::Kp, *kind).map(|rule| rule.usual_minutes))
    };
    let (shortest, longest) = (kinds.iter().filter_map(of).min()?, kinds.iter().filter_map(of).max()?);
    let counted = language::of(locale).counted(u32::from(longest), Noun::Minute);
    Some(if shortest == longest { counted } else { format!("{shortest}–{counted}") })
}
