//! The style sheet: one file with its hash in its name, compressed once.

#[cfg(debug_assertions)]
mod sheet;

use std::{io::Write as _, sync::Arc};

use axum::{body::Body, extract::State, response::Response};
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest as _, Sha256};

use crate::{Server, assets::IMMUTABLE};

/// The style sheet, ready to be sent.
#[derive(Clone)]
pub struct Sheet {
    /// Where it is.
    pub path: String,
    plain: Arc<[u8]>,
    gzip: Arc<[u8]>,
    brotli: Arc<[u8]>,
}

impl Sheet {
    /// The sheet that the binary carries; of a debug build, the one in `style/`.
    pub fn load() -> Self {
        Self::of(&text())
    }

    fn of(text: &str) -> Self {
        // Unoptimised code takes seconds for the best.
        let quality = if cfg!(debug_assertions) { 4 } else { 11 };
        let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
        let mut brotli = Vec::new();
        brotli::BrotliCompress(&mut text.as_bytes(), &mut brotli, &params).expect("memory takes everything");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(text.as_bytes()).expect("memory takes everything");
        let gzip = gzip.finish().expect("memory takes everything");
        let hash = hex::encode(&Sha256::digest(text)[..8]);
        Self {
            path: format!("/assets/kenes-{hash}.css"),
            plain: text.as_bytes().into(),
            gzip: gzip.into(),
            brotli: brotli.into(),
        }
    }

    fn best_for(&self, headers: &HeaderMap) -> (Option<&'static str>, &Arc<[u8]>) {
        if accepts(headers, "br") {
            (Some("br"), &self.brotli)
        } else if accepts(headers, "gzip") {
            (Some("gzip"), &self.gzip)
        } else {
            (None, &self.plain)
        }
    }
}

/// Answers with the style sheet.
pub async fn serve(State(server): State<Server>, headers: HeaderMap) -> Response {
    let (encoding, bytes) = server.sheet.best_for(&headers);
    let mut response = Response::new(Body::from(bytes.to_vec()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(IMMUTABLE));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next() == Some(encoding)
            && !parts.any(|part| part.replace(' ', "").starts_with("q=0") && !part.contains("0."))
    })
}

#[cfg(not(debug_assertions))]
fn text() -> String {
    include_str!(concat!(env!("OUT_DIR"), "/kenes.css")).to_owned()
}

#[cfg(debug_assertions)]
fn text() -> String {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style"));
    sheet::sheet(folder).unwrap_or_else(|error| format!("/* {}: {error} */", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accepted: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))])
    }

    #[test]
    fn brotli_is_sent_to_whoever_takes_it() {
        let sheet = Sheet::of("body { color: red }");
        assert_eq!(sheet.best_for(&headers("gzip, deflate, br, zstd")).0, Some("br"));
        assert_eq!(sheet.best_for(&headers("gzip")).0, Some("gzip"));
        assert_eq!(sheet.best_for(&headers("br;q=0, gzip;q=0.5")).0, Some("gzip"));
        assert_eq!(sheet.best_for(&HeaderMap::new()).0, None);
    }

    #[test]
    fn another_text_has_another_address() {
        assert_ne!(Sheet::of("a").path, Sheet::of("b").path);
    }
}
