//! `kenes demo`

use app::{
    i18n::{Locale, td_string},
    words,
};
use domain::{Position, phone};
use store::DemoPerson;

use crate::{clock, config::Common, fault::Fault};

pub(super) async fn run(args: Common) -> Result<(), Fault> {
    let store = super::open(&args).await?;
    super::migrate(&store).await?;
    let was_there = store.tenant(None).await.is_ok();
    let people = store.load_demo(clock::now()).await.map_err(super::trouble)?;
    store.close().await;
    if was_there {
        println!("The demonstration kindergarten is in the database already. Sign in as:\n");
    } else {
        println!("The demonstration kindergarten has been loaded. Sign in as:\n");
    }
    print!("{}", table(&people));
    Ok(())
}

fn table(people: &[DemoPerson]) -> String {
    let rows: Vec<[String; 4]> = people.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let line = |row: &[String; 4]| {
        let [login, password, name] = [0, 1, 2].map(|column| format!("{:width$}", row[column], width = widths[column]));
        format!("  {login}  {password}  {name}  {}\n", row[3])
    };
    rows.iter().map(line).collect()
}

fn row(person: &DemoPerson) -> [String; 4] {
    [phone::display(&person.login), person.password.clone(), person.name.full(), role(&person.role).to_owned()]
}

/// The role as the demonstration's people see it: a position, or one of the two that are none.
fn role(code: &str) -> &str {
    match code {
        "parent" => td_string!(Locale::kk, words.position_parent),
        "trustee" => td_string!(Locale::kk, words.position_trustee),
        code => Position::from_code(code).map_or(code, |position| words::position(Locale::kk, position)),
    }
}
