//! Children in open minutes stand by their initials. This finds their full names, whatever the
//! keyboard, the order and the ending, and says what should stand instead. Closed minutes of ППҚҚ name them.

use std::{collections::HashMap, ops::Range};

use crate::{Name, fold::fold};

/// A child's full name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes, with its ending.
    pub place: Range<usize>,
    /// What should stand there: «Қ. Ә.», which takes no ending.
    pub initials: String,
}

/// Kazakh endings, folded; several may follow each other (`-лар-ы-ның`).
const ENDINGS: [&str; 62] = [
    "нын", "нин", "дын", "дин", "тын", "тин", "га", "ге", "ка", "ке", "на", "не", "а", "е", "ны", "ни", "ды", "ди",
    "ты", "ти", "н", "да", "де", "та", "те", "нда", "нде", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен",
    "пен", "ы", "и", "сы", "си", "м", "ым", "им", "мыз", "миз", "лар", "лер", "дар", "дер", "тар", "тер", "дай", "дей",
    "тай", "тей", "ша", "ше", "ики", "жан", "гой", "ын", "ин",
];

/// Russian endings that a name takes in place of its last vowel, or behind its last consonant.
const RUSSIAN: [&str; 17] =
    ["а", "я", "у", "ю", "ы", "и", "е", "ой", "ей", "ою", "ею", "ом", "ем", "ым", "им", "ого", "ому"];

/// The full names of children in a text, from the first to the last.
pub fn find(text: &str, children: &[Name]) -> Vec<Found> {
    let words = words(text);
    // By the letter that they begin with: most words of a long text begin no name at all.
    let mut by_letter: HashMap<Option<char>, Vec<(Vec<String>, String)>> = HashMap::new();
    for name in children {
        for pattern in patterns(name) {
            let letter = pattern.first().and_then(|word| word.chars().next());
            by_letter.entry(letter).or_default().push((pattern, initials(name)));
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let letter = words[at].1.chars().next();
        let patterns = by_letter.get(&letter).map_or(&[][..], Vec::as_slice);
        let here = patterns.iter().filter(|(pattern, _)| stands(pattern, &words[at..], text));
        // The longest, so that no patronymic is left behind.
        if let Some((pattern, initials)) = here.max_by_key(|(pattern, _)| pattern.len()) {
            let last = at + pattern.len() - 1;
            found.push(Found { place: words[at].0.start..words[last].0.end, initials: initials.clone() });
            at = last + 1;
        } else {
            at += 1;
        }
    }
    found
}

/// The text with initials in place of the full names.
pub fn hidden(text: &str, children: &[Name]) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut from = 0;
    for Found { place, initials } in find(text, children) {
        safe.push_str(&text[from..place.start]);
        safe.push_str(&initials);
        from = place.end;
    }
    safe.push_str(&text[from..]);
    safe
}

/// «Қ. Ә.».
pub fn initials(name: &Name) -> String {
    name.initials().chars().map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
}

/// Every way in which a full name is said, as folded words.
fn patterns(name: &Name) -> impl Iterator<Item = Vec<String>> {
    let split = |text: &str| -> Vec<String> { words(text).into_iter().map(|(_, word)| word).collect() };
    let (family, given, patronymic) = (split(&name.family), split(&name.given), split(&name.patronymic));
    let mut ways = Vec::new();
    if !given.is_empty() && !family.is_empty() {
        for pair in [[&family[..], &given[..]].concat(), [&given[..], &family[..]].concat()] {
            if !patronymic.is_empty() {
                ways.push([&pair[..], &patronymic[..]].concat());
            }
            ways.push(pair);
        }
    }
    if !given.is_empty() && !patronymic.is_empty() {
        ways.push([&given[..], &patronymic[..], &family[..]].concat());
        ways.push([given, patronymic].concat());
    }
    ways.into_iter()
}

/// The words of a text and where they stand, folded. A hyphen or an apostrophe inside belongs to the word.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = letter.is_alphabetic() || (start.is_some() && is_joint(letter));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let end = from + text[from..at].trim_end_matches(is_joint).len();
                words.push((from..end, fold(&text[from..end])));
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn is_joint(letter: char) -> bool {
    matches!(letter, '-' | '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

/// Whether a name stands at the beginning of these words, with nothing between its words that would part them.
fn stands(pattern: &[String], words: &[(Range<usize>, String)], text: &str) -> bool {
    let parts = |letter: char| !letter.is_whitespace() && !",«»\"()*_–—".contains(letter);
    words.len() >= pattern.len()
        && pattern.iter().zip(words).all(|(name, (_, word))| is_form_of(word, name))
        && words[..pattern.len()].windows(2).all(|two| !text[two[0].0.end..two[1].0.start].contains(parts))
}

/// Whether a folded word is a folded name, as it is or with an ending.
fn is_form_of(word: &str, name: &str) -> bool {
    if let Some(rest) = word.strip_prefix(name)
        && (are_endings(rest.trim_start_matches(is_joint)) || RUSSIAN.contains(&rest))
    {
        return true;
    }
    // Қалдыбек → Қалдыбегі, Мақсат stays; Ирина → Ирину.
    let Some(last) = name.chars().last() else { return false };
    let stem = &name[..name.len() - last.len_utf8()];
    let Some(rest) = word.strip_prefix(stem) else { return false };
    match last {
        'к' => rest.strip_prefix('г').is_some_and(are_endings),
        'п' => rest.strip_prefix('б').is_some_and(are_endings),
        'а' | 'я' | 'ь' | 'й' => RUSSIAN.contains(&rest),
        _ => false,
    }
}

/// The longest rest that is looked at, in bytes: no name takes more endings.
const LONGEST: usize = 48;

/// Whether a word's rest is nothing but endings.
fn are_endings(rest: &str) -> bool {
    // Where endings may stop: each place is looked at once, whatever ways lead there.
    let mut ends = [false; LONGEST + 1];
    ends[0] = true;
    if rest.len() > LONGEST {
        return false;
    }
    for at in (0..rest.len()).filter(|at| rest.is_char_boundary(*at)) {
        if !ends[at] {
            continue;
        }
        for ending in ENDINGS.iter().filter(|ending| rest[at..].starts_with(*ending)) {
            ends[at + ending.len()] = true;
        }
    }
    ends[rest.len()]
}
