//! The kinds of session of each body, with their numbers.

use super::{Booking, Kind, KindRule, Online, Paper};
use crate::{Body, Position, rules::Paragraph};

/// Specialists of ППҚҚ (Order 92 ¶10).
const SERVICE: &[Position] = &[
    Position::Psychologist,
    Position::Social,
    Position::Special,
    Position::Speech,
    Position::Defectologist,
    Position::Deaf,
    Position::Blind,
];

/// Who advises parents in КП (КП ережесі preface, 4.2; the head chooses further teachers, 9.2).
const ADVISERS: &[Position] = &[
    Position::Head,
    Position::Deputy,
    Position::Methodist,
    Position::Psychologist,
    Position::Social,
    Position::Special,
    Position::Speech,
    Position::Defectologist,
    Position::Deaf,
    Position::Blind,
    Position::Educator,
    Position::Nurse,
    Position::Music,
];

/// Who plays with children in КП: the teachers among the advisers (КП ережесі preface, 9.2).
const PLAYERS: &[Position] = &[
    Position::Methodist,
    Position::Psychologist,
    Position::Social,
    Position::Special,
    Position::Speech,
    Position::Defectologist,
    Position::Deaf,
    Position::Blind,
    Position::Educator,
    Position::Music,
];

/// What the lessons of ППҚҚ share.
const LESSON: KindRule = KindRule {
    body: Body::Ppqq,
    kind: Kind::Individual,
    children: (1, 1),
    preschool_minutes: (20, 20),
    school_minutes: (30, 30),
    usual_minutes: 20,
    with_parent: false,
    online: Online::Never,
    paper: Some(Paper::Consent),
    booking: Booking::No,
    positions: SERVICE,
    size_from: Paragraph::order92("16"),
    minutes_from: Paragraph::order92("17"),
};

/// What the consultations of КП share. The seed gives no minutes: the kindergarten's own.
const CONSULTATION: KindRule = KindRule {
    body: Body::Kp,
    kind: Kind::ConsultInd,
    children: (1, 1),
    preschool_minutes: (15, 45),
    school_minutes: (15, 45),
    usual_minutes: 30,
    with_parent: false,
    online: Online::Never,
    paper: Some(Paper::Contract),
    booking: Booking::Slot,
    positions: ADVISERS,
    size_from: Paragraph::kp("6.1"),
    minutes_from: Paragraph::house(),
};

/// What the larger meetings of children in КП share. Numbers and minutes are not in the seed: the kindergarten's own.
const WORKSHOP: KindRule = KindRule {
    kind: Kind::Creative,
    children: (2, 8),
    preschool_minutes: (35, 45),
    school_minutes: (35, 45),
    usual_minutes: 40,
    booking: Booking::Join,
    positions: PLAYERS,
    size_from: Paragraph::house(),
    ..CONSULTATION
};

