//! Search that forgives a Russian keyboard, and the order of the Kazakh alphabet (requirements §3).

use std::cmp::Ordering;

/// The Kazakh alphabet, in order.
const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// Lower case, with the letters that a Russian keyboard lacks as those that are typed instead: `Әсемгүл` is `асемгул`.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        'ё' => 'е',
        other => other,
    }
}

/// Whether every word of `needle` occurs in `haystack`, both folded. Nothing asked for is found everywhere.
pub fn matches(haystack: &str, needle: &str) -> bool {
    let haystack = fold(haystack);
    needle.split_whitespace().all(|word| haystack.contains(&fold(word)))
}

/// The order of two names in a Kazakh list, whatever their case. What is not of the alphabet comes first.
pub fn cmp_kk(a: &str, b: &str) -> Ordering {
    ranks(a).cmp(ranks(b)).then_with(|| a.cmp(b))
}

fn ranks(text: &str) -> impl Iterator<Item = (u8, char)> {
    text.chars().flat_map(char::to_lowercase).map(rank)
}

/// Its place in the alphabet, from 1; 0 for what is not of it. Lists of names are long: it is looked up and not counted.
fn rank(letter: char) -> (u8, char) {
    let place = (letter as u32).checked_sub(CYRILLIC).and_then(|n| PLACES.get(n as usize));
    (place.copied().unwrap_or(0), letter)
}

/// Where the letters begin: U+0400.
const CYRILLIC: u32 = 0x400;

const PLACES: [u8; 256] = {
    let (mut places, bytes) = ([0; 256], ALPHABET.as_bytes());
    // Every letter of the alphabet is two bytes.
    let (mut at, mut place) = (0, 1);
    while at < bytes.len() {
        let code = ((bytes[at] & 0x1f) as u32) << 6 | (bytes[at + 1] & 0x3f) as u32;
        places[(code - CYRILLIC) as usize] = place;
        (at, place) = (at + 2, place + 1);
    }
    places
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_keyboard_finds_a_kazakh_name() {
        assert!(matches("Қалдыбек Әсемгүл Нұрланқызы", "асемгул"));
        assert!(matches("Өтепберген Раушан", "отеп"));
        assert!(matches("Шәріп Ақерке", "шарип акерке"));
        assert!(matches("Семёнова Ирина", "семенова"));
        assert!(!matches("Қалдыбек Әсемгүл", "ботагоз"));
    }

    #[test]
    fn the_words_of_a_search_may_come_in_any_order() {
        assert!(matches("Қалдыбек Әсемгүл Нұрланқызы", "нұрлан ҚАЛД"));
        assert!(!matches("Қалдыбек Әсемгүл Нұрланқызы", "қалдыбек ерлан"));
        assert!(matches("Қалдыбек", "  "));
    }

    #[test]
    fn folding_takes_every_letter_of_its_own_to_its_neighbour() {
        assert_eq!(fold("ӘҒҚҢӨҰҮҺІЁ әғқңөұүһіё"), "агкноууxие агкноууxие".replace('x', "х"));
        assert_eq!(fold("R2-D2 ₸"), "r2-d2 ₸");
    }

    #[test]
    fn names_stand_in_the_order_of_the_kazakh_alphabet() {
        let mut names = ["Яна", "Ілияс", "Өмір", "Қайрат", "Кенже", "Әсем", "Бота", "Асан", "Ыбырай", "2-топ"];
        names.sort_by(|a, b| cmp_kk(a, b));
        assert_eq!(names, ["2-топ", "Асан", "Әсем", "Бота", "Кенже", "Қайрат", "Өмір", "Ыбырай", "Ілияс", "Яна"]);
    }

    #[test]
    fn order_looks_at_the_case_last() {
        assert_eq!(cmp_kk("асан", "Әсем"), Ordering::Less);
        assert_eq!(cmp_kk("Асан", "Асан"), Ordering::Equal);
        assert_eq!(cmp_kk("Асан", "Асанәлі"), Ordering::Less);
    }
}
