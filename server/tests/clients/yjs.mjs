// npm's yjs and y-websocket write at random into a room, and say what they then read.
// Asked by a line of JSON on standard input; answers `wrote`, waits for a line with the words that end it, answers what it reads.
import { createInterface } from "node:readline";

import { join, read, until } from "./room.mjs";

const WORDS = ["Ә", "қ", "ұлт ", "балабақша", " ", "ң", "🙂", "🇰🇿", "👩🏽‍🏫", "\n", "Төраға: "];

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = JSON.parse((await lines.next()).value);
const { doc, provider, synced } = join(ask);
await synced;
let seed = ask.seed;
for (let n = 0; n < ask.edits; n++) {
  edit();
  if (n % 4 === 0) await new Promise((done) => setTimeout(done, below(12)));
}
// Deletions have no number of their own; what comes behind them has.
doc.getText("proposals").insert(0, ".");
console.log(JSON.stringify({ wrote: { replica: doc.clientID, length: doc.store.clients.get(doc.clientID).reduce((sum, { length }) => sum + length, 0) } }));
const end = (await lines.next()).value;
await until(doc, () => doc.getText("proposals").toString().includes(end));
console.log(JSON.stringify(read(doc)));
provider.destroy();
process.exit(0);

/** One edit, of whole characters. */
function edit() {
  const agenda = [...doc.getMap("agenda").values()];
  const line = agenda[below(agenda.length)];
  const text = [doc.getText("proposals"), line.get("title"), line.get("discussion")][below(3)];
  const cuts = [0];
  for (const letter of text.toString()) cuts.push(cuts.at(-1) + letter.length);
  const from = below(cuts.length);
  const to = below(3) === 0 ? Math.min(from + below(6), cuts.length - 1) : from;
  doc.transact(() => {
    if (to > from) text.delete(cuts[from], cuts[to] - cuts[from]);
    text.insert(cuts[from], WORDS[below(WORDS.length)]);
  });
}

/** Chance that is the same every time: mulberry32. */
function below(end) {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
}
