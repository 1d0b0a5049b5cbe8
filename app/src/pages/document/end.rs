//! Refusing to sign, withdrawing, taking back: each with its reason, and with what it means said first.

use domain::document::Act;
use leptos::prelude::*;

use super::One;
use crate::{
    api::document::EndDocument,
    components::form::{FailureNotice, Field, failure_of, typed},
    i18n::{Locale, td_string},
    words,
};

/// A panel that opens.
#[component]
pub(super) fn Ending(locale: Locale, act: Act, one: One) -> impl IntoView {
    let action = ServerAction::<EndDocument>::new();
    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            one.did(act);
        }
    });
    let failure = failure_of(*action);
    let means = match act {
        Act::Withdraw => td_string!(locale, document.withdraw_means),
        Act::Decline => td_string!(locale, document.decline_means),
        _ => td_string!(locale, document.recall_means),
    };
    view! {
        <details class="document-end no-print" data-end=act.code()>
            <summary class="button wide danger">{words::document::act(locale, act)}</summary>
            <div class="card stack tight">
                <p>{means}</p>
                <ActionForm action=action>
                    <div class="stack tight">
                        <input type="hidden" name="document" value=one.id.to_string() />
                        <input type="hidden" name="act" value=act.code() />
                        <Field name="reason" label=td_string!(locale, document.why) failure value=typed("reason") />
                        <FailureNotice failure fields=&["reason"] />
                        <button type="submit" class="button danger wide" aria-disabled=move || action.pending().get().then_some("true")>
                            {words::document::act(locale, act)}
                        </button>
                    </div>
                </ActionForm>
            </div>
        </details>
    }
}
