//! Documents as files: the sealed PDF, pictures of paper, and all that a group has signed in one archive.

use std::{
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};

use app::{Failure, state::Visitor};
use axum::{
    body::{Body, Bytes},
    extract::{Extension, Path, Query, State},
    response::{IntoResponse, Response},
};
use domain::{Actor, DocumentId, FormId, GroupId, Refusal};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use tokio::sync::mpsc;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{Server, language, plain};

/// Pieces of an archive that may wait for a slow reader.
const AHEAD: usize = 4;

/// `/documents/{document}/kenes.pdf`
pub async fn pdf(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path(document): Path<String>,
    headers: HeaderMap,
) -> Response {
    let refuse = |failure: &Failure| refuse(&server, &visitor, &headers, failure);
    let (Ok(document), Some(actor)) = (document.parse::<DocumentId>(), &visitor.actor) else {
        return refuse(&Refusal::NotFound.into());
    };
    match server.office.file(actor, document).await {
        Ok(bytes) => file("application/pdf", &format!("inline; filename=\"kenes-{document}.pdf\""), bytes.into()),
        Err(failure) => refuse(&failure),
    }
}

/// `/documents/{document}/scans/{no}`
pub async fn scan(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path((document, no)): Path<(String, usize)>,
    headers: HeaderMap,
) -> Response {
    let refuse = |failure: &Failure| refuse(&server, &visitor, &headers, failure);
    let (Ok(document), Some(actor)) = (document.parse::<DocumentId>(), &visitor.actor) else {
        return refuse(&Refusal::NotFound.into());
    };
    let scans = match server.app.store.scans(actor, document).await {
        Ok(scans) => scans,
        Err(error) => return refuse(&error.into()),
    };
    let found = scans.into_iter().nth(no.wrapping_sub(1));
    match found.and_then(|scan| Some((scan.kind()?, scan.bytes))) {
        Some((kind, bytes)) => file(kind, "inline", bytes.into()),
        None => refuse(&Refusal::NotFound.into()),
    }
}

/// Whose documents an archive has.
#[derive(Debug, Deserialize)]
pub struct Of {
    group: Option<GroupId>,
}

/// `/consents/{form}/kenes.zip`: every document of a form that is in force, of a group or of all, as it is printed.
/// It is sent while it is made.
pub async fn archive(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path(form): Path<String>,
    Query(of): Query<Of>,
    headers: HeaderMap,
) -> Response {
    let refuse = |failure: &Failure| refuse(&server, &visitor, &headers, failure);
    let (Ok(form), Some(actor)) = (form.parse::<FormId>(), visitor.actor.clone()) else {
        return refuse(&Refusal::NotFound.into());
    };
    let now = (server.app.clock)();
    let documents = match server.app.store.signed_documents(&actor, form, of.group, now).await {
        Ok(documents) => documents,
        Err(error) => return refuse(&error.into()),
    };
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(AHEAD);
    tokio::spawn(write_archive(server.clone(), actor, documents, sender));
    let pieces = futures::stream::unfold(receiver, async |mut receiver| {
        let piece = receiver.recv().await?;
        Some((piece, receiver))
    });
    let name = "attachment; filename=\"kenes.zip\"";
    file("application/zip", name, Body::from_stream(pieces))
}

async fn write_archive(
    server: Server,
    actor: Actor,
    documents: Vec<DocumentId>,
    sender: mpsc::Sender<Result<Bytes, std::io::Error>>,
) {
    let tray = Tray::default();
    let mut archive = ZipWriter::new_stream(tray.clone());
    // A PDF is compressed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for document in documents {
        let bytes = match server.office.file(&actor, document).await {
            Ok(bytes) => bytes,
            Err(failure) => {
                tracing::error!(?failure, %document, "left out of an archive");
                // Half an archive that looks whole would be worse than none.
                let _ = sender.send(Err(std::io::Error::other("a document was not made"))).await;
                return;
            }
        };
        let begun = archive.start_file(format!("{document}.pdf"), stored).map_err(std::io::Error::other);
        let written = begun.and_then(|()| archive.write_all(&bytes));
        // Or whoever asked has gone away.
        if written.is_err() || sender.send(Ok(tray.take())).await.is_err() {
            return;
        }
    }
    if archive.finish().is_ok() {
        let _ = sender.send(Ok(tray.take())).await;
    }
}

/// What has been written of an archive and not been sent yet.
#[derive(Clone, Default)]
struct Tray(Arc<Mutex<Vec<u8>>>);

impl Tray {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Tray {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn file(kind: &'static str, disposition: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}

pub(crate) fn refuse(server: &Server, visitor: &Visitor, headers: &HeaderMap, failure: &Failure) -> Response {
    let (locale, sheet) = (language::of(headers), &server.sheet.path);
    match failure {
        Failure::Refused(Refusal::NotFound | Refusal::DocumentOver) => plain::not_found(locale, sheet),
        Failure::Refused(Refusal::Trouble { .. }) | Failure::Broken(_) | Failure::Offline => {
            plain::trouble(locale, sheet, StatusCode::INTERNAL_SERVER_ERROR, &visitor.request)
        }
        Failure::Refused(_) => plain::forbidden(locale, sheet),
    }
}
