//! The directory as it travels: a child is a row, and what few children have stands apart.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use domain::{
    Absence, Agreement, Child, ChildId, GroupId, Hours, Name, Needs, PersonId, RoomId,
    context::{Assignment, Directory, Holiday, Room, Settings, Staff},
    time::shift,
};
use serde::{Deserialize, Serialize};

use super::{Table, place};

#[derive(Serialize, Deserialize)]
pub(super) struct DirectoryWire<'a> {
    hours: Cow<'a, [Hours]>,
    settings: Cow<'a, Settings>,
    staff: Cow<'a, BTreeMap<PersonId, Staff>>,
    rooms: Cow<'a, BTreeMap<RoomId, Room>>,
    holidays: Cow<'a, BTreeMap<NaiveDate, Holiday>>,
    assignments: Cow<'a, [Assignment]>,
    absences: Cow<'a, [Absence]>,
    #[serde(borrow)]
    children: Vec<ChildRow<'a>>,
    /// By their children's places.
    needs: Vec<(usize, Cow<'a, Needs>)>,
    /// Until when consents and contracts hold: each day once, with the children's places.
    consents: Ends,
    contracts: Ends,
    /// The last days of children who have left, by their places.
    left: Vec<(usize, NaiveDate)>,
}

/// Days from the view's first to the last on which a paper holds, and whose.
type Ends = Vec<(i64, Vec<usize>)>;

/// Id, family, given, patronymic; days since birth; group + 1; flags.
type ChildRow<'a> = (usize, Cow<'a, str>, Cow<'a, str>, Cow<'a, str>, i64, usize, u8);

/// The flags: attends, whether the needs may be known, two bits for the consent, two for the contract.
const ATTENDS: u8 = 1;
const NEEDS: u8 = 2;
const CONSENT: u8 = 2;
const CONTRACT: u8 = 4;

impl<'a> DirectoryWire<'a> {
    pub(super) fn new(directory: &'a Directory, from: NaiveDate, table: &mut Table) -> Self {
        let (mut needs, mut left) = (Vec::new(), Vec::new());
        let (mut consents, mut contracts) = (BTreeMap::new(), BTreeMap::new());
        let children = directory.children.values().enumerate().map(|(n, child)| {
            if let Some(known) = child.needs.as_ref().filter(|known| **known != Needs::default()) {
                needs.push((n, Cow::Borrowed(known)));
            }
            ends(&mut consents, child.consent_until, from, n);
            ends(&mut contracts, child.contract_until, from, n);
            left.extend(child.left.map(|day| (n, day)));
            let flags = (u8::from(child.attends) * ATTENDS)
                | (u8::from(child.needs.is_some()) * NEEDS)
                | (place(Agreement::ALL, &child.consent) << CONSENT)
                | (place(Agreement::ALL, &child.contract) << CONTRACT);
            let Name { family, given, patronymic } = &child.name;
            let borrow = |text: &'a String| Cow::Borrowed(text.as_str());
            let group = child.group.map_or(0, |group| table.number(group.0) + 1);
            let id = table.number(child.id.0);
            (id, borrow(family), borrow(given), borrow(patronymic), (from - child.born).num_days(), group, flags)
        });
        let children = children.collect();
        Self {
            hours: Cow::Borrowed(&directory.hours),
            settings: Cow::Borrowed(&directory.settings),
            staff: Cow::Borrowed(&directory.staff),
            rooms: Cow::Borrowed(&directory.rooms),
            holidays: Cow::Borrowed(&directory.holidays),
            assignments: Cow::Borrowed(&directory.assignments),
            absences: Cow::Borrowed(&directory.absences),
            children,
            needs,
            consents: consents.into_iter().collect(),
            contracts: contracts.into_iter().collect(),
            left,
        }
    }

    /// None when a row names what is not there.
    pub(super) fn read(self, from: NaiveDate, ids: &[uuid::Uuid]) -> Option<Directory> {
        let mut children: Vec<Child> =
            self.children.into_iter().map(|row| read(row, from, ids)).collect::<Option<_>>()?;
        for (n, known) in self.needs {
            children.get_mut(n)?.needs = Some(known.into_owned());
        }
        for (day, n) in whose(self.consents) {
            children.get_mut(n)?.consent_until = Some(shift(from, day));
        }
        for (day, n) in whose(self.contracts) {
            children.get_mut(n)?.contract_until = Some(shift(from, day));
        }
        for (n, day) in self.left {
            children.get_mut(n)?.left = Some(day);
        }
        Some(Directory {
            hours: self.hours.into_owned(),
            settings: self.settings.into_owned(),
            staff: self.staff.into_owned(),
            rooms: self.rooms.into_owned(),
            children: children.into_iter().map(|child| (child.id, child)).collect(),
            holidays: self.holidays.into_owned(),
            assignments: self.assignments.into_owned(),
            absences: self.absences.into_owned(),
        })
    }
}

fn ends(ends: &mut BTreeMap<i64, Vec<usize>>, until: Option<NaiveDate>, from: NaiveDate, child: usize) {
    if let Some(until) = until {
        ends.entry((until - from).num_days()).or_default().push(child);
    }
}

fn whose(ends: Ends) -> impl Iterator<Item = (i64, usize)> {
    ends.into_iter().flat_map(|(day, children)| children.into_iter().map(move |n| (day, n)))
}

fn read(row: ChildRow<'_>, from: NaiveDate, ids: &[uuid::Uuid]) -> Option<Child> {
    let (id, family, given, patronymic, age, group, flags) = row;
    let agreement = |bits: u8| Agreement::ALL.get(usize::from(flags >> bits & 3)).copied();
    Some(Child {
        id: ChildId(*ids.get(id)?),
        name: Name { family: family.into_owned(), given: given.into_owned(), patronymic: patronymic.into_owned() },
        born: shift(from, -age),
        group: if group == 0 { None } else { Some(GroupId(*ids.get(group - 1)?)) },
        attends: flags & ATTENDS != 0,
        left: None,
        consent: agreement(CONSENT)?,
        consent_until: None,
        contract: agreement(CONTRACT)?,
        contract_until: None,
        needs: (flags & NEEDS != 0).then(Needs::default),
    })
}
