//! `/live/minutes/{meeting}` over a real socket: what is written together is the same everywhere, is stored before
//! anybody is told of it, and is written by nobody who may not.

mod client;
mod killed;
mod others;
mod room;
mod sitting;
