// What no page may do in any test: complain in the console, throw, break its own content policy, lose a request.

import type { BrowserContext } from '@playwright/test';

export class Watch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];
  private over = false;

  /** This test is about something of the kind. */
  allow(pattern: RegExp) {
    this.allowed.push(pattern);
  }

  follow(context: BrowserContext, who: string) {
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      // A refusal has a status of its own, and the page says it in words: see `response` for those that are none.
      if (message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/')) return;
      this.note(`${who}: console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.note(`${who}: page error: ${error.error().stack ?? error.error()}`));
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') this.note(`${who}: request failed: ${request.method()} ${request.url()} ${why}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) this.note(`${who}: ${response.status()} ${response.url()}`);
    });
  }

  private note(text: string) {
    if (!this.over && !this.allowed.some((pattern) => pattern.test(text))) this.found.push(text);
  }

  /** Ends watching. What was found fails the test. */
  end(): string[] {
    this.over = true;
    return this.found;
  }
}
