//! `kenes verify`

use crate::{config::Verify, fault::Fault};

pub(super) async fn run(args: Verify) -> Result<(), Fault> {
    let store = super::open(&args.common).await?;
    let tenant = store.tenant(args.host.as_deref()).await.map_err(super::trouble)?;
    let broken = store.verify_audit(tenant.id).await.map_err(super::trouble)?;
    let document = store.verify_documents(tenant.id).await.map_err(super::trouble)?;
    let minutes = store.verify_minutes(tenant.id).await.map_err(super::trouble)?;
    store.close().await;
    let name = tenant.org.name;
    if let Some(line) = broken {
        return Err(changed(format!("{name}: line {line} of the audit log does not fit the line before it.")));
    }
    println!("{name}: the audit log is whole.");
    if let Some(broken) = document {
        let (document, no, why) = (broken.document, broken.no, broken.why);
        return Err(changed(format!("{name}: document {document}, line {no} of its chain: {why}.")));
    }
    println!("{name}: the chains of all documents are whole.");
    if let Some(broken) = minutes {
        return Err(changed(format!("{name}: minutes {broken}.")));
    }
    println!("{name}: the minutes and their chains are whole.");
    Ok(())
}

fn changed(what: String) -> Fault {
    Fault::new(what, "somebody or something has changed it in the database: compare it with a backup.")
}
