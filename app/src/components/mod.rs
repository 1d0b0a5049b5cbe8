//! Pieces that several pages use.

pub mod frame;
pub mod mark;
