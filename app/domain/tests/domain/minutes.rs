//! Minutes: who may do what with them, what they lack, how they read, and that nothing changes what is signed.

use chrono::NaiveDate;
use domain::{
    Body, DecisionId, ItemId, Lang, Name, PersonId, Position, RemarkId,
    body::composition::ChairTitle,
    minutes::{
        Access, Act, Lack, MinutesText, Paper, Remark, Section, Standing, State, acts,
        chain::{Break, Chain, End, Link},
        children,
        lack::{Asked, lacks},
        official::{canonical, official, sealed},
        remark::{Area, Settled, Unplaced},
        sign::Refused,
        text::{Decision, Due, Item, Votes},
    },
};
use proptest::prelude::*;
use uuid::Uuid;

fn standing(chair: bool, secretary: bool, member: bool) -> Standing {
    Standing { chair, secretary, member, body: Body::Apqo, closed: false, positions: Vec::new() }
}

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

fn decision(n: u128) -> DecisionId {
    DecisionId(Uuid::from_u128(n))
}

fn complete() -> MinutesText {
    let day = NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day");
    MinutesText {
        organisation: "«Балақай» балабақшасы".to_owned(),
        body: Body::Apqo,
        number: Some(3),
        planned: true,
        day,
        present: 7,
        manner: String::new(),
        attended: Vec::new(),
        absent: vec![Name::parse("Шәріп Ақерке")],
        items: vec![Item {
            id: item(1), title: "Жоспар".to_owned(), discussion: "Тыңдалды.\n6. Қосымша".to_owned()
        }],
        proposals: "Уақытын өзгерту.".to_owned(),
        decisions: vec![Decision {
            id: decision(1),
            text: "Жоспар мақұлдансын".to_owned(),
            responsible: vec![Name::parse("Өтепберген Раушан")],
            due: Some(Due::Day(day)),
            votes: Some(Votes { aye: 5, nay: 1, abstained: 1 }),
        }],
        chair: Some(Name::parse("Қалдыбек Әсемгүл Нұрланқызы")),
        chair_title: ChairTitle::Torayym,
        secretary: Some(Name::parse("Семёнова Ирина")),
    }
}

fn names() -> Vec<Name> {
    ["Қалдыбек Айару Нұрланқызы", "Өтеген Мақсат", "Семёнова Ирина"].map(Name::parse).to_vec()
}

#[test]
fn the_official_text_is_that_of_the_regulation() {
    assert_eq!(
        official(&complete(), Lang::Kk),
        "«Балақай» балабақшасы\nАПҚО отырысының № 3 ХАТТАМАСЫ          жоспарлы\n\n\
         1. Жиналыстың күні: 2026 жылғы 26 қараша\n2. Қатысқан адамдар саны: 7\n   Қатыспағаны: Шәріп Ақерке\n\
         3. Күн тәртібі:\n   1. Жоспар\n4. АПҚО-ға ұсынылған мәселелерді талқылау барысы\n   1. Жоспар\n   Тыңдалды.\n   \
         6. Қосымша\n5. АПҚО мүшелерінің ұсыныстары мен ескертулері\n   Уақытын өзгерту.\n6. АПҚО шешімі:\n   \
         1. Жоспар мақұлдансын\n   Жауапты: Өтепберген Раушан\n   Мерзімі: 2026 жылғы 26 қараша\n   \
         Жақтап: 5, қарсы: 1, қалыс қалды: 1\n7. Төрайым ______ (Ә. Қалдыбек)      Хатшы ______ (И. Семёнова)\n"
    );
    let unplanned = MinutesText { number: None, planned: false, body: Body::Trustees, ..complete() };
    assert!(
        official(&unplanned, Lang::Kk).contains("Қамқоршылық кеңес отырысының № __ ХАТТАМАСЫ          жоспардан тыс")
    );
    let ru = official(&unplanned, Lang::Ru);
    assert!(ru.contains("ПРОТОКОЛ № __ заседания попечительского совета          внеплановое"), "{ru}");
    assert!(ru.contains("1. Дата заседания: 26 ноября 2026 года"), "{ru}");
    for body in Body::ALL {
        let text = official(&MinutesText { body: *body, ..complete() }, Lang::Kk);
        let heads = text.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit())).count();
        assert_eq!(heads, 7, "{text}");
    }
    assert_ne!(sealed("а\nб\n", "в\n"), sealed("а\n", "б\nв\n"));
    assert_ne!(canonical(&complete()), canonical(&unplanned));
}

