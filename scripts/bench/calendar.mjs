import { readFileSync } from "node:fs";

import { withBrowser } from "./browser.mjs";
import { PEERS, openPeer } from "./peers.mjs";
import { say } from "./print.mjs";

/** So often each week is shown; the middle one counts, and the first ones do not: they warm up. */
const TIMES = 7;
const WARM = 2;

/** A desk's screen. */
const WINDOW = { width: 1440, height: 900 };

/** A mouse says where it is every so many milliseconds, and so often while something is dragged. */
const EVERY = 8;
const MOVES = 300;

const inPage = readFileSync(new URL("in-page.js", import.meta.url), "utf8");

/**
 * calendar_render_*_ms and calendar_drag_*_p95_ms: from a week's sessions in hand to the painted frame, and the
 * frames while one of them is dragged by a mouse. `peer` is the quicker of what one could take instead: the same browser,
 * window, days, times and titles.
 */
export async function calendar(server) {
  console.error(`calendar: a week of ${server.sessions} sessions`);
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: WINDOW });
    await context.addInitScript({ content: inPage });
    const kenes = await openKenes(context, server);
    const week = await readWeek(kenes);
    const own = await measure("Kenes", kenes);
    await kenes.page.close();
    const peers = [];
    for (const peer of PEERS) {
      const page = await openPeer(context, peer, { ...week.view, day: server.before });
      peers.push(await measure(peer.name, byHand(page, server, JSON.stringify(week.sessions))));
      await page.close();
    }
    tell(`calendar_render_${server.sessions}_ms`, "render", own, peers);
    tell(`calendar_drag_${server.sessions}_p95_ms`, "drag", own, peers);
  });
}

function tell(name, key, own, peers) {
  const [peer] = peers.toSorted((a, b) => a[key] - b[key]);
  say({ name, value: own[key], unit: "ms", peer: { name: peer.name, value: peer[key] } });
}

/** Shows a week and takes it away, again and again; then drags a session of it. */
async function measure(name, { page, grid, show, clear }) {
  const times = [];
  for (let n = 0; n < WARM + TIMES; n++) {
    if (n > 0) await clear();
    times.push(await show());
  }
  const frames = await drag(page, grid);
  const render = times.slice(WARM).toSorted((a, b) => a - b)[Math.floor(TIMES / 2)];
  const p95 = frames[Math.floor(frames.length * 0.95)];
  console.error(`  ${name}: shown in ${times.map(Math.round).join(", ")} ms; ${frames.length} frames while dragging, p95 ${p95.toFixed(1)}, longest ${frames.at(-1).toFixed(1)} ms`);
  return { name, render, drag: p95 };
}

/** The week before, which is empty, alive and in touch with the server; one goes to the full one by the page's own links. */
async function openKenes(context, { address, cookie, sessions, before }) {
  const cookies = cookie.split("; ").map((pair) => pair.split("="));
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: address })));
  const page = await context.newPage();
  await page.addInitScript(() => {
    const read = Response.prototype.arrayBuffer;
    Response.prototype.arrayBuffer = async function () {
      const answer = await read.call(this);
      if (this.url.endsWith("/api/calendar/view")) window.arrived(performance.now());
      return answer;
    };
  });
  await page.goto(`${address}/calendar?view=week&day=${before}`);
  await page.locator("[data-test=cal-live]").waitFor({ timeout: 60_000 });
  const go = async (link, count) => {
    const time = page.evaluate(
      (count) => new Promise((done) => (window.arrived = (begun) => done(painted(begun, "ses", count)))),
      count,
    );
    await page.locator(`.cal-steps a:${link}`).evaluate((link) => link.click());
    return rested(page, await time);
  };
  return { page, grid: ".cal-scroll", session: "ses", show: () => go("last-child", sessions), clear: () => go("first-child", 0) };
}

/** The week as Kenes shows it, for its peers. */
async function readWeek({ page, show, clear }) {
  await show();
  await page.waitForFunction(() => !document.querySelector(".ses.hollow"));
  const week = await page.evaluate(() => {
    const clock = (minutes) => new Date(minutes * 60_000).toISOString().slice(11, 19);
    const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    const number = (node, name) => Number(node.style.getPropertyValue(name));
    const sheet = document.querySelector(".cal-sheet");
    const [from, span] = [number(sheet, "--from"), number(sheet, "--span")];
    const sessions = [...sheet.querySelectorAll(".ses")].map((node) => {
      const { day } = node.closest(".cal-col").dataset;
      const start = minutes(node.dataset.start);
      const [what, ...more] = ["b", "em", "span", "i"].map((part) => node.querySelector(part)?.textContent).filter(Boolean);
      const title = [what, ...more.map((text) => text.replace(/^\d\d:\d\d · /, ""))].join(" · ");
      return { id: node.dataset.id, start: `${day}T${clock(start)}`, end: `${day}T${clock(start + number(node, "--d"))}`, title };
    });
    return { sessions, view: { from: clock(from), to: clock(from + span) } };
  });
  await clear();
  return week;
}

/** A peer is given the week as text. */
function byHand(page, { sessions, monday, before }, wire) {
  const show = async (day, wire, count) => {
    const time = await page.evaluate(
      ([day, wire, count]) => {
        const begun = performance.now();
        calendar.show(day, JSON.parse(wire));
        return painted(begun, calendar.session, count);
      },
      [day, wire, count],
    );
    return rested(page, time);
  };
  return { page, grid: "main", show: () => show(monday, wire, sessions), clear: () => show(before, "[]", 0) };
}

/** Waits until the page has nothing left to do. */
async function rested(page, result) {
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await page.waitForTimeout(100);
  return result;
}

/** Takes hold of a session and draws loops over the grid with it; how long each frame took, in order of length. */
async function drag(page, grid) {
  const devtools = await page.context().newCDPSession(page);
  const session = await page.evaluate(() => window.calendar?.session ?? "ses");
  const { at, area } = await page.evaluate(([session, grid]) => graspable(session, document.querySelector(grid)), [session, grid]);
  const mouse = (type, { x, y }) =>
    devtools.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: type === "mouseReleased" ? 0 : 1, clickCount: 1 });
  await page.evaluate(() => void (window.endFrames = watchFrames()));
  await mouse("mousePressed", at);
  const begun = performance.now();
  const sent = [];
  for (let n = 1; n <= MOVES; n++) {
    await new Promise((done) => setTimeout(done, begun + n * EVERY - performance.now()));
    sent.push(mouse("mouseMoved", along(n / MOVES, at, area)));
  }
  await Promise.all(sent);
  const frames = await page.evaluate(() => endFrames());
  await page.keyboard.press("Escape");
  await mouse("mouseReleased", at);
  return frames.toSorted((a, b) => a - b);
}

/** A point of the way: three loops through the whole grid, beginning where the session is. */
function along(part, from, { left, top, right, bottom }) {
  const turn = part * 6 * Math.PI;
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const far = Math.min(1, part * 10);
  const x = middle.x + Math.cos(turn) * (right - left) * 0.4;
  const y = middle.y + Math.sin(turn) * (bottom - top) * 0.35;
  return { x: from.x + (x - from.x) * far, y: from.y + (y - from.y) * far };
}
