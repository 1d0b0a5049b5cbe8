use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Column, Entry, Fault, Group, Guardian, Judged, Known, Note, Part, Person, Register, Relation, Row, Sheet, Slot,
    Step, Unread, Verdict, Who, Why, cells, judge,
};
use crate::{ChildId, GroupId, Name, PersonId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn group(n: u128, name: &str) -> Group {
    Group { id: GroupId(id(n)), name: name.into() }
}

fn guardian(n: u128, name: &str, phone: &str, relation: Relation) -> Guardian {
    let phone = Some(phone.to_owned()).filter(|phone| !phone.is_empty());
    let rights = relation.has_rights();
    Guardian { person: PersonId(id(n)), name: Name::parse(name), phone, relation, rights, ended: None, fixed: false }
}

fn register() -> Register {
    let child = |n, name, born, group: Option<u128>, guardians| Entry {
        id: ChildId(id(n)),
        name: Name::parse(name),
        born: day(born),
        group: group.map(|group| GroupId(id(group))),
        left: None,
        guardians,
    };
    Register {
        today: day("2026-11-24"),
        groups: vec![group(1, "Балапан"), group(2, "Қарлығаш")],
        children: vec![
            child(
                10,
                "Қалдыбек Әсем Нұрланқызы",
                "2022-03-14",
                Some(2),
                vec![guardian(20, "Қалдыбек Айгүл Серікқызы", "+77010000001", Relation::Mother)],
            ),
            child(11, "Өтеген Дәулет", "2021-05-05", None, vec![guardian(21, "Өтеген Болат", "", Relation::Father)]),
        ],
    }
}

fn known(register: &Register) -> Known<'_> {
    let people = register.children.iter().flat_map(|child| &child.guardians);
    let phones = people.filter_map(|one| {
        let person = Person { id: one.person, name: one.name.clone() };
        Some((one.phone.clone()?, person))
    });
    Known { register, phones: phones.collect() }
}

fn sheet(lines: &[&str]) -> Sheet {
    let row = |(line, text): (u32, &&str)| Row { line, cells: text.split(';').map(str::to_owned).collect() };
    Sheet::read((1..).zip(lines).map(row).collect()).unwrap()
}

const HEADINGS: &str = "Баланың аты-жөні;Туған күні;Тобы;Ата-анасы;Кім болады;Телефоны;Құқығы";

fn one(line: &str) -> Judged {
    let register = register();
    judge(&sheet(&[HEADINGS, line]), &known(&register)).remove(0)
}

fn whys(judged: &Judged) -> Vec<(Column, Why)> {
    judged.faults.iter().map(|fault| (fault.column, fault.why.clone())).collect()
}

fn first(part: Part) -> Column {
    Column::Of(Slot::First, part)
}

#[test]
fn a_date_is_read_however_a_table_writes_it() {
    for text in [
        "31.12.2020",
        "31/12/2020",
        "31-12-2020",
        "2020-12-31",
        "2020.12.31",
        " 31.12.2020 г.",
        "31.12.20",
        "2020-12-31 00:00:00",
        "2020-12-31T00:00:00",
        "44196",
    ] {
        assert_eq!(cells::date(text), Some(day("2020-12-31")), "{text}");
    }
    for text in [
        "",
        "31.02.2020",
        "12.31.2020",
        "2020",
        "31.12",
        "31.12.2020.1",
        "-1.2.3",
        "желтоқсан",
        "99999999999",
        "1.1.20201",
        "31.12.020",
    ] {
        assert_eq!(cells::date(text), None, "{text}");
    }
}

