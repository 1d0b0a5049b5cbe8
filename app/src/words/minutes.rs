//! Minutes in words.

use domain::{
    Body,
    body::composition::ChairTitle,
    document::Route,
    minutes::{
        Act, Lack, Section, State,
        view::{AdditionView, MinutesView, Office, Signed},
    },
};

use crate::i18n::{Locale, td_string};

/// What minutes lack, and the paragraph that asks for it.
pub fn lack(locale: Locale, body: Body, lack: &Lack) -> String {
    let said = match lack {
        Lack::NoQuorum { present, needed } => {
            td_string!(locale, minutes.lack_quorum, present = *present, needed = *needed).to_string()
        }
        Lack::NoAgenda => td_string!(locale, minutes.lack_agenda).to_owned(),
        Lack::NoTitle(_) => td_string!(locale, minutes.lack_title).to_owned(),
        Lack::NoDiscussion(_) => td_string!(locale, minutes.lack_discussion).to_owned(),
        Lack::NoDecision => td_string!(locale, minutes.lack_decision).to_owned(),
        Lack::NoText(_) => td_string!(locale, minutes.lack_text).to_owned(),
        Lack::NoResponsible(_) => td_string!(locale, minutes.lack_responsible).to_owned(),
        Lack::NoDue(_) => td_string!(locale, minutes.lack_due).to_owned(),
        Lack::Votes { votes, present, .. } => {
            td_string!(locale, minutes.lack_votes, votes = *votes, present = *present).to_string()
        }
        Lack::ChildNamed { initials, .. } => {
            td_string!(locale, minutes.lack_child, initials = initials.clone()).to_string()
        }
        Lack::NoChair => td_string!(locale, minutes.lack_chair).to_owned(),
        Lack::NoSecretary => td_string!(locale, minutes.lack_secretary).to_owned(),
    };
    match paragraph(locale, body, lack) {
        Some(paragraph) => format!("{said} ({paragraph})"),
        None => said,
    }
}

/// Where it is asked for: «№ 92 бұйрық, 4-тармақ»; None for a setting of the body's own.
fn paragraph(locale: Locale, body: Body, lack: &Lack) -> Option<String> {
    let order92 = |number: &str| Some(td_string!(locale, rules.source_order92, number = number.to_owned()).to_string());
    let apqo = |number: &str| Some(td_string!(locale, rules.source_apqo, number = number.to_owned()).to_string());
    match (body, lack) {
        (_, Lack::NoQuorum { .. }) | (Body::Trustees | Body::Kp, _) => None,
        (_, Lack::ChildNamed { .. }) => order92("5"),
        (Body::Ppqq, _) => order92("4"),
        (Body::Apqo, Lack::NoSecretary) => apqo("2.3"),
        (Body::Apqo, _) => apqo("4.1"),
    }
}

/// Whose office a signature is given for.
pub fn office(locale: Locale, office: Office, chair: ChairTitle) -> &'static str {
    match (office, chair) {
        (Office::Chair, ChairTitle::Toragha) => td_string!(locale, minutes.chair_toragha),
        (Office::Chair, ChairTitle::Torayym) => td_string!(locale, minutes.chair_torayym),
        (Office::Secretary, _) => td_string!(locale, minutes.secretary),
    }
}

/// Where minutes, or an addition, stand.
pub fn state(locale: Locale, state: State, chair: ChairTitle) -> String {
    match state {
        State::Draft => td_string!(locale, minutes.state_draft).to_owned(),
        State::Sent => td_string!(locale, minutes.state_sent).to_owned(),
        State::ChairSigned => {
            td_string!(locale, minutes.state_signed, office = office(locale, Office::Chair, chair)).to_string()
        }
        State::Locked => td_string!(locale, minutes.state_locked).to_owned(),
    }
}

/// What may be done: a button.
pub fn act(locale: Locale, act: Act) -> &'static str {
    match act {
        Act::Send => td_string!(locale, minutes.act_send),
        Act::TakeBack => td_string!(locale, minutes.act_take_back),
        Act::SignChair | Act::SignSecretary => td_string!(locale, document.act_sign),
    }
}

/// What was done: said when it is.
pub fn done(locale: Locale, act: Act) -> &'static str {
    match act {
        Act::Send => td_string!(locale, minutes.done_send),
        Act::TakeBack => td_string!(locale, minutes.done_take_back),
        Act::SignChair => td_string!(locale, minutes.done_chair),
        Act::SignSecretary => td_string!(locale, minutes.done_locked),
    }
}

/// A section of the minutes by its name.
pub fn section(locale: Locale, section: Section) -> &'static str {
    match section {
        Section::Date => td_string!(locale, minutes.section_date),
        Section::Present => td_string!(locale, minutes.section_present),
        Section::Agenda => td_string!(locale, minutes.section_agenda),
        Section::Discussion => td_string!(locale, minutes.section_discussion),
        Section::Proposals => td_string!(locale, minutes.section_proposals),
        Section::Decisions => td_string!(locale, minutes.section_decisions),
        Section::Signatures => td_string!(locale, minutes.section_signatures),
    }
}

/// How a signature was given, in one line.
pub fn signed(locale: Locale, signed: &Signed) -> String {
    let mut parts = vec![
        signed.name.full(),
        super::document::route(locale, signed.route).to_owned(),
        super::document::moment(locale, signed.at),
    ];
    parts.extend(signed.eds.as_ref().map(|eds| super::document::eds(locale, eds)));
    parts.join(" · ")
}

/// The lines below printed minutes: what, and its value.
pub fn marks(locale: Locale, view: &MinutesView) -> Vec<(String, String)> {
    let mut marks = signature_marks(locale, view.chair_title, &view.signatures);
    marks.extend(view.hash.iter().map(|hash| (td_string!(locale, document.mark_hash).to_owned(), hash.clone())));
    marks.extend(
        view.link
            .iter()
            .map(|(place, hash)| (td_string!(locale, minutes.mark_chain).to_owned(), format!("{place} · {hash}"))),
    );
    marks
}

/// The lines below a printed addition.
pub fn addition_marks(locale: Locale, chair: ChairTitle, addition: &AdditionView) -> Vec<(String, String)> {
    let mut marks = signature_marks(locale, chair, &addition.signatures);
    marks.extend(addition.hash.iter().map(|hash| (td_string!(locale, document.mark_hash).to_owned(), hash.clone())));
    marks
}

fn signature_marks(locale: Locale, chair: ChairTitle, signatures: &[Signed]) -> Vec<(String, String)> {
    signatures.iter().map(|one| (office(locale, one.office, chair).to_owned(), signed(locale, one))).collect()
}

/// The sentence under them: what is drawn or typed is never called ЭЦҚ.
pub fn note(locale: Locale, view: &MinutesView) -> &'static str {
    let of_additions = view.additions.iter().flat_map(|addition| &addition.signatures);
    let plain = |signature: &Signed| matches!(signature.route, Route::Drawn | Route::Typed);
    if view.signatures.iter().chain(of_additions).any(plain) {
        td_string!(locale, minutes.note_plain)
    } else {
        td_string!(locale, document.note_verify)
    }
}
