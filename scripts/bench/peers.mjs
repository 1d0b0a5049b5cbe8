import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What its users could take instead, each on a page of its own, built as one would for people. */
export const PEERS = [
  { name: "FullCalendar", entry: "full-calendar.js" },
  { name: "Event Calendar", entry: "event-calendar.js" },
];

/** Opens a page of the same window with the peer in it; its week shows nothing yet. */
export async function openPeer(context, { entry }, view) {
  const [script, style] = await bundle(entry);
  const page = await context.newPage();
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>html, body, main { height: 100%; margin: 0; font: 14px system-ui }</style><main></main>`);
  if (style) await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  await page.evaluate((view) => void (window.calendar = mount(document.querySelector("main"), view)), view);
  return page;
}

async function bundle(entry) {
  const folder = new URL("peers/", import.meta.url);
  const { build } = createRequire(new URL("package.json", folder))("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(folder),
    entryPoints: [entry],
    outdir: "bundle",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    conditions: ["production", "browser"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return [".js", ".css"].map((end) => outputFiles.find(({ path }) => path.endsWith(end))?.text);
}
