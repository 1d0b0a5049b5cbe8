//! Days off: which there are, and what a calendar file would add.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::holiday::{DayOff, Import};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    components::form::{is_plain_form, keep},
    state::{authorise, now},
};
#[cfg(feature = "ssr")]
use domain::{Permission, Refusal, context::Holiday, refusal::Problem};

/// The days off of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysOff {
    /// The year.
    pub year: i32,
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// Its days off, in their order.
    pub days: Vec<DayOff>,
}

/// The days off of a year; without one, of this.
#[server(endpoint = "holiday/list")]
pub async fn list_days_off(
    /// Which.
    year: Option<i32>,
) -> Result<DaysOff, Failure> {
    use chrono::Datelike;

    let (store, actor) = authorise(Permission::KeepHolidays)?;
    let (today, days) = store.days_off(&actor, year, now()).await?;
    Ok(DaysOff { year: year.unwrap_or(today.year()), today, days })
}

/// Closes the house on a day, or on all days up to another. Gives how many days are off now that were not.
#[server(endpoint = "holiday/add")]
pub async fn add_days_off(
    /// The day, or the first.
    #[server(default)]
    day: String,
    /// The last; empty for one day.
    #[server(default)]
    until: String,
    /// What it is called in Kazakh; empty: as in Russian.
    #[server(default)]
    kk: String,
    /// What it is called in Russian; empty: as in Kazakh.
    #[server(default)]
    ru: String,
) -> Result<usize, Failure> {
    let (store, actor) = authorise(Permission::KeepHolidays)?;
    let added = async {
        let first = date("day", &day)?.ok_or_else(|| invalid("day", Problem::Required))?;
        let days = (first, date("until", &until)?);
        let name = Holiday { kk: kk.clone(), ru: ru.clone() };
        Ok((first, store.add_days_off(&actor, days, name, now()).await?))
    };
    let typed = [("day", day.as_str()), ("until", &until), ("kk", &kk), ("ru", &ru)];
    let (first, added) = added.await.inspect_err(|_: &Failure| keep(&typed))?;
    back_to(first, "added");
    Ok(added)
}

/// Opens the house on a day again.
#[server(endpoint = "holiday/remove")]
pub async fn remove_day_off(
    /// The day.
    day: NaiveDate,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepHolidays)?;
    store.remove_day_off(&actor, day, now()).await?;
    back_to(day, "removed");
    Ok(())
}

/// What a calendar file would bring. Nothing is saved.
#[server(input = Json, endpoint = "holiday/preview")]
pub async fn preview_holidays(
    /// The file.
    text: String,
) -> Result<Import, Failure> {
    let (store, actor) = authorise(Permission::KeepHolidays)?;
    Ok(store.preview_holidays(&actor, &text, now()).await?)
}

/// Saves the days of a calendar file that were chosen, all or none. Gives how many were not off before.
#[server(input = Json, endpoint = "holiday/import")]
pub async fn import_holidays(
    /// The file.
    text: String,
    /// The days.
    days: BTreeSet<NaiveDate>,
) -> Result<usize, Failure> {
    let (store, actor) = authorise(Permission::KeepHolidays)?;
    Ok(store.import_holidays(&actor, &text, &days, now()).await?)
}

/// After a form without scripts: the page of the day's year, with a word of what was done.
#[cfg(feature = "ssr")]
fn back_to(day: NaiveDate, done: &str) {
    if is_plain_form() {
        leptos_axum::redirect(&format!("/holidays?year={}&done={done}", chrono::Datelike::year(&day)));
    }
}

#[cfg(feature = "ssr")]
fn date(field: &str, text: &str) -> Result<Option<NaiveDate>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| invalid(field, Problem::Date)),
    }
}

#[cfg(feature = "ssr")]
fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.to_owned(), problem }
}
