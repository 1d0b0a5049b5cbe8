import { execFileSync } from "node:child_process";

import { pass } from "./print.mjs";

/** rules_check_us: one check in a week of 500 sessions. */
export function rules() {
  console.error("rules: checking plans against a week of 500 sessions");
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  pass(execFileSync("cargo", ["run", "--quiet", "--release", "-p", "domain", "--example", "rules_check_us"], options));
}
