//! Decisions: what, who, until when, and the vote where there was one.

use ::minutes::{
    Decision, Votes,
    write::{self, Area},
};
use domain::{DecisionId, ItemId, Name, PersonId, minutes::text::Due};
use leptos::{ev, prelude::*};

use super::{
    At,
    area::TextField,
    desk::{new_id, yrs_doc::Doc},
};
use crate::i18n::{t, t_string, use_i18n};

/// The decisions.
#[component]
pub(super) fn Decisions(at: At, invited: Vec<(PersonId, Name)>) -> impl IntoView {
    let i18n = use_i18n();
    let (ids, writes) = at.with_value(|desk| (desk.decisions, desk.writes));
    let invited = StoredValue::new(invited);
    view! {
        <ol class="editor-decisions">
            <For each=move || ids.get() key=|id| *id let:id>
                <li id=format!("decision-{id}") class="editor-decision card">
                    <One at id invited />
                </li>
            </For>
        </ol>
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="muted">{t!(i18n, editor.no_decisions)}</p> })}
        {writes.then(|| view! {
            <button type="button" class="button" data-add="decision" on:click=move |_| add(at)>{t!(i18n, editor.add_decision)}</button>
        })}
    }
}

fn add(at: At) {
    let id = DecisionId(new_id());
    at.with_value(|desk| {
        desk.write(|doc| write::add_decision(doc, id, None));
        desk.focus(Area::Decision(id));
    });
}

