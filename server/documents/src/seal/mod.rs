//! The kindergarten's electronic seal on a PDF: `PAdES` B-B, and B-T where somebody stamps the time.
//!
//! It is not the signature of a person: it says that the file is the one that the kindergarten's server made.

mod certificate;
mod check;
mod envelope;
mod keys;
mod pdf;

use chrono::{DateTime, Utc};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};

use crate::stamp::{self, Token};
use crate::{Error, Stamper};

pub use certificate::Certificate;
pub use check::{Flaw, Seal, SealState, check};
pub use keys::Keys;

/// Room for the signature in the file, in bytes; a stamp with the authority's certificates needs more.
const ROOM: usize = 2 * 1024;
const ROOM_WITH_STAMP: usize = 16 * 1024;

/// What stands in a seal, in the words of whoever seals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealInfo {
    /// Why it was sealed.
    pub reason: String,
    /// Where.
    pub place: String,
    /// Who seals.
    pub name: String,
    /// When, as the server's clock says.
    pub at: DateTime<Utc>,
}

pub(crate) fn seal(
    pdf: &[u8],
    info: &SealInfo,
    key: &SigningKey,
    certificate: &Certificate,
    stamper: Option<&dyn Stamper>,
) -> Result<Vec<u8>, Error> {
    if info.at < certificate.valid_from() || info.at > certificate.valid_to() {
        return Err(Error::Key("the certificate is not valid then".to_owned()));
    }
    let room = if stamper.is_some() { ROOM_WITH_STAMP } else { ROOM };
    let mut prepared = pdf::prepare(pdf, info, room)?;
    let [before, behind] = prepared.signed();
    let digest = Sha256::new().chain_update(before).chain_update(behind).finalize();
    let attributes = envelope::attributes(&digest, certificate);
    let signature: DerSignature = key.sign(&envelope::to_sign(&attributes));
    let token = match stamper {
        Some(stamper) => Some(stamped(stamper, signature.as_bytes())?),
        None => None,
    };
    let message = envelope::assemble(certificate, &attributes, signature.as_bytes(), token.as_deref());
    prepared.fill(&message)?;
    Ok(prepared.bytes)
}

fn stamped(stamper: &dyn Stamper, signature: &[u8]) -> Result<Vec<u8>, Error> {
    let token = stamper.stamp(&stamp::imprint(signature))?;
    if Token::read(&token)?.is_of(signature) {
        Ok(token)
    } else {
        Err(Error::Stamp("the stamp is over something else".to_owned()))
    }
}
