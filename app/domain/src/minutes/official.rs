//! The official text of minutes in Kazakh and in Russian, and the text that is hashed.
//!
//! Names and numbers stand as they are: no ending is glued to them.

use std::fmt::Write;

use crate::{
    Body, Lang, Name,
    body::composition::ChairTitle,
    minutes::text::{Decision, Due, MinutesText, Votes},
};

/// A blank, as on paper.
pub(crate) const BLANK: &str = "__";

/// The words around a body's name, bent as they must be: (as the owner, as the addressee).
pub(crate) fn body_words(body: Body, lang: Lang) -> (&'static str, &'static str) {
    match (lang, body) {
        (Lang::Kk, Body::Kp) => ("Консультациялық пункт", "Консультациялық пунктке"),
        (Lang::Kk, Body::Apqo) => ("АПҚО", "АПҚО-ға"),
        (Lang::Kk, Body::Ppqq) => ("ППҚҚ", "ППҚҚ-ға"),
        (Lang::Kk, Body::Trustees) => ("Қамқоршылық кеңес", "Қамқоршылық кеңеске"),
        (Lang::Ru, Body::Kp) => ("консультационного пункта", "консультационному пункту"),
        (Lang::Ru, Body::Apqo) => {
            ("центра педагогической поддержки родителей", "центру педагогической поддержки родителей")
        }
        (Lang::Ru, Body::Ppqq) => {
            ("службы психолого-педагогического сопровождения", "службе психолого-педагогического сопровождения")
        }
        (Lang::Ru, Body::Trustees) => ("попечительского совета", "попечительскому совету"),
    }
}

/// «АПҚО отырысының № 3 ХАТТАМАСЫ».
pub fn title(body: Body, number: Option<u32>, lang: Lang) -> String {
    let (body, _) = body_words(body, lang);
    let number = number.map_or_else(|| BLANK.to_owned(), |number| number.to_string());
    match lang {
        Lang::Kk => format!("{body} отырысының № {number} ХАТТАМАСЫ"),
        Lang::Ru => format!("ПРОТОКОЛ № {number} заседания {body}"),
    }
}

/// The official text.
pub fn official(minutes: &MinutesText, lang: Lang) -> String {
    Official { text: String::new(), lang }.write(minutes)
}

struct Official {
    text: String,
    lang: Lang,
}

