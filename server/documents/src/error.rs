//! What can go wrong with a document.

/// Why a document was not made, sealed or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No font here has this letter, and a document must lose nothing that was written into it.
    #[error("no font has the letter {0:?} (U+{code:04X})", code = u32::from(*.0))]
    Letters(char),
    /// A photo is no picture that can be printed: its number, from 0, and why.
    #[error("photo {0} cannot be printed: {1}")]
    Photo(usize, &'static str),
    /// The address is too long for a QR code.
    #[error("the address does not fit into a QR code")]
    Address,
    /// The typesetter refused.
    #[error("the document cannot be set: {0}")]
    Typeset(String),
    /// The file is no PDF that can be sealed.
    #[error("the PDF cannot be sealed: {0}")]
    Pdf(String),
    /// The key or its certificate cannot be read or made.
    #[error("the key of the seal: {0}")]
    Key(String),
    /// The files of the key.
    #[error("{0}: {1}")]
    File(std::path::PathBuf, #[source] std::io::Error),
    /// A signature that cannot be read at all.
    #[error("the signature cannot be read: {0}")]
    Signature(&'static str),
    /// The time-stamp authority's answer is not what was asked for.
    #[error("the time stamp: {0}")]
    Stamp(String),
    /// Another server did not answer as it should.
    #[error("{0}")]
    Http(String),
}
