//! What is read of calendar files, as programs write them and as nobody should.

use chrono_tz::Asia::Almaty;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn window() -> (NaiveDate, NaiveDate) {
    (day("2026-01-01"), day("2027-12-31"))
}

fn file_of(events: &[&str]) -> String {
    let events = events.join("\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n");
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{events}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

fn read_of(events: &[&str]) -> Import {
    read(&file_of(events), Almaty, window().0, window().1).unwrap()
}

/// The days that one event makes, or why it makes none.
fn days(event: &str) -> Result<Vec<String>, Why> {
    let import = read_of(&[event]);
    match import.left.first() {
        Some(left) => Err(left.why),
        None => Ok(import.found.iter().map(|found| found.day.to_string()).collect()),
    }
}

fn named(dates: &str) -> String {
    format!("SUMMARY:Наурыз\r\n{dates}")
}

fn dated(dates: &str) -> Result<Vec<String>, Why> {
    days(&named(dates))
}

#[test]
fn an_event_of_a_day_is_a_day() {
    assert_eq!(dated("DTSTART;VALUE=DATE:20270322").unwrap(), ["2027-03-22"]);
    assert_eq!(dated("DTSTART;VALUE=DATE:20270322\r\nDTEND;VALUE=DATE:20270323").unwrap(), ["2027-03-22"]);
    // As some programs write it, though the end is the first day after.
    assert_eq!(dated("DTSTART;VALUE=DATE:20270322\r\nDTEND;VALUE=DATE:20270322").unwrap(), ["2027-03-22"]);
}

#[test]
fn an_event_of_several_days_ends_before_its_end() {
    let three = ["2027-03-21", "2027-03-22", "2027-03-23"];
    assert_eq!(dated("DTSTART;VALUE=DATE:20270321\r\nDTEND;VALUE=DATE:20270324").unwrap(), three);
    assert_eq!(dated("DTSTART;VALUE=DATE:20270321\r\nDURATION:P3D").unwrap(), three);
    assert_eq!(dated("DTSTART;VALUE=DATE:20270321\r\nDTEND;VALUE=DATE:20270320"), Err(Why::Backwards));
    assert_eq!(dated("DTSTART;VALUE=DATE:20270321\r\nDURATION:soon"), Err(Why::BadDate));
}

#[test]
fn an_hour_of_another_zone_is_the_kindergartens_day() {
    // 20:00 in London is one o'clock of the next day in Almaty.
    assert_eq!(dated("DTSTART;TZID=Europe/London:20270101T200000").unwrap(), ["2027-01-02"]);
    assert_eq!(dated("DTSTART:20270101T190000Z").unwrap(), ["2027-01-02"]);
    assert_eq!(dated("DTSTART:20270101T190000").unwrap(), ["2027-01-01"]);
    let until_midnight = "DTSTART;TZID=Asia/Almaty:20270101T000000\r\nDTEND;TZID=Asia/Almaty:20270103T000000";
    assert_eq!(dated(until_midnight).unwrap(), ["2027-01-01", "2027-01-02"]);
    let summer_time = "DTSTART;TZID=\"Europe/Berlin\":20270328T023000\r\nDTEND;TZID=Europe/Berlin:20270328T040000";
    assert_eq!(dated(summer_time).unwrap(), ["2027-03-28"], "an hour that there is not");
    assert_eq!(dated("DTSTART;TZID=Mars/Olympus:20270101T200000"), Err(Why::Zone));
    assert!(read_of(&[&named("DTSTART:20270101T090000")]).found[0].timed);
    assert!(!read_of(&[&named("DTSTART;VALUE=DATE:20270101")]).found[0].timed);
}

#[test]
fn what_comes_back_every_year_is_there_this_year_and_the_next() {
    let yearly = |rule: &str| dated(&format!("DTSTART;VALUE=DATE:20200322\r\nRRULE:{rule}"));
    assert_eq!(yearly("FREQ=YEARLY").unwrap(), ["2026-03-22", "2027-03-22"]);
    assert_eq!(yearly("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22;WKST=MO").unwrap(), ["2026-03-22", "2027-03-22"]);
    assert_eq!(yearly("FREQ=YEARLY;INTERVAL=2").unwrap(), ["2026-03-22"]);
    assert_eq!(yearly("FREQ=YEARLY;UNTIL=20270101T000000Z").unwrap(), ["2026-03-22"]);
    assert_eq!(yearly("FREQ=YEARLY;COUNT=7").unwrap(), ["2026-03-22"]);
    assert_eq!(yearly("FREQ=YEARLY;COUNT=3"), Err(Why::Outside));
    assert_eq!(yearly("FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20260322,20250322").unwrap(), ["2027-03-22"]);
    assert_eq!(dated("DTSTART;VALUE=DATE:20200229\r\nRRULE:FREQ=YEARLY"), Err(Why::Outside), "no leap year");
    let new_year = "DTSTART;VALUE=DATE:20201231\r\nDTEND;VALUE=DATE:20210103\r\nRRULE:FREQ=YEARLY";
    let expected = ["2026-01-01", "2026-01-02", "2026-12-31", "2027-01-01", "2027-01-02", "2027-12-31"];
    assert_eq!(dated(new_year).unwrap(), expected);
}

#[test]
fn what_comes_back_otherwise_is_not_taken_and_said() {
    for rule in [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=SA,SU",
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYDAY=1MO",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=4",
        "COUNT=2",
        "every now and then",
    ] {
        assert_eq!(dated(&format!("DTSTART;VALUE=DATE:20200322\r\nRRULE:{rule}")), Err(Why::Repeats), "{rule}");
    }
    assert_eq!(dated("DTSTART;VALUE=DATE:20270322\r\nRDATE;VALUE=DATE:20270401"), Err(Why::Repeats));
}

#[test]
fn names_are_taken_in_their_languages_or_one_for_both() {
    let both = "SUMMARY;LANGUAGE=ru:День\\, когда закрыто\r\nSUMMARY;LANGUAGE=kk-KZ:Демалыс күні\r\nDTSTART;VALUE=DATE:20270322";
    let one = "SUMMARY:Наурыз\r\n  мейрамы\r\nDTSTART;VALUE=DATE:20270323";
    let import = read_of(&[both, one]);
    let told: Vec<_> =
        import.found.iter().map(|found| (found.name.kk.as_str(), found.name.ru.as_str(), found.one_name)).collect();
    assert_eq!(told, [("Демалыс күні", "День, когда закрыто", false), ("Наурыз мейрамы", "Наурыз мейрамы", true)]);
    assert_eq!(days("DTSTART;VALUE=DATE:20270322"), Err(Why::NoName));
    assert_eq!(days("SUMMARY: \r\nDTSTART;VALUE=DATE:20270322"), Err(Why::NoName));
    let long = format!("SUMMARY:{}\r\nDTSTART;VALUE=DATE:20270322", "ә".repeat(500));
    assert_eq!(read_of(&[&long]).found[0].name.kk.chars().count(), LONGEST_NAME);
}

#[test]
fn what_is_wrong_is_said_of_each_event_with_its_line() {
    let import = read_of(&[
        "SUMMARY:Жақсы\r\nDTSTART;VALUE=DATE:20270322",
        "SUMMARY:Күнсіз",
        "SUMMARY:Қате күн\r\nDTSTART;VALUE=DATE:20271322",
        "SUMMARY:Болмайды\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20270323",
        "SUMMARY:Ескі\r\nDTSTART;VALUE=DATE:20190101",
        "SUMMARY:Қайта\r\nDTSTART;VALUE=DATE:20270322",
        "SUMMARY:Бүлінген\r\nно двоеточия нет",
    ]);
    assert_eq!(import.found.len(), 1);
    let told: Vec<_> = import.left.iter().map(|left| (left.line, left.name.as_str(), left.why)).collect();
    let expected = [
        (7, "Күнсіз", Why::NoDate),
        (10, "Қате күн", Why::BadDate),
        (14, "Болмайды", Why::Cancelled),
        (19, "Ескі", Why::Outside),
        (23, "Қайта", Why::Twice),
        (27, "Бүлінген", Why::Broken),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_nested_or_never_ends_leads_nobody_astray() {
    let alarm = "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nDTSTART;VALUE=DATE:20270101\r\nSUMMARY:x\r\nEND:VALARM\r\nSUMMARY:Наурыз\r\nDTSTART;VALUE=DATE:20270322";
    assert_eq!(days(alarm).unwrap(), ["2027-03-22"]);
    let open = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:20270101\nBEGIN:VEVENT\nSUMMARY:b\nDTSTART:20270102\nEND:VEVENT\n";
    let import = read(open, Almaty, window().0, window().1).unwrap();
    assert_eq!((import.found[0].name.kk.as_str(), import.left[0].why), ("b", Why::Broken));
    let deep = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}", "BEGIN:A\n".repeat(100_000));
    assert_eq!(read(&deep, Almaty, window().0, window().1).unwrap().left[0].why, Why::Broken);
}

#[test]
fn a_file_that_is_none_is_refused_whole() {
    for text in ["", "hello", "<html>", "BEGIN:VCARD\nEND:VCARD", "BEGIN:VEVENT\nEND:VEVENT"] {
        assert_eq!(read(text, Almaty, window().0, window().1), Err(Unreadable::NoCalendar), "{text:?}");
    }
    let marked =
        format!("\u{feff}\r\n{}", file_of(&[&named("DTSTART;VALUE=DATE:20270322")]).to_lowercase().to_uppercase());
    assert_eq!(read(&marked, Almaty, window().0, window().1).unwrap().found.len(), 1);
}

#[test]
fn more_days_than_holidays_can_be_are_refused_whole() {
    let years = named("DTSTART;VALUE=DATE:20000101\r\nDTEND;VALUE=DATE:20300101");
    assert_eq!(read(&file_of(&[&years]), Almaty, window().0, window().1), Err(Unreadable::TooManyDays));
    let many: Vec<String> = (0..2000).map(|n| format!("SUMMARY:x{n}")).collect();
    let import = read_of(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((import.left.len(), import.more_left), (MOST_LEFT, 2000 - 100));
}

#[test]
fn no_file_makes_the_reader_stumble() {
    let good = file_of(&[
        &named(
            "DTSTART;TZID=Europe/London:20270101T200000\r\nDTEND;TZID=Europe/London:20270102T200000\r\nEXDATE:20270101",
        ),
        &named("DTSTART;VALUE=DATE:20200229\r\nRRULE:FREQ=YEARLY;INTERVAL=3;COUNT=4;UNTIL=20270101\r\nDURATION:P1DT2H"),
    ]);
    let letters: Vec<char> = good.chars().collect();
    for n in 0..letters.len() {
        for instead in ["", "9", ":", ";", "\r\n", "\"", "999999999999999999999", "BEGIN:", "Ә"] {
            let text: String =
                letters[..n].iter().copied().chain(instead.chars()).chain(letters[n + 1..].iter().copied()).collect();
            let _ = read(&text, Almaty, window().0, window().1);
        }
    }
}
