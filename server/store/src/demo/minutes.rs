//! What was said and decided in the meetings of the demonstration. Children stand by their initials.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    DecisionId, RemarkId,
    minutes::{Section, text::Due},
    time::shift,
};
use minutes::{Splice, Votes, document, read, update, write, write::Area};
use yrs::{Doc, ReadTxn, Transact};

use super::{id, meetings::Sitting, person};
use crate::{
    Store,
    audit::Entry,
    dialect::Link,
    error::{Error, Result},
    execute,
    minutes::{INSERT_REMARK, Written},
};

/// A meeting's words.
#[derive(Default)]
pub(super) struct Told {
    pub(super) start: u16,
    pub(super) place: &'static str,
    pub(super) manner: &'static str,
    pub(super) closed: bool,
    pub(super) agenda: Vec<String>,
    /// What was said to each line of the agenda; less where it is being written.
    said: &'static [&'static str],
    proposals: &'static str,
    pub(super) decisions: &'static [Decided],
    /// What members remarked on the draft: who, on which words, what, and other words.
    remarks: &'static [(&'static str, &'static str, &'static str, Option<&'static str>)],
}

/// A decision.
pub(super) struct Decided {
    text: &'static str,
    /// Who carries it out, and who stands beside in words.
    by: (&'static str, &'static str),
    /// So many days after the meeting; None for what has no end.
    days: Option<i64>,
    votes: Option<[u32; 3]>,
    /// What was noted when it was done.
    pub(super) done: Option<&'static str>,
}

