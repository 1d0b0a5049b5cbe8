//! A dialog above the page, open as long as it is there. Closing gives the focus back to where it was opened.

use leptos::{html, prelude::*, wasm_bindgen::JsCast as _};

use crate::i18n::{t, t_string, use_i18n};

/// A dialog: a title, a way out, what is in it.
#[component]
pub fn Dialog(
    /// How it looks: `dialog` in the middle, `drawer` at the side.
    #[prop(default = "dialog")]
    look: &'static str,
    /// What it is for.
    #[prop(into)]
    title: Signal<String>,
    /// It was closed.
    closed: impl Fn() + Copy + Send + Sync + 'static,
    /// The dialog itself: who closes it from inside leaves the focus to the browser, which knows where it was.
    #[prop(optional)]
    node: NodeRef<html::Dialog>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move || {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class=format!("sheet {look}")
            aria-labelledby="dialog-title"
            node_ref=node
            on:close=move |_| closed()
            on:click=move |event| {
                // A click beside it closes it.
                if let Some(dialog) = node.get_untracked()
                    && event.target().is_some_and(|target| dialog.is_same_node(target.dyn_ref()))
                {
                    dialog.close();
                }
            }
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id="dialog-title">{move || title.get()}</h2>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=move || t_string!(i18n, common.close)
                        on:click=move |_| close(node)
                    >
                        <span aria-hidden="true">"✕"</span>
                        <span class="visually-hidden">{t!(i18n, common.close)}</span>
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}

/// Closes a dialog.
pub fn close(node: NodeRef<html::Dialog>) {
    if let Some(dialog) = node.try_get_untracked().flatten() {
        dialog.close();
    }
}
