//! A `WebSocket` that is closed when it is let go.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

pub(super) struct Socket {
    inner: WebSocket,
    _opened: Closure<dyn Fn()>,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _closed: Closure<dyn Fn(CloseEvent)>,
}

impl Socket {
    /// Opens a connection. None where the browser does not even try.
    pub(super) fn open(
        address: &str,
        opened: impl Fn() + 'static,
        heard: impl Fn(Vec<u8>) + 'static,
        closed: impl Fn(u16) + 'static,
    ) -> Option<Self> {
        let location = leptos::prelude::window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{address}", location.host().ok()?)).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let opened = Closure::<dyn Fn()>::new(opened);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<js_sys::ArrayBuffer>() {
                heard(js_sys::Uint8Array::new(&buffer).to_vec());
            }
        });
        let closed = Closure::<dyn Fn(CloseEvent)>::new(move |event: CloseEvent| closed(event.code()));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { inner: socket, _opened: opened, _heard: heard, _closed: closed })
    }

    pub(super) fn is_open(&self) -> bool {
        self.inner.ready_state() == WebSocket::OPEN
    }

    pub(super) fn send(&self, bytes: &[u8]) {
        if self.is_open() {
            let _ = self.inner.send_with_u8_array(bytes);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onclose(None);
        let _ = self.inner.close();
    }
}