/// What is told of a meeting: by body and number.
pub(super) fn told(name: &str) -> Told {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    match name {
        "apqo 1" => Told {
            start: 15 * 60,
            place: "Әдістемелік кабинет",
            manner: "Күндізгі",
            agenda: lines(&[
                "АПҚО-ның жаңа оқу жылына арналған жұмыс жоспары",
                "Ата-аналар сауалнамасының қорытындысы",
                "Бейімделу кезеңіндегі отбасыларға көмек",
            ]),
            said: &[
                "Төрайым жылдық жоспардың жобасымен таныстырды. Үш жоспарлы жиналыс, алты семинар және ай сайынғы кеңес беру күні ұсынылды. Мүшелер семинарларды сағат 17:30-дан кейін өткізу ата-аналарға қолайлы екенін айтты.",
                "Педагог-психолог 58 отбасы жауап берген сауалнаманың қорытындысын баяндады: ата-аналарды көбіне баланың сөйлеуі, ұйқы режимі және мектепке дайындық алаңдатады.",
                "Кіші топтағы бейімделу барысы талқыланды. Т. Е. мен А. Т. отбасыларына алғашқы екі аптада қысқартылған күн ұсынылды, нәтижесі жақсы.",
            ],
            proposals: "Логопед әр топта «Сөйлеу бұрышын» ашуды ұсынды. Тәрбиеші сауалнаманы қағаз түрінде де таратуды сұрады.",
            decisions: &[
                Decided {
                    text: "АПҚО-ның жылдық жұмыс жоспары бекітілсін.",
                    by: ("S02", ""),
                    days: Some(7),
                    votes: Some([4, 0, 0]),
                    done: Some("Жоспар басшының бұйрығымен бекітілді."),
                },
                Decided {
                    text: "«Сөйлеу тілін үйде дамыту» семинары өткізілсін.",
                    by: ("S04", "топ тәрбиешілері"),
                    days: Some(35),
                    votes: None,
                    done: None,
                },
                Decided {
                    text: "Бейімделу кезеңіндегі отбасыларға апта сайын кеңес берілсін.",
                    by: ("S03", ""),
                    days: None,
                    votes: None,
                    done: None,
                },
            ],
            ..Told::default()
        },
        "apqo 2" => Told {
            start: 15 * 60,
            place: "Әдістемелік кабинет",
            manner: "Күндізгі",
            agenda: lines(&[
                "Бірінші тоқсандағы жұмыс қорытындысы",
                "Балалардың сөйлеу дамуының диагностикасы: жалпы нәтиже",
                "Қысқы кезеңдегі сауықтыру және ата-аналармен жұмыс",
                "Орындалмаған шешімдер туралы",
            ]),
            said: &[
                "Төрайым бірінші тоқсанда 14 кеңес, 2 семинар өткізілгенін, ата-аналардан 31 өтініш түскенін баяндады. Өтініштердің басым бөлігі сөйлеу тілінің дамуына қатысты болды.",
                "Логопед 4–5 жастағы топтардың қорытындысын көрсетті: балалардың 62 пайызында дыбыс айту жасына сай, 27 пайызына жеке жаттығу қажет. К. А. мен С. А. бойынша динамика оң.",
                "Мейірбике қысқы ауырулардың алдын алу жоспарымен таныстырды. ",
            ],
            proposals: "Психолог ата-аналарға арналған қысқа бейнесабақтар топтамасын ұсынды.",
            decisions: &[
                Decided {
                    text: "Дыбыс қою бойынша жеке жаттығулар кестесі жасалсын.",
                    by: ("S04", ""),
                    days: Some(8),
                    votes: Some([4, 0, 0]),
                    done: None,
                },
                Decided {
                    text: "Бейнесабақтардың алғашқы үшеуі түсірілсін.",
                    by: ("S03", ""),
                    days: None,
                    votes: None,
                    done: None,
                },
            ],
            remarks: &[
                ("S03", "31 өтініш", "Журнал бойынша 33 өтініш тіркелген.", Some("33 өтініш")),
                ("S04", "62 пайызында", "Қай топтар екенін нақтылаған жөн.", None),
            ],
            ..Told::default()
        },
        "ppqq 1" => Told {
            start: 14 * 60,
            place: "Психолог кабинеті",
            manner: "Күндізгі",
            agenda: lines(&["ППҚҚ-ның жылдық жоспары", "Мамандардың жүктемесі және топтарды құру"]),
            said: &[
                "Төрайым қолдау қызметінің үш кезеңді жоспарымен таныстырды. Диагностика қыркүйектің соңына дейін аяқталады.",
                "Логопед пен арнайы педагог балаларды кіші топтарға бөлу жобасын ұсынды; жазбаша келісімі жоқ балалар кестеге енгізілмейді.",
            ],
            proposals: "Әлеуметтік педагог келісімдерді электронды түрде жинауды ұсынды.",
            decisions: &[
                Decided {
                    text: "ППҚҚ-ның жылдық жоспары мақұлдансын.",
                    by: ("S02", ""),
                    days: Some(5),
                    votes: Some([5, 0, 0]),
                    done: Some("Мақұлданды, басшы бекітті."),
                },
                Decided {
                    text: "Ата-аналардың жазбаша келісімі жиналсын.",
                    by: ("S06", ""),
                    days: Some(30),
                    votes: None,
                    done: Some("Біреуінен басқасы жиналды."),
                },
                Decided {
                    text: "Сабақ кестесі тоқсан сайын қайта қаралсын.",
                    by: ("S02", ""),
                    days: None,
                    votes: None,
                    done: None,
                },
            ],
            ..Told::default()
        },
        "ppqq 2" => Told {
            start: 16 * 60,
            place: "Психолог кабинеті",
            manner: "Жабық",
            closed: true,
            agenda: lines(&[
                "Ә. Т. бойынша жеке дамыту бағдарламасына түзету",
                "Н. Б. үшін педагог-ассистенттің сүйемелдеуі",
            ]),
            said: &[
                "Арнайы педагог екі айдағы бақылау нәтижесін баяндады: қысқа нұсқауды түсіну жақсарған, зейін 7–8 минутқа жетеді. Психолог ойын арқылы реттеу жаттығуларын қосуды ұсынды.",
                "Педагог-ассистент күн тәртібіне бейімделу барысын айтты. Сүйемелдеу мерзімі тоқсан соңында бітеді, мүшелер оны жалғастыруды қолдады.",
            ],
            proposals: "Ата-анамен ай сайын қысқа кездесу өткізу ұсынылды.",
            decisions: &[
                Decided {
                    text: "Жеке дамыту бағдарламасына ойын арқылы реттеу жаттығулары енгізілсін.",
                    by: ("S05", ""),
                    days: Some(14),
                    votes: Some([6, 0, 0]),
                    done: None,
                },
                Decided {
                    text: "Сүйемелдеуді ұзарту туралы ПМПК-ға құжаттар дайындалсын.",
                    by: ("S06", ""),
                    days: Some(24),
                    votes: Some([6, 0, 0]),
                    done: None,
                },
            ],
            ..Told::default()
        },
        "trustees 1" => Told {
            start: 17 * 60 + 30,
            place: "Мәжіліс залы",
            manner: "Күндізгі",
            agenda: lines(&[
                "Қамқоршылық кеңестің алдыңғы оқу жылы үшін есебі",
                "Жаңа оқу жылына арналған жұмыс жоспарын бекіту",
                "Ерікті жарналар қаражатын пайдалану бағыттары",
            ]),
            said: &[
                "Төраға өткен жылғы есепті баяндады: 412 000 теңге ойын алаңына, 180 000 теңге кітап бұрыштарына жұмсалған, әр төлемнің құжаты бар.",
                "Жоспарда төрт жиналыс, екі сенбілік және жазғы сауықтыруға дайындық бар. Мүшелер ата-аналар кеңесімен бірлескен тамақтану мониторингін қосуды ұсынды.",
                "Жарналар бағыттары дауысқа салынды. Қаржы туралы ақпарат тоқсан сайын сайтқа шығарылады.",
            ],
            proposals: "Тамақтану мониторингінің қорытындысын ата-аналар кеңесіне беру ұсынылды.",
            decisions: &[
                Decided {
                    text: "Қамқоршылық кеңестің есебі қабылдансын.",
                    by: ("T01", ""),
                    days: Some(1),
                    votes: Some([6, 0, 0]),
                    done: Some("Қабылданды."),
                },
                Decided {
                    text: "Жарналар балалардың қауіпсіз ойын алаңына бағытталсын.",
                    by: ("T03", "бухгалтер"),
                    days: Some(60),
                    votes: Some([5, 0, 1]),
                    done: None,
                },
                Decided {
                    text: "Тамақтану мониторингі жүргізілсін.",
                    by: ("T04", "ата-аналар кеңесі"),
                    days: None,
                    votes: Some([6, 0, 0]),
                    done: None,
                },
            ],
            ..Told::default()
        },
        name if name.starts_with("trustees") => {
            Told { start: 17 * 60 + 30, place: "Мәжіліс залы", ..Told::default() }
        }
        _ => Told { start: 15 * 60, place: "Әдістемелік кабинет", ..Told::default() },
    }
}

