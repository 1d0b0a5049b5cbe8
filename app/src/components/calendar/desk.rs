//! What the pieces of the calendar share: the sheet, what is open, what is said.

use domain::{
    Lang, Plan, Session, SessionId, Slot, Verdict, check, nearest,
    series::Wish,
    view::{CalendarView, Delta},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;

use super::{
    address::{Address, Span},
    autoplan::Autoplan,
    filter::Filter,
    sheet::Sheet,
};
use crate::{
    Failure, api,
    i18n::{Locale, td_string, use_i18n},
    language, words,
};

/// A change that waits for something: for a reason, for another time, for the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The session to change, and the version that the change was made from. None for a new one.
    pub session: Option<(SessionId, i64)>,
    /// How it should be.
    pub plan: Plan,
}

/// What is open beside the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The details of a session.
    Details(SessionId),
    /// A new session.
    Create(Box<Plan>),
    /// Another time or place for a session, without dragging.
    Move(SessionId),
    /// A reason is asked for before a warning may be overruled.
    Reason(Box<Pending>, Verdict),
    /// Of a session of a series: how far does the change go?
    Reach(Box<Pending>),
    /// The dates of a series before it is saved.
    Series(Box<Wish>),
    /// The details of a proposal.
    Proposal(u16),
}

impl Panel {
    /// The session that it is about.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::Details(id) | Self::Move(id) => Some(*id),
            Self::Reason(pending, _) | Self::Reach(pending) => pending.session.map(|(id, _)| id),
            Self::Series(wish) => wish.session.map(|(id, _)| id),
            Self::Create(_) | Self::Proposal(_) => None,
        }
    }
}

/// How something came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Ok,
    /// Done, and something to know.
    Warn,
    /// Not done.
    Bad,
}

/// What is said at the foot of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it came out.
    pub tone: Tone,
    /// In a few words.
    pub title: String,
    /// Why, a sentence for each rule.
    pub lines: Vec<String>,
    /// What would be possible instead.
    pub nearest: Vec<Slot>,
    /// What was wanted.
    pub wanted: Option<Pending>,
    /// It can be taken back.
    pub undo: bool,
}

/// A change that can be taken back.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) id: SessionId,
    /// How it was. None when there was nothing.
    pub(super) before: Option<Plan>,
}

/// What the pieces of the calendar share. Copied freely.
#[derive(Clone, Copy)]
pub struct Desk {
    sheet: StoredValue<Sheet>,
    changed: RwSignal<u64>,
    /// Goes up when a whole view has been laid on the table.
    pub laid: RwSignal<u64>,
    /// What the address asks for.
    pub address: Memo<Address>,
    /// What the address looks for.
    pub filter: Memo<Filter>,
    /// What is open.
    pub panel: RwSignal<Option<Panel>>,
    /// What is said.
    pub notice: RwSignal<Option<Notice>>,
    /// What a screen reader says next.
    pub said: RwSignal<String>,
    /// A view is on its way.
    pub loading: RwSignal<bool>,
    /// What is proposed for the week.
    pub autoplan: Autoplan,
    i18n: I18nContext<Locale>,
    fetches: StoredValue<u32>,
    pub(super) steps: StoredValue<Vec<Step>>,
    /// Sessions with a change of one's own on its way to the server.
    pub(super) sending: StoredValue<Vec<SessionId>>,
    /// The nodes of the grid. Browser only.
    #[cfg(feature = "hydrate")]
    pub board: StoredValue<super::browser::Board, LocalStorage>,
}

impl Desk {
    /// A desk with this sheet on it.
    pub fn new(mut sheet: Sheet, address: Memo<Address>, filter: Memo<Filter>) -> Self {
        sheet.filter = filter.get_untracked();
        Self {
            sheet: StoredValue::new(sheet),
            changed: RwSignal::new(0),
            laid: RwSignal::new(0),
            address,
            filter,
            panel: RwSignal::new(None),
            notice: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            loading: RwSignal::new(false),
            autoplan: Autoplan::default(),
            i18n: use_i18n(),
            fetches: StoredValue::new(0),
            steps: StoredValue::new(Vec::new()),
            sending: StoredValue::new(Vec::new()),
            #[cfg(feature = "hydrate")]
            board: StoredValue::new_local(super::browser::Board::default()),
        }
    }

    /// The reader's language, followed where it is read reactively.
    pub fn locale(&self) -> Locale {
        self.i18n.get_locale()
    }

    /// The reader's language as it is.
    pub fn locale_now(&self) -> Locale {
        self.i18n.get_locale_untracked()
    }

    /// The language of the formats as it is.
    pub fn lang_now(&self) -> Lang {
        language::of(self.locale_now())
    }

    /// Reads the sheet, and again whenever it changes.
    pub fn with<T>(&self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.changed.track();
        self.sheet.with_value(read)
    }

    /// Reads the sheet as it is.
    pub fn now<T>(&self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.sheet.with_value(read)
    }

    /// A session as it is.
    pub fn session(&self, id: SessionId) -> Option<Session> {
        self.now(|sheet| sheet.context.get(id).cloned())
    }

    /// Changes the sheet, and tells those who read it.
    pub(super) fn update(&self, change: impl FnOnce(&mut Sheet)) {
        self.sheet.update_value(change);
        self.changed.update(|n| *n += 1);
    }

    /// Puts a session on the sheet and redraws what it touches. `fresh`: somebody else did it, so that it is shown.
    pub fn put(&self, session: Session, fresh: bool) {
        let id = session.id;
        let before = self.session(id).map(|session| session.plan);
        let day = session.plan.slot.day;
        self.update(|sheet| {
            if (sheet.from..=sheet.to).contains(&day) {
                sheet.context.put(session);
            } else {
                sheet.context.remove(id);
            }
        });
        self.redraw(id, before, fresh);
    }

