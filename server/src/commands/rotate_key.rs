//! `kenes rotate-key`

use documents::Keys;

use crate::{clock, config::RotateKey, fault::Fault};

pub(super) async fn run(args: RotateKey) -> Result<(), Fault> {
    let store = super::open(&args.common).await?;
    let tenant = store.tenant(args.host.as_deref()).await.map_err(super::trouble)?;
    store.close().await;
    let (name, now) = (tenant.org.name, clock::now());
    let folder = args.papers.keys;
    let rotate = || {
        let mut keys = Keys::open_or_create(&folder, tenant.id.0, &name, now)?;
        keys.rotate(&name, now)?;
        Ok(keys.certificate().serial())
    };
    let serial = rotate().map_err(|error: documents::Error| {
        Fault::new(
            format!("The key was not changed: {error}."),
            "look whether this user may write in the folder of the keys (KENES_KEYS). The old key still is the key.",
        )
    })?;
    println!("{name}: documents are sealed with a new key from now on. Its certificate: {serial}.");
    Ok(())
}
