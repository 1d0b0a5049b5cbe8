import { execFileSync } from "node:child_process";

import { pass } from "./print.mjs";

/** consent_pdf_p95_ms: one consent printed and sealed; a hundred one after the other; what stays in memory after five hundred. */
export function documents() {
  console.error("documents: printing and sealing consents");
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  pass(execFileSync("cargo", ["run", "--quiet", "--release", "-p", "documents", "--example", "bench"], options));
}
