//! Programs that are not ours in the room: npm's `yjs` with `y-websocket`, and `PyPI`'s `pycrdt` (`server/tests/clients`).
//!
//! `KENES_CLIENTS_PYTHON` names a Python with `pycrdt` and `websockets`. Where they are not installed this is skipped, unless
//! `KENES_TEST_REQUIRE_CLIENTS=1` says that it must not be.

use std::{path::PathBuf, process::Stdio, time::Duration};

use minutes::Minutes;
use serde_json::{Value, json};
use tokio::time::timeout;
use yrs::{ReadTxn as _, Transact as _};

use super::{
    client::Client,
    sitting::{CHAIR, SECRETARY, Sitting},
};
use crate::base::{House, test_both_dbs};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(4);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// The Python with pycrdt; None where the clients are not installed.
fn python() -> Option<String> {
    let python = std::env::var("KENES_CLIENTS_PYTHON").ok().filter(|python| PathBuf::from(python).exists());
    if python.is_none() || !folder().join("node_modules/yjs").exists() {
        let required = std::env::var("KENES_TEST_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
        assert!(!required, "other Yjs clients are not installed: scripts/test.sh does it");
        eprintln!("skipped: other Yjs clients are not installed");
        return None;
    }
    python
}

/// A program that is asked by lines of JSON and answers by such lines.
struct Program {
    child: std::process::Child,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Program {
    fn start(program: &str, script: &str, ask: &Value) -> Self {
        use std::io::BufRead as _;
        let mut child = std::process::Command::new(program)
            .arg(folder().join(script))
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = std::io::BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        let mut program = Self { child, lines };
        program.tell(&ask.to_string());
        program
    }

    fn tell(&mut self, line: &str) {
        use std::io::Write as _;
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next line, while the server has its turn.
    fn answer(&mut self) -> Value {
        let line = tokio::task::block_in_place(|| self.lines.recv_timeout(PATIENCE)).expect("an answer");
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How to come into the room as somebody.
async fn ask(house: &House, sitting: &Sitting, code: &str) -> Value {
    let address = sitting.address;
    json!({
        "url": format!("ws://{address}/live/minutes/{}", sitting.meeting),
        "origin": format!("http://{address}"),
        "cookie": format!("kenes={}", house.token(code).await),
    })
}

/// What stands there, as the programs say it.
fn said(minutes: &Minutes) -> Value {
    let agenda = minutes.agenda.iter();
    let agenda = agenda.map(|line| json!({ "id": line.id, "title": line.title, "discussion": line.discussion }));
    json!({ "proposals": minutes.proposals, "agenda": agenda.collect::<Vec<_>>() })
}

test_both_dbs! {
    async fn yjs_and_pycrdt_write_the_same_minutes(base) {
        let Some(python) = python() else { return };
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut programs = Vec::new();
        for (n, (program, script, code)) in [
            ("node", "yjs.mjs", CHAIR),
            ("node", "yjs.mjs", SECRETARY),
            (python.as_str(), "pycrdt_client.py", CHAIR),
            (python.as_str(), "pycrdt_client.py", SECRETARY),
        ].into_iter().enumerate() {
            let mut ask = ask(&house, &sitting, code).await;
            ask["seed"] = json!(n + 1);
            ask["edits"] = json!(200);
            programs.push(Program::start(program, script, &ask));
        }
        // Everything of each has come here: the last letter of theirs, and what stood before it.
        for program in &mut programs {
            let wrote = program.answer()["wrote"].clone();
            let (replica, length) = (wrote["replica"].as_u64().unwrap(), wrote["length"].as_u64().unwrap());
            let has = |client: &Client| {
                let vector = client.doc.transact().state_vector();
                u64::from(vector.get(&yrs::ClientID::new(replica))) >= length
            };
            timeout(PATIENCE, chair.until(has)).await.unwrap();
        }
        chair.write("⟨болды⟩").await.unwrap();
        chair.until_stored(1).await;
        let minutes = said(&chair.minutes());
        assert!(minutes.to_string().chars().count() > 500, "{minutes}");
        for program in &mut programs {
            program.tell("⟨болды⟩");
            assert_eq!(program.answer(), minutes);
        }
        let late = house.joins(&sitting, SECRETARY).await;
        assert_eq!(said(&late.minutes()), minutes);
    }

    async fn a_session_that_two_wrote_at_once_comes_out_as_it_did(base) {
        if python().is_none() {
            return;
        }
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut both = ask(&house, &sitting, CHAIR).await;
        both["cookies"] = json!([both["cookie"], ask(&house, &sitting, SECRETARY).await["cookie"]]);
        let mut program = Program::start("node", "friends.mjs", &both);
        let answer = program.answer();
        assert_eq!(answer["equal"], json!(true));
        eprintln!("friendsforever: {} s", answer["seconds"]);
        // And so it is stored.
        let late = house.joins(&sitting, SECRETARY).await;
        let end = late.proposals();
        assert_eq!(end.chars().count(), 21_362);
    }
}
