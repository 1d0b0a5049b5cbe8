// Meetings of bodies: called from the plan, answered, and who was there, up to the quorum.

import type { Page } from '@playwright/test';
import { TODAY } from './support/clock';
import { expect, go, test } from './support/fixtures';
import { id } from './support/people';
import { kk } from './support/words';

const person = (page: Page, code: string) => page.locator(`[data-test="attendance"] [data-person="${id(code)}"]`);
const quorum = (page: Page) => page.getByTestId('quorum');

test('a meeting is called from the plan, and a refusal takes nothing of it away', async ({ open }) => {
  const page = await open('trustee');
  await go(page, '/meetings?year=2027');
  const body = page.locator('[data-body="trustees"]');
  await expect(body).toContainText(kk('meeting.missing', { n: 4 }));
  await body.getByRole('link', { name: kk('meeting.call') }).click();
  await expect(page).toHaveURL(/\/meetings\/call\?body=trustees/);
  await page.locator('[data-plan^="2027"]').first().click();
  const lines = page.locator('[data-line]');
  const planned = await lines.count();
  expect(planned).toBeGreaterThan(1);
  const first = await lines.first().getByRole('textbox').inputValue();
  await page.getByLabel(kk('meeting.place')).fill('Әдіскер кабинеті');
  await page.getByRole('button', { name: kk('meeting.call'), exact: true }).click();
  await expect(page.getByText(kk('rules.problem_required'))).toBeVisible();
  await expect(page.getByLabel(kk('meeting.day'), { exact: true })).toBeFocused();
  await expect(page.getByLabel(kk('meeting.place'))).toHaveValue('Әдіскер кабинеті');
  await expect(lines).toHaveCount(planned);

  // With keys alone the first line goes down, and its button stays under the finger.
  const second = await lines.nth(1).getByRole('textbox').inputValue();
  await lines.first().getByRole('button', { name: kk('meeting.line_down') }).focus();
  await page.keyboard.press('Enter');
  await expect(lines.first().getByRole('textbox')).toHaveValue(second);
  await expect(lines.nth(1).getByRole('textbox')).toHaveValue(first);
  await expect(lines.nth(1).getByRole('button', { name: kk('meeting.line_down') })).toBeFocused();

  await page.getByLabel(kk('meeting.day'), { exact: true }).fill('2027-09-16');
  await page.getByRole('button', { name: kk('meeting.call'), exact: true }).click();
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('meeting.numbered', { number: 1, planned: kk('meeting.planned') }));
  await expect(page.locator('.meeting-agenda > li')).toHaveCount(planned);
  await expect(page.locator('.meeting-agenda > li').first()).toContainText(second);
});

test('who is there is marked without a mouse up to the quorum, and another browser sees it', async ({ open, api }) => {
  const call = {
    body: 'ppqq', planned: 'unplanned', day: TODAY, start: 600, end: 660, place: 'Әдіскер кабинеті', manner: 'Бетпе-бет', closed: false,
    agenda: [{ id: null, title: 'Тоқсан қорытындысы', decision: null }],
  };
  const answer = await api.json('meeting/call', { call });
  expect(answer.status(), await answer.text()).toBe(200);
  const address = `/meetings/${await answer.json()}`;
  const [page, other] = [await open('methodist'), await open('psychologist', { phone: true })];
  await go(page, address);
  await go(other, address);

  await other.locator('[data-reply="comes"]').click();
  await expect(other.locator('[data-reply="comes"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(kk('meeting.coming', { n: 1, all: 6 }))).toBeVisible();
  await expect(other.locator('[data-mark]'), 'a member keeps no list').toHaveCount(0);

  await expect(quorum(page)).toHaveText(kk('meeting.not_quorate', { members: 6, present: 0, needed: 4, missing: 4 }));
  let n = 0;
  for (const code of ['S02', 'S06', 'S03', 'S04']) {
    await person(page, code).locator('[data-mark="present"]').focus();
    await page.keyboard.press('Enter');
    n += 1;
    await expect(person(page, code).locator('[data-mark="present"]')).toHaveAttribute('aria-pressed', 'true');
    await expect(person(page, code).locator('[data-mark="present"]')).toBeFocused();
    await expect(quorum(other)).toContainText(`${n}`);
  }
  await expect(quorum(page)).toHaveText(kk('meeting.quorate', { members: 6, present: 4, needed: 4 }));
  await expect(quorum(other)).toHaveText(kk('meeting.quorate', { members: 6, present: 4, needed: 4 }));
  await expect(person(other, 'S04')).toContainText(kk('meeting.mark_present'));

  // A guest is no member.
  await page.getByLabel(kk('meeting.guest_name')).fill('Ахметова Айгүл');
  await page.keyboard.press('Enter');
  await expect(other.getByText('Ахметова Айгүл')).toBeVisible();
  await expect(quorum(page)).toHaveText(kk('meeting.quorate', { members: 6, present: 4, needed: 4 }));
  expect(await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