#[test]
fn a_name_is_written_as_names_are() {
    for (text, expected) in [
        ("  қалдыбек ", "қалдыбек"),
        ("ҚАЛДЫБЕК", "Қалдыбек"),
        ("НҰР-СҰЛТАН", "Нұр-Сұлтан"),
        ("Әл\u{a0}Фараби", "Әл Фараби"),
        // A Latin A, and a Latin i.
        ("Aйару", "Айару"),
        ("Iлияс", "Ілияс"),
        ("Anna", "Anna"),
        ("Сергеи\u{306}", "Сергей"),
        ("", ""),
    ] {
        assert_eq!(cells::name_part(text).as_deref(), Ok(expected), "{text}");
    }
    for (text, why) in [
        ("=1+1", Why::NotAName),
        ("+77010000001", Why::NotAName),
        ("@SUM(A1)", Why::NotAName),
        ("-Айару", Why::NotAName),
        ("Айару2", Why::NotAName),
        ("?сем", Why::LostLetters),
        ("\u{fffd}сем", Why::LostLetters),
    ] {
        assert_eq!(cells::name_part(text), Err(why), "{text}");
    }
    assert_eq!(cells::name_part(&"ә".repeat(61)), Err(Why::TooLong));
    assert_eq!(cells::full_name("Айару"), Err(Why::OneWord));
}

#[test]
fn nothing_that_is_written_becomes_a_formula() {
    for (text, expected) in [
        ("Балапан", "Балапан"),
        ("=1+1", "'=1+1"),
        ("+7 701", "'+7 701"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("а;б", "\"а;б\""),
        ("«Ай» \"топ\"", "\"«Ай» \"\"топ\"\"\""),
        ("=\"a;b\"", "\"'=\"\"a;b\"\"\""),
    ] {
        assert_eq!(cells::written(text, ';'), expected);
    }
}

#[test]
fn headings_are_understood_in_both_languages_and_in_any_order() {
    let sheet = sheet(&[
        "Балабақша тізімі;;",
        "№;Группа;ДАТА РОЖДЕНИЯ;Фамилия ребёнка;Имя;Отчество;ФИО матери;Телефон матери;Родитель 1;Телефон 2;Телефон;Прививки",
        "1;Қарлығаш;14.03.2022;Қалдыбек;Әсем",
        ";;;",
    ]);
    let expected = [
        None,
        Some(Column::Group),
        Some(Column::Born),
        Some(Column::Family),
        Some(Column::Given),
        Some(Column::Patronymic),
        Some(Column::Of(Slot::Mother, Part::Name)),
        Some(Column::Of(Slot::Mother, Part::Phone)),
        Some(Column::Of(Slot::First, Part::Name)),
        Some(Column::Of(Slot::Second, Part::Phone)),
        Some(Column::Of(Slot::First, Part::Phone)),
        None,
    ];
    assert_eq!(sheet.columns, expected);
    assert_eq!(sheet.unread, ["Прививки"]);
    assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3], "empty lines say nothing");
    let none = vec![Row { line: 1, cells: vec!["Тегі".into(), "Аты".into()] }];
    assert_eq!(Sheet::read(none), Err(Unread::NoHeadings));
}

#[test]
fn the_line_that_shows_how_it_is_done_is_left_out() {
    let sheet = sheet(&[HEADINGS, "Мысал: Қалдыбек Әсем;14.03.2022;Қарлығаш", "ПРИМЕР: Қалдыбек Әсем;14.03.2022"]);
    assert!(sheet.rows.is_empty());
}

#[test]
fn a_child_who_is_known_is_found_however_it_is_spelled() {
    let judged = one("КАЛДЫБЕК Асем;14.03.2022;«Карлыгаш» тобы;Калдыбек Айгуль;анасы;8 701 000 00 01");
    assert_eq!(
        whys(&judged),
        [(first(Part::Phone), Why::PhoneOf { name: "Қалдыбек Айгүл Серікқызы".into(), line: None })]
    );
    let judged = one("КАЛДЫБЕК Асем;14.03.2022;«Карлыгаш» тобы;Калдыбек Айгул;анасы;8 701 000 00 01;иә");
    assert_eq!((judged.verdict, judged.child), (Verdict::Same, Some(ChildId(id(10)))), "{judged:?}");
}

