//! What is done with a document: shown, read, signed, countersigned, declined, withdrawn.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, DocumentId, Lang, OrgId, PersonId, Position, Refusal,
    document::{self, Act, Document, FormKind, Route, Signing, State, proof::Step, view::Eds},
    form::{Blank, Facts, Form, sealed_text},
    refusal::Problem,
};
use serde_json::{Value, json};

use super::{Circumstance, DocumentRow, LONGEST_REASON, Scan, chain::digest};
use crate::{
    Store,
    audit::Entry,
    dialect::Link,
    directory::Kindergarten,
    error::{Error, Result},
    execute, one, statements,
};

/// The texts of a document as they stand in it, filled in.
pub(super) struct Texts {
    pub(super) kk: Form,
    pub(super) ru: Form,
}

impl Texts {
    /// What is signed: both texts, as one.
    pub(super) fn sealed(&self) -> String {
        sealed_text(&self.kk.text(), &self.ru.text())
    }
}

/// With what somebody signs.
#[derive(Clone, Debug)]
pub enum Hand {
    /// On the screen.
    Screen(Signing),
    /// With their electronic digital signature (ЭЦҚ).
    Eds {
        /// The detached signature.
        cms: Vec<u8>,
        /// What it says of itself.
        says: Eds,
        /// The text that it is over, as [`Store::text_to_sign`] gave it.
        over: Vec<u8>,
    },
}

/// What a guardian has signed on paper, before a member of the staff.
#[derive(Clone, Debug)]
pub struct Witnessed {
    /// The day on the paper.
    pub day: NaiveDate,
    /// The head's signature is on the paper, too, where the form has a place for it.
    pub head: bool,
    /// Pictures of the paper.
    pub scans: Vec<Scan>,
}

/// A document under the hand of somebody who may act on it.
pub(crate) struct Desk {
    pub(crate) kindergarten: Arc<Kindergarten>,
    pub(crate) row: DocumentRow,
    pub(crate) document: Document,
    pub(crate) kind: FormKind,
    pub(crate) today: NaiveDate,
}

/// A row of the table of signatures.
struct Given<'a> {
    side: Blank,
    person: PersonId,
    route: Route,
    name: Option<&'a str>,
    strokes: Option<String>,
    witness: Option<PersonId>,
    eds: Option<(&'a [u8], String)>,
}

