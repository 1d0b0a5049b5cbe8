//! The editor in the browser.

mod agenda;
mod area;
mod carets;
mod decisions;
mod desk;
mod keep;
mod past;
mod people;
mod remarks;
mod socket;
mod unsaved;

use std::rc::Rc;

use domain::{
    MeetingId, PersonId,
    meeting::view::MeetingView,
    minutes::{Access, Section, view::RemarkView},
};
use leptos::{ev, prelude::*};

use super::section;
use crate::{
    i18n::{t, t_string, use_i18n},
    language,
};
use agenda::Agenda;
use area::TextField;
use decisions::Decisions;
use desk::{Desk, Standing};
use past::Past;
use people::People;
use remarks::Remarks;

pub(super) use unsaved::Kept;

/// A handle on the desk that components can copy.
type At = StoredValue<Rc<Desk>, LocalStorage>;

/// The editor, alive.
#[component]
pub(super) fn Live(
    meeting: MeetingId,
    access: Access,
    reader: PersonId,
    meeting_view: MeetingView,
    remarks: Signal<Vec<RemarkView>>,
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::open(meeting, reader, access, changed);
    let at: At = StoredValue::new_local(desk.clone());
    on_cleanup(move || at.with_value(|desk| desk.leave()));
    // The browser knows first when the network goes and comes.
    let gone = window_event_listener(ev::offline, move |_| at.with_value(|desk| desk.lost()));
    let back = window_event_listener(ev::online, move |_| at.with_value(|desk| desk.come_back()));
    let hidden = window_event_listener_untyped("pagehide", move |_| at.with_value(|desk| desk.keep_now()));
    on_cleanup(move || {
        gone.remove();
        back.remove();
        hidden.remove();
    });
    let writes = access == Access::Write;
    let past = RwSignal::new(false);
    let (can, standing, kept, news) = (desk.can, desk.standing, desk.kept, desk.news);
    let day = meeting_view.listed.day;
    let heading = move |number: usize, of: Section| {
        view! {
            <h3 id=format!("section-{}", of.code()) class="editor-heading" tabindex="-1">
                <span class="figures" aria-hidden="true">{number}"."</span>
                {move || section(i18n.get_locale(), of)}
            </h3>
        }
    };
    view! {
        <div class="editor-live" on:keydown=move |event| keys(at, &event)>
            <div class="editor-bar" role="toolbar" aria-label=move || t_string!(i18n, editor.toolbar)>
                <p class="editor-status" data-standing=move || standing.get().code() role="status" aria-live="polite">
                    <span class="editor-dot" aria-hidden="true"></span>
                    {move || match standing.get() {
                        Standing::Opening => t_string!(i18n, editor.opening),
                        Standing::Saved if writes => t_string!(i18n, editor.saved),
                        Standing::Saved => t_string!(i18n, editor.reading),
                        Standing::Saving => t_string!(i18n, editor.saving),
                        Standing::Offline if !writes => t_string!(i18n, editor.offline_reading),
                        Standing::Offline if kept.get() => t_string!(i18n, editor.offline),
                        Standing::Offline => t_string!(i18n, editor.offline_unkept),
                        Standing::Frozen => t_string!(i18n, editor.frozen),
                        Standing::SignedOut => t_string!(i18n, editor.signed_out),
                        Standing::Ended => t_string!(i18n, editor.ended),
                        Standing::Gone => t_string!(i18n, editor.gone),
                    }}
                    {move || (standing.get() == Standing::SignedOut).then(|| view! {
                        <a href=format!("/sign-in?to=/meetings/{meeting}")>{t!(i18n, common.sign_in)}</a>
                    })}
                </p>
                <People at />
                {writes.then(|| view! {
                    <div class="editor-tools">
                        <button type="button" class="button quiet small" disabled=move || !can.get().0 on:click=move |_| at.with_value(|desk| desk.undo(true))>
                            {t!(i18n, editor.undo)}
                        </button>
                        <button type="button" class="button quiet small" disabled=move || !can.get().1 on:click=move |_| at.with_value(|desk| desk.undo(false))>
                            {t!(i18n, editor.redo)}
                        </button>
                    </div>
                })}
                <button type="button" class="button quiet small" on:click=move |_| past.set(true)>{t!(i18n, editor.past)}</button>
            </div>
            <p class="visually-hidden" role="status" aria-live="polite">{move || news.get()}</p>
            {(!writes).then(|| view! { <p class="note">{t!(i18n, editor.members_read)}</p> })}
            <div class="editor-sheet">
                {heading(1, Section::Date)}
                <p>{move || language::of(i18n.get_locale()).long_date(day)}</p>
                {heading(2, Section::Present)}
                <p class="muted">{t!(i18n, editor.present_from_marks)}</p>
                {heading(3, Section::Agenda)}
                <Agenda at />
                {heading(4, Section::Discussion)}
                <agenda::Discussions at />
                {heading(5, Section::Proposals)}
                <TextField at area=::minutes::write::Area::Proposals label=Signal::derive(move || t_string!(i18n, editor.section_proposals).to_owned()) />
                {heading(6, Section::Decisions)}
                <Decisions at invited=meeting_view.invited.iter().map(|invited| (invited.seat.person, invited.seat.name.clone())).collect() />
            </div>
            <Remarks at meeting list=remarks changed />
            {move || past.get().then(|| view! { <Past at=Some(at) meeting closed=move || past.set(false) /> })}
        </div>
    }
}

/// The past of minutes that are written no more.
#[component]
pub(super) fn PastAlone(meeting: MeetingId, closed: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    view! { <Past at=None meeting closed /> }
}

/// Keys that hold anywhere in the editor: one's own undo instead of the browser's, which knows nothing of the others.
fn keys(at: At, event: &ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    // By the key's place: on a Kazakh keyboard other letters stand there.
    let back = match (event.code().as_str(), event.shift_key()) {
        ("KeyZ", false) => true,
        ("KeyZ", true) | ("KeyY", false) => false,
        _ => return,
    };
    event.prevent_default();
    at.with_value(|desk| desk.undo(back));
}
