//! The domain's terms and refusals in the reader's language.

pub mod absence;
mod refusal;
mod rule;
mod term;

pub use refusal::{failure, problem, refusal};
pub use rule::{paragraph, rule};
pub use term::{body, body_short, kind, kind_short, online, position, presence, status};
