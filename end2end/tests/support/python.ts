// PyPI's icalendar, which scripts/test.sh has put into a folder of its own (scripts/lib/browser.sh).

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type PythonEvent = { uid: string; sequence: number; status: string; summary: string; start: string; end: string };

/** What PyPI's icalendar reads in a calendar file. */
export function readByPython(text: string): { events: PythonEvent[]; errors: string[]; zones: number } {
  const python = process.env.KENES_PYTHON;
  if (!python || !existsSync(python)) {
    throw new Error(
      `PyPI's icalendar is not there (KENES_PYTHON=${python ?? ''}). scripts/test.sh browser installs it; it needs the network once.`,
    );
  }
  const script = fileURLToPath(new URL('./read_ics.py', import.meta.url));
  return JSON.parse(execFileSync(python, [script], { input: text, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
}
