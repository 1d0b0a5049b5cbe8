//! The kinds of session and their rules as data.
//!
//! A rule belongs to a body *and* a kind, never to a kind alone: КП's mini-group is 2–3 children (КП ережесі 6.4),
//! ППҚҚ's small group is 2–4 (Order 92 ¶16).

use serde::{Deserialize, Serialize};

use crate::{Body, Position, rules::Paragraph};

mod table;

pub use table::RULES;

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

crate::id::codes! { Paper { Consent = "consent", Contract = "contract" } }

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
    /// The length that is proposed, as far as the level's limits allow.
    pub usual_minutes: u16,
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

impl KindRule {
    /// Shortest and longest at this level, in minutes (Order 92 ¶17; КП ережесі 3.7 for the telephone).
    pub const fn minutes(&self, level: Level) -> (u16, u16) {
        match level {
            Level::Preschool => self.preschool_minutes,
            Level::School => self.school_minutes,
        }
    }

    /// The length to propose at this level, in minutes (Order 92 ¶17).
    pub fn default_minutes(&self, level: Level) -> u16 {
        let (shortest, longest) = self.minutes(level);
        self.usual_minutes.clamp(shortest, longest)
    }

    /// Whether a confirmed session may have this many children (Order 92 ¶16; КП ережесі 6.4).
    pub fn allows_size(&self, children: usize) -> bool {
        (usize::from(self.children.0)..=usize::from(self.children.1)).contains(&children)
    }

    /// Whether a session of this kind takes a room (КП ережесі 3.3, Order 92 ¶18), given whether it is held by video.
    pub fn takes_room(&self, online: bool) -> bool {
        self.online != Online::Always && !online
    }

    /// A lesson of ППҚҚ: a child's category, conclusion and quota count (Order 92 ¶10, ¶16, ¶21).
    pub fn is_lesson(&self) -> bool {
        self.body == Body::Ppqq && matches!(self.kind, Kind::Individual | Kind::Small | Kind::Group)
    }

    /// A lesson in which children are grouped by the similarity of their disorders (Order 92 ¶16).
    pub fn is_grouped(&self) -> bool {
        self.is_lesson() && self.kind != Kind::Individual
    }
}

/// The rules of this kind in this body, if the body holds it (Order 92 ¶16; КП ережесі §6).
pub fn rule(body: Body, kind: Kind) -> Option<&'static KindRule> {
    RULES.iter().find(|rule| rule.body == body && rule.kind == kind)
}

/// The rules of a kind in the body that usually holds it: a lesson is ППҚҚ's, all else КП's.
pub fn usual(kind: Kind) -> &'static KindRule {
    let lesson = RULES.iter().find(|rule| rule.kind == kind && rule.is_lesson());
    lesson.or_else(|| rule(Body::Kp, kind)).or_else(|| rule(Body::Ppqq, kind)).unwrap_or(&RULES[0])
}

/// The kinds between which only the number of children decides (Order 92 ¶16; КП ережесі 6.3, 6.4).
fn series(body: Body) -> &'static [Kind] {
    match body {
        Body::Ppqq => &[Kind::Individual, Kind::Small, Kind::Group],
        Body::Kp => &[Kind::PlayInd, Kind::KpSmall],
        Body::Apqo | Body::Trustees => &[],
    }
}

/// The kind that a roster of this size fits: what the application offers when a lesson has grown or shrunk out of its
/// own kind. None for five children, who are neither a small group nor a group (Order 92 ¶16).
pub fn fitting_kind(body: Body, children: usize) -> Option<Kind> {
    series(body).iter().copied().find(|kind| rule(body, *kind).is_some_and(|rule| rule.allows_size(children)))
}

/// Whether the number of children alone decides what a session of this kind is (Order 92 ¶16).
pub fn is_in_series(body: Body, kind: Kind) -> bool {
    series(body).contains(&kind)
}
