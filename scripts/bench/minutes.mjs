import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { editor } from "./editor.mjs";
import { say } from "./print.mjs";
import { freePort, processorTime, residentMegabytes } from "./server.mjs";
import { apply, readTrace } from "./trace.mjs";
import { Y, connect } from "./yjs-client.mjs";

/** Meetings whose minutes are open at once, each with so many people. */
export const DOCUMENTS = 500;
const READERS = 3;

/** So many are in one room, of whom some write, so often a second, for so long after a while in which both warm up. */
const CLIENTS = 50;
const WRITERS = 10;
const EVERY = 100;
const WARM = 3000;
const LONG = 20_000;

/** After so long a document is quiet: what nobody needs is let go. */
const QUIET = 60_000;

/** The room in which the trace is written. */
const TRACE = 1;

/** Of those who sit in the meetings: the chair and the secretary write. */
const SITTING = 20;

const wait = (time) => new Promise((done) => setTimeout(done, time));

/**
 * live_fanout_p99_ms, live_fanout_cpu_us: fifty in one room, ten of whom type in the same moment; with `scattered` in the
 * name, each at their own pace. live_idle_doc_kb: five hundred documents, all of them quiet. The peer is npm's y-websocket
 * with its own server, which stores nothing.
 */
export async function minutes(server) {
  const cookies = [server.cookie];
  for (const login of server.others.slice(0, SITTING)) cookies.push(await server.signIn(login));
  const kenes = {
    name: "Kenes",
    pid: server.pid,
    /** A place in a room: as the chair or the secretary, or as one of the others. */
    place: (room, n, writes) => {
      const cookie = cookies[writes ? n % 2 : 2 + (n % (cookies.length - 2))];
      return [`${server.address.replace("http", "ws")}/live/minutes/${server.minutes[room]}`, { cookie, origin: server.address }];
    },
  };
  await withPeer(async (peer) => {
    for (const [name, together] of [["live_fanout", true], ["live_fanout_scattered", false]]) {
      const [own, other] = [await fanout(kenes, together), await fanout(peer, together)];
      const against = (key) => ({ peer: { name: peer.name, value: other[key] } });
      say({ name: `${name}_p99_ms`, value: own.p99, unit: "ms", ...against("p99") });
      say({ name: `${name}_cpu_us`, value: own.cpu, unit: "µs", ...against("cpu") });
    }
    const trace = readTrace();
    if (trace) {
      await apply((n, writes) => kenes.place(TRACE, n, writes), trace);
      await editor(server, server.minutes[TRACE], trace.end);
    }
    const quiet = [await idle(kenes), await idle(peer)];
    say({ name: "live_idle_doc_kb", value: quiet[0], unit: "KB", peer: { name: peer.name, value: quiet[1] } });
  });
}

/** npm's y-websocket 2 and its server. */
async function withPeer(use) {
  const port = await freePort();
  const program = fileURLToPath(new URL("peers/node_modules/y-websocket/bin/server.cjs", import.meta.url));
  const child = spawn(process.execPath, [program], { env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) }, stdio: ["ignore", 2, 2] });
  try {
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(`http://127.0.0.1:${port}`).then(() => true, () => false)) break;
      await wait(50);
    }
    await use({ name: "y-websocket", pid: child.pid, place: (room) => [`ws://127.0.0.1:${port}/room-${room}`, {}] });
  } finally {
    child.kill("SIGTERM");
  }
}

/**
 * Fifty in a room: how long a letter is on its way to each of the others, and what each delivery costs the server. Those who
 * write do so in the same moment, the most that a room is asked at once; or each at their own pace.
 */
async function fanout({ name, pid, place }, together) {
  console.error(`minutes, ${name}: ${CLIENTS} in a room, ${WRITERS} write ${1000 / EVERY} times a second, ${together ? "all at once" : "each at their own pace"}`);
  const sent = new Map();
  // From when on it counts.
  let counts = Infinity;
  let times = [];
  const heard = (update, own) => {
    const now = performance.now();
    const { from, to } = Y.parseUpdateMeta(update);
    for (const [replica, end] of to) {
      if (replica === own) continue;
      for (let clock = from.get(replica); clock < end; clock++) {
        const begun = sent.get(replica)?.[clock];
        if (begun >= counts) times.push(now - begun);
      }
    }
  };
  const clients = [];
  for (let n = 0; n < CLIENTS; n++) {
    const doc = n < WRITERS ? new Y.Doc() : null;
    if (doc) sent.set(doc.clientID, []);
    const client = await connect(...place(0, n, n < WRITERS), { heard: (update) => heard(update, doc?.clientID) });
    clients.push({ ...client, doc });
  }
  const writers = clients.slice(0, WRITERS).map(({ doc, write }) => {
    const text = doc.getText("proposals");
    const clocks = sent.get(doc.clientID);
    doc.on("update", (update) => {
      clocks[Y.getState(doc.store, doc.clientID) - 1] = performance.now();
      write(update);
    });
    return () => text.insert(text.length, "ә");
  });
  const stops = together ? [inStep(writers)] : writers.map(atOwnPace);
  await wait(WARM);
  counts = performance.now();
  const before = processorTime(pid);
  await wait(LONG);
  const cpu = processorTime(pid) - before;
  const deliveries = times.length;
  for (const stop of stops) stop();
  await wait(500);
  const typed = clients.slice(0, WRITERS).reduce((sum, { doc }) => sum + sent.get(doc.clientID).filter((time) => time >= counts).length, 0);
  if (times.length < typed * (CLIENTS - 1)) throw new Error(`${name}: ${times.length} of ${typed * (CLIENTS - 1)} deliveries`);
  times = times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)];
  for (const { leave } of clients) await leave();
  console.error(`  p50 ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(1)} ms; ${(cpu / deliveries).toFixed(1)} µs a delivery; ${residentMegabytes(pid).toFixed(0)} MB`);
  return { p99: at(0.99), cpu: cpu / deliveries };
}

function inStep(writers) {
  const timer = setInterval(() => writers.forEach((type) => type()), EVERY);
  return () => clearInterval(timer);
}

/** Nobody types like a clock. */
function atOwnPace(type) {
  let timer;
  const next = () => {
    type();
    timer = setTimeout(next, EVERY * (0.5 + Math.random()));
  };
  timer = setTimeout(next, EVERY * Math.random());
  return () => clearTimeout(timer);
}

/** What each of many documents takes when it is quiet, with those who have it open. */
async function idle({ name, pid, place }) {
  console.error(`minutes, ${name}: ${DOCUMENTS} documents, ${READERS} in each, quiet for ${QUIET / 1000} s`);
  const before = residentMegabytes(pid);
  const clients = [];
  for (let room = 0; room < DOCUMENTS; room++) {
    clients.push(...(await Promise.all(Array.from({ length: READERS }, (_, n) => connect(...place(room, READERS * room + n, false))))));
  }
  await wait(QUIET);
  const each = ((residentMegabytes(pid) - before) * 1024) / DOCUMENTS;
  for (const { leave } of clients) await leave();
  return each;
}
