// The figures of Kenes, one line of JSON each on standard output; how it goes on standard error.
// Called by scripts/bench.sh, which builds the release and starts PostgreSQL. A name as argument measures only that part:
//   make bench            everything
//   scripts/bench.sh pages
import { readFileSync } from "node:fs";

import { autoplan } from "./autoplan.mjs";
import { bookings } from "./bookings.mjs";
import { calendar } from "./calendar.mjs";
import { documents } from "./documents.mjs";
import { drop } from "./drop.mjs";
import { firstLoad } from "./first-load.mjs";
import { DOCUMENTS, minutes } from "./minutes.mjs";
import { rules } from "./rules.mjs";
import { say } from "./print.mjs";
import { withServer } from "./server.mjs";
import { weekPage } from "./week-page.mjs";

const only = process.argv.slice(2);
const wanted = (name) => only.length === 0 || only.includes(name);

if (wanted("rules")) rules();
if (wanted("autoplan")) autoplan();
if (wanted("bookings")) {
  bookings("sqlite");
  bookings("postgres");
}
if (wanted("pages")) {
  await withServer(500, async (server) => {
    await firstLoad(server);
    await weekPage(server);
    say({ name: "memory_rss_mb", value: server.residentMegabytes(), unit: "MB" });
  });
}
if (wanted("calendar")) {
  for (const sessions of [500, 2000]) await withServer(sessions, calendar);
}
if (wanted("drop")) await withServer(500, drop);
if (wanted("documents")) documents();
if (wanted("minutes")) await withServer(0, minutes, DOCUMENTS);
if (wanted("cold")) coldStart();

/** The last `make run` from nothing, as scripts/ timed it; `make cold-start` measures anew. */
function coldStart() {
  let last;
  try {
    last = JSON.parse(readFileSync(process.env.KENES_COLD_START, "utf8"));
  } catch {
    console.error("cold_start_min: no cold start was timed on this machine; make cold-start does it.");
    return;
  }
  for (const step of last.steps ?? []) console.error(`  ${step.name}: ${(step.seconds / 60).toFixed(1)} min`);
  say({ name: "cold_start_min", value: last.minutes, unit: "min" });
}
