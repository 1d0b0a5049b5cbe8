//! The signature itself, byte for byte: there is one way only to write it, so that no byte of it can be another.

use der::asn1::ObjectIdentifier;
use sha2::{Digest, Sha256};

use super::Certificate;
use crate::stamp::TOKEN;
use crate::tlv::{INTEGER, OCTETS, OID, SEQUENCE, SET, set_of, tlv};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const ECDSA_WITH_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// 2.25.164975417131091220220245502735260882103, an arc of our own (ITU-T X.667): SHA-256 of the stamp. A stamp carries
/// bytes that nobody has signed, such as the authority's own chain; with this a changed one is noticed too.
const STAMP_DIGEST: &[u8] = &[
    0x69, 0x81, 0xf8, 0x9d, 0x8e, 0x83, 0xcb, 0xb1, 0xfa, 0xaa, 0x8d, 0x9d, 0xaf, 0x8b, 0xed, 0xa3, 0xe8, 0xb2, 0xa9,
    0x37,
];

/// What is signed: the digest of the file, and which certificate signs it. The time stands in the file (`PAdES`).
pub(super) fn attributes(digest: &[u8], certificate: &Certificate) -> Vec<u8> {
    let id = tlv(SEQUENCE, &[&tlv(OCTETS, &[&Sha256::digest(certificate.der())])]);
    let certificates = tlv(SEQUENCE, &[&tlv(SEQUENCE, &[&id])]);
    set_of(
        0xa0,
        vec![
            attribute(CONTENT_TYPE.as_bytes(), &tlv(OID, &[DATA.as_bytes()])),
            attribute(MESSAGE_DIGEST.as_bytes(), &tlv(OCTETS, &[digest])),
            attribute(SIGNING_CERTIFICATE_V2.as_bytes(), &certificates),
        ],
    )
}

/// The attributes as they are signed: as a set of their own.
pub(super) fn to_sign(attributes: &[u8]) -> Vec<u8> {
    let mut set = attributes.to_vec();
    set[0] = SET;
    set
}

/// The whole message.
pub(super) fn assemble(
    certificate: &Certificate,
    attributes: &[u8],
    signature: &[u8],
    token: Option<&[u8]>,
) -> Vec<u8> {
    let sha256 = tlv(SEQUENCE, &[&tlv(OID, &[SHA256.as_bytes()])]);
    let ecdsa = tlv(SEQUENCE, &[&tlv(OID, &[ECDSA_WITH_SHA256.as_bytes()])]);
    let loose = token.map(|token| {
        let digest = tlv(OCTETS, &[&Sha256::digest(token)]);
        set_of(0xa1, vec![attribute(TOKEN.as_bytes(), token), attribute(STAMP_DIGEST, &digest)])
    });
    let version: &[u8] = &[INTEGER, 1, 1];
    let signer = tlv(
        SEQUENCE,
        &[
            version,
            &tlv(SEQUENCE, &[&certificate.issuer_and_serial()]),
            &sha256,
            attributes,
            &ecdsa,
            &tlv(OCTETS, &[signature]),
            loose.as_deref().unwrap_or_default(),
        ],
    );
    let message = tlv(
        SEQUENCE,
        &[
            version,
            &tlv(SET, &[&sha256]),
            &tlv(SEQUENCE, &[&tlv(OID, &[DATA.as_bytes()])]),
            &tlv(0xa0, &[certificate.der()]),
            &tlv(SET, &[&signer]),
        ],
    );
    tlv(SEQUENCE, &[&tlv(OID, &[SIGNED_DATA.as_bytes()]), &tlv(0xa0, &[&message])])
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[&tlv(OID, &[oid]), &tlv(SET, &[value])])
}
