//! The fields of a plan, and what the rules say to it while it is written.

use domain::{
    Body, Kind, PersonId, RoomId, Verdict,
    fold::cmp_kk,
    kind::{Booking, Online, RULES, rule},
    time::{clock, parse_clock},
};
use leptos::prelude::*;

use super::{editor::Draft, when};
use crate::{
    i18n::{t, t_string, use_i18n},
    words,
};

/// What is held, and by which body.
#[component]
pub fn KindField(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let level = draft.desk.now(|sheet| sheet.directory().settings.level);
    let choose = move |text: String| {
        let Some((body, kind)) = text.split_once(':') else { return };
        let (Some(body), Some(kind)) = (Body::from_code(body), Kind::from_code(kind)) else { return };
        let Some(rule) = rule(body, kind) else { return };
        draft.plan.update(|plan| {
            (plan.body, plan.kind, plan.places) = (body, kind, rule.children.1);
            plan.slot.minutes = rule.default_minutes(level);
            plan.online = rule.online == Online::Always || plan.online && rule.online == Online::Allowed;
            if !rule.takes_room(plan.online) {
                plan.room = None;
            }
            plan.open &= rule.booking != Booking::No;
            for seat in &mut plan.seats {
                seat.with_parent |= rule.with_parent;
            }
        });
    };
    let group = move |body: Body| {
        let options = RULES.iter().filter(move |rule| rule.body == body).map(move |rule| {
            let value = format!("{}:{}", body.code(), rule.kind.code());
            let chosen = move || draft.plan.with(|plan| (plan.body, plan.kind) == (body, rule.kind));
            view! { <option value=value prop:selected=chosen>{move || words::kind(i18n.get_locale(), rule.kind)}</option> }
        });
        view! { <optgroup label=move || words::body_short(i18n.get_locale(), body)>{options.collect_view()}</optgroup> }
    };
    view! {
        <div class="field">
            <label for="cal-kind">{t!(i18n, calendar.kind)}</label>
            <select id="cal-kind" on:change=move |event| choose(event_target_value(&event))>
                {group(Body::Ppqq)}
                {group(Body::Kp)}
            </select>
        </div>
    }
}

