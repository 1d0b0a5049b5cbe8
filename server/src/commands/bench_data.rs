//! `kenes bench-data`: a kindergarten as large as the figures ask for. Hidden: only `make bench` wants it.

use serde_json::json;

use crate::{clock, config::BenchData, fault::Fault};

/// So many sessions are told as they are, to be changed by whoever measures that.
const SOME: usize = 20;

pub(super) async fn run(args: BenchData) -> Result<(), Fault> {
    let store = super::open(&args.common).await?;
    super::migrate(&store).await?;
    let made = store.load_bench(args.sessions, clock::now()).await.map_err(super::trouble)?;
    let minutes = store.bench_minutes(made.org, args.minutes, clock::now()).await.map_err(super::trouble)?;
    store.close().await;
    let told = json!({
        "monday": made.monday, "sessions": made.sessions.len(), "some": &made.sessions[..made.sessions.len().min(SOME)],
        "login": made.login, "others": made.others, "password": made.password,
        "minutes": minutes,
    });
    println!("{told}");
    Ok(())
}
