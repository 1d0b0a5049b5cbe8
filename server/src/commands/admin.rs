//! `kenes admin`

use domain::{Lang, Name, phone};
use store::Founding;

use crate::{
    clock,
    config::{self, Admin},
    fault::Fault,
};

pub(super) async fn run(args: Admin) -> Result<(), Fault> {
    let site = config::public_url(&args.public_url)?;
    let founding = founding(&args)?;
    let store = super::open(&args.common).await?;
    super::migrate(&store).await?;
    let code = store.bootstrap(founding, clock::now()).await.map_err(super::trouble)?;
    store.close().await;
    println!(
        "{} has been founded. {} sets a password here, once, until {}:",
        args.name,
        code.name.full(),
        code.until.format("%d.%m.%Y")
    );
    println!("{site}/join/{}", code.code);
    Ok(())
}

fn founding(args: &Admin) -> Result<Founding, Fault> {
    let head = Name::parse(&args.head);
    if head.given.is_empty() {
        return Err(Fault::new("The head's name is not complete.", "write it as --head \"Тегі Аты Әкесінің аты\""));
    }
    let phone = phone::normalise(&args.phone).ok_or_else(|| {
        Fault::new(
            format!("{} is no telephone number of Kazakhstan.", args.phone),
            "write it as --phone \"+7 727 000 00 00\"",
        )
    })?;
    let login = phone::Login::parse(&args.login).ok_or_else(|| {
        Fault::new(
            format!("{} is neither a telephone number nor an e-mail address.", args.login),
            "write it as --login \"+7 700 000 00 00\"",
        )
    })?;
    Ok(Founding {
        name: args.name.clone(),
        city: args.city.clone(),
        phone,
        host: args.host.clone(),
        lang: Lang::default(),
        head,
        login: login.as_str().to_owned(),
    })
}
