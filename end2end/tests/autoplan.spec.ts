// Autoplan: what a week still needs, proposed as ghosts, taken one by one or all at once.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Calendar, TALL } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN, id } from './support/people';
import { kk, ru } from './support/words';

const ghosts = (calendar: Calendar) => calendar.grid.locator('.ghost');
const plan = (calendar: Calendar) => calendar.side.getByTestId('plan');
const count = async (calendar: Calendar) => ghosts(calendar).count();

/** Asks for everybody, and waits for the ghosts. */
async function ask(calendar: Calendar): Promise<number> {
  await calendar.side.getByTestId('plan-ask').click();
  await expect(plan(calendar)).toBeVisible();
  await expect(ghosts(calendar).first()).toBeVisible();
  return count(calendar);
}

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return result.violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

test('a week is proposed; one is taken, then all: they stand', async ({ open }) => {
  const day = emptyWeek(21);
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  const n = await ask(calendar);
  expect(n).toBeGreaterThan(10);
  await expect(page.getByRole('heading', { name: kk('autoplan.title', { n }) })).toBeFocused();
  await expect(calendar.said).toContainText(`${n} ұсыныс.`);
  await expect(ghosts(calendar).first()).toHaveAccessibleName(/^Ұсыныс: /);
  await expect(calendar.grid.locator('.ses:not(.ghost)')).toHaveCount(0);

  await plan(calendar).locator('[data-take]').first().click();
  await expect(calendar.grid.locator('.ses.draft')).toHaveCount(1);
  await expect(ghosts(calendar)).toHaveCount(n - 1);
  await expect(calendar.notice).toContainText(kk('calendar.done_created', { when: '' }).trim());
  // The next one is at hand.
  await expect(plan(calendar).locator('[data-take]').first()).toBeFocused();

  await plan(calendar).getByTestId('plan-take-all').click();
  await expect(calendar.notice).toContainText(kk('autoplan.accepted', { n: n - 1 }), { timeout: 60_000 });
  await expect(ghosts(calendar)).toHaveCount(0);
  await expect(calendar.grid.locator('.ses.draft')).toHaveCount(n);
  await page.reload();
  await calendar.ready();
  await expect(calendar.grid.locator('.ses.draft')).toHaveCount(n);
});

test('a child without a consent is said to have no place, with the paragraph', async ({ open }) => {
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day: emptyWeek(22) });
  await ask(calendar);
  const left = plan(calendar).getByTestId('plan-left').getByRole('listitem').filter({ hasText: CHILDREN.C26 });
  await expect(left).toContainText(kk('rules.no_consent', { child: CHILDREN.C26 }));
  await expect(left).toContainText(kk('rules.source_order92', { number: '11' }));
  // Declined, nothing is left of it.
  await plan(calendar).getByTestId('plan-close').click();
  await expect(ghosts(calendar)).toHaveCount(0);
  await expect(calendar.side.getByTestId('plan-ask')).toBeFocused();
});

test('one child is planned from its line, a group from the choice', async ({ open }) => {
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day: emptyWeek(23) });
  await calendar.side.getByRole('button', { name: kk('autoplan.for_child', { name: CHILDREN.C16 }) }).first().click();
  await expect(ghosts(calendar).first()).toBeVisible();
  for (const ghost of await ghosts(calendar).all()) await expect(ghost).toHaveAccessibleName(new RegExp(CHILDREN.C16));
  const one = await count(calendar);
  await plan(calendar).getByTestId('plan-close').click();
  await calendar.side.getByLabel(kk('autoplan.whom')).selectOption({ label: 'Қарлығаш' });
  const group = await ask(calendar);
  await plan(calendar).getByTestId('plan-close').click();
  await calendar.side.getByLabel(kk('autoplan.whom')).selectOption({ index: 0 });
  const all = await ask(calendar);
  expect(one).toBeLessThan(group);
  expect(group).toBeLessThan(all);
});

test('by keys alone: Enter takes, Delete declines, the space bar opens, the focus goes on', async ({ open }) => {
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day: emptyWeek(24) });
  const n = await ask(calendar);
  const first = ghosts(calendar).first();
  await first.focus();
  await page.keyboard.press('Space');
  const dialog = calendar.dialog();
  await expect(dialog).toContainText(kk('autoplan.keys'));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(calendar.grid.locator('.ghost:focus')).toHaveCount(1);
  await page.keyboard.press('Delete');
  await expect(ghosts(calendar)).toHaveCount(n - 1);
  await expect(calendar.said).toHaveText(kk('autoplan.declined', { n: n - 1 }));
  await expect(calendar.grid.locator('.ghost:focus')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(calendar.grid.locator('.ses.draft')).toHaveCount(1);
  await expect(ghosts(calendar)).toHaveCount(n - 2);
  await expect(calendar.grid.locator('.ghost:focus')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(calendar.grid.locator('.ses:focus')).toHaveCount(1);
  // What was taken can be taken back.
  await calendar.undo();
  await expect(calendar.grid.locator('.ses.draft')).toHaveCount(0);
});

test('a proposal that somebody else has made impossible says why, and the others stay', async ({ open, api }) => {
  const day = emptyWeek(25);
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  await calendar.side.getByRole('button', { name: kk('autoplan.for_child', { name: CHILDREN.C16 }) }).first().click();
  const first = ghosts(calendar).first();
  await expect(first).toBeVisible();
  const n = await count(calendar);
  // The child's own time is taken by somebody else's session.
  const name = (await first.getAttribute('aria-label'))!;
  const at = name.match(/(\d\d:\d\d)–/)![1];
  const column = await first.locator('xpath=ancestor::*[@data-day]').getAttribute('data-day');
  await api.create({ kind: 'diagnostics', day: column!, at, minutes: 30, staff: 'S06', room: 'R6', children: ['C16'] });
  await expect(calendar.grid.locator('.ghost.gone')).toHaveCount(1);
  await expect(calendar.grid.locator('.ghost.gone')).toContainText(kk('autoplan.gone', { why: '' }).trim());
  await expect(ghosts(calendar)).toHaveCount(n);
  await plan(calendar).getByTestId('plan-take-all').click();
  await expect(calendar.notice).toBeVisible();
  await expect(ghosts(calendar)).toHaveCount(1);
});

test('a specialist is proposed their own sessions only', async ({ open }) => {
  const page = await open('speech', { viewport: TALL });
  const calendar = await Calendar.open(page, { day: emptyWeek(26), by: 'staff' });
  await ask(calendar);
  expect(await count(calendar)).toBe(await calendar.grid.locator(`[data-of="${id('S04')}"] .ghost`).count());
});

for (const phone of [false, true]) {
  test(`the list and the ghosts: axe, ${phone ? 'phone' : 'desktop'}`, async ({ open }) => {
    const page = await open('methodist', { phone, lang: 'ru' });
    const calendar = await Calendar.open(page, { day: emptyWeek(27) }, 'ru');
    if (phone) await calendar.side.getByRole('button', { name: ru('calendar.to_place') }).click();
    await calendar.side.getByTestId('plan-ask').click();
    await expect(plan(calendar)).toBeVisible();
    expect(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.cancel()));
    expect(await violations(page), 'dark').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: 'print' });
    await expect(ghosts(calendar).first()).toBeHidden();
  });
}
