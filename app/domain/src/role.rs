//! Who somebody is, and what they may do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Body, BodyRole, ChildId, GroupId, Name, OrgId, PersonId};

/// A position in the kindergarten's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Меңгеруші.
    Head,
    /// Басшының орынбасары.
    Deputy,
    /// Әдіскер.
    Methodist,
    /// Логопед-мұғалім.
    Speech,
    /// Педагог-психолог.
    Psychologist,
    /// Арнайы педагог.
    Special,
    /// Дефектолог.
    Defectologist,
    /// Әлеуметтік педагог.
    Social,
    /// Педагог-ассистент.
    Assistant,
    /// Сурдопедагог.
    Deaf,
    /// Тифлопедагог.
    Blind,
    /// Тәрбиеші.
    Educator,
    /// Мейірбике.
    Nurse,
    /// Музыкалық жетекші.
    Music,
    /// Бухгалтер.
    Accountant,
    /// Әкімші.
    Admin,
}

crate::id::codes! { Position {
    Head = "head", Deputy = "deputy", Methodist = "methodist", Speech = "speech", Psychologist = "psychologist",
    Special = "special", Defectologist = "defectologist", Social = "social", Assistant = "assistant", Deaf = "deaf",
    Blind = "blind", Educator = "educator", Nurse = "nurse", Music = "music", Accountant = "accountant", Admin = "admin",
} }

impl Position {
    /// Арнайы педагог in the sense of Order 92 ¶21: whose caseload is limited to 12–14 children.
    pub fn is_special_educator(self) -> bool {
        matches!(self, Self::Special | Self::Speech | Self::Defectologist | Self::Deaf | Self::Blind)
    }

    /// Holds sessions of its own in the calendar.
    pub fn holds_sessions(self) -> bool {
        self.is_special_educator()
            || matches!(
                self,
                Self::Psychologist | Self::Social | Self::Music | Self::Nurse | Self::Methodist | Self::Deputy
            )
    }
}

/// Something that somebody may do. Every server function and route begins by naming one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Nobody needs to be signed in.
    Public,
    /// Anybody signed in: their own account.
    OwnAccount,
    /// A guardian, for their own children.
    BookForChild,
    /// See the calendar: what of each session is decided by [`crate::sight`].
    SeeCalendar,
    /// Plan sessions that one holds oneself.
    PlanOwn,
    /// Plan everybody's sessions.
    PlanAll,
    /// Say on which days the house is closed: it touches everybody's sessions.
    KeepHolidays,
    /// Set the working hours and record the absences of everybody. One's own absence one may record with
    /// [`SeeCalendar`](Permission::SeeCalendar).
    KeepStaff,
    /// Ask families for their signatures, record those given on paper, see who has signed.
    KeepDocuments,
    /// Write the texts of the forms that families sign.
    KeepForms,
    /// Keep the register of children and their guardians, and say who of these has rights.
    KeepRegister,
    /// See the meetings of a body: which, and what of them, is decided where they are read.
    SeeMeetings,
    /// Call meetings of a body in which one presides or keeps the minutes, and take their attendance; the head, of all.
    CallMeetings,
    /// Make the compositions of bodies by order, and say what quorum each has (АПҚО ережесі 2.1, Order 92 ¶4).
    KeepBodies,
    /// Read the register of decisions: everybody their own, those who read the minutes all of a body.
    SeeDecisions,
    /// Make of a decision the draft of an order (АПҚО ережесі 5.1).
    KeepOrders,
    /// Read what a body has published of its decisions: staff, and the parents' council (АПҚО ережесі 3.2, 5.2).
    ReadDigests,
    /// Invite people, print their codes.
    Invite,
    /// Let somebody set a new password.
    ResetPassword,
    /// Read the audit log.
    ReadAudit,
}

crate::id::codes! { Permission {
    Public = "public", OwnAccount = "own_account", BookForChild = "book_for_child", SeeCalendar = "see_calendar",
    PlanOwn = "plan_own", PlanAll = "plan_all", KeepHolidays = "keep_holidays", KeepStaff = "keep_staff",
    KeepRegister = "keep_register",
    SeeMeetings = "see_meetings", CallMeetings = "call_meetings", KeepBodies = "keep_bodies",
    SeeDecisions = "see_decisions", KeepOrders = "keep_orders", ReadDigests = "read_digests",
    KeepDocuments = "keep_documents", KeepForms = "keep_forms", Invite = "invite", ResetPassword = "reset_password", ReadAudit = "read_audit",
} }

