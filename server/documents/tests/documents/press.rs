use documents::forms::{CONSENT, CONTRACT, DISCLOSURE};
use documents::{Error, Ink, Reading, Sheet};
use domain::form::{Blank, Facts, Form};
use domain::format::Lang;

use crate::tools::{Folder, facts, full_sheet, press, said, sheet};

fn words(text: &str) -> Vec<String> {
    text.replace('_', " ").split_whitespace().map(str::to_owned).collect()
}

/// What a reader takes out of a printed sheet.
fn text_of(sheet: &Sheet, how: &str) -> String {
    let folder = Folder::new();
    folder.file("a.pdf", press().print(sheet).expect("a print"));
    said("pdftotext", &folder, &[how, "-enc", "UTF-8", "a.pdf", "-"])
}

#[test]
fn the_words_of_a_consent_come_back_in_their_order() {
    let sheet = sheet(CONSENT, &facts());
    for how in ["-raw", "-layout"] {
        assert_eq!(words(&text_of(&sheet, how)), words(&sheet.form.text()), "{how}");
    }
}

#[test]
fn an_empty_consent_has_the_words_of_the_order_and_lines() {
    let form = Form::read(CONSENT.kk).expect("a form");
    let sheet = Sheet { form, ..sheet(CONSENT, &facts()) };
    // The quotes stand around a line.
    let close = |text: &str| words(text).concat();
    assert_eq!(close(&text_of(&sheet, "-raw")), close(include_str!("consent_form.txt")));
}

#[test]
fn the_other_forms_come_back_too() {
    for text in [CONTRACT, DISCLOSURE] {
        let sheet = sheet(text, &facts());
        // Page numbers and what stands beside each other are read in another order.
        let (mut printed, mut form) = (words(&text_of(&sheet, "-raw")), words(&sheet.form.text()));
        printed.sort();
        form.sort();
        let missing: Vec<_> = form.iter().filter(|word| !printed.contains(word)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(printed.len() < form.len() + 12);
    }
}

#[test]
fn marks_stand_below_the_form_and_never_inside() {
    let sheet = full_sheet(CONSENT, &facts());
    let text = words(&text_of(&sheet, "-layout"));
    let form = words(&sheet.form.text());
    assert_eq!(text[..form.len()], form);
    let rest = text[form.len()..].join(" ");
    for (what, value) in &sheet.marks {
        assert!(rest.contains(what) && rest.contains(value), "{rest}");
    }
    assert!(rest.contains(&sheet.note) && rest.contains(&sheet.address));
}

#[test]
fn it_is_pdf_a_and_sound() {
    let folder = Folder::new();
    folder.file("a.pdf", press().print(&full_sheet(CONTRACT, &facts())).expect("a print"));
    said("qpdf", &folder, &["--check", "a.pdf"]);
    let info = said("pdfinfo", &folder, &["a.pdf"]);
    assert!(info.contains("Tagged:          yes") && info.contains("A4"), "{info}");
    let meta = said("pdfinfo", &folder, &["-meta", "a.pdf"]);
    assert!(meta.contains("<pdfaid:part>2<") && meta.contains("<pdfaid:conformance>A<"), "{meta}");
}

#[test]
fn the_same_sheet_is_the_same_file() {
    let sheet = full_sheet(CONSENT, &facts());
    assert_eq!(press().print(&sheet).expect("a print"), press().print(&sheet).expect("a print"));
}

#[test]
fn many_print_at_once() {
    let sheet = full_sheet(CONSENT, &facts());
    let alone = press().print(&sheet).expect("a print");
    std::thread::scope(|scope| {
        let printers: Vec<_> =
            (0..4).map(|_| scope.spawn(|| press().clone().print(&sheet).expect("a print"))).collect();
        for printer in printers {
            assert_eq!(printer.join().expect("no panic"), alone);
        }
    });
}

#[test]
fn the_translation_has_a_page_of_its_own_and_says_so() {
    let russian = Form::read(CONSENT.ru).expect("a form").fill(&facts(), Lang::Ru);
    let mark = "Оқуға арналған аударма. Қол қойылған мәтін – қазақ тіліндегі.";
    let reading = Reading { lang: Lang::Ru, form: russian.clone(), mark: mark.to_owned() };
    let sheet = Sheet { reading: Some(reading), ..full_sheet(CONSENT, &facts()) };
    let text = text_of(&sheet, "-raw");
    let pages: Vec<_> = text.split('\u{c}').collect();
    assert!(!pages[0].contains("Согласие"));
    let second = words(pages[1]);
    assert_eq!(second[..second.len() - 3], words(&format!("{mark} {}", russian.text())));
}

#[test]
fn markup_in_names_is_only_letters() {
    let child = "*Айару* #panic(\"x\") $x$ _я_ \\ @a <b> `c` [d] // = // #[e]";
    let facts = Facts { child: child.to_owned(), ..facts() };
    let sheet = Sheet { note: "#read(\"/etc/passwd\") *b*".to_owned(), ..sheet(CONSENT, &facts) };
    let text = text_of(&sheet, "-raw").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(child), "{text}");
    assert!(text.contains("#read(\"/etc/passwd\") *b*"), "{text}");
}

