//! Documents: forms printed as PDF/A, sealed with the kindergarten's own key, and signatures made elsewhere, read.
//!
//! Nothing here knows a word of any language: what is printed comes in with the [`Sheet`]. No clock is read either;
//! the key files ([`Keys`]) and the two calls over HTTP ([`HttpStamper`], [`NcaNode`]) are the only I/O. All of it is
//! blocking and short: in an async program, `spawn_blocking` is the place for it.

mod ber;
pub mod cms;
mod error;
pub use domain::form::standard as forms;
mod http;
mod ncanode;
mod press;
mod proof;
mod seal;
mod signed;
mod stamp;
mod time;
mod tlv;

pub use error::Error;
pub use ncanode::{Judged, NcaJudge, NcaNode};
pub use press::{AdditionSheet, Ink, MinutesSheet, Press, Reading, Sheet, Strokes};
pub use seal::{Certificate, Flaw, Keys, Seal, SealInfo, SealState, check};
pub use stamp::{HttpStamper, Stamp, Stamper};
