//! What of a session, of a child and of the directory a reader may know. Applied by the store to
//! everything that leaves it; the page never hides anything by itself.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    Absence, Actor, Child, ChildId, Permission, Position, Rule, Session, SessionId, Verdict,
    context::{Directory, Staff},
    view::{AuditLine, NO_DETAIL},
};

/// How much of a session somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Not that it exists.
    Nothing,
    /// When, where, who holds it, how many children.
    TimeAndPlace,
    /// One's own children by name, the others as a number.
    OwnChildren,
    /// The roster.
    Roster,
}

/// How much of this session the actor may see (КП ережесі 5.1, Order 92 ¶5). Who is several things
/// at once sees the most that any of them may.
pub fn of_session(actor: &Actor, session: &Session, directory: &Directory) -> Sight {
    as_staff(actor, session, directory).max(as_guardian(actor, session))
}

fn as_staff(actor: &Actor, session: &Session, directory: &Directory) -> Sight {
    let plan = &session.plan;
    let takes_part = plan.staff.contains(&actor.person)
        || plan.assistants.iter().any(|assistance| assistance.person == actor.person);
    let works_with_children = is_specialist(actor) || actor.is_any(&[Position::Educator, Position::Assistant]);
    if sees_everything(actor) || (takes_part && works_with_children) {
        Sight::Roster
    } else if plan.seats.iter().any(|seat| is_in_own_group(actor, seat.child, directory)) {
        Sight::OwnChildren
    } else if works_with_children {
        Sight::TimeAndPlace
    } else {
        Sight::Nothing
    }
}

fn as_guardian(actor: &Actor, session: &Session) -> Sight {
    let plan = &session.plan;
    if plan.seats.iter().any(|seat| actor.children.contains(&seat.child)) {
        Sight::OwnChildren
    } else if plan.open && plan.status.open() && !actor.children.is_empty() {
        Sight::TimeAndPlace
    } else {
        Sight::Nothing
    }
}

/// The session as the actor may see it: names hidden become a number.
///
/// An assistant says which child is accompanied, a reason speaks of disorders, a note of the child: they go with the
/// names. The meeting link is for those who come.
pub fn session(actor: &Actor, session: &Session, directory: &Directory) -> Option<Session> {
    let sight = of_session(actor, session, directory);
    if sight == Sight::Nothing {
        return None;
    }
    let mut seen = session.clone();
    if sight == Sight::Roster {
        if !sees_everything(actor) && !is_specialist(actor) {
            seen.plan.reason = None;
            seen.note = None;
        }
        return Some(seen);
    }
    (seen.note, seen.series) = (None, None);
    seen.marks.retain(|(child, _)| actor.children.contains(child) || is_in_own_group(actor, *child, directory));
    let visible = |child: ChildId| actor.children.contains(&child) || is_in_own_group(actor, child, directory);
    let plan = &mut seen.plan;
    let all = plan.children();
    plan.seats.retain(|seat| visible(seat.child));
    plan.hidden = u8::try_from(all - plan.seats.len()).unwrap_or(u8::MAX);
    plan.assistants.retain(|assistance| visible(assistance.child));
    plan.reason = None;
    if !session.plan.seats.iter().any(|seat| actor.children.contains(&seat.child)) {
        seen.link = None;
    }
    Some(seen)
}

/// The child as the actor may see it: without needs, or not at all (Order 92 ¶5).
///
/// A specialist may have to plan for any child, and so knows every name; what is the matter with a child only those who
/// work with it know. Whether a consent or a contract is signed is no secret from staff: it is the status only.
pub fn child(actor: &Actor, child: &Child) -> Option<Child> {
    let in_care = actor.caseload.contains(&child.id);
    if sees_everything(actor) || actor.children.contains(&child.id) || (in_care && is_specialist(actor)) {
        return Some(child.clone());
    }
    let in_group = child.group.is_some_and(|group| actor.groups.contains(&group));
    let by_name = is_specialist(actor)
        || (in_group && actor.is_any(&[Position::Educator]))
        || (in_care && actor.is_any(&[Position::Educator, Position::Assistant]));
    by_name.then(|| Child { needs: None, ..child.clone() })
}

