//! What the address says of a sheet of paper: `/calendar/print?what=staff&of=…&day=2026-11-23`, and how large its letters
//! can be so that all of it stands on one page.

use chrono::NaiveDate;
use domain::{PersonId, RoomId, Session, Status, fold::cmp_kk};
use uuid::Uuid;

use super::{
    address::{Address, Span},
    sheet::Sheet,
};

/// What is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum What {
    /// A specialist's week, for their own wall.
    #[default]
    Staff,
    /// A room's week, for whoever looks after it.
    Room,
    /// A room's day, for its door.
    Door,
}

impl What {
    /// Every sheet, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Room, Self::Door];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Room => "room",
            Self::Door => "door",
        }
    }
}

/// The sheet that an address asks for. Whatever is missing or makes no sense becomes what is usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Paper {
    /// What.
    pub what: What,
    /// Whose: a person's or a room's id.
    pub of: Option<Uuid>,
    /// Of which day, or of the week around it; None is today.
    pub day: Option<NaiveDate>,
}

impl Paper {
    /// Reads the parameters of an address.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let what = get("what");
        Self {
            what: What::ALL.into_iter().find(|one| what.as_deref() == Some(one.code())).unwrap_or_default(),
            of: get("of").and_then(|id| id.parse().ok()),
            day: Address::parse(get).day,
        }
    }

    /// The sheet as a link.
    pub fn href(&self) -> String {
        let of = self.of.map(|of| format!("&of={of}")).unwrap_or_default();
        let day = self.day.map(|day| format!("&day={day}")).unwrap_or_default();
        format!("/calendar/print?what={}{of}{day}", self.what.code())
    }

    /// The calendar where this sheet came from.
    pub fn calendar(&self) -> Address {
        let span = if self.what == What::Door { Span::Day } else { Span::Week };
        Address { span, day: self.day, ..Address::default() }
    }

    /// The sheet before (`-1`) or after (`1`) this one.
    #[must_use]
    pub fn step(self, today: NaiveDate, direction: i64) -> Self {
        Self { day: self.calendar().step(today, direction).day, ..self }
    }

    /// Whose sheets there are, by name.
    pub fn choices(&self, sheet: &Sheet) -> Vec<(Uuid, String)> {
        let directory = sheet.directory();
        let mut choices: Vec<_> = match self.what {
            What::Staff => {
                let holds = |id: PersonId| sheet.context.sessions().any(|session| session.plan.staff.contains(&id));
                let staff = directory.staff.values().filter(|staff| {
                    staff.positions.iter().any(|position| position.holds_sessions()) || holds(staff.id)
                });
                staff.map(|staff| (staff.id.0, staff.name.plain())).collect()
            }
            What::Room | What::Door => directory.rooms.values().map(|room| (room.id.0, room.name.clone())).collect(),
        };
        choices.sort_by(|(_, a), (_, b)| cmp_kk(a, b));
        choices
    }

    /// Whose sheet it is: the one that was asked for, the reader's own, or the first.
    pub fn whose(&self, sheet: &Sheet) -> Option<Uuid> {
        let choices = self.choices(sheet);
        let known = |id: &Uuid| choices.iter().any(|(other, _)| other == id);
        let own = Some(sheet.actor.person.0);
        self.of.filter(known).or(own.filter(known)).or(choices.first().map(|(id, _)| *id))
    }

    /// The days on it.
    pub fn days(&self, sheet: &Sheet) -> Vec<NaiveDate> {
        sheet.days(self.calendar())
    }

    /// The sessions on it of a day, in the order of time. What was called off is held nowhere; on a door nothing stands
    /// that is only being thought of.
    pub fn sessions<'a>(&self, sheet: &'a Sheet, day: NaiveDate) -> Vec<&'a Session> {
        let whose = self.whose(sheet);
        let is_on = |session: &&Session| {
            let plan = &session.plan;
            let theirs = match self.what {
                What::Staff => whose.is_some_and(|id| {
                    let assists = plan.assistants.iter().any(|with| with.person == PersonId(id));
                    plan.staff.contains(&PersonId(id)) || assists
                }),
                What::Room | What::Door => whose.is_some_and(|id| plan.room == Some(RoomId(id))),
            };
            let held = match self.what {
                What::Staff | What::Room => plan.status.takes_time(),
                What::Door => plan.status.takes_time() && plan.status != Status::Draft,
            };
            theirs && held
        };
        sheet.day(day).filter(is_on).collect()
    }
}

/// A quarter of a point: letters are measured in these.
pub type Quarter = u16;

/// Where text stands on a page: columns beside each other, in each of them entries, in each of them lines of so many
/// letters.
pub struct Block {
    /// The width of a column, in tenths of a millimetre.
    pub width: u32,
    /// The height that there is, in tenths of a millimetre.
    pub height: u32,
    /// The largest and the smallest letters, in quarters of a point.
    pub sizes: (Quarter, Quarter),
    /// How much an entry takes besides its lines, in hundredths of a letter's height.
    pub gap: u32,
}

