//! Secret addresses for calendar programs: whoever has the address reads, until it is revoked.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Lang, OrgId, Permission, PersonId, RoomId, Session,
    fold::cmp_kk,
    refusal::Problem,
    sight,
    time::shift,
    view::{BookingView, Feed, FeedOf, Tenant},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, Token,
    account::{hash_secret, random_token},
    all,
    audit::Entry,
    dialect::Clash,
    directory::moment,
    error::{Error, Result},
    execute, new_id, optional, statements,
};

/// Most addresses that one person has at a time.
const MOST: usize = 20;

/// Days of which a feed tells: back, and ahead.
const REACH: (i64, i64) = (-30, 120);

/// It is noted once in so many milliseconds that an address was read.
const NOTED_EVERY: i64 = 60 * 60 * 1000;

/// What a calendar program is told.
#[derive(Clone, Debug)]
pub struct FeedContent {
    /// Their kindergarten.
    pub tenant: Tenant,
    /// In which language.
    pub lang: Lang,
    /// The room, if it is a room's.
    pub room: Option<String>,
    /// Sessions that they hold or assist in, or that are in the room, with the names of those who hold them.
    pub sessions: Vec<(Session, Vec<domain::Name>, Option<String>)>,
    /// Bookings of their own children.
    pub bookings: Vec<BookingView>,
}

