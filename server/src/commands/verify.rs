//! `kenes verify`

use crate::{config::Verify, fault::Fault};

pub(super) async fn run(args: Verify) -> Result<(), Fault> {
    let store = super::open(&args.common).await?;
    let tenant = store.tenant(args.host.as_deref()).await.map_err(super::trouble)?;
    let broken = store.verify_audit(tenant.id).await.map_err(super::trouble)?;
    store.close().await;
    let name = tenant.org.name;
    let Some(line) = broken else {
        println!("{name}: the audit log is whole.");
        return Ok(());
    };
    Err(Fault::new(
        format!("{name}: line {line} of the audit log does not fit the line before it."),
        "somebody or something has changed the log in the database: compare it with a backup.",
    ))
}
