//! `kenes serve`

use std::{io, net::SocketAddr, time::Duration};

use axum::serve::ListenerExt as _;
use domain::Refusal;
use store::Store;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    time::{MissedTickBehavior, interval},
};

use crate::{Parts, clock, config::Serve, fault::Fault, router};

/// How often offers are looked at that nobody has answered.
const SWEEP: Duration = Duration::from_secs(30);

/// How long requests that are under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(10);

pub(super) async fn run(args: Serve) -> Result<(), Fault> {
    let (public_url, site) = (args.public_url()?, args.site()?);
    let (papers, ncalayer) = (args.papers.open()?, args.ncalayer()?);
    let listener = TcpListener::bind(args.listen).await.map_err(|error| cannot_listen(args.listen, &error))?;
    let store = super::open(&args.common).await?;
    store.ready().await.map_err(|error| {
        Fault::new(
            format!("The database is not ready: {error}."),
            "run `kenes migrate`; for the demonstration kindergarten, `kenes demo`.",
        )
    })?;
    // Kindergartens from before there were forms get those that come with Kenes.
    store.furnish(clock::now()).await.map_err(super::trouble)?;
    if let Err(error) = store.tenant(None).await {
        if !matches!(error.refusal(), Some(Refusal::NotFound)) {
            return Err(super::trouble(error));
        }
        tracing::warn!(
            "there is no kindergarten yet: found one with `kenes admin`, or load the demonstration with `kenes demo`"
        );
    }

    let (close, closing) = watch::channel(false);
    tokio::spawn(look_after_lines(store.clone(), closing.clone()));
    let parts = Parts {
        store: store.clone(),
        site,
        public_url: public_url.clone(),
        trust_proxy: args.trust_proxy,
        ncalayer,
        clock: clock::now,
        papers,
        closing: closing.clone(),
    };
    let app =
        router(parts).map_err(|error| Fault::new(format!("The client cannot be read: {error}."), "run `make run`"))?;
    // Leptos sends a page in several writes: with Nagle's algorithm the browser waits 40 ms for the second.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    println!("Kenes: {public_url}");
    tracing::info!(listen = %args.listen, "serving");

    let serving = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(closed(closing.clone()));
    let stopping = async {
        stopped().await;
        tracing::info!("stopping");
        let _ = close.send(true);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving.into_future() => served.map_err(|error| Fault::new(format!("The server broke off: {error}."), "start it again"))?,
        () = stopping => tracing::warn!("some requests did not end in time"),
    }
    store.close().await;
    Ok(())
}

/// Ends offers that nobody has answered and makes the next, until the server stops. Several servers may do so at once.
async fn look_after_lines(store: Store, mut closing: watch::Receiver<bool>) {
    let mut beat = interval(SWEEP);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = closing.wait_for(|closing| *closing) => return,
            _ = beat.tick() => {}
        }
        match store.sweep_offers(clock::now()).await {
            Ok(0) => {}
            Ok(lines) => tracing::info!(lines, "offers have gone on"),
            Err(error) => tracing::warn!(%error, "the waiting list was not looked after; again in a while"),
        }
    }
}

async fn closed(mut closing: watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Waits until somebody stops the program.
async fn stopped() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> Fault {
    let what = format!("Kenes cannot listen at {address} (KENES_LISTEN): {error}.");
    let mend = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program is there: stop it, or choose another port, as in KENES_LISTEN=127.0.0.1:3100"
        }
        io::ErrorKind::PermissionDenied => "choose a port above 1023, as in KENES_LISTEN=127.0.0.1:3000",
        _ => "choose an address of this machine, as in KENES_LISTEN=127.0.0.1:3000",
    };
    Fault::new(what, mend)
}
