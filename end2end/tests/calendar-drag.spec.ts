// Dragging in the calendar: moving, resizing, drawing, placing children; what the rules refuse; who was quicker.

import { Calendar, TALL } from './support/calendar';
import { dayMonthWeekday, emptyWeek, range, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN, id } from './support/people';
import { inOrder, kk } from './support/words';

const told = (day: string, at: string, minutes = 20) => `${dayMonthWeekday('kk', day)}, ${range(at, minutes)}`;
const SOURCE = (number: string) => kk('rules.source_order92', { number });

test('a session goes to another day, and only its time changes', async ({ open, api }) => {
  const day = emptyWeek(0);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const block = calendar.byId(session.id);
  await calendar.drag(block, { day: shift(day, 2), at: '15:20' });
  await expect(calendar.notice).toContainText(kk('calendar.done_changed', { when: told(shift(day, 2), '15:20') }));
  await expect(calendar.within(session.id, shift(day, 2))).toHaveAccessibleName(inOrder(CHILDREN.C16, '15:20–15:40', 'Психолог кабинеті', 'Қалдыбек Ә.'));
  await expect(calendar.column(day).getByRole('button')).toHaveCount(0);
});

test('Ctrl+Z takes the last change back', async ({ open, api }) => {
  const day = emptyWeek(1);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const block = calendar.byId(session.id);
  await calendar.drag(block, { day, at: '11:30' });
  await expect(calendar.notice).toContainText(kk('calendar.done_changed', { when: told(day, '11:30') }));
  await calendar.page.keyboard.press('Control+z');
  await expect(calendar.notice).toContainText(kk('calendar.undone', { when: told(day, '10:00') }));
  await expect(block).toHaveAccessibleName(inOrder('10:00–10:20'));
});

test('a group may last 45 minutes; an individual lesson lasts 20, and the paragraph is named', async ({ open, api }) => {
  const day = emptyWeek(2);
  const group = await api.create({ kind: 'small', day, at: '09:00', staff: 'S04', room: 'R1', children: ['C01', 'C02'] });
  const lesson = await api.create({ kind: 'individual', day, at: '11:00', staff: 'S04', room: 'R1', children: ['C04'] });
  const calendar = await Calendar.open(await open('speech', { viewport: TALL }), { day });

  await calendar.resize(calendar.byId(group.id), { day, at: '09:45' });
  await expect(calendar.notice).toContainText(kk('calendar.done_changed', { when: told(day, '09:00', 45) }));

  await calendar.resize(calendar.byId(lesson.id), { day, at: '11:40' });
  await expect(calendar.notice).toContainText(kk('calendar.not_done'));
  await expect(calendar.notice).toContainText(`${kk('rules.duration_exact', { min: 20, n: 40 })}. ${SOURCE('17')}`);
  await expect(calendar.byId(lesson.id)).toHaveAccessibleName(inOrder('11:00–11:20'));
});

test('where something cannot go is shaded while it is carried, and Escape lets it go', async ({ open, api }) => {
  const day = emptyWeek(3);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const calendar = await Calendar.open(await open('psychologist', { viewport: TALL }), { day });
  const block = calendar.byId(session.id);
  // Specialists do not work from one to two.
  await calendar.carry(block, { day, at: '13:20' });
  const ghost = calendar.grid.locator('.cal-ghost');
  await expect(ghost).toContainText(kk('rules.working_hours', { name: 'Қалдыбек Ә.' }));
  await expect(ghost).toContainText(kk('calendar.free_at'));
  await expect(calendar.grid.locator('.cal-shades i').first()).toBeVisible();
  await calendar.page.keyboard.press('Escape');
  await calendar.drop();
  await expect(ghost).toBeHidden();
  await expect(calendar.notice).toHaveCount(0);
  await expect(calendar.dialog()).toHaveCount(0);
  await expect(block).toHaveAccessibleName(inOrder('10:00–10:20'));
});