impl Store {
    /// Notes that the signer has a document before them, or has come to the end of its text. Noted once each.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for others' documents.
    pub async fn note_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        read: bool,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let (mut row, document, kind) = self.known_document(&mut link, actor, id).await?;
        let step = if read { Step::Read } else { Step::Shown };
        let acts = document::acts(actor, &kind, &document);
        let signs = acts.contains(&Act::Sign) || acts.contains(&Act::Countersign);
        if !signs || self.has_done(&mut link, id, actor.person, step).await? {
            return Ok(());
        }
        self.prove(&mut link, actor, &mut row, step, &json!({}), with, now).await?;
        link.commit().await
    }

    /// The text that an electronic digital signature is made over: both languages, as it would be signed today.
    ///
    /// # Errors
    /// [`DocumentOver`](domain::Refusal::DocumentOver) when it is not there to be signed any more.
    pub async fn text_to_sign(&self, actor: &Actor, id: DocumentId, now: DateTime<Utc>) -> Result<Vec<u8>> {
        let mut link = self.inner.db.snapshot().await?;
        let (_, document, kind) = self.known_document(&mut link, actor, id).await?;
        let countersigns = document::acts(actor, &kind, &document).contains(&Act::Countersign);
        let act = if countersigns { Act::Countersign } else { Act::Sign };
        let desk = self.desk(&mut link, actor, id, act, now).await?;
        Ok(self.texts_of(&mut link, &desk).await?.sealed().into_bytes())
    }

    /// The guardian signs. Who they are has been asked once more before (the password).
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) when nothing is drawn, the name is another's, or the text was not read to
    /// its end; [`DocumentOver`](domain::Refusal::DocumentOver) when it is not there to be signed any more.
    pub async fn sign_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        hand: &Hand,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let mut desk = self.desk(&mut link, actor, id, Act::Sign, now).await?;
        if !self.has_done(&mut link, id, actor.person, Step::Read).await? {
            return Err(Error::invalid("read", Problem::Required));
        }
        let state = desk.after(Act::Sign)?;
        let day = desk.today;
        let hash = self.put_texts(&mut link, &desk, state, day).await?;
        let mut detail = self.put_hand(&mut link, actor, &desk, Blank::Signature, hand, &hash, now).await?;
        detail["place"] = json!(desk.kindergarten.tenant.org.city);
        self.prove(&mut link, actor, &mut desk.row, Step::Signed, &detail, with, now).await?;
        self.finish(link, actor, desk, "document.sign", now).await
    }

    /// The head signs what the guardian has signed.
    ///
    /// # Errors
    /// As for [`sign_document`](Store::sign_document).
    pub async fn countersign_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        hand: &Hand,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let mut desk = self.desk(&mut link, actor, id, Act::Countersign, now).await?;
        let hash = desk.row.hash.clone().unwrap_or_default();
        let state = desk.after(Act::Countersign)?;
        self.put_state(&mut link, actor.org, id, state, None).await?;
        let detail = self.put_hand(&mut link, actor, &desk, Blank::HeadSignature, hand, &hash, now).await?;
        self.prove(&mut link, actor, &mut desk.row, Step::Countersigned, &detail, with, now).await?;
        self.finish(link, actor, desk, "document.countersign", now).await
    }

    /// Keeps what a guardian has signed on paper: pictures of it, and the member of the staff before whom it was signed.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) without a picture, for a picture that is none, or a day that cannot be.
    pub async fn witness_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        paper: &Witnessed,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        super::file::fit(&paper.scans)?;
        let mut link = self.write().await?;
        let mut desk = self.desk(&mut link, actor, id, Act::Witness, now).await?;
        // A paper is older than its picture, but of this school year.
        if paper.day > desk.today || paper.day < domain::time::shift(desk.today, -366) {
            return Err(Error::invalid("day", Problem::Date));
        }
        let head = paper.head && desk.kind.head;
        let state = if head { State::Signed } else { desk.after(Act::Witness)? };
        if desk.kind.term.until(paper.day).is_some_and(|until| until < desk.today) {
            return Err(Error::invalid("day", Problem::Date));
        }
        let hash = self.put_texts(&mut link, &desk, state, paper.day).await?;
        let signer = desk.document.signer;
        let heads = desk.kindergarten.people.iter().find(|(_, who)| who.positions.contains(&Position::Head));
        let heads = heads.map(|(id, _)| (Blank::HeadSignature, *id)).filter(|_| head);
        for (side, person) in [(Blank::Signature, signer)].into_iter().chain(heads) {
            let witness = Some(actor.person);
            let given = Given { side, person, route: Route::Paper, name: None, strokes: None, witness, eds: None };
            self.put_signature(&mut link, &desk, &given, &hash, now).await?;
        }
        let scans = self.put_scans(&mut link, &desk, &paper.scans).await?;
        let detail = json!({
            "text": hash, "route": Route::Paper.code(), "day": paper.day, "head": head, "scans": scans,
        });
        self.prove(&mut link, actor, &mut desk.row, Step::Witnessed, &detail, with, now).await?;
        self.finish(link, actor, desk, "document.witness", now).await
    }

    /// The guardian refuses to sign or withdraws what they signed; the kindergarten takes back what it asked for. From
    /// now on: what was held under it stays as it was.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) without a reason; [`DocumentOver`](domain::Refusal::DocumentOver) when
    /// that is not possible any more.
    pub async fn end_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        act: Act,
        reason: &str,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (step, action) = match act {
            Act::Decline => (Step::Declined, "document.decline"),
            Act::Recall => (Step::Recalled, "document.recall"),
            Act::Withdraw => (Step::Withdrawn, "document.withdraw"),
            Act::Sign | Act::Countersign | Act::Witness => return Err(Error::forbidden()),
        };
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", Problem::Required));
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(Error::invalid("reason", Problem::TooLong));
        }
        let mut link = self.write().await?;
        let mut desk = self.desk(&mut link, actor, id, act, now).await?;
        self.put_state(&mut link, actor.org, id, desk.after(act)?, Some((desk.today, reason))).await?;
        self.prove(&mut link, actor, &mut desk.row, step, &json!({ "reason": reason }), with, now).await?;
        self.finish(link, actor, desk, action, now).await
    }

    /// Where it stands now, and when and why it has ended.
    pub(crate) async fn put_state(
        &self,
        link: &mut Link,
        org: OrgId,
        id: DocumentId,
        state: State,
        ended: Option<(NaiveDate, &str)>,
    ) -> Result<()> {
        let (day, reason) = ended.map_or((None, ""), |(day, reason)| (Some(day), reason));
        execute!(link, UPDATE_STATE, org.0, id.0, state.code(), day, reason)?;
        Ok(())
    }

    /// The document, if the actor may do this with it.
    async fn desk(&self, link: &mut Link, actor: &Actor, id: DocumentId, act: Act, now: DateTime<Utc>) -> Result<Desk> {
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        let (row, document, kind) = self.known_document(link, actor, id).await?;
        let today = kindergarten.clock(now).day;
        if !document::acts(actor, &kind, &document).contains(&act) {
            let over = document.state.after(act, kind.head).is_none();
            return Err(if over { Refusal::DocumentOver.into() } else { Error::forbidden() });
        }
        Ok(Desk { kindergarten, row, document, kind, today })
    }

    async fn has_done(&self, link: &mut Link, id: DocumentId, person: PersonId, step: Step) -> Result<bool> {
        let (times,) = one!(link, (i64,), COUNT_STEP, id.0, person.0, step.code())?;
        Ok(times > 0)
    }

    /// The texts of a document: as they were signed, or as they would be signed today.
    pub(super) async fn texts_of(&self, link: &mut Link, desk: &Desk) -> Result<Texts> {
        let facts = match &desk.row.facts {
            Some(facts) => serde_json::from_str(facts)?,
            None => desk.facts(desk.today)?,
        };
        let texts = self.form_text(link, desk.kind.id, desk.row.version).await?;
        Ok(Texts { kk: texts.kk.fill(&facts, Lang::Kk), ru: texts.ru.fill(&facts, Lang::Ru) })
    }

    /// Writes the exact texts into the document, as they are signed on a day. Gives the hash of both.
    pub(crate) async fn put_texts(&self, link: &mut Link, desk: &Desk, state: State, day: NaiveDate) -> Result<String> {
        let facts = desk.facts(day)?;
        let texts = self.form_text(link, desk.kind.id, desk.row.version).await?;
        let texts = Texts { kk: texts.kk.fill(&facts, Lang::Kk), ru: texts.ru.fill(&facts, Lang::Ru) };
        let hash = digest(texts.sealed());
        let (org, until) = (desk.kindergarten.org.0, facts.until);
        let facts = serde_json::to_string(&facts)?;
        let (kk, ru) = (texts.kk.text(), texts.ru.text());
        execute!(link, UPDATE_SIGNED, org, desk.row.id, state.code(), day, until, facts, kk, ru, &hash)?;
        Ok(hash)
    }

    /// Writes a signature down. Gives what the chain says of it.
    #[expect(clippy::too_many_arguments, reason = "who signs what, where, with what and when")]
    pub(crate) async fn put_hand(
        &self,
        link: &mut Link,
        actor: &Actor,
        desk: &Desk,
        side: Blank,
        hand: &Hand,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<Value> {
        let mut given = Given {
            side,
            person: actor.person,
            route: Route::Eds,
            name: None,
            strokes: None,
            witness: None,
            eds: None,
        };
        let trace = match hand {
            Hand::Screen(signing) => {
                if !signing.is_of(&actor.name) {
                    return Err(Error::invalid("signature", Problem::Signature));
                }
                given.route = signing.route();
                match signing {
                    Signing::Drawn(strokes) => given.strokes = Some(serde_json::to_string(strokes)?),
                    Signing::Typed(name) => given.name = Some(name.trim()),
                }
                digest(given.strokes.as_deref().or(given.name).unwrap_or_default())
            }
            Hand::Eds { cms, says, over } => {
                // The day has turned meanwhile, or a name has been put right: it is over another text.
                if digest(over) != hash {
                    return Err(Refusal::DocumentOver.into());
                }
                given.eds = Some((cms, serde_json::to_string(says)?));
                digest(cms)
            }
        };
        self.put_signature(link, desk, &given, hash, now).await?;
        Ok(json!({ "text": hash, "route": given.route.code(), "ink": trace }))
    }

    async fn put_signature(
        &self,
        link: &mut Link,
        desk: &Desk,
        given: &Given<'_>,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (org, document, at) = (desk.kindergarten.org.0, desk.row.id, now.timestamp_millis());
        let (side, route) = (given.side.code(), given.route.code());
        let (cms, says) = given.eds.as_ref().map(|(cms, says)| (*cms, says.as_str())).unzip();
        let (person, witness) = (given.person.0, given.witness.map(|witness| witness.0));
        let (name, strokes) = (given.name, given.strokes.as_deref());
        execute!(
            link,
            INSERT_SIGNATURE,
            org,
            document,
            side,
            person,
            route,
            at,
            name,
            strokes,
            witness,
            cms,
            says,
            hash
        )?;
        Ok(())
    }

    /// The child's papers are what its documents come to now; logged; everybody looks again.
    async fn finish(
        &self,
        mut link: Link,
        actor: &Actor,
        desk: Desk,
        action: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let child = desk.document.child;
        self.settle_paper(&mut link, actor.org, &desk.kind, child, desk.today).await?;
        // The end of the chain stands in the log, too: neither can be cut without the other.
        let entry = Entry::new(action, desk.document.id, json!({ "child": child, "proof": desk.row.proof_hash }));
        self.conclude_document(link, actor, entry, now).await
    }
}

