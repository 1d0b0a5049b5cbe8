//! Which decisions are shown, as the page's address says.

use domain::{
    Body, PersonId,
    decision::{Decided, State},
};

use crate::i18n::{Locale, td_string};

/// Which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// The reader's own.
    Mine,
    /// Those that are to be carried out.
    #[default]
    Open,
    /// All.
    All,
    /// Orders that were made of them.
    Orders,
}

impl Show {
    pub(super) const ALL: [Self; 4] = [Self::Open, Self::Mine, Self::All, Self::Orders];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Open => "open",
            Self::All => "all",
            Self::Orders => "orders",
        }
    }

    pub(super) fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Mine => td_string!(locale, decision.show_mine),
            Self::Open => td_string!(locale, decision.show_open),
            Self::All => td_string!(locale, decision.show_all),
            Self::Orders => td_string!(locale, decision.show_orders),
        }
    }
}

/// What the address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) show: Show,
    /// Whose; None for all.
    pub(super) body: Option<Body>,
}

impl Asked {
    /// Reads the address; orders are for those who keep them.
    pub(super) fn parse(value: impl Fn(&str) -> Option<String>, orders_too: bool) -> Self {
        let code = value("show").unwrap_or_default();
        let show = Show::ALL.into_iter().find(|show| show.code() == code).unwrap_or_default();
        let show = if show == Show::Orders && !orders_too { Show::default() } else { show };
        Self { show, body: value("body").and_then(|code| Body::from_code(&code)) }
    }

    pub(super) fn href(self) -> String {
        let body = self.body.map(|body| format!("&body={}", body.code())).unwrap_or_default();
        format!("/decisions?show={}{body}", self.show.code())
    }

    /// Whether a decision is shown to this reader.
    pub(super) fn has(self, decided: &Decided, reader: PersonId) -> bool {
        self.body.is_none_or(|body| body == decided.body)
            && match self.show {
                Show::Mine => decided.person == Some(reader),
                Show::Open => decided.state == State::Open,
                Show::All => true,
                Show::Orders => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_shown() {
        let read = |address: &str, orders_too| {
            let pairs: Vec<(String, String)> = address
                .split_once('?')
                .map(|(_, query)| query.split('&').filter_map(|pair| pair.split_once('=')).collect::<Vec<_>>())
                .unwrap_or_default()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            Asked::parse(|name| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()), orders_too)
        };
        for show in Show::ALL {
            for body in [None, Some(Body::Apqo), Some(Body::Trustees)] {
                let asked = Asked { show, body };
                assert_eq!(read(&asked.href(), true), asked);
            }
        }
        assert_eq!(read("/decisions", true), Asked { show: Show::Open, body: None });
        assert_eq!(read("/decisions?show=orders", false).show, Show::Open);
    }
}
