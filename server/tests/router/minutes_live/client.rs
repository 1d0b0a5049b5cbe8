//! A Yjs client over a socket, as far from ours as it can be: bytes as the protocol writes them.

use std::time::Duration;

use domain::{ItemId, MeetingId};
use futures::{SinkExt as _, StreamExt as _};
use http::{HeaderValue, StatusCode, header};
use minutes::{Minutes, Splice, document, read, write, write::Area};
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};
use yrs::{
    Doc, ReadTxn, StateVector, Transact, Update,
    updates::{decoder::Decode as _, encoder::Encode as _},
};

use crate::base::HOST;

/// Longer than anything here takes.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Where a server listens.
pub type Address = std::net::SocketAddr;

const SYNC: u8 = 0;
pub const AWARENESS: u8 = 1;
const AUTH: u8 = 2;
const STORED: u8 = 100;

/// Somebody in the room.
pub struct Client {
    socket: WebSocketStream<TcpStream>,
    /// Their replica.
    pub doc: Doc,
    /// How often the server has asked what it lacks, on this connection.
    pub asked: u64,
    /// Updates that they have sent on it.
    pub sent: u64,
    /// Those of them that the server says it has stored.
    pub stored: u64,
    /// What the server has said of everybody's presence, the newest last: the replica's id and the state, null for gone.
    pub presence: Vec<(u64, Value)>,
    /// Why they may not do what they did.
    pub refused: Option<String>,
}

impl Client {
    /// Comes into the room and has its document.
    pub async fn join(address: Address, token: &str, meeting: MeetingId) -> Self {
        let mut client = Self::open(address, Some(token), meeting, (HOST, HOST)).await.expect("a way in");
        client.synced().await;
        client
    }

    /// Knocks at a host, from a page of another or the same. The answer's status, or the code with which the server closes at
    /// once, where there is no way in.
    pub async fn knock(address: Address, token: Option<&str>, meeting: MeetingId, hosts: (&str, &str)) -> u16 {
        match Self::open(address, token, meeting, hosts).await {
            Ok(mut client) => client.closed().await,
            Err(status) => status.as_u16(),
        }
    }

    /// Says that it has come to write; the code with which the server closes at once, where one may not.
    pub async fn come_to_write(address: Address, token: &str, meeting: MeetingId) -> u16 {
        let path = format!("{meeting}?ack=1&writes=1");
        Self::open_path(address, Some(token), &path, (HOST, HOST)).await.expect("a way in").closed().await
    }

    /// Opens the socket.
    pub async fn open(
        address: Address,
        token: Option<&str>,
        meeting: MeetingId,
        hosts: (&str, &str),
    ) -> Result<Self, StatusCode> {
        Self::open_path(address, token, &format!("{meeting}?ack=1"), hosts).await
    }

    async fn open_path(
        address: Address,
        token: Option<&str>,
        path: &str,
        (host, origin): (&str, &str),
    ) -> Result<Self, StatusCode> {
        let mut request = format!("ws://{host}/live/minutes/{path}").into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert(header::ORIGIN, HeaderValue::from_str(&format!("http://{origin}")).unwrap());
        if let Some(token) = token {
            headers.insert(header::COOKIE, HeaderValue::from_str(&format!("kenes={token}")).unwrap());
        }
        let stream = TcpStream::connect(address).await.map_err(|_| StatusCode::BAD_GATEWAY)?;
        stream.set_nodelay(true).unwrap();
        let opened = timeout(PATIENCE, client_async(request, stream)).await.expect("an answer in time");
        match opened {
            Ok((socket, _)) => {
                let doc = document(rand_id());
                Ok(Self { socket, doc, asked: 0, sent: 0, stored: 0, presence: Vec::new(), refused: None })
            }
            Err(Error::Http(answer)) => Err(answer.status()),
            // The server has gone in the middle of it.
            Err(_) => Err(StatusCode::BAD_GATEWAY),
        }
    }

    /// The same person in the same replica, after the connection broke: what the server lacks is sent again.
    pub async fn join_again(&mut self, address: Address, token: &str, meeting: MeetingId) -> Result<(), StatusCode> {
        let other = Self::open(address, Some(token), meeting, (HOST, HOST)).await?;
        self.socket = other.socket;
        (self.asked, self.sent, self.stored) = (0, 0, 0);
        self.try_sync().await.map_err(|_| StatusCode::BAD_GATEWAY)
    }

    async fn synced(&mut self) {
        self.try_sync().await.expect("the document");
    }

    /// Asks for what is missing here. What is missing there is sent when the server asks.
    async fn try_sync(&mut self) -> Result<(), Closed> {
        let own = self.doc.transact().state_vector().encode_v1();
        self.send(framed(&[SYNC, 0], &own)).await?;
        while self.message().await? != Got::Document {}
        Ok(())
    }

    /// Changes the replica and sends the change.
    pub async fn change(&mut self, edit: impl FnOnce(&Doc)) -> Result<(), Closed> {
        let before = self.doc.transact().state_vector();
        edit(&self.doc);
        let update = self.doc.transact().encode_diff_v1(&before);
        self.update(&update).await
    }

    /// Writes at the end of section 5.
    pub async fn write(&mut self, words: &str) -> Result<(), Closed> {
        let words = Splice { at: u32::MAX, removed: 0, inserted: words.to_owned() };
        self.change(|doc| write::edit(doc, Area::Proposals, &words)).await
    }

