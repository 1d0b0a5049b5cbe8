//! Minutes on paper: the words that were signed, hands in their places, and nothing that cannot be read.

use std::fmt::Write;

use documents::MinutesSheet;
use domain::format::Lang;
use domain::minutes::text::MinutesText;

use crate::papers::{full_sheet, name, sheet, text};
use crate::tools::{Folder, info, keys, press, run, said};

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
    let head =
        "«Нұрлытау» бөбекжай-балабақшасы МКҚК АПҚО отырысының № 3 ХАТТАМАСЫ № 1 ТОЛЫҚТЫРУ 2026 жылғы 4 желтоқсан";
    let added = "Төрайым Г. Сәрсенбаева (Г. Сәрсенбаева) Хатшы (Ә. Қалдыбек) SHA-256";
    assert!(second.starts_with(&format!("{head} 3-тармақта «алты» деп оқылсын. Басқасы өзгеріссіз.")), "{second}");
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