/// A quarter of a point is 0.0882 mm: in hundred-thousandths of a millimetre.
const QUARTER: u32 = 8819;
/// The width of a letter as part of its height, in hundredths: Cyrillic in Onest, and some more.
const LETTER: u32 = 54;
/// The height of a line as part of that of a letter, in hundredths.
const LINE: u32 = 125;

impl Block {
    /// The largest letters with which everything has room: `columns` are the numbers of letters of each line of each entry.
    pub fn fit(&self, columns: &[Vec<Vec<usize>>]) -> Quarter {
        let (largest, smallest) = self.sizes;
        let mut size = largest;
        while size > smallest && columns.iter().any(|column| self.tall(column, size) > self.height) {
            size -= 1;
        }
        size
    }

    /// How high a column is with letters of this size, in tenths of a millimetre.
    fn tall(&self, column: &[Vec<usize>], size: Quarter) -> u32 {
        // Tenths of a millimetre, by a thousand.
        let letter = u32::from(size) * QUARTER / 10;
        let room = usize::try_from(self.width * 1000 * 100 / (letter * LETTER)).unwrap_or(usize::MAX).max(1);
        let lines: u32 = column
            .iter()
            .flatten()
            // A word that has no room any more leaves its place empty.
            .map(|letters| {
                u32::try_from(if *letters <= room { 1 } else { (letters + letters / 4).div_ceil(room) })
                    .unwrap_or(u32::MAX)
            })
            .sum();
        let entries = u32::try_from(column.len()).unwrap_or(u32::MAX);
        let hundredths = lines.saturating_mul(LINE).saturating_add(entries.saturating_mul(self.gap));
        u32::try_from(u64::from(hundredths) * u64::from(letter) / 100 / 1000).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use super::*;
    use crate::components::calendar::{
        column::tests::{day, person},
        sheet::tests::{session, sheet},
    };

    fn parse(query: &str) -> Paper {
        let get = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
        };
        Paper::parse(get)
    }

    #[test]
    fn an_address_comes_back_as_it_was() {
        for query in [
            "what=staff&of=00000000-0000-0000-0000-000000000001&day=2026-11-23",
            "what=room&day=2026-11-23",
            "what=door",
        ] {
            assert_eq!(parse(query).href(), format!("/calendar/print?{query}"));
        }
        assert_eq!(parse("what=moon&of=x&day=tomorrow"), Paper::default());
    }

    #[test]
    fn without_a_name_it_is_ones_own_sheet_or_the_first() {
        let mut sheet = sheet(Position::Speech, vec![]);
        sheet.actor.person = person(1);
        assert_eq!(Paper::default().whose(&sheet), Some(person(1).0));
        sheet.actor.person = person(99);
        assert_eq!(Paper::default().whose(&sheet), Some(person(2).0), "Әбілқас comes before Жанділда");
        assert_eq!(parse("what=door").whose(&sheet).map(|id| id.as_u128()), Some(8), "Зал before Логопед кабинеті");
        assert_eq!(parse("of=00000000-0000-0000-0000-000000000077").whose(&sheet), Some(person(2).0), "nobody's id");
    }

    #[test]
    fn on_a_door_stands_what_is_held_and_on_a_wall_also_what_is_planned() {
        let with = |n, status| {
            let mut session = session(n, 540 + 30 * u16::try_from(n).unwrap(), 20);
            session.plan.status = status;
            session
        };
        let sessions = vec![with(1, Status::Draft), with(2, Status::Confirmed), with(3, Status::Cancelled)];
        let sheet = sheet(Position::Methodist, sessions);
        let on = |query: &str| {
            parse(query).sessions(&sheet, day(23)).iter().map(|session| session.id.0.as_u128()).collect::<Vec<_>>()
        };
        let room = "of=00000000-0000-0000-0000-000000000007";
        assert_eq!(on("what=staff&of=00000000-0000-0000-0000-000000000001"), [1, 2]);
        assert_eq!(on(&format!("what=room&{room}")), [1, 2]);
        assert_eq!(on(&format!("what=door&{room}")), [2]);
    }

    #[test]
    fn the_more_there_is_the_smaller_the_letters_and_never_too_small() {
        let block = Block { width: 520, height: 1450, sizes: (56, 22), gap: 60 };
        let fit = |entries: usize| block.fit(&[vec![vec![24, 30]; entries]]);
        assert_eq!((fit(0), fit(3)), (56, 56));
        let sizes: Vec<_> = (1..40).map(fit).collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
        assert!(fit(12) > fit(20) && fit(200) == 22);
        assert!(block.tall(&vec![vec![24, 30]; 16], fit(16)) <= 1450);
    }
}
