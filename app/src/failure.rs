//! What a server function answers when it did not do what was asked.

use domain::Refusal;
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// A refusal by the rules or by the server, or no answer at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The server understood and refused.
    Refused(Refusal),
    /// The server did not answer: no connection.
    Offline,
    /// The request did not make sense to the server: a stale page, or a fault.
    Broken(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            // The details stay in the server's log: they may name tables or people.
            other => Self::Broken(kind_of(&other).to_owned()),
        }
    }
}

fn kind_of(error: &ServerFnErrorErr) -> &'static str {
    match error {
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => "args",
        ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Serialization(_) => "encoding",
        ServerFnErrorErr::Response(_) => "response",
        _ => "server",
    }
}