    /// Takes a session off the sheet.
    pub fn take(&self, id: SessionId) {
        let before = self.session(id).map(|session| session.plan);
        self.update(|sheet| {
            sheet.context.remove(id);
        });
        self.redraw(id, before, false);
    }

    /// Looks for something else.
    #[cfg(feature = "hydrate")]
    pub(super) fn look_for(&self, filter: Filter) {
        self.update(|sheet| sheet.filter = filter);
    }

    /// A view with what is looked for, as a link.
    pub fn href(&self, address: Address) -> String {
        self.filter.with(|filter| address.href() + &filter.query())
    }

    fn redraw(self, id: SessionId, before: Option<Plan>, fresh: bool) {
        #[cfg(feature = "hydrate")]
        super::browser::redraw(self, id, before.as_ref(), fresh);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, id, before, fresh);
    }

    /// The clock has gone on. Nothing is redrawn for it.
    #[cfg(feature = "hydrate")]
    pub(super) fn set_now(&self, now: domain::time::Moment) {
        self.sheet.update_value(|sheet| sheet.context.now = now);
    }

    /// Lays a whole view on the table.
    pub fn lay(&self, view: CalendarView) {
        self.update(|sheet| {
            let (filter, ghosts) = (std::mem::take(&mut sheet.filter), std::mem::take(&mut sheet.ghosts));
            *sheet = Sheet { filter, ghosts, ..Sheet::new(view, sheet.actor.clone()) };
        });
        self.leave_proposals_of_other_weeks();
        self.laid.update(|n| *n += 1);
    }

    /// Asks the server for the days of the address.
    pub fn fetch(&self) {
        let desk = *self;
        let address = desk.address.get_untracked();
        let (month, day) = (address.span == Span::Month, address.day(desk.now(Sheet::today)));
        let number = desk.fetches.with_value(|n| n + 1);
        desk.fetches.set_value(number);
        desk.loading.set(true);
        spawn_local(async move {
            let answer = api::calendar::calendar(month, Some(day)).await;
            // Somebody who leafs quickly wants the last page only; somebody who has left, none.
            if desk.fetches.try_get_value() != Some(number) {
                return;
            }
            desk.loading.set(false);
            match answer {
                Ok(packed) => desk.lay(packed.0),
                Err(failure) => desk.tell_failure(&failure, None),
            }
        });
    }

    /// A change that somebody made has arrived.
    pub fn receive(&self, delta: Delta) {
        match delta {
            Delta::Put { session, .. } => {
                let known = self.session(session.id);
                let old = known.as_ref().is_some_and(|known| known.version > session.version || *known == *session);
                if !old {
                    let own = self.sending.with_value(|sending| sending.contains(&session.id));
                    self.put(*session, !own);
                }
            }
            Delta::Gone { session, .. } => self.take(session),
            Delta::Reload { .. } => self.fetch(),
            // Its revision has gone up with it: nothing of the calendar has.
            Delta::Meeting { .. } => {}
            #[cfg(feature = "hydrate")]
            Delta::Held { session, by, name, over } => super::browser::held_by(*self, session, by, name, over),
            #[cfg(not(feature = "hydrate"))]
            Delta::Held { .. } => {}
            Delta::Booking { .. } => {}
        }
    }

    /// What speaks against a plan, as far as is known here.
    pub fn judge(&self, plan: &Plan) -> Verdict {
        self.now(|sheet| check(plan, &sheet.context))
    }

    /// The nearest legal times on the days that are loaded: of others nothing is known here.
    pub fn nearest(&self, plan: &Plan) -> Vec<Slot> {
        self.now(|sheet| {
            let mut slots = nearest(plan, &sheet.context);
            slots.retain(|slot| (sheet.from..=sheet.to).contains(&slot.day));
            slots
        })
    }

    /// Without the time at which the session is already: that is no way out.
    fn elsewhere(&self, mut slots: Vec<Slot>, wanted: Option<&Pending>) -> Vec<Slot> {
        let now = wanted.and_then(|wanted| Some((&wanted.plan, self.session(wanted.session?.0)?.plan)));
        if let Some((plan, now)) = now
            && (&plan.staff, plan.room) == (&now.staff, now.room)
        {
            slots.retain(|slot| *slot != now.slot);
        }
        slots
    }

    /// Says something to a screen reader.
    pub fn say(&self, text: impl Into<String>) {
        self.said.set(text.into());
    }

    /// Shows a notice, and says it.
    pub fn tell(&self, notice: Notice) {
        let said: Vec<&str> = std::iter::once(&notice.title).chain(&notice.lines).map(String::as_str).collect();
        self.say(said.join(". "));
        self.notice.set(Some(notice));
    }

    /// Says why something was not done, and what is possible instead.
    pub fn tell_failure(&self, failure: &Failure, wanted: Option<Pending>) {
        let locale = self.locale_now();
        let nearest = match failure {
            Failure::Refused(domain::Refusal::Rules { nearest, .. }) => {
                self.elsewhere(nearest.clone(), wanted.as_ref())
            }
            _ => Vec::new(),
        };
        self.tell(Notice {
            tone: Tone::Bad,
            title: self.quicker(failure).unwrap_or_else(|| td_string!(locale, calendar.not_done).to_owned()),
            lines: self.now(|sheet| words::failure(locale, failure, sheet.directory())),
            nearest,
            wanted,
            undo: false,
        });
    }
}