#[test]
fn a_new_child_comes_with_its_guardians() {
    let judged = one("Ілияс Мирас Ерланұлы;2023-01-02;балапан;Ілияс Ерлан;әкесі;77010000002");
    assert_eq!((judged.verdict, judged.faults.len(), judged.notes.len()), (Verdict::New, 0, 0), "{judged:?}");
    let [Step::AddChild(child), Step::AddPerson { no: 0, phone, .. }, Step::AddGuardian { who, relation, rights, .. }] =
        &judged.steps[..]
    else {
        panic!("{judged:?}")
    };
    assert_eq!(child.group, Some(GroupId(id(1))));
    assert_eq!(phone.as_deref(), Some("+77010000002"));
    assert_eq!((*who, *relation, *rights), (Who::New(0), Relation::Father, true));
    let judged = one("Ілияс Мирас;2023-01-02;үйде;Ілияс Сара;әжесі;77010000002");
    assert_eq!(judged.notes, [Note::NobodySigns], "a grandmother has no rights of her own");
    let judged = one("Ілияс Мирас;2023-01-02;үйде;Ілияс Сара;әжесі;77010000002;бар");
    assert!(judged.notes.is_empty() && matches!(judged.steps[2], Step::AddGuardian { rights: true, .. }));
}

#[test]
fn every_cell_that_is_wrong_is_named() {
    let judged = one("Айару 2;31.02.2022;Жоқ топ;Серік;көршісі;12345;мүмкін");
    let expected = [
        (Column::Name, Why::NotAName),
        (Column::Born, Why::NoDate),
        (Column::Group, Why::NoGroup),
        (first(Part::Name), Why::OneWord),
        (first(Part::Phone), Why::NoPhone),
        (first(Part::Relation), Why::NoRelation),
        (first(Part::Rights), Why::NoAnswer),
    ];
    assert_eq!(whys(&judged), expected);
    assert_eq!(judged.faults[1], Fault { column: Column::Born, why: Why::NoDate, found: "31.02.2022".into() });
    assert!(judged.steps.is_empty());
    assert_eq!(whys(&one("Ілияс Мирас;25.11.2026;үйде")), [(Column::Born, Why::Future)]);
    assert_eq!(whys(&one("Ілияс Мирас;24.11.2018;үйде")), [(Column::Born, Why::TooOld)]);
    assert!(whys(&one("Ілияс Мирас;25.11.2018;үйде")).is_empty(), "seven until tomorrow");
    assert_eq!(whys(&one("Ілияс Мирас;;;")), [(Column::Born, Why::Missing), (Column::Group, Why::Missing)]);
    assert_eq!(
        whys(&one("Калдыбек Асем Болатовна;14.03.2022;")),
        [
            (Column::Name, Why::OtherPatronymic { known: "Қалдыбек Әсем Нұрланқызы".into() }),
            (Column::Group, Why::Missing),
        ]
    );
}

#[test]
fn what_is_new_of_a_known_child_is_done_and_rights_are_left() {
    let judged = one("Өтеген Дәулет Болатұлы;05.05.2021;Балапан;Өтеген Болат Асқарұлы;қорғаншы;87010000003;жоқ");
    assert_eq!(judged.verdict, Verdict::Changed);
    assert_eq!(
        judged.steps,
        [
            Step::Move { from: None, to: Some(GroupId(id(1))) },
            Step::Patronymic { to: "Болатұлы".into() },
            Step::Phone {
                who: PersonId(id(21)), name: Name::parse("Өтеген Болат"), to: "+77010000003".into()
            },
            Step::Relation {
                who: PersonId(id(21)),
                name: Name::parse("Өтеген Болат"),
                from: Relation::Father,
                to: Relation::Guardian,
            },
        ]
    );
    assert_eq!(judged.notes, [Note::RightsStay { name: "Өтеген Болат".into(), rights: true }]);
    let judged = one("Қалдыбек Әсем;14.03.2022;;Қалдыбек Айгүл;;87010000004");
    assert_eq!(judged.verdict, Verdict::Same, "a number by which somebody may sign in stays");
    assert_eq!(
        judged.notes,
        [Note::OtherPhone {
            name: "Қалдыбек Айгүл Серікқызы".into(), phone: "+77010000001".into()
        }]
    );
}

#[test]
fn who_has_gone_is_not_brought_back_by_a_table() {
    let mut register = register();
    register.children[0].left = Some(day("2026-06-01"));
    register.children[1].guardians[0].ended = Some(day("2026-06-01"));
    let sheet =
        sheet(&[HEADINGS, "Қалдыбек Әсем;14.03.2022;Балапан", "Өтеген Дәулет;05.05.2021;;Өтеген Болат;әкесі;;бар"]);
    let judged = judge(&sheet, &known(&register));
    assert_eq!(whys(&judged[0]), [(Column::Name, Why::HasLeft { on: day("2026-06-01") })]);
    assert_eq!(judged[1].verdict, Verdict::Same);
    assert_eq!(judged[1].notes, [Note::Ended { name: "Өтеген Болат".into(), on: day("2026-06-01") }]);
}

