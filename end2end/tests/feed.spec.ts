// The address for calendar programs: made once, read by programs that are not ours, revoked.

import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { base_url, expect, go, test } from './support/fixtures';
import { CHILDREN, PEOPLE } from './support/people';
import { readByPython } from './support/python';
import { kk } from './support/words';

test('a specialist’s sessions are read by three calendar programs, without a child’s name', async ({ open, api, request }) => {
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

  const third = readByPython(text);
  expect(third.errors).toEqual([]);
  expect(third.zones).toBe(1);
  const said = events.map((event) => ({
    uid: event.uid,
    sequence: event.sequence,
    status: event.component.getFirstPropertyValue('status'),
    summary: event.summary,
    start: event.startDate.toJSDate().getTime(),
    end: event.endDate.toJSDate().getTime(),
  }));
  const read = third.events.map((event) => ({ ...event, start: Date.parse(event.start), end: Date.parse(event.end) }));
  const inOrder = (list: { uid: string }[]) => list.sort((a, b) => a.uid.localeCompare(b.uid));
  expect(inOrder(read)).toEqual(inOrder(said));
  // Kazakhstan's own offset, out of the file's own time zone.
  expect(third.events.find((event) => event.uid === mine.uid)!.start).toBe('2026-12-29T09:00:00+05:00');

  // What is called off stays, marked, one number higher.
  await api.change(saved, { status: 'cancelled', reason: 'сынақ' });
  const after = readByPython(await (await request.get(address)).text()).events.find((event) => event.uid === mine.uid)!;
  expect([after.status, after.sequence]).toEqual(['CANCELLED', saved.version + 1]);

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
  const read = readByPython(text);
  expect(read.errors).toEqual([]);
  expect(read.events.length).toBe(text.split('BEGIN:VEVENT').length - 1);
  for (const event of read.events) expect(event.start).toMatch(/\+05:00$/);
  await page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` }).click();
  await expect(page.getByRole('button', { name: `${kk('account.feed_revoke')}: ${kk('account.feed_own')}` })).toHaveCount(0);
  await expect(page.locator('.feed-address')).toHaveCount(0);
});
