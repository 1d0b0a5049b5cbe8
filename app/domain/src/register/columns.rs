//! Which column of a table says what, by its heading: Kazakh or Russian, in any order.

use serde::{Deserialize, Serialize};

use super::{
    MOST_ROWS, Relation,
    cells::{clean, is_one_of, plain},
};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The child's whole name.
    Name,
    /// The child's family name.
    Family,
    /// The child's given name.
    Given,
    /// The child's patronymic.
    Patronymic,
    /// The child's date of birth.
    Born,
    /// The child's group.
    Group,
    /// Something of one of the guardians.
    Of(Slot, Part),
}

/// Which of a line's guardians.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// The first who is named.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// In a column of the mother's.
    Mother,
    /// In a column of the father's.
    Father,
}

impl Slot {
    /// All of them, in the order in which they are read.
    pub const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Mother, Self::Father];

    /// What the heading itself says of the relation.
    pub fn relation(self) -> Option<Relation> {
        match self {
            Self::Mother => Some(Relation::Mother),
            Self::Father => Some(Relation::Father),
            Self::First | Self::Second | Self::Third => None,
        }
    }
}

/// What a column says of a guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The whole name.
    Name,
    /// Who they are to the child.
    Relation,
    /// Telephone.
    Phone,
    /// Whether they have rights.
    Rights,
}

/// A line of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the table, from 1: the one that a program for tables shows beside it.
    pub line: u32,
    /// Its cells as text.
    pub cells: Vec<String>,
}

/// A table whose headings have been understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What each column says; None where its heading means nothing.
    pub columns: Vec<Option<Column>>,
    /// Headings that mean nothing.
    pub unread: Vec<String>,
    /// The lines below the headings that say anything.
    pub rows: Vec<Row>,
}

/// Why a table says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No line has the headings that are needed: the child's name and date of birth.
    NoHeadings,
    /// More lines than are taken.
    TooMany,
}

/// Headings stand above the list, but not always in the first line.
const HEADINGS_WITHIN: usize = 15;

/// The line of the template that shows how it is done begins with one of these.
const EXAMPLE: &[&str] = &["мысал", "пример"];

impl Sheet {
    /// Finds the headings, and the lines below them.
    ///
    /// # Errors
    /// Why the table says nothing.
    pub fn read(rows: Vec<Row>) -> Result<Self, Unread> {
        let headings = rows.iter().take(HEADINGS_WITHIN).position(|row| {
            let columns = columns(&row.cells);
            let has = |column| columns.contains(&Some(column));
            (has(Column::Name) || (has(Column::Family) && has(Column::Given))) && has(Column::Born)
        });
        let headings = headings.ok_or(Unread::NoHeadings)?;
        let columns = columns(&rows[headings].cells);
        let unread = (rows[headings].cells.iter().zip(&columns))
            .filter(|(heading, column)| column.is_none() && !is_number(heading))
            .map(|(heading, _)| clean(heading).chars().take(60).collect())
            .filter(|heading: &String| !heading.is_empty())
            .collect();
        let says = |row: &Row| {
            let told =
                row.cells.iter().zip(&columns).filter(|(cell, column)| column.is_some() && !clean(cell).is_empty());
            told.count() > 0
        };
        let rows: Vec<_> = rows.into_iter().skip(headings + 1).filter(says).filter(|row| !is_example(row)).collect();
        if rows.len() > MOST_ROWS {
            return Err(Unread::TooMany);
        }
        Ok(Self { columns, unread, rows })
    }

    /// Whether the table has such a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// What a line says there; empty where there is no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        let at = self.columns.iter().position(|one| *one == Some(column));
        at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }
}

/// The number of the line, which most lists begin with.
fn is_number(heading: &str) -> bool {
    is_one_of(&plain(heading), &["", "р с", "рс", "п п", "пп", "n", "no"])
}

fn is_example(row: &Row) -> bool {
    row.cells.iter().any(|cell| {
        let text = clean(cell).to_lowercase();
        EXAMPLE.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))
    })
}

/// What each heading says. A second column of the same meaning belongs to the next guardian, or to nobody.
fn columns(headings: &[String]) -> Vec<Option<Column>> {
    let mut taken: Vec<Column> = Vec::new();
    let mut read = |heading: &String| {
        let column = match meaning(heading)? {
            Meaning::Child(column) => column,
            Meaning::Of(Some(slot), part) => Column::Of(slot, part),
            Meaning::Of(None, part) => {
                let next = Slot::ALL[..3].iter().map(|slot| Column::Of(*slot, part));
                next.into_iter().find(|column| !taken.contains(column))?
            }
        };
        if taken.contains(&column) {
            return None;
        }
        taken.push(column);
        Some(column)
    };
    headings.iter().map(&mut read).collect()
}

enum Meaning {
    Child(Column),
    /// Of a guardian; whose column it is, where the heading says so.
    Of(Option<Slot>, Part),
}

