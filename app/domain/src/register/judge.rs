//! What each line of a table comes to, beside what is known already.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ChildDraft, Column, Entry, Guardian, Part, Register, Relation, Row, Sheet, Slot,
    cells::{self, Why, clean},
    same_name,
};
use crate::{ChildId, GroupId, Name, PersonId, fold::fold};

/// Somebody who is no child, whether a guardian or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: Name,
}

/// What is known before a table is read.
pub struct Known<'a> {
    /// Children, guardians, groups.
    pub register: &'a Register,
    /// Everybody with a telephone number, by that number.
    pub phones: BTreeMap<String, Person>,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something in it is wrong: nothing of the table is saved before it is mended.
    Wrong,
    /// A child who is not in the register.
    New,
    /// A child of whom something is new.
    Changed,
    /// All of it is known.
    Same,
}

/// A line with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Its number in the table, from 1.
    pub line: u32,
    /// The child's name, as far as it could be read.
    pub name: String,
    /// The child, if it is known.
    pub child: Option<ChildId>,
    /// What it comes to.
    pub verdict: Verdict,
    /// What is wrong with it; then it has no steps.
    pub faults: Vec<Fault>,
    /// What would be done.
    pub steps: Vec<Step>,
    /// What would not be done, though the line says it.
    pub notes: Vec<Note>,
}

/// Something wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which.
    pub column: Column,
    /// What.
    pub why: Why,
    /// What stands there.
    pub found: String,
}

/// A guardian: known, or the new person of this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Is here already.
    Known(PersonId),
    /// The person of this table whom [`Step::AddPerson`] numbers so.
    New(u32),
}

/// Something that a line would do about its child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Takes the child in.
    AddChild(ChildDraft),
    /// Moves it to another group; none is at home.
    Move {
        /// From where.
        from: Option<GroupId>,
        /// To where.
        to: Option<GroupId>,
    },
    /// Gives it the patronymic that it has had none of.
    Patronymic {
        /// Which.
        to: String,
    },
    /// Takes a person in.
    AddPerson {
        /// The number by which other steps name them.
        no: u32,
        /// Their name.
        name: Name,
        /// Their number, as it is kept.
        phone: Option<String>,
    },
    /// Makes somebody a guardian of the child.
    AddGuardian {
        /// Who.
        who: Who,
        /// Their name.
        name: Name,
        /// Who they are to the child.
        relation: Relation,
        /// They may sign and book for it.
        rights: bool,
    },
    /// Says anew who a guardian is to the child.
    Relation {
        /// Who.
        who: PersonId,
        /// Their name.
        name: Name,
        /// What they were.
        from: Relation,
        /// What they are.
        to: Relation,
    },
    /// Gives a guardian the number that they have had none of.
    Phone {
        /// Who.
        who: PersonId,
        /// Their name.
        name: Name,
        /// The number.
        to: String,
    },
}

/// What a line says and is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Rights are given and taken by hand, with a reason.
    RightsStay {
        /// Whose.
        name: String,
        /// What they have.
        rights: bool,
    },
    /// Another number is known of them: a table does not change by what somebody signs in.
    OtherPhone {
        /// Whose.
        name: String,
        /// The number that is known.
        phone: String,
    },
    /// They are the child's guardian no more.
    Ended {
        /// Who.
        name: String,
        /// Since when.
        on: NaiveDate,
    },
    /// Nobody of the new child's guardians may sign.
    NobodySigns,
}

/// Whose a number is, as far as the table has been read.
struct Holder {
    /// None where the line that names them is wrong.
    who: Option<Who>,
    name: Name,
    /// The line that names them; None for those known before.
    line: Option<u32>,
}

/// A child as it is compared.
type Key = (String, String, NaiveDate);

struct Court<'a> {
    sheet: &'a Sheet,
    register: &'a Register,
    children: BTreeMap<Key, Vec<&'a Entry>>,
    groups: BTreeMap<String, GroupId>,
    phones: BTreeMap<String, Holder>,
    /// Lines in which a child stood.
    seen: BTreeMap<Key, u32>,
    /// How many people are new.
    people: u32,
}

