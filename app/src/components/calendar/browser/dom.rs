//! Small things that are asked of the document.

use domain::{ChildId, Kind, SessionId};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

/// The element that matches, going up from the target of an event.
pub(super) fn closest(target: Option<EventTarget>, selector: &str) -> Option<HtmlElement> {
    target?.dyn_into::<Element>().ok()?.closest(selector).ok()??.dyn_into().ok()
}

/// The first element inside that matches.
pub(super) fn find(inside: &Element, selector: &str) -> Option<HtmlElement> {
    inside.query_selector(selector).ok()??.dyn_into().ok()
}

/// Every element inside that matches, in order.
pub(super) fn find_all(inside: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = inside.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.get(n)?.dyn_into().ok()).collect()
}

/// The session that an element shows.
pub(super) fn session_of(element: &Element) -> Option<SessionId> {
    element.get_attribute("data-id")?.parse().ok()
}

/// The child that a row of the list names, and for what.
pub(super) fn child_of(element: &Element) -> Option<(ChildId, Kind)> {
    Some((element.get_attribute("data-child")?.parse().ok()?, Kind::from_code(&element.get_attribute("data-kind")?)?))
}

/// The number of the column that an element stands in.
pub(super) fn column_of(element: &Element) -> Option<usize> {
    element.closest("[data-col]").ok()??.get_attribute("data-col")?.parse().ok()
}

/// The node of a session in a column.
pub(super) fn node(column: &Element, id: SessionId) -> Option<HtmlElement> {
    find(column, &format!("[data-id=\"{id}\"]"))
}

/// Sets a custom property.
pub(super) fn set(element: &HtmlElement, property: &str, value: &str) {
    let _ = element.style().set_property(property, value);
}

/// Sets a custom property unless it is so already: a node is not touched for nothing.
pub(super) fn set_if_other(element: &HtmlElement, property: &str, value: &str) {
    let style = element.style();
    if style.get_property_value(property).is_ok_and(|now| now.trim() != value) {
        let _ = style.set_property(property, value);
    }
}

/// The element that has the focus.
pub(super) fn focused() -> Option<Element> {
    leptos::prelude::document().active_element()
}
