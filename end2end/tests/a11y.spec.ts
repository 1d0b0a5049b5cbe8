// The focus: it is seen, leads on, and stays where it belongs. What axe says of each page: a11y-phone, a11y-desktop.

import { expect, go, test } from './support/fixtures';
import { PAGES, show } from './support/pages';
import { kk } from './support/words';

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
