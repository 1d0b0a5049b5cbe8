//! The office: it prints and seals documents, and looks at electronic signatures that come in.
//!
//! Printing, sealing and looking are short and block: they run beside the program's own threads. A file is made after
//! the signature is in the database, and once: whoever asks for it first has it made, if the server had no time to.

mod minutes;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use app::{
    Failure,
    i18n::{Locale, td_string},
    state::Notary,
    words,
};
use chrono::{DateTime, Utc};
use documents::{
    Ink, Judged as NcaJudged, Keys, MinutesSheet, NcaJudge, Press, Reading, SealInfo, Sheet, Stamper, Strokes,
    cms::{self, Verdict},
};
use domain::{
    Actor, DocumentId, Lang, MeetingId, OrgId, Refusal,
    document::{
        Route, stroke,
        view::{Eds, Judged, Shown, Signed},
    },
    form::Blank,
    refusal::Problem,
};
use store::Store;

/// How often a document that changes while it is printed is printed again.
const TRIES: usize = 3;

/// What the office stands on.
pub struct Desk {
    /// The database.
    pub store: Store,
    /// The folder with the keys of seals.
    pub keys: PathBuf,
    /// The address that people type.
    pub public_url: String,
    /// Who stamps the time on seals.
    pub stamper: Option<Arc<dyn Stamper>>,
    /// Who judges what is not verified here.
    pub judge: Option<Arc<dyn NcaJudge>>,
    /// What time it is.
    pub clock: fn() -> DateTime<Utc>,
}

/// Prints, seals and looks. A clone is another handle on the same office.
#[derive(Clone)]
pub struct Office(Arc<Inner>);

struct Inner {
    desk: Desk,
    /// Fonts and template are read when the first document is printed.
    press: OnceLock<Press>,
}

impl Office {
    /// Opens it. Nothing is read yet.
    pub fn new(desk: Desk) -> Self {
        Self(Arc::new(Inner { desk, press: OnceLock::new() }))
    }

    /// The sealed file of a document as it stands now. The first who asks has it made.
    ///
    /// # Errors
    /// Those of the store; [`Failure::Broken`] when it cannot be printed or sealed.
    pub async fn file(&self, actor: &Actor, document: DocumentId) -> Result<Vec<u8>, Failure> {
        let (store, now) = (&self.0.desk.store, (self.0.desk.clock)());
        for _ in 0..TRIES {
            let filed = store.filed(actor, document).await?;
            if let Some(bytes) = filed.bytes {
                return Ok(bytes);
            }
            let shown = store.document(actor, document, now).await?;
            let scans = store.scans(actor, document).await?;
            let (office, org) = (self.clone(), actor.org);
            let made = tokio::task::spawn_blocking(move || {
                let photos = scans.into_iter().map(|scan| scan.bytes).collect();
                office.0.make(org, &shown, photos, now)
            });
            let bytes = made.await.map_err(|_| broken("the press"))??;
            match store.file_document(actor, document, filed.no, bytes, now).await {
                Ok(bytes) => return Ok(bytes),
                // It has changed meanwhile: printed again, as it stands now.
                Err(error) if matches!(error.refusal(), Some(Refusal::DocumentOver)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::DocumentOver.into())
    }
}

impl Office {
    /// The sealed file of locked minutes, with the additions that are locked. The first who asks has it made.
    ///
    /// # Errors
    /// Those of the store; [`Failure::Broken`] when it cannot be printed or sealed.
    pub async fn minutes_file(&self, actor: &Actor, meeting: MeetingId, lang: Lang) -> Result<Vec<u8>, Failure> {
        let (store, now) = (&self.0.desk.store, (self.0.desk.clock)());
        for _ in 0..TRIES {
            let filed = store.minutes_filed(actor, meeting, lang, now).await?;
            if let Some(bytes) = filed.bytes {
                return Ok(bytes);
            }
            let view = store.minutes(actor, meeting, now).await?.ok_or(Refusal::NotFound)?;
            let day = store.meeting(actor, meeting, now).await?.listed.day;
            let sheet = minutes::sheet(&view, lang, day, &self.0.desk.public_url);
            let (office, org) = (self.clone(), actor.org);
            let made = tokio::task::spawn_blocking(move || office.0.make_minutes(org, &sheet, now));
            let bytes = made.await.map_err(|_| broken("the press"))??;
            match store.file_minutes(actor, meeting, filed.additions, lang, bytes, now).await {
                Ok(bytes) => return Ok(bytes),
                // An addition was signed meanwhile: printed again, with it.
                Err(error) if matches!(error.refusal(), Some(Refusal::Changed)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Changed.into())
    }
}

impl Inner {
    fn make_minutes(&self, org: OrgId, sheet: &MinutesSheet, now: DateTime<Utc>) -> Result<Vec<u8>, Failure> {
        let pdf = self.press.get_or_init(Press::new).minutes(sheet).map_err(|error| trouble(&error))?;
        self.seal(org, &sheet.organisation, &pdf, now)
    }

    fn make(&self, org: OrgId, shown: &Shown, photos: Vec<Vec<u8>>, now: DateTime<Utc>) -> Result<Vec<u8>, Failure> {
        let sheet = sheet(shown, photos, &self.desk.public_url, now);
        let press = self.press.get_or_init(Press::new);
        let pdf = press.print(&sheet).map_err(|error| trouble(&error))?;
        self.seal(org, &shown.organisation, &pdf, now)
    }

    fn seal(&self, org: OrgId, organisation: &str, pdf: &[u8], now: DateTime<Utc>) -> Result<Vec<u8>, Failure> {
        // The command line may have changed the key meanwhile: the folder is looked at each time.
        let keys = Keys::open_or_create(&self.desk.keys, org.0, organisation, now);
        let keys = keys.map_err(|error| trouble(&error))?;
        let info = SealInfo {
            reason: td_string!(Locale::kk, document.seal_reason).to_owned(),
            place: String::new(),
            name: organisation.to_owned(),
            at: now,
        };
        match keys.seal(pdf, &info, self.desk.stamper.as_deref()) {
            // Whoever stamps the time may be out of reach for hours: the seal without a stamp is a seal.
            Err(error @ (documents::Error::Stamp(_) | documents::Error::Http(_))) => {
                tracing::warn!(%error, "sealed without a time stamp");
                keys.seal(pdf, &info, None).map_err(|error| trouble(&error))
            }
            sealed => sealed.map_err(|error| trouble(&error)),
        }
    }
}

impl Notary for Office {
    fn look(&self, cms: Vec<u8>, text: Vec<u8>) -> Pin<Box<dyn Future<Output = Result<Eds, Failure>> + Send>> {
        let judge = self.0.desk.judge.clone();
        Box::pin(async move {
            let looked = tokio::task::spawn_blocking(move || look(&cms, &text, judge.as_deref()));
            looked.await.map_err(|_| broken("a signature"))?
        })
    }

    fn file_soon(&self, actor: &Actor, document: DocumentId) {
        let (office, actor) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            if let Err(failure) = office.file(&actor, document).await {
                tracing::warn!(?failure, %document, "the file is made when somebody asks for it");
            }
        });
    }

    fn file_minutes_soon(&self, actor: &Actor, meeting: MeetingId) {
        let (office, actor) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            for lang in [Lang::Kk, Lang::Ru] {
                if let Err(failure) = office.minutes_file(&actor, meeting, lang).await {
                    tracing::warn!(?failure, %meeting, "the file is made when somebody asks for it");
                }
            }
        });
    }
}

