//! What the command line does.

mod admin;
mod bench_data;
mod demo;
mod migrate;
mod rotate_key;
mod serve;
mod verify;

use store::{Options, Store};

use crate::{
    clock,
    config::{self, Command, Common},
    fault::Fault,
    logs,
};

/// Does what was asked.
///
/// # Errors
/// With a fault that whoever runs the program can mend.
pub async fn run(command: Command) -> Result<(), Fault> {
    match command {
        Command::Serve(args) => serve::run(args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Admin(args) => admin::run(args).await,
        Command::Verify(args) => verify::run(args).await,
        Command::RotateKey(args) => rotate_key::run(args).await,
        Command::BenchData(args) => bench_data::run(args).await,
    }
}

/// Opens what every command needs: the log, the clock, the database.
async fn open(args: &Common) -> Result<Store, Fault> {
    logs::open(&args.log, args.log_format)?;
    if let Some(start) = args.clock {
        clock::set(start);
    }
    config::database(&args.database)?;
    let mut options = Options::default();
    if let Some(link) = &args.meeting_link {
        options.meeting_link.clone_from(link);
    }
    Store::open(&args.database, options).await.map_err(|error| {
        Fault::new(
            format!("The database cannot be opened: {error}."),
            "look whether DATABASE_URL is right, and for PostgreSQL whether its server is running.",
        )
    })
}

/// Brings the tables to the shape that this program knows.
async fn migrate(store: &Store) -> Result<(), Fault> {
    store.migrate().await.map_err(|error| {
        Fault::new(
            format!("The tables could not be brought up to date: {error}."),
            "nothing was changed. Look whether the database was made by a newer Kenes, and whether this user may create tables in it.",
        )
    })
}

fn trouble(error: store::Error) -> Fault {
    Fault::new(
        format!("The database did not do it: {error}."),
        "look whether `kenes migrate` has been run, and into the log above.",
    )
}
