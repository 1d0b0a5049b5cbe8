//! What is looked for among the sessions of a view. Whatever is not it stays where it is, and steps back: what is taken
//! is taken, also when one looks for something else.

use std::fmt::Write;

use domain::{Body, Kind, PersonId, Plan, RoomId, Status, context::Directory, fold};

use crate::{i18n::Locale, words};

/// What is looked for. Nothing chosen: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Words of names: of children, groups, specialists, rooms, kinds.
    pub text: String,
    /// Held by this specialist, or assisted by this person.
    pub staff: Option<PersonId>,
    /// In this room.
    pub room: Option<RoomId>,
    /// Of this body.
    pub body: Option<Body>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// As it stands.
    pub status: Option<Status>,
    /// With a child of this disorder, as far as the reader may know of it.
    pub disorder: Option<String>,
}

/// The longest text that an address brings.
const LONGEST: usize = 80;

impl Filter {
    /// Reads the parameters of an address. What makes no sense is not looked for.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let cut = |text: String| text.chars().take(LONGEST).collect::<String>();
        Self {
            text: get("q").map(cut).unwrap_or_default(),
            staff: get("staff").and_then(|id| id.parse().ok()),
            room: get("room").and_then(|id| id.parse().ok()),
            body: get("body").and_then(|code| Body::from_code(&code)),
            kind: get("kind").and_then(|code| Kind::from_code(&code)),
            status: get("status").and_then(|code| Status::from_code(&code)),
            disorder: get("disorder").map(cut),
        }
    }

    /// What an address says of it, to be added to one that has parameters already.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = write!(query, "&{name}={}", encoded(&value));
            }
        };
        put("q", Some(self.text.clone()).filter(|text| !text.is_empty()));
        put("staff", self.staff.map(|id| id.to_string()));
        put("room", self.room.map(|id| id.to_string()));
        put("body", self.body.map(|body| body.code().to_owned()));
        put("kind", self.kind.map(|kind| kind.code().to_owned()));
        put("status", self.status.map(|status| status.code().to_owned()));
        put("disorder", self.disorder.clone());
        query
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many things are chosen besides the words.
    pub fn chosen(&self) -> usize {
        let Self { text: _, staff, room, body, kind, status, disorder } = self;
        [staff.is_some(), room.is_some(), body.is_some(), kind.is_some(), status.is_some(), disorder.is_some()]
            .into_iter()
            .filter(|chosen| *chosen)
            .count()
    }

    /// Whether a session is what is looked for. `group` names a group of children.
    pub fn matches<'a>(
        &self,
        plan: &Plan,
        directory: &'a Directory,
        group: impl Fn(domain::GroupId) -> Option<&'a str>,
    ) -> bool {
        let is = |chosen: Option<bool>| chosen.unwrap_or(true);
        let children = || plan.seats.iter().filter_map(|seat| directory.children.get(&seat.child));
        let people = || plan.staff.iter().copied().chain(plan.assistants.iter().map(|with| with.person));
        let has = |disorder: &String| {
            children().any(|child| {
                child.needs.as_ref().and_then(|needs| needs.disorder.as_ref()).is_some_and(|own| own == disorder)
            })
        };
        let chosen = is(self.staff.map(|person| people().any(|other| other == person)))
            && is(self.room.map(|room| plan.room == Some(room)))
            && is(self.body.map(|body| plan.body == body))
            && is(self.kind.map(|kind| plan.kind == kind))
            && is(self.status.map(|status| plan.status == status))
            && is(self.disorder.as_ref().map(has));
        if !chosen || self.text.is_empty() {
            return chosen;
        }
        let mut said = String::new();
        for child in children() {
            let _ = write!(said, "{} {} ", child.name.full(), child.group.and_then(&group).unwrap_or_default());
        }
        for person in people().filter_map(|person| directory.staff.get(&person)) {
            let _ = write!(said, "{} ", person.name.full());
        }
        if let Some(room) = plan.room.and_then(|room| directory.rooms.get(&room)) {
            let _ = write!(said, "{} ", room.name);
        }
        for locale in [Locale::kk, Locale::ru] {
            let _ = write!(said, "{} {} ", words::kind(locale, plan.kind), words::body_short(locale, plan.body));
        }
        fold::matches(&said, &self.text)
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use domain::{ChildId, GroupId, Position, Seat};
    use uuid::Uuid;

    use super::*;
    use crate::components::calendar::sheet::tests::{session, sheet};

    fn parse(pairs: &[(&str, &str)]) -> Filter {
        Filter::parse(|name| pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn nonsense_is_not_looked_for() {
        let nonsense = ["staff", "room", "body", "kind", "status"].map(|name| (name, "x"));
        assert!(parse(&nonsense).is_empty() && parse(&[("q", "  ")]).is_empty() && parse(&[]).is_empty());
        assert_eq!(parse(&[("q", &"ә".repeat(500))]).text.chars().count(), LONGEST);
    }

    #[test]
    fn an_address_says_all_of_it() {
        let id = "018f0000-0000-7000-8000-000000000001";
        let all = [("q", "Айару"), ("staff", id), ("room", id), ("body", "kp"), ("kind", "small"), ("status", "draft")];
        let filter = parse(&all);
        assert_eq!(filter.chosen(), 5);
        let query = filter.query();
        assert!(query.starts_with("&q=%D0%90") && query.ends_with("&body=kp&kind=small&status=draft"), "{query}");
        assert_eq!(parse(&[("q", "a b&c")]).query(), "&q=a+b%26c");
    }

    #[test]
    fn a_russian_keyboard_finds_kazakh_names() {
        let mut one = session(1, 540, 20);
        one.plan.seats = vec![Seat { child: ChildId(Uuid::from_u128(11)), with_parent: false }];
        let sheet = sheet(Position::Methodist, vec![one.clone()]);
        let mut directory = sheet.directory().clone();
        directory.children.values_mut().for_each(|child| child.group = Some(GroupId(Uuid::nil())));
        let finds = |pairs: &[(&str, &str)]| parse(pairs).matches(&one.plan, &directory, |_| Some("Қарлығаш"));
        for found in ["алихан", "Нұрлан Әлихан", "жандилда", "логопед кабинети", "жеке сабак", "карлыгаш"]
        {
            assert!(finds(&[("q", found)]), "{found}");
        }
        assert!(!finds(&[("q", "айару")]) && !finds(&[("q", "алихан айару")]));
        assert!(finds(&[("kind", "individual")]) && !finds(&[("kind", "small")]));
        assert!(finds(&[("status", "draft"), ("q", "алихан")]) && !finds(&[("status", "done"), ("q", "алихан")]));
        assert!(!finds(&[("disorder", "сөйлеу")]));
    }
}