impl Store {
    /// The actor's addresses, and the rooms for which they may have some.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn feeds(&self, actor: &Actor, now: DateTime<Utc>) -> Result<(Vec<Feed>, Vec<(RoomId, String)>)> {
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let rooms = &kindergarten.directory.rooms;
        let rows = all!(link, (Uuid, Option<Uuid>, i64, Option<i64>), SELECT_FEEDS, actor.org.0, actor.person.0)?;
        let feed = |(id, room, made, seen): (Uuid, Option<Uuid>, i64, Option<i64>)| {
            let of = match room {
                None => FeedOf::Own,
                Some(room) => FeedOf::Room(rooms.get(&RoomId(room)).map(|room| room.name.clone()).unwrap_or_default()),
            };
            let at = |at| moment(kindergarten.zone, at);
            Feed { id, of, made: at(made), seen: seen.map(at) }
        };
        let mut offered: Vec<_> = rooms.values().map(|room| (room.id, room.name.clone())).collect();
        offered.sort_by(|(_, a), (_, b)| cmp_kk(a, b));
        if !actor.may_subscribe_to_rooms() {
            offered.clear();
        }
        Ok((rows.into_iter().map(feed).collect(), offered))
    }

    /// Makes an address. Its secret is known now and never again.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) for a room, to all who do not see every session;
    /// [`Invalid`](domain::Refusal::Invalid) when there are too many.
    pub async fn make_feed(
        &self,
        actor: &Actor,
        room: Option<RoomId>,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Result<Token> {
        let may = if room.is_some() { actor.may_subscribe_to_rooms() } else { actor.may_subscribe() };
        if !may {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let known = all!(link, (Uuid, Option<Uuid>, i64, Option<i64>), SELECT_FEEDS, actor.org.0, actor.person.0)?;
        if known.len() >= MOST {
            return Err(Error::invalid("feed", Problem::Choice));
        }
        let (token, id) = (random_token(), new_id());
        let (hash, at) = (hash_secret(&token.0), now.timestamp_millis());
        let room = room.map(|room| room.0);
        if let Err(error) = execute!(link, INSERT_FEED, id, actor.org.0, actor.person.0, room, lang.code(), hash, at) {
            let unknown = Clash::of(&error) == Some(Clash::Dangling);
            return Err(if unknown { Error::invalid("room", Problem::Choice) } else { error.into() });
        }
        let entry = Entry::new("feed.make", id, json!({ "room": room }));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await?;
        Ok(token)
    }

    /// Revokes an address: whoever has it finds nothing there any more.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for others' addresses.
    pub async fn revoke_feed(&self, actor: &Actor, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        if execute!(link, DELETE_FEED, actor.org.0, actor.person.0, id)? == 0 {
            return Err(Error::not_found());
        }
        let entry = Entry::new("feed.revoke", id, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    async fn touch_feed(&self, id: Uuid, at: i64) -> Result<()> {
        let mut link = self.write().await?;
        execute!(link, TOUCH_FEED, id, at)?;
        link.commit().await
    }

    /// What is to be read at a secret address, if there is such a one. What its owner may not see (any more) is not there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn feed(&self, secret: &str, now: DateTime<Utc>) -> Result<Option<FeedContent>> {
        let mut link = self.read().await?;
        let at = now.timestamp_millis();
        let row =
            optional!(link, (Uuid, Uuid, Uuid, Option<Uuid>, String, Option<i64>), SELECT_FEED, hash_secret(secret))?;
        let Some((id, org, person, room, lang, seen)) = row else { return Ok(None) };
        drop(link);
        let (org, room) = (OrgId(org), room.map(RoomId));
        let actor = match self.actor_for(org, PersonId(person), now).await {
            Ok(actor) => actor,
            Err(error) if error.refusal().is_some() => return Ok(None),
            // Not "no such address": a calendar program would throw everything away.
            Err(error) => return Err(error),
        };
        if seen.is_none_or(|seen| at - seen > NOTED_EVERY) {
            // To read it, nothing needs to be written: nobody waits for this.
            let store = self.clone();
            tokio::spawn(async move {
                if let Err(error) = store.touch_feed(id, at).await {
                    tracing::warn!(%error, "it was not noted that a feed was read");
                }
            });
        }
        let (mut sessions, mut bookings) = (Vec::new(), Vec::new());
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, org, now).await?;
        let directory = &kindergarten.directory;
        let allowed = if room.is_some() { actor.may_subscribe_to_rooms() } else { actor.may(Permission::SeeCalendar) };
        if allowed {
            let today = kindergarten.clock(now).day;
            let (from, to) = (shift(today, REACH.0), shift(today, REACH.1));
            let (kindergarten, _, weeks) = self.view(org, from, to, now).await?;
            let is_theirs = |session: &Session| {
                let assists = session.plan.assistants.iter().any(|with| with.person == actor.person);
                session.plan.staff.contains(&actor.person) || assists
            };
            let is_meant =
                |session: &&Session| room.map_or_else(|| is_theirs(session), |room| session.plan.room == Some(room));
            let all = weeks.iter().flat_map(|week| &week.sessions).map(|stored| &stored.session);
            for session in all.filter(is_meant) {
                let Some(seen) = sight::session(&actor, session, &kindergarten.directory) else { continue };
                let names = seen.plan.staff.iter().map(|person| kindergarten.name_of(*person)).collect();
                let place = seen.plan.room.and_then(|room| directory.rooms.get(&room)).map(|room| room.name.clone());
                sessions.push((seen, names, place));
            }
        }
        if room.is_none() && actor.may(Permission::BookForChild) {
            bookings = self.bookings(&actor, now).await?;
        }
        let room = room.map(|room| directory.rooms.get(&room).map(|room| room.name.clone()).unwrap_or_default());
        let (tenant, lang) = (kindergarten.tenant.clone(), Lang::from_code(&lang).unwrap_or_default());
        Ok(Some(FeedContent { tenant, lang, room, sessions, bookings }))
    }
}

statements! {
    SELECT_FEEDS = "SELECT id, room, created_at, seen_at FROM feed WHERE org = $1 AND person = $2 ORDER BY created_at, id";
    SELECT_FEED = "SELECT id, org, person, room, lang, seen_at FROM feed WHERE hash = $1";
    INSERT_FEED = "INSERT INTO feed (id, org, person, room, lang, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    DELETE_FEED = "DELETE FROM feed WHERE org = $1 AND person = $2 AND id = $3";
    DELETE_FEEDS = "DELETE FROM feed WHERE org = $1 AND person = $2";
    TOUCH_FEED = "UPDATE feed SET seen_at = $2 WHERE id = $1";
}
