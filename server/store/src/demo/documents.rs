//! What the families of the demonstration have signed, and the two who have not yet.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Actor, Agreement, OrgId,
    document::{FormKind, Signing, State, Strokes, proof::Step, school_year_end},
    form::Blank,
    kind::Paper,
};
use serde_json::json;

use super::{child, data::Data, person, rows::stand_in};
use crate::{
    Store,
    dialect::Link,
    directory::Kindergarten,
    document::{Asked, Circumstance, DocumentRow, Hand, ask::Asking, sign::Desk},
    error::Result,
};

/// They signed so many days ago.
const AGO: i64 = 60;

/// Whoever keeps the papers, and the head.
const ASKS: &str = "S02";
const HEAD: &str = "S01";

impl Store {
    pub(super) async fn load_documents(
        &self,
        link: &mut Link,
        data: &Data,
        org: OrgId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let house = self.kindergarten_at(link, org, 0, now).await?;
        let before = now - TimeDelta::days(AGO);
        let year = |moment| school_year_end(house.clock(moment).day);
        // Over the summer they would have run out.
        let then = if year(before) == year(now) { before } else { now };
        let with = Circumstance {
            address: "192.0.2.7".to_owned(),
            agent: "Mozilla/5.0 (Android 14; Mobile)".to_owned(),
            seen: None,
        };
        for kind in self.form_kinds(link, org).await? {
            let Some(paper) = kind.opens else { continue };
            let numbered = self.is_numbered(link, &kind).await?;
            let asker = stand_in(org, person(ASKS));
            let (today, now) = (house.clock(then).day, then);
            let asking = Asking { org, actor: &asker, kind: &kind, numbered, today, with: &with, now };
            for (n, told) in data.children.iter().enumerate() {
                let code = match paper {
                    Paper::Consent => &told.consent,
                    Paper::Contract => &told.contract,
                };
                let Some(agreement) = code.as_deref().and_then(Agreement::from_code) else { continue };
                let (child, signer) = (child(&told.id), person(&told.parent));
                let guardians = BTreeSet::from([signer]);
                for row in self.ask_family(link, &asking, child, &guardians, &mut Asked::default()).await? {
                    if agreement.in_force() {
                        self.sign_for_demo(link, &asking, house.clone(), row, n).await?;
                    }
                }
                self.settle_paper(link, org, &kind, child, today).await?;
            }
        }
        Ok(())
    }

    async fn sign_for_demo(
        &self,
        link: &mut Link,
        asking: &Asking<'_>,
        house: std::sync::Arc<Kindergarten>,
        row: DocumentRow,
        n: usize,
    ) -> Result<()> {
        let kind: &FormKind = asking.kind;
        let document = row.read()?;
        let named = |id| Actor { name: house.name_of(id), ..stand_in(asking.org, id) };
        let (signer, head) = (named(document.signer), named(person(HEAD)));
        let hand = |actor: &Actor, n: usize| {
            let name = format!("{} {}", actor.name.family, actor.name.given);
            Hand::Screen(if n.is_multiple_of(3) { Signing::Typed(name) } else { Signing::Drawn(flourish(n)) })
        };
        let mut desk = Desk { kindergarten: house.clone(), row, document, kind: kind.clone(), today: asking.today };
        for step in [Step::Shown, Step::Read] {
            self.prove(link, &signer, &mut desk.row, step, &json!({}), asking.with, asking.now).await?;
        }
        let state = if kind.head { State::AwaitsHead } else { State::Signed };
        let hash = self.put_texts(link, &desk, state, asking.today).await?;
        let given = hand(&signer, n);
        let mut detail = self.put_hand(link, &signer, &desk, Blank::Signature, &given, &hash, asking.now).await?;
        detail["place"] = json!(house.tenant.org.city);
        self.prove(link, &signer, &mut desk.row, Step::Signed, &detail, asking.with, asking.now).await?;
        if kind.head {
            self.put_state(link, asking.org, desk.document.id, State::Signed, None).await?;
            let given = hand(&head, 1);
            let detail = self.put_hand(link, &head, &desk, Blank::HeadSignature, &given, &hash, asking.now).await?;
            self.prove(link, &head, &mut desk.row, Step::Countersigned, &detail, asking.with, asking.now).await?;
        }
        Ok(())
    }
}

/// A signature as somebody draws it: loops that run to the right, and a line under them.
pub(super) fn flourish(n: usize) -> Strokes {
    let (wide, high) = (
        34.0 + 3.0 * f64::from(u8::try_from(n % 7).unwrap_or(0)),
        60.0 + f64::from(u8::try_from(n % 5).unwrap_or(0)) * 12.0,
    );
    let point = |t: f64| {
        let angle = t * 0.35;
        let x = 120.0 + t * 7.0 + wide * angle.sin();
        let y = 190.0 + high * (angle * 1.1).cos() * (1.0 - t / 130.0) + 10.0 * (t * 0.9).sin();
        (whole(x), whole(y))
    };
    let loops = (0..90).map(|t| point(f64::from(t))).collect();
    let line = (0..24).map(|t| (whole(160.0 + 24.0 * f64::from(t)), whole(318.0 - 1.6 * f64::from(t)))).collect();
    Strokes(vec![loops, line])
}

#[expect(clippy::cast_possible_truncation, reason = "a point inside the field")]
fn whole(at: f64) -> i16 {
    at.round() as i16
}
