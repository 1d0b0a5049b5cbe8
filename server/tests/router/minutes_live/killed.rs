//! The power goes while three write: what was acknowledged is there, and afterwards they go on.

use std::{
    cell::Cell,
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::{
    client::{Client, Got, PATIENCE},
    sitting::{CHAIR, SECRETARY, Sitting},
};
use crate::base::{HOST, House, org, test_both_dbs};

/// How often the server is killed, and the words that are acknowledged before.
const KILLS: usize = 5;
const WORDS: u64 = 40;

/// The real program.
struct Running(Child);

impl Running {
    async fn start(house: &House, address: SocketAddr) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_kenes"))
            .arg("serve")
            .env("DATABASE_URL", house.base.url())
            .env("KENES_LISTEN", address.to_string())
            .env("KENES_PUBLIC_URL", format!("http://{HOST}"))
            .env("KENES_SITE", house.base.site())
            .env("KENES_KEYS", house.keys())
            .env("KENES_CLOCK", "2026-11-23T07:00:00+05:00")
            .env("KENES_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let running = Self(child);
        let until = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(Instant::now() < until, "the server did not start");
            sleep(Duration::from_millis(20)).await;
        }
        running
    }

    /// As the power goes: nothing is tidied up.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Somebody who writes one word after the other, and knows which are stored.
struct Writer {
    client: Client,
    token: String,
    mark: char,
    words: usize,
    /// Words that were sent, by the message that holds them.
    waiting: Vec<(u64, String)>,
    acknowledged: Vec<String>,
}

impl Writer {
    async fn join(house: &House, sitting: &Sitting, code: &str, mark: char) -> Self {
        let token = house.token(code).await;
        let client = Client::join(sitting.address, &token, sitting.meeting).await;
        Self { client, token, mark, words: 0, waiting: Vec::new(), acknowledged: Vec::new() }
    }

    fn note(&mut self) {
        let stored = self.client.stored;
        self.acknowledged.extend(self.waiting.extract_if(.., |(message, _)| *message <= stored).map(|(_, word)| word));
    }

    /// Writes until the server is gone.
    async fn write(&mut self, acknowledged: &Cell<u64>) {
        loop {
            let word = format!("{}{} ", self.mark, self.words);
            self.words += 1;
            let sent = self.client.write(&word).await;
            self.waiting.push((self.client.sent, word));
            if sent.is_err() {
                return;
            }
            // As quickly as somebody types who is in a hurry, hearing what others write.
            let pause = Instant::now() + Duration::from_millis(5);
            while let Ok(heard) = tokio::time::timeout_at(pause, self.client.message()).await {
                if heard.is_err() {
                    return;
                }
                let before = self.acknowledged.len();
                self.note();
                acknowledged.set(acknowledged.get() + (self.acknowledged.len() - before) as u64);
            }
        }
    }

    /// Comes back with what the server has not said that it has.
    async fn come_back(&mut self, sitting: &Sitting) {
        self.client.join_again(sitting.address, &self.token, sitting.meeting).await.unwrap();
        while self.client.asked == 0 {
            assert!(self.client.message().await.unwrap() != Got::Document);
        }
        // One message has all of it; where there was none, the server has it all.
        let message = self.client.sent;
        for (waits, _) in &mut self.waiting {
            *waits = message;
        }
        self.note();
    }
}

async fn is_stored(house: &House, sitting: &Sitting, writers: &[&Writer]) -> String {
    let loaded = house.store.load_minutes(org(), sitting.meeting).await.unwrap();
    let doc = minutes::document(7);
    for bytes in loaded.snapshot.iter().chain(&loaded.updates) {
        minutes::update::apply(&doc, bytes).unwrap();
    }
    let text = minutes::read(&doc).proposals;
    for word in writers.iter().flat_map(|writer| &writer.acknowledged) {
        assert!(text.contains(word.as_str()), "{word} was acknowledged and is lost");
    }
    text
}

test_both_dbs! {
    async fn every_acknowledged_letter_is_there_after_kill_9(base) {
        let house = base.serve().await;
        let mut sitting = house.sit().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        sitting.address = port;
        let mut server = Running::start(&house, port).await;
        let mut a = Writer::join(&house, &sitting, CHAIR, 'Ә').await;
        let mut b = Writer::join(&house, &sitting, SECRETARY, 'қ').await;
        let mut c = Writer::join(&house, &sitting, SECRETARY, '🙂').await;
        let acknowledged = Cell::new(0);
        for round in 1..=KILLS as u64 {
            let kill = async {
                while acknowledged.get() < WORDS * round {
                    sleep(Duration::from_millis(3)).await;
                }
                server.kill();
            };
            tokio::join!(a.write(&acknowledged), b.write(&acknowledged), c.write(&acknowledged), kill);
            is_stored(&house, &sitting, &[&a, &b, &c]).await;
            server = Running::start(&house, port).await;
            for writer in [&mut a, &mut b, &mut c] {
                writer.come_back(&sitting).await;
            }
        }
        for writer in [&mut a, &mut b, &mut c] {
            let sent = writer.client.sent;
            writer.client.until_stored(sent).await;
            writer.note();
            assert!(writer.waiting.is_empty());
        }
        let text = is_stored(&house, &sitting, &[&a, &b, &c]).await;
        let all = [&a, &b, &c].map(|writer| writer.words).iter().sum::<usize>();
        assert_eq!(text.split(' ').filter(|word| !word.is_empty()).count(), all);
        for writer in [&mut a, &mut b, &mut c] {
            writer.client.until(|client| client.proposals() == text).await;
        }
    }
}