/// A line that is being read.
#[derive(Default)]
struct Line {
    faults: Vec<Fault>,
    steps: Vec<Step>,
    notes: Vec<Note>,
    /// Numbers that this line brings.
    phones: Vec<(String, Name, Who)>,
    /// Guardians that it has named so far.
    named: Vec<Who>,
}

/// Judges every line. What one brings is known to those after it: brothers and sisters share their guardians.
pub fn judge(sheet: &Sheet, known: &Known<'_>) -> Vec<Judged> {
    let register = known.register;
    let mut children: BTreeMap<Key, Vec<&Entry>> = BTreeMap::new();
    for child in &register.children {
        children.entry(key(&child.name, child.born)).or_default().push(child);
    }
    let groups = register.groups.iter().map(|group| (cells::group_key(&group.name), group.id)).collect();
    let holder = |person: &Person| Holder { who: Some(Who::Known(person.id)), name: person.name.clone(), line: None };
    let phones = known.phones.iter().map(|(phone, person)| (phone.clone(), holder(person))).collect();
    let mut court = Court { sheet, register, children, groups, phones, seen: BTreeMap::new(), people: 0 };
    sheet.rows.iter().map(|row| court.judge(row)).collect()
}

fn key(name: &Name, born: NaiveDate) -> Key {
    (fold(&name.family), fold(&name.given), born)
}

impl Line {
    fn fault(&mut self, column: Column, why: Why, found: &str) {
        let found = clean(found).chars().take(80).collect();
        self.faults.push(Fault { column, why, found });
    }

    /// What a cell says, or a fault.
    fn read<T>(&mut self, column: Column, text: &str, read: impl Fn(&str) -> Result<T, Why>) -> Option<T> {
        read(text).map_err(|why| self.fault(column, why, text)).ok()
    }
}

impl<'a> Court<'a> {
    fn cell(&self, row: &'a Row, column: Column) -> &'a str {
        self.sheet.cell(row, column)
    }

    fn judge(&mut self, row: &'a Row) -> Judged {
        let mut line = Line::default();
        let name = self.name(row, &mut line);
        let today = self.register.today;
        let born = line.read(Column::Born, self.cell(row, Column::Born), |text| cells::born(text, today));
        let found = name.as_ref().zip(born).and_then(|(name, born)| self.find(row, &mut line, name, born));
        let group = self.group(row, &mut line, found.is_none());
        match (found, name.as_ref().zip(born), group) {
            (Some(child), ..) => Self::compare(&mut line, child, name.as_ref(), group),
            (None, Some((name, born)), Some(group)) => {
                line.steps.push(Step::AddChild(ChildDraft { name: name.clone(), born, group }));
            }
            _ => {}
        }
        for slot in Slot::ALL {
            self.guardian(row, &mut line, slot, found);
        }
        let is_new = found.is_none();
        let signs = |step: &Step| matches!(step, Step::AddGuardian { rights: true, .. });
        if is_new && line.faults.is_empty() && !line.steps.iter().any(signs) {
            line.notes.push(Note::NobodySigns);
        }
        let shown = name.map_or_else(|| self.raw_name(row), |name| name.full());
        self.close(row.line, shown, found.map(|child| child.id), line)
    }

    fn close(&mut self, no: u32, name: String, child: Option<ChildId>, mut line: Line) -> Judged {
        let is_wrong = !line.faults.is_empty();
        for (phone, name, who) in line.phones {
            let who = Some(who).filter(|_| !is_wrong);
            self.phones.insert(phone, Holder { who, name, line: Some(no) });
        }
        if is_wrong {
            line.steps.clear();
        }
        let verdict = match (is_wrong, child, line.steps.is_empty()) {
            (true, ..) => Verdict::Wrong,
            (false, None, _) => Verdict::New,
            (false, Some(_), false) => Verdict::Changed,
            (false, Some(_), true) => Verdict::Same,
        };
        Judged { line: no, name, child, verdict, faults: line.faults, steps: line.steps, notes: line.notes }
    }

    /// The child's name out of one column or of three.
    fn name(&self, row: &'a Row, line: &mut Line) -> Option<Name> {
        if self.sheet.has(Column::Name) && !clean(self.cell(row, Column::Name)).is_empty() {
            return line.read(Column::Name, self.cell(row, Column::Name), cells::full_name);
        }
        if !self.sheet.has(Column::Family) {
            line.fault(Column::Name, Why::Missing, "");
            return None;
        }
        let needed = |text: &str| match cells::name_part(text) {
            Ok(part) if part.is_empty() => Err(Why::Missing),
            read => read,
        };
        let family = line.read(Column::Family, self.cell(row, Column::Family), needed);
        let given = line.read(Column::Given, self.cell(row, Column::Given), needed);
        let patronymic = line.read(Column::Patronymic, self.cell(row, Column::Patronymic), cells::name_part);
        Some(Name { family: family?, given: given?, patronymic: patronymic? })
    }

    fn raw_name(&self, row: &'a Row) -> String {
        let parts = [Column::Name, Column::Family, Column::Given, Column::Patronymic];
        let text = parts.map(|column| clean(self.cell(row, column))).join(" ");
        clean(&text).chars().take(100).collect()
    }

    /// The child of the register that a line speaks of.
    fn find(&mut self, row: &Row, line: &mut Line, name: &Name, born: NaiveDate) -> Option<&'a Entry> {
        let column = if self.sheet.has(Column::Name) { Column::Name } else { Column::Family };
        let key = key(name, born);
        if let Some(before) = self.seen.get(&key) {
            line.fault(column, Why::Twice { line: *before }, &name.full());
        } else {
            self.seen.insert(key.clone(), row.line);
        }
        let of_name = self.children.get(&key).map(Vec::as_slice).unwrap_or_default();
        let found = of_name.iter().find(|child| same_name(&child.name, name)).copied();
        if let (None, Some(other)) = (found, of_name.first()) {
            let column = if self.sheet.has(Column::Name) { Column::Name } else { Column::Patronymic };
            line.fault(column, Why::OtherPatronymic { known: other.name.full() }, &name.full());
        }
        if let Some(on) = found.and_then(|child| child.left) {
            line.fault(column, Why::HasLeft { on }, &name.full());
        }
        found
    }

