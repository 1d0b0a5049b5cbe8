//! A text that may be long. Browsers break a text of more than 65,536 letters of a page into several nodes, and a page that
//! finds other nodes than the server meant never comes alive: so the server breaks it first.

use leptos::prelude::*;

/// Most bytes of a piece: letters of UTF-16 are never more than these.
const MOST: usize = 32 * 1024;

/// The text in pieces.
pub fn long_text(text: &str) -> AnyView {
    pieces(text).into_iter().map(|piece| view! { <span>{piece.to_owned()}</span> }).collect_view().into_any()
}

/// Broken behind lines where there are any, never within a letter.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > MOST {
        let (most, _) = rest.split_at(rest.floor_char_boundary(MOST));
        let at = most.rfind('\n').map_or(most.len(), |line| line + 1);
        let (piece, left) = rest.split_at(at);
        pieces.push(piece);
        rest = left;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_short_and_together_the_text() {
        let lines = "Отырыста қаралды: әлеуметтік-эмоциялық даму 👧🏽.\n".repeat(3_000);
        let alone = "ә".repeat(100_001);
        for text in ["", "бір", &lines, &alone] {
            let pieces = pieces(text);
            assert_eq!(pieces.concat(), *text);
            assert!(pieces.iter().all(|piece| piece.len() <= MOST));
            assert_eq!(pieces.len(), text.len().div_ceil(MOST).max(1));
        }
        assert!(super::pieces(&lines).iter().all(|piece| piece.ends_with('\n') || piece.is_empty()));
    }
}
