//! The four general meetings of the board of trustees, with the agendas that its plan prints (rows 1.1 to 1.4).

use chrono::NaiveDate;

use super::SchoolYear;

/// The plan's agendas: a `#` and the month, then its lines; `{years}` where the plan leaves the school year blank.
const AGENDAS: &str = include_str!("../../forms/trustees_agendas.kk.txt");

/// A general meeting of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct General {
    /// Its number in the plan, from 1.
    pub number: u32,
    /// The first day of the month in which it is due.
    pub month: NaiveDate,
    /// Its agenda, as the plan prints it, in Kazakh.
    pub agenda: Vec<String>,
}

/// The general meetings of a school year, in their order.
pub fn general_meetings(year: SchoolYear) -> Vec<General> {
    let mut meetings: Vec<General> = Vec::new();
    for line in AGENDAS.lines() {
        if let Some(month) = line.strip_prefix("# ") {
            let Some(month) = month.parse().ok().and_then(|month| year.month(month)) else { continue };
            let number = meetings.last().map_or(1, |last| last.number + 1);
            meetings.push(General { number, month, agenda: Vec::new() });
        } else if let Some(meeting) = meetings.last_mut() {
            meeting.agenda.push(line.replace("{years}", &year.years()));
        }
    }
    meetings
}
