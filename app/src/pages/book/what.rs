//! The first step: for whom, what, with whom.

use domain::{
    kind::Paper,
    rules::Paragraph,
    view::{OfferChild, OfferKind},
};
use leptos::prelude::*;

use super::{Screen, bar};
use crate::{
    api::document::StartDocument,
    components::booking::{
        choice::{Choice, Wanted},
        facts,
        icon::{KindIcon, hue},
    },
    i18n::td_string,
    words,
};

/// The id of the chosen kind: without WASM the page is loaded anew, and should not begin at its top again.
const CHOSEN: &str = "chosen";

impl Screen {
    pub(super) fn what(&self) -> AnyView {
        let locale = self.locale;
        let offer = &self.start.offer;
        let child = self.choice.child_of(offer);
        let rest = match child {
            None => ().into_any(),
            Some(child) if !child.contract => self.no_contract(child),
            Some(_) if offer.kinds.is_empty() => view! {
                <div class="empty">
                    <h2>{td_string!(locale, booking.no_kinds_title)}</h2>
                    <p>{td_string!(locale, booking.no_kinds)}</p>
                    {self.call()}
                </div>
            }
            .into_any(),
            Some(child) => self.kinds(child),
        };
        view! {
            {(offer.children.len() > 1).then(|| self.children(child))}
            {rest}
        }
        .into_any()
    }

    fn children(&self, chosen: Option<&OfferChild>) -> impl IntoView + use<> {
        let links = self.start.offer.children.iter().map(|child| {
            let there = Choice { child: Some(child.id), staff: None, ..self.choice.first_step() };
            let current = chosen.is_some_and(|chosen| chosen.id == child.id).then_some("true");
            view! {
                <li>
                    <a class="pick" href=there.href() data-child=child.id.to_string() data-noscroll="true" aria-current=current>
                        <span class="avatar" aria-hidden="true">{child.name.initials()}</span>
                        <span>{child.name.plain()}</span>
                    </a>
                </li>
            }
        });
        view! {
            <h2>{td_string!(self.locale, booking.for_whom)}</h2>
            <ul class="picks">{links.collect_view()}</ul>
        }
    }

    fn kinds(&self, child: &OfferChild) -> AnyView {
        let locale = self.locale;
        let chosen = self.choice.kind_of(&self.start.offer);
        // A link of the start page, or an old one: what it speaks of nobody offers just now.
        let missing = self.choice.kind.filter(|_| chosen.is_none()).map(|kind| {
            let text = td_string!(locale, booking.not_offered, kind = words::kind(locale, kind)).to_string();
            view! { <div class="notice warn" role="status" data-not-offered="true"><p>{text}</p>{self.call()}</div> }
        });
        let cards = self.start.offer.kinds.iter().map(|kind| self.kind(child, kind)).collect_view();
        let next = chosen.map(|kind| {
            let there = Choice { child: Some(child.id), staff: Some(Wanted::Anybody), ..self.choice.clone() };
            let detail = format!("{} · {}", child.name.plain(), td_string!(locale, common.minutes, n = kind.minutes));
            let button =
                view! { <a class="button primary" href=there.href()>{td_string!(locale, booking.to_times)}</a> };
            bar(words::kind(locale, kind.kind).to_owned(), detail, button.into_any())
        });
        view! {
            {missing}
            <h2>{td_string!(locale, booking.which_kind)}</h2>
            <ul class="kinds">{cards}</ul>
            {next}
        }
        .into_any()
    }

    /// A kind to choose; chosen, it opens and asks with whom.
    fn kind(&self, child: &OfferChild, kind: &OfferKind) -> AnyView {
        let locale = self.locale;
        let chosen = self.choice.kind == Some(kind.kind);
        let there = Choice { child: Some(child.id), kind: Some(kind.kind), ..self.choice.first_step() };
        let tag = |shown: bool, text: &'static str| shown.then(|| view! { <span class="chip">{text}</span> });
        view! {
            <li class=format!("card kind-card {}", hue(kind.kind)) class:chosen-kind=chosen id=chosen.then_some(CHOSEN)>
                <KindIcon kind=kind.kind />
                <div class="kind-text">
                    <h3 class="kind-name">
                        <a href=format!("{}#{CHOSEN}", there.href()) data-kind=kind.kind.code() data-noscroll="true" aria-current=chosen.then_some("true")>
                            {words::kind(locale, kind.kind)}
                        </a>
                    </h3>
                    <p class="muted">{facts::about(locale, kind.kind)}</p>
                    <p class="kind-tags">
                        <span class="chip">{td_string!(locale, common.minutes, n = kind.minutes).to_string()}</span>
                        {tag(facts::by_video(kind.kind), td_string!(locale, booking.by_video))}
                        {tag(facts::with_parent(kind.kind), td_string!(locale, booking.with_parent))}
                        {tag(facts::in_group(kind.kind), td_string!(locale, booking.in_group))}
                    </p>
                    {chosen.then(|| self.staff(child, kind))}
                </div>
            </li>
        }
        .into_any()
    }

    fn staff(&self, child: &OfferChild, kind: &OfferKind) -> impl IntoView + use<> {
        let base = Choice { child: Some(child.id), kind: Some(kind.kind), ..self.choice.first_step() };
        let link = |wanted: Wanted, code: String, name: String| {
            let there = Choice { staff: Some(wanted), ..base.clone() };
            view! { <li><a class="button small" href=there.href() data-staff=code>{name}</a></li> }
        };
        let anybody = link(Wanted::Anybody, "any".to_owned(), td_string!(self.locale, booking.anybody).to_owned());
        let people =
            kind.staff.iter().map(|(id, name)| link(Wanted::Person(*id), id.to_string(), name.plain())).collect_view();
        view! {
            <h4 class="kind-staff-title">{td_string!(self.locale, booking.with_whom)}</h4>
            <ul class="kind-staff">{anybody}{people}</ul>
        }
    }

    fn no_contract(&self, child: &OfferChild) -> AnyView {
        let locale = self.locale;
        let start = ServerAction::<StartDocument>::new();
        let id = child.id.to_string();
        view! {
            <div class="notice warn" data-no-contract="true">
                <strong>{td_string!(locale, booking.no_contract_title)}</strong>
                <p>{td_string!(locale, booking.no_contract, child = child.name.plain()).to_string()}</p>
                <ActionForm action=start>
                    <input type="hidden" name="child" value=id />
                    <input type="hidden" name="paper" value=Paper::Contract.code() />
                    <button type="submit" class="button primary wide" data-action="contract">{td_string!(locale, document.start_contract)}</button>
                </ActionForm>
                <p>{td_string!(locale, booking.no_contract_do)}</p>
                <p class="source">{words::paragraph(locale, Paragraph::kp("7.1"))}</p>
                {self.call()}
            </div>
        }
        .into_any()
    }

    fn call(&self) -> AnyView {
        let shown = domain::phone::display(&self.phone);
        let text = td_string!(self.locale, booking.call, phone = shown).to_string();
        view! { <p><a class="button" href=format!("tel:{}", self.phone)>{text}</a></p> }.into_any()
    }
}
