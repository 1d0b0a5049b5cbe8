import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pass } from "./print.mjs";

/** booking_*_per_s and booking_*_p99_ms: 50 clients that book at once, whole transactions with rules and audit. */
export function bookings(database) {
  console.error(`bookings: 50 clients, ${database}`);
  // On a disk, as in life: a folder in memory would make every commit free.
  const folder = mkdtempSync(join(process.env.KENES_BENCH_DIR ?? tmpdir(), "kenes-bench-"));
  const url = database === "sqlite" ? `sqlite:${join(folder, "kenes.db")}` : process.env.KENES_BENCH_POSTGRES;
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
    pass(execFileSync("cargo", ["run", "--quiet", "--release", "-p", "store", "--example", "bookings", "--", url], options));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
