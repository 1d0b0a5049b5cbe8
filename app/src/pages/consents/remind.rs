//! Messages for families who have something to sign: the kindergarten sends them by itself, from its own telephone.

use leptos::{html, prelude::*};
use leptos_router::location::Url;

use super::desk::{Desk, Paper};
use crate::{
    components::dialog::{Dialog, close},
    i18n::{Locale, t, t_string, td_string, use_i18n},
};

#[component]
pub(super) fn MessagesDialog(desk: Desk, papers: Vec<Paper>) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let organisation = desk.me.with_value(|me| me.org.name.clone());
    // A dialog is only ever open in a browser.
    let origin = window().location().origin().unwrap_or_default();
    let line = move |paper: Paper| {
        let text = message(&organisation, &origin, &paper);
        let href = format!("https://wa.me/?text={}", Url::escape(&text));
        let signer = StoredValue::new(paper.signer.clone());
        view! {
            <li>
                <div class="consents-message-head">
                    <p><b>{paper.signer}</b> <br /> <span class="muted small">{paper.child}</span></p>
                    <a
                        class="button small"
                        href=href
                        target="_blank"
                        rel="noopener noreferrer"
                        aria-label=move || format!("{}: {}", t_string!(i18n, consent.whatsapp), signer.get_value())
                    >
                        {t!(i18n, consent.whatsapp)}
                    </a>
                </div>
                <details>
                    <summary class="small">{t!(i18n, consent.message)}</summary>
                    <p class="consents-message small">{text}</p>
                </details>
            </li>
        }
    };
    let lines = papers.into_iter().map(line).collect_view();
    view! {
        <Dialog title=Signal::derive(move || t_string!(i18n, consent.messages).to_owned()) closed=move || desk.panel.set(None) node=dialog>
            <p class="muted small">{t!(i18n, consent.messages_lead)}</p>
            <ul class="consents-messages">{lines}</ul>
            <div class="row">
                <button type="button" class="button" on:click=move |_| close(dialog)>{t!(i18n, consent.done)}</button>
            </div>
        </Dialog>
    }
}

/// What a family reads: in both languages, for nobody knows which is theirs. The child's first name and no more, and not
/// what the document is about: a message is read by whoever holds the telephone.
fn message(organisation: &str, origin: &str, paper: &Paper) -> String {
    let address = format!("{origin}/documents/{}", paper.document);
    let (organisation, given) = (organisation.to_owned(), paper.given.clone());
    let kk = td_string!(
        Locale::kk,
        consent.message_text,
        organisation = organisation.clone(),
        name = given.clone(),
        address = address.clone()
    );
    let ru = td_string!(Locale::ru, consent.message_text, organisation = organisation, name = given, address = address);
    format!("{kk}\n\n{ru}")
}
