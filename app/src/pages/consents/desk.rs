//! What the parts of the board share: the board as it stands, what was done last, and what is open.

use chrono::NaiveDate;
use domain::{
    ChildId, DocumentId,
    document::{State, view::Row},
    view::Me,
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    Failure,
    api::consent::{Asked, Board, ask_families, consent_board, remind_families},
};

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Asked; the children whose family has nobody to sign.
    Asked(Asked, Vec<String>),
    /// So many were reminded.
    Reminded(usize),
    /// A paper was kept, of this child.
    Kept(String),
    /// What was asked for was taken back, of this child.
    Recalled(String),
}

/// A document of the board, with the names that dialogs speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paper {
    /// The document.
    pub(super) document: DocumentId,
    /// The child.
    pub(super) child: String,
    /// The child's first name: all that a message says of it.
    pub(super) given: String,
    /// Who signs.
    pub(super) signer: String,
}

/// What is open above the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// Messages that can be sent to families.
    Messages(Vec<Paper>),
    /// A paper is kept.
    Witness(Paper),
    /// What was asked for is taken back.
    Recall(Paper),
}

/// The desk.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The board as it stands.
    pub(super) board: RwSignal<Board>,
    /// Who looks.
    pub(super) me: StoredValue<Me>,
    /// What is open.
    pub(super) panel: RwSignal<Option<Panel>>,
    /// What was done last.
    pub(super) said: RwSignal<Option<Said>>,
    /// Why the last thing was not done.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// Something is under way.
    pub(super) busy: RwSignal<bool>,
    /// Where what was done is said.
    pub(super) status: NodeRef<html::Div>,
    /// Which answer is awaited: an older one that comes later says nothing.
    turn: StoredValue<u32>,
}

impl Desk {
    pub(super) fn new(board: Board, me: StoredValue<Me>) -> Self {
        Self {
            board: RwSignal::new(board),
            me,
            panel: RwSignal::new(None),
            said: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            status: NodeRef::new(),
            turn: StoredValue::new(0),
        }
    }

    /// The kindergarten's day.
    pub(super) fn today(self) -> NaiveDate {
        self.board.with(|board| board.today)
    }

    /// Whether there is a document to download among these: what was only recorded has none.
    pub(super) fn has_signed(self, which: impl Fn(&Row) -> bool) -> bool {
        self.board.with(|board| board.rows.iter().any(|row| which(row) && row.is_at(State::Signed)))
    }

    /// Looks again.
    pub(super) fn look(self) {
        let Some(form) = self.board.try_with_untracked(|board| board.kind.id) else { return };
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let found = consent_board(form).await;
            // The page may have been left.
            if let (Ok(board), Some(true)) = (found, self.turn.try_with_value(|last| *last == turn)) {
                self.board.try_set(board);
            }
        });
    }

    /// Says what was done, and leads there whoever did it: the button that was pressed may be gone.
    pub(super) fn say(self, said: Said) {
        self.said.try_set(Some(said));
        self.look();
        if let Some(status) = self.status.try_get_untracked().flatten() {
            let _ = status.focus();
        }
    }

    /// Asks the families of these children.
    pub(super) fn ask(self, children: Vec<ChildId>) {
        if children.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.begin();
        let (form, nobody) = self.board.with_untracked(|board| {
            let nobody = |row: &&Row| children.contains(&row.child) && row.guardians.is_empty();
            (board.kind.id, board.rows.iter().filter(nobody).map(|row| row.name.plain()).collect::<Vec<_>>())
        });
        spawn_local(async move {
            let asked = ask_families(form, children).await;
            self.busy.try_set(false);
            match asked {
                Ok(asked) => self.say(Said::Asked(asked, nobody)),
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }

    /// Notes that these were reminded, and shows what can be sent to them.
    pub(super) fn remind(self, papers: Vec<Paper>) {
        if papers.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.begin();
        let documents = papers.iter().map(|paper| paper.document).collect();
        spawn_local(async move {
            let reminded = remind_families(documents).await;
            self.busy.try_set(false);
            match reminded {
                Ok(reminded) => {
                    self.say(Said::Reminded(reminded));
                    self.panel.try_set(Some(Panel::Messages(papers)));
                }
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }

    fn begin(self) {
        self.busy.set(true);
        self.failure.set(None);
        self.said.set(None);
    }
}

/// The documents of a row that the family has to sign.
pub(super) fn waiting(row: &Row) -> Vec<Paper> {
    let signers = row.guardians.iter();
    signers
        .filter_map(|signer| {
            let document = signer.document.as_ref().filter(|document| document.state == State::Asked)?;
            Some(Paper {
                document: document.id,
                child: row.name.plain(),
                given: row.name.given.clone(),
                signer: signer.name.plain(),
            })
        })
        .collect()
}
