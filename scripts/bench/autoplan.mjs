import { execFileSync } from "node:child_process";

import { pass } from "./print.mjs";

/** autoplan_300_ms: a week of 300 needs proposed for twelve specialists. */
export function autoplan() {
  console.error("autoplan: proposing a week of 300 needs for twelve specialists");
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  pass(execFileSync("cargo", ["run", "--quiet", "--release", "-p", "domain", "--example", "autoplan_300_ms"], options));
}
