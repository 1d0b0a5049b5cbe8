//! Minutes to print.

use chrono::NaiveDate;
use documents::{AdditionSheet, Ink, MinutesSheet};
use domain::format::Lang;
use domain::minutes::official::{addition, official, title};
use domain::minutes::text::{Decision, Due, Item, MinutesText, Votes};
use domain::{Body, DecisionId, ItemId, Name, body::composition::ChairTitle};
use uuid::Uuid;

use crate::tools::scribble;

/// Somebody.
pub fn name(family: &str, given: &str) -> Name {
    Name { family: family.to_owned(), given: given.to_owned(), patronymic: "Ерланқызы".to_owned() }
}

/// Minutes with all that can stand in them.
pub fn text() -> MinutesText {
    let item = |n: u128, title: &str, discussion: &str| Item {
        id: ItemId(Uuid::from_u128(n)),
        title: title.to_owned(),
        discussion: discussion.to_owned(),
    };
    MinutesText {
        organisation: "«Нұрлытау» бөбекжай-балабақшасы МКҚК".to_owned(),
        body: Body::Apqo,
        number: Some(3),
        planned: true,
        day: NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day"),
        present: 6,
        manner: "Дөңгелек үстел".to_owned(),
        attended: vec![name("Сәрсенбаева", "Гүлнұр"), name("Қалдыбек", "Әсемгүл")],
        absent: vec![name("Өтеген", "Жібек")],
        items: vec![
            item(1, "Ата-аналармен жұмыс қорытындысы", "Тыңдалды: әдіскер.\n\nСөйлегендер: 1) психолог; 2) логопед."),
            item(2, "Келесі тоқсанның жоспары", "Жоба оқылды, он екі түзету енгізілді."),
        ],
        proposals: "Кеңес беру күндерін көбейту ұсынылды.".to_owned(),
        decisions: vec![Decision {
            id: DecisionId(Uuid::from_u128(3)),
            text: "Жоспар бекітілсін.".to_owned(),
            responsible: vec![name("Қалдыбек", "Әсемгүл")],
            due: Some(Due::Ongoing),
            votes: Some(Votes { aye: 5, nay: 0, abstained: 1 }),
        }],
        chair: Some(name("Сәрсенбаева", "Гүлнұр")),
        chair_title: ChairTitle::Torayym,
        secretary: Some(name("Қалдыбек", "Әсемгүл")),
    }
}

/// As they are printed before anybody has signed.
pub fn sheet(text: &MinutesText, lang: Lang) -> MinutesSheet {
    MinutesSheet {
        lang,
        text: official(text, lang),
        chair: None,
        secretary: None,
        marks: Vec::new(),
        note: String::new(),
        coded: "Қаріпте жоқ белгілер кодымен жазылған.".to_owned(),
        address: String::new(),
        additions: Vec::new(),
        title: title(text.body, text.number, lang),
        day: text.day,
        organisation: text.organisation.clone(),
    }
}

/// Signed by both, with everything below the rule and an addition behind.
pub fn full_sheet() -> MinutesSheet {
    let mark = |what: &str, value: &str| (what.to_owned(), value.to_owned());
    let day = NaiveDate::from_ymd_opt(2026, 12, 4).expect("a day");
    MinutesSheet {
        chair: Some(Ink::Strokes(scribble())),
        secretary: Some(Ink::Words("ЭЦҚ арқылы қол қойылған".to_owned())),
        marks: vec![
            mark("SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            mark("Тізбектегі орны", "3"),
        ],
        note: "Хаттаманың түпнұсқалығын QR код арқылы тексеруге болады.".to_owned(),
        address: "https://nurlytau.example.kz/verify/7K3MQ2XH94TB".to_owned(),
        additions: vec![AdditionSheet {
            text: addition(&text(), 1, day, "3-тармақта «алты» деп оқылсын.\nБасқасы өзгеріссіз.", Lang::Kk),
            chair: Some(Ink::Typed("Г. Сәрсенбаева".to_owned())),
            secretary: Some(Ink::Strokes(scribble())),
            marks: vec![mark("SHA-256", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")],
        }],
        ..sheet(&text(), Lang::Kk)
    }
}
