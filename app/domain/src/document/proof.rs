//! What happened to a document, line by line: each line is hashed over the one before, so that none can be changed,
//! left out or put in later.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// Something that happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// It was asked for.
    Asked,
    /// The signer was reminded of it.
    Reminded,
    /// The signer opened it.
    Shown,
    /// The signer had the end of the text before them.
    Read,
    /// The guardian signed.
    Signed,
    /// The guardian had signed on paper: a witness has kept it.
    Witnessed,
    /// The head signed.
    Countersigned,
    /// The guardian refused to sign.
    Declined,
    /// The kindergarten took back what it had asked for.
    Recalled,
    /// The guardian withdrew what they had signed.
    Withdrawn,
    /// The file was made and sealed.
    Sealed,
}

crate::id::codes! {
    Step {
        Asked = "asked", Reminded = "reminded", Shown = "shown", Read = "read", Signed = "signed",
        Witnessed = "witnessed", Countersigned = "countersigned",
        Declined = "declined", Recalled = "recalled", Withdrawn = "withdrawn", Sealed = "sealed",
    }
}

/// The fields of a line that are hashed, behind the hash of the line before.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The document.
    pub document: &'a str,
    /// Its place in the chain, from 1.
    pub no: i64,
    /// What happened.
    pub step: Step,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Whose account, empty for the program itself.
    pub person: &'a str,
    /// From which address.
    pub address: &'a str,
    /// With which browser.
    pub agent: &'a str,
    /// What else: hashes, routes, reasons, as JSON.
    pub detail: &'a str,
}

impl Line<'_> {
    /// The text that is hashed. Every field is led by its length, so that no two lines read the same.
    pub fn text(&self, before: &str) -> String {
        let (no, at) = (self.no.to_string(), self.at.to_string());
        let mut text = String::from("kenes-proof-1;");
        for field in
            [before, self.document, &no, self.step.code(), &at, self.person, self.address, self.agent, self.detail]
        {
            let _ = write!(text, "{}:{field};", field.len());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts() {
        let line = Line {
            document: "d",
            no: 1,
            step: Step::Signed,
            at: 5,
            person: "p",
            address: "127.0.0.1",
            agent: "x",
            detail: "{}",
        };
        let texts = [
            line.text(""),
            line.text("0"),
            Line { document: "e", ..line }.text(""),
            Line { no: 2, ..line }.text(""),
            Line { step: Step::Read, ..line }.text(""),
            Line { at: 6, ..line }.text(""),
            Line { person: "", ..line }.text(""),
            Line { address: "127.0.0.2", ..line }.text(""),
            Line { agent: "127", ..line }.text(""),
            Line { detail: "{ }", ..line }.text(""),
            // A field that takes over what belongs to its neighbour.
            Line { address: "127.0.0.1;1:x", agent: "", ..line }.text(""),
        ];
        let distinct: std::collections::BTreeSet<_> = texts.iter().collect();
        assert_eq!(distinct.len(), texts.len());
    }
}
