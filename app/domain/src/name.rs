//! Names of people, in the official order: family name, given name, patronymic where there is one.

use serde::{Deserialize, Serialize};

/// A person's or a child's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// Тегі.
    pub family: String,
    /// Аты.
    pub given: String,
    /// Әкесінің аты, empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub patronymic: String,
}

impl Name {
    /// Reads «Тегі Аты Әкесінің аты».
    pub fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace();
        Self {
            family: words.next().unwrap_or_default().to_owned(),
            given: words.next().unwrap_or_default().to_owned(),
            patronymic: words.collect::<Vec<_>>().join(" "),
        }
    }

    /// «Қалдыбек Әсемгүл Нұрланқызы».
    pub fn full(&self) -> String {
        let mut text = self.plain();
        if !self.patronymic.is_empty() {
            text.push(' ');
            text.push_str(&self.patronymic);
        }
        text
    }

    /// «Қалдыбек Әсемгүл».
    pub fn plain(&self) -> String {
        if self.given.is_empty() { self.family.clone() } else { format!("{} {}", self.family, self.given) }
    }

    /// «Қалдыбек Ә.», for places with little room.
    pub fn short(&self) -> String {
        self.given.chars().next().map_or_else(|| self.family.clone(), |letter| format!("{} {letter}.", self.family))
    }

    /// «Ә. Қалдыбек», as under a signature.
    pub fn signature(&self) -> String {
        self.given.chars().next().map_or_else(|| self.family.clone(), |letter| format!("{letter}. {}", self.family))
    }

    /// «ҚӘ».
    pub fn initials(&self) -> String {
        self.family.chars().take(1).chain(self.given.chars().take(1)).collect()
    }
}
