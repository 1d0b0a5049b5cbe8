//! How a child fits into a session, in words: beside the session while the child is held over it.

use domain::{
    Finding, Rule, SessionId, Weight,
    fit::{Ages, Fit, Outcome, Similarity},
    format::{Plural, plural_ru},
    kind::Paper,
};

use super::{paint::Html, sheet::Sheet};
use crate::{
    i18n::{Locale, td_string},
    words,
};

/// What a sign beside a line means. Each has a form of its own: nobody needs the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A tick in a circle.
    Good,
    /// An exclamation mark in a triangle.
    Mind,
    /// A cross in a square.
    Bad,
    /// None: only to know.
    Plain,
}

impl Sign {
    /// The sign of what speaks against something.
    pub fn of(weight: Option<Weight>) -> Self {
        match weight {
            None => Self::Good,
            Some(Weight::Refuse) => Self::Bad,
            Some(Weight::Warn | Weight::Reason) => Self::Mind,
        }
    }

    /// Its class; the form is in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "sign ok",
            Self::Mind => "sign warn",
            Self::Bad => "sign bad",
            Self::Plain => "sign",
        }
    }
}

/// Sessions that a child could be put into, as the calendar marks them: the class, None for no mark.
pub fn mark(sheet: &Sheet, child: domain::ChildId, id: SessionId) -> Option<&'static str> {
    let session = sheet.context.get(id).filter(|session| sheet.may_move(&session.plan))?;
    let fit = domain::fit::fit(child, session, &sheet.context).filter(Fit::is_open)?;
    Some(if fit.outcome() == Outcome::Takes { "takes" } else { "asks" })
}

/// What is said of the fit, line by line.
pub fn lines(locale: Locale, fit: &Fit) -> Vec<(Sign, String)> {
    let mut lines = Vec::new();
    match fit.similarity {
        Similarity::Same => lines.push((Sign::Good, td_string!(locale, calendar.fit_similar).to_owned())),
        Similarity::Differs => lines.push((Sign::Mind, td_string!(locale, calendar.fit_differs).to_owned())),
        Similarity::Untold => {}
    }
    if let Some(Ages { youngest, oldest, .. }) = fit.ages {
        let (from, to) = (age(locale, youngest), age(locale, oldest));
        let told = if from == to {
            td_string!(locale, calendar.fit_age, age = from).to_string()
        } else {
            td_string!(locale, calendar.fit_ages, from = from, to = to).to_string()
        };
        lines.push((Sign::Plain, told));
    }
    if let Some(quota) = fit.quota {
        let left = quota.left();
        let sign = if left == 0 { Sign::Mind } else { Sign::Good };
        lines.push((sign, td_string!(locale, calendar.fit_left, n = left, all = quota.quota).to_string()));
    }
    if let Some((paper, signed)) = fit.paper {
        let told = match (paper, signed) {
            (Paper::Consent, true) => td_string!(locale, calendar.fit_consent),
            (Paper::Consent, false) => td_string!(locale, calendar.fit_no_consent),
            (Paper::Contract, true) => td_string!(locale, calendar.fit_contract),
            (Paper::Contract, false) => td_string!(locale, calendar.fit_no_contract),
        };
        let unsigned = if fit.outcome() == Outcome::Refuses { Sign::Bad } else { Sign::Mind };
        lines.push((if signed { Sign::Good } else { unsigned }, told.to_owned()));
    }
    let sign = if fit.free == 0 { Sign::Mind } else { Sign::Plain };
    lines.push((sign, td_string!(locale, calendar.fit_free, n = fit.free).to_string()));
    lines
}

/// What comes of it, in a few words.
pub fn outcome(locale: Locale, fit: &Fit) -> (Sign, &'static str) {
    match fit.outcome() {
        Outcome::Takes => (Sign::Good, td_string!(locale, calendar.fit_takes)),
        Outcome::Warns => (Sign::Mind, td_string!(locale, calendar.fit_takes)),
        Outcome::Asks => (Sign::Mind, td_string!(locale, calendar.fit_asks)),
        Outcome::Refuses => (Sign::Bad, td_string!(locale, calendar.fit_refuses)),
    }
}

/// The rules that are worth their words: of a refusal what refuses, else what warns, but not that a group has to grow.
pub fn speaking(findings: &[Finding]) -> Vec<&Finding> {
    let heaviest = findings.iter().map(|finding| finding.weight).max();
    let grows = |rule: &Rule| matches!(rule, Rule::GroupSize { min, children, .. } if children < min);
    let speaks = |finding: &&Finding| {
        Some(finding.weight) == heaviest && !(finding.weight == Weight::Warn && grows(&finding.rule))
    };
    findings.iter().filter(speaks).collect()
}

