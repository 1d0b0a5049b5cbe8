//! What is proposed for a week: asked for, taken, declined. Ghosts in the grid: [`paint`](super::paint); the list of
//! them: [`proposals`](super::proposals).

use chrono::NaiveDate;
use domain::{
    Refusal, Session,
    autoplan::{Proposal, Proposals, Scope, Unplaced, judge},
    time::{monday, shift},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    desk::{Desk, Notice, Step, Tone},
    sheet::Sheet,
    when,
};
use crate::{
    Failure,
    api::{autoplan, calendar::Saved},
    i18n::td_string,
    words,
};

/// So many reasons are told of what was not taken.
const TOLD: usize = 4;

/// What was answered. The proposals themselves lie on the sheet, as long as they are neither taken nor declined.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    /// The week's Monday.
    monday: NaiveDate,
    /// What has no place.
    unplaced: Vec<Unplaced>,
}

/// How it goes with the proposals. Copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Autoplan {
    answer: RwSignal<Option<Answer>>,
    busy: RwSignal<bool>,
}

impl Default for Autoplan {
    fn default() -> Self {
        Self { answer: RwSignal::new(None), busy: RwSignal::new(false) }
    }
}

impl Autoplan {
    /// Whether something was asked for, and is looked at.
    pub fn is_open(&self) -> bool {
        self.answer.with(Option::is_some)
    }

    /// Whether the answer is on its way.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// What has no place.
    pub fn unplaced(&self) -> Vec<Unplaced> {
        self.answer.with(|answer| answer.as_ref().map(|answer| answer.unplaced.clone()).unwrap_or_default())
    }
}

