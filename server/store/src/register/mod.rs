//! The register of children and their guardians: kept by hand, or taken from a table as a whole.

mod file;
mod import;
mod load;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, Name, Permission, PersonId,
    refusal::Problem,
    register::{
        ChildDraft, Entry, Guardian, GuardianDraft, LONGEST_REASON, Person, Register, Why,
        cells::{name_part, sound_birth, telephone},
        same_child, same_name,
    },
    time::shift,
};
use serde_json::json;

use crate::{
    Store,
    audit::Entry as Line,
    change::Change,
    dialect::Link,
    error::{Error, Result},
};

use load::{Loaded, load};

/// How far ahead it can be said that a child will leave, in days.
const AHEAD: i64 = 366;

/// Every statement of the register.
pub(crate) const STATEMENTS: &[(&str, &str)] = {
    const ALL: [(&str, &str); load::STATEMENTS.len() + write::STATEMENTS.len()] = {
        let mut all = [("", ""); load::STATEMENTS.len() + write::STATEMENTS.len()];
        let mut at = 0;
        while at < all.len() {
            let after = at >= load::STATEMENTS.len();
            all[at] = if after { write::STATEMENTS[at - load::STATEMENTS.len()] } else { load::STATEMENTS[at] };
            at += 1;
        }
        all
    };
    &ALL
};

fn allowed(actor: &Actor) -> Result<()> {
    if actor.may(Permission::KeepRegister) { Ok(()) } else { Err(Error::forbidden()) }
}

fn wrong(field: &'static str) -> impl Fn(Why) -> Error {
    move |why| Error::invalid(field, why.problem())
}

/// A name as it is kept. Everybody has a family name and a given one.
fn named(name: &Name) -> Result<Name> {
    let part = |field: &'static str, text: &str| name_part(text).map_err(wrong(field));
    let name = Name {
        family: part("family", &name.family)?,
        given: part("given", &name.given)?,
        patronymic: part("patronymic", &name.patronymic)?,
    };
    for (field, text) in [("family", &name.family), ("given", &name.given)] {
        if text.is_empty() {
            return Err(Error::invalid(field, Problem::Required));
        }
    }
    Ok(name)
}

/// A reason as it is kept: rights are neither given nor taken without one.
fn reasoned(reason: &str) -> Result<String> {
    let reason = domain::register::cells::clean(reason);
    match reason.chars().count() {
        0 => Err(Error::invalid("reason", Problem::Required)),
        n if n > LONGEST_REASON => Err(Error::invalid("reason", Problem::TooLong)),
        _ => Ok(reason),
    }
}

impl Loaded {
    fn child(&self, id: ChildId) -> Result<&Entry> {
        self.register.child(id).ok_or_else(Error::not_found)
    }

    /// Somebody who is the child's guardian still.
    fn guardian(&self, child: ChildId, person: PersonId) -> Result<&Guardian> {
        self.child(child)?.current().find(|one| one.person == person).ok_or_else(Error::not_found)
    }

    /// A child as it is kept, if there can be one: none of the same name and birth besides itself.
    fn sound_child(&self, draft: &ChildDraft, itself: Option<ChildId>) -> Result<ChildDraft> {
        let name = named(&draft.name)?;
        let born = sound_birth(draft.born, self.register.today).map_err(wrong("born"))?;
        if draft.group.is_some_and(|group| self.register.group_name(group).is_none()) {
            return Err(Error::invalid("group", Problem::Choice));
        }
        let same = |child: &Entry| same_child((&child.name, child.born), (&name, born));
        if self.register.children.iter().any(|child| Some(child.id) != itself && same(child)) {
            return Err(Error::invalid("child", Problem::Taken));
        }
        Ok(ChildDraft { name, born, group: draft.group })
    }

    /// Whoever has this number, if it is free or theirs.
    fn holder(&self, phone: Option<&str>, name: &Name) -> Result<Option<&Person>> {
        let holder = phone.and_then(|phone| self.phones.get(phone));
        match holder {
            Some(holder) if !same_name(&holder.name, name) => Err(Error::invalid("phone", Problem::OtherName)),
            holder => Ok(holder),
        }
    }
}

