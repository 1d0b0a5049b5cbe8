//! What time it is: the system's time, or for tests one that starts where they say and runs on.

use std::{sync::OnceLock, time::Instant};

use chrono::{DateTime, TimeDelta, Utc};

static SET: OnceLock<(DateTime<Utc>, Instant)> = OnceLock::new();

/// Lets the clock start here instead of at the system's time.
pub fn set(start: DateTime<Utc>) {
    // Whoever sets it twice in one process meant the first time.
    let _ = SET.set((start, Instant::now()));
}

/// The time.
pub fn now() -> DateTime<Utc> {
    SET.get().map_or_else(Utc::now, |(start, since)| *start + TimeDelta::from_std(since.elapsed()).unwrap_or_default())
}
