// Every page for everybody: axe in both languages, light and dark, on a phone and on a desktop.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { PAGES, show } from './pages';
import { LANGS } from './words';

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
export function axeFindsNothing(phone: boolean) {
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
