import { readFileSync } from "node:fs";

import { withBrowser } from "./browser.mjs";
import { say } from "./print.mjs";

/** So often the page is opened; the middle one counts, and the first does not: it fetches the code, which then is kept. */
const TIMES = 7;

/** So many letters are typed in the middle of the text, one every so many milliseconds; the first ones warm up. */
const LETTERS = 200;
const WARM = 20;
const EVERY = 40;

/** A desk's screen. */
const WINDOW = { width: 1440, height: 900 };

const inPage = readFileSync(new URL("in-page.js", import.meta.url), "utf8");

/**
 * editing_trace_load_ms: from the address of a meeting to the whole of its long minutes in the text area, painted.
 * editing_trace_key_ms: from a key to the frame that shows it, in the middle of that text; the peer is a text area with the
 * same text on a page with nothing else, in the same browser: what a key takes anyway.
 */
export async function editor({ address, cookie }, meeting, text) {
  console.error(`editor: a text of ${text.length} letters`);
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: WINDOW });
    await context.addInitScript({ content: inPage });
    const cookies = cookie.split("; ").map((pair) => pair.split("="));
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: address })));
    const page = await context.newPage();
    const times = [];
    for (let n = 0; n <= TIMES; n++) {
      await page.goto(`${address}/meetings/${meeting}`, { waitUntil: "commit" });
      times.push(await page.evaluate((length) => window.filled("[data-area=proposals]", length), text.length));
    }
    const area = page.locator("[data-area=proposals]");
    if ((await area.inputValue()) !== text) throw new Error("the editor shows another text");
    const counted = times.slice(1).toSorted((a, b) => a - b);
    console.error(`  opened in ${times.map(Math.round).join(", ")} ms`);
    say({ name: "editing_trace_load_ms", value: counted[Math.floor(counted.length / 2)], unit: "ms" });

    const own = await type(page, area, Math.floor(text.length / 2));
    const typed = (await area.inputValue()).length - text.length;
    if (typed !== LETTERS) throw new Error(`${typed} of ${LETTERS} letters were typed`);
    await page.locator("[data-standing=saved]").waitFor();
    await page.goto("about:blank");
    await page.setContent("<textarea rows=10 cols=80></textarea>");
    await page.addScriptTag({ content: inPage });
    const bare = page.locator("textarea");
    await bare.evaluate((node, text) => (node.value = text), text);
    const plain = await type(page, bare, Math.floor(text.length / 2));
    say({ name: "editing_trace_key_ms", value: own, unit: "ms", peer: { name: "a bare text area", value: plain } });
  });
}

/** Types, and says how long 95 of 100 keys take at most to be seen. */
async function type(page, area, at) {
  await area.focus();
  await area.evaluate((node, at) => node.setSelectionRange(at, at), at);
  await page.evaluate(() => (window.keys = window.watchKeys()));
  for (let n = 0; n < LETTERS; n++) {
    await page.keyboard.press("KeyA");
    await page.waitForTimeout(EVERY);
  }
  const times = (await page.evaluate(() => window.keys())).slice(WARM).sort((a, b) => a - b);
  const at95 = times[Math.floor(times.length * 0.95)];
  console.error(`  ${times.length} keys: p50 ${times[Math.floor(times.length / 2)].toFixed(1)}, p95 ${at95.toFixed(1)}, longest ${times.at(-1).toFixed(1)} ms`);
  return at95;
}
