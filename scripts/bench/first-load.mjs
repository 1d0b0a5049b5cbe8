import { withBrowser } from "./browser.mjs";
import { say } from "./print.mjs";

/** first_load_kb: JavaScript and WebAssembly that a browser is sent for a parent's first page, compressed as it travels. */
export async function firstLoad({ address }) {
  await withBrowser(async (browser) => {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    const code = new Map();
    let bytes = 0;
    devtools.on("Network.responseReceived", ({ requestId, response }) => {
      if (/\.(js|wasm)($|\?)/.test(response.url)) code.set(requestId, response.url);
    });
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (!code.has(requestId)) return;
      bytes += encodedDataLength;
      console.error(`first load: ${new URL(code.get(requestId)).pathname} ${(encodedDataLength / 1024).toFixed(1)} KB`);
    });
    await page.goto(address, { waitUntil: "networkidle" });
    say({ name: "first_load_kb", value: bytes / 1024, unit: "KB" });
  });
}
