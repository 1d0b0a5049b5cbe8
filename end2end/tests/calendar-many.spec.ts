// A week of very many sessions: what is in sight is there at once, the rest when it is scrolled to; all of them have a name.

import { Calendar } from './support/calendar';
import { clock, emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import type { Child } from './support/people';

/** Who holds them, where, and with which children: from the first number to the last. */
const PLACES = [['S03', 'R3', 16, 22], ['S04', 'R1', 1, 8], ['S05', 'R2', 9, 14]] as const;
const STARTS = Array.from({ length: 9 }, (_, n) => 540 + 25 * n);

test('of a hundred and thirty-five sessions those in sight come first, and none is lost', async ({ open, api }) => {
  test.slow();
  const week = emptyWeek(3);
  const made: string[] = [];
  for (let day = 0; day < 5; day++) {
    for (const [n, start] of STARTS.entries()) {
      for (const [staff, room, from, to] of PLACES) {
        const child = `C${String(from + (n % (to - from + 1))).padStart(2, '0')}` as Child;
        const plan = { kind: 'individual', day: shift(week, day), at: clock(start), staff, room, children: [child], status: 'draft' } as const;
        made.push((await api.create(plan)).id);
      }
    }
  }
  const calendar = await Calendar.open(await open('methodist'), { day: shift(week, -7) });
  const { page } = calendar;
  const sessions = page.locator('.cal-scroll .ses');
  await page.locator('.cal-steps a').last().click();
  await expect(sessions).toHaveCount(made.length);
  await expect(page.locator('.ses.hollow')).toHaveCount(0);
  await expect(page.locator('.ses:not([aria-label])')).toHaveCount(0);
  const first = calendar.column(week).locator('.ses').first();
  await expect(first.locator('b')).toBeVisible();
  const last = calendar.column(shift(week, 4)).locator('.ses').last();
  await expect(last).toHaveClass(/\bfar\b/);
  await expect(last.locator('b')).toBeHidden();
  // By its name, as a screen reader finds it; with the focus it comes into sight.
  await page.getByRole('button', { name: (await last.getAttribute('aria-label'))! }).focus();
  await expect(last.locator('b')).toBeVisible();
  await expect(last).not.toHaveClass(/\bfar\b/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toBeVisible();
});
