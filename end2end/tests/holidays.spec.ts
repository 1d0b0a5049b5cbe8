// Days off: kept by hand, taken from calendar files; seen by everybody at once.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Calendar } from './support/calendar';
import { expect, go, test } from './support/fixtures';
import { kk, ru } from './support/words';

// Of next year's autumn, where no other test is.
const event = (name: string, lines: string) => `BEGIN:VEVENT\r\nSUMMARY:${name}\r\n${lines}\r\nEND:VEVENT\r\n`;
const file = (...events: string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//KK\r\n${events.join('')}END:VCALENDAR\r\n`;
const ics = (text: string) => ({ name: 'merekeler.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });

const day = (page: Page, day: string) => page.locator(`.day-off[data-day="${day}"]`);
const status = (page: Page) => page.locator('.holidays-said');
const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(' ')}`);

test('a file is shown first, and what was chosen of it is saved', async ({ open }) => {
  const page = await open('methodist');
  await go(page, '/holidays?year=2027');
  const text = file(
    event('Күзгі демалыс', 'DTSTART;VALUE=DATE:20271101\r\nDTEND;VALUE=DATE:20271104'),
    event('Тәуелсіздік күні', 'DTSTART;VALUE=DATE:20201216\r\nRRULE:FREQ=YEARLY'),
    event('Түнгі шара', 'DTSTART;TZID=Europe/London:20271105T220000\r\nDTEND;TZID=Europe/London:20271105T230000'),
    event('Күн сайын', 'DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=DAILY'),
    event('Қате', 'DTSTART;VALUE=DATE:20279999'),
  );
  await page.getByLabel(kk('holiday.file'), { exact: true }).setInputFiles(ics(text));
  const preview = page.getByTestId('import');
  await expect(preview.getByRole('heading', { name: kk('holiday.preview') })).toBeFocused();
  // Three days, and the hour that is tomorrow here; the yearly one is known in both years.
  await expect(preview).toContainText(kk('holiday.summary', { fresh: 4, known: 2, left: 2 }));
  await expect(preview.getByRole('checkbox')).toHaveCount(4);
  await expect(preview.locator('label', { hasText: 'Түнгі шара' })).toContainText('06.11.2027');
  await expect(preview.locator('label', { hasText: 'Түнгі шара' })).toContainText(kk('holiday.timed'));
  await preview.locator('summary').click();
  await expect(preview).toContainText(kk('holiday.left_line', { n: 19, name: '«Күн сайын»', why: kk('holiday.why_repeats') }));
  await expect(preview).toContainText(kk('holiday.why_bad_date'));
  await expect(day(page, '2027-11-01'), 'nothing is saved yet').toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await preview.locator('label', { hasText: 'Түнгі шара' }).getByRole('checkbox').uncheck();
  await preview.getByRole('button', { name: kk('holiday.save', { n: 3 }) }).click();
  await expect(status(page)).toContainText(kk('holiday.imported', { n: 3 }));
  await expect(status(page)).toBeFocused();
  await expect(preview).toHaveCount(0);
  for (const there of ['2027-11-01', '2027-11-02', '2027-11-03']) await expect(day(page, there)).toContainText('Күзгі демалыс');
  await expect(day(page, '2027-11-06')).toHaveCount(0);
});

test('files that are none say so, in the reader’s language', async ({ open }) => {
  const page = await open('head', { phone: true, lang: 'ru' });
  await go(page, '/holidays');
  const input = page.getByLabel(ru('holiday.file'), { exact: true });
  await input.setInputFiles(ics('<html>'));
  await expect(page.getByRole('alert')).toContainText(ru('holiday.file_none'));
  await input.setInputFiles(ics(`BEGIN:VCALENDAR\r\n${'X'.repeat(1024 * 1024)}`));
  await expect(page.getByRole('alert')).toContainText(ru('holiday.file_too_large'));
  await input.setInputFiles(ics(file(event('Вечность', 'DTSTART;VALUE=DATE:20000101\r\nDTEND;VALUE=DATE:20990101'))));
  await expect(page.getByRole('alert')).toContainText(ru('holiday.file_too_many'));
  await input.setInputFiles(ics(file()));
  await expect(page.getByTestId('import')).toContainText(ru('holiday.summary', { fresh: 0, known: 0, left: 0 }));
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: ru('common.cancel') }).click();
  await expect(page.getByTestId('import')).toHaveCount(0);
  await expect(input).toBeFocused();
});

test('with keys alone, on a phone: pasted, looked through, saved, removed', async ({ open }) => {
  const page = await open('methodist', { phone: true });
  await go(page, '/holidays?year=2027');
  await page.locator('.import-paste > summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel(kk('holiday.text'))).toBeFocused();
  await page.keyboard.insertText(file(event('Қар күні', 'DTSTART;VALUE=DATE:20271110')));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: kk('holiday.look') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: kk('holiday.preview') })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('checkbox')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(status(page)).toBeFocused();
  const remove = day(page, '2027-11-10').getByRole('button', { name: /Қар күні, 10 қараша/ });
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(day(page, '2027-11-10')).toHaveCount(0);
  await expect(status(page)).toContainText(kk('holiday.removed'));
  await expect(status(page)).toBeFocused();
});

test('a break is added by hand, and an open calendar shows it without a reload', async ({ open }) => {
  const other = await open('psychologist');
  await Calendar.open(other, { day: '2027-11-15' });
  const page = await open('methodist');
  await go(page, '/holidays?year=2027');
  await page.getByRole('button', { name: kk('holiday.add'), exact: true }).click();
  await expect(page.getByText(kk('rules.problem_required'))).toBeVisible();
  await expect(page.getByLabel(kk('holiday.day'), { exact: true })).toBeFocused();
  await page.getByLabel(kk('holiday.day'), { exact: true }).fill('2027-11-16');
  await page.getByLabel(kk('holiday.until')).fill('2027-11-18');
  await page.getByLabel(kk('holiday.name_kk')).fill('Каникул');
  await page.getByLabel(kk('holiday.name_ru')).fill('Каникулы');
  await page.getByRole('button', { name: kk('holiday.add'), exact: true }).click();
  await expect(status(page)).toContainText(kk('holiday.added', { n: 3 }));
  await expect(day(page, '2027-11-17')).toContainText('Каникулы');
  await expect(other.locator('.cal-holiday', { hasText: 'Каникул' })).toHaveCount(3);
});

test('without scripts days are added and removed', async ({ open }) => {
  const page = await open('head', { scripts: false });
  await page.goto('/holidays?year=2027');
  await page.getByLabel(kk('holiday.day'), { exact: true }).fill('2027-11-24');
  await page.getByLabel(kk('holiday.name_kk')).fill('Ашық емес');
  await page.getByRole('button', { name: kk('holiday.add'), exact: true }).click();
  await expect(page).toHaveURL(/year=2027&done=added/);
  await expect(status(page)).toContainText(kk('holiday.added_some'));
  await day(page, '2027-11-24').getByRole('button').click();
  await expect(page).toHaveURL(/done=removed/);
  await expect(day(page, '2027-11-24')).toHaveCount(0);
  await expect(page.getByLabel(kk('holiday.file'), { exact: true })).toBeDisabled();
});
