//! The register of children and their guardians, and tables that bring many at once.
#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields, and the macro's own function as many arguments"
)]

use domain::{
    ChildId, PersonId,
    register::{Imported, Preview, Register},
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    components::form::keep,
    state::{authorise, now},
};
#[cfg(feature = "ssr")]
use chrono::NaiveDate;
#[cfg(feature = "ssr")]
use domain::{
    GroupId, Name, Permission, Refusal,
    refusal::Problem,
    register::{ChildDraft, GuardianDraft, Relation, cells},
};

/// Everybody who is in the register.
#[server(endpoint = "register/list")]
pub async fn children_register() -> Result<Register, Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    Ok(store.register(&actor, now()).await?)
}

/// Takes a child in, with a guardian if anything is written of one.
#[server(endpoint = "register/add-child")]
pub async fn add_child(
    /// Family name.
    #[server(default)]
    family: String,
    /// Given name.
    #[server(default)]
    given: String,
    /// Patronymic.
    #[server(default)]
    patronymic: String,
    /// Date of birth.
    #[server(default)]
    born: String,
    /// The group, or `home` for a child raised at home.
    #[server(default)]
    group: String,
    /// The guardian's family name.
    #[server(default)]
    g_family: String,
    /// The guardian's given name.
    #[server(default)]
    g_given: String,
    /// The guardian's patronymic.
    #[server(default)]
    g_patronymic: String,
    /// The guardian's telephone.
    #[server(default)]
    g_phone: String,
    /// Who the guardian is to the child.
    #[server(default)]
    g_relation: String,
    /// The guardian may sign.
    #[server(default)]
    g_rights: bool,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let typed = [
        ("family", family.as_str()),
        ("given", &given),
        ("patronymic", &patronymic),
        ("born", &born),
        ("g_family", &g_family),
        ("g_given", &g_given),
        ("g_patronymic", &g_patronymic),
        ("g_phone", &g_phone),
    ];
    let added = async {
        let draft = child_draft([&family, &given, &patronymic], &born, &group)?;
        let parts = [&g_family, &g_given, &g_patronymic, &g_phone];
        let is_named = parts.into_iter().any(|text| !text.trim().is_empty());
        let guardian = if is_named {
            Some(guardian_draft([&g_family, &g_given, &g_patronymic], &g_phone, ("g_relation", &g_relation))?)
        } else {
            None
        };
        let guardian = guardian.as_ref().map(|guardian| (guardian, g_rights));
        Ok(store.add_child(&actor, &draft, guardian, now()).await?)
    };
    let child = added.await.inspect_err(|_: &Failure| keep(&typed))?;
    back_to(child, "added");
    Ok(())
}

/// Writes a child's name, date of birth and group anew.
#[server(endpoint = "register/change-child")]
pub async fn change_child(
    /// Which.
    child: ChildId,
    /// Family name.
    #[server(default)]
    family: String,
    /// Given name.
    #[server(default)]
    given: String,
    /// Patronymic.
    #[server(default)]
    patronymic: String,
    /// Date of birth.
    #[server(default)]
    born: String,
    /// The group, or `home` for a child raised at home.
    #[server(default)]
    group: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let draft = child_draft([&family, &given, &patronymic], &born, &group)?;
    store.change_child(&actor, child, &draft, now()).await?;
    back_to(child, "changed");
    Ok(())
}

/// Says which is a child's last day; empty: it stays.
#[server(endpoint = "register/last-day")]
pub async fn set_last_day(
    /// Which.
    child: ChildId,
    /// The day.
    #[server(default)]
    last: String,
    /// It has come back, or stays after all.
    #[server(default)]
    stays: bool,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let last = if stays { None } else { Some(date("last", &last)?) };
    store.set_last_day(&actor, child, last, now()).await?;
    back_to(child, if stays { "returned" } else { "left" });
    Ok(())
}

/// Makes somebody a guardian of a child.
#[server(endpoint = "register/add-guardian")]
pub async fn add_guardian(
    /// Whose.
    child: ChildId,
    /// Family name.
    #[server(default)]
    family: String,
    /// Given name.
    #[server(default)]
    given: String,
    /// Patronymic.
    #[server(default)]
    patronymic: String,
    /// Telephone.
    #[server(default)]
    phone: String,
    /// Who they are to the child.
    #[server(default)]
    relation: String,
    /// They may sign.
    #[server(default)]
    rights: bool,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let typed = [("family", family.as_str()), ("given", &given), ("patronymic", &patronymic), ("phone", &phone)];
    let added = async {
        let draft = guardian_draft([&family, &given, &patronymic], &phone, ("relation", &relation))?;
        Ok(store.add_guardian(&actor, child, &draft, rights, now()).await?)
    };
    added.await.inspect_err(|_: &Failure| keep(&typed))?;
    back_to(child, "guardian");
    Ok(())
}

