//! Names of areas on the wire, and what is random.

use ::minutes::write::Area;
use leptos::prelude::window;

/// What an area is called on the wire.
pub(in super::super) fn name(area: Area) -> String {
    match area {
        Area::Title(id) => format!("title:{id}"),
        Area::Discussion(id) => format!("discussion:{id}"),
        Area::Proposals => "proposals".to_owned(),
        Area::Decision(id) => format!("decision:{id}"),
        Area::Responsible(id) => format!("responsible:{id}"),
    }
}

/// The area of this name.
pub(in super::super) fn area_of(name: &str) -> Option<Area> {
    let Some((what, id)) = name.split_once(':') else { return (name == "proposals").then_some(Area::Proposals) };
    Some(match what {
        "title" => Area::Title(id.parse().ok()?),
        "discussion" => Area::Discussion(id.parse().ok()?),
        "decision" => Area::Decision(id.parse().ok()?),
        "responsible" => Area::Responsible(id.parse().ok()?),
        _ => return None,
    })
}

/// Random, of 53 bits at most: no two replicas may have the same.
pub(super) fn random_client() -> u64 {
    let mut bytes = [0_u8; 8];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    (u64::from_le_bytes(bytes) >> 11).max(1)
}

pub(super) fn random_byte() -> u8 {
    let mut bytes = [0_u8; 1];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes[0]
}

/// A new id: random, as the browser has no clock that others could trust.
pub(in super::super) fn new_id() -> uuid::Uuid {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