/// Who asks: made by the server from the session cookie, passed first to everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Their kindergarten: nothing crosses over.
    pub org: OrgId,
    /// Their name.
    pub name: Name,
    /// Positions held today.
    pub positions: Vec<Position>,
    /// Places in bodies held today.
    pub memberships: Vec<(Body, BodyRole)>,
    /// Children they are a guardian of, with rights.
    pub children: BTreeSet<ChildId>,
    /// Groups they educate.
    pub groups: BTreeSet<GroupId>,
    /// Children in their care: caseload, assistant's assignment, and those whom somebody else has given them sessions with.
    pub caseload: BTreeSet<ChildId>,
}

impl Actor {
    /// Whether they hold one of these positions today.
    pub fn is_any(&self, positions: &[Position]) -> bool {
        self.positions.iter().any(|position| positions.contains(position))
    }

    /// Whether they may hand this person, who holds these positions, an account: whoever holds the code becomes that
    /// person, so the head's and the administrator's are handed out by those two alone.
    pub fn may_invite(&self, whose: &[Position]) -> bool {
        let leads = [Position::Head, Position::Admin];
        self.may(Permission::Invite) && (self.is_any(&leads) || !whose.iter().any(|position| leads.contains(position)))
    }

    /// Whether they may renew this person's password: for staff only the head, since whoever does it can become them.
    pub fn may_reset(&self, whose: &[Position]) -> bool {
        self.may(Permission::ResetPassword) && (whose.is_empty() || self.is_any(&[Position::Head]))
    }

    /// Whether they may have an address at which a calendar program reads their own sessions or bookings.
    pub fn may_subscribe(&self) -> bool {
        self.may(Permission::SeeCalendar) || self.may(Permission::BookForChild)
    }

    /// The same of rooms: those who see every session.
    pub fn may_subscribe_to_rooms(&self) -> bool {
        self.may(Permission::PlanAll) || self.is_any(&[Position::Head])
    }

    /// Whether they may record when this person is not there, and see what that touches: everybody their own.
    pub fn may_excuse(&self, person: PersonId) -> bool {
        self.may(Permission::KeepStaff) || (self.person == person && self.may(Permission::SeeCalendar))
    }

    /// Whether they may do this at all. What exactly they may touch is asked where it is touched.
    pub fn may(&self, permission: Permission) -> bool {
        use Position::{Admin, Assistant, Deputy, Educator, Head, Methodist};
        match permission {
            Permission::Public | Permission::OwnAccount => true,
            Permission::BookForChild => !self.children.is_empty(),
            Permission::SeeCalendar => {
                self.positions.iter().any(|position| position.holds_sessions())
                    || self.is_any(&[Head, Educator, Assistant])
            }
            Permission::PlanOwn => self.positions.iter().any(|position| position.holds_sessions()),
            Permission::PlanAll => self.is_any(&[Methodist, Deputy]),
            // Who plans everybody's sessions, and the head, whose order closes the house.
            Permission::KeepHolidays | Permission::KeepStaff | Permission::KeepDocuments => {
                self.is_any(&[Head, Methodist, Deputy])
            }
            Permission::KeepRegister => self.is_any(&[Head, Methodist, Deputy]),
            Permission::KeepForms | Permission::KeepBodies | Permission::KeepOrders => self.is_any(&[Head]),
            Permission::SeeMeetings => {
                self.memberships.iter().any(|(body, _)| body.meets()) || self.may(Permission::SeeCalendar)
            }
            Permission::CallMeetings => {
                let leads = |(body, role): &(Body, BodyRole)| body.meets() && *role != BodyRole::Member;
                self.is_any(&[Head]) || self.memberships.iter().any(leads)
            }
            Permission::SeeDecisions => !self.positions.is_empty() || self.may(Permission::SeeMeetings),
            // Of the families only the parents' council, which is asked where digests are read.
            Permission::ReadDigests => self.may(Permission::SeeDecisions) || !self.children.is_empty(),
            Permission::Invite => self.is_any(&[Head, Methodist, Deputy, Admin]),
            Permission::ResetPassword | Permission::ReadAudit => self.is_any(&[Head, Admin]),
        }
    }
}
