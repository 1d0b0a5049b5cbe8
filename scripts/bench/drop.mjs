import { say } from "./print.mjs";

/** So many others have the calendar open, and are told of every move. */
const OTHERS = 50;

/** So many moves are made, one after the other; the first ones do not count: they warm up. */
const MOVES = 300;
const WARM = 20;

/**
 * drop_to_verdict_p95_ms: from a session put down at another time to the server's word on it, over a connection that is
 * kept, while others listen.
 */
export async function drop(server) {
  console.error(`drop: ${MOVES} moves, ${OTHERS} others connected`);
  const listeners = [];
  try {
    for (const login of server.others.slice(0, OTHERS)) listeners.push(await listen(server, await server.signIn(login)));
    const sessions = server.some.filter(({ plan }) => plan.slot.minutes === 20);
    const times = [];
    for (let n = 0; n < WARM + MOVES; n++) {
      const session = sessions[n % sessions.length];
      const begun = performance.now();
      sessions[n % sessions.length] = await move(server, session);
      times.push(performance.now() - begun);
    }
    const told = await heard(listeners, WARM + MOVES);
    const counted = times.slice(WARM).toSorted((a, b) => a - b);
    const at = (part) => counted[Math.floor(counted.length * part)];
    console.error(`  p50 ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(1)}, longest ${counted.at(-1).toFixed(1)} ms; ${told} of ${OTHERS} may know of every move and were told of it`);
    say({ name: "drop_to_verdict_p95_ms", value: at(0.95), unit: "ms" });
  } finally {
    for (const { stop } of listeners) stop();
  }
}

/** Moves a session within its hour, by twenty minutes and back: what the calendar sends when it is dropped there. */
async function move({ address, cookie }, { id, version, plan }) {
  const start = plan.slot.start % 60 === 0 ? plan.slot.start + 20 : plan.slot.start - 20;
  const answer = await fetch(`${address}/api/calendar/change`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", origin: address, cookie },
    body: JSON.stringify({ id, version, plan: { ...plan, slot: { ...plan.slot, start } } }),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`a move gave ${answer.status}: ${text}`);
  return JSON.parse(text).session;
}

/** Somebody who is told of changes: counts them. */
async function listen({ address }, cookie) {
  const abort = new AbortController();
  const answer = await fetch(`${address}/live`, { headers: { cookie, accept: "text/event-stream" }, signal: abort.signal });
  if (answer.status !== 200) throw new Error(`/live gave ${answer.status}`);
  const listener = { told: 0, stop: () => abort.abort() };
  const text = new TextDecoder();
  (async () => {
    for await (const piece of answer.body) listener.told += text.decode(piece, { stream: true }).match(/^data:/gm)?.length ?? 0;
  })().catch(() => {});
  return listener;
}

/** How many have been told of all of it; the last of it may still be on its way. */
async function heard(listeners, changes) {
  const all = () => listeners.filter(({ told }) => told >= changes).length;
  for (let tries = 0; tries < 20 && all() < listeners.length; tries++) await new Promise((done) => setTimeout(done, 50));
  return all();
}
