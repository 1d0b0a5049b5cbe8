//! Sessions that somebody holds in their hand: told to those who see them while it lasts, and never kept.
//!
//! It is known to this process alone. Of several servers on one database each tells its own readers: what is put down
//! reaches everybody, and two who hold the same on different servers learn of each other when the second puts it down.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::{
    Actor, OrgId, Permission, PersonId, SessionId,
    hold::{LASTS, Over},
    refusal::Problem,
    sight::{self, Sight},
    view::Delta,
};
use tokio::{sync::broadcast, time::Instant};

use crate::{
    Store,
    directory::Kindergarten,
    error::{Error, Result},
    session::{Stored, may_plan},
};

/// News of a hand: it holds a session, or has let it go.
#[derive(Clone)]
pub struct Hand {
    org: OrgId,
    person: PersonId,
    /// Short, as on a block of the calendar.
    name: String,
    /// As it stood when it was asked for: what others may see of it is decided by it.
    stored: Arc<Stored>,
    kindergarten: Arc<Kindergarten>,
    over: Option<Over>,
    /// When this was heard.
    at: Instant,
}

impl Hand {
    fn session(&self) -> SessionId {
        self.stored.id()
    }

    fn empty(&self) -> Self {
        Self { over: None, ..self.clone() }
    }
}

/// Who holds what. A person has one hand, however many pages they have open.
pub(crate) struct Hands {
    holding: Mutex<Holding>,
    news: broadcast::Sender<Hand>,
}

#[derive(Default)]
struct Holding {
    hands: HashMap<PersonId, Hand>,
    /// Whose hand is watched until it opens.
    watched: HashSet<PersonId>,
}

impl Default for Hands {
    fn default() -> Self {
        Self { holding: Mutex::default(), news: broadcast::channel(256).0 }
    }
}

impl Hands {
    fn holding(&self) -> MutexGuard<'_, Holding> {
        self.holding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, hand: Hand) {
        // Nobody may be listening.
        let _ = self.news.send(hand);
    }

    /// True if nobody watches this hand yet.
    fn take(&self, hand: Hand) -> bool {
        let mut holding = self.holding();
        let before = holding.hands.insert(hand.person, hand.clone());
        let unwatched = holding.watched.insert(hand.person);
        drop(holding);
        if let Some(other) = before.as_ref().filter(|other| other.session() != hand.session()) {
            self.tell(other.empty());
        }
        self.tell(hand);
        unwatched
    }

    fn let_go(&self, person: PersonId, session: Option<SessionId>) {
        let mut holding = self.holding();
        let hands = &mut holding.hands;
        let held = hands.get(&person).is_some_and(|hand| session.is_none_or(|session| hand.session() == session));
        let gone = if held { hands.remove(&person) } else { None };
        drop(holding);
        if let Some(hand) = gone {
            self.tell(hand.empty());
        }
    }

    /// The moment at which the hand lets go by itself, if nothing more is heard of it. None when it holds nothing: then
    /// nobody watches it any more.
    fn until(&self, person: PersonId) -> Option<Instant> {
        let mut holding = self.holding();
        let until = holding.hands.get(&person).map(|hand| hand.at + Duration::from_secs(u64::from(LASTS)));
        if until.is_none() {
            holding.watched.remove(&person);
        }
        until
    }
}

impl Store {
    /// Tells others that the actor holds a session over a place, or has let it go.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) where the actor may not change it; [`NotFound`](domain::Refusal::NotFound);
    /// [`Invalid`](domain::Refusal::Invalid) when the place is none, or the session is over.
    pub async fn hold(&self, actor: &Actor, id: SessionId, over: Option<Over>, now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::PlanOwn) {
            return Err(Error::forbidden());
        }
        let hands = &self.inner.hands;
        let Some(over) = over else {
            hands.let_go(actor.person, Some(id));
            return Ok(());
        };
        if !over.is_sound() {
            return Err(Error::invalid("over", Problem::Date));
        }
        let found = self.stored(actor.org, id, &BTreeSet::new(), now).await?;
        let (kindergarten, stored) = found.ok_or_else(Error::not_found)?;
        sight::session(actor, &stored.session, &kindergarten.directory).ok_or_else(Error::not_found)?;
        may_plan(actor, &[stored.plan()])?;
        if !stored.plan().status.open() {
            return Err(Error::invalid("status", Problem::Choice));
        }
        let (org, person, name) = (actor.org, actor.person, actor.name.short());
        let hand = Hand { org, person, name, stored, kindergarten, over: Some(over), at: Instant::now() };
        if hands.take(hand) {
            self.watch(person);
        }
        Ok(())
    }

    /// Lets go of what somebody holds: their last page has been closed.
    pub fn let_go(&self, person: PersonId) {
        self.inner.hands.let_go(person, None);
    }

    /// What hands do from now on, in every kindergarten.
    pub fn hands(&self) -> broadcast::Receiver<Hand> {
        self.inner.hands.news.subscribe()
    }

    /// What this reader is told of all that is held now.
    pub fn held(&self, actor: &Actor) -> Vec<Delta> {
        let holding: Vec<Hand> = self.inner.hands.holding().hands.values().cloned().collect();
        holding.iter().filter_map(|hand| self.of_hand(actor, hand)).collect()
    }

    /// What this reader is told of a hand: nothing of their own, nothing where they may not see the session, and nothing
    /// at all unless they see the calendar. Parents never.
    pub fn of_hand(&self, actor: &Actor, hand: &Hand) -> Option<Delta> {
        let others = hand.org == actor.org && hand.person != actor.person && actor.may(Permission::SeeCalendar);
        if !others {
            return None;
        }
        let sees = sight::of_session(actor, &hand.stored.session, &hand.kindergarten.directory) > Sight::Nothing;
        sees.then(|| Delta::Held {
            session: hand.session(),
            by: hand.person,
            name: hand.name.clone(),
            over: hand.over.clone(),
        })
    }

    /// Opens the hand when nothing has been heard of it for a while.
    fn watch(&self, person: PersonId) {
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            while let Some(until) = inner.upgrade().and_then(|inner| inner.hands.until(person)) {
                if Instant::now() < until {
                    tokio::time::sleep_until(until).await;
                } else if let Some(inner) = inner.upgrade() {
                    inner.hands.let_go(person, None);
                }
            }
        });
    }
}
