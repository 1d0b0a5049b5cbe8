// The calendar, as somebody with a mouse or a keyboard has it before them.

import { expect, type Locator, type Page } from '@playwright/test';
import { dayMonthWeekday, minuteOf, range } from './clock';
import { inOrder, word, type Lang } from './words';

/** A place in the grid; `of` is a specialist's or room's id, where the columns are such. */
export type Place = { day: string; at: string; of?: string };

type View = { view?: 'day' | 'week' | 'month'; by?: 'day' | 'staff' | 'room'; day: string };

/** Tall enough for a whole day: nothing scrolls by itself while something is dragged. */
export const TALL = { width: 1440, height: 1500 };

export class Calendar {
  readonly grid: Locator;
  readonly notice: Locator;
  /** What a screen reader is told. */
  readonly said: Locator;
  readonly side: Locator;

  constructor(readonly page: Page, readonly lang: Lang = 'kk') {
    this.grid = page.getByRole('region', { name: this.word('calendar.grid') });
    this.notice = page.getByTestId('cal-notice');
    this.said = page.getByTestId('cal-said');
    this.side = page.getByRole('complementary', { name: this.word('calendar.to_place') });
  }

  word(key: string, values?: Record<string, string | number>): string {
    return word(this.lang, key, values);
  }

  /** Opens a view, and waits until it is alive and changes arrive. */
  static async open(page: Page, { view = 'week', by = 'day', day }: View, lang: Lang = 'kk'): Promise<Calendar> {
    const calendar = new Calendar(page, lang);
    await page.goto(`/calendar?view=${view}&by=${by}&day=${day}`);
    await calendar.ready();
    return calendar;
  }

  async ready() {
    const live = this.page.getByTestId('cal-live');
    // Hidden until the page is alive and hears what others do.
    await expect(live).toBeVisible({ timeout: 60_000 });
    await expect(live).toHaveText(this.word('common.live'));
  }

  /** The block of a session, by what it says of itself in this order. */
  block(...texts: string[]): Locator {
    return this.grid.getByRole('button', { name: inOrder(...texts) });
  }

  /** The block of a child's session at a time. */
  blockAt(child: string, day: string, at: string, minutes = 20): Locator {
    return this.block(child, dayMonthWeekday(this.lang, day), range(at, minutes));
  }

  byId(session: string): Locator {
    return this.grid.locator(`[data-id="${session}"]`);
  }

  /** The block of a session in one column. */
  within(session: string, day: string, of?: string): Locator {
    return this.column(day, of).locator(`[data-id="${session}"]`);
  }

  column(day: string, of?: string): Locator {
    const whose = of === undefined ? '' : `[data-of="${of}"]`;
    return this.grid.locator(`[data-col][data-day="${day}"]${whose}`);
  }

  /** Where a time of a column is on the screen. */
  async point({ day, at, of }: Place): Promise<{ x: number; y: number }> {
    const found = await this.column(day, of).evaluate((column, minute) => {
      const sheet = column.closest<HTMLElement>('.cal-sheet')!;
      const style = sheet.style;
      const from = Number(style.getPropertyValue('--from'));
      const span = Number(style.getPropertyValue('--span'));
      const body = column.closest('.cal-body')!.getBoundingClientRect();
      const box = column.getBoundingClientRect();
      // To the right, where a narrow block leaves the column free.
      return { x: box.left + box.width * 0.9, y: body.top + ((minute - from) * body.height) / span };
    }, minuteOf(at));
    return found;
  }

  private async travel(to: { x: number; y: number }) {
    await this.page.mouse.move(to.x, to.y, { steps: 8 });
  }

  /** Picks a block up with the mouse and carries it to a place; it is not put down yet. */
  async carry(block: Locator, place: Place) {
    await block.scrollIntoViewIfNeeded();
    const box = (await block.boundingBox())!;
    const grip = { x: box.x + box.width / 2, y: box.y + Math.min(6, box.height / 4) };
    await this.page.mouse.move(grip.x, grip.y);
    await this.page.mouse.down();
    const to = await this.point(place);
    await this.travel({ x: to.x, y: to.y + (grip.y - box.y) });
  }

  async drop() {
    await this.page.mouse.up();
  }

  /** Carries a block to a place and puts it down. */
  async drag(block: Locator, place: Place) {
    await this.carry(block, place);
    await this.drop();
  }

  /** Pulls the lower edge of a block to a time. */
  async resize(block: Locator, { day, at, of }: Place) {
    const box = (await block.boundingBox())!;
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height - 3);
    await this.page.mouse.down();
    const to = await this.point({ day, at, of });
    await this.travel({ x: box.x + box.width / 2, y: to.y - 3 });
    await this.drop();
  }

  /** Draws a new session over an empty area. */
  async draw(from: Place, until: string) {
    const start = await this.point(from);
    const end = await this.point({ ...from, at: until });
    await this.page.mouse.move(start.x, start.y + 2);
    await this.page.mouse.down();
    await this.travel({ x: end.x, y: end.y - 2 });
    await this.drop();
  }

  /** Carries a child from the list to a place. */
  async place(child: Locator, place: Place) {
    await child.scrollIntoViewIfNeeded();
    const box = (await child.boundingBox())!;
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.page.mouse.down();
    const to = await this.point(place);
    await this.travel({ x: to.x, y: to.y + 2 });
    await this.drop();
  }

  /** Carries a child from the list into a session. */
  async seat(child: Locator, block: Locator) {
    await child.scrollIntoViewIfNeeded();
    const box = (await child.boundingBox())!;
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.page.mouse.down();
    const target = (await block.boundingBox())!;
    await this.travel({ x: target.x + target.width / 2, y: target.y + target.height / 2 });
    await this.drop();
  }

  /** A child in the list of those who have not reached their weekly number. */
  need(name: string, kind: string): Locator {
    return this.side.getByTestId('needs').getByRole('button', { name: inOrder(name, kind) });
  }

  dialog(title?: string): Locator {
    return this.page.getByRole('dialog', title ? { name: title } : {});
  }

  async undo() {
    await this.notice.getByRole('button', { name: this.word('common.undo') }).click();
  }
}

/** Remembers that the page was not loaded anew. */
export async function mark(page: Page) {
  await page.evaluate(() => void ((window as { marked?: boolean }).marked = true));
}

export async function expectNotReloaded(page: Page) {
  expect(await page.evaluate(() => (window as { marked?: boolean }).marked)).toBe(true);
}
