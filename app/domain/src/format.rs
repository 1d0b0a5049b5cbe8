//! Dates, times and numbers as Kazakh and Russian readers expect them (requirements §3).
use serde::{Deserialize, Serialize};
/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Қазақша.
    #[default]
    Kk,
    /// Русский.
    Ru,
}
crate::id::codes! { Lang { Kk = "kk", Ru = "ru" } }
