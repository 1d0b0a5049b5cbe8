// What the calendar shows, and that its address says so.

import { Calendar } from './support/calendar';
import { dayMonthWeekday, emptyWeek, shift, TODAY } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN, id } from './support/people';
import { inOrder, kk, ru } from './support/words';

test('the address holds the view, and the back button goes through them', async ({ open }) => {
  const page = await open('methodist');
  const calendar = await Calendar.open(page, { day: TODAY });
  const link = (key: string) => page.getByRole('main').getByRole('link', { name: kk(key), exact: true });
  await expect(link('calendar.week')).toHaveAttribute('aria-current', 'true');
  await expect(calendar.block(CHILDREN.C04, '10:20–10:40')).toBeVisible();

  await link('calendar.by_room').click();
  await expect(page).toHaveURL(`/calendar?view=week&by=room&day=${TODAY}`);
  await expect(calendar.column(TODAY, id('R2'))).toBeVisible();

  await link('calendar.day').click();
  await expect(page).toHaveURL(`/calendar?view=day&by=room&day=${TODAY}`);
  await expect(calendar.column(shift(TODAY, 1))).toHaveCount(0);

  await link('calendar.after').click();
  await expect(page).toHaveURL(`/calendar?view=day&by=room&day=${shift(TODAY, 1)}`);
  await expect(calendar.column(shift(TODAY, 1), id('R1'))).toBeVisible();

  await link('calendar.month').click();
  await expect(page).toHaveURL(`/calendar?view=month&by=room&day=${shift(TODAY, 1)}`);
  await expect(page.getByRole('table')).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(`/calendar?view=day&by=room&day=${shift(TODAY, 1)}`);
  await expect(calendar.column(shift(TODAY, 1), id('R1'))).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(calendar.column(TODAY, id('R2'))).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`/calendar?view=week&by=day&day=${TODAY}`);
  await expect(calendar.block(CHILDREN.C04, '10:20–10:40')).toBeVisible();
});

test('a shared address opens the same view, before any script runs', async ({ open }) => {
  const page = await open('methodist', { scripts: false });
  await page.goto(`/calendar?view=day&by=staff&day=${TODAY}`);
  const calendar = new Calendar(page);
  await expect(calendar.column(TODAY, id('S03'))).toBeVisible();
  await expect(calendar.block(kk('words.kind_small'), CHILDREN.C16, '11:00–11:35')).toBeVisible();
  await page.getByRole('link', { name: kk('calendar.month'), exact: true }).click();
  await expect(page.getByRole('table')).toBeVisible();
});

test('a month names what is held on each day, and leads to the day', async ({ open, api }) => {
  const day = shift(emptyWeek(12), 1);
  await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('head');
  await Calendar.open(page, { view: 'month', day });
  await page.getByRole('link', { name: `${dayMonthWeekday('kk', day)}, 1 сессия` }).click();
  await expect(page).toHaveURL(new RegExp(`view=day.*day=${day}`));
  await expect(new Calendar(page).block(CHILDREN.C16, '10:00–10:20')).toBeVisible();
});

test('the language changes in place: the same days in Russian', async ({ open }) => {
  const page = await open('methodist');
  await Calendar.open(page, { day: TODAY });
  await page.getByRole('link', { name: 'Русский' }).click();
  const calendar = new Calendar(page, 'ru');
  await expect(calendar.block(ru('words.kind_individual'), CHILDREN.C04, dayMonthWeekday('ru', shift(TODAY, -1)), '10:20–10:40')).toBeVisible();
  await expect(page.getByRole('link', { name: ru('calendar.week'), exact: true })).toHaveAttribute('aria-current', 'true');
  await expect(page).toHaveURL(`/calendar?view=week&by=day&day=${TODAY}`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

test('the now-line stands on today, and a holiday is named', async ({ open }) => {
  const page = await open('methodist');
  const calendar = await Calendar.open(page, { day: TODAY });
  await expect(calendar.column(TODAY).locator('.cal-now')).toBeAttached();
  await Calendar.open(page, { day: '2026-12-16' });
  await expect(calendar.grid).toContainText('Тәуелсіздік күні');
});

test('on a phone the list of children comes up from below, and a session opens', async ({ open }) => {
  const page = await open('psychologist', { phone: true });
  const calendar = await Calendar.open(page, { view: 'day', day: TODAY });
  await calendar.block(kk('words.kind_small'), '11:00–11:35').tap();
  await expect(calendar.dialog()).toContainText(CHILDREN.C17);
  await calendar.dialog().getByRole('button', { name: kk('common.close') }).tap();
  const handle = page.getByRole('button', { name: inOrder(kk('calendar.to_place')) });
  await handle.tap();
  await expect(handle).toHaveAttribute('aria-expanded', 'true');
  await expect(calendar.side.getByRole('searchbox')).toBeInViewport();
});