#[test]
fn brothers_and_sisters_share_the_person_of_one_number() {
    let register = register();
    let sheet = sheet(&[
        HEADINGS,
        "Ілияс Мирас;02.01.2023;Балапан;Ілияс Ерлан;әкесі;87010000002",
        "Ілияс Аяла;02.01.2021;Қарлығаш;Ілияс Ерлан Болатұлы;;+7 701 000 00 02",
        "Ілияс Сая;02.01.2020;Қарлығаш;Басқа Кісі;;+7 701 000 00 02",
        "Илияс Мирас;02.01.2023;Балапан",
    ]);
    let judged = judge(&sheet, &known(&register));
    let guardians: Vec<_> = judged.iter().flat_map(|row| &row.steps).filter_map(who_of).collect();
    assert_eq!(guardians, [Who::New(0), Who::New(0)]);
    assert_eq!(whys(&judged[2]), [(first(Part::Phone), Why::PhoneOf { name: "Ілияс Ерлан".into(), line: Some(2) })]);
    assert_eq!(whys(&judged[3]), [(Column::Name, Why::Twice { line: 2 })]);
}

#[test]
fn a_number_that_is_not_taken_means_the_same_person_further_down() {
    let register = register();
    let sheet = sheet(&[
        HEADINGS,
        "Қалдыбек Әсем;14.03.2022;Қарлығаш;Қалдыбек Айгүл;анасы;87010000003",
        "Қалдыбек Сая;14.03.2023;Қарлығаш;Қалдыбек Айгүл;анасы;87010000003",
    ]);
    let judged = judge(&sheet, &known(&register));
    assert_eq!(judged[1].steps.iter().filter_map(who_of).collect::<Vec<_>>(), [Who::Known(PersonId(id(20)))]);
}

fn who_of(step: &Step) -> Option<Who> {
    if let Step::AddGuardian { who, .. } = step { Some(*who) } else { None }
}

/// Does all steps as the store would, with ids of its own.
fn done(mut register: Register, judged: &[Judged]) -> Register {
    let mut people: BTreeMap<u32, (PersonId, Option<String>)> = BTreeMap::new();
    for row in judged {
        let child = row.child.unwrap_or(ChildId(id(1000 + u128::from(row.line))));
        for step in &row.steps {
            if let Step::AddChild(draft) = step {
                register.children.push(Entry {
                    id: child,
                    name: draft.name.clone(),
                    born: draft.born,
                    group: draft.group,
                    left: None,
                    guardians: Vec::new(),
                });
                continue;
            }
            if let Step::Phone { who, to, .. } = step {
                let all = register.children.iter_mut().flat_map(|child| &mut child.guardians);
                all.filter(|one| one.person == *who).for_each(|one| one.phone = Some(to.clone()));
                continue;
            }
            let entry =
                register.children.iter_mut().find(|entry| entry.id == child).expect("steps are about its child");
            match step {
                Step::Move { to, .. } => entry.group = *to,
                Step::Patronymic { to } => entry.name.patronymic.clone_from(to),
                Step::AddPerson { no, phone, .. } => {
                    people.insert(*no, (PersonId(id(5000 + u128::from(*no))), phone.clone()));
                }
                Step::AddGuardian { who, name, relation, rights } => {
                    let (person, phone) = match who {
                        Who::Known(person) => (*person, None),
                        Who::New(no) => people[no].clone(),
                    };
                    entry.guardians.push(Guardian {
                        person,
                        name: name.clone(),
                        phone,
                        relation: *relation,
                        rights: *rights,
                        ended: None,
                        fixed: false,
                    });
                }
                Step::Relation { who, to, .. } => {
                    entry.guardians.iter_mut().filter(|one| one.person == *who).for_each(|one| one.relation = *to);
                }
                Step::AddChild(_) | Step::Phone { .. } => unreachable!(),
            }
        }
    }
    register
}

