//! What a rule is called, and where it stands.

use super::{Paragraph, Rule};
use crate::{
    Body, Kind,
    kind::{self, KindRule, RULES},
};

impl Rule {
    /// The rule's name: the key of its words in the locales.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown_kind",
            Self::GroupSize { .. } => "group_size",
            Self::GroupFive => "group_five",
            Self::TooMany { .. } => "too_many",
            Self::Duration { .. } => "duration",
            Self::Past => "past",
            Self::BookingWindow { .. } => "booking_window",
            Self::Holiday { .. } => "holiday",
            Self::Closed => "closed",
            Self::WorkingHours { .. } => "working_hours",
            Self::Absent { .. } => "absent",
            Self::ReceptionHours { .. } => "reception_hours",
            Self::NoStaff => "no_staff",
            Self::WrongStaff { .. } => "wrong_staff",
            Self::WrongCategory { .. } => "wrong_category",
            Self::StaffBusy { .. } => "staff_busy",
            Self::Buffer { .. } => "buffer",
            Self::NoRoom => "no_room",
            Self::UnknownRoom => "unknown_room",
            Self::RoomBusy { .. } => "room_busy",
            Self::RoomSmall { .. } => "room_small",
            Self::NotOnline => "not_online",
            Self::ChildBusy { .. } => "child_busy",
            Self::ChildTwice { .. } => "child_twice",
            Self::UnknownChild => "unknown_child",
            Self::ChildLeft { .. } => "child_left",
            Self::AssistantBusy { .. } => "assistant_busy",
            Self::AssistantOne { .. } => "assistant_one",
            Self::AssistantPmpk { .. } => "assistant_pmpk",
            Self::AssistantNotAssigned { .. } => "assistant_not_assigned",
            Self::ParentNeeded { .. } => "parent_needed",
            Self::NoConsent { .. } => "no_consent",
            Self::NoContract { .. } => "no_contract",
            Self::NoPmpk { .. } => "no_pmpk",
            Self::MixedDisorders { .. } => "mixed_disorders",
            Self::CaseloadHigh { .. } => "caseload_high",
            Self::CaseloadOver { .. } => "caseload_over",
            Self::QuotaOver { .. } => "quota_over",
            Self::NotBookable => "not_bookable",
            Self::ChangesKind => "changes_kind",
        }
    }

    /// Where the rule stands, as far as the finding alone tells.
    ///
    /// Numbers and minutes stand in a different document for each body: where Order № 92 has just these, it is named.
    /// [`Rule::paragraph_in`] is exact, and wants to know what is held.
    pub fn paragraph(&self) -> Paragraph {
        match self {
            Self::GroupSize { kind, min, max, .. } => RULES
                .iter()
                .find(|rule| rule.kind == *kind && rule.children == (*min, *max))
                .map_or(Paragraph::house(), |rule| rule.size_from),
            Self::Duration { min, max, .. } => RULES
                .iter()
                .find(|rule| [rule.preschool_minutes, rule.school_minutes].contains(&(*min, *max)))
                .map_or(Paragraph::house(), |rule| rule.minutes_from),
            Self::GroupFive | Self::MixedDisorders { .. } | Self::QuotaOver { .. } | Self::ChangesKind => {
                Paragraph::order92("16")
            }
            Self::WrongCategory { .. } => Paragraph::order92("10"),
            Self::NoPmpk { .. } => Paragraph::order92("10.2"),
            Self::NoConsent { .. } => Paragraph::order92("11"),
            Self::AssistantPmpk { .. } | Self::AssistantNotAssigned { .. } => Paragraph::order92("14"),
            Self::AssistantBusy { .. }
            | Self::AssistantOne { .. }
            | Self::CaseloadHigh { .. }
            | Self::CaseloadOver { .. } => Paragraph::order92("21"),
            Self::ParentNeeded { .. } => Paragraph::kp("3.10"),
            Self::NoContract { .. } => Paragraph::kp("7.1"),
            Self::UnknownKind
            | Self::TooMany { .. }
            | Self::Past
            | Self::BookingWindow { .. }
            | Self::Holiday { .. }
            | Self::Closed
            | Self::WorkingHours { .. }
            | Self::Absent { .. }
            | Self::ReceptionHours { .. }
            | Self::NoStaff
            | Self::WrongStaff { .. }
            | Self::StaffBusy { .. }
            | Self::Buffer { .. }
            | Self::NoRoom
            | Self::UnknownRoom
            | Self::RoomBusy { .. }
            | Self::RoomSmall { .. }
            | Self::NotOnline
            | Self::ChildBusy { .. }
            | Self::ChildTwice { .. }
            | Self::UnknownChild
            | Self::ChildLeft { .. }
            | Self::NotBookable => Paragraph::house(),
        }
    }

    /// Where the rule stands for this kind of session in this body.
    pub fn paragraph_in(&self, body: Body, kind: Kind) -> Paragraph {
        kind::rule(body, kind).map_or_else(|| self.paragraph(), |rule| self.paragraph_under(rule))
    }

    fn paragraph_under(&self, rule: &KindRule) -> Paragraph {
        match (self, rule.body) {
            (Self::GroupSize { .. }, _) | (Self::ChangesKind, Body::Kp) => rule.size_from,
            // More than the session has places is the house's limit; more than the kind takes is the paragraph's.
            (Self::TooMany { max, .. }, _) if rule.is_grouped() || *max == rule.children.1 => rule.size_from,
            (Self::Duration { .. }, _) => rule.minutes_from,
            (Self::WrongStaff { .. }, Body::Ppqq) => Paragraph::order92("10"),
            (Self::WrongStaff { .. }, Body::Kp) => Paragraph::kp("4.2"),
            (Self::NoRoom, Body::Ppqq) => Paragraph::order92("18"),
            (Self::NoRoom | Self::NotOnline, Body::Kp) => Paragraph::kp("3.3"),
            _ => self.paragraph(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChildId, PersonId};
    use uuid::Uuid;

    #[test]
    fn a_number_of_children_is_cited_from_its_own_document() {
        let size = |kind, min, max| Rule::GroupSize { kind, min, max, children: 9 }.paragraph();
        assert_eq!(size(Kind::Small, 2, 4), Paragraph::order92("16"));
        assert_eq!(size(Kind::KpSmall, 2, 3), Paragraph::kp("6.4"));
        assert_eq!(size(Kind::Creative, 2, 8), Paragraph::house());
        let one = Rule::GroupSize { kind: Kind::ConsultInd, min: 1, max: 1, children: 2 };
        assert_eq!(one.paragraph_in(Body::Kp, Kind::ConsultInd), Paragraph::kp("6.1"));
        assert_eq!(one.paragraph_in(Body::Ppqq, Kind::ConsultInd), Paragraph::order92("11"));
    }

    #[test]
    fn a_length_is_cited_from_its_own_document() {
        let lesson = Rule::Duration { min: 35, max: 45, minutes: 50 };
        assert_eq!(lesson.paragraph(), Paragraph::order92("17"));
        assert_eq!(lesson.paragraph_in(Body::Ppqq, Kind::Group), Paragraph::order92("17"));
        assert_eq!(lesson.paragraph_in(Body::Kp, Kind::Training), Paragraph::house());
        assert_eq!(Rule::Duration { min: 1, max: 15, minutes: 16 }.paragraph(), Paragraph::kp("3.7"));
    }

    #[test]
    fn papers_and_care_are_cited() {
        let (person, child) = (PersonId(Uuid::nil()), ChildId(Uuid::nil()));
        assert_eq!(Rule::NoConsent { child }.paragraph(), Paragraph::order92("11"));
        assert_eq!(Rule::NoContract { child }.paragraph(), Paragraph::kp("7.1"));
        assert_eq!(Rule::CaseloadOver { person, children: 15, max: 14 }.paragraph(), Paragraph::order92("21"));
        assert_eq!(Rule::ParentNeeded { child }.paragraph(), Paragraph::kp("3.10"));
        assert_eq!(Rule::WrongStaff { person }.paragraph_in(Body::Kp, Kind::PlayInd), Paragraph::kp("4.2"));
        assert_eq!(Rule::Past.paragraph(), Paragraph::house());
    }
}
