// How npm's yjs and y-websocket come into a room.
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** A document in the room `url` (its last part is the meeting), with this session. */
export function join({ url, cookie, origin }, doc = new Y.Doc()) {
  const cut = url.lastIndexOf("/");
  class SignedIn extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { headers: { cookie, origin } });
    }
  }
  const provider = new WebsocketProvider(url.slice(0, cut), url.slice(cut + 1), doc, { WebSocketPolyfill: SignedIn, disableBc: true });
  const synced = new Promise((done) => provider.once("sync", done));
  return { doc, provider, synced };
}

/** Waits until something is so, asked again whenever the document changes. */
export function until(doc, so) {
  return new Promise((done) => {
    const look = () => {
      if (!so()) return;
      doc.off("update", look);
      done();
    };
    doc.on("update", look);
    look();
  });
}

/** What stands in the minutes, in the order of their places. */
export function read(doc) {
  const lines = [...doc.getMap("agenda")].map(([id, line]) => ({ id, place: line.get("place"), title: line.get("title").toString(), discussion: line.get("discussion").toString() }));
  lines.sort((a, b) => a.place - b.place);
  return { proposals: doc.getText("proposals").toString(), agenda: lines.map(({ id, title, discussion }) => ({ id, title, discussion })) };
}
