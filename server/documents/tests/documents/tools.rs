//! Programs that read our documents, folders for a moment, and a sheet to print.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use documents::forms::Text;
use documents::{Ink, Keys, Press, SealInfo, Sheet, Strokes};
use domain::form::{Blank, Facts, Form};
use domain::format::Lang;
use uuid::Uuid;

/// A folder that is gone with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("kenes-documents-{}", Uuid::new_v4()));
        std::fs::create_dir(&folder).expect("a folder");
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file into it.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.0.join(name);
        std::fs::write(&file, bytes).expect("a file");
        file
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).expect("a file that was made")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a program; a missing one is a failure that says what to do.
pub fn run(program: &str, folder: &Folder, arguments: &[&str]) -> Output {
    let path = if program == "pyhanko" { std::env::var("KENES_PYHANKO").ok() } else { None };
    let name = path.unwrap_or_else(|| program.to_owned());
    Command::new(&name).args(arguments).current_dir(folder.path()).output().unwrap_or_else(|why| {
        panic!("{name} could not be run ({why}): `scripts/test.sh rust` installs what reads our documents, and runs these tests")
    })
}

/// The same for one that must succeed: what it said.
pub fn said(program: &str, folder: &Folder, arguments: &[&str]) -> String {
    let output = run(program, folder, arguments);
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}\n{out}\n{err}");
    out + &err
}

pub fn press() -> &'static Press {
    static PRESS: std::sync::LazyLock<Press> = std::sync::LazyLock::new(Press::new);
    &PRESS
}

pub fn facts() -> Facts {
    Facts {
        parent: "Қалдыбек Әсемгүл Нұрланқызы".to_owned(),
        child: "Қалдыбек Айару Ерланқызы".to_owned(),
        born: NaiveDate::from_ymd_opt(2021, 3, 4).expect("a day"),
        group: "Қарлығаш".to_owned(),
        organisation: "«Нұрлытау» бөбекжай-балабақшасы МКҚК".to_owned(),
        head: "Сәрсенбаева Гүлнұр Ғабитқызы".to_owned(),
        place: "Нұрлытау ауылы".to_owned(),
        number: "15".to_owned(),
        day: NaiveDate::from_ymd_opt(2026, 11, 21),
        until: NaiveDate::from_ymd_opt(2027, 5, 31),
    }
}

pub fn sheet(text: Text, facts: &Facts) -> Sheet {
    let form = Form::read(text.kk).expect("a form").fill(facts, Lang::Kk);
    Sheet {
        lang: Lang::Kk,
        title: form.title(),
        form,
        reading: None,
        ink: BTreeMap::new(),
        marks: Vec::new(),
        note: String::new(),
        address: String::new(),
        photos: Vec::new(),
        day: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
        organisation: facts.organisation.clone(),
    }
}

/// With everything below the rule, and a hand on the line.
pub fn full_sheet(text: Text, facts: &Facts) -> Sheet {
    let mark = |what: &str, value: &str| (what.to_owned(), value.to_owned());
    Sheet {
        ink: BTreeMap::from([(Blank::Signature, Ink::Strokes(scribble()))]),
        marks: vec![
            mark("Қол қойған", "Қалдыбек Әсемгүл Нұрланқызы"),
            mark("Тәсілі", "Экранда салынған қолтаңба"),
            mark("Уақыты", "2026 жылғы 21 қараша, 10:20:05"),
            mark("SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ],
        note: "Құжаттың түпнұсқалығын QR код арқылы тексеруге болады.".to_owned(),
        address: "https://nurlytau.example.kz/d/7K3M-Q2XH-94TB".to_owned(),
        ..sheet(text, facts)
    }
}

/// Something like a signature.
pub fn scribble() -> Strokes {
    let first = (0..60_i16).map(|n| {
        let t = f32::from(n) / 6.0;
        #[allow(clippy::cast_possible_truncation)]
        ((30.0 + f32::from(n) * 4.0) as i16, (70.0 - 38.0 * (t * 1.3).sin() * (1.0 - t / 14.0)) as i16)
    });
    let second = (0..14_i16).map(|n| (60 + n * 14, 104 - n));
    Strokes { width: 320, height: 140, strokes: vec![first.collect(), second.collect(), vec![(286, 40)]] }
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 5, 20, 5).single().expect("a time")
}

pub fn keys(folder: &Folder) -> Keys {
    let name = "«Нұрлытау» бөбекжай-балабақшасы МКҚК";
    Keys::open_or_create(folder.path(), Uuid::from_u128(7), name, now()).expect("keys")
}

pub fn info() -> SealInfo {
    SealInfo {
        reason: "Құжат серверде жасалды".to_owned(),
        place: "Нұрлытау ауылы".to_owned(),
        name: "«Нұрлытау» бөбекжай-балабақшасы МКҚК".to_owned(),
        at: now(),
    }
}