impl Official {
    /// The words of the language.
    fn say(&self, kk: &'static str, ru: &'static str) -> &'static str {
        match self.lang {
            Lang::Kk => kk,
            Lang::Ru => ru,
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// What was written freely, set in: no line of it can pass for a heading.
    fn free(&mut self, text: &str) {
        for line in text.trim().lines() {
            self.line(&format!("   {}", line.trim()));
        }
    }

    fn field(&mut self, label: &str, value: &str) {
        if !value.is_empty() {
            self.line(&format!("   {label}: {value}"));
        }
    }

    fn write(mut self, minutes: &MinutesText) -> String {
        let lang = self.lang;
        let (owner, addressee) = body_words(minutes.body, lang);
        let planned = if minutes.planned {
            self.say("жоспарлы", "плановое")
        } else {
            self.say("жоспардан тыс", "внеплановое")
        };
        self.line(&one_line(&minutes.organisation));
        self.line(&format!("{}          {planned}", title(minutes.body, minutes.number, lang)));
        self.line("");
        let label = self.say("Жиналыстың күні", "Дата заседания");
        self.line(&format!("1. {label}: {}", lang.long_date(minutes.day)));
        self.field(self.say("Жүргізілу түрі", "Форма проведения"), &one_line(&minutes.manner));
        let label = self.say("Қатысқан адамдар саны", "Количество присутствующих");
        self.line(&format!("2. {label}: {}", minutes.present));
        self.field(self.say("Қатысқаны", "Присутствовали"), &list(&minutes.attended));
        self.field(self.say("Қатыспағаны", "Отсутствовали"), &list(&minutes.absent));
        self.line(&format!("3. {}:", self.say("Күн тәртібі", "Повестка дня")));
        for (n, item) in (1..).zip(&minutes.items) {
            self.line(&format!("   {n}. {}", one_line(&item.title)));
        }
        self.line(&match lang {
            Lang::Kk => format!("4. {addressee} ұсынылған мәселелерді талқылау барысы"),
            Lang::Ru => format!("4. Ход обсуждения вопросов, представленных {addressee}"),
        });
        for (n, item) in (1..).zip(&minutes.items) {
            self.line(&format!("   {n}. {}", one_line(&item.title)));
            self.free(&item.discussion);
        }
        self.line(&match lang {
            Lang::Kk => format!("5. {owner} мүшелерінің ұсыныстары мен ескертулері"),
            Lang::Ru => format!("5. Предложения и замечания членов {owner}"),
        });
        self.free(&minutes.proposals);
        self.line(&match lang {
            Lang::Kk => format!("6. {owner} шешімі:"),
            Lang::Ru => format!("6. Решение {owner}:"),
        });
        for (n, decision) in (1..).zip(&minutes.decisions) {
            self.decision(n, decision);
        }
        self.signers(minutes, "7. ");
        self.text
    }

    /// Who signs: the chair, then the secretary.
    fn signers(&mut self, minutes: &MinutesText, number: &str) {
        let chair = match minutes.chair_title {
            ChairTitle::Toragha => self.say("Төраға", "Председатель"),
            ChairTitle::Torayym => self.say("Төрайым", "Председатель"),
        };
        let secretary = self.say("Хатшы", "Секретарь");
        let (presided, kept) = (signer(minutes.chair.as_ref()), signer(minutes.secretary.as_ref()));
        self.line(&format!("{number}{chair} ______ ({presided})      {secretary} ______ ({kept})"));
    }

    fn decision(&mut self, n: usize, decision: &Decision) {
        self.line(&format!("   {n}. {}", one_line(&decision.text)));
        self.field(self.say("Жауапты", "Ответственный"), &list(&decision.responsible));
        let due = match decision.due {
            Some(Due::Day(day)) => self.lang.long_date(day),
            Some(Due::Ongoing) => self.say("тұрақты", "постоянно").to_owned(),
            None => String::new(),
        };
        self.field(self.say("Мерзімі", "Срок"), &due);
        if let Some(Votes { aye, nay, abstained }) = decision.votes {
            let [yes, no, neither] = match self.lang {
                Lang::Kk => ["Жақтап", "қарсы", "қалыс қалды"],
                Lang::Ru => ["За", "против", "воздержались"],
            };
            self.line(&format!("   {yes}: {aye}, {no}: {nay}, {neither}: {abstained}"));
        }
    }
}

/// The official text of an addition (Толықтыру) to minutes: what it says, and who signs it.
pub fn addition(minutes: &MinutesText, no: u32, day: chrono::NaiveDate, text: &str, lang: Lang) -> String {
    let mut official = Official { text: String::new(), lang };
    official.line(&one_line(&minutes.organisation));
    official.line(&title(minutes.body, minutes.number, lang));
    official.line(&format!("№ {no} {}", official.say("ТОЛЫҚТЫРУ", "ДОПОЛНЕНИЕ")));
    official.line(&lang.long_date(day));
    official.line("");
    official.free(text);
    official.signers(minutes, "");
    official.text
}

/// What is hashed: the official text in both languages, each led by its length, so that neither can be changed alone and
/// no line can pass from one to the other.
pub fn canonical(minutes: &MinutesText) -> String {
    sealed(&official(minutes, Lang::Kk), &official(minutes, Lang::Ru))
}

/// The same of two texts that are there already.
pub fn sealed(kk: &str, ru: &str) -> String {
    let mut text = String::with_capacity(kk.len() + ru.len() + 64);
    let _ = writeln!(text, "kenes-minutes-1 {} {}", kk.len(), ru.len());
    text.push_str(kk);
    text.push_str(ru);
    text
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list(names: &[Name]) -> String {
    names.iter().map(|name| one_line(&name.full())).collect::<Vec<_>>().join(", ")
}

fn signer(name: Option<&Name>) -> String {
    name.map_or_else(|| BLANK.to_owned(), |name| one_line(&name.signature()))
}
