//! What the file does not say: who is to be visited as, who receives when, who sits in which body.

use domain::{Body, BodyRole};

/// The password of everybody whom a visitor may be.
pub(super) const PASSWORD: &str = "nurlytau-2026";

/// The Monday of the week that is the current one, in the file.
pub(super) const THIS_WEEK: (i32, u32, u32) = (2026, 11, 23);

/// The room of the file that is no room.
pub(super) const ONLINE_ROOM: &str = "R7";

/// Rooms in which the consultation point receives.
pub(super) const RECEPTION_ROOMS: &[&str] = &["R4", "R5", "R6"];

/// Who receives parents, on which days, when.
pub(super) const RECEPTION: &[(&str, &[u8], u16, u16)] = &[
    ("S02", &[1, 3, 5], 15 * 60, 17 * 60 + 30),
    ("S03", &[1, 2, 3, 4, 5], 9 * 60, 12 * 60),
    ("S03", &[1, 2, 3, 4, 5], 15 * 60, 17 * 60 + 30),
    ("S04", &[2, 4], 14 * 60 + 30, 17 * 60),
    ("S05", &[1, 3], 14 * 60 + 30, 17 * 60),
    ("S06", &[2, 4], 14 * 60, 17 * 60),
];

/// Seats in bodies: the trustees' are in the file.
pub(super) const MEMBERSHIPS: &[(&str, Body, BodyRole)] = &[
    ("S01", Body::Kp, BodyRole::Chair),
    ("S02", Body::Kp, BodyRole::Member),
    ("S03", Body::Kp, BodyRole::Member),
    ("S04", Body::Kp, BodyRole::Member),
    ("S08", Body::Kp, BodyRole::Member),
    ("S09", Body::Kp, BodyRole::Member),
    ("S02", Body::Apqo, BodyRole::Chair),
    ("S10", Body::Apqo, BodyRole::Secretary),
    ("S03", Body::Apqo, BodyRole::Member),
    ("S04", Body::Apqo, BodyRole::Member),
    ("S02", Body::Ppqq, BodyRole::Chair),
    ("S06", Body::Ppqq, BodyRole::Secretary),
    ("S03", Body::Ppqq, BodyRole::Member),
    ("S04", Body::Ppqq, BodyRole::Member),
    ("S05", Body::Ppqq, BodyRole::Member),
    ("S07", Body::Ppqq, BodyRole::Member),
];

/// Whom a visitor may be: their code in the file, the word for what they are, and the login where it is not the
/// telephone.
pub(super) const VISITORS: &[(&str, &str, Option<&str>)] = &[
    ("S01", "head", Some("head@nurlytau.example")),
    ("S02", "methodist", Some("methodist@nurlytau.example")),
    ("S03", "psychologist", Some("psychologist@nurlytau.example")),
    ("S04", "speech", Some("speech@nurlytau.example")),
    ("S10", "educator", Some("educator@nurlytau.example")),
    ("A01", "admin", Some("admin@nurlytau.example")),
    ("T01", "trustee", Some("trustee@nurlytau.example")),
    ("PK1", "parent", None),
    ("PK2", "parent", None),
    ("PK6", "parent", None),
    ("P01", "parent", None),
    ("P02", "parent", None),
    ("P26", "parent", None),
];

/// Children who could do with one individual session more than they have: the calendar's side list shows them.
pub(super) const SHORT_OF_ONE: &[&str] = &["C05", "C08", "C15", "C16", "C26"];

/// The children of the draft that has five, and so is neither a small group nor a group.
pub(super) const FIVE: &[&str] = &["C09", "C10", "C11", "C12", "C13"];
