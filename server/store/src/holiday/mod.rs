//! Days off: one by one, or from a calendar file, of which everything is saved or nothing.

mod file;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    Actor, Permission,
    context::Holiday,
    holiday::{DayOff, Import, LARGEST_FILE, LONGEST_BREAK, LONGEST_NAME, MOST_DAYS},
    refusal::Problem,
    time::shift,
};
use serde_json::json;

use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    error::{Error, Result},
    execute, statements,
};

use file::Unreadable;

/// Years in which a day off makes sense.
const YEARS: std::ops::Range<i32> = 2000..2200;

fn allowed(actor: &Actor) -> Result<()> {
    if actor.may(Permission::KeepHolidays) { Ok(()) } else { Err(Error::forbidden()) }
}

/// The first and the last day of these years.
fn bounds(from: i32, to: i32) -> Result<(NaiveDate, NaiveDate)> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).filter(|day| YEARS.contains(&day.year()));
    match (day(from, 1, 1), day(to, 12, 31)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err(Error::invalid("year", Problem::Date)),
    }
}

/// A name in both languages; one that is missing is the other.
fn named(name: Holiday) -> Result<Holiday> {
    let clean = |text: String| {
        let plain = text.replace(char::is_control, " ");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (kk, ru) = (clean(name.kk), clean(name.ru));
    for (field, text) in [("kk", &kk), ("ru", &ru)] {
        if text.chars().count() > LONGEST_NAME {
            return Err(Error::invalid(field, Problem::TooLong));
        }
    }
    match (kk.is_empty(), ru.is_empty()) {
        (true, true) => Err(Error::invalid("kk", Problem::Required)),
        (true, false) => Ok(Holiday { kk: ru.clone(), ru }),
        (false, true) => Ok(Holiday { ru: kk.clone(), kk }),
        (false, false) => Ok(Holiday { kk, ru }),
    }
}

impl Store {
    /// The kindergarten's day, and the days off of a year (of this one, if none is named) in their order.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not keep them; [`Invalid`](domain::Refusal::Invalid) for a
    /// year of nobody's.
    pub async fn days_off(
        &self,
        actor: &Actor,
        year: Option<i32>,
        now: DateTime<Utc>,
    ) -> Result<(NaiveDate, Vec<DayOff>)> {
        allowed(actor)?;
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let year = year.unwrap_or(today.year());
        let (from, to) = bounds(year, year)?;
        let lying = lying(&mut link, actor, from, to).await?;
        let days = kindergarten.directory.holidays.range(from..=to).map(|(day, name)| DayOff {
            day: *day,
            name: name.clone(),
            sessions: lying.get(day).copied().unwrap_or(0),
        });
        Ok((today, days.collect()))
    }

    /// Closes the house on a day, or on all days up to another. Days that are off already keep their names; sessions stay
    /// where they are.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for what is no name or no stretch of days, or when all of them are off
    /// already; [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn add_days_off(
        &self,
        actor: &Actor,
        (day, until): (NaiveDate, Option<NaiveDate>),
        name: Holiday,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        allowed(actor)?;
        let name = named(name)?;
        if !YEARS.contains(&day.year()) {
            return Err(Error::invalid("day", Problem::Date));
        }
        let until = until.unwrap_or(day);
        if until < day || until >= shift(day, LONGEST_BREAK) {
            return Err(Error::invalid("until", Problem::Date));
        }
        let days = day.iter_days().take_while(|day| *day <= until).map(|day| (day, name.clone())).collect();
        match self.write_days_off(actor, "holiday.add", days, now).await? {
            0 => Err(Error::invalid("day", Problem::Taken)),
            added => Ok(added),
        }
    }

    /// Opens the house on a day again.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) if it was not closed; [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn remove_day_off(&self, actor: &Actor, day: NaiveDate, now: DateTime<Utc>) -> Result<()> {
        allowed(actor)?;
        let mut link = self.write().await?;
        if execute!(link, DELETE_HOLIDAY, actor.org.0, day)? == 0 {
            return Err(Error::not_found());
        }
        self.conclude(
            link,
            actor.person,
            Entry::new("holiday.remove", day, json!({})),
            Change::of_directory(actor.org),
            now,
        )
        .await
    }

    /// What a calendar file would bring: nothing is saved.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for `file`, when it is none, empty or too large, and for `days`, when it names
    /// too many; [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn preview_holidays(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<Import> {
        allowed(actor)?;
        if text.len() > LARGEST_FILE {
            return Err(Error::invalid("file", Problem::TooLong));
        }
        if text.trim().is_empty() {
            return Err(Error::invalid("file", Problem::Required));
        }
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let year = kindergarten.clock(now).day.year();
        let (from, to) = bounds(year, year + 1)?;
        // A file of a megabyte takes its time: others need not wait for it.
        let (text, zone) = (text.to_owned(), kindergarten.zone);
        let read = tokio::task::spawn_blocking(move || file::read(&text, zone, from, to)).await?;
        let mut import = read.map_err(|why| match why {
            Unreadable::NoCalendar => Error::invalid("file", Problem::Choice),
            Unreadable::TooManyDays => Error::invalid("days", Problem::TooLong),
        })?;
        let lying = lying(&mut link, actor, from, to).await?;
        for found in &mut import.found {
            found.known = kindergarten.directory.holidays.get(&found.day).cloned();
            found.sessions = lying.get(&found.day).copied().unwrap_or(0);
        }
        Ok(import)
    }

    /// Saves days of a calendar file that are not off yet: those that were chosen, all of them or none. Gives how many.
    ///
    /// The file is read anew: nothing that a page sends back is believed.
    ///
    /// # Errors
    /// As [`preview_holidays`](Self::preview_holidays); also [`Invalid`](domain::Refusal::Invalid) for `days` that are none
    /// of the file's.
    pub async fn import_holidays(
        &self,
        actor: &Actor,
        text: &str,
        chosen: &BTreeSet<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        if chosen.len() > MOST_DAYS {
            return Err(Error::invalid("days", Problem::TooLong));
        }
        let import = self.preview_holidays(actor, text, now).await?;
        let of_file: BTreeMap<_, _> = import.found.into_iter().map(|found| (found.day, found.name)).collect();
        if chosen.is_empty() {
            return Err(Error::invalid("days", Problem::Required));
        }
        let days = chosen.iter().map(|day| Some((*day, of_file.get(day)?.clone()))).collect::<Option<Vec<_>>>();
        let days = days.ok_or_else(|| Error::invalid("days", Problem::Choice))?;
        self.write_days_off(actor, "holiday.import", days, now).await
    }

    /// Writes days in one transaction; those that are off already stay as they are. Gives how many were written.
    async fn write_days_off(
        &self,
        actor: &Actor,
        action: &'static str,
        days: Vec<(NaiveDate, Holiday)>,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        let mut link = self.write().await?;
        let mut added = Vec::new();
        for (day, name) in days {
            if execute!(link, INSERT_HOLIDAY, actor.org.0, day, &name.kk, &name.ru)? == 1 {
                added.push(day);
            }
        }
        if let (Some(first), count) = (added.first().copied(), added.len()) {
            let entry = Entry::new(action, first, json!({ "days": added }));
            self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await?;
            return Ok(count);
        }
        Ok(0)
    }
}

/// Sessions that are still planned on each day.
async fn lying(link: &mut Link, actor: &Actor, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<NaiveDate, u32>> {
    let rows = all!(link, (NaiveDate, i64), COUNT_PLANNED, actor.org.0, from, to)?;
    Ok(rows.into_iter().map(|(day, count)| (day, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

statements! {
    INSERT_HOLIDAY = "INSERT INTO holiday (org, day, kk, ru) VALUES ($1, $2, $3, $4) ON CONFLICT (org, day) DO NOTHING";
    DELETE_HOLIDAY = "DELETE FROM holiday WHERE org = $1 AND day = $2";
    COUNT_PLANNED = "SELECT day, COUNT(*) FROM session WHERE org = $1 AND day >= $2 AND day <= $3 \
        AND status IN ('draft', 'confirmed') GROUP BY day";
}
