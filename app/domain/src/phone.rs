//! Telephone numbers of Kazakhstan, and what somebody signs in with.

use serde::{Deserialize, Serialize};

/// `+77010000000`, from however people write it: `8 701 …`, `+7 (701) …`, `7701…`, `701 …`. None if it is no number of
/// Kazakhstan, whose own codes begin with 6 or 7.
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim();
    let international = text.starts_with('+');
    let spoken =
        |letter: char| letter.is_whitespace() || matches!(letter, '+' | '-' | '(' | ')' | '.' | '–' | '\u{2011}');
    let written: String = text.chars().filter(|letter| !spoken(*letter)).collect();
    if !written.bytes().all(|byte| byte.is_ascii_digit()) || text.chars().skip(1).any(|letter| letter == '+') {
        return None;
    }
    let national = match (written.len(), international) {
        (10, false) => written.as_str(),
        (11, false) => written.strip_prefix(['7', '8'])?,
        (11, true) => written.strip_prefix('7')?,
        _ => return None,
    };
    national.starts_with(['6', '7']).then(|| format!("+7{national}"))
}

/// `+7 700 000 00 00` of a normalised number. Anything else is left as it is.
pub fn display(phone: &str) -> String {
    let national = phone.strip_prefix("+7").filter(|digits| digits.len() == 10 && digits.is_ascii());
    national.map_or_else(
        || phone.to_owned(),
        |digits| format!("+7 {} {} {} {}", &digits[..3], &digits[3..6], &digits[6..8], &digits[8..]),
    )
}

/// What somebody signs in with, always written the same way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Login {
    /// As [`normalise`] writes it: `+77010000000`.
    Phone(String),
    /// In lower case.
    Email(String),
}

impl Login {
    /// Reads a telephone number or an e-mail address.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains('@') { email(text).map(Self::Email) } else { normalise(text).map(Self::Phone) }
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(text) | Self::Email(text) => text,
        }
    }

    /// As it is shown.
    pub fn display(&self) -> String {
        match self {
            Self::Phone(phone) => display(phone),
            Self::Email(email) => email.clone(),
        }
    }
}

/// Whether it really is an address only a message to it can tell; what can never be one is refused.
fn email(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let fits =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c == '@' || c.is_whitespace() || c.is_control());
    let has_domain = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    (fits(name) && fits(host) && has_domain && text.len() <= 254).then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in
            ["8 701 234 56 78", "+7 (701) 234-56-78", "77012345678", "87012345678", "701 234 56 78", " +77012345678 "]
        {
            assert_eq!(normalise(text).as_deref(), Some("+77012345678"), "{text}");
        }
        assert_eq!(normalise("8 (727) 250-00-00").as_deref(), Some("+77272500000"));
    }

    #[test]
    fn what_is_no_number_of_kazakhstan_is_refused() {
        for text in
            ["", "+", "701", "+8 701 234 56 78", "+7 901 234 56 78", "7012345678901", "8 701 234 56 7x", "7+701234567"]
        {
            assert_eq!(normalise(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups() {
        assert_eq!(display("+77000000000"), "+7 700 000 00 00");
        assert_eq!(display("112"), "112");
    }

    #[test]
    fn a_login_is_a_telephone_number_or_an_address() {
        assert_eq!(Login::parse("8 701 234 56 78"), Some(Login::Phone("+77012345678".into())));
        assert_eq!(Login::parse(" Ana@Mail.KZ "), Some(Login::Email("ana@mail.kz".into())));
        assert_eq!(Login::parse("8 700 000 00 00").unwrap().display(), "+7 700 000 00 00");
        assert_eq!(Login::parse("Ana@Mail.KZ").unwrap().as_str(), "ana@mail.kz");
        for text in ["", "ana", "ana@", "@mail.kz", "ana@mail", "a na@mail.kz", "ana@mail..kz", "ana@@mail.kz"] {
            assert_eq!(Login::parse(text), None, "{text}");
        }
    }
}
