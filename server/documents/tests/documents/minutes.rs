//! Minutes on paper: the words that were signed, hands in their places, and nothing that cannot be read.

use std::fmt::Write;

use chrono::NaiveDate;
use documents::{AdditionSheet, Ink, MinutesSheet};
use domain::format::Lang;
use domain::minutes::official::{official, title};
use domain::minutes::text::{Decision, Due, Item, MinutesText, Votes};
use domain::{Body, DecisionId, ItemId, Name, body::composition::ChairTitle};
use uuid::Uuid;

use crate::tools::{Folder, info, keys, press, run, said, scribble};

fn name(family: &str, given: &str) -> Name {
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
            title: "Толықтыру № 1".to_owned(),
            text: "3-тармақта «алты» деп оқылсын.\nБасқасы өзгеріссіз.".to_owned(),
            signatures: "Төрайым ______ (Г. Сәрсенбаева)      Хатшы ______ (Ә. Қалдыбек)".to_owned(),
            chair: Some(Ink::Typed("Г. Сәрсенбаева".to_owned())),
            secretary: Some(Ink::Strokes(scribble())),
            marks: vec![mark("SHA-256", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")],
        }],
        ..sheet(&text(), Lang::Kk)
    }
}

fn words(text: &str) -> Vec<String> {
    text.replace('_', " ").split_whitespace().map(str::to_owned).collect()
}

/// What a reader takes out of printed minutes.
fn read(sheet: &MinutesSheet) -> String {
    let folder = Folder::new();
    folder.file("a.pdf", press().minutes(sheet).expect("a print"));
    said("pdftotext", &folder, &["-raw", "-enc", "UTF-8", "a.pdf", "-"])
}

#[test]
fn the_words_of_minutes_come_back_in_their_order_in_both_languages() {
    for lang in [Lang::Kk, Lang::Ru] {
        let sheet = sheet(&text(), lang);
        assert_eq!(words(&read(&sheet)), words(&sheet.text), "{lang:?}");
    }
}

#[test]
fn minutes_without_a_number_a_chair_or_a_word_are_printed_too() {
    let empty = MinutesText {
        number: None,
        manner: String::new(),
        attended: Vec::new(),
        absent: Vec::new(),
        items: Vec::new(),
        proposals: String::new(),
        decisions: Vec::new(),
        chair: None,
        secretary: None,
        ..text()
    };
    let sheet = sheet(&empty, Lang::Kk);
    assert_eq!(words(&read(&sheet)), words(&sheet.text));
}

#[test]
fn hands_stand_on_the_lines_and_what_came_later_behind() {
    let sheet = full_sheet();
    let pages: Vec<String> = read(&sheet).split('\u{c}').map(|page| words(page).join(" ")).collect();
    let signed = "7. Төрайым (Г. Сәрсенбаева) Хатшы ЭЦҚ арқылы қол қойылған (Ә. Қалдыбек)";
    let at = |page: &str, what: &str| page.find(what).unwrap_or_else(|| panic!("{what}: {page}"));
    let first = &pages[0];
    assert!(at(first, signed) < at(first, &sheet.marks[0].1), "{first}");
    assert!(at(first, &sheet.marks[1].0) < at(first, &sheet.note) && first.contains(&sheet.address), "{first}");
    let second = &pages[1];
    let added = "Төрайым Г. Сәрсенбаева (Г. Сәрсенбаева) Хатшы (Ә. Қалдыбек) SHA-256";
    assert!(second.starts_with("Толықтыру № 1 3-тармақта «алты» деп оқылсын. Басқасы өзгеріссіз."), "{second}");
    assert!(second.contains(added), "{second}");
}

#[test]
fn minutes_are_pdf_a_and_others_find_their_seal_whole_and_valid() {
    let folder = Folder::new();
    let keys = keys(&folder);
    let pdf = press().minutes(&full_sheet()).expect("a print");
    assert_eq!(pdf, press().minutes(&full_sheet()).expect("a print"), "the same sheet is the same file");
    folder.file("a.pdf", keys.seal(&pdf, &info(), None).expect("a seal"));
    folder.file("own.pem", keys.certificate().to_pem());
    said("qpdf", &folder, &["--check", "a.pdf"]);
    let told = said("pdfinfo", &folder, &["a.pdf"]);
    assert!(told.contains("Tagged:          yes") && told.contains("A4"), "{told}");
    let meta = said("pdfinfo", &folder, &["-meta", "a.pdf"]);
    assert!(meta.contains("<pdfaid:part>2<") && meta.contains("<pdfaid:conformance>A<"), "{meta}");
    let poppler = String::from_utf8_lossy(&run("pdfsig", &folder, &["a.pdf"]).stdout).into_owned();
    assert!(poppler.contains("Signature Validation: Signature is Valid."), "{poppler}");
    let validate = ["sign", "validate", "--no-revocation-check", "--pretty-print", "--trust", "own.pem", "a.pdf"];
    let pyhanko = said("pyhanko", &folder, &validate);
    assert!(pyhanko.contains("The signature is judged VALID."), "{pyhanko}");
}

#[test]
fn pictures_and_hidden_letters_are_printed_with_their_codes() {
    let mut odd = text();
    odd.proposals =
        "Гүл 🌸, мұғалім 👩\u{200d}🏫, 王芳, a\u{202e}b, \u{f8ff}, \u{0}. И\u{306} и\u{ad}ә ⚠\u{fe0f}".to_owned();
    let printed = words(&read(&sheet(&odd, Lang::Kk))).join(" ");
    let wanted = "Гүл [U+1F338], мұғалім [U+1F469 U+200D U+1F3EB], [U+738B U+82B3], a[U+202E]b, [U+F8FF], [U+0000].";
    assert!(printed.contains(wanted), "{printed}");
    assert!(printed.contains("кодымен жазылған."), "{printed}");
    assert!(!words(&read(&sheet(&text(), Lang::Kk))).join(" ").contains("кодымен"));
}

#[test]
fn markup_in_minutes_is_only_letters() {
    let mut odd = text();
    odd.organisation = "#panic(\"x\") *МКҚК*".to_owned();
    odd.items[0].discussion = "= Басы\n#read(\"/etc/passwd\") $x$ _я_ // `c`".to_owned();
    odd.secretary = Some(name("______", "Ә"));
    let sheet = sheet(&odd, Lang::Kk);
    assert_eq!(words(&read(&sheet)), words(&sheet.text));
}

#[test]
fn two_hundred_pages_are_printed() {
    let mut long = text();
    let mut course = String::new();
    for n in 0..5000 {
        let _ = writeln!(
            course,
            "{n}-сөз. Балалармен жүргізілген жұмыстың барысы баяндалды, ата-аналардың сұрақтарына жауап берілді, ұсыныстар тыңдалды."
        );
    }
    long.items[0].discussion = course;
    let sheet = sheet(&long, Lang::Kk);
    let folder = Folder::new();
    folder.file("a.pdf", press().minutes(&sheet).expect("a print"));
    let told = said("pdfinfo", &folder, &["a.pdf"]);
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).map(|pages| pages.trim().parse::<u32>());
    assert!(matches!(pages, Some(Ok(200..))), "{told}");
    let printed = said("pdftotext", &folder, &["-raw", "-enc", "UTF-8", "a.pdf", "-"]);
    assert!(printed.contains("4999-сөз."), "the last line");
}
