//! Minutes in words.

use domain::{Body, minutes::Lack};

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
    match paragraph(body, lack) {
        Some(paragraph) => format!("{said} ({paragraph})"),
        None => said,
    }
}

/// Where it is asked for; None for a setting of the body's own.
fn paragraph(body: Body, lack: &Lack) -> Option<&'static str> {
    match (body, lack) {
        (_, Lack::NoQuorum { .. }) | (Body::Trustees | Body::Kp, _) => None,
        (_, Lack::ChildNamed { .. }) => Some("Order 92 ¶5"),
        (Body::Ppqq, _) => Some("Order 92 ¶4"),
        (Body::Apqo, Lack::NoSecretary) => Some("АПҚО 2.3"),
        (Body::Apqo, _) => Some("АПҚО 4.1"),
    }
}
