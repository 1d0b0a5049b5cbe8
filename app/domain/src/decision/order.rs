//! The words of an order of the head as they are made of a decision (АПҚО ережесі 5.1): the head writes on them.
//!
//! Names and numbers stand as they are: no ending is glued to them.

use chrono::NaiveDate;

use crate::{
    Body, Lang,
    minutes::{
        official::{BLANK, body_words, one_line},
        text::Due,
    },
};

/// The longest title.
pub const LONGEST_TITLE: usize = 500;
/// The longest text.
pub const LONGEST_TEXT: usize = 20_000;
/// The longest number.
pub const LONGEST_NUMBER: usize = 60;

/// What of a decision stands in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground<'a> {
    /// Who decided.
    pub body: Body,
    /// The number of the minutes.
    pub minutes: u32,
    /// The day of the meeting.
    pub day: NaiveDate,
    /// What was decided.
    pub text: &'a str,
    /// Who carries it out.
    pub responsible: &'a str,
    /// Until when.
    pub due: Option<Due>,
}

/// What an order begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub title: String,
    /// Its words.
    pub text: String,
}

/// An order as a decision grounds it: on whose decision, what, who until when, and who looks after it.
pub fn draft(ground: &Ground, lang: Lang) -> Draft {
    let (body, _) = body_words(ground.body, lang);
    let (minutes, day) = (ground.minutes, lang.of_date(ground.day));
    let text = sentence(ground.text);
    let responsible = or_blank(one_line(ground.responsible));
    let due = match ground.due {
        Some(Due::Day(day)) => lang.long_date(day),
        Some(Due::Ongoing) => say(lang, "тұрақты", "постоянно").to_owned(),
        None => BLANK.to_owned(),
    };
    match lang {
        Lang::Kk => Draft {
            title: format!("{body} отырысының шешімін орындау туралы"),
            text: format!(
                "{body} отырысының {day} № {minutes} хаттамасындағы шешім негізінде БҰЙЫРАМЫН:\n\n1. {text}\n\
                 2. Жауапты: {responsible}. Мерзімі: {due}.\n3. Осы бұйрықтың орындалуын бақылауды өзіме қалдырамын.\n"
            ),
        },
        Lang::Ru => Draft {
            title: format!("Об исполнении решения заседания {body}"),
            text: format!(
                "На основании решения заседания {body} (протокол {day} № {minutes}) ПРИКАЗЫВАЮ:\n\n1. {text}\n\
                 2. Ответственный: {responsible}. Срок: {due}.\n3. Контроль за исполнением настоящего приказа оставляю за собой.\n"
            ),
        },
    }
}

fn say(lang: Lang, kk: &'static str, ru: &'static str) -> &'static str {
    match lang {
        Lang::Kk => kk,
        Lang::Ru => ru,
    }
}

fn or_blank(text: String) -> String {
    if text.is_empty() { BLANK.to_owned() } else { text }
}

/// In one line, and with its full stop.
fn sentence(text: &str) -> String {
    let text = or_blank(one_line(text));
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ground() -> Ground<'static> {
        Ground {
            body: Body::Apqo,
            minutes: 3,
            day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            text: "Жоспар бекітілсін",
            responsible: "Серікова Айгүл Маратқызы",
            due: NaiveDate::from_ymd_opt(2026, 12, 7).map(Due::Day),
        }
    }

    #[test]
    fn an_order_names_its_ground_and_who_does_what_until_when() {
        assert_eq!(
            draft(&ground(), Lang::Kk).text,
            "АПҚО отырысының 2026 жылғы 23 қарашадағы № 3 хаттамасындағы шешім негізінде БҰЙЫРАМЫН:\n\n\
             1. Жоспар бекітілсін.\n2. Жауапты: Серікова Айгүл Маратқызы. Мерзімі: 2026 жылғы 7 желтоқсан.\n\
             3. Осы бұйрықтың орындалуын бақылауды өзіме қалдырамын.\n"
        );
        let ru = draft(&ground(), Lang::Ru);
        assert!(ru.text.contains("(протокол от 23 ноября 2026 года № 3) ПРИКАЗЫВАЮ:"), "{}", ru.text);
        assert_eq!(ru.title, "Об исполнении решения заседания центра педагогической поддержки родителей");
    }

    #[test]
    fn what_is_not_known_is_left_blank() {
        let blank = Ground { responsible: " ", due: None, ..ground() };
        assert!(draft(&blank, Lang::Kk).text.contains("2. Жауапты: __. Мерзімі: __.\n"));
    }

    proptest! {
        #[test]
        fn whatever_was_decided_stands_in_it_whole(
            text in "[А-ЯӘІҢҒҮҰҚӨҺа-яәіңғүұқөһ ,.«»]{1,300}",
            responsible in "[А-ЯӘІҢҒҮҰҚӨҺ][а-яәіңғүұқөһ]{1,20} [А-Я][а-я]{1,20}",
            minutes in 1_u32..400,
            days in 0_u64..2000,
            ongoing: bool,
            body in proptest::sample::select(Body::ALL.to_vec()),
            lang in proptest::sample::select(vec![Lang::Kk, Lang::Ru]),
        ) {
            let term = ground().day + chrono::Days::new(days);
            let due = Some(if ongoing { Due::Ongoing } else { Due::Day(term) });
            let made = draft(&Ground { body, minutes, text: &text, responsible: &responsible, due, ..ground() }, lang);
            prop_assert!(made.text.contains(&one_line(&text)));
            // Nothing is glued to a name, a number or a day.
            let name = format!(": {responsible}. ");
            prop_assert!(made.text.contains(&name));
            let whole = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && c != '-');
            let number = format!("№ {minutes}");
            let after = made.text.split_once(&number).map(|(_, after)| after.chars().next());
            prop_assert!(whole(after.flatten()));
            let due = if ongoing { say(lang, "тұрақты", "постоянно").to_owned() } else { lang.long_date(term) };
            let due = format!(": {due}.\n3. ");
            prop_assert!(made.text.contains(&due));
            prop_assert!(made.title.chars().count() <= LONGEST_TITLE && made.text.chars().count() <= LONGEST_TEXT);
        }
    }
}
