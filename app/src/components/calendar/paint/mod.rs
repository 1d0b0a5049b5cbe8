//! The calendar as text: one function for each piece, the same on the server and in the browser.
//!
//! Whatever somebody has typed goes through [`Html::text`]; nothing else may write names. Style attributes carry numbers
//! in custom properties and nothing more.

mod absence;
mod ghost;
mod grid;
mod html;
mod month;
mod print;
mod session;
mod side;
mod table;

use domain::Lang;

use super::{
    address::{Address, Span, Split},
    column::Column,
    glimpse::{AT_ONCE, Glimpse},
    sheet::Sheet,
};
use crate::{i18n::Locale, language};

pub use ghost::{ghosts, lanes, proposals, unplaced};
pub use html::Html;
pub use print::paper;
use session::Shown;

pub use session::{accessible_name, day_name, title};
pub use side::{needs, waiting};

/// What every piece is painted from.
#[derive(Clone, Copy)]
pub struct Painter<'a> {
    /// What lies on the table.
    pub sheet: &'a Sheet,
    /// The reader's language.
    pub locale: Locale,
    /// What the columns are.
    pub split: Split,
}

impl<'a> Painter<'a> {
    /// A painter of this sheet.
    pub fn new(sheet: &'a Sheet, locale: Locale, split: Split) -> Self {
        Self { sheet, locale, split }
    }

    /// A view as a link, with what is looked for.
    fn href(&self, address: Address) -> String {
        address.href() + &self.sheet.filter.query()
    }

    fn lang(&self) -> Lang {
        language::of(self.locale)
    }
}

/// The whole view that the address asks for.
pub fn view(sheet: &Sheet, locale: Locale, address: Address) -> String {
    first_view(sheet, locale, address, None)
}

/// The same, to be shown quickly: of sessions that cannot be seen yet only the block is painted, if there are many. What
/// is [`inside`] follows.
pub fn first_view(sheet: &Sheet, locale: Locale, address: Address, glimpse: Option<Glimpse>) -> String {
    let painter = Painter::new(sheet, locale, address.split);
    let (sessions, glimpse) = (sheet.context.sessions().count(), glimpse.filter(|_| is_much(sheet)));
    // A session is some 700 bytes, its letters being Cyrillic.
    let mut html = Html::with_capacity(4096 + if glimpse.is_some() { 400 } else { 800 } * sessions);
    if address.table {
        painter.table(&mut html, address);
    } else if address.span == Span::Month {
        painter.month(&mut html, address);
    } else {
        painter.grid(&mut html, address, glimpse.as_ref());
    }
    html.into()
}

/// One session in one column, as it stands now. None if it does not stand there.
pub fn one(
    sheet: &Sheet,
    locale: Locale,
    split: Split,
    column: Column,
    id: domain::SessionId,
    window: (u16, u16),
) -> Option<String> {
    let sessions: Vec<_> = sheet.of_column(column).collect();
    let place = sessions.iter().position(|session| session.id == id)?;
    let spots = grid::spots(&sessions);
    let painter = Painter::new(sheet, locale, split);
    let mut html = Html::with_capacity(1024);
    let day = day_name(locale, column.day);
    painter.session(&mut html, sessions[place], spots[place], window.0, false, Shown::Whole(&day));
    Some(html.into())
}

/// Whether there are more sessions than are painted at once.
pub fn is_much(sheet: &Sheet) -> bool {
    sheet.context.sessions().count() > AT_ONCE
}

/// What a session is called and what stands in its block: for one of which only the block was painted.
pub fn inside(sheet: &Sheet, locale: Locale, split: Split, id: domain::SessionId) -> Option<(String, String)> {
    let session = sheet.context.get(id)?;
    let name = accessible_name(sheet, locale, session, &day_name(locale, session.plan.slot.day));
    let mut html = Html::with_capacity(256);
    Painter::new(sheet, locale, split).inside(&mut html, session);
    Some((name, html.into()))
}

/// Where each session of a column stands, in their order.
pub fn places(sheet: &Sheet, column: Column) -> Vec<(domain::SessionId, super::layout::Spot)> {
    lanes(sheet, column).sessions
}
