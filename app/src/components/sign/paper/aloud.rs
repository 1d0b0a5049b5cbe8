//! A paper read aloud: what is said line by line, and by which voice.

use domain::{
    Lang,
    form::{Form, Line, Piece},
};

/// About how much is said at once, in letters: browsers break off in the middle of what takes longer than a quarter of
/// a minute.
const BREATH: usize = 170;

/// What is said, each with the number of its line.
pub fn sayings(form: &Form) -> Vec<(usize, String)> {
    let mut sayings = Vec::new();
    for (n, line) in form.lines.iter().enumerate() {
        let text = match line {
            Line::Corner(words) | Line::Title(words) | Line::Heading(words) => words.clone(),
            Line::Text(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Words(words) | Piece::Filled(_, words) => words.as_str(),
                    Piece::Blank(_) => " ",
                })
                .collect(),
            // What belongs into a blank is no part of the sentence around it.
            Line::Caption(_) | Line::Gap => continue,
        };
        sayings.extend(breaths(&text).into_iter().map(|said| (n, said)));
    }
    sayings
}

/// A text in parts that are said at once: after sentences, and where one is very long, after its commas.
fn breaths(text: &str) -> Vec<String> {
    let mut breaths = Vec::new();
    let mut now = String::new();
    for word in text.split_whitespace() {
        let length = now.chars().count();
        let ends = now.ends_with(['.', ';', ':', '?']) && length > BREATH / 3;
        let pauses = now.ends_with(',') && length > BREATH / 2;
        if ends || pauses || length + word.chars().count() > BREATH * 3 / 2 {
            breaths.push(std::mem::take(&mut now));
        }
        if !now.is_empty() {
            now.push(' ');
        }
        now.push_str(word);
    }
    breaths.push(now);
    // Quotation marks and figures alone are not said: an empty blank of a date.
    breaths.retain(|said| said.chars().any(char::is_alphabetic));
    breaths
}

/// Which of the voices reads a language: by its tag, and whether it speaks without a connection, which is preferred.
pub fn voice(lang: Lang, voices: &[(String, bool)]) -> Option<usize> {
    let speaks = |tag: &str| {
        // Android writes kk_KZ, some say the language with three letters.
        let tag = tag.to_ascii_lowercase();
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        match lang {
            Lang::Kk => matches!(first, "kk" | "kaz"),
            Lang::Ru => matches!(first, "ru" | "rus"),
        }
    };
    let theirs = || voices.iter().enumerate().filter(|(_, (tag, _))| speaks(tag));
    theirs().find(|(_, (_, local))| *local).or_else(|| theirs().next()).map(|(n, _)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_said_line_by_line_without_its_captions() {
        let form =
            Form::read("# Келісім\n\nМен {parent}\n(аты-жөні)\nкелісім беремін.\n\"{day}\" 20{year}\nҚолы {signature}")
                .expect("a form");
        let said = sayings(&form);
        let said: Vec<(usize, &str)> = said.iter().map(|(n, text)| (*n, text.as_str())).collect();
        assert_eq!(said, [(0, "Келісім"), (2, "Мен"), (4, "келісім беремін."), (6, "Қолы")]);
    }

    #[test]
    fn a_long_paragraph_is_said_sentence_by_sentence() {
        let sentence = "Мектепке дейінгі ұйым баланың дамуы мен денсаулығына қамқорлық жасауға міндеттенеді.";
        let text = [sentence; 4].join(" ");
        assert_eq!(breaths(&text), [sentence; 4]);
        let endless = "сөз ".repeat(400);
        assert!(breaths(&endless).iter().all(|said| said.chars().count() <= BREATH * 3 / 2 + 4));
        assert_eq!(breaths(&endless).join(" "), endless.trim());
    }

    #[test]
    fn a_voice_is_chosen_by_its_language_and_one_of_the_phone_first() {
        let voices =
            |tags: &[(&str, bool)]| tags.iter().map(|(tag, local)| ((*tag).to_owned(), *local)).collect::<Vec<_>>();
        let phone = voices(&[("en-US", true), ("kk_KZ", false), ("ru-RU", false), ("ru_RU", true)]);
        assert_eq!(voice(Lang::Kk, &phone), Some(1));
        assert_eq!(voice(Lang::Ru, &phone), Some(3));
        assert_eq!(voice(Lang::Kk, &voices(&[("ru-RU", true), ("ky-KG", true)])), None);
        assert_eq!(voice(Lang::Kk, &[]), None);
    }
}