/// A signature over a text: whose it is, or why it is none.
fn look(cms: &[u8], text: &[u8], judge: Option<&dyn NcaJudge>) -> Result<Eds, Failure> {
    let refused = || Failure::from(Refusal::Invalid { field: "eds".to_owned(), problem: Problem::Eds });
    let signers = cms::look(cms, text).map_err(|_| refused())?;
    let [signer] = signers.as_slice() else { return Err(refused()) };
    let judged = match (signer.verdict, judge) {
        (Verdict::Broken(_), _) => return Err(refused()),
        (found, Some(judge)) => match judge.judge(cms, text) {
            Ok(NcaJudged::Valid { .. }) => Judged::GoodByNcaNode,
            Ok(NcaJudged::Invalid(_)) => return Err(refused()),
            Err(error) => {
                tracing::warn!(%error, "NCANode does not answer");
                here(found)
            }
        },
        (found, None) => here(found),
    };
    Ok(Eds {
        subject: signer.subject.name.clone(),
        number: signer.subject.number.clone(),
        issuer: signer.issuer.name.clone(),
        serial: signer.serial.clone(),
        from: signer.valid_from.date_naive(),
        to: signer.valid_to.date_naive(),
        algorithm: signer.algorithm.clone(),
        judged,
    })
}

fn here(found: Verdict) -> Judged {
    if found == Verdict::Verified { Judged::Good } else { Judged::NotHere }
}

/// All that is printed of a document.
fn sheet(shown: &Shown, photos: Vec<Vec<u8>>, public_url: &str, now: DateTime<Utc>) -> Sheet {
    let document = &shown.listed.document;
    Sheet {
        lang: Lang::Kk,
        form: shown.kk.clone(),
        reading: Some(Reading {
            lang: Lang::Ru,
            form: shown.ru.clone(),
            mark: format!(
                "{} {}",
                td_string!(Locale::kk, document.reading_mark),
                td_string!(Locale::ru, document.reading_mark)
            ),
        }),
        ink: shown.signatures.iter().filter_map(ink).collect::<BTreeMap<_, _>>(),
        marks: words::document::marks(Locale::kk, shown),
        note: words::document::note(Locale::kk, shown).to_owned(),
        address: format!("{public_url}/verify/{}", shown.seal),
        photos,
        title: shown.listed.kind.title_kk.clone(),
        day: document.signed.unwrap_or_else(|| now.date_naive()),
        organisation: shown.organisation.clone(),
    }
}

/// What was drawn, in its field.
fn drawn(strokes: &domain::document::Strokes) -> Ink {
    Ink::Strokes(Strokes {
        width: u16::try_from(stroke::WIDTH).unwrap_or_default(),
        height: u16::try_from(stroke::HEIGHT).unwrap_or_default(),
        strokes: strokes.0.clone(),
    })
}

fn ink(signed: &Signed) -> Option<(Blank, Ink)> {
    let ink = match signed.route {
        Route::Drawn => drawn(signed.strokes.as_ref()?),
        Route::Typed => Ink::Typed(signed.typed.clone()?),
        Route::Paper => Ink::Words(td_string!(Locale::kk, document.ink_paper).to_owned()),
        Route::Eds => Ink::Words(td_string!(Locale::kk, document.ink_eds).to_owned()),
    };
    Some((signed.side, ink))
}

fn trouble(error: &documents::Error) -> Failure {
    tracing::error!(%error, "a document was not made");
    broken("a document")
}

fn broken(what: &str) -> Failure {
    Failure::Broken(what.to_owned())
}
