// The calendar under a finger: a long press picks up, a swipe scrolls, the grid follows at its edges.

import type { CDPSession, Page } from '@playwright/test';
import { Calendar } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { inOrder, kk } from './support/words';

const WEEK = emptyWeek(26);
/** A little more than the 350 ms after which a finger lifts what it is on. */
const LONG = 450;

class Finger {
  private constructor(private readonly page: Page, private readonly session: CDPSession) {}

  static async of(page: Page) {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  private async send(type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) {
    await this.session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  }

  async down(at: { x: number; y: number }, ms = LONG) {
    await this.send('touchStart', at);
    await this.page.waitForTimeout(ms);
  }

  async move(from: { x: number; y: number }, to: { x: number; y: number }, steps = 8) {
    for (let n = 1; n <= steps; n++) {
      await this.send('touchMove', { x: from.x + ((to.x - from.x) * n) / steps, y: from.y + ((to.y - from.y) * n) / steps });
      await this.page.waitForTimeout(16);
    }
  }

  async up() {
    await this.send('touchEnd');
  }
}

/** The middle of a block, in the middle of the screen. */
async function centre(calendar: Calendar, id: string) {
  const block = calendar.byId(id);
  await block.evaluate((node) => node.scrollIntoView({ block: 'center' }));
  // A grid that has just moved picks nothing up.
  await calendar.page.waitForTimeout(400);
  const box = (await block.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + Math.min(10, box.height / 3) };
}

const scrolled = (calendar: Calendar) => calendar.grid.evaluate((grid) => ({ top: grid.scrollTop, left: grid.scrollLeft }));

test('a long press lifts a session, and it goes where the finger goes', async ({ open, api }) => {
  const day = WEEK;
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('psychologist', { phone: true });
  const calendar = await Calendar.open(page, { view: 'day', day });
  const finger = await Finger.of(page);
  const from = await centre(calendar, session.id);
  await finger.down(from, 120);
  await expect(calendar.byId(session.id)).toHaveClass(/pressed/);
  await page.waitForTimeout(LONG);
  const ghost = calendar.grid.locator('.cal-ghost');
  await expect(ghost).toBeVisible();
  await expect(ghost).toHaveClass(/grip/);
  const pixels = await calendar.grid.evaluate((grid) => {
    const [body, sheet] = [grid.querySelector('.cal-body')!, grid.querySelector<HTMLElement>('.cal-sheet')!];
    return body.getBoundingClientRect().height / Number(sheet.style.getPropertyValue('--span'));
  });
  await finger.move(from, { x: from.x, y: from.y + 60 * pixels });
  await expect(ghost).toContainText('11:00–11:20');
  await finger.up();
  await expect(calendar.byId(session.id)).toHaveAccessibleName(inOrder('11:00–11:20'));
  await expect(calendar.byId(session.id)).not.toHaveClass(/pressed/);
  await expect(calendar.dialog()).toHaveCount(0);
});

test('a finger that swipes scrolls, and lifts nothing; a tap opens', async ({ open, api }) => {
  const day = shift(WEEK, 1);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const page = await open('psychologist', { phone: true });
  const calendar = await Calendar.open(page, { view: 'day', day });
  const finger = await Finger.of(page);
  const from = await centre(calendar, session.id);
  const before = await scrolled(calendar);
  await finger.down(from, 60);
  await finger.move(from, { x: from.x, y: from.y - 160 });
  await page.waitForTimeout(LONG);
  await expect(calendar.grid.locator('.cal-ghost')).toBeHidden();
  await finger.up();
  const [after, moved] = [await scrolled(calendar), await page.evaluate(() => window.scrollY)];
  expect(after.top - before.top + moved, 'it scrolls').toBeGreaterThan(40);
  await expect(calendar.byId(session.id)).toHaveAccessibleName(inOrder('10:00–10:20'));
  await expect(calendar.dialog()).toHaveCount(0);

  await page.waitForTimeout(600);
  const box = (await calendar.byId(session.id).boundingBox())!;
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await expect(calendar.dialog()).toBeVisible();
});

test('at an edge the grid follows, also while the finger rests', async ({ open, api }) => {
  const day = shift(WEEK, 2);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const page = await open('psychologist', { phone: true });
  const calendar = await Calendar.open(page, { view: 'week', day });
  const finger = await Finger.of(page);
  await calendar.byId(session.id).scrollIntoViewIfNeeded();
  const from = await centre(calendar, session.id);
  const before = await scrolled(calendar);
  await finger.down(from);
  await expect(calendar.grid.locator('.cal-ghost')).toBeVisible();

  // Downwards.
  const low = { x: from.x, y: 838 };
  await finger.move(from, low);
  await expect.poll(async () => (await scrolled(calendar)).top).toBeGreaterThan(before.top + 120);
  // To the right: the next day comes under the finger.
  const right = { x: 384, y: 500 };
  await finger.move(low, right);
  await expect.poll(async () => (await scrolled(calendar)).left).toBeGreaterThan(before.left + 200);
  const resting = { x: 250, y: 500 };
  await finger.move(right, resting);
  const [still] = [await scrolled(calendar)];
  await page.waitForTimeout(300);
  expect((await scrolled(calendar)).left).toBe(still.left);
  await finger.up();
  const notice = calendar.notice;
  // Whatever the rules say of where it came to: it was put down, and not lost.
  await expect(notice.or(calendar.dialog())).toBeVisible();
});
