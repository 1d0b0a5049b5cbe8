//! Small things that are asked of the document.

use domain::{ChildId, Kind, SessionId};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, Node};

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

/// Shows this markup in an element. Where it is built as before only words and classes change: a node that stays is laid
/// out and painted in its place, while new ones cost all the layers of the page a look.
pub(super) fn show(element: &Element, html: &str) {
    let Ok(wanted) = element.clone_node().map(JsCast::unchecked_into::<Element>) else { return };
    wanted.set_inner_html(html);
    if !fill_in(element, &wanted) {
        element.set_inner_html(html);
    }
}

fn fill_in(shown: &Node, wanted: &Node) -> bool {
    let (olds, news) = (shown.child_nodes(), wanted.child_nodes());
    olds.length() == news.length()
        && (0..news.length()).filter_map(|n| olds.get(n).zip(news.get(n))).all(|(old, new)| {
            if old.node_name() != new.node_name() {
                return false;
            }
            if old.node_value() != new.node_value() {
                old.set_node_value(new.node_value().as_deref());
            }
            if let (Some(old), Some(new)) = (old.dyn_ref::<Element>(), new.dyn_ref::<Element>())
                && old.class_name() != new.class_name()
            {
                old.set_class_name(&new.class_name());
            }
            fill_in(&old, &new)
        })
}

/// The element that has the focus.
pub(super) fn focused() -> Option<Element> {
    leptos::prelude::document().active_element()
}