/// The card beside the session.
pub fn card(html: &mut Html, sheet: &Sheet, locale: Locale, fit: &Fit) {
    let (sign, outcome) = outcome(locale, fit);
    html.raw("<strong class=\"").raw(sign.class()).raw("\">").text(outcome).raw("</strong><ul>");
    for (sign, line) in lines(locale, fit) {
        html.raw("<li class=\"").raw(sign.class()).raw("\">").text(&line).raw("</li>");
    }
    html.raw("</ul>");
    rules(html, sheet, locale, &fit.verdict.findings);
}

/// Rules with their paragraphs, the two that weigh most.
pub fn rules(html: &mut Html, sheet: &Sheet, locale: Locale, findings: &[Finding]) {
    const SHOWN: usize = 2;
    for finding in speaking(findings).into_iter().take(SHOWN) {
        html.raw("<p class=\"").raw(Sign::of(Some(finding.weight)).class()).raw("\">");
        html.text(&words::rule(locale, &finding.rule, sheet.directory()));
        html.raw(". <small>").text(&words::paragraph(locale, finding.paragraph())).raw("</small></p>");
    }
}

/// The same as one sentence after another, for who does not see it.
pub fn told(sheet: &Sheet, locale: Locale, fit: &Fit) -> String {
    let mut told = vec![outcome(locale, fit).1.to_owned()];
    told.extend(speaking(&fit.verdict.findings).into_iter().map(|finding| {
        let rule = words::rule(locale, &finding.rule, sheet.directory());
        format!("{rule}. {}", words::paragraph(locale, finding.paragraph()))
    }));
    told.extend(lines(locale, fit).into_iter().map(|(_, line)| line));
    told.join(". ")
}

/// «4 жас 2 ай»; «4 г. 2 мес.».
fn age(locale: Locale, months: u32) -> String {
    let (years, rest) = (months / 12, months % 12);
    let many = plural_ru(years) == Plural::Many;
    match (rest, many) {
        (0, false) => td_string!(locale, calendar.fit_years, n = years).to_string(),
        (0, true) => td_string!(locale, calendar.fit_years_many, n = years).to_string(),
        (_, false) => td_string!(locale, calendar.fit_months, n = years, months = rest).to_string(),
        (_, true) => td_string!(locale, calendar.fit_months_many, n = years, months = rest).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Plan, Position, Seat, Status};

    use super::*;
    use crate::components::calendar::sheet::tests::{session, sheet};

    fn with_one_child() -> (Sheet, domain::ChildId) {
        let mut one = session(1, 620, 20);
        let known = sheet(Position::Methodist, vec![]);
        let ids: Vec<_> = known.directory().children.keys().copied().collect();
        one.plan = Plan { seats: vec![Seat { child: ids[0], with_parent: false }], places: 4, ..one.plan };
        one.plan.kind = domain::Kind::Small;
        one.plan.slot.minutes = 35;
        (sheet(Position::Methodist, vec![one]), ids[1])
    }

    #[test]
    fn the_card_says_ages_places_and_the_paper_that_is_missing() {
        let (sheet, child) = with_one_child();
        let session = sheet.context.sessions().next().unwrap();
        let fit = domain::fit::fit(child, session, &sheet.context).unwrap();
        let told = told(&sheet, Locale::kk, &fit);
        for part in ["4 жас 10 ай", "Ата-ана келісімі жоқ", "Бос орын: 3"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("ұзылыс"), "nothing of disorders of which nothing is known: {told}");
        let mut html = Html::default();
        card(&mut html, &sheet, Locale::ru, &fit);
        let html = String::from(html);
        assert!(html.contains("4 г. 10 мес.") && html.contains("sign warn"), "{html}");
    }

    #[test]
    fn what_takes_the_child_is_marked_and_what_is_over_is_not() {
        let (mut sheet, child) = with_one_child();
        let session = sheet.context.sessions().next().unwrap().clone();
        // Its consent is missing: a draft may have it, with a warning.
        assert_eq!(mark(&sheet, child, session.id), Some("asks"));
        let mut confirmed = session.clone();
        confirmed.plan.status = Status::Confirmed;
        sheet.context.put(confirmed);
        assert_eq!(mark(&sheet, child, session.id), None);
        sheet.actor.positions = vec![Position::Head];
        sheet.context.put(session.clone());
        assert_eq!(mark(&sheet, child, session.id), None, "who may not change it puts nobody into it");
    }

    #[test]
    fn an_age_is_told_in_years_and_months() {
        let told = |locale, months| age(locale, months);
        assert_eq!((told(Locale::kk, 48), told(Locale::kk, 62)), ("4 жас".into(), "5 жас 2 ай".into()));
        assert_eq!((told(Locale::ru, 62), told(Locale::ru, 51)), ("5 л. 2 мес.".into(), "4 г. 3 мес.".into()));
    }
}
