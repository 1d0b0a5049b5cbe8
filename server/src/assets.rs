//! The client, the fonts and the icon: files of the site folder, compressed when they were built.

use std::{io, path::Path};

use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::Response,
    routing::get_service,
};
use http::{HeaderValue, header};
use tower_http::services::ServeDir;

use crate::Server;

/// For what has another name when it changes.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Asked for anew each time; "not modified" is a short answer.
const REVALIDATED: &str = "public, no-cache";
/// For what changes once a year.
const A_DAY: &str = "public, max-age=86400";

/// A route for every file and folder at the top of the site folder, so that nothing else is looked for on the disk.
///
/// # Errors
/// When the folder cannot be read.
pub fn routes(site: &Path) -> io::Result<Router<Server>> {
    let mut router = Router::new();
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let files = get_service(
            ServeDir::new(site).precompressed_br().precompressed_gzip().append_index_html_on_directories(false),
        );
        if entry.file_type()?.is_dir() {
            router = router.route(&format!("/{name}/{{*path}}"), files);
        } else if is_original(&name) {
            router = router.route(&format!("/{name}"), files);
        }
    }
    Ok(router.layer(middleware::from_fn(cached)))
}

/// Not a compressed copy of another file.
fn is_original(name: &str) -> bool {
    !Path::new(name).extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

async fn cached(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let policy = if path.starts_with("/fonts/") {
        IMMUTABLE
    } else if path.starts_with("/pkg/") {
        REVALIDATED
    } else {
        A_DAY
    };
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == http::StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
