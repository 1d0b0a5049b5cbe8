//! Base64, as browsers have it: how texts to be signed come, and signatures go.

/// The bytes; none of what is no base64.
#[cfg(feature = "hydrate")]
pub fn decode(text: &str) -> Vec<u8> {
    // Each letter of the browser's string is a byte.
    let bytes = leptos::prelude::window().atob(text).unwrap_or_default();
    bytes.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or_default()).collect()
}

/// The letters.
#[cfg(feature = "hydrate")]
pub fn encode(bytes: &[u8]) -> String {
    let letters: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    leptos::prelude::window().btoa(&letters).unwrap_or_default()
}

/// Only a browser signs.
#[cfg(not(feature = "hydrate"))]
pub fn decode(_: &str) -> Vec<u8> {
    Vec::new()
}

/// Only a browser signs.
#[cfg(not(feature = "hydrate"))]
pub fn encode(_: &[u8]) -> String {
    String::new()
}
