//! Whether the page has come alive. What needs scripts waits for it.

use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Alive(RwSignal<bool>);

/// For every page. Once, above them all.
pub fn provide_alive() {
    provide_context(Alive(RwSignal::new(false)));
}

/// False on the server, and until the page itself has hydrated: its code comes a moment after that of the frame.
pub fn use_alive() -> ReadSignal<bool> {
    expect_context::<Alive>().0.read_only()
}

/// Said from inside a page: when its first effects run, it is alive.
pub fn come_alive() {
    let Alive(alive) = expect_context();
    Effect::new(move || {
        alive.set(true);
        // Seen from outside, too: until it stands there, what is typed or chosen may be lost.
        if let Some(page) = document().document_element() {
            let _ = page.set_attribute("data-alive", "");
        }
    });
}
