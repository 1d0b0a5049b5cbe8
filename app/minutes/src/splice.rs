//! The edit of a text area: what was typed, pasted, corrected or composed, as the smallest change from the text before to the
//! text after. It is made of the two texts, not of keys, so no input method can lose a letter.

/// A change at one place, in UTF-16 units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Splice {
    /// Where.
    pub at: u32,
    /// How much is taken away there.
    pub removed: u32,
    /// What is put there.
    pub inserted: String,
}

/// The change from one text to another, None where they are the same. Only whole characters are taken and put: a pair of
/// surrogates (an emoji) is never cut.
pub fn splice(before: &str, after: &str) -> Option<Splice> {
    if before == after {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = before.chars().zip(after.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (old, new) = (&before[start..], &after[start..]);
    let end: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    Some(Splice {
        at: units(&before[..start]),
        removed: units(&old[..old.len() - end]),
        inserted: new[..new.len() - end].to_owned(),
    })
}

impl Splice {
    /// Where a caret stands after this change was made by somebody else. What is put right at the caret goes behind it: who
    /// types there is not pushed along by another's letters.
    pub fn carry(&self, caret: u32) -> u32 {
        if caret <= self.at {
            caret
        } else if caret < self.at + self.removed {
            self.at
        } else {
            caret - self.removed + units(&self.inserted)
        }
    }
}

/// The length of a text in UTF-16 units.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
