//! The domain's terms and refusals in the reader's language.

pub mod absence;
pub mod decision;
pub mod document;
pub mod meeting;
pub mod minutes;
mod obstacle;
mod refusal;
pub mod register;
mod rule;
pub mod series;
mod term;

pub use obstacle::obstacle;
pub use refusal::{failure, problem, refusal};
pub use rule::{finding, paragraph, rule};
pub use term::{body, body_short, kind, kind_short, online, position, presence, status};
