//! The dates of a recurrence rule. A rule is about wall-clock time: it is expanded as if there were no zones, so that no
//! change of a zone's offset ever moves a session.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use domain::{
    refusal::Problem,
    series::{MOST, REACH, ends_by},
    time::{Moment, STEP, shift},
};
use rrule::{RRule, Unvalidated};

use crate::error::{Error, Result};

/// Longest rule, in characters.
const LONGEST: usize = 300;

/// The dates that a rule gives from the first one on, and the rule with the day on which it ends.
///
/// # Errors
/// [`Invalid`](domain::Refusal::Invalid) for what is no rule, never ends, has no date or too many of them.
pub(super) fn dates(text: &str, from: Moment, zone: Tz) -> Result<(String, Vec<Moment>)> {
    let text = plain(text)?;
    let bare: Vec<&str> = text.split(';').filter(|part| !part.starts_with("UNTIL=")).collect();
    let rule = RRule::<Unvalidated>::from_str(&bare.join(";")).map_err(|_| wrong(Problem::Recurrence))?;
    let until = match text.split(';').find_map(|part| part.strip_prefix("UNTIL=")) {
        Some(until) => Some(last(until, zone).ok_or_else(|| wrong(Problem::Recurrence))?),
        None => None,
    };
    if until.is_none() && rule.get_count().is_none() {
        return Err(wrong(Problem::Endless));
    }
    let most = shift(from.day, REACH);
    if until.is_some_and(|until| until.date() > most) {
        return Err(wrong(Problem::TooMany));
    }
    let begin = moment(from).ok_or_else(|| wrong(Problem::Date))?;
    let end = until.or_else(|| most.and_hms_opt(23, 59, 59)).ok_or_else(|| wrong(Problem::Date))?;
    let limited = rule.get_count().is_some();
    let set = rule.build(begin).map_err(|_| wrong(Problem::Recurrence))?;
    // One more than is allowed, to see that there are more; and bounded work for rules that find next to nothing.
    let limit = u16::try_from(MOST + 1).unwrap_or(u16::MAX);
    let set = set.before(end.and_utc().with_timezone(&rrule::Tz::UTC)).limit();
    let found = set.all(limit).dates;
    if found.len() > MOST {
        return Err(wrong(Problem::TooMany));
    }
    let mut all = Vec::with_capacity(found.len());
    for date in found {
        let minute = u16::try_from(date.hour() * 60 + date.minute()).unwrap_or(0);
        all.push(Moment { day: date.date_naive(), minute });
    }
    all.dedup();
    if all.iter().any(|date| !date.minute.is_multiple_of(STEP)) {
        return Err(wrong(Problem::Date));
    }
    let Some(last) = all.last() else { return Err(wrong(Problem::Nothing)) };
    let until = until.map_or(last.day, |until| until.date());
    let until = if limited { last.day } else { until };
    Ok((ends_by(&text, until), all))
}

fn wrong(problem: Problem) -> Error {
    Error::invalid("rule", problem)
}

/// One line of capital letters without the property's name.
fn plain(text: &str) -> Result<String> {
    let text = text.trim().to_uppercase();
    let text = text.strip_prefix("RRULE:").unwrap_or(&text).trim_end_matches(';');
    let letter = |letter: char| letter.is_ascii_alphanumeric() || "=;,+-".contains(letter);
    if text.is_empty() || text.len() > LONGEST || !text.chars().all(letter) {
        return Err(wrong(Problem::Recurrence));
    }
    // A part that stands twice is no rule, and a name that is none even less.
    let mut names: Vec<_> = text.split(';').filter_map(|part| part.split_once('=').map(|(name, _)| name)).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(wrong(Problem::Recurrence));
    }
    Ok(text.to_owned())
}

/// The last moment of a rule by the kindergarten's clock: a day to its end, a local time, or a moment in UTC.
fn last(until: &str, zone: Tz) -> Option<NaiveDateTime> {
    if let Some(utc) = until.strip_suffix('Z') {
        let utc = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").ok()?;
        return Some(utc.and_utc().with_timezone(&zone).naive_local());
    }
    if until.contains('T') {
        return NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%S").ok();
    }
    NaiveDate::parse_from_str(until, "%Y%m%d").ok()?.and_hms_opt(23, 59, 59)
}

