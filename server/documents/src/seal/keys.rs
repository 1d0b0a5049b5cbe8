//! The key files of a kindergarten: outside the database, so that a stolen copy of that seals nothing.
//!
//! ```text
//! <folder>/<organisation>/seal.pem        the key and its certificate, together or not at all
//! <folder>/<organisation>/old/<n>.pem     certificates of keys that are no more, for seals that still are
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use p256::SecretKey;
use p256::ecdsa::SigningKey;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use rand_core::OsRng;
use uuid::Uuid;

use super::{Certificate, SealInfo};
use crate::{Error, Stamper};

const CURRENT: &str = "seal.pem";
const OLD: &str = "old";
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// The key of a kindergarten and its certificates.
#[derive(Clone)]
pub struct Keys {
    folder: PathBuf,
    organisation: Uuid,
    key: SigningKey,
    certificate: Certificate,
    old: Vec<Certificate>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys")
            .field("folder", &self.folder)
            .field("serial", &self.certificate.serial())
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// Opens the key of a kindergarten; the first time, makes it.
    ///
    /// # Errors
    /// The files cannot be read, or written, or are no key. A key that is there is never replaced by a new one.
    pub fn open_or_create(folder: &Path, organisation: Uuid, name: &str, now: DateTime<Utc>) -> Result<Self, Error> {
        let folder = folder.join(organisation.to_string());
        private_folder(&folder)?;
        private_folder(&folder.join(OLD))?;
        let _turn = lock(&folder)?;
        let file = folder.join(CURRENT);
        let (key, certificate) = match fs::read_to_string(&file) {
            Ok(text) => {
                private(&file)?;
                read(&text)?
            }
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => make(&file, organisation, name, now)?,
            Err(why) => return Err(Error::File(file, why)),
        };
        let old = old(&folder.join(OLD))?;
        Ok(Self { folder, organisation, key, certificate, old })
    }

    /// Makes a new key. The certificate of the old one is kept, the old key is gone.
    ///
    /// # Errors
    /// The files cannot be written: then the old key still is the key.
    pub fn rotate(&mut self, name: &str, now: DateTime<Utc>) -> Result<(), Error> {
        let _turn = lock(&self.folder)?;
        let file = self.folder.join(CURRENT);
        // Somebody else may have changed it meanwhile: what is kept is the one that goes.
        let text = fs::read_to_string(&file).map_err(|why| Error::File(file.clone(), why))?;
        let (_, going) = read(&text)?;
        let kept = self.folder.join(OLD).join(format!("{}.pem", going.serial()));
        write(&kept, going.to_pem().as_bytes())?;
        (self.key, self.certificate) = make(&file, self.organisation, name, now)?;
        self.old = old(&self.folder.join(OLD))?;
        Ok(())
    }

    /// The certificate that new seals have.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Every certificate that a seal of this kindergarten may have, the present one first.
    pub fn certificates(&self) -> Vec<Certificate> {
        [std::slice::from_ref(&self.certificate), self.old.as_slice()].concat()
    }

    /// Seals a PDF, with a time stamp where somebody gives one.
    ///
    /// # Errors
    /// The file is no PDF that can be sealed, or the stamp was not to be had: then there is no seal without it.
    pub fn seal(&self, pdf: &[u8], info: &SealInfo, stamper: Option<&dyn Stamper>) -> Result<Vec<u8>, Error> {
        super::seal(pdf, info, &self.key, &self.certificate, stamper)
    }
}

fn make(file: &Path, id: Uuid, name: &str, now: DateTime<Utc>) -> Result<(SigningKey, Certificate), Error> {
    let secret = SecretKey::random(&mut OsRng);
    let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|why| Error::Key(why.to_string()))?;
    let key = SigningKey::from(secret);
    let certificate = Certificate::make(&key, id, name, now)?;
    write(file, [pem.as_bytes(), certificate.to_pem().as_bytes()].concat().as_slice())?;
    Ok((key, certificate))
}

fn read(text: &str) -> Result<(SigningKey, Certificate), Error> {
    let wrong = |why: &str| Error::Key(why.to_owned());
    let at = text.find(BEGIN).ok_or_else(|| wrong("the file has no certificate"))?;
    let key = SecretKey::from_pkcs8_pem(&text[..at]).map_err(|_| wrong("the file has no key"))?;
    let (key, certificate) = (SigningKey::from(key), Certificate::from_pem(&text[at..])?);
    if certificate.is_of(&key) { Ok((key, certificate)) } else { Err(wrong("key and certificate are not of a pair")) }
}

fn old(folder: &Path) -> Result<Vec<Certificate>, Error> {
    let wrong = |why| Error::File(folder.to_owned(), why);
    let mut certificates = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let file = entry.map_err(wrong)?.path();
        if file.extension().is_some_and(|extension| extension == "pem") {
            let pem = fs::read_to_string(&file).map_err(|why| Error::File(file, why))?;
            certificates.push(Certificate::from_pem(&pem)?);
        }
    }
    certificates.sort_by_key(|certificate| std::cmp::Reverse(certificate.valid_from()));
    Ok(certificates)
}

/// Whole or not at all, and for the owner's eyes only.
fn write(file: &Path, text: &[u8]) -> Result<(), Error> {
    let wrong = |why| Error::File(file.to_owned(), why);
    let half = file.with_extension(format!("{}.new", Uuid::new_v4().simple()));
    let written = private_file(&half).and_then(|mut half| {
        half.write_all(text)?;
        half.sync_all()
    });
    let written = written.and_then(|()| fs::rename(&half, file));
    if written.is_err() {
        let _ = fs::remove_file(&half);
    }
    written.map_err(wrong)?;
    // The name is on the disk when the folder is.
    let folder = file.parent().unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(wrong)
}

/// One process at a time; the file's end of life gives the turn back.
fn lock(folder: &Path) -> Result<File, Error> {
    let file = folder.join("lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&file);
    let lock = lock.and_then(|lock| lock.lock().map(|()| lock));
    lock.map_err(|why| Error::File(file, why))
}

#[cfg(unix)]
fn private_file(file: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> Result<(), Error> {
    use std::os::unix::fs::DirBuilderExt;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|why| Error::File(folder.to_owned(), why))
}

/// A copy that came back from somewhere may be open to others.
#[cfg(unix)]
fn private(file: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).map_err(|why| Error::File(file.to_owned(), why))
}

#[cfg(not(unix))]
fn private_file(file: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(file)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|why| Error::File(folder.to_owned(), why))
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), Error> {
    Ok(())
}