test('in columns by specialist a session changes hands, in columns by room it changes rooms', async ({ open, api }) => {
  const day = emptyWeek(4);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S04', room: 'R1', children: ['C09'] });
  const page = await open('methodist', { viewport: TALL });
  const byStaff = await Calendar.open(page, { view: 'day', by: 'staff', day });
  await byStaff.drag(byStaff.byId(session.id), { day, at: '10:00', of: id('S05') });
  await expect(byStaff.within(session.id, day, id('S05'))).toHaveAccessibleName(inOrder('10:00–10:20', 'Өтепберген Р.'));
  await expect(byStaff.column(day, id('S04')).getByRole('button')).toHaveCount(0);

  const byRoom = await Calendar.open(page, { view: 'day', by: 'room', day });
  await byRoom.drag(byRoom.byId(session.id), { day, at: '10:00', of: id('R2') });
  await expect(byRoom.within(session.id, day, id('R2'))).toHaveAccessibleName(inOrder('Арнайы педагог кабинеті'));
});

test('a new session is drawn over an empty area', async ({ open }) => {
  const day = emptyWeek(5);
  const calendar = await Calendar.open(await open('psychologist', { viewport: TALL }), { day });
  await calendar.draw({ day: shift(day, 1), at: '10:00' }, '10:20');
  const dialog = calendar.dialog(kk('calendar.add'));
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel(kk('calendar.date'), { exact: true })).toHaveValue(shift(day, 1));
  await expect(dialog.getByLabel(kk('calendar.start'), { exact: true })).toHaveValue('10:00');
  await expect(dialog.getByLabel(kk('calendar.minutes'), { exact: true })).toHaveValue('20');
  await addChild(calendar, CHILDREN.C16);
  await dialog.getByLabel(kk('calendar.room'), { exact: true }).selectOption({ label: 'Психолог кабинеті' });
  await dialog.getByRole('button', { name: kk('calendar.save_confirmed') }).click();
  await expect(dialog).toBeHidden();
  await expect(calendar.notice).toContainText(kk('calendar.done_created', { when: told(shift(day, 1), '10:00') }));
  await expect(calendar.blockAt(CHILDREN.C16, shift(day, 1), '10:00')).toHaveAccessibleName(inOrder('Психолог кабинеті', kk('words.status_confirmed').toLowerCase()));
});

test('a child is carried from the list onto an empty area, and leaves the list when its number is reached', async ({ open }) => {
  const day = emptyWeek(6);
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { view: 'day', by: 'staff', day });
  const need = calendar.need(CHILDREN.C04, kk('words.short_individual'));
  await expect(need).toBeVisible();
  const all = Number((await need.getAttribute('aria-label'))!.match(/0\/(\d+)/)![1]);
  await calendar.place(need, { day, at: '10:20', of: id('S04') });
  const block = calendar.blockAt(CHILDREN.C04, day, '10:20');
  await expect(block).toHaveAttribute('data-status', 'draft');
  await expect(block).toHaveAccessibleName(inOrder('Жанділда Б.'));
  if (all > 1) await expect(need).toHaveAccessibleName(inOrder(`1/${all}`));
  else await expect(need).toHaveCount(0);
});

test('a child is carried from the list into a session; another disorder wants a reason', async ({ open, api }) => {
  const day = emptyWeek(7);
  const session = await api.create({ kind: 'small', day, at: '09:30', staff: 'S05', room: 'R2', children: ['C09', 'C10'], status: 'draft' });
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { view: 'day', by: 'day', day });
  const block = calendar.byId(session.id);
  await expect(block).toContainText('2/4');
  await calendar.seat(calendar.need(CHILDREN.C01, kk('words.short_small')), block);
  const dialog = calendar.dialog(kk('calendar.reason_title'));
  await expect(dialog).toContainText(`${kk('rules.mixed_disorders')}. ${SOURCE('16')}`);
  await dialog.getByLabel(kk('calendar.reason'), { exact: true }).fill('Бірге ойнауды үйренеді');
  await dialog.getByRole('button', { name: kk('common.save') }).click();
  await expect(dialog).toBeHidden();
  await expect(block).toContainText('3/4');
  await expect(block).toHaveAccessibleName(inOrder(CHILDREN.C01));
});