#[component]
fn One(at: At, id: DecisionId, invited: StoredValue<Vec<(PersonId, Name)>>) -> impl IntoView {
    let i18n = use_i18n();
    let (ids, fields, titles, agenda, writes) =
        at.with_value(|desk| (desk.decisions, desk.fields, desk.titles, desk.agenda, desk.writes));
    let number = move || ids.with(|ids| ids.iter().position(|one| *one == id).map_or(0, |place| place + 1));
    let field = Memo::new(move |_| fields.with(|fields| fields.get(&id).cloned()));
    let of =
        move |pick: fn(&Decision) -> String| move || field.with(|field| field.as_ref().map(pick).unwrap_or_default());
    let set = move |change: &dyn Fn(&Doc)| at.with_value(|desk| desk.write(|doc| change(doc)));
    let ongoing = move || field.with(|field| field.as_ref().is_some_and(|field| field.due == Some(Due::Ongoing)));
    let label = move |text: String| format!("{} {text}", number());
    let name = move |what: &str| format!("{what}-{id}");
    let vote = move |which: usize| {
        let votes = field.with(|field| field.as_ref().and_then(|field| field.votes));
        votes.map(|votes| [votes.in_favour, votes.against, votes.abstained][which].to_string()).unwrap_or_default()
    };
    let set_vote = move |which: usize, text: String| {
        let known = field.with_untracked(|field| field.as_ref().and_then(|field| field.votes));
        let mut votes =
            known.map_or([None; 3], |votes| [Some(votes.in_favour), Some(votes.against), Some(votes.abstained)]);
        votes[which] = text.trim().parse::<u32>().ok();
        let all = votes.iter().any(Option::is_some).then(|| Votes {
            in_favour: votes[0].unwrap_or(0),
            against: votes[1].unwrap_or(0),
            abstained: votes[2].unwrap_or(0),
        });
        let emptied = text.trim().is_empty() && all.is_some_and(|votes| votes == Votes::default());
        set(&move |doc| write::set_votes(doc, id, all.filter(|_| !emptied)));
    };
    let voting = move |which: usize, words: fn() -> ()| {
        let () = words();
        let input = name(&format!("vote{which}"));
        let text = move || match which {
            0 => t_string!(i18n, editor.votes_for),
            1 => t_string!(i18n, editor.votes_against),
            _ => t_string!(i18n, editor.votes_abstained),
        };
        view! {
            <div class="field">
                <label for=input.clone()>{text}</label>
                <input id=input type="number" min="0" max="999" inputmode="numeric" disabled=!writes
                    prop:value=move || vote(which)
                    on:change:target=move |event| set_vote(which, event.target().value()) />
            </div>
        }
    };
    view! {
        <div class="editor-decision-head">
            <span class="editor-number figures" aria-hidden="true">{number}"."</span>
            <TextField
                at
                area=Area::Decision(id)
                label=Signal::derive(move || t_string!(i18n, editor.decision_text, n = number()).to_string())
                hint=Signal::derive(move || t_string!(i18n, editor.decision_hint).to_owned())
                on_key=Callback::new(move |event: ev::KeyboardEvent| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && writes {
                        event.prevent_default();
                        add(at);
                    }
                })
            />
            {writes.then(|| view! {
                <button type="button" class="button quiet small"
                    aria-label=move || t_string!(i18n, editor.remove_decision, n = number()).to_string()
                    on:click=move |_| remove(at, id)>
                    <span aria-hidden="true">"✕"</span>
                </button>
            })}
        </div>
        <div class="editor-decision-fields">
            <div class="field">
                <label for=name("person")>{t!(i18n, editor.responsible)}</label>
                <select id=name("person") disabled=!writes
                    aria-label=move || label(t_string!(i18n, editor.responsible).to_owned())
                    prop:value=of(|field| field.person.map(|person| person.to_string()).unwrap_or_default())
                    on:change:target=move |event| {
                        let person = event.target().value().parse::<PersonId>().ok();
                        set(&move |doc| write::set_person(doc, id, person));
                    }>
                    <option value="">{t!(i18n, editor.nobody_chosen)}</option>
                    {invited.with_value(|people| people.iter().map(|(person, name)| {
                        let value = person.to_string();
                        let chosen = value.clone();
                        view! {
                            <option value=value selected=move || of(|field| field.person.map(|person| person.to_string()).unwrap_or_default())() == chosen>
                                {name.full()}
                            </option>
                        }
                    }).collect_view())}
                </select>
            </div>
            <div class="field">
                <span class="field-label" aria-hidden="true">{t!(i18n, editor.responsible_words)}</span>
                <TextField at area=Area::Responsible(id) line=true
                    label=Signal::derive(move || label(t_string!(i18n, editor.responsible_words).to_owned())) />
            </div>
            <div class="field">
                <label for=name("due")>{t!(i18n, editor.due)}</label>
                <input id=name("due") type="date" disabled=move || !writes || ongoing()
                    prop:value=of(|field| match field.due { Some(Due::Day(day)) => day.to_string(), _ => String::new() })
                    on:change:target=move |event| {
                        let due = event.target().value().parse().ok().map(Due::Day);
                        set(&move |doc| write::set_due(doc, id, due));
                    } />
                <label class="check">
                    <input type="checkbox" disabled=!writes prop:checked=ongoing
                        on:change:target=move |event| {
                            let due = event.target().checked().then_some(Due::Ongoing);
                            set(&move |doc| write::set_due(doc, id, due));
                        } />
                    <span>{t!(i18n, editor.ongoing)}</span>
                </label>
            </div>
            <div class="field">
                <label for=name("item")>{t!(i18n, editor.of_item)}</label>
                <select id=name("item") disabled=!writes
                    on:change:target=move |event| {
                        let item = event.target().value().parse::<ItemId>().ok();
                        set(&move |doc| write::set_item(doc, id, item));
                    }>
                    <option value="">{t!(i18n, editor.of_no_item)}</option>
                    {move || agenda.get().into_iter().enumerate().map(|(place, item)| {
                        let title = titles.with(|titles| titles.get(&item).cloned().unwrap_or_default());
                        let title: String = title.chars().take(60).collect();
                        let chosen = move || field.with(|field| field.as_ref().is_some_and(|field| field.item == Some(item)));
                        view! { <option value=item.to_string() selected=chosen>{format!("{}. {title}", place + 1)}</option> }
                    }).collect_view()}
                </select>
            </div>
        </div>
        <details class="editor-votes" open=move || field.with(|field| field.as_ref().is_some_and(|field| field.votes.is_some()))>
            <summary>{t!(i18n, editor.votes)}</summary>
            <div class="editor-votes-fields">{(0..3).map(|which| voting(which, || ())).collect_view()}</div>
        </details>
    }
}

fn remove(at: At, id: DecisionId) {
    at.with_value(|desk| {
        let ids = desk.decisions.get_untracked();
        let place = ids.iter().position(|one| *one == id).unwrap_or_default();
        desk.write(|doc| write::remove_decision(doc, id));
        let next = ids.get(place + 1).or_else(|| place.checked_sub(1).and_then(|before| ids.get(before)));
        if let Some(next) = next {
            desk.focus(Area::Decision(*next));
        }
    });
}