fn cell(of: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(of)
}

fn line() -> impl Strategy<Value = String> {
    let child = cell(&[
        "Қалдыбек Әсем",
        "Калдыбек Асем Нурланкызы",
        "Өтеген Дәулет",
        "Ілияс Мирас",
        "Илияс Мирас Ерланулы",
        "Сая",
        "",
    ]);
    let born = cell(&["14.03.2022", "2021-05-05", "44563", "31.02.2022", "01.01.2030", ""]);
    let group = cell(&["Қарлығаш", "балапан", "үйде", "басқа", ""]);
    let who = cell(&["Қалдыбек Айгүл", "Өтеген Болат", "Ілияс Ерлан", "Ілияс Сара", "Ерлан", ""]);
    let relation = cell(&["анасы", "әкесі", "бабушка", "сосед", ""]);
    let phone = cell(&["87010000001", "87010000002", "+7 701 000 00 03", "123", ""]);
    let rights = cell(&["иә", "жоқ", "мүмкін", ""]);
    let line = (child, born, group, who, relation, phone, rights);
    line.prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g].join(";"))
}

proptest! {
    #[test]
    fn a_line_is_wrong_exactly_when_it_says_what_is_and_then_it_does_nothing(lines in prop::collection::vec(line(), 0..9)) {
        let register = register();
        let lines: Vec<&str> = std::iter::once(HEADINGS).chain(lines.iter().map(String::as_str)).collect();
        for row in judge(&sheet(&lines), &known(&register)) {
            prop_assert_eq!(row.verdict == Verdict::Wrong, !row.faults.is_empty());
            prop_assert!(row.faults.is_empty() || row.steps.is_empty());
            prop_assert_eq!(row.verdict == Verdict::New, row.steps.iter().any(|step| matches!(step, Step::AddChild(_))));
            prop_assert!(!row.steps.iter().any(|step| matches!(step, Step::AddChild(_))) || row.child.is_none());
        }
    }

    #[test]
    fn whoever_is_named_as_new_has_been_taken_in_before(lines in prop::collection::vec(line(), 0..9)) {
        let register = register();
        let lines: Vec<&str> = std::iter::once(HEADINGS).chain(lines.iter().map(String::as_str)).collect();
        let mut added = Vec::new();
        for step in judge(&sheet(&lines), &known(&register)).iter().flat_map(|row| &row.steps) {
            match step {
                Step::AddPerson { no, .. } => added.push(*no),
                Step::AddGuardian { who: Who::New(no), .. } => prop_assert!(added.contains(no)),
                _ => {}
            }
        }
    }

    #[test]
    fn a_number_belongs_to_one_person_after_it(lines in prop::collection::vec(line(), 0..9)) {
        let register = register();
        let lines: Vec<&str> = std::iter::once(HEADINGS).chain(lines.iter().map(String::as_str)).collect();
        let judged = judge(&sheet(&lines), &known(&register));
        let after = done(register, &judged);
        let mut of: BTreeMap<String, PersonId> = BTreeMap::new();
        for one in after.children.iter().flat_map(|child| &child.guardians) {
            if let Some(phone) = &one.phone {
                prop_assert_eq!(*of.entry(phone.clone()).or_insert(one.person), one.person);
            }
        }
    }

    #[test]
    fn once_done_all_of_it_is_known(lines in prop::collection::vec(line(), 0..9)) {
        let register = register();
        let lines: Vec<&str> = std::iter::once(HEADINGS).chain(lines.iter().map(String::as_str)).collect();
        let mut sheet = sheet(&lines);
        let mut judged = judge(&sheet, &known(&register));
        // What is wrong is mended by taking it out.
        while judged.iter().any(|row| row.verdict == Verdict::Wrong) {
            let mut right = judged.iter().map(|row| row.verdict != Verdict::Wrong);
            sheet.rows.retain(|_| right.next().unwrap());
            judged = judge(&sheet, &known(&register));
        }
        let after = done(register, &judged);
        for row in judge(&sheet, &known(&after)) {
            prop_assert_eq!(row.verdict, Verdict::Same, "{:?}", row);
        }
    }
}
