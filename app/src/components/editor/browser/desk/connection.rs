//! The connection to the room: what is said, what is heard, and what waits on this device meanwhile.

use ::minutes::wire::Message;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::{Desk, Standing, names::random_byte};
use crate::components::editor::browser::{keep, socket::Socket};

impl Desk {
    pub(super) fn connect(&self) {
        let writes = if self.writes { "&writes=1" } else { "" };
        let address = format!("/live/minutes/{}?ack=1{writes}", self.meeting);
        let (opened, heard, closed) = (self.me(), self.me(), self.me());
        let socket = Socket::open(
            &address,
            move || {
                if let Some(desk) = opened.upgrade() {
                    desk.opened();
                }
            },
            move |bytes| {
                if let Some(desk) = heard.upgrade() {
                    desk.heard(&bytes);
                }
            },
            move |code| {
                if let Some(desk) = closed.upgrade() {
                    desk.closed(code);
                }
            },
        );
        *self.socket.borrow_mut() = socket;
    }

    pub(super) fn opened(&self) {
        self.tries.set(0);
        let vector = self.replica.borrow_mut().connect();
        self.send(&Message::Step1(vector));
        self.tell_presence();
    }

    /// The network is gone: nobody waits for the connection to notice.
    pub(in super::super) fn lost(&self) {
        if self.socket.take().is_some() {
            self.closed(1006);
        }
    }

    /// The network is back.
    pub(in super::super) fn come_back(&self) {
        if self.standing.get_untracked() == Standing::Offline {
            self.again.take();
            self.connect();
        }
    }

    pub(super) fn closed(&self, code: u16) {
        self.replica.borrow_mut().disconnect();
        self.states.borrow_mut().clear();
        self.show_others();
        self.keep_now();
        match code {
            4401 | 4403 | 4404 | 4409 => {
                self.standing.set(match code {
                    4401 => Standing::SignedOut,
                    4403 => Standing::Ended,
                    4404 => Standing::Gone,
                    _ => Standing::Frozen,
                });
                self.changed.run(());
            }
            _ => {
                self.standing.set(Standing::Offline);
                let tries = self.tries.get();
                self.tries.set(tries + 1);
                // A second, two, four: at most fifteen, and not all at the same moment.
                let wait = (1000_u32 << tries.min(4)).min(15_000) + u32::from(random_byte()) * 2;
                let me = self.me();
                *self.again.borrow_mut() = Some(Timeout::new(wait, move || {
                    if let Some(desk) = me.upgrade() {
                        desk.connect();
                    }
                }));
            }
        }
    }

    pub(super) fn send(&self, message: &Message) {
        if let Some(socket) = &*self.socket.borrow() {
            socket.send(&message.encode());
        }
    }

    pub(super) fn heard(&self, bytes: &[u8]) {
        let Ok(message) = Message::decode(bytes) else { return };
        match message {
            Message::Step1(vector) => {
                let answer = self.replica.borrow_mut().answer(&vector);
                if let Ok(answer) = answer {
                    self.send(&Message::Step2(answer));
                }
            }
            Message::Step2(update) | Message::Update(update) => {
                let _ = self.replica.borrow_mut().receive(&update);
                self.synced.set(true);
                self.take_changes();
                self.show_standing();
            }
            Message::Stored(count) => {
                self.replica.borrow_mut().stored(count);
                self.flush();
                self.keep_soon();
                self.show_standing();
            }
            Message::Presence(states) => self.hear_presence(&states),
            Message::WhoIsHere => self.tell_presence(),
            Message::Denied(_) => {}
        }
    }

    /// Sends what is to be sent.
    pub(super) fn flush(&self) {
        loop {
            let next = self.replica.borrow_mut().to_send();
            let Some(bytes) = next else { return };
            self.send(&Message::Update(bytes));
        }
    }

    pub(super) fn show_standing(&self) {
        let now = self.standing.get_untracked();
        if now.is_over() {
            return;
        }
        let open = self.socket.borrow().as_ref().is_some_and(Socket::is_open);
        let standing = match (open, self.synced.get(), self.replica.borrow().is_saved()) {
            (false, ..) => Standing::Offline,
            (true, false, _) => Standing::Opening,
            (true, true, true) => Standing::Saved,
            (true, true, false) => Standing::Saving,
        };
        if standing == Standing::Saved {
            self.words.borrow_mut().clear();
        }
        if standing != now {
            self.standing.set(standing);
        }
    }

    pub(super) fn keep_soon(&self) {
        let me = self.me();
        *self.keeping.borrow_mut() = Some(Timeout::new(250, move || {
            if let Some(desk) = me.upgrade() {
                desk.keep_now();
            }
        }));
    }

    pub(in super::super) fn keep_now(&self) {
        if !self.writes {
            return;
        }
        let pending = self.replica.borrow().pending();
        let kept = if let Some(update) = pending {
            let kept = keep::Kept { update, words: self.words.borrow().clone() };
            keep::keep(self.meeting, self.reader, self.client, &kept)
        } else {
            keep::forget(self.meeting, self.reader, self.client);
            true
        };
        if self.kept.get_untracked() != kept {
            self.kept.set(kept);
        }
    }
}
