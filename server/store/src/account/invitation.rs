//! One-time codes: how somebody gets an account, or back into it.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Lang, Name, OrgId, Permission, PersonId, Position, Settings,
    refusal::Problem,
    time::shift,
    view::{Code, Invitation, OrgView},
};
use rand::Rng;
use serde_json::json;
use uuid::Uuid;

use super::{Token, hash_password, hash_secret, insert_person, login, new_device, password, throttle};
use crate::{
    Store,
    audit::Entry,
    change::Change,
    dialect::{Clash, Link},
    directory::{Kindergarten, clock, zone},
    document::forms::add_standard_forms,
    error::{Error, Result},
    execute,
    feed::DELETE_FEEDS,
    new_id, optional, statements,
};

/// Letters and digits that nobody takes for each other.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Characters of a code, in two halves.
const LENGTH: usize = 10;

/// Days in which a code works.
const DAYS: i64 = 14;

/// A new kindergarten and who leads it.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Official name.
    pub name: String,
    /// Town.
    pub city: String,
    /// Telephone.
    pub phone: String,
    /// Host name that it is found by; none for the only one.
    pub host: Option<String>,
    /// The language that it starts in.
    pub lang: Lang,
    /// The head's name.
    pub head: Name,
    /// The head's telephone or e-mail.
    pub login: String,
}

#[derive(sqlx::FromRow)]
struct InvitationRow {
    id: Uuid,
    org: Uuid,
    person: Uuid,
    reset: bool,
}

fn new_code() -> String {
    let mut random = rand::rng();
    let letters: Vec<char> = (0..LENGTH).map(|_| LETTERS[random.random_range(0..LETTERS.len())].into()).collect();
    let (first, second) = letters.split_at(LENGTH / 2);
    first.iter().chain(&['-']).chain(second).collect()
}

/// A code as it is kept: typed in small letters, or without its line, it is the same.
fn hash_code(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    hash_secret(&letters.to_ascii_uppercase())
}

pub(super) fn may_invite(actor: &Actor) -> Result<()> {
    if actor.may(Permission::Invite) { Ok(()) } else { Err(Error::forbidden()) }
}

impl Store {
    /// Makes codes for people who have no account yet; earlier ones stop working. Those who have one are left out.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who may not invite, and to all but the head and the
    /// administrator for those two.
    pub async fn invite(&self, actor: &Actor, people: &[PersonId], now: DateTime<Utc>) -> Result<Vec<Code>> {
        may_invite(actor)?;
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let mut invited = Vec::new();
        for id in people {
            let person = kindergarten.people.get(id).ok_or_else(Error::not_found)?;
            if !actor.may_invite(&person.positions) {
                return Err(Error::forbidden());
            }
            if !person.active {
                invited.push(*id);
            }
        }
        let mut link = self.write().await?;
        let mut codes = Vec::new();
        let mut entries = Vec::new();
        for id in invited {
            codes.push(insert_code(&mut link, &kindergarten, id, false, now).await?);
            entries.push(Entry::new("account.invite", id, json!({})));
        }
        self.append(&mut link, actor.org, Some(actor.person), &entries, &mut [], now).await?;
        link.commit().await?;
        Ok(codes)
    }

    /// Makes a code with which somebody who has an account sets a new password.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who may not.
    pub async fn reset(&self, actor: &Actor, person: PersonId, now: DateTime<Utc>) -> Result<Code> {
        if !actor.may(Permission::ResetPassword) {
            return Err(Error::forbidden());
        }
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let whose = kindergarten.people.get(&person).ok_or_else(Error::not_found)?;
        if !actor.may_reset(&whose.positions) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let code = insert_code(&mut link, &kindergarten, person, true, now).await?;
        let entry = Entry::new("account.reset", person, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await?;
        Ok(code)
    }

    /// What a code opens.
    ///
    /// # Errors
    /// [`WrongCode`](domain::Refusal::WrongCode); [`Throttled`](domain::Refusal::Throttled) after many.
    pub async fn invitation(&self, code: &str, ip: &str, now: DateTime<Utc>) -> Result<Invitation> {
        let row = self.open_invitation(code, ip, now).await?;
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, OrgId(row.org), now).await?;
        let person = kindergarten.people.get(&PersonId(row.person)).ok_or_else(Error::wrong_code)?;
        let org = kindergarten.tenant.org.clone();
        Ok(Invitation { name: person.name.clone(), login: person.login.clone(), org, reset: row.reset })
    }

