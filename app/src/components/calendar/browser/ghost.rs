//! The ghost of what is held: what it is, when, whether it fits there, and why not.

use domain::{Finding, Plan, Rule, Verdict, fit::Fit};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{
    carry::{Held, Means},
    dom,
};
use crate::{
    components::calendar::{
        column::Column,
        desk::Desk,
        drag::Grip,
        fit::{self, Sign},
        paint::{self, Html, Painter},
        when,
    },
    i18n::td_string,
    words,
};

/// What is known of the place over which something is held.
pub(super) struct Aim {
    /// The plan as it would be.
    pub(super) plan: Plan,
    pub(super) verdict: Verdict,
    /// How the child fits into the session that it is held over.
    pub(super) fit: Option<Fit>,
    /// The child is in it already.
    pub(super) twice: bool,
}

impl Aim {
    /// Without what can't be said yet: nobody knows which kind an empty area becomes, nor who will be in it.
    pub(super) fn heard(mut self, grip: Grip) -> Self {
        if grip == Grip::Create {
            self.verdict.findings.retain(|finding| {
                matches!(
                    finding.rule,
                    Rule::Past
                        | Rule::Holiday { .. }
                        | Rule::Closed
                        | Rule::WorkingHours { .. }
                        | Rule::StaffBusy { .. }
                        | Rule::Buffer { .. }
                )
            });
        }
        self
    }

    fn sign(&self) -> Sign {
        match &self.fit {
            Some(fit) => fit::outcome(crate::i18n::Locale::kk, fit).0,
            None => Sign::of(fit::speaking(&self.verdict.findings).first().map(|finding| finding.weight)),
        }
    }
}

/// Shows the ghost in a column. `near`: legal times nearby.
pub(super) fn show(desk: Desk, scroll: &HtmlElement, held: &Held, aim: &Aim, at: (usize, u16), near: &[u16]) {
    let (over, from) = at;
    let (Some(ghost), Some((left, width))) = (dom::find(scroll, ".cal-ghost"), held.geometry.column(over)) else {
        return;
    };
    let slot = aim.plan.slot;
    let _ = ghost.toggle_attribute_with_force("hidden", !held.inside);
    dom::set(&ghost, "--x", &format!("{left}px"));
    dom::set(&ghost, "--w", &format!("{width}px"));
    dom::set(&ghost, "--t", &slot.start.saturating_sub(from).to_string());
    dom::set(&ghost, "--d", &slot.minutes.to_string());
    let mut class = "cal-ghost".to_owned();
    class.push_str(match aim.sign() {
        Sign::Bad => " bad",
        Sign::Mind => " warn",
        Sign::Good | Sign::Plain => "",
    });
    if held.drag.grip != Grip::Seat {
        class.push_str(" grip");
    }
    // What is said beside it stays in view, and a finger does not lie on it.
    let (below, beside) = held.geometry.room(over, slot);
    if !below || held.means == Means::Finger {
        class.push_str(" up");
    }
    if !beside {
        class.push_str(" end");
    }
    ghost.set_class_name(&class);
    dom::show(&ghost, &label(desk, aim, near));
}

/// What the ghost says: what, when, why not, when instead.
fn label(desk: Desk, aim: &Aim, near: &[u16]) -> String {
    let locale = desk.locale_now();
    let Aim { plan, verdict, .. } = aim;
    desk.now(|sheet| {
        let mut html = Html::default();
        html.raw("<b class=\"").raw(aim.sign().class()).raw("\">").text(&paint::title(sheet, locale, plan));
        html.raw("</b><span>").clock(plan.slot.start).raw("–").clock(plan.slot.end());
        if plan.places > 1 {
            html.raw(" · ").count(plan.children()).raw("/").num(plan.places);
        }
        html.raw("</span>");
        if aim.twice {
            html.raw("<div class=\"cal-why\"><p>").text(td_string!(locale, calendar.already_in)).raw("</p></div>");
        } else if let Some(fit) = &aim.fit {
            html.raw("<div class=\"cal-why\">");
            fit::card(&mut html, sheet, locale, fit);
            html.raw("</div>");
        } else if !fit::speaking(&verdict.findings).is_empty() {
            html.raw("<div class=\"cal-why\">");
            fit::rules(&mut html, sheet, locale, &verdict.findings);
            if !verdict.accepted() && !near.is_empty() {
                html.raw("<p class=\"cal-near\">").text(td_string!(locale, calendar.free_at)).raw(" ");
                for (n, start) in near.iter().enumerate() {
                    html.raw(if n == 0 { "" } else { ", " }).clock(*start);
                }
                html.raw("</p>");
            }
            html.raw("</div>");
        }
        html.into()
    })
}

/// Says where it is, and whether it fits there.
pub(super) fn announce(desk: Desk, aim: &Aim, over: Column) {
    let (locale, lang) = (desk.locale_now(), desk.lang_now());
    let Aim { plan, verdict, fit, twice } = aim;
    let mut said = when::told(lang, &plan.slot);
    let owner = desk.now(|sheet| Painter::new(sheet, locale, desk.address.get_untracked().split).owner(over));
    if !owner.is_empty() {
        said = format!("{said}, {owner}");
    }
    if *twice {
        return desk.say(format!("{said}. {}", td_string!(locale, calendar.already_in)));
    }
    if let Some(fit) = fit {
        let told = desk
            .now(|sheet| format!("{}, {said}. {}", paint::title(sheet, locale, plan), fit::told(sheet, locale, fit)));
        return desk.say(told);
    }
    let why = desk.now(|sheet| {
        let told = |finding: &Finding| {
            let paragraph = words::paragraph(locale, finding.paragraph());
            format!("{}. {paragraph}", words::rule(locale, &finding.rule, sheet.directory()))
        };
        verdict.findings.iter().map(told).collect::<Vec<_>>().join(". ")
    });
    let result =
        if verdict.accepted() { td_string!(locale, calendar.fits) } else { td_string!(locale, calendar.does_not_fit) };
    desk.say(if why.is_empty() { format!("{said}. {result}") } else { format!("{said}. {result}: {why}") });
}

/// Brings the ghost into view.
pub(super) fn scroll_to(scroll: &HtmlElement) {
    let Some(ghost) = dom::find(scroll, ".cal-ghost") else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    ghost.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Takes it away.
pub(super) fn hide(scroll: &HtmlElement) {
    if let Some(ghost) = dom::find(scroll, ".cal-ghost") {
        let _ = ghost.set_attribute("hidden", "");
        ghost.set_inner_html("");
    }
}
