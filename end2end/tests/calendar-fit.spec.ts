// Where a child fits: seen while it is held, said to who does not see, by mouse and by keys alone.

import { Calendar, TALL } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test, type How } from './support/fixtures';
import { CHILDREN, id } from './support/people';
import { inOrder, kk } from './support/words';

const WEEK = emptyWeek(27);
const SOURCE = (number: string) => kk('rules.source_order92', { number });

test('sessions that would take the child are marked, and a card says how it fits', async ({ open, api }) => {
  const day = WEEK;
  // A conclusion in force, and a specialist whose caseload warns of nothing.
  const alike = await api.create({ kind: 'small', day, at: '09:00', staff: 'S03', room: 'R1', children: ['C02', 'C04'], status: 'draft' });
  const other = await api.create({ kind: 'small', day, at: '11:00', staff: 'S05', room: 'R2', children: ['C09', 'C10'], status: 'draft' });
  const full = await api.create({ kind: 'individual', day, at: '15:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { view: 'day', by: 'day', day });
  const why = calendar.grid.locator('.cal-ghost .cal-why');
  const over = async (session: { id: string }) => {
    const box = (await calendar.byId(session.id).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  };
  await calendar.need(CHILDREN.C01, kk('words.short_small')).scrollIntoViewIfNeeded();
  const need = (await calendar.need(CHILDREN.C01, kk('words.short_small')).boundingBox())!;
  await page.mouse.move(need.x + 20, need.y + 20);
  await page.mouse.down();
  await over(alike);
  await expect(calendar.byId(alike.id)).toHaveClass(/takes/);
  await expect(calendar.byId(other.id)).toHaveClass(/asks/);
  await expect(calendar.byId(full.id)).not.toHaveClass(/takes|asks/);
  for (const line of [kk('calendar.fit_takes'), kk('calendar.fit_similar'), kk('calendar.fit_consent'), kk('calendar.fit_free', { n: 2 })]) {
    await expect(why).toContainText(line);
  }
  await expect(why).toContainText(/Жасы: \d жас/);
  await expect(why).toContainText(/Апталық мөлшерден қалғаны: \d \/ \d/);

  // A warning and a refusal differ in their words, their sign and their colour.
  await over(other);
  for (const line of [kk('calendar.fit_asks'), kk('calendar.fit_differs'), `${kk('rules.mixed_disorders')}. ${SOURCE('16')}`]) {
    await expect(why).toContainText(line);
  }
  await expect(why.locator('strong')).toHaveClass(/warn/);
  await over(full);
  await expect(why).toContainText(kk('calendar.fit_refuses'));
  await expect(why.locator('strong')).toHaveClass(/bad/);

  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(calendar.grid.locator('.takes, .asks')).toHaveCount(0);
  await expect(why).toHaveCount(0);
});

test('by keys alone a child is put into a session that takes it', async ({ open, api }) => {
  const day = shift(WEEK, 1);
  const alike = await api.create({ kind: 'small', day, at: '09:00', staff: 'S04', room: 'R1', children: ['C02', 'C03'], status: 'draft' });
  await api.create({ kind: 'individual', day, at: '15:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { view: 'day', by: 'day', day });
  const need = calendar.need(CHILDREN.C01, kk('words.short_small'));
  await need.focus();
  await page.keyboard.press('Enter');
  await expect(calendar.said).toContainText(kk('calendar.child_picked_up', { name: CHILDREN.C01 }));
  await page.keyboard.press('PageDown');
  await expect(calendar.said).toContainText(inOrder('09:00–09:40', kk('calendar.fit_takes'), kk('calendar.fit_similar')));
  // There is no other.
  await page.keyboard.press('PageDown');
  await expect(calendar.said).toContainText(inOrder('09:00–09:40', kk('calendar.fit_takes')));
  await page.keyboard.press('Enter');
  await expect(calendar.byId(alike.id)).toContainText('3/4');
  await expect(calendar.byId(alike.id)).toHaveAccessibleName(inOrder(CHILDREN.C01));
  await expect(calendar.byId(alike.id)).toBeFocused();
});

test('by keys alone a child gets a session of its own, and Escape leaves it in the list', async ({ open }) => {
  const day = shift(WEEK, 2);
  const page = await open('methodist', { viewport: TALL });
  const calendar = await Calendar.open(page, { view: 'day', by: 'staff', day });
  const need = calendar.need(CHILDREN.C04, kk('words.short_individual'));
  await need.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('PageDown');
  await expect(calendar.said).toHaveText(kk('calendar.fit_none'));
  await page.keyboard.press('Escape');
  await expect(calendar.said).toHaveText(kk('calendar.child_put_back'));
  await expect(need).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(calendar.said).toContainText(kk('calendar.fits'));
  await page.keyboard.press('Shift+ArrowDown');
  const place = (await calendar.said.textContent())!.match(/\d\d:\d\d–\d\d:\d\d/)![0];
  await page.keyboard.press('Enter');
  const block = calendar.block(CHILDREN.C04, place);
  await expect(block).toBeFocused();
  await expect(block).toHaveAttribute('data-status', 'draft');
});

test('a new session is begun by keys, in an empty grid and behind a session', async ({ open, api }) => {
  const day = shift(WEEK, 3);
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { view: 'day', day });
  await calendar.grid.focus();
  await page.keyboard.press('n');
  await expect(calendar.said).toContainText(kk('calendar.new_begun'));
  await page.keyboard.press('Escape');
  await expect(calendar.said).toHaveText(kk('calendar.new_given_up'));
  await expect(calendar.grid).toBeFocused();

  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  await calendar.byId(session.id).focus();
  await page.keyboard.press('n');
  // The first time behind it that is free: five minutes are between two sessions.
  await expect(calendar.said).toContainText('10:25–10:45');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(calendar.said).toContainText('10:30–10:55');
  await page.keyboard.press('Alt+ArrowUp');
  // Over the other session it says why not.
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = calendar.dialog(kk('calendar.add'));
  await expect(dialog.getByLabel(kk('calendar.start'), { exact: true })).toHaveValue('10:30');
  await expect(dialog.getByLabel(kk('calendar.minutes'), { exact: true })).toHaveValue('20');
  await dialog.getByRole('searchbox').fill('Досбол');
  await dialog.getByRole('button', { name: kk('calendar.add_child', { name: CHILDREN.C17 }) }).click();
  await dialog.getByLabel(kk('calendar.room'), { exact: true }).selectOption({ label: 'Психолог кабинеті' });
  await dialog.getByRole('button', { name: kk('calendar.save_confirmed') }).click();
  await expect(dialog).toBeHidden();
  // The focus follows what was made.
  await expect(calendar.blockAt(CHILDREN.C17, day, '10:30')).toBeFocused();
});

test('where it cannot go the ghost says the rule and its source, with a sign of its own', async ({ open, api }) => {
  const day = shift(WEEK, 4);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const how: How[] = [{ viewport: TALL }, { viewport: { width: 1440, height: 900 } }];
  for (const one of how) {
    const page = await open('psychologist', one);
    const calendar = await Calendar.open(page, { view: 'day', by: 'staff', day });
    await calendar.carry(calendar.within(session.id, day, id('S03')), { day, at: '13:20', of: id('S03') });
    const ghost = calendar.grid.locator('.cal-ghost');
    await expect(ghost).toHaveClass(/bad/);
    await expect(ghost.locator('b')).toHaveClass(/sign bad/);
    await expect(ghost.locator('.cal-why')).toContainText(`${kk('rules.working_hours', { name: 'Қалдыбек Ә.' })}. ${kk('rules.source_house')}`);
    // What is said stays inside of what is seen.
    const [card, grid] = [(await ghost.locator('.cal-why').boundingBox())!, (await calendar.grid.boundingBox())!];
    const foot = Math.min(grid.y + grid.height, one.viewport!.height);
    expect(card.y + card.height).toBeLessThanOrEqual(foot + 1);
    expect(card.x + card.width).toBeLessThanOrEqual(grid.x + grid.width + 1);
    await page.keyboard.press('Escape');
    await calendar.drop();
  }
});
