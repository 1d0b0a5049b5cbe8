//! The kinds of session and their rules as data.
//!
//! A rule belongs to a body *and* a kind, never to a kind alone: КП's mini-group is 2–3 children (КП ережесі 6.4),
//! ППҚҚ's small group is 2–4 (Order 92 ¶16).

use serde::{Deserialize, Serialize};

use crate::{Body, Position, rules::Paragraph};

/// What is held. The words a reader sees are in the locales, under `kind.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Жеке сабақ (ППҚҚ).
    Individual,
    /// Кіші топтық сабақ, 2–4 children (ППҚҚ).
    Small,
    /// Топтық сабақ, 6–8 children (ППҚҚ).
    Group,
    /// Диагностика.
    Diagnostics,
    /// Жеке кеңес.
    ConsultInd,
    /// Кіші топқа арналған кеңес.
    ConsultSmall,
    /// Онлайн-консультация.
    ConsultOnline,
    /// Телефон арқылы кеңес, at most 15 minutes.
    ConsultPhone,
    /// Жеке ойын сабағы.
    PlayInd,
    /// Шағын топтық сессия, 2–3 children (КП).
    KpSmall,
    /// Онлайн-ойын сессиясы.
    PlayOnline,
    /// Ойын семинары.
    PlaySeminar,
    /// Шығармашылық шеберлік сағаты.
    Creative,
    /// Тақырыптық ойын бөлмесі.
    Playroom,
    /// Тренингтік сабақ.
    Training,
}

crate::id::codes! { Kind {
    Individual = "individual", Small = "small", Group = "group", Diagnostics = "diagnostics",
    ConsultInd = "consult_ind", ConsultSmall = "consult_small", ConsultOnline = "consult_online",
    ConsultPhone = "consult_phone", PlayInd = "play_ind", KpSmall = "kp_small", PlayOnline = "play_online",
    PlaySeminar = "play_seminar", Creative = "creative", Playroom = "playroom", Training = "training",
} }

/// The level of education: it decides how long a session lasts (Order 92 ¶17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Мектепке дейінгі.
    #[default]
    Preschool,
    /// Мектеп.
    School,
}

/// How a session relates to video.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// Only in a room.
    Never,
    /// In a room or by video.
    Allowed,
    /// Only by video or telephone: no room is taken.
    Always,
}

/// Which paper must be signed before the session may be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Келісім: Order 92 ¶11.
    Consent,
    /// Шарт: КП ережесі 7.1.
    Contract,
}

/// How parents may book a kind by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booking {
    /// Not at all: the specialist plans it.
    No,
    /// Into a session that a specialist has opened to parents.
    Join,
    /// Into an open session, or at any free reception time of a specialist.
    Slot,
}

/// The rules of one kind of session in one body. Minutes and numbers are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindRule {
    /// The body that holds it.
    pub body: Body,
    /// What is held.
    pub kind: Kind,
    /// Fewest and most children (families, for consultations) of a confirmed session.
    pub children: (u8, u8),
    /// Shortest and longest for preschool children, in minutes.
    pub preschool_minutes: (u16, u16),
    /// Shortest and longest for school children, in minutes.
    pub school_minutes: (u16, u16),
    /// A parent takes part (КП ережесі 3.10).
    pub with_parent: bool,
    /// Room or video.
    pub online: Online,
    /// The paper that must be signed.
    pub paper: Option<Paper>,
    /// How parents may book it.
    pub booking: Booking,
    /// Who may hold it.
    pub positions: &'static [Position],
    /// Where the number of children comes from.
    pub size_from: Paragraph,
    /// Where the minutes come from.
    pub minutes_from: Paragraph,
}