fn meaning(heading: &str) -> Option<Meaning> {
    let text = plain(heading);
    if text.is_empty() {
        return None;
    }
    if let Some((column, _)) = CHILD.iter().find(|(_, words)| is_one_of(&text, words)) {
        return Some(Meaning::Child(*column));
    }
    for (slot, part, words) in PARENTS {
        if is_one_of(&text, words) {
            return Some(Meaning::Of(Some(*slot), *part));
        }
    }
    // «Телефон 2», «2-ші ата-ана»
    let (mut slot, mut words) = (None, Vec::new());
    for word in text.split(' ') {
        match word {
            "1" => slot = Some(Slot::First),
            "2" => slot = Some(Slot::Second),
            "3" => slot = Some(Slot::Third),
            // What is left of «1-ші» and «2-го».
            "ши" | "инши" | "го" | "й" => {}
            _ => words.push(word),
        }
    }
    let text = words.join(" ");
    GUARDIAN.iter().find(|(_, words)| is_one_of(&text, words)).map(|(part, _)| Meaning::Of(slot, *part))
}

const CHILD: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "баланың аты-жөні",
            "баланың толық аты-жөні",
            "аты-жөні",
            "толық аты-жөні",
            "баланың тегі, аты, әкесінің аты",
            "тегі, аты, әкесінің аты",
            "баланың аты-жөні, тегі",
            "бала",
            "фио",
            "ф.и.о.",
            "фио ребёнка",
            "ф.и.о. ребёнка",
            "полное фио ребёнка",
            "фамилия, имя, отчество",
            "фамилия, имя, отчество ребёнка",
            "ребёнок",
        ],
    ),
    (Column::Family, &["тегі", "баланың тегі", "фамилия", "фамилия ребёнка"]),
    (Column::Given, &["аты", "баланың аты", "есімі", "баланың есімі", "имя", "имя ребёнка"]),
    (Column::Patronymic, &["әкесінің аты", "баланың әкесінің аты", "отчество", "отчество ребёнка"]),
    (
        Column::Born,
        &[
            "туған күні",
            "баланың туған күні",
            "туылған күні",
            "туған күні, айы, жылы",
            "дата рождения",
            "дата рождения ребёнка",
            "день рождения",
            "д.р.",
        ],
    ),
    (Column::Group, &["топ", "тобы", "топтың атауы", "топ атауы", "группа", "название группы"]),
];

const PARENTS: &[(Slot, Part, &[&str])] = &[
    (
        Slot::Mother,
        Part::Name,
        &["анасы", "анасының аты-жөні", "мать", "мама", "фио матери", "ф.и.о. матери", "фио мамы"],
    ),
    (Slot::Mother, Part::Phone, &["анасының телефоны", "анасының телефон нөмірі", "телефон матери", "телефон мамы"]),
    (Slot::Mother, Part::Rights, &["анасының құқығы", "права матери"]),
    (Slot::Father, Part::Name, &["әкесі", "әкесінің аты-жөні", "отец", "папа", "фио отца", "ф.и.о. отца", "фио папы"]),
    (Slot::Father, Part::Phone, &["әкесінің телефоны", "әкесінің телефон нөмірі", "телефон отца", "телефон папы"]),
    (Slot::Father, Part::Rights, &["әкесінің құқығы", "права отца"]),
];

const GUARDIAN: &[(Part, &[&str])] = &[
    (
        Part::Name,
        &[
            "ата-ана",
            "ата-анасы",
            "ата-ананың аты-жөні",
            "ата-анасының аты-жөні",
            "заңды өкіл",
            "заңды өкілі",
            "заңды өкілдің аты-жөні",
            "заңды өкілінің аты-жөні",
            "ата-ана (заңды өкіл)",
            "ата-ананың (заңды өкілдің) аты-жөні",
            "ата-анасының (заңды өкілінің) аты-жөні",
            "родитель",
            "фио родителя",
            "ф.и.о. родителя",
            "родители",
            "законный представитель",
            "фио законного представителя",
            "родитель (законный представитель)",
            "фио родителя (законного представителя)",
            "опекун",
        ],
    ),
    (
        Part::Relation,
        &[
            "туыстығы",
            "кім болады",
            "баланың кімі",
            "балаға кім болады",
            "туыстық қатынасы",
            "кем приходится",
            "кем приходится ребёнку",
            "родство",
            "степень родства",
        ],
    ),
    (
        Part::Phone,
        &[
            "телефон",
            "телефоны",
            "телефон нөмірі",
            "ұялы телефоны",
            "ұялы телефон",
            "байланыс телефоны",
            "ата-ананың телефоны",
            "ата-анасының телефоны",
            "номер телефона",
            "телефон родителя",
            "сотовый",
            "сотовый телефон",
            "мобильный телефон",
            "контактный телефон",
            "контакты",
        ],
    ),
    (
        Part::Rights,
        &[
            "құқығы",
            "құқығы бар",
            "құқығы бар ма",
            "заңды құқығы",
            "қол қоюға құқығы",
            "қол қоя алады",
            "права",
            "есть права",
            "имеет права",
            "имеет право подписи",
            "право подписи",
        ],
    ),
];
