//! Days off out of a calendar file (RFC 5545).
//!
//! The file is cut into its events here, line by line, and each event is read by itself: what is broken in one is said of
//! that one, with its line, and nothing that is nested in it can lead the reader astray.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    context::Holiday,
    holiday::{Found, Import, LONGEST_NAME, Left, MOST_DAYS, Why},
    time::shift,
};
use icalendar::parser::{Component, Property};

/// So many events that were not taken are named; the others are counted.
const MOST_LEFT: usize = 100;

/// Why a file says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is no calendar file.
    NoCalendar,
    /// More days than holidays can be.
    TooManyDays,
}

/// An event as it stands in the file, unfolded and without what is nested in it.
struct Piece {
    line: u32,
    lines: Vec<String>,
    /// Its end was found.
    whole: bool,
}

/// The days from one to another that a file says are off, by a zone's clock.
pub(super) fn read(text: &str, zone: Tz, from: NaiveDate, to: NaiveDate) -> Result<Import, Unreadable> {
    let mut import = Import::default();
    let mut days: BTreeMap<NaiveDate, Found> = BTreeMap::new();
    for piece in pieces(text)? {
        let (line, name) = (piece.line, piece.name());
        match event(&piece, zone, (from, to)) {
            Ok(event) => {
                let before = days.len();
                for day in event.days {
                    let Event { timed, one_name, ref name, .. } = event.about;
                    let found = || Found { line, day, name: name.clone(), one_name, timed, known: None, sessions: 0 };
                    days.entry(day).or_insert_with(found);
                }
                if days.len() > MOST_DAYS {
                    return Err(Unreadable::TooManyDays);
                }
                if days.len() == before {
                    import.leave(line, name, Why::Twice);
                }
            }
            Err(why) => import.leave(line, name, why),
        }
    }
    import.found = days.into_values().collect();
    Ok(import)
}

trait Leave {
    fn leave(&mut self, line: u32, name: String, why: Why);
}

impl Leave for Import {
    fn leave(&mut self, line: u32, name: String, why: Why) {
        if self.left.len() < MOST_LEFT {
            self.left.push(Left { line, name, why });
        } else {
            self.more_left = self.more_left.saturating_add(1);
        }
    }
}

/// The events of a file.
fn pieces(text: &str) -> Result<Vec<Piece>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let begins = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !begins.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return Err(Unreadable::NoCalendar);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Option<Piece> = None;
    let mut nested = 0usize;
    for (line, text) in (1..).zip(text.lines()) {
        if let Some(rest) = text.strip_prefix([' ', '\t']) {
            // A line that goes on.
            if let (Some(last), 0) = (open.as_mut().and_then(|piece| piece.lines.last_mut()), nested) {
                last.push_str(rest);
            }
            continue;
        }
        let (word, what) = text.trim_end().split_once(':').unwrap_or((text, ""));
        let (begins, ends) = (word.eq_ignore_ascii_case("BEGIN"), word.eq_ignore_ascii_case("END"));
        let event = what.eq_ignore_ascii_case("VEVENT");
        if begins && event {
            // The one before has no end.
            pieces.extend(open.replace(Piece { line, lines: Vec::new(), whole: false }));
            nested = 0;
        } else if ends && event {
            pieces.extend(open.take().map(|piece| Piece { whole: true, ..piece }));
        } else if begins {
            nested += 1;
        } else if ends {
            nested = nested.saturating_sub(1);
        } else if let (Some(piece), 0) = (&mut open, nested) {
            piece.lines.push(text.to_owned());
        }
    }
    pieces.extend(open);
    Ok(pieces)
}

impl Piece {
    /// What it seems to be called, for whoever looks for it in the file.
    fn name(&self) -> String {
        let summary =
            self.lines.iter().find(|line| line.get(..7).is_some_and(|key| key.eq_ignore_ascii_case("SUMMARY")));
        cut(summary.and_then(|line| line.split_once(':')).map_or("", |(_, name)| name))
    }
}

/// What an event says besides its days.
struct Event {
    name: Holiday,
    one_name: bool,
    timed: bool,
}

struct Dated {
    about: Event,
    days: BTreeSet<NaiveDate>,
}

