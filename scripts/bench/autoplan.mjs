import { execFileSync } from "node:child_process";

import { pass } from "./print.mjs";

/** autoplan_300_ms: a plan for a week of 300 needs and 12 specialists. */
export function autoplan() {
  console.error("autoplan: a week of 300 needs for 12 specialists");
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  pass(execFileSync("cargo", ["run", "--quiet", "--release", "-p", "domain", "--example", "autoplan_300_ms"], options));
}
