//! Terms of the glossary.

use domain::{Body, Kind, Position, Presence, Status};

use crate::i18n::{Locale, td_string};

/// The full name of a kind of session.
pub fn kind(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Individual => td_string!(locale, words.kind_individual),
        Kind::Small => td_string!(locale, words.kind_small),
        Kind::Group => td_string!(locale, words.kind_group),
        Kind::Diagnostics => td_string!(locale, words.kind_diagnostics),
        Kind::ConsultInd => td_string!(locale, words.kind_consult_ind),
        Kind::ConsultSmall => td_string!(locale, words.kind_consult_small),
        Kind::ConsultOnline => td_string!(locale, words.kind_consult_online),
        Kind::ConsultPhone => td_string!(locale, words.kind_consult_phone),
        Kind::PlayInd => td_string!(locale, words.kind_play_ind),
        Kind::KpSmall => td_string!(locale, words.kind_kp_small),
        Kind::PlayOnline => td_string!(locale, words.kind_play_online),
        Kind::PlaySeminar => td_string!(locale, words.kind_play_seminar),
        Kind::Creative => td_string!(locale, words.kind_creative),
        Kind::Playroom => td_string!(locale, words.kind_playroom),
        Kind::Training => td_string!(locale, words.kind_training),
    }
}

/// The name of a kind where there is little room.
pub fn kind_short(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Individual => td_string!(locale, words.short_individual),
        Kind::Small => td_string!(locale, words.short_small),
        Kind::Group => td_string!(locale, words.short_group),
        Kind::Diagnostics => td_string!(locale, words.short_diagnostics),
        Kind::ConsultInd => td_string!(locale, words.short_consult_ind),
        Kind::ConsultSmall => td_string!(locale, words.short_consult_small),
        Kind::ConsultOnline => td_string!(locale, words.short_consult_online),
        Kind::ConsultPhone => td_string!(locale, words.short_consult_phone),
        Kind::PlayInd => td_string!(locale, words.short_play_ind),
        Kind::KpSmall => td_string!(locale, words.short_kp_small),
        Kind::PlayOnline => td_string!(locale, words.short_play_online),
        Kind::PlaySeminar => td_string!(locale, words.short_play_seminar),
        Kind::Creative => td_string!(locale, words.short_creative),
        Kind::Playroom => td_string!(locale, words.short_playroom),
        Kind::Training => td_string!(locale, words.short_training),
    }
}

/// By video.
pub fn online(locale: Locale) -> &'static str {
    td_string!(locale, calendar.online)
}

/// Whether a child came.
pub fn presence(locale: Locale, presence: Presence) -> &'static str {
    match presence {
        Presence::Came => td_string!(locale, words.presence_came),
        Presence::Late => td_string!(locale, words.presence_late),
        Presence::Absent => td_string!(locale, words.presence_absent),
        Presence::Ill => td_string!(locale, words.presence_ill),
        Presence::Family => td_string!(locale, words.presence_family),
    }
}

/// The full name of a body.
pub fn body(locale: Locale, body: Body) -> &'static str {
    match body {
        Body::Kp => td_string!(locale, words.body_kp),
        Body::Apqo => td_string!(locale, words.body_apqo),
        Body::Ppqq => td_string!(locale, words.body_ppqq),
        Body::Trustees => td_string!(locale, words.body_trustees),
    }
}

/// The abbreviation of a body.
pub fn body_short(locale: Locale, body: Body) -> &'static str {
    match body {
        Body::Kp => td_string!(locale, words.body_short_kp),
        Body::Apqo => td_string!(locale, words.body_short_apqo),
        Body::Ppqq => td_string!(locale, words.body_short_ppqq),
        Body::Trustees => td_string!(locale, words.body_short_trustees),
    }
}

/// A position.
pub fn position(locale: Locale, position: Position) -> &'static str {
    match position {
        Position::Head => td_string!(locale, words.position_head),
        Position::Deputy => td_string!(locale, words.position_deputy),
        Position::Methodist => td_string!(locale, words.position_methodist),
        Position::Speech => td_string!(locale, words.position_speech),
        Position::Psychologist => td_string!(locale, words.position_psychologist),
        Position::Special => td_string!(locale, words.position_special),
        Position::Defectologist => td_string!(locale, words.position_defectologist),
        Position::Social => td_string!(locale, words.position_social),
        Position::Assistant => td_string!(locale, words.position_assistant),
        Position::Deaf => td_string!(locale, words.position_deaf),
        Position::Blind => td_string!(locale, words.position_blind),
        Position::Educator => td_string!(locale, words.position_educator),
        Position::Nurse => td_string!(locale, words.position_nurse),
        Position::Music => td_string!(locale, words.position_music),
        Position::Accountant => td_string!(locale, words.position_accountant),
        Position::Admin => td_string!(locale, words.position_admin),
    }
}

/// Where a session stands.
pub fn status(locale: Locale, status: Status) -> &'static str {
    match status {
        Status::Draft => td_string!(locale, words.status_draft),
        Status::Confirmed => td_string!(locale, words.status_confirmed),
        Status::Done => td_string!(locale, words.status_done),
        Status::Cancelled => td_string!(locale, words.status_cancelled),
        Status::NoShow => td_string!(locale, words.status_no_show),
    }
}
