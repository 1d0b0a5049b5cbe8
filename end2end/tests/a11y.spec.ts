// Every page for everybody: axe in both languages, light and dark, phone and desktop; the focus that is seen.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, go, test } from './support/fixtures';
import { PAGES, show } from './support/pages';
import { kk, LANGS } from './support/words';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules) axe.withRules(rules);
  else axe.withTags(STANDARD);
  const result = await axe.analyze();
  return result.violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`));
}

// A phone begins in Kazakh and a desktop in Russian, so that the server makes each page in both; the other language is chosen
// in place, as people do it.
for (const phone of [true, false]) {
  for (const shown of PAGES) {
    test(`${shown.name}: ${phone ? 'phone' : 'desktop'}`, async ({ open, watch }) => {
      watch.allow(/40[34]/);
      const [lang, other] = phone ? LANGS : [...LANGS].reverse();
      const page = await open(shown.person, { phone, lang });
      await show(page, shown, lang);
      expect(await violations(page), `${lang}, light`).toEqual([]);
      expect(await overhang(page), `${lang}: nothing hangs over the edge`).toBeLessThanOrEqual(0);
      // Of the rules only that of contrast asks for the theme.
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      // Colours that pass from one theme to the other have arrived. Nobody waits for them: a page that paints no frame
      // never ends an animation, and begins none before its styles are asked for.
      await page.evaluate(() => {
        for (const element of document.querySelectorAll('*')) void getComputedStyle(element).color;
        for (const animation of document.getAnimations()) {
          if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
          else animation.finish();
        }
      });
      expect(await violations(page, ['color-contrast']), `${lang}, dark`).toEqual([]);
      // A dialog that is open keeps the pointer away from the switch, and the server's own pages have none.
      const changed = await page.evaluate((code) => {
        const choice = document.querySelector<HTMLElement>(`.languages a[lang=${code}]`);
        choice?.click();
        return !!choice;
      }, other);
      if (!changed) return;
      await expect(page.locator(`html[lang=${other}]`)).toBeAttached();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(await violations(page), `${other}, dark`).toEqual([]);
      expect(await overhang(page), `${other}: nothing hangs over the edge`).toBeLessThanOrEqual(0);
    });
  }
}

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

test('the first Tab leads over the menu to the content', async ({ open }) => {
  const page = await open('nuray');
  await go(page, '/bookings');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: kk('common.skip') });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('wherever the focus is, it is seen', async ({ open }) => {
  for (const [person, address] of [[undefined, '/sign-in'], ['nuray', '/book?kind=play_online'], ['methodist', '/calendar']] as const) {
    const page = await open(person);
    await go(page, address);
    for (let n = 0; n < 14; n++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(async () => {
        // What moves into view has arrived two frames later.
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        const focused = document.activeElement as HTMLElement;
        if (focused === document.body) return { what: 'body', ok: true };
        const style = getComputedStyle(focused);
        const box = focused.getBoundingClientRect();
        // A link that is a whole card lights up the card.
        const ring = (element: Element | null): boolean =>
          !!element && (/0px 0px 0px 6px/.test(getComputedStyle(element).boxShadow) || ring(element.parentElement));
        const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || ring(focused);
        return { what: focused.outerHTML.slice(0, 120), ok: marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight };
      });
      expect(seen.ok, `${address}: ${seen.what}`).toBe(true);
    }
  }
});

test('after going on inside the application the focus is in the new page', async ({ open }) => {
  const page = await open('nuray');
  await go(page, '/bookings');
  await page.getByRole('navigation', { name: kk('common.main_nav') }).getByRole('link', { name: kk('common.nav_book'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: kk('booking.what_title') })).toBeVisible();
  await expect(page.locator('main:focus, main :focus')).toHaveCount(1);
});

test('a dialog keeps the focus inside, and Escape closes it', async ({ open }) => {
  const page = await open('methodist');
  await show(page, PAGES.find((shown) => shown.name === 'calendar-details')!, 'kk');
  for (let n = 0; n < 25; n++) {
    await page.keyboard.press('Tab');
    // Between the last and the first, browsers give the focus to their own frame.
    expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement!.closest('dialog'))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.ses:focus')).toHaveCount(1);
});