#[test]
fn rare_letters_are_printed_or_named() {
    for name in ["Ӏбрагьим Мӏажид", "Ќирил Ѓорѓи Ёлкин", "Müller-Łukasz Çağrı O’Neill", "ҚҰДАЙБЕРГЕНҰЛЫ ӘҢҒӨҮІҺ"]
    {
        let facts = Facts { parent: name.to_owned(), ..facts() };
        let text = text_of(&sheet(CONSENT, &facts), "-raw");
        assert!(text.contains(name), "{name}: {text}");
    }
    for (name, letter) in [("王芳", '王'), ("Айару 🌸", '🌸'), ("A\u{0}b", '\0'), ("ا", 'ا')] {
        let facts = Facts { parent: name.to_owned(), ..facts() };
        match press().print(&sheet(CONSENT, &facts)) {
            Err(Error::Letters(named)) => assert_eq!(named, letter),
            Ok(pdf) => {
                let folder = Folder::new();
                folder.file("a.pdf", pdf);
                let text = said("pdftotext", &folder, &["-raw", "a.pdf", "-"]);
                assert!(text.contains(name), "{name}: {text}");
            }
            Err(other) => panic!("{name}: {other}"),
        }
    }
}

#[test]
fn a_typed_signature_and_words_stand_on_the_line() {
    for ink in [Ink::Typed("Ә. Қалдыбек".to_owned()), Ink::Words("ЭЦҚ арқылы қол қойылған".to_owned())]
    {
        let mut sheet = sheet(CONSENT, &facts());
        let (Ink::Typed(words) | Ink::Words(words)) = &ink else { unreachable!("both have words") };
        let line = format!("Қолы {words}");
        sheet.ink.insert(Blank::Signature, ink);
        let text = text_of(&sheet, "-layout").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&line), "{text}");
    }
}

#[test]
fn scans_are_pages_and_what_is_none_is_named() {
    let folder = Folder::new();
    folder.file("paper.pdf", press().print(&sheet(CONSENT, &facts())).expect("a print"));
    said("pdftoppm", &folder, &["-r", "60", "-png", "paper.pdf", "scan"]);
    said("pdftoppm", &folder, &["-r", "60", "-jpeg", "paper.pdf", "scan"]);
    let photos = vec![folder.read("scan-1.png"), folder.read("scan-1.jpg")];
    let with = Sheet { photos: photos.clone(), ..sheet(CONSENT, &facts()) };
    folder.file("a.pdf", press().print(&with).expect("a print"));
    assert!(said("pdfinfo", &folder, &["a.pdf"]).contains("Pages:           3"));
    let mut huge = photos[0].clone();
    huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    for (photo, part) in [(b"<svg/>".to_vec(), "JPEG"), (huge, "too large"), (photos[1][..40].to_vec(), "broken")] {
        let with = Sheet { photos: vec![photos[0].clone(), photo], ..sheet(CONSENT, &facts()) };
        match press().print(&with) {
            Err(Error::Photo(1, why)) => assert!(why.contains(part), "{why}"),
            other => panic!("{:?}", other.map(|pdf| pdf.len())),
        }
    }
    // Cut off behind its header: refused by the typesetter, not printed as a blank page.
    let half = photos[0][..photos[0].len() / 2].to_vec();
    let with = Sheet { photos: vec![half], ..sheet(CONSENT, &facts()) };
    assert!(press().print(&with).is_err());
}

#[test]
fn odd_strokes_do_no_harm() {
    use documents::Strokes;
    let odd = [
        Strokes::default(),
        Strokes { width: 1, height: 1, strokes: vec![vec![], vec![(i16::MIN, i16::MAX), (i16::MAX, i16::MIN)]] },
        Strokes { width: 300, height: 100, strokes: vec![vec![(5, 5)]] },
    ];
    for strokes in odd {
        let mut sheet = sheet(CONSENT, &facts());
        sheet.ink.insert(Blank::Signature, Ink::Strokes(strokes));
        press().print(&sheet).expect("a print");
    }
}
