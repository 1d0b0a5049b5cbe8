// A light Yjs client, the same for Kenes and for its peer: it writes the bytes of the protocol itself, so that what is
// measured is the server.
import { createRequire } from "node:module";

const require = createRequire(new URL("peers/package.json", import.meta.url));
export const Y = require("yjs");
const WebSocket = require("ws");

/** The first bytes of an update: sync, update. */
const UPDATE = [0, 2];
const STEP_1 = Uint8Array.of(0, 0, 1, 0);
const EMPTY_STEP_2 = Uint8Array.of(0, 1, 2, 0, 0);
const STORED = 100;

/**
 * Comes into a room and waits for its document. `heard(update)` is called with each update, `stored(count)` with what the
 * server says of those of this connection.
 */
export function connect(url, { cookie, origin } = {}, { heard = () => {}, stored = () => {} } = {}) {
  const socket = new WebSocket(url, { headers: cookie ? { cookie, origin } : {}, perMessageDeflate: false });
  socket.binaryType = "nodebuffer";
  return new Promise((done, failed) => {
    let inside = false;
    // Once it is in, nobody waits for what goes wrong: that ends the measuring.
    const lost = (why) => {
      if (inside) throw new Error(why);
      failed(new Error(why));
    };
    socket.on("error", ({ message }) => lost(message));
    socket.on("close", (code, reason) => lost(`${url} closed with ${code} ${reason}`));
    socket.on("open", () => socket.send(STEP_1));
    socket.on("message", (message) => {
      if (message[0] === STORED) stored(number(message, 1)[0]);
      if (message[0] !== 0) return;
      if (message[1] === 0) return socket.send(EMPTY_STEP_2);
      const [, from] = number(message, 2);
      if (message[1] === 2) return heard(message.subarray(from));
      inside = true;
      done({ socket, document: message.subarray(from), write: (update) => socket.send(framed(update)), leave: () => leave(socket) });
    });
  });
}

function leave(socket) {
  return new Promise((done) => {
    socket.removeAllListeners("close");
    socket.on("close", done);
    socket.close();
  });
}

/** An update as a message. */
function framed(update) {
  const head = [...UPDATE];
  let length = update.length;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  head.push(length);
  const message = Buffer.allocUnsafe(head.length + update.length);
  message.set(head);
  message.set(update, head.length);
  return message;
}

/** A number as lib0 writes it, and where it ends. */
function number(bytes, at) {
  let value = 0;
  let unit = 1;
  for (; ; at++, unit *= 128) {
    value += (bytes[at] & 127) * unit;
    if (bytes[at] < 128) return [value, at + 1];
  }
}
