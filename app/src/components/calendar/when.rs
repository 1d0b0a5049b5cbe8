//! Times in words.

use domain::{Lang, Slot, format::time_range, time::clock};

/// «23 қараша, дүйсенбі, 10:20–10:40».
pub fn told(lang: Lang, slot: &Slot) -> String {
    format!("{}, {}", lang.day_month_weekday(slot.day), time_range(slot))
}

/// A time to choose: the hour alone on the day that is looked at, else with its date.
pub fn offered(lang: Lang, slot: &Slot, beside: &Slot) -> String {
    if slot.day == beside.day {
        clock(slot.start)
    } else {
        format!("{} {}, {}", lang.weekday_short(slot.day), lang.day_month(slot.day), clock(slot.start))
    }
}
