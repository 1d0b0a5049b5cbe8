//! One document: its text, signing it, what came of it, and what can be proved of it.

mod end;
mod proof;
mod sign;

use domain::{
    DocumentId, Refusal,
    document::{
        Act, Signing,
        view::{self, Shown},
    },
};
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    Failure,
    api::document::{note_read, one_document},
    components::{
        booking::door,
        sign::{Marks, Paper},
        title::Title,
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    pages::{
        documents::{chip, title},
        not_found::NotFound,
    },
    visit::use_me,
    words,
};

/// The page.
#[component]
pub fn DocumentPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|params| params.get("document").unwrap_or_default()));
    // Asked once: what comes later goes into a signal, so that nothing that is being typed or drawn is torn down.
    let first = Resource::new_blocking(move || id.get(), fetch);
    // By a form without scripts.
    let done = query.with_untracked(|query| match query.get("done").as_deref() {
        Some("signed") => Some(Act::Sign),
        Some(code) => Act::from_code(code),
        None => None,
    });
    let here = door::here();
    let family = use_me().is_some_and(|me| !me.actor.children.is_empty());
    let all = if family { "/documents" } else { "/consents" };
    view! {
        <Title text=move || t_string!(i18n, document.one_title) />
        <div class="page narrow stack document">
            <p class="no-print"><a href=all>{t!(i18n, document.all)}</a></p>
            <Suspense>
                {move || {
                    let here = here.clone();
                    Suspend::new(async move {
                        match first.await {
                            Ok(shown) => view! { <Whole first=shown done /> }.into_any(),
                            Err(Failure::Refused(Refusal::NotFound)) => view! { <NotFound /> }.into_any(),
                            Err(failure) => door::closed(i18n.get_locale_untracked(), &failure, &here),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}

async fn fetch(id: String) -> Result<Shown, Failure> {
    let id: DocumentId = id.parse().map_err(|_| Failure::from(Refusal::NotFound))?;
    one_document(id).await
}

/// A document as it stands, and asking anew how it stands.
#[derive(Clone, Copy)]
pub(super) struct One {
    id: DocumentId,
    shown: RwSignal<Shown>,
    done: RwSignal<Option<Act>>,
}

impl One {
    fn again(self) {
        leptos::task::spawn_local(async move {
            // Without an answer what is known stays.
            let Ok(fresh) = one_document(self.id).await else { return };
            if self.shown.try_with_untracked(|shown| *shown != fresh).unwrap_or(false) {
                self.shown.set(fresh);
            }
        });
    }

    /// It has been done: said, and seen.
    pub(super) fn did(self, act: Act) {
        self.done.set(Some(act));
        self.again();
    }
}

fn happened(locale: Locale, act: Act) -> &'static str {
    match act {
        Act::Sign | Act::Countersign | Act::Witness => td_string!(locale, document.done_signed),
        Act::Decline => td_string!(locale, document.done_declined),
        Act::Recall => td_string!(locale, document.done_recalled),
        Act::Withdraw => td_string!(locale, document.done_withdrawn),
    }
}

#[component]
fn Whole(first: Shown, done: Option<Act>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, read) = (first.listed.document.id, RwSignal::new(false));
    let one = One { id, shown: RwSignal::new(first), done: RwSignal::new(done) };
    use_live_from_the_start(move |_| one.again(), move || one.again());
    let notice = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<Option<Act>>| {
        let done = one.done.get();
        if let (Some(_), Some(_), Some(notice)) = (before, done, notice.get_untracked()) {
            let _ = notice.focus();
        }
        done
    });
    let shown = one.shown;
    // Each part is drawn anew when what it shows has changed, and no other.
    let texts = Memo::new(move |_| shown.with(|shown| (shown.kk.clone(), shown.ru.clone())));
    let marks: Memo<Marks> = Memo::new(move |_| shown.with(marks));
    let acts = Memo::new(move |_| shown.with(|shown| shown.listed.acts.clone()));
    let signs = Memo::new(move |_| acts.get().into_iter().find(|act| matches!(act, Act::Sign | Act::Countersign)));
    let has_signed = Memo::new(move |_| signs.get().is_none());
    let on_read = Callback::new(move |()| {
        read.set(true);
        leptos::task::spawn_local(async move {
            // Whether it was noted is seen when it is signed: then it is said once more.
            let _ = note_read(id).await;
        });
    });
    let paper = move || {
        let (kk, ru) = texts.get();
        if has_signed.get() {
            view! { <Paper kk ru marks /> }.into_any()
        } else {
            view! { <Paper kk ru marks on_read /> }.into_any()
        }
    };
    let ends = Memo::new(move |_| {
        let ends = |act: &Act| matches!(act, Act::Decline | Act::Withdraw | Act::Recall);
        acts.get().into_iter().filter(ends).collect::<Vec<_>>()
    });
    view! {
        <div role="status" tabindex="-1" node_ref=notice class="document-news" data-done="true">
            {move || one.done.get().map(|act| view! { <p class="notice ok">{happened(i18n.get_locale(), act)}</p> })}
        </div>
        {move || shown.with(|shown| head(i18n.get_locale(), shown))}
        {paper}
        {move || {
            let locale = i18n.get_locale();
            signs.get().map(|act| view! { <sign::Desk locale act one read /> })
        }}
        {move || shown.with(|shown| proof::files(i18n.get_locale(), shown))}
        {move || {
            let locale = i18n.get_locale();
            ends.get().into_iter().map(|act| view! { <end::Ending locale act one /> }).collect_view()
        }}
        {move || shown.with(|shown| proof::proof(i18n.get_locale(), shown))}
    }
}

/// The signatures as they stand in the text.
fn marks(shown: &Shown) -> Marks {
    let mark = |signed: &view::Signed| {
        let drawn = signed.strokes.clone().map(Signing::Drawn);
        Some((signed.side, drawn.or_else(|| signed.typed.clone().map(Signing::Typed))?))
    };
    shown.signatures.iter().filter_map(mark).collect()
}

fn head(locale: Locale, shown: &Shown) -> AnyView {
    let lang = language::of(locale);
    let (listed, document) = (&shown.listed, &shown.listed.document);
    let fact = |label: &'static str, text: Option<String>| {
        text.map(|text| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> })
    };
    let until = document.until.filter(|_| document.signed.is_some() && document.ended.is_none());
    view! {
        <header class="document-head stack tight">
            <h1>{title(locale, listed)}</h1>
            <p><span class=chip(document.state) data-state=document.state.code()>{words::document::state(locale, document.state)}</span></p>
            <dl>
                {fact(td_string!(locale, document.child), Some(listed.child.full()))}
                {fact(td_string!(locale, document.signer), Some(listed.signer.full()))}
                {fact(td_string!(locale, document.number), (!shown.number.is_empty()).then(|| shown.number.clone()))}
                {fact(td_string!(locale, document.signed_day), document.signed.map(|day| lang.long_date(day)))}
                {fact(td_string!(locale, document.until), until.map(|day| lang.long_date(day)))}
                {fact(td_string!(locale, document.ended_day), document.ended.map(|day| lang.long_date(day)))}
                {fact(td_string!(locale, document.reason), (!shown.reason.is_empty()).then(|| shown.reason.clone()))}
            </dl>
        </header>
    }
    .into_any()
}