    /// Where the line says that the child goes: into a group, or home; None where it does not say. A new child must go
    /// somewhere.
    #[expect(clippy::option_option, reason = "home is an answer, too")]
    fn group(&self, row: &'a Row, line: &mut Line, is_new: bool) -> Option<Option<GroupId>> {
        let text = self.cell(row, Column::Group);
        if clean(text).is_empty() {
            if is_new {
                line.fault(Column::Group, Why::Missing, "");
            }
            return None;
        }
        if cells::is_at_home(text) {
            return Some(None);
        }
        let group = self.groups.get(&cells::group_key(text)).copied();
        if group.is_none() {
            line.fault(Column::Group, Why::NoGroup, text);
        }
        group.map(Some)
    }

    /// What the line says of a child that is known.
    #[expect(clippy::option_option, reason = "home is an answer, too")]
    fn compare(line: &mut Line, child: &Entry, name: Option<&Name>, group: Option<Option<GroupId>>) {
        if let Some(to) = group.filter(|to| *to != child.group) {
            line.steps.push(Step::Move { from: child.group, to });
        }
        let patronymic = name.map(|name| name.patronymic.as_str()).unwrap_or_default();
        if child.name.patronymic.is_empty() && !patronymic.is_empty() {
            line.steps.push(Step::Patronymic { to: patronymic.to_owned() });
        }
    }

