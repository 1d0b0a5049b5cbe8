//! Why the program could not do what the command line asked, and how to mend it.

use std::fmt;

/// A fault that whoever runs the program can mend.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl Fault {
    /// A fault and its remedy.
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  How to mend it: {}", self.what, self.mend)
    }
}

impl std::error::Error for Fault {}
