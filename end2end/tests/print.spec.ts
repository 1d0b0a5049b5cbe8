// Paper: a specialist's week, a room's week, a door's day, each on one page of A4; and the week as a table.

import type { Page } from '@playwright/test';
import { Api } from './support/api';
import { Calendar } from './support/calendar';
import { emptyWeek, minuteOf, range, shift, TODAY } from './support/clock';
import { expect, go, test } from './support/fixtures';
import { CHILDREN, id, type Child } from './support/people';
import { inOrder, kk, ru } from './support/words';

const full = emptyWeek(26);
const table = emptyWeek(27);
const PSYCHOLOGIST = 'Қалдыбек Әсемгүл';

/** The page as the browser prints it: how many sheets, and how large, in points. */
async function printed(page: Page): Promise<{ sheets: number; width: number; height: number }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const box = pdf.match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/)!;
  return { sheets: pdf.match(/\/Type\s*\/Page\b(?!s)/g)!.length, width: Math.round(+box[1]), height: Math.round(+box[2]) };
}

/** What of the sheet reaches over its own edge on paper. */
async function cut(page: Page, wide: boolean): Promise<string[]> {
  const before = page.viewportSize()!;
  // A4 between its margins, in CSS pixels.
  await page.setViewportSize(wide ? { width: 1047, height: 718 } : { width: 718, height: 1047 });
  await page.emulateMedia({ media: 'print' });
  const over = await page.evaluate(() => {
    const sheet = document.querySelector<HTMLElement>('.paper')!;
    const edge = sheet.getBoundingClientRect();
    return [...sheet.querySelectorAll<HTMLElement>('*')]
      .filter((part) => {
        const box = part.getBoundingClientRect();
        const hidden = part.classList.contains('visually-hidden');
        return !hidden && (box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0);
      })
      .map((part) => `${part.tagName} ${part.textContent!.slice(0, 40)}`);
  });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  return over;
}

/** A specialist's week with as much in it as their hours take: every day from nine to one, and a group. */
async function fill(api: Api) {
  const children: Child[] = ['C16', 'C18'];
  for (let day = 0; day < 5; day++) {
    const at = (start: number, kind: string, who: Child[], minutes: number) =>
      api.json('calendar/create', {
        plan: {
          session: null, body: 'ppqq', kind, slot: { day: shift(full, day), start, minutes }, staff: [id('S03')], room: id('R3'), online: false,
          seats: who.map((child) => ({ child: id(child), with_parent: false })), hidden: 0, places: kind === 'individual' ? 1 : 4, open: false,
          status: kind === 'individual' && who.length === 0 ? 'draft' : 'confirmed', reason: 'сынақ', by: 'staff',
        },
      });
    let made = 0;
    for (let start = minuteOf('08:00'), n = 0; start <= minuteOf('17:40'); n++) {
      const group = n === 2;
      const minutes = group ? 40 : 20;
      const answer = await at(start, group ? 'small' : 'individual', group ? children : n === 0 ? children.slice(0, 1) : [], minutes);
      // Outside of their hours the rules refuse.
      if (answer.ok()) {
        made++;
        start += minutes + 5;
      } else start += 5;
    }
    expect(made, 'a full day').toBeGreaterThan(8);
  }
}

test('a full week of a specialist is one sheet of A4 across, with nothing cut off', async ({ open, api }) => {
  await fill(api);
  const page = await open('psychologist');
  await go(page, `/calendar/print?what=staff&day=${full}`);
  const sheet = page.getByRole('article', { name: PSYCHOLOGIST });
  const [, given] = CHILDREN.C16.split(' ');
  await expect(sheet).toContainText(given);
  await expect(sheet).not.toContainText(CHILDREN.C16.split(' ')[0]);
  expect(await printed(page)).toEqual({ sheets: 1, width: 842, height: 595 });
  expect(await cut(page, true)).toEqual([]);
  // Large enough to be read on a wall: no letter below six points.
  const smallest = await sheet.evaluate((sheet) => Math.min(...[...sheet.querySelectorAll('li')].map((li) => parseFloat(getComputedStyle(li).fontSize))));
  expect(smallest).toBeGreaterThanOrEqual(8);
});

test('a full week of a room names no child, and is one sheet', async ({ open }) => {
  const page = await open('methodist');
  await go(page, `/calendar/print?what=room&of=${id('R3')}&day=${full}`);
  const sheet = page.getByRole('article', { name: 'Психолог кабинеті' });
  await expect(sheet).toContainText('Қалдыбек');
  for (const child of Object.values(CHILDREN)) for (const name of child.split(' ')) await expect(sheet).not.toContainText(name);
  expect(await printed(page)).toEqual({ sheets: 1, width: 842, height: 595 });
  expect(await cut(page, true)).toEqual([]);
});

