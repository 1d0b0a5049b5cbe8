// What a drag touches in the page: its own nodes and the shade, and nothing of the other sessions.

import type { Page } from '@playwright/test';
import { Calendar, TALL } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';

type Watching = { touched?: () => Record<string, number> };

/** Watches every change inside the grid from now on. */
async function watchGrid(page: Page) {
  await page.evaluate(() => {
    const grid = document.querySelector('.cal-scroll')!;
    const touched: Record<string, number> = {};
    // What was touched, by what it belongs to: a session by its id, all else by its class.
    const nameOf = (node: Node): string => {
      const element = node instanceof Element ? node : node.parentElement;
      const owner = element?.closest('.ses, .cal-ghost, .cal-shades, .cal-col, .cal-head, .cal-body, .cal-scroll');
      if (owner instanceof HTMLElement && owner.classList.contains('ses')) return `session ${owner.dataset.id}`;
      return owner?.classList[0] ?? 'detached';
    };
    const note = (records: MutationRecord[]) => {
      for (const record of records) {
        const moved = [...record.addedNodes, ...record.removedNodes].filter((node) => node instanceof HTMLElement && node.dataset.id);
        const own = (record.target as Element).classList?.contains('cal-col') && moved.length > 0;
        const names = own ? moved.map((node) => `session ${(node as HTMLElement).dataset.id}`) : [nameOf(record.target)];
        for (const name of names) touched[name] = (touched[name] ?? 0) + 1;
      }
    };
    const observer = new MutationObserver(note);
    observer.observe(grid, { subtree: true, childList: true, attributes: true, characterData: true });
    (window as Watching).touched = () => {
      note(observer.takeRecords());
      const result = { ...touched };
      for (const name of Object.keys(touched)) delete touched[name];
      return result;
    };
  });
  return async () => Object.keys(await page.evaluate(() => (window as Watching).touched!())).sort();
}

test('a drag touches the session that is dragged, its ghost and the shade, and no other session', async ({ open, api }) => {
  const day = emptyWeek(0);
  const lesson = (day: string, at: string, staff: string, room: string, child: 'C16' | 'C17' | 'C09' | 'C10') =>
    api.create({ kind: 'individual', day, at, staff, room, children: [child] });
  const dragged = await lesson(day, '10:00', 'S03', 'R3', 'C16');
  // Beside each other where it is taken from, alone where it goes.
  const beside = await lesson(day, '10:00', 'S05', 'R2', 'C09');
  const far = await lesson(shift(day, 1), '09:00', 'S03', 'R3', 'C17');
  const other = await lesson(shift(day, 2), '15:00', 'S05', 'R2', 'C10');
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  await expect(calendar.byId(other.id)).toBeVisible();
  const touched = await watchGrid(calendar.page);

  const block = calendar.byId(dragged.id);
  await calendar.carry(block, { day: shift(day, 2), at: '10:40' });
  const ghost = calendar.grid.locator('.cal-ghost');
  await expect(ghost).toContainText('10:40–11:00');
  // Every column has been shaded.
  await expect(calendar.grid.locator('.cal-shades > div')).toHaveCount(await calendar.grid.locator('.cal-col').count());
  const own = `session ${dragged.id}`;
  expect(await touched()).toEqual(['cal-ghost', 'cal-shades', own]);

  // Put down: the one that stood beside it has the whole width again; all others are as they were.
  await calendar.drop();
  await expect(calendar.within(dragged.id, shift(day, 2))).toBeVisible();
  await expect(calendar.notice).toBeVisible();
  const after = await touched();
  expect(after).toEqual(expect.arrayContaining(['cal-ghost', 'cal-shades', own, `session ${beside.id}`]));
  for (const name of [`session ${far.id}`, `session ${other.id}`, 'cal-body', 'cal-scroll', 'detached']) {
    expect(after).not.toContain(name);
  }
  // Only the widths of the column that it has left, and of its head.
  expect(after.filter((name) => !name.startsWith('session')).sort()).toEqual(['cal-col', 'cal-ghost', 'cal-head', 'cal-shades']);
});
