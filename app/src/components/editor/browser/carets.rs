//! Carets and selections of others, drawn over a text area by a copy of its text that nobody sees: the browser itself breaks
//! its lines as it breaks those of the area.

use ::minutes::presence::{Caret, User};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// Makes an area as high as its text. Browsers that do so by themselves are left alone.
pub(super) fn fit(node: &HtmlTextAreaElement) {
    if grows_by_itself() {
        return;
    }
    let style = node.unchecked_ref::<HtmlElement>().style();
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", node.scroll_height() + 2));
}

fn grows_by_itself() -> bool {
    thread_local! {
        static GROWS: bool = js_sys::Reflect::get(&js_sys::global(), &"CSS".into())
            .ok()
            .and_then(|css| {
                let supports = js_sys::Reflect::get(&css, &"supports".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
                supports.call2(&css, &"field-sizing".into(), &"content".into()).ok()?.as_bool()
            })
            .unwrap_or(false);
    }
    GROWS.with(|grows| *grows)
}

/// Draws them. Without any the copy is taken away: it costs the layout of the text once more.
pub(super) fn draw(node: &HtmlTextAreaElement, text: &str, carets: &[(&User, &Caret)]) {
    let Some(parent) = node.parent_element() else { return };
    let old = parent.query_selector(".editor-mirror").ok().flatten();
    if carets.is_empty() {
        if let Some(old) = old {
            old.remove();
        }
        return;
    }
    let mirror = if let Some(old) = old {
        old
    } else {
        let Ok(made) = document().create_element("div") else { return };
        made.set_class_name("editor-mirror");
        let _ = made.set_attribute("aria-hidden", "true");
        let _ = parent.append_child(&made);
        made
    };
    mirror.set_inner_html("");
    let units: Vec<u16> = text.encode_utf16().collect();
    let end = units.len();
    let place = |at: u32| (at as usize).min(end);
    // Where something begins or ends, in order.
    let mut marks: Vec<usize> = carets.iter().flat_map(|(_, caret)| [place(caret.anchor), place(caret.head)]).collect();
    marks.extend([0, end]);
    marks.sort_unstable();
    marks.dedup();
    for pair in marks.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        put_carets(&mirror, carets, from, place);
        let words = String::from_utf16_lossy(units.get(from..to).unwrap_or_default());
        let chosen = carets.iter().find(|(_, caret)| {
            let (a, b) = (place(caret.anchor).min(place(caret.head)), place(caret.anchor).max(place(caret.head)));
            a <= from && to <= b && a < b
        });
        let Ok(part) = document().create_element("span") else { return };
        part.set_text_content(Some(&words));
        if let Some((user, _)) = chosen {
            part.set_class_name("editor-chosen");
            colour(&part, user);
        }
        let _ = mirror.append_child(&part);
    }
    put_carets(&mirror, carets, end, place);
}

fn put_carets(mirror: &web_sys::Element, carets: &[(&User, &Caret)], at: usize, place: impl Fn(u32) -> usize) {
    for (user, _) in carets.iter().filter(|(_, caret)| place(caret.head) == at) {
        let Ok(caret) = document().create_element("span") else { return };
        caret.set_class_name("editor-caret");
        let _ = caret.set_attribute("data-name", &user.name);
        colour(&caret, user);
        let _ = mirror.append_child(&caret);
    }
}

fn colour(element: &web_sys::Element, user: &User) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property("--who", &user.color);
    }
}
