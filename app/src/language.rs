//! The reader's language: Kazakh unless chosen otherwise.

use domain::Lang;

use crate::i18n::{Locale, use_i18n};

/// The language as the domain's formats take it. Reactive: read it inside a closure.
pub fn lang() -> Lang {
    of(use_i18n().get_locale())
}

/// The domain's name for a locale.
pub fn of(locale: Locale) -> Lang {
    match locale {
        Locale::kk => Lang::Kk,
        Locale::ru => Lang::Ru,
    }
}