/// Every kind that a body holds (requirements §1.1 KP-22, PQ-21, PQ-23, §2 no. 1 and 4).
pub const RULES: &[KindRule] = &[
    LESSON,
    KindRule {
        kind: Kind::Small,
        children: (2, 4),
        preschool_minutes: (35, 45),
        school_minutes: (45, 45),
        usual_minutes: 40,
        ..LESSON
    },
    KindRule {
        kind: Kind::Group,
        children: (6, 8),
        preschool_minutes: (35, 45),
        school_minutes: (45, 45),
        usual_minutes: 40,
        ..LESSON
    },
    KindRule {
        kind: Kind::Diagnostics,
        preschool_minutes: (20, 45),
        school_minutes: (20, 45),
        usual_minutes: 30,
        size_from: Paragraph::order92("11"),
        minutes_from: Paragraph::house(),
        ..LESSON
    },
    KindRule {
        kind: Kind::ConsultInd,
        preschool_minutes: (15, 45),
        school_minutes: (15, 45),
        usual_minutes: 30,
        online: Online::Allowed,
        size_from: Paragraph::order92("11"),
        minutes_from: Paragraph::house(),
        ..LESSON
    },
    CONSULTATION,
    KindRule {
        kind: Kind::ConsultSmall,
        children: (2, 6),
        preschool_minutes: (30, 60),
        school_minutes: (30, 60),
        usual_minutes: 45,
        online: Online::Allowed,
        booking: Booking::Join,
        size_from: Paragraph::house(),
        ..CONSULTATION
    },
    KindRule { kind: Kind::ConsultOnline, online: Online::Always, size_from: Paragraph::kp("6.2"), ..CONSULTATION },
    KindRule {
        kind: Kind::ConsultPhone,
        preschool_minutes: (1, 15),
        school_minutes: (1, 15),
        usual_minutes: 15,
        online: Online::Always,
        // Help by telephone begins with a call (3.6, 3.7): nobody can have signed anything yet.
        paper: None,
        booking: Booking::No,
        size_from: Paragraph::kp("3.7"),
        minutes_from: Paragraph::kp("3.7"),
        ..CONSULTATION
    },
    KindRule {
        kind: Kind::PlayInd,
        preschool_minutes: (15, 30),
        school_minutes: (15, 30),
        usual_minutes: 20,
        with_parent: true,
        positions: PLAYERS,
        size_from: Paragraph::kp("6.3"),
        ..CONSULTATION
    },
    KindRule {
        kind: Kind::KpSmall,
        children: (2, 3),
        preschool_minutes: (30, 45),
        school_minutes: (30, 45),
        usual_minutes: 35,
        size_from: Paragraph::kp("6.4"),
        ..WORKSHOP
    },
    KindRule {
        kind: Kind::PlayOnline,
        children: (1, 3),
        preschool_minutes: (15, 30),
        school_minutes: (15, 30),
        usual_minutes: 20,
        with_parent: true,
        online: Online::Always,
        booking: Booking::Slot,
        ..WORKSHOP
    },
    KindRule {
        kind: Kind::PlaySeminar,
        children: (2, 10),
        preschool_minutes: (30, 60),
        school_minutes: (30, 60),
        usual_minutes: 45,
        with_parent: true,
        ..WORKSHOP
    },
    WORKSHOP,
    KindRule { kind: Kind::Playroom, ..WORKSHOP },
    KindRule { kind: Kind::Training, ..WORKSHOP },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Level, fitting_kind, rule};

    fn sizes(body: Body, kind: Kind) -> Vec<usize> {
        let rule = rule(body, kind).unwrap();
        (0..=12).filter(|n| rule.allows_size(*n)).collect()
    }

    #[test]
    fn every_kind_allows_the_sizes_of_its_paragraph() {
        let ppqq = |kind| sizes(Body::Ppqq, kind);
        assert_eq!(ppqq(Kind::Individual), [1]);
        assert_eq!(ppqq(Kind::Small), [2, 3, 4]);
        assert_eq!(ppqq(Kind::Group), [6, 7, 8]);
        assert_eq!(ppqq(Kind::Diagnostics), [1]);
        assert_eq!(ppqq(Kind::ConsultInd), [1]);
        let kp = |kind| sizes(Body::Kp, kind);
        for kind in [Kind::ConsultInd, Kind::ConsultOnline, Kind::ConsultPhone, Kind::PlayInd] {
            assert_eq!(kp(kind), [1], "{kind:?}");
        }
        assert_eq!(kp(Kind::ConsultSmall), (2..=6).collect::<Vec<_>>());
        assert_eq!(kp(Kind::KpSmall), [2, 3]);
        assert_eq!(kp(Kind::PlayOnline), [1, 2, 3]);
        assert_eq!(kp(Kind::PlaySeminar), (2..=10).collect::<Vec<_>>());
        for kind in [Kind::Creative, Kind::Playroom, Kind::Training] {
            assert_eq!(kp(kind), (2..=8).collect::<Vec<_>>(), "{kind:?}");
        }
    }

    #[test]
    fn a_kind_stands_once_in_a_body_and_only_where_it_is_held() {
        for (n, a) in RULES.iter().enumerate() {
            assert!(RULES[n + 1..].iter().all(|b| (a.body, a.kind) != (b.body, b.kind)), "{a:?}");
        }
        for kind in Kind::ALL {
            assert!(RULES.iter().any(|rule| rule.kind == *kind), "{kind:?} is held by nobody");
            assert!(rule(Body::Apqo, *kind).is_none() && rule(Body::Trustees, *kind).is_none());
        }
        assert!(rule(Body::Kp, Kind::Small).is_none() && rule(Body::Ppqq, Kind::KpSmall).is_none());
    }

    #[test]
    fn lessons_last_longer_at_school_than_in_the_kindergarten() {
        let individual = rule(Body::Ppqq, Kind::Individual).unwrap();
        assert_eq!((individual.minutes(Level::Preschool), individual.minutes(Level::School)), ((20, 20), (30, 30)));
        let group = rule(Body::Ppqq, Kind::Group).unwrap();
        assert_eq!((group.minutes(Level::Preschool), group.minutes(Level::School)), ((35, 45), (45, 45)));
        assert_eq!((group.default_minutes(Level::Preschool), group.default_minutes(Level::School)), (40, 45));
    }

    #[test]
    fn the_proposed_length_is_always_allowed() {
        for rule in RULES {
            for level in [Level::Preschool, Level::School] {
                let (shortest, longest) = rule.minutes(level);
                assert!((shortest..=longest).contains(&rule.default_minutes(level)), "{rule:?}");
            }
        }
    }

    #[test]
    fn a_roster_fits_a_kind_of_its_own_body() {
        let fits = |body| (0..=9).map(|n| fitting_kind(body, n)).collect::<Vec<_>>();
        let (one, small, group) = (Some(Kind::Individual), Some(Kind::Small), Some(Kind::Group));
        assert_eq!(fits(Body::Ppqq), [None, one, small, small, small, None, group, group, group, None]);
        assert_eq!(fits(Body::Kp)[..5], [None, Some(Kind::PlayInd), Some(Kind::KpSmall), Some(Kind::KpSmall), None]);
        assert_eq!(fitting_kind(Body::Trustees, 2), None);
    }

    #[test]
    fn parents_book_what_the_consultation_point_offers_and_nothing_of_the_service() {
        let booking = |body, kind| rule(body, kind).unwrap().booking;
        for kind in [Kind::PlayOnline, Kind::PlayInd, Kind::ConsultInd, Kind::ConsultOnline] {
            assert_eq!(booking(Body::Kp, kind), Booking::Slot);
        }
        for kind in
            [Kind::KpSmall, Kind::PlaySeminar, Kind::Creative, Kind::Playroom, Kind::Training, Kind::ConsultSmall]
        {
            assert_eq!(booking(Body::Kp, kind), Booking::Join);
        }
        assert!(RULES.iter().filter(|rule| rule.body == Body::Ppqq).all(|rule| rule.booking == Booking::No));
    }

    #[test]
    fn every_kind_but_the_telephone_call_needs_the_paper_of_its_body() {
        for rule in RULES {
            let paper = match (rule.body, rule.kind) {
                (_, Kind::ConsultPhone) => None,
                (Body::Ppqq, _) => Some(Paper::Consent),
                _ => Some(Paper::Contract),
            };
            assert_eq!(rule.paper, paper, "{rule:?}");
        }
    }

    #[test]
    fn a_session_by_video_takes_no_room() {
        assert!(!rule(Body::Kp, Kind::PlayOnline).unwrap().takes_room(false));
        assert!(!rule(Body::Kp, Kind::ConsultSmall).unwrap().takes_room(true));
        assert!(rule(Body::Kp, Kind::ConsultSmall).unwrap().takes_room(false));
    }
}