test('a door’s list is one sheet upright, without a child’s name', async ({ open }) => {
  const page = await open('methodist', { lang: 'ru' });
  await go(page, `/calendar/print?what=door&of=${id('R3')}&day=${full}`);
  const sheet = page.getByRole('article', { name: 'Психолог кабинеті' });
  await expect(sheet.getByRole('columnheader', { name: ru('print.how_many') })).toBeVisible();
  // What is only being planned is on no door: the group, and one lesson.
  await expect(sheet.getByRole('row')).toHaveCount(3);
  for (const child of Object.values(CHILDREN)) for (const name of child.split(' ')) await expect(sheet).not.toContainText(name);
  expect(await printed(page)).toEqual({ sheets: 1, width: 595, height: 842 });
  expect(await cut(page, false)).toEqual([]);
});

test('what is on the screen is one sheet, too', async ({ open }) => {
  const page = await open('methodist');
  await Calendar.open(page, { day: TODAY });
  expect(await printed(page)).toEqual({ sheets: 1, width: 842, height: 595 });
});

test('the menu leads to each sheet, by keys too, and gives the focus back', async ({ open }) => {
  const page = await open('psychologist');
  await Calendar.open(page, { day: TODAY });
  const menu = page.locator('.cal-menu > summary');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: kk('print.week_of_room') })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(page.getByRole('link', { name: kk('print.week_of_room') })).toBeHidden();
  // Days off are kept by others.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: kk('holiday.title') })).toHaveCount(0);
  await page.getByRole('link', { name: kk('print.door') }).click();
  await expect(page).toHaveURL(/\/calendar\/print\?what=door/);
  await expect(page.getByRole('heading', { level: 1, name: kk('print.title') })).toBeVisible();
  await expect(page.locator('main:focus, main :focus')).toHaveCount(1);
  // From sheet to sheet, and back to the calendar.
  await page.getByRole('link', { name: kk('print.of_staff') }).click();
  await expect(page.getByRole('article', { name: PSYCHOLOGIST })).toBeVisible();
  await page.getByRole('link', { name: kk('calendar.after'), exact: true }).click();
  await expect(page.locator('.paper-when')).toContainText('30 қараша – 4 желтоқсан 2026');
  await page.getByRole('link', { name: kk('print.to_calendar') }).click();
  await new Calendar(page).ready();
});

test('without scripts a sheet can be chosen and read', async ({ open }) => {
  const page = await open('methodist', { scripts: false, phone: true });
  await page.goto(`/calendar/print?day=${TODAY}`);
  await page.getByLabel(kk('calendar.staff')).selectOption({ label: PSYCHOLOGIST });
  await page.getByRole('button', { name: kk('print.show') }).click();
  await expect(page).toHaveURL(new RegExp(`of=${id('S03')}`));
  await expect(page.getByRole('article', { name: PSYCHOLOGIST })).toContainText('09:');
});

test('the week as a table: a row for each session, which opens it, and follows what others do', async ({ open, api }) => {
  const first = await api.create({ kind: 'individual', day: table, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  await api.create({ kind: 'individual', day: shift(table, 1), at: '10:00', staff: 'S04', room: 'R1', children: ['C09'] });
  const page = await open('methodist');
  const calendar = await Calendar.open(page, { day: table });
  await page.getByRole('link', { name: kk('print.as_table') }).click();
  await expect(page).toHaveURL(/as=table/);
  const rows = calendar.grid.getByRole('row');
  await expect(rows).toHaveCount(3);
  const row = calendar.grid.getByRole('row').filter({ hasText: CHILDREN.C16 });
  for (const text of [range('10:00', 20), kk('words.kind_individual'), 'Қалдыбек Әсемгүл', 'Психолог кабинеті', kk('words.status_confirmed')]) {
    await expect(row).toContainText(text);
  }
  await expect(calendar.grid.getByRole('columnheader')).toHaveText(
    ['calendar.date', 'calendar.time', 'print.session', 'calendar.children', 'calendar.staff', 'print.place', 'calendar.status'].map((key) => kk(key)),
  );
  const opener = row.getByRole('button', { name: inOrder(kk('words.kind_individual'), CHILDREN.C16) });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(CHILDREN.C16);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
  // Somebody else moves it: the row follows, and keeps the focus.
  await api.move(first, table, '11:00');
  await expect(row).toContainText(range('11:00', 20));
  await expect(opener).toBeFocused();
  // What is looked for is what stands in it.
  await page.getByRole('searchbox', { name: kk('calendar.find') }).fill('раяна');
  await expect(rows).toHaveCount(2);
  await page.getByRole('link', { name: kk('calendar.find_clear') }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('link', { name: kk('print.as_grid') }).click();
  await expect(calendar.byId(first.id)).toBeVisible();
});

test('without scripts the table is there, and on a phone the page does not hang over', async ({ open }) => {
  const page = await open('methodist', { scripts: false, phone: true });
  await page.goto(`/calendar?day=${table}&as=table`);
  await expect(page.getByRole('row')).toHaveCount(3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
