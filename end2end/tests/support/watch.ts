// What no page may do in any test: complain in the console, throw, break its own content policy, lose a request.

import type { BrowserContext, ConsoleMessage } from '@playwright/test';

export class Watch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly pending: Promise<void>[] = [];
  private over = false;

  /** This test is about something of the kind. */
  allow(pattern: RegExp) {
    this.allowed.push(pattern);
  }

  follow(context: BrowserContext, who: string, scripts = true) {
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      // A refusal has a status of its own, and the page says it in words: see `response` for those that are none.
      if (message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/')) return;
      // Signed out elsewhere: the stream of changes ends.
      if (message.text().includes('status of 401') && /\/live(\?|$)/.test(message.location().url)) return;
      // Announced early, used when the client runs: on a busy machine that is late, without scripts never.
      if ((!scripts || message.text().includes('.wasm')) && message.text().includes('was preloaded using link preload')) return;
      this.pending.push(told(message).then((text) => this.note(`${who}: console ${message.type()}: ${text}`)));
    });
    context.on('weberror', (error) => this.note(`${who}: page error: ${error.error().stack ?? error.error()}`));
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Left before it came, or announced to a browser without scripts.
      if (why !== 'net::ERR_ABORTED' && why !== 'csp') this.note(`${who}: request failed: ${request.method()} ${request.url()} ${why}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) this.note(`${who}: ${response.status()} ${response.url()}`);
    });
  }

  private note(text: string) {
    if (!this.over && !this.allowed.some((pattern) => pattern.test(text))) this.found.push(text);
  }

  /** Ends watching. What was found fails the test. */
  async end(): Promise<string[]> {
    await Promise.all(this.pending);
    this.over = true;
    return this.found;
  }
}

/** What was written to the console; a node as its HTML, with what it stands in. */
async function told(message: ConsoleMessage): Promise<string> {
  const where = `${message.text()} (${message.location().url})`;
  if (!message.text().includes('JSHandle@node')) return where;
  const html = await Promise.all(message.args().map((arg) =>
    arg.evaluate((node) => (node instanceof Node ? `${node.parentElement?.outerHTML.slice(0, 400)} → ${node.nodeName} ${node.textContent?.slice(0, 80)}` : '')).catch(() => '')));
  return `${where} ${html.filter(Boolean).join(' | ')}`;
}
