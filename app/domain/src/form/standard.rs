//! The texts of the forms that come with Kenes, as [`Form::read`](super::Form::read) reads them. Kazakh is the official one; Russian is for
//! reading.
//!
//! Three spaces or more part a line into columns: two sides that sign beside each other, or place and date.

use crate::{
    document::{Signers, Term},
    format::Lang,
    kind::Paper,
};

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
    Text { kk: include_str!("../../forms/consent.kk.txt"), ru: include_str!("../../forms/consent.ru.txt") };

/// The contract of a parent with the head for the consultation point (КП ережесі, 7.1).
pub const CONTRACT: Text =
    Text { kk: include_str!("../../forms/contract.kk.txt"), ru: include_str!("../../forms/contract.ru.txt") };

/// Consent that others be told about the child and the family (КП ережесі, 5.1).
pub const DISCLOSURE: Text =
    Text { kk: include_str!("../../forms/disclosure.kk.txt"), ru: include_str!("../../forms/disclosure.ru.txt") };

/// What a new form begins with.
pub const BLANK: Text =
    Text { kk: include_str!("../../forms/blank.kk.txt"), ru: include_str!("../../forms/blank.ru.txt") };

/// A form that every kindergarten begins with. The head may give it another text, or retire it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Its text.
    pub text: Text,
    /// The gate that it opens.
    pub opens: Option<Paper>,
    /// Who of the child's side signs.
    pub signers: Signers,
    /// The head signs, too.
    pub head: bool,
    /// How long it holds.
    pub term: Term,
}

/// All of them.
pub const ALL: [Standard; 3] = [
    Standard { text: CONSENT, opens: Some(Paper::Consent), signers: Signers::One, head: false, term: Term::SchoolYear },
    Standard {
        text: CONTRACT,
        opens: Some(Paper::Contract),
        signers: Signers::One,
        head: true,
        term: Term::SchoolYear,
    },
    Standard { text: DISCLOSURE, opens: None, signers: Signers::Every, head: false, term: Term::SchoolYear },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, BLANK};
    use crate::form::Form;

    #[test]
    fn each_is_a_form_with_the_same_blanks_in_both_languages() {
        for text in ALL.map(|standard| standard.text).into_iter().chain([BLANK]) {
            let blanks = |text: &str| Form::read(text).expect("a form").blanks().collect::<BTreeSet<_>>();
            assert_eq!(blanks(text.kk), blanks(text.ru));
        }
    }
}