    /// Sends an update.
    pub async fn update(&mut self, update: &[u8]) -> Result<(), Closed> {
        self.sent += 1;
        self.send(framed(&[SYNC, 2], update)).await
    }

    /// Says something of the presence of a replica.
    pub async fn be_present(&mut self, replica: u64, clock: u32, state: &Value) -> Result<(), Closed> {
        let mut said = Vec::new();
        varint(&mut said, 1);
        varint(&mut said, replica);
        varint(&mut said, clock.into());
        let state = state.to_string();
        varint(&mut said, state.len() as u64);
        said.extend(state.as_bytes());
        self.send(framed(&[AWARENESS], &said)).await
    }

    /// Sends a frame as it is.
    pub async fn send(&mut self, bytes: Vec<u8>) -> Result<(), Closed> {
        self.socket.send(Message::binary(bytes)).await.map_err(|_| Closed(0))
    }

    /// Sends text, which nobody should.
    pub async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// What they read.
    pub fn minutes(&self) -> Minutes {
        read(&self.doc)
    }

    /// Section 5.
    pub fn proposals(&self) -> String {
        self.minutes().proposals
    }

    /// An agenda line.
    pub fn item(&self, n: usize) -> ItemId {
        self.minutes().agenda[n].id
    }

    /// Listens until something is so.
    pub async fn until(&mut self, so: impl Fn(&Self) -> bool) {
        while !so(self) {
            self.message().await.expect("an open connection");
        }
    }

    /// Listens until the server has stored so many of their updates.
    pub async fn until_stored(&mut self, updates: u64) {
        self.until(|client| client.stored >= updates).await;
    }

    /// Listens for a while.
    pub async fn listen(&mut self, long: Duration) {
        let _ = timeout(long, async { while self.message().await.is_ok() {} }).await;
    }

    /// Listens until the server closes, and says with which code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(Closed(code)) = self.message().await {
                return code;
            }
        }
    }

    /// Leaves.
    pub async fn leave(mut self) {
        let _ = self.socket.close(None).await;
        let _ = timeout(PATIENCE, async { while let Some(Ok(_)) = self.socket.next().await {} }).await;
    }

    /// The next message of the server, done as it says.
    pub async fn message(&mut self) -> Result<Got, Closed> {
        let next = timeout(PATIENCE, self.socket.next()).await.expect("a message in time");
        let bytes = match next {
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Close(frame))) => return Err(Closed(frame.map_or(1005, |frame| frame.code.into()))),
            Some(Ok(_)) => return Ok(Got::Other),
            Some(Err(_)) | None => return Err(Closed(0)),
        };
        let mut rest = &bytes[..];
        let mut got = Got::Other;
        // Several messages may stand in one frame.
        while !rest.is_empty() {
            match number(&mut rest) {
                n if n == u64::from(SYNC) => {
                    let kind = number(&mut rest);
                    let body = buffer(&mut rest);
                    if kind == 0 {
                        let there = StateVector::decode_v1(&body).expect("a state vector");
                        let missing = self.doc.transact().encode_diff_v1(&there);
                        // A document of which nothing is missing is not sent: whoever only reads would be refused.
                        if Update::decode_v1(&missing).is_ok_and(|update| !update.is_empty()) {
                            self.sent += 1;
                            self.send(framed(&[SYNC, 1], &missing)).await?;
                        }
                        self.asked += 1;
                        got = Got::Asked;
                    } else {
                        let update = Update::decode_v1(&body).expect("an update");
                        self.doc.transact_mut().apply_update(update).expect("an update that applies");
                        if kind == 1 {
                            got = Got::Document;
                        }
                    }
                }
                n if n == u64::from(AWARENESS) => {
                    let body = buffer(&mut rest);
                    let mut said = &body[..];
                    for _ in 0..number(&mut said) {
                        let replica = number(&mut said);
                        number(&mut said);
                        let state = serde_json::from_slice(&buffer(&mut said)).expect("JSON");
                        self.presence.push((replica, state));
                    }
                }
                n if n == u64::from(AUTH) => {
                    assert_eq!(number(&mut rest), 0);
                    self.refused = Some(String::from_utf8(buffer(&mut rest)).unwrap());
                }
                n if n == u64::from(STORED) => self.stored = number(&mut rest),
                other => panic!("message {other}"),
            }
        }
        Ok(got)
    }

    /// What is last known of a replica's presence.
    pub fn presence_of(&self, replica: u64) -> Option<&Value> {
        self.presence.iter().rev().find(|(id, _)| *id == replica).map(|(_, state)| state)
    }
}

/// What a message was about.
#[derive(PartialEq, Eq)]
pub enum Got {
    /// The server asked what it lacks, and was told.
    Asked,
    /// The server said what was missing here.
    Document,
    /// Something else.
    Other,
}

/// The server has closed, with this code; 0 where it is simply gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed(pub u16);

/// An id of a replica that nobody else has.
pub fn rand_id() -> u64 {
    uuid::Uuid::now_v7().as_u64_pair().1 >> 11
}

/// A message: its kind, and its body with the length before it.
pub fn framed(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let mut message = kind.to_vec();
    varint(&mut message, body.len() as u64);
    message.extend(body);
    message
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
}

fn number(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().expect("a number");
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            break;
        }
    }
    number
}

fn buffer(bytes: &mut &[u8]) -> Vec<u8> {
    let length = usize::try_from(number(bytes)).unwrap();
    let (body, rest) = bytes.split_at(length);
    *bytes = rest;
    body.to_vec()
}
