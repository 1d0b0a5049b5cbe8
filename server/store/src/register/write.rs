//! The statements by which the register changes, for what is typed and for what a table brings alike.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, GroupId, Name, PersonId,
    register::{ChildDraft, Papers, Relation, contract_after_move, first_papers},
};

use crate::{
    account::insert_person,
    dialect::Link,
    directory::known,
    error::{Error, Result},
    execute, new_id, optional, statements,
};

/// Takes a child in.
pub(super) async fn insert_child(link: &mut Link, actor: &Actor, draft: &ChildDraft) -> Result<ChildId> {
    let (id, attends) = (new_id(), draft.group.is_some());
    let Papers { consent, contract } = first_papers(attends);
    let Name { family, given, patronymic } = &draft.name;
    let group = draft.group.map(|group| group.0);
    let (consent, contract) = (consent.code(), contract.code());
    let org = actor.org.0;
    execute!(link, INSERT_CHILD, id, org, family, given, patronymic, draft.born, group, attends, consent, contract)?;
    Ok(ChildId(id))
}

/// Writes what is known of a child anew.
pub(super) async fn update_child(link: &mut Link, actor: &Actor, id: ChildId, draft: &ChildDraft) -> Result<()> {
    let Name { family, given, patronymic } = &draft.name;
    execute!(link, UPDATE_CHILD, actor.org.0, id.0, family, given, patronymic, draft.born)?;
    move_child(link, actor, id, draft.group).await
}

/// Puts a child into a group, or says that it is raised at home.
pub(super) async fn move_child(link: &mut Link, actor: &Actor, id: ChildId, group: Option<GroupId>) -> Result<()> {
    let row = optional!(link, (bool, String), SELECT_ATTENDS, actor.org.0, id.0)?;
    let (attended, contract) = row.ok_or_else(Error::not_found)?;
    let contract = known(domain::Agreement::from_code(&contract), &contract)?;
    let (attends, group) = (group.is_some(), group.map(|group| group.0));
    let contract = contract_after_move(attended, attends, contract);
    execute!(link, MOVE_CHILD, actor.org.0, id.0, group, attends, contract.code())?;
    Ok(())
}

/// Gives a child the patronymic that it has had none of.
pub(super) async fn set_patronymic(link: &mut Link, actor: &Actor, id: ChildId, patronymic: &str) -> Result<()> {
    execute!(link, SET_PATRONYMIC, actor.org.0, id.0, patronymic)?;
    Ok(())
}

pub(super) async fn set_left(link: &mut Link, actor: &Actor, id: ChildId, left: Option<NaiveDate>) -> Result<()> {
    execute!(link, SET_LEFT, actor.org.0, id.0, left)?;
    Ok(())
}

/// Takes a person in: without a password, and with their number as what they may be invited by.
pub(super) async fn add_person(
    link: &mut Link,
    actor: &Actor,
    name: &Name,
    phone: Option<&str>,
    now: DateTime<Utc>,
) -> Result<PersonId> {
    let id = PersonId(new_id());
    insert_person(link, actor.org, id, name, phone, None, now).await?;
    Ok(id)
}

/// Writes a person's name and number anew. By what they sign in stays, once they have a password.
pub(super) async fn update_person(
    link: &mut Link,
    actor: &Actor,
    id: PersonId,
    name: &Name,
    phone: Option<&str>,
) -> Result<()> {
    let Name { family, given, patronymic } = name;
    execute!(link, UPDATE_PERSON, actor.org.0, id.0, family, given, patronymic, phone)?;
    Ok(())
}

/// Gives a person the number that they have had none of.
pub(super) async fn set_phone(link: &mut Link, actor: &Actor, id: PersonId, phone: &str) -> Result<()> {
    execute!(link, SET_PHONE, actor.org.0, id.0, phone)?;
    Ok(())
}

/// Makes somebody a guardian of a child, for the first time or again.
pub(super) async fn put_guardian(
    link: &mut Link,
    actor: &Actor,
    (person, child): (PersonId, ChildId),
    relation: Relation,
    rights: bool,
) -> Result<()> {
    execute!(link, PUT_GUARDIAN, actor.org.0, person.0, child.0, relation.code(), rights)?;
    Ok(())
}

pub(super) async fn set_relation(
    link: &mut Link,
    actor: &Actor,
    (person, child): (PersonId, ChildId),
    relation: Relation,
) -> Result<()> {
    execute!(link, SET_RELATION, actor.org.0, person.0, child.0, relation.code())?;
    Ok(())
}

pub(super) async fn set_rights(
    link: &mut Link,
    actor: &Actor,
    (person, child): (PersonId, ChildId),
    rights: bool,
) -> Result<()> {
    execute!(link, SET_RIGHTS, actor.org.0, person.0, child.0, rights)?;
    Ok(())
}

pub(super) async fn end_guardian(
    link: &mut Link,
    actor: &Actor,
    (person, child): (PersonId, ChildId),
    on: NaiveDate,
) -> Result<()> {
    execute!(link, END_GUARDIAN, actor.org.0, person.0, child.0, on)?;
    Ok(())
}

statements! {
    INSERT_CHILD = "INSERT INTO child (id, org, family, given, patronymic, born, child_group, attends, consent, contract) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE_CHILD = "UPDATE child SET family = $3, given = $4, patronymic = $5, born = $6 WHERE org = $1 AND id = $2";
    SELECT_ATTENDS = "SELECT attends, contract FROM child WHERE org = $1 AND id = $2";
    MOVE_CHILD = "UPDATE child SET child_group = $3, attends = $4, contract = $5 WHERE org = $1 AND id = $2";
    SET_PATRONYMIC = "UPDATE child SET patronymic = $3 WHERE org = $1 AND id = $2 AND patronymic = ''";
    SET_LEFT = "UPDATE child SET left_on = $3 WHERE org = $1 AND id = $2";
    UPDATE_PERSON = "UPDATE person SET family = $3, given = $4, patronymic = $5, phone = $6, \
        login = CASE WHEN password IS NULL AND (login IS NULL OR login = phone) THEN $6 ELSE login END \
        WHERE org = $1 AND id = $2";
    SET_PHONE = "UPDATE person SET phone = $3, login = CASE WHEN password IS NULL AND login IS NULL THEN $3 ELSE login END \
        WHERE org = $1 AND id = $2 AND phone IS NULL";
    PUT_GUARDIAN = "INSERT INTO guardian (org, person, child, relation, rights) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (person, child) DO UPDATE SET relation = excluded.relation, rights = excluded.rights, ended = NULL";
    SET_RELATION = "UPDATE guardian SET relation = $4 WHERE org = $1 AND person = $2 AND child = $3";
    SET_RIGHTS = "UPDATE guardian SET rights = $4 WHERE org = $1 AND person = $2 AND child = $3 AND ended IS NULL";
    END_GUARDIAN = "UPDATE guardian SET ended = $4, rights = FALSE WHERE org = $1 AND person = $2 AND child = $3";
}
