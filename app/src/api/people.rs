//! Those who have or may get an account, their one-time codes, and the log of what was done.

use domain::{
    PersonId,
    view::{AuditLine, Code, OrgView, PersonView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now, state, visitor};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Lines of the log on a page.
#[cfg(feature = "ssr")]
const AUDIT_LINES: u16 = 100;

/// Codes to print. They are shown this once: the database keeps only their hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The kindergarten.
    pub org: OrgView,
    /// Where a code can be typed in, as people write it.
    pub address: String,
    /// One for each person.
    pub cards: Vec<Card>,
}

/// A code with its picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The code.
    pub code: Code,
    /// The address that the picture holds, as SVG.
    pub picture: String,
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPart {
    /// The lines, the latest first.
    pub lines: Vec<AuditLine>,
    /// There are older ones.
    pub more: bool,
    /// Whether each line still fits the one before. Looked at for the first page only.
    pub chain: Option<Chain>,
}

/// What became of the log since it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// Nobody has touched it.
    Whole,
    /// This is the first line that does not fit: changed, missing, or cut off.
    BrokenAt(i64),
}

/// Everybody who has or may get an account.
#[server(endpoint = "people/list")]
pub async fn people() -> Result<Vec<PersonView>, Failure> {
    let (store, actor) = authorise(Permission::Invite)?;
    Ok(store.people(&actor, now()).await?)
}

/// Makes one-time codes with which people set their first password. Earlier codes of theirs no longer work.
#[server(endpoint = "people/invite")]
pub async fn invite(
    /// Whom.
    #[server(default)]
    people: Vec<PersonId>,
) -> Result<Sheet, Failure> {
    let (store, actor) = authorise(Permission::Invite)?;
    sheet(store.invite(&actor, &people, now()).await?)
}

/// Makes a one-time code with which somebody sets a new password. The present one works until then.
#[server(endpoint = "people/reset-password")]
pub async fn reset_password(
    /// Whose.
    person: PersonId,
) -> Result<Sheet, Failure> {
    let (store, actor) = authorise(Permission::ResetPassword)?;
    sheet(vec![store.reset(&actor, person, now()).await?])
}

/// The log of what was done: the lines before number `before`, or the latest.
#[server(endpoint = "people/audit")]
pub async fn audit(
    /// The number of the last line seen.
    before: Option<i64>,
) -> Result<AuditPart, Failure> {
    let (store, actor) = authorise(Permission::ReadAudit)?;
    let mut lines = store.audit(&actor, before, AUDIT_LINES + 1).await?;
    let more = lines.len() > usize::from(AUDIT_LINES);
    lines.truncate(usize::from(AUDIT_LINES));
    let chain = match before {
        None => Some(store.verify_audit(actor.org).await?.map_or(Chain::Whole, Chain::BrokenAt)),
        Some(_) => None,
    };
    Ok(AuditPart { lines, more, chain })
}

#[cfg(feature = "ssr")]
fn sheet(codes: Vec<Code>) -> Result<Sheet, Failure> {
    let public_url = state().public_url;
    let bare = public_url.split_once("://").map_or(public_url.as_str(), |(_, rest)| rest);
    let card = |code: Code| {
        let picture = picture(&format!("{public_url}/join/{}", code.code))?;
        Ok(Card { code, picture })
    };
    Ok(Sheet {
        org: visitor()?.tenant.org,
        address: format!("{bare}/join"),
        cards: codes.into_iter().map(card).collect::<Result<_, Failure>>()?,
    })
}

/// A QR code as SVG: black on white whatever the theme, a run of dark modules to a stroke, with the quiet zone that
/// readers need.
#[cfg(feature = "ssr")]
fn picture(text: &str) -> Result<String, Failure> {
    use std::fmt::Write;

    use qrcode::{Color, EcLevel, QrCode};

    const QUIET: usize = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Failure::Broken("qr".to_owned()))?;
    let width = code.width();
    let mut strokes = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                let _ = write!(strokes, "M{left} {top}h{long}v1h-{long}z");
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        r##"<svg viewBox="0 0 {side} {side}" role="img" aria-label="QR" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{strokes}"/></svg>"##
    ))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_is_one_svg_with_a_quiet_zone() {
        let svg = picture("https://kenes.kz/join/ABCD-EFGH").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
        // The corner mark begins four modules from the edge, seven modules wide.
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    }
}
