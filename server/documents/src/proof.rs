//! Does a key say yes to a signature? RSA and the NIST curves are known here; anything else is not judged.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use rsa::pkcs1::RsaPssParams;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::{Pss, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const RSA_WITH: [(ObjectIdentifier, Hash); 3] = [
    (oid("1.2.840.113549.1.1.11"), Hash::Sha256),
    (oid("1.2.840.113549.1.1.12"), Hash::Sha384),
    (oid("1.2.840.113549.1.1.13"), Hash::Sha512),
];
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const ECDSA_WITH: [(ObjectIdentifier, Hash); 3] = [
    (oid("1.2.840.10045.4.3.2"), Hash::Sha256),
    (oid("1.2.840.10045.4.3.3"), Hash::Sha384),
    (oid("1.2.840.10045.4.3.4"), Hash::Sha512),
];
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
const HASHES: [(ObjectIdentifier, Hash); 3] = [
    (oid("2.16.840.1.101.3.4.2.1"), Hash::Sha256),
    (oid("2.16.840.1.101.3.4.2.2"), Hash::Sha384),
    (oid("2.16.840.1.101.3.4.2.3"), Hash::Sha512),
];
/// Kazakhstan's own arc: GOST keys and signatures.
const KAZAKHSTAN: &str = "1.2.398.";

/// A digest that is still trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        HASHES.iter().find(|(known, _)| *known == oid).map(|(_, hash)| *hash)
    }

    pub(crate) fn of(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha384 => Sha384::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
        }
    }
}

/// What a key says of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Good,
    Bad,
    /// An algorithm that is not known here.
    Unknown,
}

/// Asks the key. `digest` is the hash named beside the signature's algorithm, which often leaves it out.
pub(crate) fn prove(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Proof {
    let said = |with: &[(ObjectIdentifier, Hash)]| {
        with.iter().find(|(known, _)| *known == algorithm.oid).map(|(_, hash)| *hash)
    };
    let good = if key.algorithm.oid == RSA {
        let Some(hash) = said(&RSA_WITH).or(digest.filter(|_| [RSA, RSA_PSS].contains(&algorithm.oid))) else {
            return Proof::Unknown;
        };
        // What names two hashes has been meddled with.
        if digest.is_some_and(|digest| digest != hash) {
            return Proof::Bad;
        }
        rsa(key, algorithm, hash, message, signature)
    } else if key.algorithm.oid == EC {
        let Some(hash) = said(&ECDSA_WITH).or(digest.filter(|_| algorithm.oid == EC)) else { return Proof::Unknown };
        if digest.is_some_and(|digest| digest != hash) {
            return Proof::Bad;
        }
        let curve = key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
        let (point, hashed) = (key.subject_public_key.raw_bytes(), hash.of(message));
        match curve {
            Some(P256) => ecdsa_256(point, &hashed, signature),
            Some(P384) => ecdsa_384(point, &hashed, signature),
            _ => return Proof::Unknown,
        }
    } else {
        return Proof::Unknown;
    };
    match good {
        Some(true) => Proof::Good,
        Some(false) => Proof::Bad,
        None => Proof::Unknown,
    }
}

fn rsa(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let key =
        RsaPublicKey::try_from(spki::SubjectPublicKeyInfoRef::try_from(key.to_der().ok()?.as_slice()).ok()?).ok()?;
    let hashed = hash.of(message);
    if algorithm.oid != RSA_PSS {
        let scheme = match hash {
            Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
            Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
            Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        };
        return Some(key.verify(scheme, &hashed, signature).is_ok());
    }
    let parameters = algorithm.parameters.as_ref()?.to_der().ok()?;
    let parameters = RsaPssParams::from_der(&parameters).ok()?;
    let mask = parameters.mask_gen.parameters.map(|inner| inner.oid);
    if parameters.hash.oid != HASHES.iter().find(|(_, known)| *known == hash)?.0 || mask != Some(parameters.hash.oid) {
        return None;
    }
    let salt = usize::from(parameters.salt_len);
    let scheme = match hash {
        Hash::Sha256 => Pss::new_with_salt::<Sha256>(salt),
        Hash::Sha384 => Pss::new_with_salt::<Sha384>(salt),
        Hash::Sha512 => Pss::new_with_salt::<Sha512>(salt),
    };
    Some(key.verify(scheme, &hashed, signature).is_ok())
}

fn ecdsa_256(point: &[u8], hashed: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
    Some(
        p256::ecdsa::Signature::from_der(signature)
            .is_ok_and(|signature| key.verify_prehash(hashed, &signature).is_ok()),
    )
}

fn ecdsa_384(point: &[u8], hashed: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
    Some(
        p384::ecdsa::Signature::from_der(signature)
            .is_ok_and(|signature| key.verify_prehash(hashed, &signature).is_ok()),
    )
}

/// What people call an algorithm, or its number.
pub(crate) fn name(key: &SubjectPublicKeyInfoOwned, algorithm: ObjectIdentifier) -> String {
    let bits = |key: &SubjectPublicKeyInfoOwned| {
        let key = key.to_der().ok()?;
        let key = RsaPublicKey::try_from(spki::SubjectPublicKeyInfoRef::try_from(key.as_slice()).ok()?).ok()?;
        Some(rsa::traits::PublicKeyParts::size(&key) * 8)
    };
    let curve = key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    match (key.algorithm.oid, curve) {
        (RSA, _) if algorithm == RSA_PSS => format!("RSA-PSS {}", bits(key).unwrap_or_default()),
        (RSA, _) => format!("RSA {}", bits(key).unwrap_or_default()),
        (EC, Some(P256)) => "ECDSA P-256".to_owned(),
        (EC, Some(P384)) => "ECDSA P-384".to_owned(),
        (other, _) if other.to_string().starts_with(KAZAKHSTAN) => format!("GOST ({other})"),
        (other, _) => other.to_string(),
    }
}
