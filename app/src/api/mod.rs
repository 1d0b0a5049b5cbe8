//! Server functions, one file per resource: authorise, call the store, return.

pub mod absence;
pub mod account;
pub mod autoplan;
pub mod body;
pub mod booking;
pub mod calendar;
pub mod consent;
pub mod decision;
pub mod document;
pub mod hold;
pub mod holiday;
pub mod meeting;
pub mod minutes;
pub mod minutes_text;
pub mod offer;
pub mod people;
pub mod register;
pub mod remark;
pub mod series;

/// The server function's text for a database error: logged with the request's number, and only the number leaves.
#[cfg(feature = "ssr")]
impl From<store::Error> for crate::Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Self::Refused(*refusal),
            store::Error::Trouble(source) => {
                let reference = crate::state::visitor().map(|visitor| visitor.request).unwrap_or_default();
                tracing::error!(%reference, error = ?source, "the store failed");
                Self::Refused(domain::Refusal::Trouble { reference })
            }
        }
    }
}
