import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The hour in which it all happens: before the full week's first session, whatever day it is. */
const CLOCK = "2026-11-23T07:00:00+05:00";

/**
 * The release binary with a kindergarten of so many sessions a week, and of so many meetings with minutes; stopped and
 * forgotten afterwards.
 */
export async function withServer(sessions, use, minutes = 0) {
  const folder = mkdtempSync(join(process.env.KENES_BENCH_DIR ?? tmpdir(), "kenes-bench-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: `sqlite:${join(folder, "kenes.db")}`,
    KENES_LISTEN: `127.0.0.1:${port}`,
    KENES_PUBLIC_URL: address,
    KENES_LOG: "warn",
    KENES_CLOCK: CLOCK,
  };
  const kenes = process.env.KENES_BIN;
  const made = JSON.parse(execFileSync(kenes, ["bench-data", "--sessions", String(sessions), "--minutes", String(minutes)], { env, encoding: "utf8" }).trim().split("\n").pop());
  const child = spawn(kenes, ["serve"], { env, stdio: ["ignore", "inherit", "inherit"].map((way) => (way === "inherit" ? 2 : way)) });
  try {
    await ready(address, child);
    await use({
      ...made,
      address,
      before: new Date(Date.parse(made.monday) - 7 * 86_400_000).toISOString().slice(0, 10),
      cookie: await signIn(address, made),
      signIn: (login) => signIn(address, { ...made, login }),
      pid: child.pid,
      residentMegabytes: () => residentMegabytes(child.pid),
    });
  } finally {
    child.kill("SIGTERM");
    await new Promise((done) => child.once("exit", done));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a process holds in memory. */
export function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

/** The time that a process has had of the processors, in microseconds. */
export function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

export function freePort() {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function ready(address, child) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`kenes serve ended with ${child.exitCode}`);
    const answer = await fetch(`${address}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("kenes serve did not become ready in ten seconds");
}

async function signIn(address, { login, password }) {
  const answer = await fetch(`${address}/api/account/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: address },
    body: new URLSearchParams({ login, password, to: "/calendar" }),
  });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  if (!cookie) throw new Error(`signing in gave ${answer.status} and no cookie`);
  return cookie;
}