/// The directory as the actor may see it: hours, rooms and who holds sessions are no secret, who is
/// in whose care is.
pub fn directory(actor: &Actor, directory: &Directory) -> Directory {
    let children: BTreeMap<_, _> =
        directory.children.iter().filter_map(|(id, known)| Some((*id, child(actor, known)?))).collect();
    let staff = directory.staff.iter().map(|(id, staff)| {
        let knows_caseload = sees_everything(actor) || (*id == actor.person && is_specialist(actor));
        let caseload = if knows_caseload { staff.caseload.clone() } else { BTreeSet::default() };
        (*id, Staff { caseload, ..staff.clone() })
    });
    // An assistant of one's own speaks of a conclusion of the ПМПК: it goes with the needs.
    let assignments = directory.assignments.iter().filter(|assignment| {
        let own = assignment.who.person == actor.person;
        children.get(&assignment.who.child).is_some_and(|child| own || child.needs.is_some())
    });
    Directory {
        hours: directory.hours.clone(),
        settings: directory.settings.clone(),
        staff: staff.collect(),
        rooms: directory.rooms.clone(),
        holidays: directory.holidays.clone(),
        assignments: assignments.copied().collect(),
        absences: directory.absences.iter().map(|known| absence(actor, known)).collect(),
        children,
    }
}

/// An absence as the actor may see it: that somebody is not there all must know who plan; why, only the person and those
/// who answer for all. Of other reasons nothing is said either: what is not said would otherwise be known to be illness.
pub fn absence(actor: &Actor, absence: &Absence) -> Absence {
    let why = absence.why.filter(|_| sees_everything(actor) || absence.person == actor.person);
    Absence { why, ..*absence }
}

/// A verdict without what the actor may not know: of staff, who shares a disorder and how many sessions a child needs,
/// where the child is in somebody else's care; of parents, other children and other sessions. What refuses stays.
pub fn verdict(actor: &Actor, directory: &Directory, mut verdict: Verdict) -> Verdict {
    let staff = actor.may(Permission::SeeCalendar);
    let known = |id: &ChildId| {
        let seen = directory.children.get(id).and_then(|known| child(actor, known));
        seen.is_some_and(|child| child.needs.is_some())
    };
    verdict.findings.retain(|finding| match &finding.rule {
        Rule::QuotaOver { child, .. } if staff => known(child),
        rule => staff || child_in(rule).is_none_or(|child| actor.children.contains(&child)),
    });
    for finding in &mut verdict.findings {
        match &mut finding.rule {
            // Of a pair, one name would tell the other.
            Rule::MixedDisorders { children } if !children.iter().all(known) => children.clear(),
            Rule::StaffBusy { session, .. } | Rule::RoomBusy { session, .. } | Rule::AssistantBusy { session, .. }
                if !staff =>
            {
                *session = SessionId(Uuid::nil());
            }
            // For how long somebody is away is no family's affair.
            Rule::Absent { person, .. } if !staff => finding.rule = Rule::WorkingHours { person: *person },
            _ => {}
        }
    }
    verdict
}

fn child_in(rule: &Rule) -> Option<ChildId> {
    match rule {
        Rule::WrongCategory { child, .. }
        | Rule::ChildBusy { child, .. }
        | Rule::ChildTwice { child }
        | Rule::ChildLeft { child, .. }
        | Rule::AssistantPmpk { child }
        | Rule::AssistantNotAssigned { child, .. }
        | Rule::ParentNeeded { child }
        | Rule::NoConsent { child }
        | Rule::NoContract { child }
        | Rule::NoPmpk { child }
        | Rule::QuotaOver { child, .. } => Some(*child),
        _ => None,
    }
}

/// A line of the log as the actor may read it: who does not see the calendar learns that something was done, not with
/// which child (КП ережесі 5.1), nor which parent has booked.
pub fn log(actor: &Actor, line: AuditLine) -> AuditLine {
    const OF_PARENTS: [&str; 2] = ["booking.", "waiting."];
    // The register's lines are hidden with them: they say who is whose child.
    const OF_SESSIONS: [&str; 3] = ["session.", "demo.session", "register."];
    let of = |parts: &[&str]| parts.iter().any(|part| line.action.starts_with(part));
    let (by_parent, of_session) = (of(&OF_PARENTS), of(&OF_SESSIONS));
    if actor.may(Permission::SeeCalendar) || !(by_parent || of_session) {
        return line;
    }
    let actor = line.actor.filter(|_| !by_parent);
    AuditLine { actor, about: None, subject: String::new(), detail: NO_DETAIL.to_owned(), ..line }
}

/// Меңгеруші, орынбасар, әдіскер: they answer for all of it.
fn sees_everything(actor: &Actor) -> bool {
    actor.is_any(&[Position::Head, Position::Deputy, Position::Methodist])
}

/// Plans sessions, and so must know for whom there could be one.
fn is_specialist(actor: &Actor) -> bool {
    actor.positions.iter().any(|position| position.holds_sessions())
}

/// Whether the child belongs to a group that the actor educates.
fn is_in_own_group(actor: &Actor, child: ChildId, directory: &Directory) -> bool {
    let group = directory.children.get(&child).and_then(|child| child.group);
    actor.is_any(&[Position::Educator]) && group.is_some_and(|group| actor.groups.contains(&group))
}
