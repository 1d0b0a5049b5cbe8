//! The WASM entry: hydrate and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(feature = "console_error_panic_hook")]
    console_error_panic_hook::set_once();
    // Lazily loaded routes trap with `hydrate_body` when they are opened directly.
    leptos::mount::hydrate_lazy(app::App);
}
