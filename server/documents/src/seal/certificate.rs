//! The certificate of the kindergarten's own key: made by itself, for itself.

use chrono::{DateTime, Duration, Utc};
use der::asn1::{Any, ObjectIdentifier, PrintableStringRef, SetOfVec, Utf8StringRef};
use der::flagset::FlagSet;
use der::{Decode, DecodePem, Encode, EncodePem};
use p256::ecdsa::{DerSignature, SigningKey};
use rand_core::{OsRng, RngCore};
use sha2::{Digest, Sha256};
use spki::SubjectPublicKeyInfoOwned;
use uuid::Uuid;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::{Builder, CertificateBuilder, Profile};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};

use crate::{Error, time};

/// How long a key is used unless it is changed before.
const YEARS: i64 = 5;
/// The longest name that a certificate takes, in letters (RFC 5280).
const LONGEST: usize = 64;
/// Signing documents (RFC 9336).
const DOCUMENT_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");

/// A certificate of a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    read: x509_cert::Certificate,
}

impl Certificate {
    /// Reads one in PEM.
    ///
    /// # Errors
    /// It is none.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        let read = x509_cert::Certificate::from_pem(pem).map_err(|why| Error::Key(why.to_string()))?;
        Ok(Self { der: read.to_der().map_err(|why| Error::Key(why.to_string()))?, read })
    }

    pub(super) fn from_der(der: &[u8]) -> Option<Self> {
        let read = x509_cert::Certificate::from_der(der).ok()?;
        Some(Self { der: der.to_vec(), read })
    }

    /// In PEM, for whoever wants to trust it.
    pub fn to_pem(&self) -> String {
        self.read.to_pem(der::pem::LineEnding::LF).unwrap_or_default()
    }

    /// The name in it: that of the kindergarten.
    pub fn name(&self) -> String {
        crate::cms::Name::of(&self.read.tbs_certificate.subject).name
    }

    /// Its number, in hexadecimal figures.
    pub fn serial(&self) -> String {
        hex::encode(self.read.tbs_certificate.serial_number.as_bytes())
    }

    /// Its SHA-256, by which people compare certificates.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(&self.der))
    }

    /// From when it is valid.
    pub fn valid_from(&self) -> DateTime<Utc> {
        time::of(self.read.tbs_certificate.validity.not_before)
    }

    /// Until when.
    pub fn valid_to(&self) -> DateTime<Utc> {
        time::of(self.read.tbs_certificate.validity.not_after)
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn read(&self) -> &x509_cert::Certificate {
        &self.read
    }

    /// Issuer and number, as a signature names its certificate.
    pub(super) fn issuer_and_serial(&self) -> Vec<u8> {
        let own = &self.read.tbs_certificate;
        [own.issuer.to_der().unwrap_or_default(), own.serial_number.to_der().unwrap_or_default()].concat()
    }

    /// Whether it belongs to this key.
    pub(super) fn is_of(&self, key: &SigningKey) -> bool {
        let own = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key());
        own.is_ok_and(|own| own == self.read.tbs_certificate.subject_public_key_info)
    }

    /// Makes one for a new key.
    pub(super) fn make(key: &SigningKey, id: Uuid, name: &str, now: DateTime<Utc>) -> Result<Self, Error> {
        Self::try_make(key, id, name, now).map_err(|why| Error::Key(why.to_string()))
    }

    fn try_make(key: &SigningKey, id: Uuid, name: &str, now: DateTime<Utc>) -> Result<Self, x509_cert::builder::Error> {
        let mut serial = [0; 16];
        OsRng.fill_bytes(&mut serial);
        // Positive, and of the same length each time.
        serial[0] = serial[0] & 0x3f | 0x40;
        // The clocks of those who verify may be behind.
        let validity = Validity {
            not_before: moment(now - Duration::hours(1))?,
            not_after: moment(now + Duration::days(365 * YEARS))?,
        };
        let own = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key())?;
        let subject = subject(id, name)?;
        let mut builder = CertificateBuilder::new(
            Profile::Manual { issuer: None },
            SerialNumber::new(&serial)?,
            validity,
            subject,
            own.clone(),
            key,
        )?;
        builder.add_extension(&BasicConstraints { ca: false, path_len_constraint: None })?;
        let usage: FlagSet<KeyUsages> = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
        builder.add_extension(&KeyUsage(usage))?;
        builder.add_extension(&ExtendedKeyUsage(vec![DOCUMENT_SIGNING]))?;
        let id = Sha256::digest(own.subject_public_key.raw_bytes());
        builder.add_extension(&SubjectKeyIdentifier(der::asn1::OctetString::new(&id[..20])?))?;
        let read = builder.build::<DerSignature>()?;
        Ok(Self { der: read.to_der()?, read })
    }
}

fn moment(at: DateTime<Utc>) -> der::Result<Time> {
    let seconds = u64::try_from(at.timestamp()).map_err(|_| der::Tag::UtcTime.value_error())?;
    let since = std::time::Duration::from_secs(seconds);
    // Up to 2049 the shorter kind is asked for.
    der::asn1::UtcTime::from_unix_duration(since)
        .map(Time::UtcTime)
        .or_else(|_| der::asn1::GeneralizedTime::from_unix_duration(since).map(Time::GeneralTime))
}

/// The kindergarten by its name, and by the id that no other has.
fn subject(id: Uuid, name: &str) -> der::Result<Name> {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    let name = Any::from(Utf8StringRef::new(&name)?);
    let id = id.to_string();
    let part = |oid: &str, value: Any| {
        let one = AttributeTypeAndValue { oid: ObjectIdentifier::new_unwrap(oid), value };
        SetOfVec::try_from(vec![one]).map(RelativeDistinguishedName)
    };
    Ok(RdnSequence(vec![
        part("2.5.4.6", Any::from(PrintableStringRef::new("KZ")?))?,
        part("2.5.4.10", name.clone())?,
        part("2.5.4.5", Any::from(PrintableStringRef::new(&id)?))?,
        part("2.5.4.3", name)?,
    ]))
}
