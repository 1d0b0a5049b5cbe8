//! A signed message (CMS `SignedData`), taken apart without losing a byte of what was signed.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;

use crate::proof::{Hash, Proof, prove};
use crate::tlv::{INTEGER, OCTETS, OID, Reader, SEQUENCE, SET, Tlv, tlv};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// So many signatures and certificates nobody needs.
const MOST: usize = 32;

/// A signed message.
pub(crate) struct Signed<'a> {
    /// What kind of content was signed.
    pub(crate) kind: ObjectIdentifier,
    /// The content, if it came along.
    pub(crate) content: Option<&'a [u8]>,
    /// Certificates that came along, each in its own bytes.
    pub(crate) certificates: Vec<&'a [u8]>,
    /// The signatures.
    pub(crate) signers: Vec<Info<'a>>,
}

/// One signature.
pub(crate) struct Info<'a> {
    signer: Tlv<'a>,
    pub(crate) digest: AlgorithmIdentifierOwned,
    /// What was signed beside the content, as it stands there.
    attributes: Option<&'a [u8]>,
    pub(crate) algorithm: AlgorithmIdentifierOwned,
    pub(crate) signature: &'a [u8],
    loose: Option<&'a [u8]>,
}

/// What became of asking a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Good,
    /// The content is not what was signed.
    OtherContent,
    /// The key says no.
    BadSignature,
    /// What was signed beside the content is missing or makes no sense.
    BadAttributes,
    Unknown,
}

impl<'a> Signed<'a> {
    /// Takes a message in DER apart.
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut outer = Reader(Tlv::read(der, SEQUENCE)?);
        if oid(outer.next(OID)?)? != SIGNED_DATA {
            return None;
        }
        let mut inner = Reader(Tlv::read(outer.next(0xa0)?.value, SEQUENCE)?);
        inner.next(INTEGER)?;
        inner.next(SET)?;
        let mut content = Reader(inner.next(SEQUENCE)?.value);
        let kind = oid(content.next(OID)?)?;
        let content = match content.next(0xa0) {
            Some(wrapped) => Some(Tlv::read(wrapped.value, OCTETS)?),
            None => None,
        };
        let certificates = inner.next(0xa0).map(|set| Reader(set.value)).into_iter().flatten();
        let certificates: Vec<_> = certificates.filter(|one| one.tag == SEQUENCE).map(|one| one.whole).collect();
        inner.next(0xa1);
        let signers: Option<Vec<_>> = Reader(inner.next(SET)?.value).map(Info::read).collect();
        let signers = signers?;
        (certificates.len() <= MOST && signers.len() <= MOST).then_some(Self { kind, content, certificates, signers })
    }

    /// The certificate of a signature, if it came along.
    pub(crate) fn certificate(&self, info: &Info<'_>) -> Option<(Certificate, &'a [u8])> {
        let all = self.certificates.iter().filter_map(|der| Some((Certificate::from_der(der).ok()?, *der)));
        all.into_iter().find(|(certificate, _)| info.is_by(certificate))
    }

    /// Asks a signature of this message over a content.
    pub(crate) fn ask(&self, info: &Info<'_>, certificate: &Certificate, content: &[u8]) -> Found {
        let Some(hash) = Hash::from_oid(info.digest.oid) else { return Found::Unknown };
        let key = &certificate.tbs_certificate.subject_public_key_info;
        let ask = |message: &[u8]| prove(key, &info.algorithm, Some(hash), message, info.signature);
        let Some(attributes) = info.attributes else {
            return match ask(content) {
                Proof::Good => Found::Good,
                Proof::Bad => Found::BadSignature,
                Proof::Unknown => Found::Unknown,
            };
        };
        let kind = info
            .attribute(CONTENT_TYPE)
            .and_then(|value| Tlv::read(value, OID))
            .and_then(|oid| ObjectIdentifier::from_bytes(oid).ok());
        let Some(digest) = info.attribute(MESSAGE_DIGEST).and_then(|value| Tlv::read(value, OCTETS)) else {
            return Found::BadAttributes;
        };
        if kind != Some(self.kind) {
            return Found::BadAttributes;
        }
        match ask(&tlv(SET, &[attributes])) {
            Proof::Unknown => Found::Unknown,
            Proof::Bad => Found::BadSignature,
            Proof::Good if digest != hash.of(content) => Found::OtherContent,
            Proof::Good => Found::Good,
        }
    }
}

impl<'a> Info<'a> {
    fn read(info: Tlv<'a>) -> Option<Self> {
        let mut info = Reader((info.tag == SEQUENCE).then_some(info.value)?);
        info.next(INTEGER)?;
        Some(Self {
            signer: info.any()?,
            digest: AlgorithmIdentifierOwned::from_der(info.next(SEQUENCE)?.whole).ok()?,
            attributes: info.next(0xa0).map(|set| set.value),
            algorithm: AlgorithmIdentifierOwned::from_der(info.next(SEQUENCE)?.whole).ok()?,
            signature: info.next(OCTETS)?.value,
            loose: info.next(0xa1).map(|set| set.value),
        })
    }

    /// Whether a certificate is the one that the signature names.
    fn is_by(&self, certificate: &Certificate) -> bool {
        let own = &certificate.tbs_certificate;
        match self.signer.tag {
            SEQUENCE => {
                let own = own.issuer.to_der().and_then(|issuer| Ok([issuer, own.serial_number.to_der()?].concat()));
                own.is_ok_and(|own| own == self.signer.value)
            }
            0x80 => key_id(certificate).is_some_and(|id| id == self.signer.value),
            _ => false,
        }
    }

    /// The one value of an attribute that was signed. Two of a kind are none.
    pub(crate) fn attribute(&self, wanted: ObjectIdentifier) -> Option<&'a [u8]> {
        find(self.attributes?, wanted)
    }

    /// The one value of an attribute that was added after signing.
    pub(crate) fn loose_attribute(&self, wanted: ObjectIdentifier) -> Option<&'a [u8]> {
        find(self.loose?, wanted)
    }
}

fn key_id(certificate: &Certificate) -> Option<Vec<u8>> {
    let (_, id) = certificate.tbs_certificate.get::<x509_cert::ext::pkix::SubjectKeyIdentifier>().ok()??;
    Some(id.0.as_bytes().to_vec())
}

fn find(attributes: &[u8], wanted: ObjectIdentifier) -> Option<&[u8]> {
    let mut found = Reader(attributes).filter_map(|attribute| {
        let mut inside = Reader(attribute.value);
        let kind = inside.next(OID)?;
        (kind.value == wanted.as_bytes()).then_some(inside.next(SET))?
    });
    let values = found.next()?;
    let mut values = Reader(values.value);
    let one = values.any()?;
    (values.0.is_empty() && found.next().is_none()).then_some(one.whole)
}

fn oid(tlv: Tlv<'_>) -> Option<ObjectIdentifier> {
    ObjectIdentifier::from_bytes(tlv.value).ok()
}