fn event(piece: &Piece, zone: Tz, window: (NaiveDate, NaiveDate)) -> Result<Dated, Why> {
    let text = format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", piece.lines.join("\n"));
    let event = Component::try_from(text.as_str()).ok().filter(|_| piece.whole).ok_or(Why::Broken)?;
    let value = |key: &str| property(&event, key).map(|property| property.val.as_str().trim().to_owned());
    if value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Err(Why::Cancelled);
    }
    let (name, one_name) = names(&event).ok_or(Why::NoName)?;
    let start = when(property(&event, "DTSTART").ok_or(Why::NoDate)?, zone)?;
    let last = last(&event, start, zone)?;
    let stretch = (last - start.day()).num_days();
    if property(&event, "RDATE").is_some() {
        return Err(Why::Repeats);
    }
    let mut firsts = match value("RRULE") {
        None => vec![start.day()],
        Some(rule) => yearly(&rule, start.day(), zone, (shift(window.0, -stretch), window.1)).ok_or(Why::Repeats)?,
    };
    let except = exceptions(&event, zone)?;
    firsts.retain(|day| !except.contains(day));
    let clip = |first: NaiveDate| (first.max(window.0), shift(first, stretch).min(window.1));
    let days: BTreeSet<_> = firsts
        .into_iter()
        .map(clip)
        .flat_map(|(from, to)| from.iter_days().take_while(move |day| *day <= to))
        .collect();
    if days.is_empty() {
        return Err(Why::Outside);
    }
    let timed = matches!(start, When::Hour(_));
    Ok(Dated { about: Event { name, one_name, timed }, days })
}

fn properties<'a>(event: &'a Component<'a>, key: &'a str) -> impl Iterator<Item = &'a Property<'a>> {
    event.properties.iter().filter(move |property| property.name.as_str().eq_ignore_ascii_case(key))
}

fn property<'a>(event: &'a Component<'a>, key: &'a str) -> Option<&'a Property<'a>> {
    properties(event, key).next()
}

fn parameter<'a>(property: &'a Property<'a>, key: &str) -> Option<&'a str> {
    let found = property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case(key))?;
    Some(found.val.as_ref()?.as_str().trim_matches('"'))
}

/// The name in both languages, and whether one had to do for both.
fn names(event: &Component<'_>) -> Option<(Holiday, bool)> {
    let (mut kk, mut ru, mut any) = (None, None, None);
    for summary in properties(event, "SUMMARY") {
        let name = Some(cut(summary.val.as_str())).filter(|name| !name.is_empty());
        let lang = parameter(summary, "LANGUAGE").unwrap_or_default().to_ascii_lowercase();
        let place = match lang.get(..2) {
            Some("kk") => &mut kk,
            Some("ru") => &mut ru,
            _ => &mut any,
        };
        *place = place.take().or(name);
    }
    let (kk, ru) = (kk.or_else(|| any.clone()), ru.or(any));
    match (kk, ru) {
        (Some(kk), Some(ru)) => {
            let one_name = kk == ru;
            Some((Holiday { kk, ru }, one_name))
        }
        (Some(name), None) | (None, Some(name)) => Some((Holiday { kk: name.clone(), ru: name }, true)),
        (None, None) => None,
    }
}

/// On one line, and no longer than a name is.
fn cut(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}

/// When something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// With the day.
    Day(NaiveDate),
    /// At an hour, by the kindergarten's clock.
    Hour(NaiveDateTime),
}

impl When {
    fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Hour(at) => at.date(),
        }
    }
}

fn when(property: &Property<'_>, zone: Tz) -> Result<When, Why> {
    moment(property.val.as_str().trim(), parameter(property, "TZID"), zone)
}

fn moment(text: &str, of: Option<&str>, zone: Tz) -> Result<When, Why> {
    if text.len() == "20270101".len() {
        return NaiveDate::parse_from_str(text, "%Y%m%d").map(When::Day).map_err(|_| Why::BadDate);
    }
    let (text, utc) = text.strip_suffix(['Z', 'z']).map_or((text, false), |text| (text, true));
    // A year of six digits would lead out of the calendar.
    let text = Some(text).filter(|text| text.len() == "20270101T090000".len()).ok_or(Why::BadDate)?;
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| Why::BadDate)?;
    let at = match of {
        _ if utc => at.and_utc(),
        // Without a zone it is the reader's own clock.
        None => return Ok(When::Hour(at)),
        Some(name) => instant(name.trim_start_matches('/').parse().map_err(|_| Why::Zone)?, at),
    };
    Ok(When::Hour(at.with_timezone(&zone).naive_local()))
}