impl Store {
    /// Begins the minutes of a meeting and writes them, as chair and secretary do in turns.
    pub(super) async fn write_for_demo(&self, link: &mut Link, sitting: &Sitting, now: DateTime<Utc>) -> Result<()> {
        let org = sitting.secretary.org;
        let (meeting, told) = (sitting.id, &sitting.told);
        self.put_minutes(link, &sitting.secretary, meeting, now).await?;
        let entry = Entry::new("minutes.begin", meeting, serde_json::json!({}));
        self.append(link, org, Some(sitting.secretary.person), &[entry], &mut [], now).await?;
        let loaded = self.loaded(link, org, meeting).await?;
        let replica = document(sitting.replica());
        for bytes in &loaded.updates {
            update::apply(&replica, bytes).map_err(|_| Error::corrupt("minutes that were just begun"))?;
        }
        let mut step = 0;
        let items = read(&replica).agenda;
        for (item, said) in items.iter().zip(told.said) {
            // As it is typed: sentence by sentence.
            for sentence in said.split_inclusive(". ") {
                let length =
                    read(&replica).agenda.iter().find(|one| one.id == item.id).map(|one| units(&one.discussion));
                let edit = Splice { at: length.unwrap_or(0), removed: 0, inserted: sentence.to_owned() };
                let bytes = change(&replica, |doc| write::edit(doc, Area::Discussion(item.id), &edit));
                step += 1;
                self.store_for_demo(link, sitting, step, bytes, now).await?;
            }
        }
        let edit = Splice { inserted: told.proposals.to_owned(), ..Splice::default() };
        let bytes = change(&replica, |doc| write::edit(doc, Area::Proposals, &edit));
        self.store_for_demo(link, sitting, step + 1, bytes, now).await?;
        for (n, decided) in told.decisions.iter().enumerate() {
            let decision = DecisionId(id(&format!("decision {meeting} {n}")));
            let item = items.get(n).map(|item| item.id);
            let bytes = change(&replica, |doc| decide(doc, sitting, decision, item, decided));
            self.store_for_demo(link, sitting, step + 2 + n, bytes, now).await?;
        }
        for (n, (author, quote, comment, words)) in told.remarks.iter().enumerate() {
            let remark = RemarkId(id(&format!("remark {meeting} {n}")));
            let item = items.get(n).map(|item| item.id.0);
            let (at, section) = ((now + TimeDelta::minutes(40)).timestamp_millis(), Section::Discussion.code());
            let author = person(author).0;
            execute!(
                link,
                INSERT_REMARK,
                remark.0,
                org.0,
                meeting.0,
                author,
                at,
                section,
                item,
                *quote,
                *comment,
                *words
            )?;
        }
        Ok(())
    }

    async fn store_for_demo(
        &self,
        link: &mut Link,
        sitting: &Sitting,
        step: usize,
        bytes: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // The chair helps with every third.
        let who = if step.is_multiple_of(3) { &sitting.chair } else { &sitting.secretary };
        let at = now + TimeDelta::minutes(i64::try_from(step).unwrap_or(0));
        let written = [Written { person: who.person, bytes }];
        self.put_updates(link, who.org, sitting.id, &written, at).await?;
        Ok(())
    }
}

impl Sitting {
    /// The id of the replica in which the demonstration writes: the meeting's own, of 53 bits.
    fn replica(&self) -> u64 {
        let (_, low) = self.id.0.as_u64_pair();
        low >> 11
    }
}

fn decide(doc: &Doc, sitting: &Sitting, decision: DecisionId, item: Option<domain::ItemId>, decided: &Decided) {
    let (responsible, beside) = decided.by;
    let words = |text: &str| Splice { inserted: text.to_owned(), ..Splice::default() };
    write::add_decision(doc, decision, item);
    write::edit(doc, Area::Decision(decision), &words(decided.text));
    write::set_person(doc, decision, Some(person(responsible)));
    write::edit(doc, Area::Responsible(decision), &words(beside));
    write::set_due(doc, decision, Some(decided.days.map_or(Due::Ongoing, |days| Due::Day(shift(sitting.day, days)))));
    let votes = decided.votes.map(|[in_favour, against, abstained]| Votes { in_favour, against, abstained });
    write::set_votes(doc, decision, votes);
}

fn change(doc: &Doc, edit: impl FnOnce(&Doc)) -> Vec<u8> {
    let before = doc.transact().state_vector();
    edit(doc);
    doc.transact().encode_diff_v1(&before)
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