impl Desk {
    pub(super) fn after(&self, act: Act) -> Result<State> {
        self.document.state.after(act, self.kind.head).ok_or_else(|| Refusal::DocumentOver.into())
    }

    /// What is written into the blanks when it is signed on a day.
    fn facts(&self, day: NaiveDate) -> Result<Facts> {
        let house = &self.kindergarten;
        let child = house.directory.children.get(&ChildId(self.row.child)).ok_or_else(Error::not_found)?;
        let head = house.people.values().find(|person| person.positions.contains(&Position::Head));
        Ok(Facts {
            parent: house.name_of(PersonId(self.row.signer)).full(),
            child: child.name.full(),
            born: child.born,
            group: child.group.and_then(|group| house.groups.get(&group)).cloned().unwrap_or_default(),
            organisation: house.tenant.org.name.clone(),
            head: head.map(|head| head.name.full()).unwrap_or_default(),
            place: house.tenant.org.city.clone(),
            number: self.row.number.clone(),
            day: Some(day),
            until: self.kind.term.until(day),
        })
    }
}

statements! {
    UPDATE_SIGNED = "UPDATE document SET state = $3, signed = $4, until = $5, facts = $6, kk = $7, ru = $8, hash = $9 \
        WHERE org = $1 AND id = $2";
    UPDATE_STATE = "UPDATE document SET state = $3, ended = $4, reason = $5 WHERE org = $1 AND id = $2";
    INSERT_SIGNATURE = "INSERT INTO signature (org, document, side, person, route, at, name, strokes, witness, cms, \
        cms_says, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    COUNT_STEP = "SELECT COUNT(*) FROM proof WHERE document = $1 AND person = $2 AND step = $3";
}