/// An hour that summer time leaves out is the next that there is.
fn instant(zone: Tz, at: NaiveDateTime) -> DateTime<Utc> {
    let found = |at: NaiveDateTime| zone.from_local_datetime(&at).earliest().map(|at| at.to_utc());
    found(at).or_else(|| found(at + TimeDelta::hours(1))).unwrap_or_else(|| at.and_utc())
}

/// The last day of an event. The end of a file's event is the first moment after it.
fn last(event: &Component<'_>, start: When, zone: Tz) -> Result<NaiveDate, Why> {
    let end = match (property(event, "DTEND"), property(event, "DURATION")) {
        (Some(end), _) => Some(when(end, zone)?),
        (None, Some(length)) => Some(after(start, length.val.as_str().trim()).ok_or(Why::BadDate)?),
        (None, None) => None,
    };
    match (start, end) {
        (When::Day(day), None) => Ok(day),
        (When::Hour(at), None) => Ok(at.date()),
        (When::Hour(from), Some(When::Hour(to))) if to < from => Err(Why::Backwards),
        (When::Hour(from), Some(When::Hour(to))) => Ok((to - TimeDelta::seconds(1)).date().max(from.date())),
        (_, Some(end)) if end.day() < start.day() => Err(Why::Backwards),
        // Some programs write the day itself as the end of one day.
        (_, Some(end)) => Ok(shift(end.day(), -1).max(start.day())),
    }
}

/// What comes so long after: `P1W`, `P2D`, `P1DT12H`, `PT90M`.
fn after(start: When, length: &str) -> Option<When> {
    let mut seconds: i64 = 0;
    let (mut number, mut time) = (String::new(), false);
    for letter in length.strip_prefix('+').unwrap_or(length).strip_prefix('P')?.chars() {
        let unit = match (letter, time) {
            ('0'..='9', _) => {
                number.push(letter);
                continue;
            }
            ('T', false) => {
                time = true;
                continue;
            }
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    if !number.is_empty() {
        return None;
    }
    match start {
        When::Day(day) => day.checked_add_days(Days::new(u64::try_from(seconds / 86_400).ok()?)).map(When::Day),
        When::Hour(at) => at.checked_add_signed(TimeDelta::try_seconds(seconds)?).map(When::Hour),
    }
}

/// The days on which something begins that comes back every year on its date. None for every other rule: it would take
/// more than a list of holidays needs.
fn yearly(rule: &str, first: NaiveDate, zone: Tz, (from, to): (NaiveDate, NaiveDate)) -> Option<Vec<NaiveDate>> {
    let (mut yearly, mut every, mut count, mut until) = (false, 1, usize::MAX, NaiveDate::MAX);
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        match key.to_ascii_uppercase().as_str() {
            "FREQ" => yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => every = value.parse().ok().filter(|every| *every > 0)?,
            "COUNT" => count = value.parse().ok()?,
            "UNTIL" => until = moment(value, None, zone).ok()?.day(),
            "BYMONTH" if value.parse() == Ok(first.month()) => {}
            "BYMONTHDAY" if value.parse() == Ok(first.day()) => {}
            "WKST" => {}
            _ => return None,
        }
    }
    if !yearly {
        return None;
    }
    let years = (first.year()..=to.year()).step_by(every);
    let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, first.month(), first.day())).take(count);
    Some(days.filter(|day| (from..=to.min(until)).contains(day)).collect())
}

/// Days on which it does not come back after all.
fn exceptions(event: &Component<'_>, zone: Tz) -> Result<BTreeSet<NaiveDate>, Why> {
    properties(event, "EXDATE")
        .flat_map(|property| property.val.as_str().split(',').map(move |text| (property, text.trim())))
        .map(|(property, text)| moment(text, parameter(property, "TZID"), zone).map(When::day))
        .collect()
}

#[cfg(test)]
mod tests;
