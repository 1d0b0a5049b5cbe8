//! How long a consent takes to be printed and sealed, and what stays in memory: a line of JSON for each figure.
//!
//! `cargo run --release -p documents --example bench`

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{NaiveDate, TimeZone, Utc};
use documents::forms::CONSENT;
use documents::{Ink, Keys, Press, SealInfo, Sheet, Strokes};
use domain::form::{Blank, Facts, Form};
use domain::format::Lang;

fn main() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    let at = Utc.with_ymd_and_hms(2026, 11, 21, 5, 20, 5).single().expect("a time");
    let folder = std::env::temp_dir().join(format!("kenes-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let keys = Keys::open_or_create(&folder, uuid::Uuid::from_u128(7), "«Нұрлытау»", at).expect("keys");
    let press = Press::new();
    let one = |n: usize| {
        let facts = Facts {
            parent: format!("Қалдыбек Әсемгүл Нұрланқызы {n}"),
            child: "Қалдыбек Айару Ерланқызы".to_owned(),
            born: day,
            group: "Қарлығаш".to_owned(),
            organisation: "«Нұрлытау» бөбекжай-балабақшасы".to_owned(),
            head: "Сәрсенбаева Гүлнұр".to_owned(),
            place: "Нұрлытау".to_owned(),
            number: n.to_string(),
            day: Some(day),
            until: None,
        };
        let form = Form::read(CONSENT.kk).expect("a form").fill(&facts, Lang::Kk);
        let stroke = (0..120_i16).map(|x| (x * 2, 60 + (x % 9) * 5 - x / 4)).collect();
        let sheet = Sheet {
            lang: Lang::Kk,
            title: form.title(),
            form,
            reading: None,
            ink: BTreeMap::from([(
                Blank::Signature,
                Ink::Strokes(Strokes { width: 300, height: 120, strokes: vec![stroke] }),
            )]),
            marks: (0..5).map(|n| (format!("Белгі {n}"), "2026 жылғы 21 қараша, 10:20".to_owned())).collect(),
            note: "Құжаттың түпнұсқалығын QR код арқылы тексеруге болады.".to_owned(),
            address: format!("https://nurlytau.example.kz/d/{n:012}"),
            photos: Vec::new(),
            day,
            organisation: facts.organisation,
        };
        let pdf = press.print(&sheet).expect("a print");
        let info = SealInfo { reason: "Тексеру".to_owned(), place: String::new(), name: String::new(), at };
        keys.seal(&pdf, &info, None).expect("a seal")
    };
    one(0);
    let before = resident();
    let all = Instant::now();
    let mut times: Vec<f64> = (1..=100)
        .map(|n| {
            let start = Instant::now();
            one(n);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    let all = all.elapsed().as_secs_f64() * 1000.0;
    times.sort_by(f64::total_cmp);
    say("consent_pdf_p50_ms", times[49], "ms");
    say("consent_pdf_p95_ms", times[94], "ms");
    say("consent_pdf_100_ms", all, "ms");
    (0..400).for_each(|n| drop(one(n)));
    let after = resident();
    say("documents_rss_mb", after, "MB");
    say("documents_rss_growth_mb", after - before, "MB");
    std::fs::remove_dir_all(&folder).expect("our own folder");
}

fn say(name: &str, value: f64, unit: &str) {
    println!("{{\"name\":\"{name}\",\"value\":{value:.2},\"unit\":\"{unit}\"}}");
}

/// What the system counts as ours, in megabytes; 0 where it does not say.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
