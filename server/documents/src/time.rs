//! Times as signatures write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};

use crate::tlv::Reader;

/// A `UTCTime` or `GeneralizedTime`, with or without fractions of a second.
pub(crate) fn read(value: &[u8]) -> Option<DateTime<Utc>> {
    let mut reader = Reader(value);
    let time = reader.any().filter(|_| reader.0.is_empty())?;
    let text = str::from_utf8(time.value).ok()?.strip_suffix('Z')?;
    match time.tag {
        0x17 => {
            // Two figures of a year: from 1950 to 2049.
            let century = if text.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
            plain(&format!("{century}{text}"))
        }
        0x18 => plain(text.split_once('.').map_or(text, |(whole, _)| whole)),
        _ => None,
    }
}

/// `20261122130832`.
pub(crate) fn plain(text: &str) -> Option<DateTime<Utc>> {
    if text.len() != 14 || !text.bytes().all(|figure| figure.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let day = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, part(4, 6)?, part(6, 8)?)?;
    let time: NaiveDateTime = day.and_hms_opt(part(8, 10)?, part(10, 12)?, part(12, 14)?)?;
    Some(Utc.from_utc_datetime(&time))
}

/// Of a certificate.
pub(crate) fn of(time: x509_cert::time::Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
