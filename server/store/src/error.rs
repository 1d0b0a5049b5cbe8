//! The one error that leaves the store.

use crate::dialect::Clash;
use domain::{Refusal, Session, SessionId, Slot, Verdict, refusal::Problem};

/// What went wrong: something that the person can act on, or something that only we can.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not done, and why.
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    /// The database, or something under it, broke.
    #[error("{0}")]
    Trouble(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What the store's functions give.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Trouble(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Trouble(Box::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Trouble(Box::new(error))
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Trouble(Box::new(error))
    }
}

impl Error {
    /// There is no such thing, or the reader may not know of it.
    pub fn not_found() -> Self {
        Refusal::NotFound.into()
    }

    /// The actor may not do this.
    pub fn forbidden() -> Self {
        Refusal::Forbidden.into()
    }

    /// The code was used, has run out, or never was.
    pub fn wrong_code() -> Self {
        Refusal::WrongCode.into()
    }

    /// Name and password do not fit.
    pub fn wrong_password() -> Self {
        Refusal::WrongPassword.into()
    }

    /// Too many guesses.
    pub fn throttled(seconds: u32) -> Self {
        Refusal::Throttled { seconds }.into()
    }

    /// A field is not filled in, or wrongly.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Refusal::Invalid { field: field.to_owned(), problem }.into()
    }

    /// Rules refuse it.
    pub fn rules(verdict: Verdict, nearest: Vec<Slot>) -> Self {
        Refusal::Rules { verdict, nearest }.into()
    }

    /// A warning asks for a written reason.
    pub fn reason_needed(verdict: Verdict) -> Self {
        Refusal::ReasonNeeded { verdict }.into()
    }

    /// Somebody changed it meanwhile.
    pub fn stale(current: Session) -> Self {
        Refusal::Stale { current: Box::new(current) }.into()
    }

    /// The last place has gone, or is held for a family that waits.
    pub fn full(session: SessionId, nearest: Vec<Slot>, held: bool) -> Self {
        Refusal::Full { session, nearest, held }.into()
    }

    /// The place is not offered any more.
    pub fn offer_over() -> Self {
        Refusal::OfferOver.into()
    }

    /// Something broke that nobody could help.
    pub(crate) fn trouble(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Trouble(Box::new(error))
    }

    /// Something in the database is not as this program writes it.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Trouble(what.into().into())
    }

    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Trouble(_) => None,
        }
    }
}

/// Two transactions stood in each other's way, or what was remembered had gone old: the same once more will do.
#[derive(Debug, thiserror::Error)]
#[error("tried at the same time as somebody else; try again")]
struct Again;

impl Error {
    pub(crate) fn again() -> Self {
        Self::Trouble(Box::new(Again))
    }

    /// What a constraint or a lock had against it.
    pub(crate) fn clash(&self) -> Option<Clash> {
        match self {
            Self::Refused(_) => None,
            Self::Trouble(source) if source.is::<Again>() => Some(Clash::Again),
            Self::Trouble(source) => source.downcast_ref::<sqlx::Error>().and_then(Clash::of),
        }
    }
}
