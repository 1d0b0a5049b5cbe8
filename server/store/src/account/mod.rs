//! Who somebody is: passwords, devices signed in, the actor of a request.

pub(crate) mod invitation;
mod password;
pub(crate) mod throttle;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, Name, OrgId, PersonId, Position,
    phone::Login,
    refusal::Problem,
    time::shift,
    view::{Device, PersonView, Tenant},
};
use rand::RngCore;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    dialect::Link,
    directory::{Kindergarten, moment},
    error::{Error, Result},
    execute,
    feed::DELETE_FEEDS,
    new_id, optional, statements,
};

pub use invitation::Founding;
pub(crate) use password::hash_password as hash_for_demo;
use password::{hash_password, is_password};

/// How long somebody stays signed in without coming back.
const STAYS: i64 = 30 * 24 * 60 * 60 * 1000;

/// How often coming back is written down.
const NOTED_EVERY: i64 = 10 * 60 * 1000;

/// Sessions of the last days make their children those of the specialist who held them.
const PUPILS_DAYS: i64 = 180;

/// A cookie's value: given once, kept only as its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The children whom a specialist has in sessions, as of a revision of the kindergarten.
#[derive(Clone)]
pub(crate) struct Pupils {
    revision: i64,
    children: Arc<BTreeSet<ChildId>>,
}

#[derive(sqlx::FromRow)]
struct SignedIn {
    id: Uuid,
    org: Uuid,
    person: Uuid,
    seen_at: i64,
    revision: i64,
    directory_revision: i64,
}

pub(crate) fn random_token() -> Token {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    Token(hex::encode(bytes))
}

/// What is kept of a secret that is itself random.
pub(crate) fn hash_secret(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

/// A telephone number or an e-mail address in the one form in which it is kept.
pub(crate) fn login(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("login", Problem::Required));
    }
    if text.chars().count() > 200 {
        return Err(Error::invalid("login", Problem::TooLong));
    }
    let login = Login::parse(text).ok_or_else(|| Error::invalid("login", Problem::Login))?;
    Ok(login.as_str().to_owned())
}

impl Store {
    /// Signs somebody in with the login and the password of their account in this kindergarten.
    ///
    /// Whether the login exists shows neither in the answer nor in the time that it takes.
    ///
    /// # Errors
    /// [`WrongPassword`](domain::Refusal::WrongPassword); [`Throttled`](domain::Refusal::Throttled) after several.
    pub async fn sign_in(
        &self,
        org: OrgId,
        login: &str,
        password: &str,
        agent: &str,
        ip: &str,
        now: DateTime<Utc>,
    ) -> Result<Token> {
        let login = self::login(login).unwrap_or_else(|_| login.trim().to_lowercase());
        self.count_guess(&throttle::of_login(org, &login), &throttle::of_ip(ip), now).await?;
        let found = {
            let mut link = self.read().await?;
            optional!(link, (Uuid, Option<String>), SELECT_PASSWORD, org.0, &login)?
        };
        let (person, hash) = found.map_or((None, None), |(person, hash)| (Some(PersonId(person)), hash));
        let fits = is_password(password, hash).await?;
        let Some(person) = person.filter(|_| fits) else { return Err(Error::wrong_password()) };
        self.forgive(&throttle::of_login(org, &login), &throttle::of_ip(ip)).await?;
        let mut link = self.write().await?;
        let token = new_device(&mut link, org, person, agent, ip, now).await?;
        let entry = Entry::new("account.sign_in", person, json!({}));
        self.append(&mut link, org, Some(person), &[entry], &mut [], now).await?;
        link.commit().await?;
        Ok(token)
    }