    /// Uses a code: sets login and password, and signs in. Devices signed in before are signed out.
    ///
    /// # Errors
    /// [`WrongCode`](domain::Refusal::WrongCode); [`Invalid`](domain::Refusal::Invalid) for the login or the password.
    pub async fn accept(
        &self,
        code: &str,
        login: &str,
        password: &str,
        agent: &str,
        ip: &str,
        now: DateTime<Utc>,
    ) -> Result<Token> {
        let row = self.open_invitation(code, ip, now).await?;
        let (org, person) = (OrgId(row.org), PersonId(row.person));
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, org, now).await?;
        let known = kindergarten.people.get(&person).and_then(|person| person.login.as_deref());
        // A new password is no new name to sign in with.
        let keeps = row.reset || login.trim().is_empty();
        let login = self::login(known.filter(|_| keeps).unwrap_or(login))?;
        password::is_good(password)?;
        let hash = hash_password(password).await?;
        let at = now.timestamp_millis();
        let mut link = self.write().await?;
        // Of two who use it at once, one finds it closed.
        if execute!(link, CLOSE_INVITATION, row.id, at)? != 1 {
            return Err(Error::wrong_code());
        }
        if let Err(error) = execute!(link, SET_ACCOUNT, org.0, person.0, &login, hash) {
            let taken = matches!(Clash::of(&error), Some(Clash::Taken(_)));
            return Err(if taken { Error::invalid("login", Problem::Taken) } else { error.into() });
        }
        execute!(link, super::DELETE_DEVICES, org.0, person.0, "")?;
        execute!(link, DELETE_FEEDS, org.0, person.0)?;
        let token = new_device(&mut link, org, person, agent, ip, now).await?;
        let entry = Entry::new("account.accept", person, json!({ "reset": row.reset }));
        self.conclude(link, person, entry, Change::of_directory(org), now).await?;
        Ok(token)
    }

    async fn open_invitation(&self, code: &str, ip: &str, now: DateTime<Utc>) -> Result<InvitationRow> {
        let scope = throttle::of_ip(ip);
        self.count_guess(&scope, &scope, now).await?;
        let row = {
            let mut link = self.read().await?;
            optional!(link, InvitationRow, SELECT_INVITATION, hash_code(code), now.timestamp_millis())?
        };
        let row = row.ok_or_else(Error::wrong_code)?;
        self.forgive_ip(&scope).await?;
        Ok(row)
    }

    /// Founds a kindergarten and gives the code with which its head sets a password.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for the login or a host name that is taken.
    pub async fn bootstrap(&self, founding: Founding, now: DateTime<Utc>) -> Result<Code> {
        let login = self::login(&founding.login)?;
        let (org, head) = (OrgId(new_id()), PersonId(new_id()));
        let settings = serde_json::to_string(&Settings::default())?;
        let host = founding.host.as_deref().map(str::to_ascii_lowercase);
        let mut link = self.write().await?;
        if let Err(error) = insert_org(&mut link, org, &founding, host.as_deref(), &settings, false, now).await {
            let taken = matches!(error.clash(), Some(Clash::Taken(_)));
            return Err(if taken { Error::invalid("host", Problem::Taken) } else { error });
        }
        insert_person(&mut link, org, head, &founding.head, Some(&login), None, now).await?;
        let today = clock(zone(ZONE), now).day;
        execute!(link, INSERT_POSITION, org.0, head.0, Position::Head.code(), today)?;
        for weekday in 1..=5 {
            execute!(link, INSERT_HOURS, org.0, None::<Uuid>, weekday, 8 * 60, 18 * 60, false)?;
        }
        let kindergarten = self.kindergarten_at(&mut link, org, 0, now).await?;
        let code = insert_code(&mut link, &kindergarten, head, false, now).await?;
        let entry = Entry::new("organisation.found", org, json!({}));
        self.append(&mut link, org, None, &[entry], &mut [Change::of_directory(org)], now).await?;
        link.commit().await?;
        self.cache().tenants.clear();
        Ok(code)
    }
}

/// The clock of the whole country.
pub(crate) const ZONE: &str = "Asia/Almaty";

/// A kindergarten's rows.
pub(crate) async fn insert_org(
    link: &mut Link,
    org: OrgId,
    founding: &Founding,
    host: Option<&str>,
    settings: &str,
    demo: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let OrgView { name, city, phone } =
        OrgView { name: founding.name.clone(), city: founding.city.clone(), phone: founding.phone.clone() };
    let (lang, at) = (founding.lang.code(), now.timestamp_millis());
    execute!(link, INSERT_ORG, org.0, name, city, phone, host, ZONE, lang, settings, demo, at)?;
    execute!(link, INSERT_LEDGER, org.0)?;
    add_standard_forms(link, org, now).await
}

async fn insert_code(
    link: &mut Link,
    kindergarten: &Kindergarten,
    person: PersonId,
    reset: bool,
    now: DateTime<Utc>,
) -> Result<Code> {
    let (code, at) = (new_code(), now.timestamp_millis());
    let until = shift(kindergarten.clock(now).day, DAYS);
    // To the end of the last day, wherever on it the code was made.
    let expires = at + (DAYS + 1) * 24 * 60 * 60 * 1000;
    execute!(link, VOID_INVITATIONS, kindergarten.org.0, person.0, at)?;
    execute!(link, INSERT_INVITATION, new_id(), kindergarten.org.0, person.0, hash_code(&code), reset, at, expires)?;
    let name = kindergarten.name_of(person);
    Ok(Code { person, name, code, until, reset })
}

statements! {
    INSERT_ORG = "INSERT INTO organisation (id, name, city, phone, host, zone, lang, settings, demo, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_LEDGER = "INSERT INTO ledger (org) VALUES ($1)";
    INSERT_POSITION = "INSERT INTO position (org, person, position, since) VALUES ($1, $2, $3, $4)";
    INSERT_HOURS = "INSERT INTO hours (org, person, weekday, start_min, end_min, reception) VALUES ($1, $2, $3, $4, $5, $6)";
    SELECT_INVITED = "SELECT person FROM invitation WHERE org = $1 AND closed_at IS NULL AND expires_at > $2";
    SELECT_INVITATION = "SELECT id, org, person, reset FROM invitation \
        WHERE hash = $1 AND closed_at IS NULL AND expires_at > $2";
    INSERT_INVITATION = "INSERT INTO invitation (id, org, person, hash, reset, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    VOID_INVITATIONS = "UPDATE invitation SET closed_at = $3 WHERE org = $1 AND person = $2 AND closed_at IS NULL";
    CLOSE_INVITATION = "UPDATE invitation SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
    SET_ACCOUNT = "UPDATE person SET login = $3, password = $4 WHERE org = $1 AND id = $2";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_in_small_letters_and_without_its_line() {
        let code = new_code();
        assert_eq!(code.len(), LENGTH + 1);
        assert_eq!(hash_code(&code), hash_code(&code.to_lowercase().replace('-', " ")));
        assert_ne!(hash_code(&code), hash_code(&new_code()));
    }
}
