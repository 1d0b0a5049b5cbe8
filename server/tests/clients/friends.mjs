// A real session of two people who wrote at once (friendsforever.json.gz), by npm's yjs and y-websocket: each transaction is
// made in the very state of the text in which it once was made, and goes through the server.
// Asked by a line of JSON on standard input, with two sessions; answers how long it took and whether both have the text.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";

import * as Y from "yjs";

import { join, until } from "./room.mjs";

const ask = JSON.parse((await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value);

// Of two that write at one place at the same time, the smaller id stands first: so it was in the trace, too.
const people = await Promise.all(
  ask.cookies.map(async (cookie, n) => {
    const doc = new Y.Doc();
    doc.clientID = n + 1;
    const person = { ...join({ ...ask, cookie }, doc), made: [], held: [], done: 0 };
    doc.on("update", (update, origin) => {
      if (origin !== person.provider) person.update = update;
    });
    await person.synced;
    return person;
  }),
);

// What each transaction needs of the other's before it, and so how long each transaction waits until it is sent.
const { own, end } = trace();
const sendAt = [[], []];
for (const agent of [0, 1]) {
  let seen = 0;
  own[agent].forEach(({ sees }, n) => {
    // The other's may come as soon as everything is done here that did not know of them.
    while (seen < sees) sendAt[1 - agent][seen++] = n;
  });
}

const begun = performance.now();
let wake = [];
const changed = () => {
  wake.forEach((done) => done());
  wake = [];
};
await Promise.all([0, 1].map(replay));
const texts = people.map(({ doc }) => doc.getText("proposals"));
await Promise.all(people.map(({ doc }, n) => until(doc, () => texts[n].length === end.length && texts[n].toString() === end)));
console.log(JSON.stringify({ equal: true, seconds: (performance.now() - begun) / 1000 }));
process.exit(0);

/** One of the two does their own transactions. */
async function replay(agent) {
  const [me, other] = [people[agent], people[1 - agent]];
  const text = me.doc.getText("proposals");
  for (const [n, { sees, patches }] of own[agent].entries()) {
    if (sees > 0) {
      while (other.made.length < sees) await new Promise((done) => wake.push(done));
      await until(me.doc, () => has(me.doc, other.made[sees - 1]));
    }
    const deleted = [];
    const note = ({ deleteSet }) => deleteSet.clients.forEach((ranges, client) => deleted.push(...ranges.map(({ clock, len }) => Y.createID(client, clock + len - 1))));
    me.doc.once("afterTransaction", note);
    hold(me, () => me.doc.transact(() => patches.forEach(([at, gone, put]) => {
      if (gone) text.delete(at, gone);
      if (put) text.insert(at, put);
    })));
    me.made.push({ agent, clock: Y.getState(me.doc.store, me.doc.clientID), deleted });
    me.done = n + 1;
    release();
    changed();
    // Now and then the sockets have their turn.
    if (n % 50 === 0) await new Promise((done) => setImmediate(done));
  }
  me.done = Infinity;
  release();
  changed();
}

/** Makes a change whose update is not sent yet. */
function hold(person, change) {
  const { provider } = person;
  person.doc.off("update", provider._updateHandler);
  change();
  person.doc.on("update", provider._updateHandler);
  person.held.push(person.update);
}

/** Sends what may be sent: the other is where it may come. */
function release() {
  for (const agent of [0, 1]) {
    const [me, other] = [people[agent], people[1 - agent]];
    me.sent ??= 0;
    while (me.sent < me.held.length && other.done >= (sendAt[agent][me.sent] ?? Infinity)) {
      me.provider._updateHandler(me.held[me.sent], null);
      me.held[me.sent++] = null;
    }
  }
}

/** Whether a document has a transaction: the letters it put, and the letters it took away. */
function has(doc, { agent, clock, deleted }) {
  if (Y.getState(doc.store, people[agent].doc.clientID) < clock) return false;
  return deleted.every((id) => Y.getState(doc.store, id.client) > id.clock && Y.getItem(doc.store, id).deleted);
}

/** The transactions of each, with how many of the other's each has seen; in the file each column stands by itself. */
function trace() {
  const { end, by, runs, sees, at, gone, put } = JSON.parse(gunzipSync(readFileSync(new URL("friendsforever.json.gz", import.meta.url))));
  const [own, seen, place] = [[[], []], [0, 0], [0, 0]];
  let n = 0;
  by.forEach((agent, turn) => {
    for (let left = runs[turn]; left > 0; left--, n++) {
      seen[agent] += sees[n];
      const [steps, taken, letters] = [at[n], gone[n], put[n]].map((value) => [value].flat());
      const patches = steps.map((step, k) => {
        const from = place[agent] + step;
        place[agent] = from + letters[k].length;
        return [from, taken[k], letters[k]];
      });
      own[agent].push({ sees: seen[agent], patches });
    }
  });
  return { own, end };
}
