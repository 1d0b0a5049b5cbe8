// `test` for Kenes: several people at once, each in a browser of their own; every page is watched.

import { existsSync } from 'node:fs';
import { test as base, expect, type APIRequestContext, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Api } from './api';
import { PASSWORD, PEOPLE, type Person } from './people';
import { Watch } from './watch';
import { word, type Lang } from './words';

export { expect };

export type How = {
  /** A phone of 390 pixels, with a finger. */
  phone?: boolean;
  lang?: Lang;
  dark?: boolean;
  /** False: the page's scripts do not run. */
  scripts?: boolean;
  viewport?: { width: number; height: number };
};

type Tests = {
  /** Opens a browser for somebody, signed in; without a name, for a visitor. */
  open: (person?: Person | null, how?: How) => Promise<Page>;
  /** The methodist's hands, for what a test needs to be there beforehand. */
  api: Api;
  /** The same for anybody. */
  apiOf: (person: Person) => Promise<Api>;
  watch: Watch;
};

/**
 * Where the session cookies of those who have signed in are kept: a failed test takes its process with it, not these. By
 * port, too: files run beside each other, each with a server of its own, and may begin in the same millisecond.
 */
const cookiesOf = (person: Person) =>
  `test-results/.signed-in/${process.env.KENES_TEST_STARTED}-${process.env.KENES_TEST_PORT}-${person}.json`;

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };

async function context(browser: Browser, how: How, person?: Person | null): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...(how.phone ? PHONE : DESKTOP),
    ...(how.viewport ? { viewport: how.viewport } : {}),
    colorScheme: how.dark ? 'dark' : 'light',
    javaScriptEnabled: how.scripts ?? true,
    storageState: person ? cookiesOf(person) : undefined,
  });
  if (how.lang) await speak(context, how.lang);
  return context;
}

/** Sets the language that the server and the page take from the cookie. */
export async function speak(context: BrowserContext, lang: Lang) {
  await context.addCookies([{ name: 'kenes-lang', value: lang, url: base_url() }]);
}

export function base_url(): string {
  return `http://127.0.0.1:${process.env.KENES_TEST_PORT}`;
}

/** Waits until the page's scripts have taken it over. */
export async function alive(page: Page) {
  await page.locator('html[data-alive]').waitFor({ state: 'attached', timeout: 60_000 });
}

/** Goes to a page and waits until it is alive. */
export async function go(page: Page, address: string) {
  await page.goto(address);
  await alive(page);
}

/** Fills in the form of the sign-in page. */
export async function fillSignIn(page: Page, login: string, password: string, lang: Lang = 'kk') {
  await page.getByLabel(word(lang, 'account.login')).fill(login);
  await page.getByLabel(word(lang, 'account.password'), { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: word(lang, 'common.sign_in'), exact: true }).click();
}

async function ensureSignedIn(browser: Browser, person: Person, watch: Watch) {
  if (existsSync(cookiesOf(person))) return;
  // Without scripts: the quickest of the ways that there are.
  const fresh = await context(browser, { scripts: false });
  watch.follow(fresh, `${person} signing in`, false);
  const page = await fresh.newPage();
  await page.goto('/sign-in?to=/account');
  await fillSignIn(page, PEOPLE[person].login, PASSWORD);
  await expect(page).toHaveURL('/account');
  await fresh.storageState({ path: cookiesOf(person) });
  await fresh.close();
}

export const test = base.extend<Tests>({
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(await watch.end(), 'what pages complained of').toEqual([]);
  },

  open: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, how = {}) => {
      if (person) await ensureSignedIn(browser, person, watch);
      const own = await context(browser, how, person);
      contexts.push(own);
      watch.follow(own, person ?? 'visitor', how.scripts ?? true);
      return own.newPage();
    });
    await watch.end();
    for (const own of contexts) await own.close();
  },

  // A visitor's page, watched like all others.
  page: async ({ open }, use) => use(await open()),

  apiOf: async ({ browser, watch, playwright }, use) => {
    const requests: APIRequestContext[] = [];
    await use(async (person) => {
      await ensureSignedIn(browser, person, watch);
      const request = await playwright.request.newContext({ baseURL: base_url(), storageState: cookiesOf(person) });
      requests.push(request);
      return new Api(request);
    });
    for (const request of requests) await request.dispose();
  },

  api: async ({ apiOf }, use) => use(await apiOf('methodist')),
});
