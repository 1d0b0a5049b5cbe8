//! Changes on their way: shown at once, asked of the server, taken back when it refuses.

use domain::{Refusal, Session, Status};
use leptos::{prelude::*, task::spawn_local};

use super::{
    desk::{Desk, Notice, Panel, Pending, Step, Tone},
    when,
};
use crate::{
    Failure,
    api::calendar::{self, Saved},
    i18n::td_string,
    words,
};

impl Desk {
    /// Does a change that was made in the grid. Where the session is one of a series, it is asked how far it goes.
    pub fn attempt(&self, pending: Pending) {
        let known = pending.session.and_then(|(id, _)| self.session(id));
        if known.is_some_and(|known| known.series.is_some()) && self.judge(&pending.plan).accepted() {
            self.panel.set(Some(Panel::Reach(Box::new(pending))));
        } else {
            self.attempt_alone(pending);
        }
    }

    /// The same of one session: asks the rules here first, for a reason where one is wanted, then the server.
    pub fn attempt_alone(&self, pending: Pending) {
        let verdict = self.judge(&pending.plan);
        if !verdict.accepted() {
            let nearest = self.nearest(&pending.plan);
            self.tell_failure(&Refusal::Rules { verdict, nearest }.into(), Some(pending));
        } else if verdict.needs_reason() && pending.plan.reason.is_none() {
            self.panel.set(Some(Panel::Reason(Box::new(pending), verdict)));
        } else {
            self.carry_out(pending);
        }
    }

    /// Sends a change, and says what came of it at the foot of the grid.
    pub fn carry_out(&self, pending: Pending) {
        let desk = *self;
        spawn_local(async move {
            match desk.send(pending.clone()).await {
                Ok(saved) => desk.tell_done(&pending, &saved),
                Err(Failure::Refused(Refusal::ReasonNeeded { verdict })) => {
                    desk.panel.set(Some(Panel::Reason(Box::new(pending), verdict)));
                }
                Err(failure) => desk.tell_failure(&failure, Some(pending)),
            }
        });
    }

    /// Sends a change. It is shown at once; a refusal takes it back.
    ///
    /// # Errors
    /// What the server says.
    pub async fn send(&self, pending: Pending) -> Result<Saved, Failure> {
        let Pending { session, plan } = pending;
        let before = session.and_then(|(id, _)| self.session(id));
        let shown = before.clone().map(|before| Session { plan: plan.clone(), ..before });
        if let Some(shown) = shown.clone() {
            self.sending.update_value(|sending| sending.push(shown.id));
            self.put(shown, false);
        }
        let answer = match session {
            None => calendar::create(plan).await,
            Some((id, version)) if plan.status == Status::Cancelled => {
                calendar::cancel(id, version, plan.reason.unwrap_or_default()).await
            }
            Some((id, version)) => calendar::change(id, version, plan).await,
        };
        if let Some((id, _)) = session {
            self.sending.try_update_value(|sending| sending.retain(|other| *other != id));
        }
        match &answer {
            Ok(saved) => {
                let newer = self.session(saved.session.id).is_some_and(|known| known.version > saved.session.version);
                if !newer {
                    self.put(saved.session.clone(), false);
                }
                #[cfg(feature = "hydrate")]
                if session.is_none() {
                    super::browser::made(*self, saved.session.id);
                }
                let before = before.map(|before| before.plan);
                self.steps.update_value(|steps| steps.push(Step { id: saved.session.id, before }));
            }
            Err(Failure::Refused(Refusal::Stale { current })) => self.put((**current).clone(), true),
            Err(_) => {
                // Unless something newer has arrived meanwhile.
                let untouched = session.is_some_and(|(id, _)| self.session(id) == shown);
                if let Some(before) = before.filter(|_| untouched) {
                    self.put(before, false);
                }
            }
        }
        answer
    }

    /// Says what was done, with what remains to know of it.
    pub fn tell_done(&self, pending: &Pending, saved: &Saved) {
        let (locale, lang) = (self.locale_now(), self.lang_now());
        let when = when::told(lang, &saved.session.plan.slot);
        let title = match (pending.session, saved.session.plan.status) {
            (None, _) => td_string!(locale, calendar.done_created, when = when).to_string(),
            (_, Status::Cancelled) => td_string!(locale, calendar.done_cancelled, when = when).to_string(),
            _ => td_string!(locale, calendar.done_changed, when = when).to_string(),
        };
        let lines: Vec<String> = self.now(|sheet| {
            let told = |finding: &domain::Finding| words::rule(locale, &finding.rule, sheet.directory());
            saved.verdict.warnings().map(told).collect()
        });
        let tone = if lines.is_empty() { Tone::Ok } else { Tone::Warn };
        self.tell(Notice { tone, title, lines, nearest: Vec::new(), wanted: None, undo: true });
    }

    /// Who was quicker, when somebody was and their hand has been seen: «Қалдыбек Ә. сізден бұрын үлгерді».
    pub(super) fn quicker(&self, failure: &Failure) -> Option<String> {
        #[cfg(feature = "hydrate")]
        if let Failure::Refused(Refusal::Stale { current }) = failure {
            let name = super::browser::held_lately(*self, current.id)?;
            return Some(td_string!(self.locale_now(), calendar.quicker, name = name).to_string());
        }
        let _ = (self, failure);
        None
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        self.steps.with_value(|steps| !steps.is_empty())
    }

    /// Takes the last change back: sends the earlier plan, from the version that stands now.
    pub fn undo(&self) {
        let step = self.steps.try_update_value(Vec::pop).flatten();
        let Some(step) = step else { return };
        let Some(now) = self.session(step.id) else { return };
        let locale = self.locale_now();
        let plan = step.before.unwrap_or_else(|| domain::Plan {
            status: Status::Cancelled,
            reason: Some(td_string!(locale, calendar.undo_reason).to_owned()),
            ..now.plan.clone()
        });
        let pending = Pending { session: Some((now.id, now.version)), plan };
        let desk = *self;
        spawn_local(async move {
            match desk.send(pending.clone()).await {
                Ok(saved) => {
                    // What was taken back is not a step of its own.
                    desk.steps.update_value(|steps| {
                        steps.pop();
                    });
                    let when = when::told(desk.lang_now(), &saved.session.plan.slot);
                    let title = td_string!(locale, calendar.undone, when = when).to_string();
                    let undo = desk.can_undo();
                    desk.tell(Notice {
                        tone: Tone::Ok,
                        title,
                        lines: Vec::new(),
                        nearest: Vec::new(),
                        wanted: None,
                        undo,
                    });
                }
                Err(failure) => desk.tell_failure(&failure, Some(pending)),
            }
        });
    }
}
