//! Sessions that overlap stand side by side.

/// Where a session stands in its column: in which of how many lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its lane, from 0.
    pub lane: u16,
    /// How many lanes there are beside each other at this time.
    pub lanes: u16,
}

/// The shortest that a session is drawn, in minutes: a call of five minutes must still be touched.
pub const SHORTEST: u16 = 10;

/// Lays out stretches of time, given as (start, end) in the order of their starts, in as few lanes as they need.
pub fn lay(times: &[(u16, u16)]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::with_capacity(times.len());
    // The end of the last session in each lane of the cluster, and where the cluster begins.
    let (mut ends, mut first): (Vec<u16>, usize) = (Vec::new(), 0);
    for (n, (start, end)) in times.iter().enumerate() {
        if ends.iter().all(|last| last <= start) {
            close(&mut spots[first..], ends.len());
            ends.clear();
            first = n;
        }
        let lane = ends.iter().position(|last| last <= start).unwrap_or(ends.len());
        let end = (*end).max(start.saturating_add(SHORTEST));
        if lane == ends.len() {
            ends.push(end);
        } else {
            ends[lane] = end;
        }
        spots.push(Spot { lane: u16::try_from(lane).unwrap_or(u16::MAX), lanes: 1 });
    }
    close(&mut spots[first..], ends.len());
    spots
}

fn close(cluster: &mut [Spot], lanes: usize) {
    for spot in cluster {
        spot.lanes = u16::try_from(lanes).unwrap_or(u16::MAX);
    }
}

/// The most lanes beside each other: how wide the column must be.
pub fn width(spots: &[Spot]) -> u16 {
    spots.iter().map(|spot| spot.lanes).max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(times: &[(u16, u16)]) -> Vec<(u16, u16)> {
        lay(times).into_iter().map(|spot| (spot.lane, spot.lanes)).collect()
    }

    #[test]
    fn sessions_that_touch_share_a_lane() {
        assert_eq!(laid(&[(540, 560), (560, 600), (600, 640)]), [(0, 1), (0, 1), (0, 1)]);
    }

    #[test]
    fn sessions_that_overlap_stand_side_by_side() {
        assert_eq!(laid(&[(540, 600), (550, 570), (560, 620)]), [(0, 3), (1, 3), (2, 3)]);
    }

    #[test]
    fn a_lane_is_used_again_when_it_is_free() {
        assert_eq!(laid(&[(540, 600), (540, 560), (560, 590), (600, 620)]), [(0, 2), (1, 2), (1, 2), (0, 1)]);
    }

    #[test]
    fn no_two_that_overlap_are_ever_in_one_lane() {
        let mut times: Vec<(u16, u16)> =
            (0..200u16).map(|n| (480 + (n * 37) % 500, 480 + (n * 37) % 500 + 15 + (n * 7) % 60)).collect();
        times.sort_unstable();
        let spots = lay(&times);
        for (a, one) in times.iter().enumerate() {
            for (b, other) in times.iter().enumerate().skip(a + 1) {
                let overlap = one.0 < other.1 && other.0 < one.1;
                assert!(!overlap || spots[a].lane != spots[b].lane && spots[a].lanes == spots[b].lanes);
            }
        }
        assert!(spots.iter().all(|spot| spot.lane < spot.lanes));
    }

    #[test]
    fn a_very_short_session_still_takes_room() {
        assert_eq!(laid(&[(540, 541), (545, 560)]), [(0, 2), (1, 2)]);
        assert_eq!(width(&lay(&[])), 1);
    }
}
