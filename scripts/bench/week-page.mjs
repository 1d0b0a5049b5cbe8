import { execFileSync } from "node:child_process";

import { say } from "./print.mjs";

/** ssr_week_rps and ssr_week_p99_ms: the specialist's page of a week with 500 sessions, 16 connections. */
export async function weekPage({ address, cookie, monday, sessions }) {
  const page = `${address}/calendar?view=week&day=${monday}`;
  const answer = await fetch(page, { headers: { cookie } });
  const html = await answer.text();
  const painted = html.match(/data-session="/g)?.length ?? html.match(/data-id="/g)?.length ?? 0;
  console.error(`week page: ${answer.status}, ${Math.round(html.length / 1024)} KB, ${painted} of ${sessions} sessions painted`);
  if (answer.status !== 200 || painted < sessions) throw new Error("the week page does not show the whole week");

  const run = (seconds) =>
    execFileSync("wrk", ["-t1", "-c16", `-d${seconds}s`, "--latency", "-H", `Cookie: ${cookie}`, page], { encoding: "utf8" });
  run(2); // warm
  const report = run(10);
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(report);
  if (failed) throw new Error(`${failed[1]} answers were not 200`);
  say({ name: "ssr_week_rps", value: Number(/Requests\/sec:\s+([\d.]+)/.exec(report)[1]), unit: "1/s" });
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(report);
  say({ name: "ssr_week_p99_ms", value: p99 * { us: 0.001, ms: 1, s: 1000 }[unit], unit: "ms" });
}
