//! Calendar files (RFC 5545): what they are made of, for one booking and for a whole feed.

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use domain::Slot;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

/// Kazakhstan has one time since 2024-03-01, and no summer time. (The library would put a UID and a time stamp into each
/// part of it.)
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Almaty\r\nBEGIN:STANDARD\r\nDTSTART:20240301T000000\r\n\
     TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nTZNAME:+05\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// How often a calendar program should look again.
const REFRESH: &str = "PT30M";

/// How many minutes before it begins a calendar speaks up.
const REMINDER: i64 = 60;

/// An event.
pub struct Item {
    /// Its name for ever: stays when it moves.
    pub uid: String,
    /// Goes up with every change.
    pub sequence: i64,
    /// Confirmed, tentative or cancelled.
    pub status: EventStatus,
    /// When.
    pub slot: Slot,
    /// What.
    pub summary: String,
    /// More of it.
    pub description: String,
    /// Where.
    pub location: String,
    /// Its page.
    pub url: Option<String>,
    /// Whether the calendar speaks up before it.
    pub reminds: bool,
}

/// The file. A feed has a name, and is looked at again.
pub fn file(name: Option<&str>, items: &[Item], now: DateTime<Utc>) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\n");
    let head =
        [("VERSION", "2.0"), ("PRODID", "-//Kenes//Kenes//KK"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")];
    for (key, value) in head {
        out.push_str(&line(Property::new(key, value)));
    }
    if let Some(name) = name {
        out.push_str(&line(Property::new("X-WR-CALNAME", plain(name))));
        out.push_str(&line(Property::new("X-WR-TIMEZONE", "Asia/Almaty")));
        let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH);
        refresh.add_parameter("VALUE", "DURATION");
        out.push_str(&line(refresh));
        out.push_str(&line(Property::new("X-PUBLISHED-TTL", REFRESH)));
    }
    out.push_str(ZONE);
    for item in items {
        out.push_str(&event(item, now));
    }
    out + "END:VCALENDAR\r\n"
}

fn event(item: &Item, now: DateTime<Utc>) -> String {
    let start = NaiveDateTime::new(item.slot.day, NaiveTime::MIN) + Duration::minutes(i64::from(item.slot.start));
    let end = start + Duration::minutes(i64::from(item.slot.minutes));
    let summary = plain(&item.summary);
    let mut event = Event::with_uid(&item.uid);
    event
        .summary(&summary)
        .append_property(local("DTSTART", start))
        .append_property(local("DTEND", end))
        .timestamp(now)
        .sequence(u32::try_from(item.sequence).unwrap_or(u32::MAX))
        .status(item.status)
        .description(&plain(&item.description));
    if !item.location.is_empty() {
        event.location(&plain(&item.location));
    }
    if let Some(url) = &item.url {
        event.url(url);
    }
    // The library writes whole calendars: of this one, the event.
    let whole = Calendar::empty().push(event).to_string();
    let from = whole.find("BEGIN:VEVENT").unwrap_or(0);
    let to = whole.rfind("END:VCALENDAR").unwrap_or(whole.len());
    let mut text = whole[from..to].to_owned();
    // The last one: somebody may be called like this.
    if item.reminds
        && item.status != EventStatus::Cancelled
        && let Some(end) = text.rfind("END:VEVENT")
    {
        text.insert_str(end, &alarm(summary));
    }
    text
}

/// The reminder. (The library would give it a UID and a time stamp, too.)
fn alarm(summary: String) -> String {
    let text = line(Property::new("DESCRIPTION", summary));
    format!("BEGIN:VALARM\r\nACTION:DISPLAY\r\n{text}TRIGGER:-PT{REMINDER}M\r\nEND:VALARM\r\n")
}

fn line(property: Property) -> String {
    property.try_into().unwrap_or_default()
}

fn local(key: &str, at: NaiveDateTime) -> Property {
    let mut property = Property::new(key, at.format("%Y%m%dT%H%M%S").to_string());
    property.add_parameter("TZID", "Asia/Almaty");
    property
}

/// A carriage return would begin a line of its own in the file: the library knows only of line feeds.
fn plain(text: &str) -> String {
    text.replace(|character: char| character.is_control() && character != '\n', " ")
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone as _};

    use super::*;

    fn item(summary: &str) -> Item {
        Item {
            uid: "1@kenes.test".into(),
            sequence: 3,
            status: EventStatus::Confirmed,
            slot: Slot { day: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(), start: 560, minutes: 20 },
            summary: summary.into(),
            description: String::new(),
            location: String::new(),
            url: None,
            reminds: true,
        }
    }

    fn written(items: &[Item]) -> String {
        file(Some("Кеңес"), items, Utc.with_ymd_and_hms(2026, 11, 23, 2, 0, 0).unwrap())
    }

    #[test]
    fn nobody_writes_lines_of_their_own_into_it() {
        let text = written(&[item("Айару\r\nEND:VEVENT\nATTENDEE:x;y,z\\")]);
        assert!(!text.contains("\r\nATTENDEE") && text.matches("\r\nEND:VEVENT\r\n").count() == 1, "{text}");
        assert!(text.contains("ATTENDEE:x\\;y\\,z\\\\"), "{text}");
    }

    #[test]
    fn a_name_that_looks_like_the_end_is_not_the_end() {
        let text = written(&[item("END:VEVENT"), item("END:VCALENDAR"), item("BEGIN:VEVENT")]);
        let lines: Vec<_> = text.split("\r\n").collect();
        let count = |line: &str| lines.iter().filter(|other| **other == line).count();
        assert_eq!(
            (count("BEGIN:VEVENT"), count("END:VEVENT"), count("END:VALARM"), count("END:VCALENDAR")),
            (3, 3, 3, 1)
        );
    }

    #[test]
    fn an_empty_feed_is_a_whole_file() {
        let text = written(&[]);
        assert!(
            text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VTIMEZONE\r\nEND:VCALENDAR\r\n"),
            "{text}"
        );
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    }

    #[test]
    fn of_what_is_called_off_nobody_is_reminded() {
        assert_eq!(written(&[item("x")]).matches("BEGIN:VALARM").count(), 1);
        assert!(!written(&[Item { status: EventStatus::Cancelled, ..item("x") }]).contains("VALARM"));
    }
}