impl Desk {
    /// Asks what could be held in the week that is shown.
    pub fn propose(&self, scope: Scope) {
        let (desk, locale) = (*self, self.locale_now());
        if desk.autoplan.busy.get_untracked() {
            return;
        }
        let day = desk.address.get_untracked().day(desk.now(Sheet::today));
        desk.autoplan.busy.set(true);
        desk.say(td_string!(locale, autoplan.working));
        spawn_local(async move {
            let answer = autoplan::propose(day, scope).await;
            if desk.autoplan.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                // Somebody who has gone on to another week wants it no longer.
                Ok(_) if !desk.now(|sheet| sheet.covers(week(day))) => {}
                Ok(found) => desk.lay_proposals(day, found),
                Err(failure) => desk.tell_failure(&failure, None),
            }
        });
    }

    fn lay_proposals(self, day: NaiveDate, found: Proposals) {
        let Proposals { proposals, unplaced } = found;
        let (n, m) = (proposals.len(), unplaced.iter().map(|left| usize::from(left.missing)).sum::<usize>());
        self.notice.set(None);
        self.update(|sheet| sheet.ghosts = proposals);
        self.autoplan.answer.set(Some(Answer { monday: monday(day), unplaced }));
        self.say(td_string!(self.locale_now(), autoplan.said, n = n, m = m).to_string());
        #[cfg(feature = "hydrate")]
        super::browser::focus_by_id("plan-title");
    }

    /// Takes proposals. One that is possible no longer stays, and says why.
    pub fn take_proposals(&self, numbers: &[u16]) {
        let desk = *self;
        let (taken, left): (Vec<_>, Vec<_>) = desk.now(|sheet| {
            let asked = sheet.ghosts.iter().filter(|ghost| numbers.contains(&ghost.number));
            asked
                .map(|ghost| (ghost.clone(), judge(&ghost.plan, &sheet.context)))
                .partition(|(_, verdict)| verdict.accepted())
        });
        if taken.is_empty() {
            if let Some((_, verdict)) = left.into_iter().next() {
                desk.tell_failure(&Refusal::Rules { verdict, nearest: Vec::new() }.into(), None);
            }
            return;
        }
        let taken: Vec<Proposal> = taken.into_iter().map(|(ghost, _)| ghost).collect();
        // What becomes a session is no ghost meanwhile: the change may arrive before the answer.
        desk.update(|sheet| sheet.ghosts.retain(|ghost| !taken.iter().any(|taken| taken.number == ghost.number)));
        spawn_local(async move {
            let plans = taken.iter().map(|ghost| ghost.plan.clone()).collect();
            let answer = autoplan::accept(plans).await;
            // Somebody who has left the page sees it there when they are back.
            if desk.autoplan.answer.try_with_untracked(|_| ()).is_none() {
                return;
            }
            match answer {
                Ok(outcomes) => desk.tell_taken(taken.into_iter().zip(outcomes)),
                Err(failure) => {
                    desk.give_back(taken);
                    desk.tell_failure(&failure, None);
                }
            }
        });
    }

    /// Lays proposals that were not taken back in their places.
    fn give_back(self, ghosts: Vec<Proposal>) {
        // Somebody who has closed the list, or gone on, wants them no longer.
        if self.autoplan.answer.with_untracked(Option::is_some) && !ghosts.is_empty() {
            self.update(|sheet| {
                sheet.ghosts.extend(ghosts);
                sheet.ghosts.sort_by_key(|ghost| ghost.number);
            });
        }
    }

    fn tell_taken(self, outcomes: impl Iterator<Item = (Proposal, Result<Saved, Failure>)>) {
        let locale = self.locale_now();
        let (mut saved, mut back, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for (ghost, outcome) in outcomes {
            match outcome {
                Ok(done) => saved.push(done.session),
                Err(failure) => {
                    let told = self.now(|sheet| words::failure(locale, &failure, sheet.directory()));
                    lines.extend(told.into_iter().take(1));
                    back.push(ghost);
                }
            }
        }
        self.steps
            .update_value(|steps| steps.extend(saved.iter().map(|session| Step { id: session.id, before: None })));
        let (n, m) = (saved.len(), back.len());
        let alone = saved.first().filter(|_| n == 1 && m == 0).map(|session| session.plan.slot);
        self.put_all(saved);
        self.give_back(back);
        lines.dedup();
        lines.truncate(TOLD);
        let title = match alone {
            Some(slot) => {
                td_string!(locale, calendar.done_created, when = when::told(self.lang_now(), &slot)).to_string()
            }
            None if m == 0 => td_string!(locale, autoplan.accepted, n = n).to_string(),
            None => {
                let (accepted, not) =
                    (td_string!(locale, autoplan.accepted, n = n), td_string!(locale, autoplan.some_not, n = m));
                format!("{accepted}. {not}")
            }
        };
        let tone = if m == 0 { Tone::Ok } else { Tone::Warn };
        self.tell(Notice { tone, title, lines, nearest: Vec::new(), wanted: None, undo: alone.is_some() });
        if self.now(|sheet| sheet.ghosts.is_empty()) && self.autoplan.unplaced_now().is_empty() {
            self.close_proposals();
        }
    }

    /// Puts sessions on the sheet: one is drawn by itself, of many the whole grid is.
    fn put_all(self, saved: Vec<Session>) {
        let known = |session: &Session| self.session(session.id).is_some_and(|known| known.version > session.version);
        let saved: Vec<_> = saved.into_iter().filter(|session| !known(session)).collect();
        if saved.len() <= 1 {
            return saved.into_iter().for_each(|one| self.put(one, false));
        }
        self.update(|sheet| {
            for session in saved {
                if (sheet.from..=sheet.to).contains(&session.plan.slot.day) {
                    sheet.context.put(session);
                }
            }
        });
        #[cfg(feature = "hydrate")]
        super::browser::show_again(self);
    }

    /// Declines a proposal.
    pub fn decline_proposal(&self, number: u16) {
        self.update(|sheet| sheet.ghosts.retain(|ghost| ghost.number != number));
        let n = self.now(|sheet| sheet.ghosts.len());
        self.say(td_string!(self.locale_now(), autoplan.declined, n = n).to_string());
    }

    /// Declines everything, and closes the list.
    pub fn decline_proposals(&self) {
        self.say(td_string!(self.locale_now(), autoplan.declined_all));
        self.close_proposals();
    }

    fn close_proposals(self) {
        self.update(|sheet| sheet.ghosts.clear());
        self.autoplan.answer.set(None);
        #[cfg(feature = "hydrate")]
        super::browser::focus_by_id("plan-ask");
    }

    /// What was proposed for a week that is not on the table any more goes with it.
    pub(super) fn leave_proposals_of_other_weeks(&self) {
        let shown = self.autoplan.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.monday));
        if shown.is_some_and(|monday| !self.now(|sheet| sheet.covers(week(monday)))) {
            self.update(|sheet| sheet.ghosts.clear());
            self.autoplan.answer.set(None);
        }
    }
}

impl Autoplan {
    fn unplaced_now(&self) -> Vec<Unplaced> {
        self.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.unplaced.clone()).unwrap_or_default())
    }
}

/// The first and the last day of a week.
fn week(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    (monday(day), shift(monday(day), 6))
}
