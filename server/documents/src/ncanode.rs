//! `NCANode`, where a kindergarten has one: it judges what this program cannot, GOST signatures and chains of certificates.

use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::json;

use crate::http::Http;
use crate::signed::Signed;
use crate::{Error, cms};

/// The largest answer.
const LARGEST: u64 = 1024 * 1024;

/// What `NCANode` says of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Every signature is good, and every certificate was issued by those whom it trusts and is not revoked.
    Valid {
        /// How many have signed.
        signers: usize,
    },
    /// It is not; with its own words, if it had any.
    Invalid(String),
}

/// Whoever judges signatures of the National Certification Authority.
pub trait NcaJudge: Send + Sync {
    /// Judges a detached signature over a content.
    ///
    /// # Errors
    /// The judge cannot be reached or does not answer as it should: nothing is known then.
    fn judge(&self, cms: &[u8], content: &[u8]) -> Result<Judged, Error>;
}

/// `NCANode` 3 at an address.
#[derive(Clone, Debug)]
pub struct NcaNode(Http);

#[derive(Deserialize)]
struct Answer {
    valid: bool,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    signers: Vec<AnswerSigner>,
}

#[derive(Deserialize)]
struct AnswerSigner {
    #[serde(default)]
    certificates: Vec<serde::de::IgnoredAny>,
}

impl NcaNode {
    /// The node at an address such as `http://127.0.0.1:14579`.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(address: &str) -> Result<Self, Error> {
        Http::new(&format!("{}/cms/verify", address.trim_end_matches('/'))).map(Self)
    }
}

impl NcaJudge for NcaNode {
    fn judge(&self, cms: &[u8], content: &[u8]) -> Result<Judged, Error> {
        let cms = cms::to_der(cms)?;
        let signed = Signed::read(&cms).ok_or(Error::Signature("it is no signed message"))?;
        // NCANode verifies what the message carries and then never looks at ours.
        if signed.content.is_some_and(|carried| carried != content) {
            return Ok(Judged::Invalid("the signature carries another content".to_owned()));
        }
        let question = json!({
            "revocationCheck": ["OCSP"],
            "cms": Base64::encode_string(&cms),
            "data": Base64::encode_string(content),
        });
        let answer = self.0.post("application/json", question.to_string().as_bytes(), LARGEST)?;
        let answer: Answer =
            serde_json::from_slice(&answer).map_err(|_| Error::Http("NCANode answered something else".to_owned()))?;
        // It calls a message valid that nobody has signed, or whose certificates it could not find.
        let signed = answer.signers.len() == signed.signers.len() && !answer.signers.is_empty();
        let known = answer.signers.iter().all(|signer| !signer.certificates.is_empty());
        Ok(if answer.valid && signed && known {
            Judged::Valid { signers: answer.signers.len() }
        } else {
            Judged::Invalid(answer.message.unwrap_or_default())
        })
    }
}
