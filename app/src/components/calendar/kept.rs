//! Views that have been painted, kept for who asks for the same again. Server only.
//!
//! In the morning everybody opens the calendar, and again after every meeting; between two changes a view is the same for the
//! same person, so it is painted once.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{Actor, time::Moment};

use super::{address::Address, filter::Filter, paint, sheet::Sheet};
use crate::i18n::Locale;

/// So many views of at most some hundred kilobytes.
const MOST: usize = 16;

/// All that a painted view depends on.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    /// The kindergarten's: goes up with every change of anything.
    revision: i64,
    /// The reader, whose rights decide what is shown.
    actor: Actor,
    locale: Locale,
    address: Address,
    filter: Filter,
    /// The line that shows the time moves every minute; where today is not shown, only the day matters.
    now: Moment,
}

/// The views.
#[derive(Default)]
pub struct Kept(Mutex<VecDeque<(Key, Arc<str>)>>);

impl Kept {
    /// The whole view that the address asks for, as [`paint::view`] paints it.
    pub fn view(&self, sheet: &Sheet, locale: Locale, address: Address) -> Arc<str> {
        let mut now = sheet.context.now;
        if !(sheet.from..=sheet.to).contains(&now.day) {
            now.minute = 0;
        }
        let (actor, filter) = (sheet.actor.clone(), sheet.filter.clone());
        let key = Key { revision: sheet.revision, actor, locale, address, filter, now };
        let known = |views: &VecDeque<(Key, Arc<str>)>| {
            views.iter().find(|(other, _)| *other == key).map(|(_, html)| html.clone())
        };
        if let Some(html) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return html;
        }
        let html: Arc<str> = paint::view(sheet, locale, address).into();
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.truncate(MOST - 1);
        views.push_front((key, html.clone()));
        html
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use super::*;
    use crate::components::calendar::sheet::tests::{session, sheet};

    #[test]
    fn a_view_is_painted_anew_when_anything_that_it_shows_is_another() {
        let kept = Kept::default();
        let mut sheet = sheet(Position::Speech, vec![session(1, 620, 20)]);
        let address = Address::default();
        let first = kept.view(&sheet, Locale::kk, address);
        assert!(Arc::ptr_eq(&first, &kept.view(&sheet, Locale::kk, address)));
        assert_ne!(first, kept.view(&sheet, Locale::ru, address));
        sheet.context.now.minute += 1;
        assert_ne!(first, kept.view(&sheet, Locale::kk, address));
        sheet.context.now.minute -= 1;
        sheet.actor.positions = vec![Position::Head];
        assert_ne!(first, kept.view(&sheet, Locale::kk, address));
        sheet.actor.positions = vec![Position::Speech];
        sheet.filter.text = "айару".into();
        assert_ne!(first, kept.view(&sheet, Locale::kk, address));
        sheet.filter.text.clear();
        sheet.revision += 1;
        assert!(!Arc::ptr_eq(&first, &kept.view(&sheet, Locale::kk, address)));
    }

    #[test]
    fn only_so_many_are_kept() {
        let kept = Kept::default();
        let mut sheet = sheet(Position::Speech, Vec::new());
        for revision in 0..100 {
            sheet.revision = revision;
            kept.view(&sheet, Locale::kk, Address::default());
        }
        assert_eq!(kept.0.lock().unwrap().len(), MOST);
    }
}
