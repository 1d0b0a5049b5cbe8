//! Messages on the wire: those of y-protocols, which every Yjs client speaks, and one of our own (`SCHEMA.md`).
//!
//! One message a frame. Reading is total: what is none of them is an error, and nothing that was made up ends a thread.

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// What the sender has: a state vector. It asks for the rest.
    Step1(Vec<u8>),
    /// The answer: an update with all that the other lacked.
    Step2(Vec<u8>),
    /// Something was written.
    Update(Vec<u8>),
    /// Who is here: see [`presence`](crate::presence).
    Presence(Vec<u8>),
    /// Asks who is here.
    WhoIsHere,
    /// The sender may not.
    Denied(String),
    /// So many of the receiver's updates are stored. Only told to who connects with `?ack=1`.
    Stored(u64),
}

/// The bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMessage;

const SYNC: u64 = 0;
const PRESENCE: u64 = 1;
const AUTH: u64 = 2;
const WHO_IS_HERE: u64 = 3;
const STORED: u64 = 100;

impl Message {
    /// Writes it as a frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Vec::with_capacity(16 + self.length());
        match self {
            Self::Step1(bytes) => sync(&mut to, 0, bytes),
            Self::Step2(bytes) => sync(&mut to, 1, bytes),
            Self::Update(bytes) => sync(&mut to, 2, bytes),
            Self::Presence(bytes) => {
                write_number(&mut to, PRESENCE);
                write_bytes(&mut to, bytes);
            }
            Self::WhoIsHere => write_number(&mut to, WHO_IS_HERE),
            Self::Denied(reason) => {
                write_number(&mut to, AUTH);
                write_number(&mut to, 0);
                write_bytes(&mut to, reason.as_bytes());
            }
            Self::Stored(count) => {
                write_number(&mut to, STORED);
                write_number(&mut to, *count);
            }
        }
        to
    }

    /// Reads a frame.
    ///
    /// # Errors
    /// Where it is no message, or more than one.
    pub fn decode(frame: &[u8]) -> Result<Self, NoMessage> {
        let mut from = Reader(frame);
        let message = match from.number()? {
            SYNC => match from.number()? {
                0 => Self::Step1(from.bytes()?.to_vec()),
                1 => Self::Step2(from.bytes()?.to_vec()),
                2 => Self::Update(from.bytes()?.to_vec()),
                _ => return Err(NoMessage),
            },
            PRESENCE => Self::Presence(from.bytes()?.to_vec()),
            AUTH => {
                from.number()?;
                Self::Denied(from.text()?)
            }
            WHO_IS_HERE => Self::WhoIsHere,
            STORED => Self::Stored(from.number()?),
            _ => return Err(NoMessage),
        };
        if from.0.is_empty() { Ok(message) } else { Err(NoMessage) }
    }

    fn length(&self) -> usize {
        match self {
            Self::Step1(bytes) | Self::Step2(bytes) | Self::Update(bytes) | Self::Presence(bytes) => bytes.len(),
            Self::Denied(reason) => reason.len(),
            Self::WhoIsHere | Self::Stored(_) => 0,
        }
    }
}

fn sync(to: &mut Vec<u8>, step: u64, bytes: &[u8]) {
    write_number(to, SYNC);
    write_number(to, step);
    write_bytes(to, bytes);
}

/// Writes a number as lib0 does: seven bits a byte, the lowest first.
pub(crate) fn write_number(to: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        to.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap_or_default());
}

pub(crate) fn write_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    write_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// Reads from a frame, front to back.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// A number of 53 bits at most, as JavaScript counts.
    pub(crate) fn number(&mut self) -> Result<u64, NoMessage> {
        let mut number = 0_u64;
        for shift in (0..).step_by(7).take(8) {
            let (byte, rest) = self.0.split_first().ok_or(NoMessage)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return if number < 1 << 53 { Ok(number) } else { Err(NoMessage) };
            }
        }
        Err(NoMessage)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], NoMessage> {
        let length = usize::try_from(self.number()?).map_err(|_| NoMessage)?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(NoMessage)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<String, NoMessage> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| NoMessage)
    }
}
