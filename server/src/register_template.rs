//! A table to fill in: the headings in the reader's language, and a line that shows how it is done.

use app::{state::Visitor, words};
use axum::{
    extract::{Extension, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

use crate::{Server, language, plain};

/// `/register/template.csv`
pub async fn serve(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let (locale, sheet) = (language::of(&headers), &server.sheet.path);
    let Some(actor) = visitor.actor else { return plain::forbidden(locale, sheet) };
    let group = match server.app.store.register(&actor, (server.app.clock)()).await {
        Ok(register) => register.groups.into_iter().next().map(|group| group.name),
        Err(error) if error.refusal().is_some() => return plain::forbidden(locale, sheet),
        Err(error) => {
            tracing::error!(?error, "the store failed");
            return plain::trouble(locale, sheet, StatusCode::INTERNAL_SERVER_ERROR, &visitor.request);
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kenes-balalar.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, words::register::template(locale, group.as_deref())).into_response()
}