    fn guardian(&mut self, row: &'a Row, line: &mut Line, slot: Slot, child: Option<&'a Entry>) {
        let of = |part| Column::Of(slot, part);
        let text = |part| self.sheet.cell(row, of(part));
        if clean(text(Part::Name)).is_empty() && clean(text(Part::Phone)).is_empty() {
            return;
        }
        let name = line.read(of(Part::Name), text(Part::Name), cells::full_name);
        let phone = line.read(of(Part::Phone), text(Part::Phone), cells::telephone);
        let relation = line.read(of(Part::Relation), text(Part::Relation), cells::relation);
        let rights = line.read(of(Part::Rights), text(Part::Rights), cells::answer);
        let (Some(name), Some(phone), Some(relation), Some(rights)) = (name, phone, relation, rights) else { return };
        let relation = relation.or(slot.relation());
        let Ok(who) = self.who(line, &name, phone.as_deref(), child) else {
            let (found, phone) = (text(Part::Phone), phone.unwrap_or_default());
            let why = self.whose(line, &phone);
            return line.fault(of(Part::Phone), why, found);
        };
        if line.named.contains(&who) {
            return;
        }
        line.named.push(who);
        let known = child.and_then(|child| child.guardians.iter().find(|one| Who::Known(one.person) == who));
        if let Some(known) = known {
            return Self::again(line, known, relation, rights);
        }
        let relation = relation.unwrap_or_default();
        let rights = rights.unwrap_or(relation.has_rights());
        line.steps.push(Step::AddGuardian { who, name, relation, rights });
    }

    /// A guardian whom the register has with this child.
    fn again(line: &mut Line, known: &Guardian, relation: Option<Relation>, rights: Option<bool>) {
        let name = known.name.full();
        if let Some(on) = known.ended {
            return line.notes.push(Note::Ended { name, on });
        }
        if let Some(to) = relation.filter(|to| *to != known.relation) {
            let (from, name) = (known.relation, known.name.clone());
            line.steps.push(Step::Relation { who: known.person, name, from, to });
        }
        if rights.is_some_and(|rights| rights != known.rights) {
            line.notes.push(Note::RightsStay { name, rights: known.rights });
        }
    }

    /// Who this is: whoever has the number, a guardian of the child by name, or somebody new. An error where the number
    /// is somebody else's.
    fn who(&mut self, line: &mut Line, name: &Name, phone: Option<&str>, child: Option<&Entry>) -> Result<Who, ()> {
        let by_name = || child.and_then(|child| child.guardians.iter().find(|one| same_name(&one.name, name)));
        let Some(phone) = phone else {
            return Ok(by_name().map_or_else(|| self.add(line, name, None), |known| Who::Known(known.person)));
        };
        if let Some((_, other, who)) = line.phones.iter().find(|(one, ..)| one == phone) {
            return if same_name(other, name) { Ok(*who) } else { Err(()) };
        }
        if let Some(holder) = self.phones.get(phone) {
            if !same_name(&holder.name, name) {
                return Err(());
            }
            if let Some(who) = holder.who {
                return Ok(who);
            }
        }
        let Some(known) = by_name() else { return Ok(self.add(line, name, Some(phone))) };
        let who = Who::Known(known.person);
        match &known.phone {
            Some(other) => {
                line.notes.push(Note::OtherPhone { name: known.name.full(), phone: other.clone() });
                // Further down it means the same person.
                line.phones.push((phone.to_owned(), known.name.clone(), who));
            }
            None if known.fixed || known.ended.is_some() => {}
            None => {
                line.steps.push(Step::Phone { who: known.person, name: known.name.clone(), to: phone.to_owned() });
                line.phones.push((phone.to_owned(), known.name.clone(), who));
            }
        }
        Ok(who)
    }

    fn add(&mut self, line: &mut Line, name: &Name, phone: Option<&str>) -> Who {
        let no = self.people;
        self.people += 1;
        let who = Who::New(no);
        line.steps.push(Step::AddPerson { no, name: name.clone(), phone: phone.map(str::to_owned) });
        if let Some(phone) = phone {
            line.phones.push((phone.to_owned(), name.clone(), who));
        }
        who
    }

    fn whose(&self, line: &Line, phone: &str) -> Why {
        if let Some((_, name, _)) = line.phones.iter().find(|(one, ..)| one == phone) {
            return Why::PhoneOf { name: name.full(), line: None };
        }
        let holder = self.phones.get(phone);
        let name = holder.map(|holder| holder.name.full()).unwrap_or_default();
        Why::PhoneOf { name, line: holder.and_then(|holder| holder.line) }
    }
}
