//! What of a session, of a child and of the directory a reader may know (requirements §1.5). Applied by the store to
//! everything that leaves it; the page never hides anything by itself.

use crate::{Actor, Child, Session, context::Directory};

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

/// How much of this session the actor may see.
pub fn of_session(_actor: &Actor, _session: &Session, _directory: &Directory) -> Sight { Sight::Nothing }

/// The session as the actor may see it: names hidden become a number.
pub fn session(_actor: &Actor, _session: &Session, _directory: &Directory) -> Option<Session> { None }

/// The child as the actor may see it: without needs, or not at all.
pub fn child(_actor: &Actor, _child: &Child) -> Option<Child> { None }

/// The directory as the actor may see it.
pub fn directory(_actor: &Actor, _directory: &Directory) -> Directory { Directory::default() }
