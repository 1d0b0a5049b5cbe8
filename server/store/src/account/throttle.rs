//! Guesses of passwords and codes, counted in the database: starting anew, or asking another server, does not help.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{OrgId, PersonId};
use sha2::{Digest, Sha256};

use crate::{
    Store,
    dialect::Link,
    error::{Error, Result},
    execute, one, statements,
};

/// A guess is forgotten after this time without another.
const FORGOTTEN: i64 = 60 * 60 * 1000;

/// Longest time to wait, in seconds.
const LONGEST: i64 = 15 * 60;

/// Whose guesses are counted, and how many are free.
pub(crate) struct Scope {
    name: String,
    free: i32,
}

/// Guesses for one login. Its hash is kept: what was typed may be a password.
pub(crate) fn of_login(org: OrgId, login: &str) -> Scope {
    Scope { name: format!("login:{}", hex::encode(Sha256::digest(format!("{org}:{login}")))), free: 5 }
}

/// Guesses from one address. A whole kindergarten may share it; of IPv6, one household has a whole /64.
pub(crate) fn of_ip(ip: &str) -> Scope {
    let name = match ip.parse().map(|ip: IpAddr| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => format!("{:x}", u128::from(ip) >> 64),
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => ip.to_owned(),
    };
    Scope { name: format!("ip:{name}"), free: 30 }
}

/// Guesses of somebody who is signed in.
pub(crate) fn of_person(person: PersonId) -> Scope {
    Scope { name: format!("person:{person}"), free: 5 }
}

/// Seconds to wait after this many guesses: five, and twice as long each time.
fn delay(failures: i32, free: i32) -> i64 {
    let beyond = failures - free;
    if beyond < 0 { 0 } else { (5_i64 << beyond.min(20)).min(LONGEST) }
}

impl Store {
    /// Counts a guess before it is looked at, so that many at once are counted one by one. [`Store::forgive`] takes it
    /// back when it was right.
    pub(crate) async fn count_guess(&self, who: &Scope, ip: &Scope, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        count(&mut link, who, now).await?;
        if ip.name != who.name {
            count(&mut link, ip, now).await?;
        }
        link.commit().await
    }

    /// The guess was right.
    pub(crate) async fn forgive(&self, who: &Scope, ip: &Scope) -> Result<()> {
        let mut link = self.write().await?;
        execute!(link, DELETE_THROTTLE, &who.name)?;
        forgive_one(&mut link, ip).await?;
        link.commit().await
    }

    /// The guess was right, and no login was guessed.
    pub(crate) async fn forgive_ip(&self, ip: &Scope) -> Result<()> {
        let mut link = self.write().await?;
        forgive_one(&mut link, ip).await?;
        link.commit().await
    }
}

async fn forgive_one(link: &mut Link, scope: &Scope) -> Result<()> {
    execute!(link, FORGIVE_ONE, &scope.name)?;
    Ok(())
}

/// Counts one guess, if it is not too early for it. The row stays locked until the commit: others wait their turn.
async fn count(link: &mut Link, scope: &Scope, now: DateTime<Utc>) -> Result<()> {
    let at = now.timestamp_millis();
    let (failures, until) = one!(link, (i32, i64), COUNT_GUESS, &scope.name, at, at - FORGOTTEN)?;
    if until > at {
        return Err(Error::throttled(u32::try_from((until - at + 999) / 1000).unwrap_or(u32::MAX)));
    }
    execute!(link, SET_UNTIL, &scope.name, at + delay(failures, scope.free) * 1000)?;
    Ok(())
}

statements! {
    COUNT_GUESS = "INSERT INTO throttle (scope, failures, last_at, until_at) VALUES ($1, 1, $2, 0) \
        ON CONFLICT (scope) DO UPDATE SET last_at = $2, \
        failures = CASE WHEN throttle.last_at < $3 THEN 1 ELSE throttle.failures + 1 END RETURNING failures, until_at";
    SET_UNTIL = "UPDATE throttle SET until_at = $2 WHERE scope = $1";
    DELETE_THROTTLE = "DELETE FROM throttle WHERE scope = $1";
    FORGIVE_ONE = "UPDATE throttle SET failures = failures - 1, until_at = 0 WHERE scope = $1 AND failures > 0";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_after_the_free_guesses() {
        let waits: Vec<_> = (1..=9).map(|failures| delay(failures, 5)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 5, 10, 20, 40, 80]);
        assert_eq!(delay(1000, 5), LONGEST);
    }

    #[test]
    fn a_household_is_one_address() {
        let name = |ip| of_ip(ip).name;
        assert_eq!(name("2001:db8:1:2:3:4:5:6"), name("2001:db8:1:2::1"));
        assert_ne!(name("2001:db8:1:2::1"), name("2001:db8:1:3::1"));
        assert_ne!(name("192.0.2.1"), name("192.0.2.2"));
        assert_eq!(name("::ffff:192.0.2.1"), name("192.0.2.1"), "an IPv4 address by another name");
    }
}
