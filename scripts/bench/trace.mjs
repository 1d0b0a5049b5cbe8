import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { say } from "./print.mjs";
import { Y, connect } from "./yjs-client.mjs";

/** Keystrokes that a client sends as one update, as in a moment in which the network is slow. */
const TOGETHER = 100;

/** editing_trace_apply_ms: a text of 260,000 keystrokes: one client sends them, another has them; and yjs applies the same. */
export async function apply(place, { edits, end }) {
  const doc = new Y.Doc();
  const text = doc.getText("proposals");
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  for (let from = 0; from < edits.length; from += TOGETHER) {
    doc.transact(() => {
      for (const [at, gone, put] of edits.slice(from, from + TOGETHER)) {
        if (gone) text.delete(at, gone);
        if (put) text.insert(at, put);
      }
    });
  }
  if (text.toString() !== end) throw new Error("the trace does not give its text");
  console.error(`minutes: a trace of ${edits.length} edits in ${updates.length} updates, ${(updates.reduce((sum, { length }) => sum + length, 0) / 1024).toFixed(0)} KB`);

  const received = [];
  let arrived = () => {};
  const [url, session] = place(0, true);
  const told = new Promise((done) => (arrived = done));
  let kept = () => {};
  const all = new Promise((done) => (kept = done));
  const last = Y.getState(doc.store, doc.clientID);
  const reader = await connect(...place(1, false), {
    heard: (update) => {
      received.push(update);
      if (Y.parseUpdateMeta(update).to.get(doc.clientID) === last) arrived();
    },
  });
  const writer = await connect(`${url}?ack=1`, session, { stored: (count) => count > updates.length && kept() });
  const begun = performance.now();
  for (const update of updates) {
    writer.write(update);
    if (writer.socket.bufferedAmount > 65_536) await new Promise((done) => setImmediate(done));
  }
  await Promise.all([told, all]);
  const own = performance.now() - begun;

  const there = new Y.Doc();
  for (const update of [reader.document, ...received]) Y.applyUpdate(there, update);
  if (there.getText("proposals").toString() !== end) throw new Error("what came through the server is another text");
  await writer.leave();
  await reader.leave();

  const peer = new Y.Doc();
  const started = performance.now();
  for (const update of updates) Y.applyUpdate(peer, update);
  const applied = performance.now() - started;
  say({ name: "editing_trace_apply_ms", value: own, unit: "ms", peer: { name: "yjs", value: applied } });
}

/**
 * `automerge-paper` of github.com/josephg/editing-traces (Martin Kleppmann, CC BY 4.0). KENES_TRACES names the folder with the
 * traces; without it they are looked for beside the clone.
 */
export function readTrace() {
  const folder = process.env.KENES_TRACES ?? fileURLToPath(new URL("../../../shared/bench/editing-traces", import.meta.url));
  try {
    const { txns, endContent } = JSON.parse(gunzipSync(readFileSync(`${folder}/automerge-paper.json.gz`)));
    return { edits: txns.flatMap(({ patches }) => patches), end: endContent };
  } catch (error) {
    console.error(`editing_trace_apply_ms: no trace (${error.message}); KENES_TRACES names the folder with editing traces.`);
    return null;
  }
}
