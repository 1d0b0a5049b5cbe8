// The address for calendar programs: made once, read by programs that are not ours, revoked.

import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { base_url, expect, go, test } from './support/fixtures';
import { CHILDREN, PEOPLE } from './support/people';
import { kk } from './support/words';

test('a specialist’s sessions are read by two calendar programs, without a child’s name', async ({ open, api, request }) => {
  const saved = await api.create({ kind: 'individual', day: '2026-12-29', at: '09:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('psychologist');
  await go(page, '/account');
  await page.getByRole('button', { name: kk('account.feed_make') }).click();
  const address = (await page.locator('.feed-address').textContent())!;
  expect(address).toMatch(new RegExp(`^${base_url()}/feeds/[0-9a-f]{64}/kenes\\.ics$`));

  const text = await (await request.get(address)).text();
  for (const child of Object.values(CHILDREN)) for (const name of child.split(' ')) expect(text).not.toContain(name);

  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  expect(events.length).toBeGreaterThan(3);
  const mine = events.find((event) => event.uid.startsWith(saved.id))!;
  expect(mine.startDate.toJSDate().toISOString()).toBe('2026-12-29T04:00:00.000Z');
  expect(mine.endDate.toJSDate().toISOString()).toBe('2026-12-29T04:20:00.000Z');
  expect(mine.sequence).toBe(saved.version);

  const other = Object.values(nodeIcal.sync.parseICS(text)).filter((entry) => entry?.type === 'VEVENT');
  expect(other.length).toBe(events.length);
  const same = other.find((entry) => 'uid' in entry! && entry.uid === mine.uid)!;
  expect('start' in same && (same.start as Date).toISOString()).toBe('2026-12-29T04:00:00.000Z');
  expect('summary' in same && same.summary).toBe(mine.summary);

  await page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` }).click();
  await expect(page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` })).toHaveCount(0);
  expect((await request.get(address)).status()).toBe(404);
});

test('a parent’s address tells of their own child, by first name', async ({ open, request }) => {
  const page = await open('nuray', { phone: true });
  await go(page, '/account');
  await page.getByRole('button', { name: kk('account.feed_make') }).click();
  const address = (await page.locator('.feed-address').textContent())!;
  const text = (await (await request.get(address)).text()).replaceAll('\r\n ', '');
  const [family, given] = CHILDREN.K01.split(' ');
  expect(text).toContain(given);
  expect(text).not.toContain(family);
  expect(text).not.toContain(PEOPLE.nuray.login);
  await page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` }).click();
  await expect(page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` })).toHaveCount(0);
  await expect(page.locator('.feed-address')).toHaveCount(0);
});