    /// Who holds this token, with their kindergarten; none, if nobody does any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn actor(&self, token: &str, now: DateTime<Utc>) -> Result<Option<(Actor, Tenant)>> {
        let at = now.timestamp_millis();
        let mut link = self.read().await?;
        let Some(device) = optional!(link, SignedIn, SELECT_DEVICE, hash_secret(token), at)? else { return Ok(None) };
        let org = OrgId(device.org);
        let kindergarten = self.kindergarten_at(&mut link, org, device.directory_revision, now).await?;
        let actor = self.actor_of(&mut link, &kindergarten, PersonId(device.person), device.revision).await?;
        drop(link);
        if at - device.seen_at > NOTED_EVERY {
            let mut link = self.write().await?;
            execute!(link, TOUCH_DEVICE, device.id, at, at + STAYS)?;
            link.commit().await?;
        }
        Ok(actor.map(|actor| (actor, kindergarten.tenant.clone())))
    }

    async fn actor_of(
        &self,
        link: &mut Link,
        kindergarten: &Kindergarten,
        id: PersonId,
        revision: i64,
    ) -> Result<Option<Actor>> {
        let Some(person) = kindergarten.people.get(&id) else { return Ok(None) };
        let mut caseload = person.care.clone();
        if person.positions.iter().any(|position| position.holds_sessions()) {
            caseload.extend(self.pupils(link, kindergarten, id, revision).await?.iter());
        }
        Ok(Some(Actor {
            person: id,
            org: kindergarten.org,
            name: person.name.clone(),
            positions: person.positions.clone(),
            memberships: person.memberships.clone(),
            children: person.children.clone(),
            groups: person.groups.clone(),
            caseload,
        }))
    }

    /// Children whom somebody else has given the person sessions with. A draft, or what one has planned oneself, opens
    /// nobody's needs: else planning a session would be enough to learn them (Order 92 ¶5).
    async fn pupils(
        &self,
        link: &mut Link,
        kindergarten: &Kindergarten,
        person: PersonId,
        revision: i64,
    ) -> Result<Arc<BTreeSet<ChildId>>> {
        let known = self.cache().pupils.get(&person).filter(|known| known.revision == revision).cloned();
        if let Some(known) = known {
            return Ok(known.children);
        }
        let since: NaiveDate = shift(kindergarten.day, -PUPILS_DAYS);
        let rows = all!(link, (Uuid,), SELECT_PUPILS, kindergarten.org.0, person.0, since)?;
        let children = Arc::new(rows.into_iter().map(|(child,)| ChildId(child)).collect::<BTreeSet<_>>());
        let mut cache = self.cache();
        if cache.pupils.len() > 2000 {
            cache.pupils.clear();
        }
        cache.pupils.insert(person, Pupils { revision, children: children.clone() });
        Ok(children)
    }

    /// The actor that a person is now, signed in or not.
    #[doc(hidden)]
    pub async fn actor_for(&self, org: OrgId, person: PersonId, now: DateTime<Utc>) -> Result<Actor> {
        let mut link = self.read().await?;
        let (kindergarten, revision) = self.kindergarten(&mut link, org, now).await?;
        self.actor_of(&mut link, &kindergarten, person, revision).await?.ok_or_else(Error::not_found)
    }

    /// Signs this device out.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn sign_out(&self, token: &str, now: DateTime<Utc>) -> Result<()> {
        let hash = hash_secret(token);
        let found = {
            let mut link = self.read().await?;
            optional!(link, SignedIn, SELECT_DEVICE, &hash, now.timestamp_millis())?
        };
        let Some(device) = found else { return Ok(()) };
        let mut link = self.write().await?;
        execute!(link, DELETE_TOKEN, &hash)?;
        let person = PersonId(device.person);
        let entry = Entry::new("account.sign_out", person, json!({}));
        self.append(&mut link, OrgId(device.org), Some(person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    /// Signs every device of the actor out, this one too.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn sign_out_everywhere(&self, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        execute!(link, DELETE_DEVICES, actor.org.0, actor.person.0, "")?;
        // Whoever has been here may have made an address to read on.
        execute!(link, DELETE_FEEDS, actor.org.0, actor.person.0)?;
        let entry = Entry::new("account.sign_out_everywhere", actor.person, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    /// Where the actor is signed in, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn devices(&self, actor: &Actor, token: &str, now: DateTime<Utc>) -> Result<Vec<Device>> {
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let (org, person, at) = (actor.org.0, actor.person.0, now.timestamp_millis());
        let rows = all!(link, (Uuid, String, String, i64), SELECT_DEVICES, org, person, at)?;
        let current = hash_secret(token);
        let device = |(id, hash, agent, seen): (Uuid, String, String, i64)| Device {
            id,
            agent,
            seen: moment(kindergarten.zone, seen),
            current: hash == current,
        };
        Ok(rows.into_iter().map(device).collect())
    }

    /// Signs one of the actor's own devices out.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for others' devices.
    pub async fn sign_out_device(&self, actor: &Actor, device: Uuid, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        if execute!(link, DELETE_DEVICE, actor.org.0, actor.person.0, device)? == 0 {
            return Err(Error::not_found());
        }
        let entry = Entry::new("account.sign_out_device", device, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    /// Asks once more who somebody is, before they do what binds them.
    ///
    /// # Errors
    /// [`WrongPassword`](domain::Refusal::WrongPassword) when it is not theirs, throttled as signing in is.
    pub async fn confirm_password(&self, actor: &Actor, password: &str, now: DateTime<Utc>) -> Result<()> {
        let scope = throttle::of_person(actor.person);
        self.count_guess(&scope, &scope, now).await?;
        let found = {
            let mut link = self.read().await?;
            optional!(link, (Option<String>,), SELECT_HASH, actor.org.0, actor.person.0)?
        };
        if !is_password(password, found.and_then(|(hash,)| hash)).await? {
            return Err(Error::wrong_password());
        }
        self.forgive(&scope, &scope).await
    }

    /// Sets another password, and signs every other device out.
    ///
    /// # Errors
    /// [`WrongPassword`](domain::Refusal::WrongPassword) when the old one is not it, throttled as signing in is;
    /// [`Invalid`](domain::Refusal::Invalid) for a new one that is too short or too common.
    pub async fn change_password(
        &self,
        actor: &Actor,
        token: &str,
        old: &str,
        new: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        password::is_good(new)?;
        self.confirm_password(actor, old, now).await?;
        let hash = hash_password(new).await?;
        let mut link = self.write().await?;
        execute!(link, SET_PASSWORD, actor.org.0, actor.person.0, hash)?;
        execute!(link, DELETE_DEVICES, actor.org.0, actor.person.0, hash_secret(token))?;
        execute!(link, DELETE_FEEDS, actor.org.0, actor.person.0)?;
        let entry = Entry::new("account.password", actor.person, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    /// Everybody who has or may get an account, by name.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who may not invite.
    pub async fn people(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<PersonView>> {
        invitation::may_invite(actor)?;
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let invited: BTreeSet<Uuid> =
            all!(link, (Uuid,), invitation::SELECT_INVITED, actor.org.0, now.timestamp_millis())?
                .into_iter()
                .map(|(person,)| person)
                .collect();
        let children = &kindergarten.directory.children;
        let named = |child: &ChildId| children.get(child).map(|child| child.name.clone());
        // An administrator of accounts has no business with who is whose child.
        let sees_children = actor.positions.iter().any(|position| *position != Position::Admin);
        let view = |(id, person): (&PersonId, &crate::directory::Person)| PersonView {
            id: *id,
            name: person.name.clone(),
            positions: person.positions.clone(),
            children: if sees_children { person.children.iter().filter_map(named).collect() } else { Vec::new() },
            login: person.login.clone(),
            active: person.active,
            invited: invited.contains(&id.0),
        };
        let mut people: Vec<_> = kindergarten.people.iter().map(view).collect();
        people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(people)
    }
}

/// Signs a person in on a new device.
async fn new_device(
    link: &mut Link,
    org: OrgId,
    person: PersonId,
    agent: &str,
    ip: &str,
    now: DateTime<Utc>,
) -> Result<Token> {
    let (token, at) = (random_token(), now.timestamp_millis());
    let agent: String = agent.chars().take(300).collect();
    let hash = hash_secret(&token.0);
    execute!(link, INSERT_DEVICE, new_id(), org.0, person.0, hash, agent, ip, at, at + STAYS)?;
    execute!(link, DELETE_EXPIRED, person.0, at)?;
    Ok(token)
}

/// A person's row, as the demonstration and the first set-up write it.
pub(crate) async fn insert_person(
    link: &mut Link,
    org: OrgId,
    id: PersonId,
    name: &Name,
    login: Option<&str>,
    password: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let phone = login.filter(|login| login.starts_with('+'));
    let (family, given, patronymic) = (&name.family, &name.given, &name.patronymic);
    let at = now.timestamp_millis();
    execute!(link, INSERT_PERSON, id.0, org.0, family, given, patronymic, phone, login, password, at)?;
    Ok(())
}

statements! {
    SELECT_PASSWORD = "SELECT id, password FROM person WHERE org = $1 AND login = $2";
    SELECT_HASH = "SELECT password FROM person WHERE org = $1 AND id = $2";
    SET_PASSWORD = "UPDATE person SET password = $3 WHERE org = $1 AND id = $2";
    SELECT_DEVICE = "SELECT d.id, d.org, d.person, d.seen_at, l.revision, l.directory_revision \
        FROM device AS d JOIN ledger AS l ON l.org = d.org WHERE d.hash = $1 AND d.expires_at > $2";
    SELECT_DEVICES = "SELECT id, hash, agent, seen_at FROM device \
        WHERE org = $1 AND person = $2 AND expires_at > $3 ORDER BY seen_at DESC, id";
    TOUCH_DEVICE = "UPDATE device SET seen_at = $2, expires_at = $3 WHERE id = $1";
    INSERT_DEVICE = "INSERT INTO device (id, org, person, hash, agent, ip, created_at, seen_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
    DELETE_EXPIRED = "DELETE FROM device WHERE person = $1 AND expires_at <= $2";
    DELETE_TOKEN = "DELETE FROM device WHERE hash = $1";
    DELETE_DEVICE = "DELETE FROM device WHERE org = $1 AND person = $2 AND id = $3";
    DELETE_DEVICES = "DELETE FROM device WHERE org = $1 AND person = $2 AND hash <> $3";
    SELECT_PUPILS = "SELECT DISTINCT seat.resource FROM claim AS mine JOIN claim AS seat ON seat.session = mine.session \
        JOIN session ON session.id = mine.session \
        WHERE mine.resource = $2 AND mine.day >= $3 AND mine.org = $1 AND mine.what = 'staff' AND mine.live \
        AND seat.what = 'seat' AND session.status <> 'draft' AND session.created_by <> $2";
    INSERT_PERSON = "INSERT INTO person (id, org, family, given, patronymic, phone, login, password, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}
