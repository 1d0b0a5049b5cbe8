//! The demonstration kindergarten as its file tells it. Everybody in it is invented.

use chrono::NaiveDate;
use serde::Deserialize;

static FILE: &str = include_str!("demo_data.json");

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) kindergarten: Kindergarten,
    pub(super) staff: Vec<Person>,
    pub(super) trustees: Vec<Person>,
    pub(super) groups: Vec<Group>,
    pub(super) rooms: Vec<Room>,
    pub(super) children: Vec<Child>,
    pub(super) sessions: Vec<Session>,
    pub(super) assistant_assignments: Vec<Assignment>,
    pub(super) caseload: std::collections::BTreeMap<String, Vec<String>>,
    pub(super) meetings: Vec<Meeting>,
}

#[derive(Deserialize)]
pub(super) struct Meeting {
    pub(super) body: String,
    pub(super) no: u32,
    pub(super) kind: String,
    pub(super) date: NaiveDate,
    /// `signed`, `draft` or `planned`.
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Kindergarten {
    pub(super) name: String,
    pub(super) city: String,
    pub(super) phone: String,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) role: String,
}

#[derive(Deserialize)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) age_from: i32,
}

#[derive(Deserialize)]
pub(super) struct Room {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) capacity: i32,
}

#[derive(Deserialize)]
pub(super) struct Pmpk {
    pub(super) no: String,
    pub(super) valid_until: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Child {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) born: NaiveDate,
    pub(super) group: Option<String>,
    pub(super) attends: bool,
    pub(super) support_category: Option<String>,
    pub(super) disorder: Option<String>,
    pub(super) consent: Option<String>,
    pub(super) contract: Option<String>,
    pub(super) pmpk: Option<Pmpk>,
    pub(super) parent: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct Session {
    pub(super) date: NaiveDate,
    pub(super) start: String,
    pub(super) minutes: u16,
    pub(super) kind: String,
    pub(super) body: String,
    pub(super) staff: String,
    pub(super) room: String,
    pub(super) children: Vec<String>,
    pub(super) with_parent: bool,
    pub(super) assistant: Option<String>,
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Assignment {
    pub(super) child: String,
    pub(super) assistant: String,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) decision: String,
}

/// Reads the file that the program carries with it.
pub(super) fn read() -> serde_json::Result<Data> {
    serde_json::from_str(FILE)
}

/// Given names and patronymics of parents, in the order of the children: the file names only the children.
pub(super) const PARENTS: &[&str] = &[
    "Айгүл Серікқызы",
    "Нұржан Болатұлы",
    "Гүлнұр Асқарқызы",
    "Ерлан Мұратұлы",
    "Салтанат Ермекқызы",
    "Бауыржан Қайратұлы",
    "Әсел Талғатқызы",
    "Дәурен Жанатұлы",
    "Мәдина Ержанқызы",
    "Самат Нұрланұлы",
    "Жұлдыз Бекболатқызы",
    "Арман Ғалымұлы",
    "Динара Сәкенқызы",
    "Ғалым Әділұлы",
    "Ақмарал Оразқызы",
    "Тимур Маратұлы",
    "Шолпан Бақытқызы",
    "Олжас Берікұлы",
    "Назгүл Қуатқызы",
    "Берік Есенұлы",
    "Жанар Төлегенқызы",
    "Асхат Сұлтанұлы",
    "Меруерт Кәрімқызы",
    "Рүстем Айдарұлы",
    "Гүлмира Дулатқызы",
    "Еркебұлан Жомартұлы",
    "Әлия Нариманқызы",
    "Қанат Ертайұлы",
    "Зарина Әлібекқызы",
    "Мақсат Досымұлы",
    "Сәуле Рахатқызы",
    "Айбек Сағатұлы",
];
