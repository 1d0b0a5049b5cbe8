//! Refusals as sentences. The nearest times and the buttons beside them belong to the page.

use domain::{Refusal, context::Directory, refusal::Problem, time::clock};

use super::{meeting, minutes, rule::finding};
use crate::{
    Failure,
    i18n::{Locale, td_string},
};

/// What went wrong, in one or more sentences.
pub fn failure(locale: Locale, failure: &Failure, directory: &Directory) -> Vec<String> {
    match failure {
        Failure::Refused(why) => refusal(locale, why, directory),
        Failure::Offline => vec![td_string!(locale, rules.offline).to_owned()],
        Failure::Broken(_) => vec![td_string!(locale, rules.broken).to_owned()],
    }
}

/// A refusal, a sentence for each rule, each with its paragraph.
pub fn refusal(locale: Locale, refusal: &Refusal, directory: &Directory) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match refusal {
        Refusal::Rules { verdict, .. } => {
            verdict.refusals().map(|against| finding(locale, against, directory)).collect()
        }
        Refusal::ReasonNeeded { verdict } => verdict
            .warnings()
            .map(|against| finding(locale, against, directory))
            .chain([td_string!(locale, rules.reason_needed).to_owned()])
            .collect(),
        Refusal::Stale { current } => {
            let slot = current.plan.slot;
            let when = format!("{}, {}–{}", slot.day.format("%d.%m.%Y"), clock(slot.start), clock(slot.end()));
            vec![td_string!(locale, rules.refused_stale, when = when).to_string()]
        }
        Refusal::Full { held: true, .. } => one(td_string!(locale, offer.refused_held)),
        Refusal::DocumentOver => one(td_string!(locale, document.refused_over)),
        Refusal::Changed => one(td_string!(locale, meeting.refused_changed)),
        Refusal::Composition { faults } => {
            faults.iter().map(|fault| meeting::composition_fault(locale, *fault).to_owned()).collect()
        }
        Refusal::Meeting { fault } => one(meeting::fault(locale, *fault)),
        Refusal::Minutes { body, lacks } => lacks.iter().map(|lack| minutes::lack(locale, *body, lack)).collect(),
        Refusal::OfferOver => one(td_string!(locale, offer.refused_over)),
        Refusal::Full { .. } => one(td_string!(locale, rules.refused_full)),
        Refusal::Invalid { problem: what, .. } => one(problem(locale, *what)),
        Refusal::NotFound => one(td_string!(locale, rules.refused_not_found)),
        Refusal::Forbidden => one(td_string!(locale, rules.refused_forbidden)),
        Refusal::SignIn => one(td_string!(locale, rules.refused_sign_in)),
        Refusal::Throttled { seconds } => vec![td_string!(locale, rules.refused_throttled, n = *seconds).to_string()],
        Refusal::WrongPassword => one(td_string!(locale, rules.refused_password)),
        Refusal::WrongCode => one(td_string!(locale, rules.refused_code)),
        Refusal::Trouble { reference } => {
            vec![td_string!(locale, rules.refused_trouble, reference = reference.clone()).to_string()]
        }
    }
}

/// What is wrong with a field.
pub fn problem(locale: Locale, problem: Problem) -> &'static str {
    match problem {
        Problem::Required => td_string!(locale, rules.problem_required),
        Problem::TooLong => td_string!(locale, rules.problem_too_long),
        Problem::PasswordShort => td_string!(locale, rules.problem_password_short),
        Problem::PasswordCommon => td_string!(locale, rules.problem_password_common),
        Problem::PasswordsDiffer => td_string!(locale, rules.problem_passwords_differ),
        Problem::Phone => td_string!(locale, rules.problem_phone),
        Problem::Login => td_string!(locale, rules.problem_login),
        Problem::Taken => td_string!(locale, rules.problem_taken),
        Problem::Choice => td_string!(locale, rules.problem_choice),
        Problem::Date => td_string!(locale, rules.problem_date),
        Problem::Signature => td_string!(locale, document.problem_signature),
        Problem::Eds => td_string!(locale, document.problem_eds),
        Problem::Form => td_string!(locale, document.problem_form),
        Problem::Blanks => td_string!(locale, document.problem_blanks),
        Problem::Future => td_string!(locale, register.problem_future),
        Problem::TooOld => td_string!(locale, register.problem_too_old),
        Problem::NotAName => td_string!(locale, register.problem_not_a_name),
        Problem::OtherName => td_string!(locale, register.problem_other_name),
        Problem::Recurrence => td_string!(locale, rules.problem_recurrence),
        Problem::Endless => td_string!(locale, rules.problem_endless),
        Problem::TooMany => td_string!(locale, rules.problem_too_many),
        Problem::Nothing => td_string!(locale, rules.problem_nothing),
        Problem::NotMovable => td_string!(locale, rules.problem_not_movable),
    }
}
