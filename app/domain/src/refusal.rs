//! Why something asked for was not done: the one error that crosses from the store to the page.

use serde::{Deserialize, Serialize};

use crate::{Session, SessionId, Slot, Verdict};

/// A refusal, with what the person can do instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Rules refuse it; `nearest` are times at which the same plan would be accepted.
    Rules {
        /// Every rule that refuses or warns.
        verdict: Verdict,
        /// The nearest legal times.
        nearest: Vec<Slot>,
    },
    /// A warning asks for a written reason before it may be overruled.
    ReasonNeeded {
        /// The warnings.
        verdict: Verdict,
    },
    /// Somebody changed it meanwhile; this is how it stands now, as the reader may see it.
    Stale {
        /// The session now.
        current: Box<Session>,
    },
    /// The last place has gone; the waiting list of this session is open.
    Full {
        /// The session that is full.
        session: SessionId,
        /// Other times.
        nearest: Vec<Slot>,
        /// A place is free, and offered to a family that waits.
        #[serde(default)]
        held: bool,
    },
    /// The place is not offered any more: the time has passed, or the kindergarten has filled it.
    OfferOver,
    /// The document is not to be signed, or changed, any more: somebody was quicker, or it has ended.
    DocumentOver,
    /// Somebody changed it meanwhile, or it has come further: it is to be looked at anew.
    Changed,
    /// A body cannot be made so.
    Composition {
        /// Everything that is wrong.
        faults: Vec<crate::body::composition::Fault>,
    },
    /// A meeting cannot be called so.
    Meeting {
        /// Why not.
        fault: crate::meeting::Fault,
    },
    /// Minutes cannot be sent or signed yet.
    Minutes {
        /// Whose they are: the paragraph that is cited is that body's.
        body: crate::Body,
        /// What they lack.
        lacks: Vec<crate::minutes::Lack>,
    },
    /// A field is not filled in, or wrongly.
    Invalid {
        /// The field's name in the form.
        field: String,
        /// What is wrong with it.
        problem: Problem,
    },
    /// There is no such thing, or the reader may not know of it.
    NotFound,
    /// The reader may not do this.
    Forbidden,
    /// Nobody is signed in.
    SignIn,
    /// Too many guesses.
    Throttled {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Name and password do not fit.
    WrongPassword,
    /// The code was used, has run out, or never was.
    WrongCode,
    /// Something broke; the number is in the log.
    Trouble {
        /// The request's number.
        reference: String,
    },
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Empty.
    Required,
    /// Longer than the field takes.
    TooLong,
    /// A password of fewer than ten characters.
    PasswordShort,
    /// A password that everybody guesses first.
    PasswordCommon,
    /// The two passwords differ.
    PasswordsDiffer,
    /// Not a telephone number.
    Phone,
    /// Neither a telephone number nor an e-mail address.
    Login,
    /// Somebody has it already.
    Taken,
    /// Not one of the choices.
    Choice,
    /// Not a date, or a time.
    Date,
    /// A day to come, where a past one is meant.
    Future,
    /// Too old for a kindergarten.
    TooOld,
    /// No name: digits or signs stand in it.
    NotAName,
    /// The telephone number belongs to somebody of another name.
    OtherName,
    /// Nothing is drawn, or the name is not that of who signs.
    Signature,
    /// What came as an electronic digital signature is none, or not over this text.
    Eds,
    /// The text of a form that is none.
    Form,
    /// The two languages of a form have different blanks.
    Blanks,
    /// Not a recurrence rule.
    Recurrence,
    /// A recurrence rule that never ends.
    Endless,
    /// More dates than a series may have, or further ahead.
    TooMany,
    /// No date at all.
    Nothing,
    /// A recurrence rule that cannot be moved to another day: it must be said anew.
    NotMovable,
}
