//! How large the letters of a paper are.

/// What is chosen from, in percent of the letters around it.
pub const SIZES: [u16; 4] = [100, 125, 150, 200];

/// The step of a size that was remembered; the first for anything else.
pub fn step_of(kept: Option<&str>) -> usize {
    let percent = kept.and_then(|kept| kept.parse::<u16>().ok());
    percent.and_then(|percent| SIZES.iter().position(|size| *size == percent)).unwrap_or_default()
}

/// One step larger or smaller, as far as there are any.
pub fn next(step: usize, larger: bool) -> usize {
    if larger { (step + 1).min(SIZES.len() - 1) } else { step.saturating_sub(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_grow_to_twice_their_size_and_no_further() {
        let grown = (0..9).fold(0, |step, _| next(step, true));
        assert_eq!(SIZES[grown], 200);
        assert_eq!((0..9).fold(grown, |step, _| next(step, false)), 0);
    }

    #[test]
    fn a_size_is_remembered_if_there_is_such_a_size() {
        assert_eq!(SIZES[step_of(Some("150"))], 150);
        for kept in [None, Some(""), Some("170"), Some("-1"), Some("large")] {
            assert_eq!(step_of(kept), 0, "{kept:?}");
        }
    }
}
