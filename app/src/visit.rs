//! Who is here, and whose door it is. Known before anything is rendered, and sent with the page: no page waits for it.

use std::sync::Arc;

use domain::{
    Actor,
    view::{Me, OrgView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One load of the application. Signing in and out load it anew.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Visit {
    /// Who is signed in.
    actor: Option<Actor>,
    /// The kindergarten.
    org: OrgView,
    /// Where the browser finds `NCALayer`.
    ncalayer: String,
}

/// Takes down who has come. Once, above everything that asks.
pub fn provide_visit() {
    let visit = SharedValue::new(come).into_inner();
    provide_context(Arc::new(visit));
}

#[cfg(feature = "ssr")]
fn come() -> Visit {
    // Without a request there is nobody: when the routes are listed.
    let Ok(visitor) = crate::state::visitor() else { return Visit::default() };
    Visit { actor: visitor.actor, org: visitor.tenant.org, ncalayer: crate::state::state().ncalayer }
}

#[cfg(not(feature = "ssr"))]
fn come() -> Visit {
    Visit::default()
}

/// Who is signed in.
pub fn use_me() -> Option<Me> {
    let visit = expect_context::<Arc<Visit>>();
    visit.actor.clone().map(|actor| Me { actor, org: visit.org.clone() })
}

/// The kindergarten whose door this is.
pub fn use_org() -> OrgView {
    expect_context::<Arc<Visit>>().org.clone()
}

/// Where this browser finds `NCALayer`, which signs with the ЭЦҚ: the only foreign address that a page may connect to.
pub fn use_ncalayer() -> String {
    expect_context::<Arc<Visit>>().ncalayer.clone()
}
