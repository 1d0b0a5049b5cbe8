//! Prints the shipped forms into a folder, to be looked at:  `cargo run -p documents --example look -- <folder>`

#[path = "../tests/documents/papers.rs"]
#[allow(dead_code)]
mod papers;
#[path = "../tests/documents/tools.rs"]
#[allow(dead_code)]
mod tools;

use std::collections::BTreeMap;

use documents::forms::{CONSENT, CONTRACT, DISCLOSURE};
use documents::{Ink, Reading, Sheet};
use domain::form::{Blank, Facts, Form};
use domain::format::Lang;

fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let facts = tools::facts();
    let print = |name: &str, sheet: &Sheet| {
        let pdf = tools::press().print(sheet).expect(name);
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).expect("a file");
    };
    let empty = Form::read(CONSENT.kk).expect("a form");
    print("consent-empty", &Sheet { form: empty, ..tools::sheet(CONSENT, &facts) });
    let russian = Form::read(CONSENT.ru).expect("a form").fill(&facts, Lang::Ru);
    let mark = "Оқуға арналған аударма. Қол қойылған ресми мәтін – қазақ тілінде. Перевод для чтения; подписан текст на казахском языке.";
    let reading = |form: Form| Some(Reading { lang: Lang::Ru, form, mark: mark.to_owned() });
    print("consent-drawn", &Sheet { reading: reading(russian), ..tools::full_sheet(CONSENT, &facts) });
    let typed = BTreeMap::from([(Blank::Signature, Ink::Typed("Ә. Қалдыбек".to_owned()))]);
    let long = Facts {
        parent: "Әбдіғаппарова-Сейітмұхаметқызы Гүлнәзия Құдайбергенқызы Нұрмұхамедәлі".to_owned(),
        ..facts.clone()
    };
    print("consent-typed", &Sheet { ink: typed, ..tools::full_sheet(CONSENT, &long) });
    let both = BTreeMap::from([
        (Blank::Signature, Ink::Strokes(tools::scribble())),
        (Blank::HeadSignature, Ink::Words("ЭЦҚ арқылы қол қойылған".to_owned())),
    ]);
    let russian = Form::read(CONTRACT.ru).expect("a form").fill(&facts, Lang::Ru);
    print("contract", &Sheet { ink: both, reading: reading(russian), ..tools::full_sheet(CONTRACT, &facts) });
    print("disclosure", &tools::full_sheet(DISCLOSURE, &facts));
    let pdf = tools::press().minutes(&papers::full_sheet()).expect("minutes");
    std::fs::write(format!("{folder}/minutes.pdf"), pdf).expect("a file");
    if let Ok(scan) = std::fs::read(format!("{folder}/scan.jpg")) {
        print("consent-scan", &Sheet { photos: vec![scan], ..tools::full_sheet(CONSENT, &facts) });
    }
}
