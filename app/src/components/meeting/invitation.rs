//! Who is invited to a meeting, what they answered, and the reader's own answer.

use domain::{
    PersonId,
    meeting::{Reply, State, view::Invited},
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    alive::use_alive,
    api::meeting::reply_to_invitation,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The invited with their answers.
#[component]
pub fn Invitation(
    /// The meeting.
    desk: Desk,
    /// Who reads.
    me: PersonId,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let invited = Memo::new(move |_| desk.view.with(|view| view.invited.clone()));
    let title = desk.view.with_untracked(|view| view.chair_title);
    let answers =
        Memo::new(move |_| desk.view.with(|view| view.listed.rights.reply && view.listed.state == State::Called));
    let own =
        Memo::new(move |_| invited.with(|all| all.iter().find(|one| one.seat.person == me).and_then(|one| one.reply)));
    let comes = move || {
        let (all, coming) =
            invited.with(|all| (all.len(), all.iter().filter(|one| one.reply == Some(Reply::Comes)).count()));
        t_string!(i18n, meeting.coming, n = coming, all = all).to_string()
    };
    let choice = move |reply: Reply| {
        view! {
            <button
                type="button"
                disabled=move || !alive.get()
                aria-pressed=move || if own.get() == Some(reply) { "true" } else { "false" }
                data-reply=reply.code()
                on:click=move |_| desk.run(reply_to_invitation(desk.id, reply))
            >
                {move || match reply {
                    Reply::Comes => t_string!(i18n, meeting.i_come),
                    Reply::CannotCome => t_string!(i18n, meeting.i_cannot),
                }}
            </button>
        }
    };
    let line = move |one: Invited| {
        let (name, role, reply) = (one.seat.name.plain(), one.seat.role, one.reply);
        view! {
            <li class="meeting-person" data-person=one.seat.person.to_string()>
                <span><b>{name}</b> " " <span class="muted small">{move || words::meeting::role(i18n.get_locale(), role, title)}</span></span>
                <span class="chip" class:ok={reply == Some(Reply::Comes)} class:warn={reply == Some(Reply::CannotCome)}>
                    {move || words::meeting::reply(i18n.get_locale(), reply)}
                </span>
            </li>
        }
    };
    view! {
        <section class="stack tight" aria-labelledby="meeting-invited">
            <h2 id="meeting-invited">{t!(i18n, meeting.invited)}</h2>
            {move || answers.get().then(|| view! {
                <div class="card row between meeting-reply no-print">
                    <p id="meeting-own-reply">{t!(i18n, meeting.own_reply)}</p>
                    <div class="segmented" role="group" aria-labelledby="meeting-own-reply">
                        {choice(Reply::Comes)}
                        {choice(Reply::CannotCome)}
                    </div>
                </div>
            })}
            <p class="muted small" role="status">{comes}</p>
            <ul class="card meeting-people">{move || invited.get().into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
