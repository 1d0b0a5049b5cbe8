//! Passwords, by argon2id.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use domain::refusal::Problem;
use rand::RngCore;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Fewest characters.
const SHORTEST: usize = 10;

/// Most characters: more is no password, but work for us.
const LONGEST: usize = 200;

/// What everybody guesses first, of those that are long enough.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "0987654321",
    "9876543210",
    "1111111111",
    "0000000000",
    "1234567891",
    "123456789a",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty12345",
    "qwerty1234",
    "qwerty123456",
    "asdfghjkl1",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "administrator",
    "admin12345",
    "welcome123",
    "iloveyou12",
    "kazakhstan",
    "qazaqstan1",
    "kazakhstan1",
    "balabaqsha",
    "balabaksha",
    "nursultan1",
    "almaty2024",
    "almaty2025",
    "almaty2026",
    "astana2024",
    "astana2025",
    "astana2026",
    "87001112233",
    "77777777777",
    "7777777777",
    "йцукенгшщз",
    "йцукен12345",
    "қазақстан1",
    "балабақша1",
];

/// 19 MiB each: two at a time keep the server small, however many sign in at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A hash that no password fits, for logins that do not exist: it takes the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String> {
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    let salt = SaltString::encode_b64(&salt).map_err(|error| Error::corrupt(error.to_string()))?;
    let hash = argon()?.hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(|error| Error::corrupt(error.to_string()))?.to_string())
}

/// Whether a new password is long enough and not one of the first that are guessed.
pub(crate) fn is_good(password: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::invalid("password", Problem::PasswordShort));
    }
    if length > LONGEST {
        return Err(Error::invalid("password", Problem::TooLong));
    }
    let lower = password.to_lowercase();
    let one_letter = lower.chars().all(|letter| lower.starts_with(letter));
    if one_letter || COMMON.contains(&lower.as_str()) {
        return Err(Error::invalid("password", Problem::PasswordCommon));
    }
    Ok(())
}

/// What is kept of a password.
pub(crate) async fn hash_password(password: &str) -> Result<String> {
    let _permit = AT_ONCE.acquire().await.map_err(|error| Error::corrupt(error.to_string()))?;
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash(&password)).await?
}

/// Whether the password is the one of which this was kept. Without any, the same work is done for nothing.
pub(crate) async fn is_password(password: &str, kept: Option<String>) -> Result<bool> {
    let _permit = AT_ONCE.acquire().await.map_err(|error| Error::corrupt(error.to_string()))?;
    let password: String = password.chars().take(LONGEST).collect();
    let verify = move || {
        let (exists, kept) = kept.map_or_else(|| (false, NOBODY.clone()), |kept| (true, kept));
        let fits = PasswordHash::new(&kept)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        exists && fits
    };
    Ok(tokio::task::spawn_blocking(verify).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_or_common_password_is_refused() {
        let problem = |password| is_good(password).unwrap_err().refusal().cloned();
        let invalid = |problem| Error::invalid("password", problem).refusal().cloned();
        assert_eq!(problem("тоғыз таң"), invalid(Problem::PasswordShort));
        assert_eq!(problem("Qwerty12345"), invalid(Problem::PasswordCommon));
        assert_eq!(problem("аааааааааааа"), invalid(Problem::PasswordCommon));
        assert!(is_good("он таңба бар").is_ok());
    }

    #[tokio::test]
    async fn a_password_fits_its_hash_and_no_other() {
        let kept = hash_password("nurlytau-2026").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is_password("nurlytau-2026", Some(kept.clone())).await.unwrap());
        assert!(!is_password("nurlytau-2027", Some(kept)).await.unwrap());
        assert!(!is_password("nobody has this password", None).await.unwrap());
    }
}
