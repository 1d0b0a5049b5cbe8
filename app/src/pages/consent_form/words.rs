//! Forms in words: what a blank is filled with, what is wrong with a text, how a form is signed.

use domain::{
    document::{Signers, Term},
    form::{Blank, Mistake},
    kind::Paper,
};

use crate::i18n::{Locale, td_string};

/// What a blank is filled with.
pub(super) fn blank(locale: Locale, blank: Blank) -> &'static str {
    match blank {
        Blank::Parent => td_string!(locale, consent.blank_parent),
        Blank::Child => td_string!(locale, consent.blank_child),
        Blank::ChildGroup => td_string!(locale, consent.blank_child_group),
        Blank::Born => td_string!(locale, consent.blank_born),
        Blank::Group => td_string!(locale, consent.blank_group),
        Blank::Organisation => td_string!(locale, consent.blank_organisation),
        Blank::Head => td_string!(locale, consent.blank_head),
        Blank::Place => td_string!(locale, consent.blank_place),
        Blank::Number => td_string!(locale, consent.blank_number),
        Blank::Day => td_string!(locale, consent.blank_day),
        Blank::Month => td_string!(locale, consent.blank_month),
        Blank::Year => td_string!(locale, consent.blank_year),
        Blank::Until => td_string!(locale, consent.blank_until),
        Blank::Signature => td_string!(locale, consent.blank_signature),
        Blank::HeadSignature => td_string!(locale, consent.blank_head_signature),
    }
}

/// What is wrong with a text. `above` lines stand above what is read.
pub(super) fn mistake(locale: Locale, mistake: &Mistake, above: usize) -> String {
    match mistake {
        Mistake::Empty => td_string!(locale, consent.mistake_empty).to_owned(),
        Mistake::TooLong => td_string!(locale, consent.mistake_too_long).to_owned(),
        Mistake::NoTitle => td_string!(locale, consent.mistake_no_title).to_owned(),
        Mistake::NoSignature => td_string!(locale, consent.mistake_no_signature).to_owned(),
        Mistake::UnknownBlank { line, name } => {
            td_string!(locale, consent.mistake_unknown, line = line + above, name = format!("{{{name}}}")).to_string()
        }
        Mistake::OpenBlank { line } => td_string!(locale, consent.mistake_open, line = line + above).to_string(),
    }
}

/// Whose signatures it needs.
pub(super) fn signers(locale: Locale, signers: Signers) -> &'static str {
    match signers {
        Signers::One => td_string!(locale, consent.signers_one),
        Signers::Every => td_string!(locale, consent.signers_every),
    }
}

/// How long it holds.
pub(super) fn term(locale: Locale, term: Term) -> &'static str {
    match term {
        Term::SchoolYear => td_string!(locale, consent.term_school_year),
        Term::Endless => td_string!(locale, consent.term_endless),
    }
}

/// What may not be done without it.
pub(super) fn opens(locale: Locale, opens: Option<Paper>) -> &'static str {
    match opens {
        None => td_string!(locale, consent.opens_nothing),
        Some(Paper::Consent) => td_string!(locale, consent.opens_consent),
        Some(Paper::Contract) => td_string!(locale, consent.opens_contract),
    }
}
