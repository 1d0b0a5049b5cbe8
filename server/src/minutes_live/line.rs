//! The way to a client and from it. A room writes to the sockets of all who are in it by itself: to wake a task for each of
//! fifty would cost more than the writing. What a socket does not take at once waits here, and the connection's own task
//! sees it off.

use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
};

use axum::{
    body::Bytes,
    extract::ws::{Message as Frame, WebSocket},
};
use futures::{Sink, SinkExt, Stream, StreamExt};

use super::Close;

/// Frames, and bytes, that may wait for a slow reader.
const AHEAD: usize = 256;
const AHEAD_BYTES: usize = 8 * 1024 * 1024;

/// A connection.
pub(super) struct Line<S = WebSocket>(Mutex<Way<S>>);

struct Way<S> {
    socket: S,
    /// Behind what the socket has taken.
    backlog: VecDeque<Bytes>,
    /// The socket has not sent all that it took.
    full: bool,
    broken: bool,
    /// It ends when the backlog is gone.
    close: Option<Close>,
    /// Of the connection's task.
    waker: Option<Waker>,
}

/// What happens on a line.
pub(super) enum Heard {
    /// A frame has come.
    Frame(Frame),
    /// What came is none.
    Wrong(axum::Error),
    /// The client is gone.
    Lost,
    /// The room has ended it.
    End(Close),
}

impl<S> Line<S>
where
    S: Sink<Frame, Error = axum::Error> + Stream<Item = Result<Frame, axum::Error>> + Unpin,
{
    pub(super) fn new(socket: S) -> Self {
        let way = Way { socket, backlog: VecDeque::new(), full: false, broken: false, close: None, waker: None };
        Self(Mutex::new(way))
    }

    fn way(&self) -> MutexGuard<'_, Way<S>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a frame. False when too many wait already.
    pub(super) fn send(&self, frame: Bytes) -> bool {
        let mut way = self.way();
        if way.broken || way.close.is_some() {
            return true;
        }
        if way.full {
            let bytes: usize = way.backlog.iter().map(Bytes::len).sum();
            if way.backlog.len() >= AHEAD || bytes > AHEAD_BYTES {
                return false;
            }
            way.backlog.push_back(frame);
            return true;
        }
        // Nobody is to be woken when the socket has room again but the connection's task, and it asks for that itself.
        let mut nobody = Context::from_waker(Waker::noop());
        way.backlog.push_back(frame);
        match way.see_off(&mut nobody) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(_)) => {
                way.broken = true;
                way.wake();
            }
            Poll::Pending => {
                way.full = true;
                way.wake();
            }
        }
        true
    }

    /// Ends the connection, behind what waits.
    pub(super) fn end(&self, why: Close) {
        let mut way = self.way();
        way.close.get_or_insert(why);
        way.wake();
    }

    /// The next that happens.
    pub(super) async fn next(&self) -> Heard {
        poll_fn(|cx| self.way().poll(cx)).await
    }

    /// Says goodbye.
    pub(super) async fn goodbye(&self, why: Close) {
        self.way().close = Some(why);
        let mut last = Some(Frame::Close(Some(why.frame())));
        let said = poll_fn(|cx| {
            let mut way = self.way();
            if last.is_some() {
                ready!(way.socket.poll_ready_unpin(cx))?;
                if let Some(frame) = last.take() {
                    way.socket.start_send_unpin(frame)?;
                }
            }
            way.socket.poll_flush_unpin(cx)
        });
        let _: Result<(), axum::Error> = said.await;
    }
}

impl<S> Way<S>
where
    S: Sink<Frame, Error = axum::Error> + Stream<Item = Result<Frame, axum::Error>> + Unpin,
{
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Gives the socket what waits.
    fn see_off(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        while !self.backlog.is_empty() {
            ready!(self.socket.poll_ready_unpin(cx))?;
            if let Some(frame) = self.backlog.pop_front() {
                self.socket.start_send_unpin(Frame::Binary(frame))?;
            }
        }
        self.socket.poll_flush_unpin(cx)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Heard> {
        self.waker = Some(cx.waker().clone());
        if self.broken {
            return Poll::Ready(Heard::Lost);
        }
        if self.full {
            match self.see_off(cx) {
                Poll::Ready(Ok(())) => {
                    self.full = false;
                    self.backlog = VecDeque::new();
                }
                Poll::Ready(Err(_)) => return Poll::Ready(Heard::Lost),
                Poll::Pending => {}
            }
        }
        // Whoever is too slow is not waited for.
        if let Some(why) = self.close
            && (!self.full || why == Close::Busy)
        {
            return Poll::Ready(Heard::End(why));
        }
        self.socket.poll_next_unpin(cx).map(|frame| match frame {
            Some(Ok(frame)) => Heard::Frame(frame),
            Some(Err(error)) => Heard::Wrong(error),
            None => Heard::Lost,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        sync::{Arc, PoisonError},
    };

    use super::*;

    /// A socket that takes so many frames, and then none until it is read.
    #[derive(Clone, Default)]
    struct Narrow(Arc<Mutex<Taken>>);

    #[derive(Default)]
    struct Taken {
        room: usize,
        frames: Vec<Bytes>,
        waker: Option<Waker>,
    }

    impl Narrow {
        fn taken(&self) -> MutexGuard<'_, Taken> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// The client reads: there is room for so many.
        fn read(&self, room: usize) {
            let mut taken = self.taken();
            taken.room = room;
            if let Some(waker) = taken.waker.take() {
                waker.wake();
            }
        }

        fn words(&self) -> Vec<u8> {
            self.taken().frames.iter().flat_map(|frame| frame.to_vec()).collect()
        }
    }

    impl Sink<Frame> for Narrow {
        type Error = axum::Error;

        fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
            let mut taken = self.taken();
            if taken.room == 0 {
                taken.waker = Some(cx.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(Ok(()))
        }

        fn start_send(self: Pin<&mut Self>, frame: Frame) -> Result<(), axum::Error> {
            let mut taken = self.taken();
            taken.room -= 1;
            if let Frame::Binary(bytes) = frame {
                taken.frames.push(bytes);
            }
            Ok(())
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
            Poll::Ready(Ok(()))
        }

        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
            Poll::Ready(Ok(()))
        }
    }

    impl Stream for Narrow {
        type Item = Result<Frame, axum::Error>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn what_a_slow_client_does_not_take_waits_in_its_order_and_the_end_comes_behind_it() {
        let socket = Narrow::default();
        socket.read(3);
        let line = Arc::new(Line::new(socket.clone()));
        for byte in 0..10 {
            assert!(line.send(Bytes::from(vec![byte])));
        }
        line.end(Close::Restart);
        assert_eq!(socket.words(), [0, 1, 2]);
        let there = line.clone();
        let task = tokio::spawn(async move { matches!(there.next().await, Heard::End(Close::Restart)) });
        tokio::task::yield_now().await;
        assert!(!task.is_finished());
        socket.read(2);
        tokio::task::yield_now().await;
        assert_eq!(socket.words(), [0, 1, 2, 3, 4]);
        socket.read(100);
        assert!(task.await.expect("the line ends"));
        assert_eq!(socket.words(), (0..10).collect::<Vec<u8>>());
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_is_too_slow_at_last() {
        let line = Line::new(Narrow::default());
        let frame = Bytes::from_static(b"frame");
        // The first has met the socket; the others wait behind it.
        assert!((0..AHEAD).all(|_| line.send(frame.clone())));
        assert!(!line.send(frame));
    }
}
