//! How many bookings a second the store takes, and how long the slowest of a hundred waits.
//!
//! `cargo run --release -p store --example bookings -- sqlite:/tmp/bench.db` (or `postgres://…`): founds a fresh
//! kindergarten with twenty specialists, and lets fifty parents book real appointments, one after the other, each
//! through [`Store::book`] with all its rules. Prints one JSON line per figure.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::Utc;
use domain::{Kind, Slot, time::shift, view::Wish};
use store::{Bench, Options, Store};

/// Parents who book at the same time.
const CLIENTS: usize = 50;

/// How long until every connection knows its statements; not counted.
const WARMS: Duration = Duration::from_secs(1);

/// How long they do.
const LASTS: Duration = Duration::from_secs(5);

/// Appointments in a day of a specialist: twenty minutes and a pause, from eight to six.
const A_DAY: usize = 20;

/// Working days that can be booked, from next Monday on.
const DAYS: usize = 15;

/// The `n`-th wish of a client: a time that is the client's own third of all, with the next specialist. No two clients
/// wish for the same, and no child is in two places.
fn slot(bench: &Bench, client: usize, n: usize) -> Option<(usize, Slot)> {
    let time = 3 * n + client % 3;
    let (day, turn) = (time % DAYS, time / DAYS);
    let date = shift(bench.monday, i64::try_from(7 + day + day / 5 * 2).unwrap_or(7));
    let slot = Slot { day: date, start: 8 * 60 + 30 * u16::try_from(turn).unwrap_or(0), minutes: 20 };
    (turn < A_DAY).then_some(((client / 3 + n) % bench.staff.len(), slot))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("the address of a database: sqlite:… or postgres://…")?;
    let name = if url.starts_with("sqlite") { "sqlite" } else { "postgres" };
    let store = Store::open(&url, Options { connections: 16, ..Options::default() }).await?;
    store.migrate().await?;
    let now = Utc::now();
    let bench = Arc::new(store.load_bench(500, now).await?);
    let began = Instant::now();
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (store, bench) = (store.clone(), bench.clone());
        clients.push(tokio::spawn(async move {
            let (parent, child) = bench.parents[client];
            let actor = store.actor_for(bench.org, parent, now).await?;
            let (mut took, mut refused) = (Vec::new(), 0);
            for (n, (staff, slot)) in (0..).map_while(|n| Some((n, slot(&bench, client, n)?))) {
                if began.elapsed() > WARMS + LASTS {
                    break;
                }
                let (staff, key) = (bench.staff[staff], format!("bench {client} {n}"));
                let wish = Wish { child, kind: Kind::PlayInd, staff, slot, session: None, key };
                let asked = Instant::now();
                match store.book(&actor, wish, now).await {
                    Ok(_) if began.elapsed() < WARMS => {}
                    Ok(_) => took.push(asked.elapsed()),
                    Err(error) if error.refusal().is_some() => refused += 1,
                    Err(error) => return Err(error),
                }
            }
            Ok((took, refused))
        }));
    }
    let (mut took, mut refused) = (Vec::new(), 0);
    for client in clients {
        let (of_client, refused_client) = client.await??;
        took.extend(of_client);
        refused += refused_client;
    }
    let lasted = began.elapsed().saturating_sub(WARMS).as_secs_f64();
    took.sort();
    let p99 = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let a_second = took.len() as f64 / lasted;
    eprintln!("{} booked, {refused} refused by the rules, in {lasted:.1} s", took.len());
    println!(r#"{{"name":"booking_{name}_per_s","value":{a_second:.0},"unit":"1/s"}}"#);
    println!(r#"{{"name":"booking_{name}_p99_ms","value":{:.1},"unit":"ms"}}"#, p99.as_secs_f64() * 1000.0);
    store.close().await;
    Ok(())
}
