//! Minutes as a signed paper: what they lack, how they are sent and signed, what came of it, and the additions beside
//! them. Their words are written elsewhere.

mod addition;
mod desk;
mod lacks;
mod official;
mod paper;
mod proof;
mod signing;
mod steps;

pub use official::official;
pub use paper::MinutesPaper;
