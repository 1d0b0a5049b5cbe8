//! A plain text area, bound to a shared text.

use ::minutes::write::Area;
use leptos::{ev, html, prelude::*};

use super::{At, desk::name};

/// A text of the document.
#[component]
pub(super) fn TextField(
    at: At,
    area: Area,
    /// What it is, for those who do not see where it stands.
    label: Signal<String>,
    /// One line: Enter does something else.
    #[prop(optional)]
    line: bool,
    /// Shown while it is empty.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// A key was pressed in it. True when that was its business.
    #[prop(optional)]
    on_key: Option<Callback<ev::KeyboardEvent>>,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    let writes = at.with_value(|desk| desk.writes);
    Effect::new(move || {
        if let Some(node) = node.get() {
            at.with_value(|desk| desk.bind(area, node));
        }
    });
    on_cleanup(move || {
        let _ = at.try_with_value(|desk| desk.unbind(area));
    });
    view! {
        <div class="editor-field" class:line=line>
            <textarea
                node_ref=node
                rows="1"
                data-area=name(area)
                aria-label=move || label.get()
                placeholder=move || hint.get()
                readonly=!writes
                spellcheck="true"
                autocomplete="off"
                on:input=move |_| at.with_value(|desk| desk.typed(area))
                on:compositionstart=move |_| at.with_value(|desk| desk.composing(area, true))
                on:compositionend=move |_| at.with_value(|desk| desk.composing(area, false))
                on:beforeinput=move |event: ev::InputEvent| {
                    // The menu of the browser, or a shaken phone, means one's own undo as well.
                    let back = match event.input_type().as_str() {
                        "historyUndo" => true,
                        "historyRedo" => false,
                        _ => return,
                    };
                    event.prevent_default();
                    at.with_value(|desk| desk.undo(back));
                }
                on:keydown=move |event| {
                    if !event.is_composing()
                        && let Some(on_key) = on_key
                    {
                        on_key.run(event);
                    }
                }
            ></textarea>
        </div>
    }
}
