//! The names of `SCHEMA.md`.

use yrs::{ClientID, Doc, OffsetKind, Options};

/// The version of the schema.
pub const VERSION: i64 = 1;

/// Root: facts about the document.
pub const META: &str = "meta";
/// In [`META`]: the version.
pub const SCHEMA: &str = "schema";
/// Root: agenda lines by id.
pub const AGENDA: &str = "agenda";
/// Root: section 5.
pub const PROPOSALS: &str = "proposals";
/// Root: decisions by id.
pub const DECISIONS: &str = "decisions";

/// Where a record stands among the others.
pub const PLACE: &str = "place";
/// Of an agenda line: what is spoken of.
pub const TITLE: &str = "title";
/// Of an agenda line: section 4.
pub const DISCUSSION: &str = "discussion";
/// Of a decision: its words.
pub const TEXT: &str = "text";
/// Of a decision: its agenda line.
pub const ITEM: &str = "item";
/// Of a decision: the responsible person's id.
pub const PERSON: &str = "person";
/// Of a decision: the responsible in words.
pub const RESPONSIBLE: &str = "responsible";
/// Of a decision: the last day.
pub const DUE: &str = "due";
/// In [`DUE`]: without an end (тұрақты).
pub const ONGOING: &str = "ongoing";
/// Of a decision: votes for it.
pub const FOR: &str = "for";
/// Of a decision: votes against it.
pub const AGAINST: &str = "against";
/// Of a decision: who did not say either.
pub const ABSTAINED: &str = "abstained";

/// An empty replica. Positions count UTF-16 units, as every Yjs client counts them: the default of this library, bytes,
/// would put carets into the middle of Cyrillic letters.
///
/// Two replicas must never have the same id: it is random, and of 53 bits at most.
pub fn document(client: u64) -> Doc {
    Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::with_client_id(ClientID::new(client)) })
}
