//! Documents in words: where they stand, how they were signed, what happened, and what stands below a printed form.

use domain::{
    Agreement, Name,
    document::{
        Act, Route, State,
        proof::Step,
        view::{Eds, Judged, Shown, Signed},
    },
    form::Blank,
    time::{Moment, clock},
};

use crate::{
    i18n::{Locale, td_string},
    language,
};

/// Where a document stands.
pub fn state(locale: Locale, state: State) -> &'static str {
    match state {
        State::Asked => td_string!(locale, document.state_asked),
        State::AwaitsHead => td_string!(locale, document.state_awaits_head),
        State::Signed => td_string!(locale, document.state_signed),
        State::Declined => td_string!(locale, document.state_declined),
        State::Recalled => td_string!(locale, document.state_recalled),
        State::Withdrawn => td_string!(locale, document.state_withdrawn),
    }
}

/// What a child's documents of a form come to.
pub fn agreement(locale: Locale, agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Missing => td_string!(locale, document.agreement_missing),
        Agreement::Pending => td_string!(locale, document.agreement_pending),
        Agreement::Signed => td_string!(locale, document.agreement_signed),
        Agreement::Withdrawn => td_string!(locale, document.agreement_withdrawn),
    }
}

/// How somebody has signed. What is drawn or typed is a plain electronic consent, and never called ЭЦҚ.
pub fn route(locale: Locale, route: Route) -> &'static str {
    match route {
        Route::Drawn => td_string!(locale, document.route_drawn),
        Route::Typed => td_string!(locale, document.route_typed),
        Route::Paper => td_string!(locale, document.route_paper),
        Route::Eds => td_string!(locale, document.route_eds),
    }
}

/// What happened to a document.
pub fn step(locale: Locale, step: Step) -> &'static str {
    match step {
        Step::Asked => td_string!(locale, document.step_asked),
        Step::Reminded => td_string!(locale, document.step_reminded),
        Step::Shown => td_string!(locale, document.step_shown),
        Step::Read => td_string!(locale, document.step_read),
        Step::Signed => td_string!(locale, document.step_signed),
        Step::Witnessed => td_string!(locale, document.step_witnessed),
        Step::Countersigned => td_string!(locale, document.step_countersigned),
        Step::Declined => td_string!(locale, document.step_declined),
        Step::Recalled => td_string!(locale, document.step_recalled),
        Step::Withdrawn => td_string!(locale, document.step_withdrawn),
        Step::Sealed => td_string!(locale, document.step_sealed),
    }
}

/// What may be done with a document: a button.
pub fn act(locale: Locale, act: Act) -> &'static str {
    match act {
        Act::Sign | Act::Countersign => td_string!(locale, document.act_sign),
        Act::Witness => td_string!(locale, document.act_witness),
        Act::Decline => td_string!(locale, document.act_decline),
        Act::Recall => td_string!(locale, document.act_recall),
        Act::Withdraw => td_string!(locale, document.act_withdraw),
    }
}

/// What came of looking at ЭЦҚ.
pub fn judged(locale: Locale, judged: Judged) -> &'static str {
    match judged {
        Judged::Good => td_string!(locale, document.eds_good),
        Judged::GoodByNcaNode => td_string!(locale, document.eds_good_nca),
        Judged::NotHere => td_string!(locale, document.eds_not_here),
    }
}

/// «24.11.2026, 09:15»
pub fn moment(locale: Locale, at: Moment) -> String {
    format!("{}, {}", language::of(locale).short_date(at.day), clock(at.minute))
}

/// The certificate of a signature with ЭЦҚ in one line.
pub fn eds(locale: Locale, eds: &Eds) -> String {
    let lang = language::of(locale);
    let certificate = td_string!(
        locale,
        document.eds_certificate,
        issuer = eds.issuer.clone(),
        serial = eds.serial.clone(),
        from = lang.short_date(eds.from),
        to = lang.short_date(eds.to)
    );
    format!("{}, {certificate}, {}. {}", eds.subject, eds.algorithm, judged(locale, eds.judged))
}

/// How a signature was given, in one line.
pub fn signed(locale: Locale, signed: &Signed) -> String {
    let mut parts = vec![signed.name.full(), route(locale, signed.route).to_owned(), moment(locale, signed.at)];
    if let Some(witness) = &signed.witness {
        parts.push(td_string!(locale, document.witness, name = witness.full()).to_string());
    }
    if let Some(certificate) = &signed.eds {
        parts.push(eds(locale, certificate));
    }
    parts.join(" · ")
}

/// The lines below a printed form: what, and its value.
pub fn marks(locale: Locale, shown: &Shown) -> Vec<(String, String)> {
    let mut marks = Vec::new();
    let mut mark = |what: &str, value: String| marks.push((what.to_owned(), value));
    for signature in &shown.signatures {
        let whose = match signature.side {
            Blank::HeadSignature => td_string!(locale, document.mark_head),
            _ => td_string!(locale, document.mark_parent),
        };
        mark(whose, signed(locale, signature));
    }
    let signing = |step| matches!(step, Step::Signed | Step::Witnessed | Step::Countersigned);
    for line in shown.proof.iter().filter(|line| signing(line.step)) {
        let from = [line.address.as_str(), line.agent.as_str()].into_iter().filter(|text| !text.is_empty());
        mark(td_string!(locale, document.mark_from), from.collect::<Vec<_>>().join(" · "));
    }
    if let Some(ended) = shown.listed.document.ended {
        let day = language::of(locale).short_date(ended);
        mark(td_string!(locale, document.mark_withdrawn), format!("{day} · {}", shown.reason));
    }
    mark(td_string!(locale, document.mark_document), shown.listed.document.id.to_string());
    if let Some(hash) = &shown.hash {
        mark(td_string!(locale, document.mark_hash), hash.clone());
    }
    if let Some(last) = shown.proof.iter().rfind(|line| signing(line.step) || line.step == Step::Withdrawn) {
        mark(td_string!(locale, document.mark_chain), format!("{} · {}", last.no, last.hash));
    }
    marks
}

/// The sentence under them.
pub fn note(locale: Locale, shown: &Shown) -> &'static str {
    let plain = |signature: &Signed| matches!(signature.route, Route::Drawn | Route::Typed);
    if shown.signatures.iter().any(plain) {
        td_string!(locale, document.note_plain)
    } else {
        td_string!(locale, document.note_verify)
    }
}

/// Whose document it is, where a list has many children.
pub fn child_and_signer(child: &Name, signer: &Name) -> String {
    format!("{} · {}", child.plain(), signer.plain())
}
