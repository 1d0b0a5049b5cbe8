import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';

// scripts/test.sh picks a free port. By hand: KENES_TEST_PORT=3210 npx playwright test
process.env.KENES_TEST_PORT ??= '3210';
// The server's clock starts here, whatever day it is: the Tuesday of the demonstration's own week, at nine.
process.env.KENES_CLOCK ??= '2026-11-24T09:00:00+05:00';
process.env.KENES_TEST_STARTED ??= String(Date.now());
// Where the server's pages look for NCALayer: a test that wants one starts the stand-in there (tests/support/ncalayer.ts).
process.env.KENES_TEST_NCALAYER ??= freePort();
process.env.KENES_NCALAYER ??= `ws://127.0.0.1:${process.env.KENES_TEST_NCALAYER}`;
const baseURL = `http://127.0.0.1:${process.env.KENES_TEST_PORT}`;

function freePort(): string {
  const ask = "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); });";
  return execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8' }).trim();
}

export default defineConfig({
  testDir: './tests',
  // One server, one database: a test takes days and children of its own.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  // Generous: a machine may be busy with other things, and a test that is good waits for nothing.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL,
    locale: 'kk-KZ',
    timezoneId: 'Asia/Almaty',
    testIdAttribute: 'data-test',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      // Debian's own browser, which must not talk to anybody.
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: '../scripts/serve-for-tests.sh',
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
