//! One's own hand: others are told what it holds, as often as they can follow it.

use domain::{SessionId, hold::Over};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::{api, components::calendar::desk::Desk};

/// Between two messages, in milliseconds.
const PAUSE: u32 = 200;
/// After so long the same is told again, in milliseconds: whoever is silent has let go.
const AGAIN: f64 = 4000.0;

/// What one holds, and what others know of it.
#[derive(Default)]
pub(super) struct Hand {
    holding: Option<(SessionId, Over)>,
    told: Option<(SessionId, Over)>,
    told_at: f64,
    telling: bool,
}

/// What to do next.
enum Next {
    Tell(SessionId, Option<Over>),
    Wait,
    End,
}

impl Hand {
    fn next(&mut self, now: f64) -> Next {
        let held = self.holding.as_ref().map(|(session, _)| *session);
        if let Some((session, _)) = self.told.take_if(|(session, _)| Some(*session) != held) {
            return Next::Tell(session, None);
        }
        match &self.holding {
            Some(holding) if self.told.as_ref() != Some(holding) || now - self.told_at > AGAIN => {
                (self.told, self.told_at) = (Some(holding.clone()), now);
                Next::Tell(holding.0, Some(holding.1.clone()))
            }
            Some(_) => Next::Wait,
            None => {
                self.telling = false;
                Next::End
            }
        }
    }
}

/// Something is held over a place.
pub(super) fn holds(desk: Desk, session: SessionId, over: Over) {
    let begun = desk.board.try_update_value(|board| {
        board.hand.holding = Some((session, over));
        std::mem::replace(&mut board.hand.telling, true)
    });
    if begun == Some(false) {
        tell(desk);
    }
}

/// Nothing is held any more.
pub(super) fn opens(desk: Desk) {
    desk.board.update_value(|board| board.hand.holding = None);
}

/// One message after the other, so that the last that arrives is the last that was so. Whether they arrive is not asked:
/// it is a courtesy, and nothing hangs on it.
fn tell(desk: Desk) {
    spawn_local(async move {
        loop {
            let now = js_sys::Date::now();
            match desk.board.try_update_value(|board| board.hand.next(now)) {
                Some(Next::Tell(session, over)) => {
                    let _ = api::hold::hold(session, over).await;
                }
                Some(Next::Wait) => {}
                Some(Next::End) | None => return,
            }
            TimeoutFuture::new(PAUSE).await;
        }
    });
}
