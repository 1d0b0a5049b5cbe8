//! `kenes migrate`

use crate::{config::Common, fault::Fault};

pub(super) async fn run(args: Common) -> Result<(), Fault> {
    let store = super::open(&args).await?;
    super::migrate(&store).await?;
    store.close().await;
    println!("The database is up to date.");
    Ok(())
}
