//! The texts of the forms that come with Kenes, as `domain::form` reads them. Kazakh is the official one; Russian is for
//! reading.
//!
//! Three spaces or more part a line into columns: two sides that sign beside each other, or place and date.

use domain::format::Lang;

/// A form in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// The official text.
    pub kk: &'static str,
    /// Its translation.
    pub ru: &'static str,
}

impl Text {
    /// The text in a language.
    pub fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Kk => self.kk,
            Lang::Ru => self.ru,
        }
    }
}

/// Consent to psychological and pedagogical support: the form of Order № 92, word for word.
pub const CONSENT: Text =
    Text { kk: include_str!("../forms/consent.kk.txt"), ru: include_str!("../forms/consent.ru.txt") };

/// The contract of a parent with the head for the consultation point (КП ережесі, 7.1).
pub const CONTRACT: Text =
    Text { kk: include_str!("../forms/contract.kk.txt"), ru: include_str!("../forms/contract.ru.txt") };

/// Consent that others be told about the child and the family (КП ережесі, 5.1).
pub const DISCLOSURE: Text =
    Text { kk: include_str!("../forms/disclosure.kk.txt"), ru: include_str!("../forms/disclosure.ru.txt") };
