//! The shared document in which minutes are written together (АПҚО ережесі 4.1), for the server and for the browser.
//!
//! `SCHEMA.md` beside this crate is its public contract. Here are the names ([`schema`]), reading whatever a client has
//! written ([`read`]), writing ([`write`]), the updates of others ([`update`]), and the edits of a text area ([`splice`]). No I/O, no clock; the randomness of
//! a replica's id comes in as an argument.

pub mod history;
pub mod presence;
pub mod read;
pub mod replica;
pub mod schema;
pub mod splice;
pub mod update;
pub mod wire;
pub mod write;

pub use read::{Decision, Item, Minutes, Votes, read};
pub use replica::Replica;
pub use schema::document;
pub use splice::{Splice, splice};
pub use yrs::Doc;
