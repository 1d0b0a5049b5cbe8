//! The lines of an agenda while it is written: added, moved, removed, by keys and by finger.

use domain::{
    DecisionId, ItemId,
    meeting::view::{AgendaItem, AgendaLine},
};
use leptos::{prelude::*, wasm_bindgen::JsCast as _, web_sys::HtmlElement};

use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
};

/// A line that is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    key: u32,
    id: Option<ItemId>,
    pub(super) decision: Option<DecisionId>,
    pub(super) title: RwSignal<String>,
}

/// All lines that are being written.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    pub(super) all: RwSignal<Vec<Line>>,
    next: StoredValue<u32>,
}

impl Lines {
    /// Of an agenda as it stands; of a new one, an empty line to begin with.
    pub(super) fn of(agenda: &[AgendaItem]) -> Self {
        let lines = Self { all: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        for item in agenda {
            lines.put(Some(item.id), item.decision, item.title.clone());
        }
        if agenda.is_empty() {
            lines.put(None, None, String::new());
        }
        lines
    }

    fn put(self, id: Option<ItemId>, decision: Option<DecisionId>, title: String) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let line = Line { key, id, decision, title: RwSignal::new(title) };
        self.all.update(|all| all.push(line));
        key
    }

    /// A new line that says this, in place of empty ones at the end.
    pub(super) fn add(self, title: String, decision: Option<DecisionId>) {
        self.all.update(|all| {
            while all.last().is_some_and(|line| line.title.with_untracked(|title| title.trim().is_empty())) {
                all.pop();
            }
        });
        self.put(None, decision, title);
    }

    fn blank(self) {
        let key = self.put(None, None, String::new());
        focus(format!("agenda-{key}"));
    }

    fn shift(self, key: u32, up: bool) {
        let mut edge = false;
        self.all.update(|all| {
            let Some(at) = all.iter().position(|line| line.key == key) else { return };
            let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < all.len()) };
            if let Some(to) = to {
                all.swap(at, to);
                edge = to == 0 || to + 1 == all.len();
            }
        });
        // The button that was pressed has moved with its line; at the edge it is no use any more.
        let way = if up == edge { "down" } else { "up" };
        focus(format!("agenda-{way}-{key}"));
    }

    fn remove(self, key: u32) {
        let next = self.all.try_update(|all| {
            let at = all.iter().position(|line| line.key == key)?;
            all.remove(at);
            all.get(at).or_else(|| all.last()).map(|line| line.key)
        });
        match next.flatten() {
            Some(key) => focus(format!("agenda-{key}")),
            None => focus("agenda-add".to_owned()),
        }
    }

    /// As it is asked for.
    pub(super) fn asked(self) -> Vec<AgendaLine> {
        let line = |line: &Line| AgendaLine { id: line.id, title: line.title.get_untracked(), decision: line.decision };
        self.all.with_untracked(|all| all.iter().map(line).collect())
    }
}

/// Once the page is drawn.
fn focus(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    });
}

/// The lines with their buttons.
#[component]
pub(super) fn AgendaLines(
    /// The lines.
    lines: Lines,
    /// What is wrong with them.
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let place = move |key: u32| {
        Memo::new(move |_| lines.all.with(|all| all.iter().position(|line| line.key == key).unwrap_or(0) + 1))
    };
    let line = move |line: Line| {
        let (key, title) = (line.key, line.title);
        let no = place(key);
        let label = move || t_string!(i18n, meeting.line, n = no.get()).to_string();
        let last = move || no.get() == lines.all.with(Vec::len);
        view! {
            <li class="agenda-line" data-line="true">
                <div class="field">
                    <label for=format!("agenda-{key}")>
                        {label}
                        {line.decision.map(|_| view! { " " <span class="chip sky">{t!(i18n, meeting.again)}</span> })}
                    </label>
                    <textarea
                        id=format!("agenda-{key}")
                        rows="2"
                        maxlength="1000"
                        aria-invalid=move || problem.with(Option::is_some).then_some("true")
                        aria-describedby=move || problem.with(Option::is_some).then_some("agenda-error")
                        prop:value=title
                        on:input=move |event| title.set(event_target_value(&event))
                    ></textarea>
                </div>
                <div class="agenda-tools" role="group" aria-label=label>
                    <button
                        type="button"
                        class="button quiet small"
                        id=format!("agenda-up-{key}")
                        aria-label=move || t_string!(i18n, meeting.line_up)
                        disabled=move || !alive.get() || no.get() == 1
                        on:click=move |_| lines.shift(key, true)
                    >
                        <span aria-hidden="true">"↑"</span>
                    </button>
                    <button
                        type="button"
                        class="button quiet small"
                        id=format!("agenda-down-{key}")
                        aria-label=move || t_string!(i18n, meeting.line_down)
                        disabled=move || !alive.get() || last()
                        on:click=move |_| lines.shift(key, false)
                    >
                        <span aria-hidden="true">"↓"</span>
                    </button>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=move || t_string!(i18n, meeting.line_remove)
                        disabled=move || !alive.get()
                        on:click=move |_| lines.remove(key)
                    >
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </div>
            </li>
        }
    };
    view! {
        <ol class="agenda-lines">
            <For each=move || lines.all.get() key=|line| line.key children=line />
        </ol>
        {move || problem.get().map(|problem| view! { <p class="error" id="agenda-error">{problem}</p> })}
        <div class="row">
            <button type="button" id="agenda-add" class="button small" disabled=move || !alive.get() on:click=move |_| lines.blank()>
                <span aria-hidden="true">"＋ "</span> {t!(i18n, meeting.line_add)}
            </button>
        </div>
    }
}