fn moment(at: Moment) -> Option<DateTime<rrule::Tz>> {
    let time = NaiveTime::from_hms_opt(u32::from(at.minute / 60), u32::from(at.minute % 60), 0)?;
    // What a calendar can add to without falling off its end.
    (1900..9000).contains(&at.day.year()).then_some(())?;
    at.day.checked_add_days(Days::new(1))?;
    Some(Utc.from_utc_datetime(&at.day.and_time(time)).with_timezone(&rrule::Tz::UTC))
}

#[cfg(test)]
mod tests {
    use domain::{Refusal, time::parse_clock};

    use super::*;

    const ALMATY: Tz = chrono_tz::Asia::Almaty;

    fn at(day: u32, clock: &str) -> Moment {
        Moment { day: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(), minute: parse_clock(clock).unwrap() }
    }

    fn days(rule: &str) -> Vec<String> {
        let (_, dates) = dates(rule, at(23, "10:20"), ALMATY).unwrap();
        dates.iter().map(|date| date.day.format("%m-%d").to_string()).collect()
    }

    fn problem(rule: &str) -> Problem {
        match dates(rule, at(23, "10:20"), ALMATY) {
            Err(Error::Refused(refusal)) => match *refusal {
                Refusal::Invalid { problem, .. } => problem,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_rule_gives_its_dates_and_ends_on_a_day() {
        let (rule, dates) = dates("RRULE:FREQ=WEEKLY;COUNT=3", at(23, "10:20"), ALMATY).unwrap();
        assert_eq!(rule, "FREQ=WEEKLY;UNTIL=20261207");
        assert_eq!(dates[0], at(23, "10:20"));
        assert_eq!(days("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261203"), ["11-23", "11-25", "11-30", "12-02"]);
        assert_eq!(days("freq=monthly;byday=-1FR;until=20270131"), ["11-27", "12-25", "01-29"]);
        assert_eq!(days("FREQ=DAILY;INTERVAL=2;UNTIL=20261127"), ["11-23", "11-25", "11-27"]);
    }

    #[test]
    fn the_end_in_utc_is_a_moment_of_the_kindergarten() {
        // 19:30 in UTC is half past midnight of the next day in Almaty.
        assert_eq!(days("FREQ=DAILY;UNTIL=20261124T193000Z"), ["11-23", "11-24"]);
        assert_eq!(days("FREQ=DAILY;UNTIL=20261125T053000Z"), ["11-23", "11-24", "11-25"]);
        assert_eq!(days("FREQ=DAILY;UNTIL=20261125T053000"), ["11-23", "11-24"]);
    }

    #[test]
    fn several_times_on_a_day_are_several_dates() {
        let (_, dates) = dates("FREQ=DAILY;BYHOUR=9,11;BYMINUTE=0;COUNT=3", at(23, "09:00"), ALMATY).unwrap();
        assert_eq!(dates, [at(23, "09:00"), at(23, "11:00"), at(24, "09:00")]);
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        for rule in ["", "x", "FREQ=WEEKLY\nDTSTART:20261123", "FREQ=NEVER;COUNT=1", "FREQ=DAILY;FREQ=WEEKLY;COUNT=2"] {
            assert_eq!(problem(rule), Problem::Recurrence, "{rule:?}");
        }
        assert_eq!(problem("FREQ=WEEKLY"), Problem::Endless);
        assert_eq!(problem("FREQ=MINUTELY;COUNT=10000"), Problem::TooMany);
        assert_eq!(problem("FREQ=DAILY;UNTIL=20300101"), Problem::TooMany);
        assert_eq!(problem("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"), Problem::Nothing);
        assert_eq!(problem("FREQ=DAILY;UNTIL=20261101"), Problem::Nothing);
    }

    #[test]
    fn a_rule_that_finds_nothing_comes_to_an_end() {
        assert_eq!(problem("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9"), Problem::Nothing);
    }
}