test('five children are shown in red, and cannot be confirmed', async ({ open, api }) => {
  const day = emptyWeek(8);
  const session = await api.create({ kind: 'group', day, at: '11:00', staff: 'S05', room: 'R2', children: ['C09', 'C10'], status: 'draft' });
  await api.change(session, { seats: ['C09', 'C10', 'C11', 'C12', 'C13'].map((child) => ({ child: id(child), with_parent: false })) });
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const block = calendar.byId(session.id);
  await expect(block).toHaveAccessibleName(inOrder(kk('calendar.five')));
  await expect(block.locator('em')).toHaveText('5');
  await expect(block).toContainText(kk('calendar.five'));
  const colours = await block.locator('em').evaluate((badge) => {
    const bad = getComputedStyle(document.documentElement).getPropertyValue('--bad');
    const probe = document.createElement('i');
    probe.style.color = bad;
    badge.append(probe);
    const wanted = getComputedStyle(probe).color;
    probe.remove();
    const style = getComputedStyle(badge);
    return { wanted, shown: [style.color, style.backgroundColor, style.borderTopColor] };
  });
  expect(colours.shown).toContain(colours.wanted);

  await block.click();
  const dialog = calendar.dialog();
  await dialog.getByRole('button', { name: kk('calendar.confirm'), exact: true }).click();
  await expect(dialog).toContainText(`${kk('rules.group_five')}. ${SOURCE('16')}`);
  await calendar.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(block).toHaveAttribute('data-status', 'draft');
});

test('without the parent’s consent a lesson stays a draft', async ({ open, api }) => {
  const day = emptyWeek(9);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C26'], status: 'draft' });
  const calendar = await Calendar.open(await open('psychologist', { viewport: TALL }), { day });
  await calendar.byId(session.id).click();
  const dialog = calendar.dialog();
  await dialog.getByRole('button', { name: kk('calendar.confirm'), exact: true }).click();
  await expect(dialog).toContainText(`${kk('rules.no_consent', { child: CHILDREN.C26 })}. ${SOURCE('11')}`);
  await calendar.page.keyboard.press('Escape');
  await expect(calendar.byId(session.id)).toHaveAttribute('data-status', 'draft');
});

test('two change the same session: the second is told what has changed', async ({ open, api }) => {
  const day = emptyWeek(10);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const calendar = await Calendar.open(await open('psychologist', { viewport: TALL }), { day });
  const block = calendar.byId(session.id);
  await calendar.carry(block, { day, at: '12:00' });
  await expect(calendar.grid.locator('.cal-ghost')).toContainText('12:00–12:20');
  await api.move(session, day, '11:00');
  await expect(calendar.said).toHaveText(kk('calendar.changed_meanwhile'));
  await calendar.drop();
  const when = `${day.split('-').reverse().join('.')}, 11:00–11:20`;
  await expect(calendar.notice).toContainText(kk('rules.refused_stale', { when }));
  await expect(block).toHaveAccessibleName(inOrder('11:00–11:20'));
});

test('what others do arrives without reload: a new session, a change, a cancellation', async ({ open, api }) => {
  const day = emptyWeek(11);
  const calendar = await Calendar.open(await open('psychologist', { viewport: TALL }), { day });
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  await expect(calendar.byId(session.id)).toHaveAccessibleName(inOrder('10:00–10:20'));
  const moved = await api.move(session, shift(day, 1), '11:00');
  await expect(calendar.within(session.id, shift(day, 1))).toHaveAccessibleName(inOrder('11:00–11:20'));
  await api.json('calendar/cancel', { id: moved.id, version: moved.version, reason: 'Бала ауырып қалды' });
  await expect(calendar.byId(session.id)).toHaveAttribute('data-status', 'cancelled');
});

/** Adds a child in the form of a session. */
async function addChild(calendar: Calendar, name: string) {
  const dialog = calendar.dialog();
  await dialog.getByRole('searchbox').fill(name.split(' ')[0]);
  await dialog.getByRole('button', { name: kk('calendar.add_child', { name }) }).click();
}
