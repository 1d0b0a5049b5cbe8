//! What the board can be narrowed to, and the words and pictures for how far a family is.

use chrono::NaiveDate;
use domain::{
    Lang,
    document::{
        State,
        board::Stage,
        view::{Row, Signer},
    },
};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

/// Which children are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    All,
    InForce,
    Family,
    Head,
    RunsOut,
    Refused,
    Unasked,
}

impl Show {
    pub(super) const ALL: [Self; 7] =
        [Self::All, Self::InForce, Self::Family, Self::Head, Self::RunsOut, Self::Refused, Self::Unasked];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::InForce => "in-force",
            Self::Family => "family",
            Self::Head => "head",
            Self::RunsOut => "runs-out",
            Self::Refused => "refused",
            Self::Unasked => "unasked",
        }
    }

    pub(super) fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Self::All)
    }

    pub(super) fn has(self, row: &Row, today: NaiveDate) -> bool {
        let stage = row.stage(today);
        match self {
            Self::All => true,
            Self::InForce => row.agreement.in_force(),
            Self::Family => stage == Stage::AwaitsFamily,
            Self::Head => stage == Stage::AwaitsHead,
            Self::RunsOut => row.runs_out(today),
            Self::Refused => matches!(stage, Stage::Declined | Stage::Withdrawn),
            Self::Unasked => matches!(stage, Stage::Unasked | Stage::Lapsed | Stage::Nobody),
        }
    }

    pub(super) fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::All => td_string!(locale, consent.show_all),
            Self::InForce => td_string!(locale, consent.stage_in_force),
            Self::Family => td_string!(locale, consent.show_family),
            Self::Head => td_string!(locale, consent.show_head),
            Self::RunsOut => td_string!(locale, consent.stage_runs_out),
            Self::Refused => td_string!(locale, consent.show_refused),
            Self::Unasked => td_string!(locale, consent.stage_unasked),
        }
    }

    /// The stage whose picture stands beside the number.
    pub(super) fn stage(self) -> Option<Stage> {
        Some(match self {
            Self::All => return None,
            Self::InForce => Stage::InForce,
            Self::Family => Stage::AwaitsFamily,
            Self::Head => Stage::AwaitsHead,
            Self::RunsOut => Stage::RunsOut,
            Self::Refused => Stage::Declined,
            Self::Unasked => Stage::Unasked,
        })
    }
}

/// How far a family is, in words.
pub(super) fn stage(locale: Locale, stage: Stage) -> &'static str {
    match stage {
        Stage::InForce => td_string!(locale, consent.stage_in_force),
        Stage::AwaitsHead => td_string!(locale, consent.stage_head),
        Stage::AwaitsFamily => td_string!(locale, consent.stage_family),
        Stage::RunsOut => td_string!(locale, consent.stage_runs_out),
        Stage::Lapsed => td_string!(locale, consent.stage_lapsed),
        Stage::Withdrawn => td_string!(locale, consent.stage_withdrawn),
        Stage::Declined => td_string!(locale, consent.stage_declined),
        Stage::Unasked => td_string!(locale, consent.stage_unasked),
        Stage::Nobody => td_string!(locale, consent.stage_nobody),
    }
}

/// The tone of a stage, as a class.
pub(super) fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::InForce => "ok",
        Stage::AwaitsFamily => "sky",
        Stage::AwaitsHead | Stage::RunsOut | Stage::Lapsed => "warn",
        Stage::Withdrawn | Stage::Declined | Stage::Nobody => "bad",
        Stage::Unasked => "",
    }
}

/// The picture of a stage: nobody needs the colour to tell them apart. The words stand beside it.
#[component]
pub(super) fn StageIcon(
    /// Of what.
    stage: Stage,
) -> impl IntoView {
    let lines = match stage {
        // A tick.
        Stage::InForce => r#"<path d="M3 8.5 6.5 12 13 4.5"/>"#,
        // A clock.
        Stage::AwaitsFamily => r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>"#,
        // A pen.
        Stage::AwaitsHead => r#"<path d="M3 13l1-3.5L10.5 3 13 5.5 6.5 12z"/>"#,
        // An hourglass.
        Stage::RunsOut | Stage::Lapsed => r#"<path d="M4 2.5h8M4 13.5h8M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11"/>"#,
        // Taken back.
        Stage::Withdrawn => r#"<path d="M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 7.5H6"/>"#,
        Stage::Declined => r#"<path d="M4 4l8 8M12 4l-8 8"/>"#,
        // A circle with gaps.
        Stage::Unasked => r#"<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.4 2.2"/>"#,
        // Somebody who is not there.
        Stage::Nobody => r#"<circle cx="8" cy="5" r="2.5"/><path d="M3 13.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5M2 2l12 12"/>"#,
    };
    view! {
        <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false" inner_html=lines></svg>
    }
}

/// What happened to the document of a guardian, and when: one sentence, or a few.
///
/// What was `recorded` is in force without any document: it was noted before there were documents.
pub(super) fn told(locale: Locale, lang: Lang, signer: &Signer, recorded: bool) -> String {
    let Some(document) = &signer.document else {
        let words = if recorded { td_string!(locale, consent.recorded) } else { td_string!(locale, consent.not_asked) };
        return words.to_owned();
    };
    let on = |day: Option<NaiveDate>| lang.short_date(day.unwrap_or(document.asked));
    let mut parts = vec![match document.state {
        State::Asked => td_string!(locale, consent.asked_on, day = on(None)).to_string(),
        State::AwaitsHead | State::Signed => {
            td_string!(locale, consent.signed_on, day = on(document.signed)).to_string()
        }
        State::Declined => td_string!(locale, consent.declined_on, day = on(document.ended)).to_string(),
        State::Recalled => td_string!(locale, consent.recalled_on, day = on(document.ended)).to_string(),
        State::Withdrawn => td_string!(locale, consent.withdrawn_on, day = on(document.ended)).to_string(),
    }];
    if let (State::Asked, Some(day)) = (document.state, document.reminded) {
        parts.push(td_string!(locale, consent.reminded_on, day = lang.short_date(day)).to_string());
    }
    if !signer.reason.is_empty() {
        parts.push(td_string!(locale, consent.because, reason = signer.reason.clone()).to_string());
    }
    parts.join(", ")
}
