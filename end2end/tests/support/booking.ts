// The parent's three steps, as somebody with a phone takes them.

import { expect, type Locator, type Page } from '@playwright/test';
import { dayMonthWeekday, range, shift } from './clock';
import { CHILDREN, id, PEOPLE, type Child, type Person } from './people';
import { inOrder, word, type Lang } from './words';

export type Wish = { child: Child; kind: string; staff?: Person; day: string; at: string };

export class Booking {
  constructor(readonly page: Page, readonly lang: Lang = 'kk') {}

  word(key: string, values?: Record<string, string | number>): string {
    return word(this.lang, key, values);
  }

  /** The first step: what, and with whom. */
  async choose(kind: string, staff?: Person) {
    await expect(this.page.getByRole('heading', { level: 1, name: this.word('booking.what_title') })).toBeVisible();
    await this.page.getByRole('link', { name: this.word(`words.kind_${kind}`), exact: true }).click();
    const whom = staff ? PEOPLE[staff].name : this.word('booking.anybody');
    await this.page.getByRole('link', { name: whom, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.word('booking.when_title') })).toBeVisible();
  }

  /** The second step: leafs to the week of a day, and chooses a time. */
  async when(day: string, at: string) {
    const link = this.page.getByRole('link', { name: new RegExp(`^${dayMonthWeekday(this.lang, day)}`) });
    const later = this.page.getByRole('link', { name: this.word('booking.later_week') }).first();
    const title = this.page.locator('.week-title');
    for (let weeks = 0; (await link.count()) === 0; weeks++) {
      expect(weeks, `no way to ${day}`).toBeLessThan(5);
      const before = await title.textContent();
      await later.click();
      await expect(title).not.toHaveText(before!);
    }
    await link.click();
    await expect(this.page.getByRole('heading', { level: 2, name: dayMonthWeekday(this.lang, day) })).toBeVisible();
    await this.time(at).click();
    await this.page.getByRole('link', { name: this.word('booking.on'), exact: true }).click();
    const asked = this.page.url().includes('move=') ? 'booking.confirm_move_title' : 'booking.confirm_title';
    await expect(this.page.getByRole('heading', { level: 1, name: this.word(asked) })).toBeVisible();
  }

  /** A time of the day that is shown. */
  time(at: string): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${at}`) });
  }

  /** The third step. */
  confirmButton(): Locator {
    return this.page.getByRole('button', { name: this.word('booking.book'), exact: true });
  }

  /** All three steps, and the confirmation. */
  async book({ kind, staff, day, at }: Omit<Wish, 'child'>, minutes = 20) {
    await this.choose(kind, staff);
    await this.when(day, at);
    await this.confirmButton().click();
    await expect(this.page.getByRole('status').filter({ hasText: this.word('booking.new', { when: this.told(day, at, minutes) }) })).toBeVisible();
  }

  /** «8 желтоқсан, сейсенбі, 09:20–09:40». */
  told(day: string, at: string, minutes = 20): string {
    return `${dayMonthWeekday(this.lang, day)}, ${range(at, minutes)}`;
  }

  /** A card of «Жазылуларым», by its time. */
  card(day: string, at: string): Locator {
    return this.page.getByRole('article').filter({ has: this.page.locator(`time[datetime="${day}T${at}"]`) });
  }

  /** The address of the last step with everything chosen. */
  static address({ child, kind, staff, day, at, session }: { child: Child; kind: string; staff?: string; day: string; at: string; session?: string }): string {
    const query = new URLSearchParams({ child: id(child), kind, staff: staff ? id(staff) : 'any', day, time: at });
    if (session) query.set('session', session);
    query.set('step', '3');
    return `/book?${query}`;
  }
}

export { CHILDREN, inOrder, shift };