/// Writes a guardian's name, telephone and relation anew.
#[server(endpoint = "register/change-guardian")]
pub async fn change_guardian(
    /// Whose.
    child: ChildId,
    /// Who.
    person: PersonId,
    /// Family name.
    #[server(default)]
    family: String,
    /// Given name.
    #[server(default)]
    given: String,
    /// Patronymic.
    #[server(default)]
    patronymic: String,
    /// Telephone.
    #[server(default)]
    phone: String,
    /// Who they are to the child.
    #[server(default)]
    relation: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let draft = guardian_draft([&family, &given, &patronymic], &phone, ("relation", &relation))?;
    store.change_guardian(&actor, child, person, &draft, now()).await?;
    back_to(child, "guardian_changed");
    Ok(())
}

/// Gives a guardian rights, or takes them, with a reason.
#[server(endpoint = "register/rights")]
pub async fn set_guardian_rights(
    /// Whose.
    child: ChildId,
    /// Who.
    person: PersonId,
    /// Given, or taken.
    rights: bool,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let done = store.set_rights(&actor, child, person, rights, &reason, now()).await;
    done.map_err(Failure::from).inspect_err(|_| keep(&[("reason", &reason)]))?;
    back_to(child, if rights { "rights_given" } else { "rights_taken" });
    Ok(())
}

/// Ends somebody's being a guardian, with a reason.
#[server(endpoint = "register/end-guardian")]
pub async fn end_guardian(
    /// Whose.
    child: ChildId,
    /// Who.
    person: PersonId,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    let done = store.end_guardian(&actor, child, person, &reason, now()).await;
    done.map_err(Failure::from).inspect_err(|_| keep(&[("reason", &reason)]))?;
    back_to(child, "ended");
    Ok(())
}

/// What a table would bring. Nothing is saved.
#[server(input = Json, endpoint = "register/preview")]
pub async fn preview_register(
    /// The file, in base64.
    file: String,
) -> Result<Preview, Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    Ok(store.preview_register(&actor, decoded(&file)?, now()).await?)
}

/// Does what was shown of a table, all of it or nothing.
#[server(input = Json, endpoint = "register/import")]
pub async fn import_register(
    /// The file, in base64.
    file: String,
    /// What was shown.
    digest: String,
) -> Result<Imported, Failure> {
    let (store, actor) = authorise(Permission::KeepRegister)?;
    Ok(store.import_register(&actor, decoded(&file)?, &digest, now()).await?)
}

/// A file that was sent.
#[cfg(feature = "ssr")]
fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    use base64ct::{Base64, Encoding};
    use domain::register::LARGEST_FILE;

    if text.len() > LARGEST_FILE.div_ceil(3) * 4 {
        return Err(invalid("file", Problem::TooLong));
    }
    Base64::decode_vec(text).map_err(|_| invalid("file", Problem::Choice))
}

/// The page of the child, with a word of what was done: with scripts and without.
#[cfg(feature = "ssr")]
fn back_to(child: ChildId, done: &str) {
    leptos_axum::redirect(&format!("/register?child={child}&done={done}"));
}

#[cfg(feature = "ssr")]
fn named([family, given, patronymic]: [&String; 3]) -> Name {
    Name { family: family.clone(), given: given.clone(), patronymic: patronymic.clone() }
}

#[cfg(feature = "ssr")]
fn child_draft(name: [&String; 3], born: &str, group: &str) -> Result<ChildDraft, Refusal> {
    let born = date("born", born)?;
    let group = match group.trim() {
        "" => return Err(invalid("group", Problem::Required)),
        "home" => None,
        id => Some(id.parse::<GroupId>().map_err(|_| invalid("group", Problem::Choice))?),
    };
    Ok(ChildDraft { name: named(name), born, group })
}

#[cfg(feature = "ssr")]
fn guardian_draft(name: [&String; 3], phone: &str, relation: (&str, &str)) -> Result<GuardianDraft, Refusal> {
    let relation = Relation::from_code(relation.1).ok_or_else(|| invalid(relation.0, Problem::Choice))?;
    Ok(GuardianDraft { name: named(name), phone: phone.to_owned(), relation })
}

#[cfg(feature = "ssr")]
fn date(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    if text.trim().is_empty() {
        return Err(invalid(field, Problem::Required));
    }
    cells::date(text).ok_or_else(|| invalid(field, Problem::Date))
}

#[cfg(feature = "ssr")]
fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.to_owned(), problem }
}
