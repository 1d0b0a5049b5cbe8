//! Letters that no font has. Forms refuse them; minutes are written freely and signed as they are, so there each stands
//! with its code: nothing becomes an empty box, and nothing is left out unseen.

use std::fmt::Write;

/// Joins letters, parts them or chooses a shape: nothing to see by itself.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Turns the direction of what follows, or means what nobody else knows: never printed as it is.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{10ffff}'
    )
}

/// The text with `[U+1F338]` in place of every letter that cannot be set, and whether there was any. Several that follow
/// each other are one picture, and stand in one pair of brackets.
pub(super) fn printable(text: &str, has: impl Fn(char) -> bool) -> (String, bool) {
    let mut set = String::with_capacity(text.len());
    let mut run = String::new();
    let mut any = false;
    for letter in text.chars() {
        let seen = letter.is_whitespace() || (!is_silent(letter) && !is_hidden(letter) && has(letter));
        if seen {
            close(&mut set, &mut run);
            set.push(letter);
        } else if !is_silent(letter) || !run.is_empty() {
            any = true;
            let lead = if run.is_empty() { '[' } else { ' ' };
            let _ = write!(run, "{lead}U+{:04X}", u32::from(letter));
        }
    }
    close(&mut set, &mut run);
    (set, any)
}

fn close(set: &mut String, run: &mut String) {
    if !run.is_empty() {
        set.push_str(run);
        set.push(']');
        run.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> (String, bool) {
        printable(text, |letter| letter.is_alphanumeric() || letter.is_ascii_punctuation() || letter == '⚠')
    }

    #[test]
    fn what_a_font_has_stands_as_it_is() {
        assert_eq!(set("Әңгіме, 2026.\nЖаңа жол"), ("Әңгіме, 2026.\nЖаңа жол".to_owned(), false));
    }

    #[test]
    fn a_picture_stands_with_its_codes() {
        assert_eq!(set("Гүл 🌸!"), ("Гүл [U+1F338]!".to_owned(), true));
        assert_eq!(set("👩\u{200d}🏫."), ("[U+1F469 U+200D U+1F3EB].".to_owned(), true));
    }

    #[test]
    fn what_only_chooses_a_shape_goes() {
        assert_eq!(set("⚠\u{fe0f} бас\u{ad}тау"), ("⚠ бастау".to_owned(), false));
    }

    #[test]
    fn what_turns_the_direction_is_seen() {
        assert_eq!(set("a\u{202e}b\0"), ("a[U+202E]b[U+0000]".to_owned(), true));
    }
}
