//! The command line and the environment. Every option has a flag and a variable; the README lists this table.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

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
    /// Check the audit log and the chains of all documents: that nothing was changed, left out or cut off.
    Verify(Verify),
    /// Give a kindergarten's seal a new key. Seals that are there stay good.
    RotateKey(RotateKey),
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
    /// Meetings whose minutes are begun
    #[arg(long, default_value_t = 0)]
    pub minutes: usize,
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
    /// Keys, time stamps, signatures.
    #[command(flatten)]
    pub papers: Papers,
    /// Where browsers find `NCALayer` on their own machine, which signs with the ЭЦҚ; for tests
    #[arg(long, env = "KENES_NCALAYER", default_value = "wss://127.0.0.1:13579", hide = true, value_name = "URL")]
    pub ncalayer: String,
}

/// Where keys are, and who is asked about time and signatures.
#[derive(Clone, Debug, Args)]
pub struct Papers {
    /// The folder with the keys of the kindergartens' seals: outside the database, so that a copy of that seals nothing
    #[arg(long, env = "KENES_KEYS", default_value = "data/keys", value_name = "FOLDER")]
    pub keys: PathBuf,
    /// A time-stamp authority (RFC 3161) for the seals of documents
    #[arg(long, env = "KENES_TSA", value_name = "URL")]
    pub tsa: Option<String>,
    /// An `NCANode` 3 that verifies GOST signatures and chains of certificates
    #[arg(long, env = "KENES_NCANODE", value_name = "URL")]
    pub ncanode: Option<String>,
}

/// What `rotate-key` takes.
#[derive(Clone, Debug, Args)]
pub struct RotateKey {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// Where the keys are.
    #[command(flatten)]
    pub papers: Papers,
    /// The host name of the kindergarten, where one server serves several
    #[arg(long)]
    pub host: Option<String>,
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

impl Papers {
    /// How documents are made and sealed.
    ///
    /// # Errors
    /// When an address is none.
    pub fn open(&self) -> Result<crate::Papers, Fault> {
        let wrong = |name: &str, error: &documents::Error| {
            Fault::new(format!("{name} is no address: {error}."), "write it as http://HOST:PORT/PATH, or leave it out.")
        };
        let stamper = self.tsa.as_deref().map(documents::HttpStamper::new).transpose();
        let judge = self.ncanode.as_deref().map(documents::NcaNode::new).transpose();
        let stamper = stamper.map_err(|error| wrong("KENES_TSA", &error))?;
        let judge = judge.map_err(|error| wrong("KENES_NCANODE", &error))?;
        Ok(crate::Papers {
            keys: self.keys.clone(),
            stamper: stamper.map(|stamper| Arc::new(stamper) as Arc<dyn documents::Stamper>),
            judge: judge.map(|judge| Arc::new(judge) as Arc<dyn documents::NcaJudge>),
        })
    }
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

    /// Where browsers find `NCALayer`.
    ///
    /// # Errors
    /// When it is not on the reader's own machine: pages may connect there.
    pub fn ncalayer(&self) -> Result<String, Fault> {
        ncalayer(&self.ncalayer)
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

/// An address of `NCALayer`: a scheme, this machine, a port. It becomes a part of the pages' content policy.
///
/// # Errors
/// When it is not on the reader's own machine, or more than that.
pub fn ncalayer(text: &str) -> Result<String, Fault> {
    let fault = || {
        Fault::new(
            format!("KENES_NCALAYER is {text:?}, which is not a WebSocket at 127.0.0.1."),
            "leave it out, or write it as wss://127.0.0.1:13579",
        )
    };
    let url = Url::parse(text).map_err(|_| fault())?;
    let own = matches!(url.scheme(), "ws" | "wss") && matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
    if !own || url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(fault());
    }
    Ok(url.origin().ascii_serialization())
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
    fn ncalayer_is_on_the_readers_own_machine() {
        assert_eq!(ncalayer("wss://127.0.0.1:13579/").as_deref(), Ok("wss://127.0.0.1:13579"));
        assert_eq!(ncalayer("ws://localhost:4000").as_deref(), Ok("ws://localhost:4000"));
        for text in [
            "wss://nca.example.kz:13579",
            "https://127.0.0.1:13579",
            "wss://127.0.0.1:13579/path",
            "wss://127.0.0.1:13579; script-src *",
            "*",
            "",
        ] {
            assert!(ncalayer(text).is_err(), "{text}");
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
