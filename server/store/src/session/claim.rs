//! What a session takes: people, a room, seats. The schema sees to it that nothing is taken twice.

use domain::{BookingId, ChildId, OrgId, Plan, SessionId};
use uuid::Uuid;

use crate::{
    dialect::{Link, Side},
    error::Result,
    statements,
};

/// Something that a session takes, as its row says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) what: &'static str,
    pub(super) person: Option<Uuid>,
    pub(super) room: Option<Uuid>,
    pub(super) child: Option<Uuid>,
    pub(super) accompanies: Option<Uuid>,
    pub(super) with_parent: bool,
    pub(super) booking: Option<Uuid>,
}

impl Claim {
    const NONE: Self =
        Self { what: "", person: None, room: None, child: None, accompanies: None, with_parent: false, booking: None };

    pub(super) fn resource(&self) -> Option<Uuid> {
        self.person.or(self.room).or(self.child)
    }
}

/// Everything that a plan takes.
pub(super) fn claims(plan: &Plan, bookings: &[(ChildId, BookingId)]) -> Vec<Claim> {
    let staff = plan.staff.iter().map(|person| Claim { what: "staff", person: Some(person.0), ..Claim::NONE });
    let assistants = plan.assistants.iter().map(|with| Claim {
        what: "assistant",
        person: Some(with.person.0),
        accompanies: Some(with.child.0),
        ..Claim::NONE
    });
    let room = plan.room.iter().map(|room| Claim { what: "room", room: Some(room.0), ..Claim::NONE });
    let seats = plan.seats.iter().map(|seat| Claim {
        what: "seat",
        child: Some(seat.child.0),
        with_parent: seat.with_parent,
        booking: bookings.iter().find(|(child, _)| *child == seat.child).map(|(_, booking)| booking.0),
        ..Claim::NONE
    });
    staff.chain(assistants).chain(room).chain(seats).collect()
}

/// Writes claims with their ranks, several to a statement: each statement has its price.
pub(super) async fn insert_claims(
    link: &mut Link,
    org: OrgId,
    session: SessionId,
    plan: &Plan,
    claims: &[(i32, Claim)],
) -> Result<()> {
    for some in claims.chunks(INSERT_CLAIMS.len()) {
        let sql = INSERT_CLAIMS[some.len() - 1];
        macro_rules! insert {
            ($on:expr) => {{
                let mut query = sqlx::query(sql)
                    .bind(session.0)
                    .bind(org.0)
                    .bind(plan.slot.day)
                    .bind(i32::from(plan.slot.start))
                    .bind(i32::from(plan.slot.end()))
                    .bind(plan.status.takes_time());
                for (rank, claim) in some {
                    query = query
                        .bind(claim.what)
                        .bind(claim.person)
                        .bind(claim.room)
                        .bind(claim.child)
                        .bind(claim.accompanies)
                        .bind(claim.with_parent)
                        .bind(claim.booking)
                        .bind(rank);
                }
                query.execute($on).await?;
            }};
        }
        match link.side() {
            Side::Sqlite(on) => insert!(on),
            Side::Postgres(on) => insert!(on),
        }
    }
    Ok(())
}

/// The statement that writes as many claims as rows are named.
macro_rules! insert_claims {
    ($($row:literal),+) => {
        concat!(
            "INSERT INTO claim (session, org, day, start_min, end_min, live, what, person, room, child, accompanies, ",
            "with_parent, booking, rank) VALUES ",
            $($row),+
        )
    };
}

/// By the number of claims, from one on.
const INSERT_CLAIMS: [&str; 4] = [INSERT_CLAIM, INSERT_TWO_CLAIMS, INSERT_THREE_CLAIMS, INSERT_FOUR_CLAIMS];

statements! {
    INSERT_CLAIM = insert_claims!("($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    INSERT_TWO_CLAIMS = insert_claims!("($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", ", ($1, $2, $3, $4, $5, $6, $15, $16, $17, $18, $19, $20, $21, $22)");
    INSERT_THREE_CLAIMS = insert_claims!("($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", ", ($1, $2, $3, $4, $5, $6, $15, $16, $17, $18, $19, $20, $21, $22)", ", ($1, $2, $3, $4, $5, $6, $23, $24, $25, $26, $27, $28, $29, $30)");
    INSERT_FOUR_CLAIMS = insert_claims!("($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", ", ($1, $2, $3, $4, $5, $6, $15, $16, $17, $18, $19, $20, $21, $22)", ", ($1, $2, $3, $4, $5, $6, $23, $24, $25, $26, $27, $28, $29, $30)", ", ($1, $2, $3, $4, $5, $6, $31, $32, $33, $34, $35, $36, $37, $38)");
}