impl Store {
    /// Everybody who is in the register, in the order of the alphabet.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not keep it.
    pub async fn register(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Register> {
        allowed(actor)?;
        let mut link = self.inner.db.snapshot().await?;
        Ok(self.registered(&mut link, actor, now).await?.register)
    }

    /// The register as this transaction sees it.
    async fn registered(&self, link: &mut Link, actor: &Actor, now: DateTime<Utc>) -> Result<Loaded> {
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        load(link, actor.org, kindergarten.clock(now).day).await
    }

    /// A writer's turn, with the register as it stands in it.
    async fn keep(&self, actor: &Actor, now: DateTime<Utc>) -> Result<(Link, Loaded)> {
        allowed(actor)?;
        let mut link = self.write().await?;
        let loaded = self.registered(&mut link, actor, now).await?;
        Ok((link, loaded))
    }

    async fn kept(&self, link: Link, actor: &Actor, logged: Line, now: DateTime<Utc>) -> Result<()> {
        self.conclude(link, actor.person, logged, Change::of_directory(actor.org), now).await
    }

    /// Takes a child in, with a guardian if one is named.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for what cannot be, with the field (a guardian's begin with `g_`);
    /// [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn add_child(
        &self,
        actor: &Actor,
        draft: &ChildDraft,
        guardian: Option<(&GuardianDraft, bool)>,
        now: DateTime<Utc>,
    ) -> Result<ChildId> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let draft = loaded.sound_child(draft, None)?;
        let child = write::insert_child(&mut link, actor, &draft).await?;
        let mut detail = json!({ "child": child, "attends": draft.group.is_some() });
        if let Some((guardian, rights)) = guardian {
            let added = self.put(&mut link, actor, &loaded, (child, None), guardian, rights, now);
            let person = added.await.map_err(of_guardian)?;
            detail["guardian"] = json!({ "person": person, "relation": guardian.relation, "rights": rights });
        }
        self.kept(link, actor, Line::new("register.child_add", child, detail), now).await?;
        Ok(child)
    }

    /// Writes a child's name, date of birth and group anew.
    ///
    /// # Errors
    /// As [`add_child`](Self::add_child); [`NotFound`](domain::Refusal::NotFound).
    pub async fn change_child(&self, actor: &Actor, id: ChildId, draft: &ChildDraft, now: DateTime<Utc>) -> Result<()> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let before = loaded.child(id)?;
        let draft = loaded.sound_child(draft, Some(id))?;
        let (moved, renamed) = (before.group != draft.group, before.name != draft.name);
        if !moved && !renamed && before.born == draft.born {
            return Ok(());
        }
        write::update_child(&mut link, actor, id, &draft).await?;
        let name = |group: Option<domain::GroupId>| group.and_then(|group| loaded.register.group_name(group));
        let mut detail = json!({ "name": renamed, "born": before.born != draft.born });
        if moved {
            detail["group"] = json!([name(before.group), name(draft.group)]);
        }
        let action = if moved { "register.child_move" } else { "register.child_change" };
        self.kept(link, actor, Line::new(action, id, detail), now).await
    }

    /// Says which is a child's last day, or that it stays. What was planned for it after that stays where it is.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a day before its birth or far ahead;
    /// [`NotFound`](domain::Refusal::NotFound), [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn set_last_day(
        &self,
        actor: &Actor,
        id: ChildId,
        last: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let child = loaded.child(id)?;
        if last.is_some_and(|last| last < child.born || last > shift(loaded.register.today, AHEAD)) {
            return Err(Error::invalid("last", Problem::Date));
        }
        if child.left == last {
            return Ok(());
        }
        write::set_left(&mut link, actor, id, last).await?;
        let action = if last.is_some() { "register.child_leave" } else { "register.child_return" };
        self.kept(link, actor, Line::new(action, id, json!({ "last": last })), now).await
    }

    /// Makes somebody a guardian of a child: whoever has the number already, or somebody new.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for what cannot be, with the field: `phone`, where the number is known of
    /// somebody of another name; [`NotFound`](domain::Refusal::NotFound), [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn add_guardian(
        &self,
        actor: &Actor,
        child: ChildId,
        draft: &GuardianDraft,
        rights: bool,
        now: DateTime<Utc>,
    ) -> Result<PersonId> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let entry = loaded.child(child)?;
        let person = self.put(&mut link, actor, &loaded, (child, Some(entry)), draft, rights, now).await?;
        let detail = json!({ "child": child, "relation": draft.relation, "rights": rights });
        self.kept(link, actor, Line::new("register.guardian_add", person, detail), now).await?;
        Ok(person)
    }

    /// The rows of a guardian. `entry` is the child, if it was there before.
    #[expect(clippy::too_many_arguments, reason = "two callers, which have all of it")]
    async fn put(
        &self,
        link: &mut Link,
        actor: &Actor,
        loaded: &Loaded,
        (child, entry): (ChildId, Option<&Entry>),
        draft: &GuardianDraft,
        rights: bool,
        now: DateTime<Utc>,
    ) -> Result<PersonId> {
        let name = named(&draft.name)?;
        let phone = telephone(&draft.phone).map_err(wrong("phone"))?;
        let holder = loaded.holder(phone.as_deref(), &name)?;
        let of_child = || entry.into_iter().flat_map(|entry| &entry.guardians);
        let known = match holder {
            Some(holder) => of_child().find(|one| one.person == holder.id),
            None => of_child().find(|one| same_name(&one.name, &name)),
        };
        if known.is_some_and(|known| known.ended.is_none()) {
            return Err(Error::invalid("guardian", Problem::Taken));
        }
        let person = match (holder, known) {
            (Some(holder), _) => holder.id,
            // Whoever was a guardian before comes back with the number that is known of them.
            (None, Some(known)) if phone.is_none() || known.phone.is_some() => known.person,
            (None, Some(known)) => {
                write::set_phone(link, actor, known.person, phone.as_deref().unwrap_or_default()).await?;
                known.person
            }
            (None, None) => write::add_person(link, actor, &name, phone.as_deref(), now).await?,
        };
        write::put_guardian(link, actor, (person, child), draft.relation, rights).await?;
        self.settle_papers(link, actor.org, child, loaded.register.today).await?;
        Ok(person)
    }

    /// Writes a guardian's name, number and relation anew. What they are of other children stays; their name and number
    /// are the same for all of them.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for what cannot be, with the field; [`NotFound`](domain::Refusal::NotFound);
    /// [`Forbidden`](domain::Refusal::Forbidden), also for the name or number of somebody who works here.
    pub async fn change_guardian(
        &self,
        actor: &Actor,
        child: ChildId,
        person: PersonId,
        draft: &GuardianDraft,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let before = loaded.guardian(child, person)?;
        let name = named(&draft.name)?;
        let phone = telephone(&draft.phone).map_err(wrong("phone"))?;
        let itself = before.name != name || before.phone != phone;
        if itself && before.fixed {
            return Err(Error::forbidden());
        }
        if let Some(other) = phone.as_ref().and_then(|phone| loaded.phones.get(phone)).filter(|one| one.id != person) {
            let problem = if same_name(&other.name, &name) { Problem::Taken } else { Problem::OtherName };
            return Err(Error::invalid("phone", problem));
        }
        let relation = before.relation != draft.relation;
        if !itself && !relation {
            return Ok(());
        }
        if itself {
            write::update_person(&mut link, actor, person, &name, phone.as_deref()).await?;
        }
        if relation {
            write::set_relation(&mut link, actor, (person, child), draft.relation).await?;
        }
        let mut detail = json!({ "child": child, "name": before.name != name, "phone": before.phone != phone });
        if relation {
            detail["relation"] = json!([before.relation, draft.relation]);
        }
        self.kept(link, actor, Line::new("register.guardian_change", person, detail), now).await
    }

    /// Gives a guardian rights, or takes them: without rights nobody signs or books for a child.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) without a reason; [`NotFound`](domain::Refusal::NotFound),
    /// [`Forbidden`](domain::Refusal::Forbidden).
    pub async fn set_rights(
        &self,
        actor: &Actor,
        child: ChildId,
        person: PersonId,
        rights: bool,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        let before = loaded.guardian(child, person)?;
        let reason = reasoned(reason)?;
        if before.rights == rights {
            return Ok(());
        }
        write::set_rights(&mut link, actor, (person, child), rights).await?;
        // Their signature counts again, or no more.
        self.settle_papers(&mut link, actor.org, child, loaded.register.today).await?;
        let action = if rights { "register.rights_give" } else { "register.rights_take" };
        let detail = json!({ "child": child, "reason": reason });
        self.kept(link, actor, Line::new(action, person, detail), now).await
    }

    /// Ends somebody's being a guardian of a child, and their rights with it. What they have signed and booked stays.
    ///
    /// # Errors
    /// As [`set_rights`](Self::set_rights).
    pub async fn end_guardian(
        &self,
        actor: &Actor,
        child: ChildId,
        person: PersonId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut link, loaded) = self.keep(actor, now).await?;
        loaded.guardian(child, person)?;
        let reason = reasoned(reason)?;
        write::end_guardian(&mut link, actor, (person, child), loaded.register.today).await?;
        self.settle_papers(&mut link, actor.org, child, loaded.register.today).await?;
        let detail = json!({ "child": child, "reason": reason });
        self.kept(link, actor, Line::new("register.guardian_end", person, detail), now).await
    }
}

/// What is wrong with the guardian of a child who is new: their fields stand beside the child's.
fn of_guardian(error: Error) -> Error {
    match error.refusal() {
        Some(domain::Refusal::Invalid { field, problem }) => Error::invalid(&format!("g_{field}"), *problem),
        _ => error,
    }
}