#[test]
fn chair_and_secretary_write_members_comment_others_read_or_nothing() {
    let draft = |standing: &Standing| standing.access(Section::Discussion, State::Draft);
    assert_eq!(draft(&standing(true, false, true)), Access::Write);
    assert_eq!(draft(&standing(false, true, true)), Access::Write);
    assert_eq!(draft(&standing(false, false, true)), Access::Comment);
    assert_eq!(draft(&standing(false, false, false)), Access::Nothing);
    let of =
        |position, body, closed| Standing { body, closed, positions: vec![position], ..standing(false, false, false) };
    // Teaching staff read what has been sent: in a draft full names may still stand.
    let educator = of(Position::Educator, Body::Apqo, false);
    assert_eq!(draft(&educator), Access::Nothing);
    assert_eq!(educator.access(Section::Discussion, State::Sent), Access::Read);
    assert_eq!(draft(&of(Position::Admin, Body::Apqo, false)), Access::Nothing);
    assert_eq!(draft(&of(Position::Methodist, Body::Ppqq, true)), Access::Nothing);
    assert_eq!(draft(&of(Position::Methodist, Body::Trustees, false)), Access::Nothing);
    assert_eq!(draft(&of(Position::Head, Body::Ppqq, true)), Access::Read);
    for state in State::ALL {
        for section in Section::ALL {
            let written = *state == State::Draft && *section != Section::Signatures;
            assert_eq!(standing(true, false, true).access(*section, *state) == Access::Write, written);
        }
    }
    assert_eq!(acts(&standing(true, false, true), State::Sent), [Act::TakeBack, Act::SignChair]);
    assert_eq!(acts(&standing(false, true, true), State::ChairSigned), [Act::SignSecretary]);
    assert_eq!(acts(&standing(true, true, true), State::ChairSigned), []);
    assert_eq!(acts(&standing(false, false, true), State::Draft), []);
}

