//! The command line and the environment. Every option has a flag and a variable; the README lists this table.

use std::{net::SocketAddr, path::PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::fault::Fault;

/// Kenes: a kindergarten's consultations, play sessions and councils.
#[derive(Debug, Parser)]
#[command(name = "kenes", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application until it is stopped (Ctrl+C, SIGTERM).
    Serve(Serve),
    /// Create the tables, load the demonstration kindergarten around today, and print who can sign in.
    Demo(Common),
    /// Bring the tables of the database to the shape that this program knows.
    Migrate(Common),
    /// Found a kindergarten: its name, and its head, who gets a one-time link to set a password.
    Admin(Admin),
    /// Check the audit log: that no line was changed, left out or cut off.
    Verify(Verify),
    /// Make a kindergarten with many sessions in a week, for `make bench`.
    #[command(hide = true)]
    BenchData(BenchData),
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:data/kenes.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database: String,
    /// Address of an online meeting; `{token}` becomes the session's own unguessable word
    #[arg(long, env = "KENES_MEETING_LINK", value_name = "URL")]
    pub meeting_link: Option<String>,
    /// What goes to the log: `error`, `warn`, `info`, `debug`, or parts of the program as in `info,store=debug`
    #[arg(long, env = "KENES_LOG", default_value = "info", value_name = "LEVEL")]
    pub log: String,
    /// How the log is written
    #[arg(long, env = "KENES_LOG_FORMAT", default_value = "text", value_name = "FORMAT")]
    pub log_format: LogFormat,
    /// The server's clock starts here (RFC 3339) and runs on; for tests
    #[arg(long, env = "KENES_CLOCK", hide = true, value_name = "TIME")]
    pub clock: Option<DateTime<Utc>>,
}

/// What `bench-data` takes.
#[derive(Clone, Debug, Args)]
pub struct BenchData {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// Sessions in the full week
    #[arg(long, default_value_t = 500)]
    pub sessions: usize,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object in each line, for machines.
    Json,
}

/// What `serve` takes.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The address and port to listen at
    #[arg(long, env = "KENES_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// The folder with the client that cargo-leptos has built
    #[arg(long, env = "KENES_SITE", default_value = "target/site", value_name = "FOLDER")]
    pub site: PathBuf,
    /// The address that people type; with https, cookies are sent over nothing else (without it: `http://` and the address to listen at)
    #[arg(long, env = "KENES_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A proxy of ours stands before the server: believe its X-Forwarded-For and X-Forwarded-Host
    #[arg(long, env = "KENES_TRUST_PROXY", value_name = "BOOL", num_args = 0..=1, default_value = "false", default_missing_value = "true")]
    pub trust_proxy: bool,
}

/// What `verify` takes.
#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The host name of the kindergarten, where one server serves several
    #[arg(long)]
    pub host: Option<String>,
}

/// What `admin` takes.
#[derive(Clone, Debug, Args)]
pub struct Admin {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The kindergarten's official name
    #[arg(long)]
    pub name: String,
    /// Its town
    #[arg(long)]
    pub city: String,
    /// Its telephone number
    #[arg(long)]
    pub phone: String,
    /// The head's name: "Тегі Аты Әкесінің аты"
    #[arg(long, value_name = "NAME")]
    pub head: String,
    /// The head's telephone number or e-mail address, to sign in with
    #[arg(long)]
    pub login: String,
    /// The host name at which this kindergarten is found, where one server serves several
    #[arg(long)]
    pub host: Option<String>,
    /// The address that people type
    #[arg(long, env = "KENES_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
    pub public_url: String,
}

impl Serve {
    /// The address that people type, without a slash at its end.
    ///
    /// # Errors
    /// When it is no address of a site.
    pub fn public_url(&self) -> Result<String, Fault> {
        match &self.public_url {
            Some(text) => public_url(text),
            None => Ok(format!("http://{}", self.listen)),
        }
    }

    /// The folder with the client, which must be there.
    ///
    /// # Errors
    /// When it is not, or nothing was built into it.
    pub fn site(&self) -> Result<PathBuf, Fault> {
        if self.site.join("pkg").is_dir() {
            return Ok(self.site.clone());
        }
        Err(Fault::new(
            format!("There is no client in {} (KENES_SITE).", self.site.display()),
            "run `make run`, or build it with `cargo leptos build --release --split` and start `kenes` in the same folder.",
        ))
    }
}

/// An address that people type, without a slash at its end.
///
/// # Errors
/// When it is no address of a site.
pub fn public_url(text: &str) -> Result<String, Fault> {
    let fault = |why: &str| {
        Fault::new(
            format!("KENES_PUBLIC_URL is {text:?}: {why}."),
            "give the address that people type, such as https://kenes.example.kz",
        )
    };
    let url = Url::parse(text).map_err(|error| fault(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(fault("it begins with neither http:// nor https://"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(fault("Kenes must have a host name of its own, with nothing after it"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Checks the database's address, and makes the folder of a file of `SQLite`.
///
/// # Errors
/// When it is no address that we know, or the folder cannot be made.
pub fn database(address: &str) -> Result<(), Fault> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return Url::parse(address).map(|_| ()).map_err(|error| {
            // The address may hold a password: it is not repeated.
            Fault::new(
                format!("DATABASE_URL is not a valid address: {error}."),
                "write it as postgres://USER:PASSWORD@HOST/NAME",
            )
        });
    }
    let Some(file) = address.strip_prefix("sqlite:") else {
        return Err(Fault::new(
            "DATABASE_URL names no database that Kenes knows.",
            "begin it with sqlite: (as in sqlite:data/kenes.db) or postgres://",
        ));
    };
    let file = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
    if file.is_empty() || file.contains(":memory:") {
        return Err(Fault::new("DATABASE_URL names no file.", "name one, as in sqlite:data/kenes.db"));
    }
    let folder = std::path::Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), std::fs::create_dir_all).map_err(|error| {
        Fault::new(
            format!("The folder of the database {file} cannot be made: {error}."),
            "name another file in DATABASE_URL, or let this user write there.",
        )
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_public_address_is_a_site_without_a_path() {
        assert_eq!(public_url("https://kenes.kz/").as_deref(), Ok("https://kenes.kz"));
        assert_eq!(public_url("http://127.0.0.1:3000").as_deref(), Ok("http://127.0.0.1:3000"));
        for text in ["kenes.kz", "ftp://kenes.kz", "https://kenes.kz/app", "https://kenes.kz/?a=1", ""] {
            assert!(public_url(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_database_is_sqlite_or_postgresql() {
        assert_eq!(database("postgres://kenes:secret@db/kenes"), Ok(()));
        assert_eq!(database("sqlite:kenes.db"), Ok(()));
        for address in ["mysql://db", "kenes.db", "sqlite:", "sqlite::memory:", "postgres://db:port/kenes"] {
            assert!(database(address).is_err(), "{address}");
        }
    }

    #[test]
    fn a_fault_in_a_database_address_does_not_repeat_its_password() {
        let fault = database("postgres://kenes:secret@db:port/kenes").unwrap_err();
        assert!(!fault.to_string().contains("secret"));
    }
}