/// Date, time and length.
#[component]
pub fn WhenFields(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let day = move |text: String| {
        if let Ok(day) = text.parse() {
            draft.plan.update(|plan| plan.slot.day = day);
        }
    };
    let start = move |text: String| {
        if let Some(start) = parse_clock(text.get(..5).unwrap_or(&text)) {
            draft.plan.update(|plan| plan.slot.start = start);
        }
    };
    let minutes = move |text: String| {
        if let Ok(minutes) = text.parse() {
            draft.plan.update(|plan| plan.slot.minutes = minutes);
        }
    };
    view! {
        <div class="cal-when">
            <div class="field">
                <label for="cal-day">{t!(i18n, calendar.date)}</label>
                <input id="cal-day" type="date" required prop:value=move || draft.plan.with(|plan| plan.slot.day.to_string()) on:change=move |event| day(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="cal-start">{t!(i18n, calendar.start)}</label>
                <input id="cal-start" type="time" step="300" required prop:value=move || draft.plan.with(|plan| clock(plan.slot.start)) on:change=move |event| start(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="cal-minutes">{t!(i18n, calendar.minutes)}</label>
                <input id="cal-minutes" type="number" min="5" max="240" step="5" inputmode="numeric" required prop:value=move || draft.plan.with(|plan| plan.slot.minutes.to_string()) on:change=move |event| minutes(event_target_value(&event)) />
            </div>
        </div>
    }
}

/// One specialist or several.
#[component]
pub fn StaffField(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |id: PersonId| {
        draft.desk.now(|sheet| sheet.directory().staff.get(&id).map(|staff| staff.name.plain()).unwrap_or_default())
    };
    let others = move || {
        draft.plan.with(|plan| {
            draft.desk.now(|sheet| {
                let rule = rule(plan.body, plan.kind);
                let fits = |staff: &&domain::Staff| {
                    let holds = rule.is_none_or(|rule| staff.holds(rule));
                    holds && !plan.staff.contains(&staff.id)
                };
                let mut staff: Vec<_> =
                    sheet.directory().staff.values().filter(fits).map(|staff| (staff.id, staff.name.plain())).collect();
                staff.sort_by(|a, b| cmp_kk(&a.1, &b.1));
                staff
            })
        })
    };
    let chosen = move || draft.plan.with(|plan| plan.staff.clone());
    let remove = move |id: PersonId| draft.plan.update(|plan| plan.staff.retain(|other| *other != id));
    view! {
        <div class="field">
            <label for="cal-staff">{t!(i18n, calendar.staff)}</label>
            <ul class="cal-chosen" hidden=move || chosen().is_empty()>
                <For each=chosen key=|id| *id let:id>
                    <li>
                        <span>{move || name(id)}</span>
                        <button
                            type="button"
                            class="button quiet small"
                            aria-label=move || format!("{}: {}", t_string!(i18n, calendar.remove), name(id))
                            on:click=move |_| remove(id)
                        >
                            <span aria-hidden="true">"✕"</span>
                        </button>
                    </li>
                </For>
            </ul>
            <select id="cal-staff" prop:value="" on:change=move |event| {
                if let Ok(id) = event_target_value(&event).parse::<PersonId>() {
                    draft.plan.update(|plan| plan.staff.push(id));
                }
            }>
                <option value="" prop:selected=move || { chosen(); true }>{t!(i18n, calendar.add_staff)}</option>
                {move || others().into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
            </select>
        </div>
    }
}

/// Where, or by video.
#[component]
pub fn RoomField(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut rooms: Vec<(RoomId, String)> =
        draft.desk.now(|sheet| sheet.directory().rooms.values().map(|room| (room.id, room.name.clone())).collect());
    rooms.sort_by(|a, b| cmp_kk(&a.1, &b.1));
    let online = move || draft.plan.with(|plan| rule(plan.body, plan.kind).map_or(Online::Never, |rule| rule.online));
    let choose = move |text: String| {
        draft.plan.update(|plan| {
            plan.online = text == "online";
            plan.room = text.parse().ok();
        });
    };
    let options = move || {
        rooms
            .clone()
            .into_iter()
            .map(|(id, name)| {
                let chosen = move || draft.plan.with(|plan| plan.room == Some(id));
                view! { <option value=id.to_string() prop:selected=chosen>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for="cal-room">{t!(i18n, calendar.room)}</label>
            <select id="cal-room" on:change=move |event| choose(event_target_value(&event))>
                <option value="" prop:selected=move || draft.plan.with(|plan| plan.room.is_none() && !plan.online)>"—"</option>
                <Show when=move || online() != Online::Never>
                    <option value="online" prop:selected=move || draft.plan.with(|plan| plan.online)>{t!(i18n, calendar.online)}</option>
                </Show>
                <Show when=move || online() != Online::Always>{options.clone()}</Show>
            </select>
        </div>
    }
}

/// Whether parents may take the free places, and how many places there are.
#[component]
pub fn OpenFields(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let bookable =
        move || draft.plan.with(|plan| rule(plan.body, plan.kind).is_some_and(|rule| rule.booking != Booking::No));
    let most = move || draft.plan.with(|plan| rule(plan.body, plan.kind).map_or(1, |rule| rule.children.1));
    let places = move |text: String| {
        if let Ok(places) = text.parse() {
            draft.plan.update(|plan| plan.places = places);
        }
    };
    view! {
        <div class="field" hidden=move || most() < 2>
            <label for="cal-places">{t!(i18n, calendar.places)}</label>
            <input id="cal-places" type="number" min="1" max=most inputmode="numeric" prop:value=move || draft.plan.with(|plan| plan.places.to_string()) on:change=move |event| places(event_target_value(&event)) />
        </div>
        <label class="check" hidden=move || !bookable()>
            <input
                type="checkbox"
                prop:checked=move || draft.plan.with(|plan| plan.open)
                on:change=move |event| draft.plan.update(|plan| plan.open = event_target_checked(&event))
            />
            <span>{t!(i18n, calendar.open_to_parents)}</span>
        </label>
    }
}

/// What the rules say, and when it would be possible instead: each time is a button.
#[component]
pub fn VerdictNotice(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = draft.desk;
    let verdict = Memo::new(move |_| {
        desk.with(|_| ());
        draft.plan.with(|plan| desk.judge(plan))
    });
    let lines = move |refusals: bool| {
        let locale = i18n.get_locale();
        verdict.with(|verdict: &Verdict| {
            let chosen =
                verdict.findings.iter().filter(|finding| (finding.weight == domain::Weight::Refuse) == refusals);
            chosen
                .map(|finding| {
                    let rule = desk.now(|sheet| words::rule(locale, &finding.rule, sheet.directory()));
                    (rule, words::paragraph(locale, finding.rule.paragraph()))
                })
                .collect::<Vec<_>>()
        })
    };
    let told = move |refusals: bool| {
        lines(refusals)
            .into_iter()
            .map(|(rule, source)| view! { <p>{rule}". " <span class="source">{source}</span></p> })
            .collect_view()
    };
    let nearest = move || {
        if verdict.with(Verdict::accepted) { Vec::new() } else { draft.plan.with(|plan| desk.nearest(plan)) }
    };
    let offers = move || {
        let beside = draft.plan.with_untracked(|plan| plan.slot);
        nearest()
            .into_iter()
            .map(|slot| {
                let label = when::offered(desk.lang_now(), &slot, &beside);
                view! {
                    <button type="button" class="button small" data-test="nearest" on:click=move |_| draft.plan.update(|plan| plan.slot = slot)>
                        {label}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div aria-live="polite" class="stack tight" data-test="verdict">
            <Show when=move || !verdict.with(Verdict::accepted) fallback=move || view! {
                <Show when=move || verdict.with(|verdict| verdict.findings.is_empty())>
                    <p class="chip ok">{t!(i18n, calendar.fits)}</p>
                </Show>
            }>
                <div class="notice bad">
                    <strong>{t!(i18n, calendar.does_not_fit)}</strong>
                    {move || told(true)}
                    <div class="cal-offers" hidden=move || nearest().is_empty()>
                        <span>{t!(i18n, common.nearest)}</span>
                        {offers}
                    </div>
                </div>
            </Show>
            <Show when=move || !lines(false).is_empty()>
                <div class="notice warn">{move || told(false)}</div>
            </Show>
        </div>
    }
}
