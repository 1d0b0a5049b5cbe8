use documents::forms::{CONSENT, CONTRACT, DISCLOSURE};
use domain::form::{Blank, Form};

/// The words of a text, its blanks being one sign each.
fn words(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        if letter != '_' || !plain.ends_with('_') {
            plain.push(letter);
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_text_is_a_form_in_both_languages_with_the_same_blanks() {
    for text in [CONSENT, CONTRACT, DISCLOSURE] {
        let read = |text: &str| {
            let mut blanks: Vec<Blank> = Form::read(text).expect("a form").blanks().collect();
            blanks.sort();
            blanks
        };
        assert_eq!(read(text.kk), read(text.ru));
    }
}

#[test]
fn the_consent_is_word_for_word_that_of_the_order() {
    let empty = Form::read(CONSENT.kk).expect("a form").text();
    assert_eq!(words(&empty), words(include_str!("consent_form.txt")));
}

#[test]
fn nothing_is_glued_to_what_is_filled_in() {
    for text in [CONSENT.kk, CONTRACT.kk, DISCLOSURE.kk] {
        for behind in text.split('}').skip(1) {
            assert!(!behind.starts_with(|next: char| next.is_alphabetic() || next == '-'), "{behind}");
        }
    }
}