#[test]
fn a_remark_is_settled_by_those_who_write_and_withdrawn_by_its_author() {
    let (author, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    let area = Area { section: Section::Discussion, item: Some(item(1)) };
    let remark = Remark {
        id: RemarkId(Uuid::nil()),
        author,
        area,
        quote: "жоспар".to_owned(),
        comment: String::new(),
        replacement: Some("жылдық жоспар".to_owned()),
        settled: Settled::Open,
    };
    let (chair, member) = (standing(true, false, true), standing(false, false, true));
    assert!(Remark::may_be_made(area, &member, State::Draft) && !Remark::may_be_made(area, &member, State::Sent));
    assert_eq!(remark.ways(other, &chair, State::Draft), [Settled::Accepted, Settled::Declined]);
    assert_eq!(remark.ways(author, &member, State::Draft), [Settled::Withdrawn]);
    assert_eq!(remark.ways(other, &member, State::Draft), []);
    assert_eq!(remark.ways(other, &chair, State::Sent), []);
    let settled = Remark { settled: Settled::Accepted, ..remark.clone() };
    assert_eq!(settled.ways(other, &chair, State::Draft), []);
    assert_eq!(remark.placed("Бұл жоспар."), Ok("Бұл жылдық жоспар.".to_owned()));
    assert_eq!(remark.placed("Бұл."), Err(Unplaced::Gone));
    assert_eq!(remark.placed("жоспар, жоспар"), Err(Unplaced::Ambiguous));
    assert_eq!(Remark { quote: String::new(), ..remark.clone() }.placed("Бұл."), Ok("жылдық жоспар".to_owned()));
    assert_eq!(Remark { replacement: None, ..remark }.placed("жоспар"), Err(Unplaced::NoWords));
}

#[test]
fn names_are_found_with_endings_in_either_order_and_from_any_keyboard() {
    for text in [
        "Қалдыбек Айаруның",
        "айару қалдыбекке",
        "КАЛДЫБЕК АЙАРУ",
        "Қалдыбегі, Айаруға",
        "Айару Нұрланқызымен",
        "Қалдыбек Айару Нұрланқызының",
        "Мақсатты Өтегенмен",
        "Семенову Ирину",
        "Отеген-ге Максат-қа",
    ] {
        assert_eq!(children::find(text, &names()).len(), 1, "{text}");
    }
    for text in ["Айару келді", "Қалдыбек Әсемгүл", "Айару. Қалдыбек келді", "Қалдыбек Айарулатып"]
    {
        assert_eq!(children::find(text, &names()), [], "{text}");
    }
    // However many endings stand behind a name, nobody waits for the answer.
    let first = names().swap_remove(0);
    let long = format!("{} {}{}х", first.family, first.given, "на".repeat(2_000));
    assert_eq!(children::find(&long, &names()), []);
    assert_eq!(children::hidden("Бала: Қалдыбек Айаруға көмек.", &names()), "Бала: Қ. А. көмек.");
}

#[test]
fn an_addition_is_signed_beside_what_is_locked() {
    let (chair, secretary) = (standing(true, false, true), standing(false, true, true));
    let mut paper = Paper::draft(complete());
    assert_eq!(paper.act(&chair, Act::Send, vec![Lack::NoChair]), Err(Refused::Lacks(vec![Lack::NoChair])));
    assert_eq!(paper.add(&chair, "Қате".to_owned()), Err(Refused::NotNow(State::Draft)));
    assert_eq!(paper.act_on_addition(&chair, Act::Send), Err(Refused::NoAddition));
    for (who, act) in [(&secretary, Act::Send), (&chair, Act::SignChair), (&secretary, Act::SignSecretary)] {
        assert_eq!(paper.act(who, act, Vec::new()), Ok(()));
    }
    assert_eq!(paper.add(&standing(false, false, true), "Қате".to_owned()), Err(Refused::NotYours));
    assert_eq!(paper.add(&chair, " ".to_owned()), Ok(()));
    assert_eq!(paper.act_on_addition(&chair, Act::Send), Err(Refused::Empty));
    assert_eq!(paper.add(&chair, "Қате түзетілді".to_owned()), Ok(()));
    assert_eq!(paper.act_on_addition(&chair, Act::Send), Ok(()));
    assert_eq!(paper.add(&chair, "Тағы".to_owned()), Err(Refused::NotNow(State::Sent)));
    assert_eq!((paper.additions()[0].text(), paper.additions()[0].state()), ("Қате түзетілді", State::Sent));
}

fn links(count: u32) -> (Vec<Link>, End) {
    let mut end = End::default();
    let mut links = Vec::new();
    for n in 1..=count {
        let link = CHAIN.next(&end, (n, 0), format!("c{n}"), hash);
        end = link.end();
        links.push(link);
    }
    (links, end)
}

const CHAIN: Chain = Chain { body: Body::Apqo, year: 2026 };

/// FNV-1a: enough to tell texts apart.
fn hash(text: &str) -> String {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

proptest! {
    #[test]
    fn no_sequence_of_acts_changes_a_locked_text(
        steps in prop::collection::vec((0..6_usize, any::<bool>(), any::<bool>(), any::<bool>(), 0..9_u16), 0..60),
    ) {
        let mut paper = Paper::draft(complete());
        let mut locked: Option<MinutesText> = None;
        let mut signed: Vec<String> = Vec::new();
        for (what, chair, secretary, member, n) in steps {
            let who = standing(chair, secretary, member);
            let before = (paper.text().clone(), paper.state());
            let text = MinutesText { present: n, ..complete() };
            let done = match what {
                0 => paper.write(&who, text),
                1 => paper.add(&who, format!("{n}")),
                other => paper.act(&who, Act::ALL[other - 2], Vec::new()),
            };
            let _ = paper.act_on_addition(&who, Act::ALL[usize::from(n) % 4]);
            // Only what is a draft changes, and only by who writes.
            if before.0 != *paper.text() {
                prop_assert!(done.is_ok() && before.1 == State::Draft && (chair || secretary));
            }
            if let Some(text) = &locked {
                prop_assert_eq!((text, paper.state()), (paper.text(), State::Locked));
            } else if paper.state() == State::Locked {
                locked = Some(paper.text().clone());
            }
            let now: Vec<String> = paper.additions().iter().filter(|one| one.state() == State::Locked)
                .map(|one| one.text().to_owned()).collect();
            prop_assert!(now.starts_with(&signed));
            signed = now;
        }
    }

    #[test]
    fn every_lack_is_found_and_nothing_complete_has_one(wrong in prop::collection::vec(any::<bool>(), 11)) {
        let mut minutes = complete();
        let mut expected = Vec::new();
        let (first, one) = (item(1), decision(1));
        let asked = Asked { quorum: if wrong[0] { 8 } else { 7 }, members: 7, closed: false, children: &names() };
        if wrong[0] { expected.push(Lack::NoQuorum { present: 7, needed: 8 }); }
        if wrong[1] { minutes.items[0].title = " ".into(); expected.push(Lack::NoTitle(first)); }
        if wrong[2] { minutes.items[0].discussion.clear(); expected.push(Lack::NoDiscussion(first)); }
        if wrong[3] {
            minutes.proposals.push_str(" Айару Қалдыбекке көмек");
            let place = domain::minutes::lack::Place { section: Section::Proposals, line: None };
            expected.push(Lack::ChildNamed { place, initials: "Қ. А.".into() });
        }
        if wrong[4] { minutes.decisions[0].text.clear(); expected.push(Lack::NoText(one)); }
        if wrong[5] { minutes.decisions[0].responsible.clear(); expected.push(Lack::NoResponsible(one)); }
        if wrong[6] { minutes.decisions[0].due = None; expected.push(Lack::NoDue(one)); }
        if wrong[7] {
            minutes.decisions[0].votes = Some(Votes { aye: 8, nay: 0, abstained: 0 });
            expected.push(Lack::Votes { decision: one, votes: 8, present: 7 });
        }
        if wrong[8] { minutes.chair = None; expected.push(Lack::NoChair); }
        if wrong[9] { minutes.secretary = None; expected.push(Lack::NoSecretary); }
        prop_assert_eq!(lacks(&minutes, &asked), expected);
        let empty = MinutesText { items: Vec::new(), decisions: Vec::new(), ..complete() };
        prop_assert_eq!(lacks(&empty, &Asked { quorum: 0, ..asked }), [Lack::NoAgenda, Lack::NoDecision]);
        if wrong[3] {
            let named = |asked: &Asked<'_>| lacks(&minutes, asked).iter().any(|lack| matches!(lack, Lack::ChildNamed { .. }));
            let closed = named(&Asked { closed: true, ..asked });
            prop_assert!(!closed);
        }
    }

    #[test]
    fn no_full_name_of_a_child_survives(
        pieces in prop::collection::vec((0..3_usize, any::<bool>(), 0..6_usize, 0..6_usize, "[а-яё ,.]{0,8}"), 0..8),
    ) {
        let endings = ["", "ның", "ға", "мен", "дан", "лардың"];
        let mut text = String::new();
        for (who, turned, first, second, between) in &pieces {
            let name = &names()[*who];
            let (a, b) = if *turned { (&name.given, &name.family) } else { (&name.family, &name.given) };
            text.extend([a.as_str(), endings[*first], " ", b.as_str(), endings[*second], " ", between.as_str(), " "]);
        }
        let safe = children::hidden(&text, &names());
        prop_assert!(children::find(&safe, &names()).is_empty(), "{}", safe);
        for name in names() {
            let folded = domain::fold::fold(&safe);
            prop_assert!(!folded.contains(&domain::fold::fold(&name.plain())), "{}", safe);
        }
    }

    #[test]
    fn what_is_changed_dropped_or_swapped_in_a_chain_is_found(
        count in 2..12_u32, at in any::<prop::sample::Index>(), how in 0..7_usize,
    ) {
        let (mut links, end) = links(count);
        prop_assert_eq!(CHAIN.check(&links, &end, hash), Ok(()));
        let at = at.index(links.len());
        let place = links[at].place;
        match how {
            0 => links[at].content.push('x'),
            1 => links[at].number += 100,
            2 => { links.remove(at); }
            3 => links.insert(at, links[at].clone()),
            4 => { let other = (at + 1) % links.len(); links.swap(at, other); }
            5 => { links[at].content.push('x'); links[at].hash = hash(&CHAIN.text(&links[at])); }
            _ => links[at].before.push('0'),
        }
        let found = CHAIN.check(&links, &end, hash);
        match how {
            2 => prop_assert_eq!(found, Err(Break::Missing(place))),
            3 => prop_assert_eq!(found, Err(Break::Doubled(place))),
            4 => prop_assert!(found.is_err()),
            5 => prop_assert!(matches!(found, Err(Break::Broken(broken)) if broken == place || broken == place + 1)),
            _ => prop_assert_eq!(found, Err(Break::Broken(place))),
        }
    }
}

#[test]
fn minutes_have_one_link_and_nothing_follows_the_end() {
    let (mut chain, end) = links(2);
    let again = CHAIN.next(&end, (2, 0), "c2".to_owned(), hash);
    chain.push(again.clone());
    assert_eq!(CHAIN.check(&chain, &again.end(), hash), Err(Break::Repeated(3)));
    assert_eq!(CHAIN.check(&links(3).0, &end, hash), Err(Break::Broken(3)));
    let addition = CHAIN.next(&end, (2, 1), "c2".to_owned(), hash);
    chain[2] = addition.clone();
    assert_eq!(CHAIN.check(&chain, &addition.end(), hash), Ok(()));
    assert_eq!(Chain { year: 2027, ..CHAIN }.check(&chain, &addition.end(), hash), Err(Break::Broken(1)));
}
