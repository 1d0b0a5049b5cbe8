//! How quickly a connection may speak: as several people type and paste, not as a machine that means harm.

use std::time::Instant;

/// Messages at once, and a second.
const MESSAGES: (f64, f64) = (4000.0, 1000.0);
/// Bytes at once, and a second.
const BYTES: (f64, f64) = (6.0 * 1024.0 * 1024.0, 1024.0 * 1024.0);

/// Two buckets that fill with time.
pub(super) struct Pace {
    messages: f64,
    bytes: f64,
    last: Instant,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { messages: MESSAGES.0, bytes: BYTES.0, last: Instant::now() }
    }

    /// Whether another message of so many bytes may come now.
    pub(super) fn allows(&mut self, length: usize) -> bool {
        self.allows_at(length, Instant::now())
    }

    fn allows_at(&mut self, length: usize, now: Instant) -> bool {
        let passed = now.duration_since(self.last).as_secs_f64();
        self.last = now;
        self.messages = (self.messages + passed * MESSAGES.1).min(MESSAGES.0) - 1.0;
        // No frame is longer than a megabyte.
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.bytes = (self.bytes + passed * BYTES.1).min(BYTES.0) - f64::from(length);
        self.messages >= 0.0 && self.bytes >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn people_are_never_too_quick_and_a_flood_is() {
        let start = Instant::now();
        let mut typing = Pace { last: start, ..Pace::new() };
        assert!((1..=60_000_u64).all(|n| typing.allows_at(60, start + Duration::from_millis(n * 10))));
        let mut flood = Pace { last: start, ..Pace::new() };
        assert!(!(0..10_000_u64).all(|_| flood.allows_at(60, start + Duration::from_millis(100))));
        let mut heavy = Pace { last: start, ..Pace::new() };
        assert!(heavy.allows_at(1024 * 1024, start));
        assert!(!(0..8).all(|_| heavy.allows_at(1024 * 1024, start)));
    }
}
