//! The power goes while families sign: each signature is whole or not there, and what was acknowledged is.

mod common;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use common::{Demo, child, monday_morning, test_both_dbs};
use domain::{
    DocumentId, OrgId,
    document::{Signing, State, Strokes},
};
use store::{Circumstance, Options, Signature, Store, demo_id};

const URL: &str = "KENES_TEST_KILLED_URL";

/// Signatures that are acknowledged before the process is killed.
const ACKNOWLEDGED: usize = 12;

/// The process that is killed: it signs one document after the other, several at once, and says which it has signed.
#[test]
#[ignore = "started by the tests below"]
fn signs_until_it_is_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let options = Options { meeting_link: String::new(), connections: 12 };
        let store = Store::open(&url, options).await.unwrap();
        let (org, now, with) = (OrgId(demo_id("organisation")), monday_morning(), Circumstance::default());
        let head = store.actor_for(org, common::person("S01"), now).await.unwrap();
        let form = store.forms(&head).await.unwrap().into_iter().find(|kind| kind.opens.is_none()).unwrap().id;
        let (_, board) = store.document_board(&head, form, now).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for guardian in board.into_iter().flat_map(|row| row.guardians) {
            let who = guardian.person;
            let Some(id) = guardian.document.map(|document| document.id) else { continue };
            let (store, with) = (store.clone(), with.clone());
            tasks.spawn(async move {
                let actor = store.actor_for(org, who, now).await.unwrap();
                let drawn = Signature::Screen(Signing::Drawn(Strokes(vec![vec![(100, 100), (700, 200)]])));
                store.note_document(&actor, id, true, &with, now).await.unwrap();
                store.sign_document(&actor, id, &drawn, &with, now).await.unwrap();
                println!("signed {id}");
            });
        }
        tasks.join_all().await;
        std::future::pending::<()>().await;
    });
}

/// Everybody's guardian is asked for the consent that nobody has signed yet.
async fn ask_everybody(demo: &Demo) {
    let (store, now) = (&demo.store, monday_morning());
    let head = demo.actor("S01").await;
    let form = store.forms(&head).await.unwrap().into_iter().find(|kind| kind.opens.is_none()).unwrap().id;
    let children: Vec<_> = (1..=26).map(|n| child(&format!("C{n:02}"))).collect();
    let asked = store.ask_documents(&head, form, &children, &Circumstance::default(), now).await.unwrap();
    assert_eq!(asked.made, 26);
}

test_both_dbs! {
    async fn a_signature_is_whole_or_not_there_after_kill_9(base) {
        let demo = base.demo().await;
        ask_everybody(&demo).await;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "signs_until_it_is_killed", "--ignored", "--nocapture"])
            .env(URL, &demo.url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The harness may write before a line of ours.
        let said = lines.filter_map(|line| line.split("signed ").nth(1).and_then(|id| id.trim().parse::<DocumentId>().ok()));
        let acknowledged: Vec<DocumentId> = said.take(ACKNOWLEDGED).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(acknowledged.len(), ACKNOWLEDGED);
        let head = demo.actor("S01").await;
        for id in acknowledged {
            let shown = demo.store.document(&head, id, monday_morning()).await.unwrap();
            assert_eq!(shown.listed.document.state, State::Signed);
        }
        // The chain says of every other one that it is whole: signed with its signature, or not signed.
        assert_eq!(demo.store.verify_documents(demo.org).await.unwrap(), None);
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
        assert_eq!(demo.count(
            "SELECT COUNT(*) FROM document WHERE (signed IS NULL) <> (NOT EXISTS (SELECT 1 FROM signature WHERE signature.document = document.id))",
        ).await, 0);
    }
}
