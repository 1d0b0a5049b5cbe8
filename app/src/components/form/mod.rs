//! What forms are made of: fields that say what is wrong with them, a notice when nothing was done, and the memory of
//! what somebody typed when the page has to be loaded again.

mod failure_notice;
mod field;
mod password;
mod typed;

use domain::{Refusal, refusal::Problem};
use leptos::prelude::*;

pub use failure_notice::FailureNotice;
pub use field::Field;
pub use password::PasswordField;
pub use typed::typed;
#[cfg(feature = "ssr")]
pub use typed::{is_plain_form, keep};

use crate::Failure;

/// The failure of an action that has run and was not done.
pub fn failure_of<I, T>(action: Action<I, Result<T, Failure>>) -> Signal<Option<Failure>>
where
    I: Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().get().and_then(Result::err))
}

/// What this failure says of the field with this name.
pub fn problem_with(failure: Option<&Failure>, name: &str) -> Option<Problem> {
    match failure {
        Some(Failure::Refused(Refusal::Invalid { field, problem })) if field == name => Some(*problem),
        _ => None,
    }
}

/// Goes to an address with a full load of the page: nothing that was known of the former reader stays in memory.
pub fn go_to(address: &str) {
    let _ = window().location().set_href(address);
}
