//! The axum server `kenes`: the router that serves the application, and the command line.

pub mod api;
pub mod assets;
pub mod calendar_file;
pub mod clock;
pub mod commands;
pub mod config;
pub mod fault;
pub mod feed;
pub mod health;
pub mod ics;
pub mod language;
pub mod live;
pub mod logs;
pub mod meeting_file;
pub mod minutes_live;
pub mod office;
pub mod page;
pub mod paper_file;
pub mod permissions;
pub mod plain;
pub mod register_template;
pub mod security;
pub mod style;
pub mod visitor;

use std::{io, path::PathBuf, sync::Arc};

use app::state::AppState;
use axum::{Router, extract::FromRef, middleware, routing::get};
use chrono::{DateTime, Utc};
use leptos::config::LeptosOptions;
use store::Store;
use tokio::sync::watch;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{NotForContentType, SizeAbove},
    },
};

use crate::{
    live::Seats,
    office::{Desk, Office},
    style::Sheet,
};

/// What the router is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The folder with the client.
    pub site: PathBuf,
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// A proxy of ours stands before the server.
    pub trust_proxy: bool,
    /// Where browsers find `NCALayer`: a scheme, a host and a port.
    pub ncalayer: String,
    /// What time it is.
    pub clock: fn() -> DateTime<Utc>,
    /// How documents are made and sealed.
    pub papers: Papers,
    /// Turns true when the server stops: streams end.
    pub closing: watch::Receiver<bool>,
}

/// How documents are made and sealed.
#[derive(Clone, Default)]
pub struct Papers {
    /// The folder with the keys of seals.
    pub keys: PathBuf,
    /// Who stamps the time on seals.
    pub stamper: Option<Arc<dyn documents::Stamper>>,
    /// Who judges signatures that are not verified here.
    pub judge: Option<Arc<dyn documents::NcaJudge>>,
}

/// What every handler can reach.
#[derive(Clone)]
pub struct Server {
    /// What the application stands on.
    pub app: AppState,
    /// How Leptos finds the client.
    pub leptos: LeptosOptions,
    /// Prints and seals documents.
    pub office: Office,
    /// The style sheet.
    pub sheet: Arc<Sheet>,
    /// A proxy of ours stands before the server.
    pub trust_proxy: bool,
    /// Open streams of changes.
    pub seats: Seats,
    /// Rooms in which minutes are written together.
    pub rooms: minutes_live::Rooms,
    /// Turns true when the server stops.
    pub closing: watch::Receiver<bool>,
}

impl FromRef<Server> for LeptosOptions {
    fn from_ref(server: &Server) -> Self {
        server.leptos.clone()
    }
}

/// The whole application over HTTP.
///
/// # Errors
/// When the folder with the client cannot be read.
pub fn router(parts: Parts) -> io::Result<Router> {
    let sheet = Arc::new(Sheet::load());
    let site = parts.site;
    let office = Office::new(Desk {
        store: parts.store.clone(),
        keys: parts.papers.keys,
        public_url: parts.public_url.clone(),
        stamper: parts.papers.stamper,
        judge: parts.papers.judge,
        clock: parts.clock,
    });
    let server = Server {
        app: AppState {
            store: parts.store,
            style: sheet.path.clone(),
            kept: Arc::default(),
            secure: parts.public_url.starts_with("https://"),
            public_url: parts.public_url,
            ncalayer: parts.ncalayer,
            clock: parts.clock,
            notary: Arc::new(office.clone()),
        },
        office,
        leptos: LeptosOptions::builder()
            .output_name("kenes")
            .site_root(site.to_string_lossy())
            .site_pkg_dir("pkg")
            .build(),
        trust_proxy: parts.trust_proxy,
        seats: Seats::default(),
        rooms: minutes_live::Rooms::default(),
        closing: parts.closing,
        sheet,
    };
    // Everything that somebody asks for, behind the door.
    let asked = page::routes(&server)
        .route("/lang/{code}", get(language::switch))
        .route("/live", get(live::serve))
        .route("/live/minutes/{meeting}", get(minutes_live::serve))
        .route("/feeds/{secret}/kenes.ics", get(feed::serve))
        .route("/documents/{document}/kenes.pdf", get(paper_file::pdf))
        .route("/documents/{document}/scans/{no}", get(paper_file::scan))
        .route("/minutes/{meeting}/kenes.pdf", get(meeting_file::minutes))
        .route("/meetings/{meeting}/kenes.ics", get(meeting_file::calendar))
        .route("/consents/{form}/kenes.zip", get(paper_file::archive))
        .route("/bookings/{session}/{child}/kenes.ics", get(calendar_file::serve))
        .route("/register/template.csv", get(register_template::serve))
        .fallback(page::missing)
        .layer(middleware::from_fn_with_state(server.clone(), permissions::door))
        .layer(middleware::from_fn_with_state(server.clone(), visitor::recognise));
    let watched = Router::new().route("/healthz", get(health::alive)).route("/readyz", get(health::ready));
    let files = assets::routes(&site)?.route(&server.sheet.path, get(style::serve));
    let small = SizeAbove::new(1024).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    Ok(asked
        .merge(watched)
        .merge(files)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(small))
        .layer(middleware::from_fn_with_state(server.clone(), security::own_forms_only))
        .layer(middleware::from_fn_with_state(server.clone(), security::headers))
        .layer(middleware::from_fn_with_state(server.clone(), logs::requests))
        .with_state(server))
}
