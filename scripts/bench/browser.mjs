import { createRequire } from "node:module";

const require = createRequire(new URL("../../end2end/package.json", import.meta.url));

/** Debian's Chromium, which talks to nobody. */
export async function withBrowser(use) {
  const { chromium } = require("@playwright/test");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
