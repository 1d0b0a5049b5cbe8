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
        let mut text = String::with_capacity(self.family.len() + self.given.len() + 1);
        self.push_plain(&mut text);
        text
    }

    /// The same behind what is there already: a calendar says hundreds of names at once.
    pub fn push_plain(&self, text: &mut String) {
        text.push_str(&self.family);
        if !self.given.is_empty() {
            text.push(' ');
            text.push_str(&self.given);
        }
    }

    /// «Қалдыбек Ә.», for places with little room.
    pub fn short(&self) -> String {
        let mut text = String::with_capacity(self.family.len() + 6);
        self.push_short(&mut text);
        text
    }

    /// The same behind what is there already.
    pub fn push_short(&self, text: &mut String) {
        text.push_str(&self.family);
        if let Some(letter) = self.given.chars().next() {
            text.push(' ');
            text.push(letter);
            text.push('.');
        }
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
