// Minutes: written together by several people at once, sent, signed by two, locked; and what happens when the connection breaks.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { alive, expect, go, test } from './support/fixtures';
import { id, PEOPLE, type Person } from './support/people';
import { kk } from './support/words';
import { TODAY } from './support/clock';

const DRAFT = `/meetings/${id('meeting apqo 2')}`;

const area = (page: Page, name: string) => page.locator(`textarea[data-area^="${name}"]`);
const standing = (page: Page, what: string) => expect(page.locator(`.editor-status[data-standing="${what}"]`)).toBeVisible();
const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(' ')}`);

async function editor(page: Page, address: string) {
  await go(page, address);
  await standing(page, 'saved');
}

test('chair and secretary write at the same time, a member reads along; nothing is lost, nothing doubled', async ({ open }) => {
  const chair = await open('methodist');
  const secretary = await open('educator');
  const member = await open('psychologist', { phone: true });
  for (const page of [chair, secretary, member]) await editor(page, DRAFT);
  await expect(chair.locator('.editor-person')).toHaveCount(2);
  const before = await area(chair, 'proposals').inputValue();

  // Both at once, in one text, in Kazakh and with an emoji.
  await area(chair, 'proposals').focus();
  await chair.keyboard.press('Control+End');
  await area(secretary, 'proposals').focus();
  await secretary.keyboard.press('Control+Home');
  await Promise.all([
    chair.keyboard.type(' Ата-аналарға әңгіме өткізілсін 👧🏽.', { delay: 20 }),
    secretary.keyboard.type('Қосымша ұсыныс: ', { delay: 20 }),
  ]);
  const both = `Қосымша ұсыныс: ${before} Ата-аналарға әңгіме өткізілсін 👧🏽.`;
  for (const page of [chair, secretary, member]) await expect(area(page, 'proposals')).toHaveValue(both);
  await standing(chair, 'saved');
  await standing(secretary, 'saved');

  // The other's caret is drawn where they write.
  await expect(secretary.locator('.editor-caret[data-name]')).toHaveCount(1);
  await expect(secretary.locator('.editor-caret')).toHaveAttribute('data-name', PEOPLE.methodist.name);

  // One's own undo takes one's own words.
  await secretary.keyboard.press('Control+z');
  await expect(area(chair, 'proposals')).toHaveValue(`${before} Ата-аналарға әңгіме өткізілсін 👧🏽.`);

  // A member reads, and does not write.
  await expect(area(member, 'proposals')).toHaveAttribute('readonly', '');
  expect(await violations(member)).toEqual([]);

  // Loaded anew, everything stands there.
  await editor(chair, DRAFT);
  await expect(area(chair, 'proposals')).toHaveValue(`${before} Ата-аналарға әңгіме өткізілсін 👧🏽.`);
});

test('what is written without a connection is kept on the device and joins the rest when it is back', async ({ open, watch }) => {
  watch.allow(/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load resource|EventSource/);
  const chair = await open('methodist');
  const secretary = await open('educator');
  for (const page of [chair, secretary]) await editor(page, DRAFT);
  const words = area(chair, 'discussion:').first();
  const before = await words.inputValue();
  await chair.context().setOffline(true);
  await standing(chair, 'offline');
  await words.focus();
  await chair.keyboard.press('Control+End');
  await chair.keyboard.type(' Желісіз жазылды.');
  await chair.context().setOffline(false);
  await standing(chair, 'saved');
  await expect(area(secretary, 'discussion:').first()).toHaveValue(`${before} Желісіз жазылды.`);
});

test('a member proposes other words, the chair accepts them', async ({ open }) => {
  const member = await open('speech');
  const chair = await open('methodist');
  for (const page of [member, chair]) await editor(page, DRAFT);
  await area(chair, 'proposals').focus();
  await chair.keyboard.press('Control+End');
  await chair.keyboard.type(' Сөзді түзету керек.');
  await expect(area(member, 'proposals')).toHaveValue(/Сөзді түзету керек\.$/);
  await area(member, 'proposals').evaluate((node: HTMLTextAreaElement) => {
    node.focus();
    const at = node.value.indexOf('Сөзді түзету');
    node.setSelectionRange(at, at + 'Сөзді түзету'.length);
  });
  await member.locator('.editor-remark-form summary').click();
  await member.getByLabel(kk('editor.propose_words')).check();
  await member.getByLabel(kk('editor.words_instead')).fill('Мәтінді нақтылау');
  await member.getByRole('button', { name: kk('editor.send_remark'), exact: true }).click();
  const remark = chair.locator('.editor-remark', { hasText: 'Мәтінді нақтылау' });
  await expect(remark).toContainText(PEOPLE.speech.name);
  await remark.getByRole('button', { name: kk('editor.accept'), exact: true }).click();
  await expect(area(member, 'proposals')).toHaveValue(/Мәтінді нақтылау керек\.$/);
  await expect(remark).toHaveAttribute('data-settled', 'accepted');
});

test('an input method composes a word while another writes in the same text: no letter is lost', async ({ open }) => {
  const chair = await open('methodist');
  const secretary = await open('educator');
  for (const page of [chair, secretary]) await editor(page, DRAFT);
  const before = await area(chair, 'proposals').inputValue();
  await area(chair, 'proposals').focus();
  await chair.keyboard.press('Control+End');
  const keyboard = await chair.context().newCDPSession(chair);
  const compose = (text: string) => keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await compose('ба');
  await area(secretary, 'proposals').focus();
  await secretary.keyboard.press('Control+Home');
  await secretary.keyboard.type('Басында: ');
  await compose('балабақ');
  await standing(secretary, 'saved');
  await compose('балабақша');
  await keyboard.send('Input.insertText', { text: 'балабақша' });
  for (const page of [chair, secretary]) await expect(area(page, 'proposals')).toHaveValue(`Басында: ${before}балабақша`);
  // The caret has gone along with its word.
  await chair.keyboard.type(' әнге толы');
  for (const page of [chair, secretary]) await expect(area(page, 'proposals')).toHaveValue(`Басында: ${before}балабақша әнге толы`);
});

test('the past is looked at with a slider, and a version comes back as a new change', async ({ open }) => {
  const chair = await open('methodist');
  const secretary = await open('educator');
  for (const page of [chair, secretary]) await editor(page, DRAFT);
  const add = async (page: Page, words: string) => {
    await area(page, 'proposals').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(words);
    await standing(page, 'saved');
  };
  await add(secretary, ' Хатшының сөзі.');
  const kept = await area(secretary, 'proposals').inputValue();
  await expect(area(chair, 'proposals')).toHaveValue(kept);
  await add(chair, ' Қате сөйлем.');
  await chair.getByRole('button', { name: kk('editor.past'), exact: true }).click();
  const dialog = chair.getByRole('dialog');
  const slider = dialog.getByRole('slider');
  await expect(slider).toBeVisible();
  await expect(dialog.locator('.editor-run').first()).toBeVisible();
  await expect(dialog.locator('.editor-past-text')).toContainText('Қате сөйлем.');
  const restore = dialog.getByRole('button', { name: kk('editor.restore') });
  await expect(restore).toBeDisabled();
  expect(await violations(chair)).toEqual([]);
  await slider.focus();
  await chair.keyboard.press('ArrowLeft');
  await expect(dialog.locator('.editor-past-text')).toContainText('Хатшының сөзі.');
  await expect(dialog.locator('.editor-past-text')).not.toContainText('Қате сөйлем.');
  await restore.click();
  await expect(dialog).toHaveCount(0);
  for (const page of [chair, secretary]) await expect(area(page, 'proposals')).toHaveValue(kept);
  await standing(chair, 'saved');
  // It is a change like any other: it can be taken back.
  await chair.getByRole('button', { name: kk('editor.undo'), exact: true }).click();
  await expect(area(secretary, 'proposals')).toHaveValue(`${kept} Қате сөйлем.`);
});

/** Draws or types a signature and says the password once more. */
async function sign(page: Page, person: Person) {
  const form = page.locator('[data-sign]');
  await expect(form).toBeVisible();
  await form.getByRole('radio', { name: kk('sign.type_name') }).check();
  await form.locator('#sign-name').fill(PEOPLE[person].name);
  await form.locator('input[type=password]').fill('nurlytau-2026');
  await form.locator('[data-action="sign"]').click();
}

test('from the agenda to two signatures: called, written, sent, signed, locked, verified', async ({ open, apiOf }) => {
  const api = await apiOf('methodist');
  const called = await api.json('meeting/call', {
    call: {
      body: 'apqo', planned: 'unplanned', day: TODAY, start: 9 * 60, end: 10 * 60, place: '', manner: '', closed: false,
      agenda: [{ id: null, title: 'Кезектен тыс мәселе', decision: null }],
    },
  });
  expect(called.status(), await called.text()).toBe(200);
  const meeting = (await called.json()) as string;
  const address = `/meetings/${meeting}`;
  const chair = await open('methodist');
  await go(chair, address);
  // Keys alone, from here to the signature.
  for (const code of ['S02', 'S10', 'S03']) {
    const present = chair.locator(`[data-person="${id(code)}"] [data-mark="present"]`);
    await present.focus();
    await chair.keyboard.press('Enter');
    await expect(present).toHaveAttribute('aria-pressed', 'true');
  }
  await chair.getByRole('button', { name: kk('meeting.minutes_begin'), exact: true }).focus();
  await chair.keyboard.press('Enter');
  await standing(chair, 'saved');
  await area(chair, 'discussion:').focus();
  await chair.keyboard.type('Мәселе талқыланды.');
  await chair.locator('[data-add="decision"]').focus();
  await chair.keyboard.press('Enter');
  await expect(area(chair, 'decision:')).toBeFocused();
  await chair.keyboard.type('Жиналыс өткізілсін');
  const decision = chair.locator('.editor-decision');
  await decision.locator('select').first().selectOption(id('S03'));
  await decision.locator('input[type=date]').fill('2026-12-01');
  await standing(chair, 'saved');
  const send = chair.locator('[data-minutes-paper] [data-action="send"]');
  await expect(send).toBeEnabled();
  await send.focus();
  await chair.keyboard.press('Enter');
  await expect(chair.locator('.editor-sheet')).toHaveCount(0);
  await sign(chair, 'methodist');
  await expect(chair.locator('[data-news]')).toContainText(kk('minutes.done_chair'));

  const secretary = await open('educator');
  await go(secretary, address);
  await sign(secretary, 'educator');
  await expect(secretary.locator('[data-news]')).toContainText(kk('minutes.done_locked'));
  expect(await violations(secretary)).toEqual([]);
  for (const lang of ['kk', 'ru']) {
    const file = await secretary.request.get(`/minutes/${meeting}/kenes.pdf?lang=${lang}`);
    expect(file.status()).toBe(200);
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');
  }
  const verify = await secretary.locator('a[href^="/verify/"]').first().getAttribute('href');
  const stranger = await open();
  await go(stranger, verify!);
  await expect(stranger.getByText(kk('minutes.verify_whole'))).toBeVisible();
  // Nobody changes a letter any more, and the decision lives in the register.
  await alive(secretary);
  await expect(secretary.locator('textarea[data-area]')).toHaveCount(0);
  // How they came to be can still be looked at.
  await secretary.locator('[data-action="past"]').click();
  await expect(secretary.getByRole('dialog').locator('.editor-run', { hasText: 'Мәселе талқыланды.' })).toBeVisible();
  await expect(secretary.getByRole('dialog').getByRole('button', { name: kk('editor.restore') })).toHaveCount(0);
  await secretary.keyboard.press('Escape');
  const responsible = await open('psychologist');
  await go(responsible, '/decisions?show=mine');
  await expect(responsible.getByText('Жиналыс өткізілсін')).toBeVisible();
});

test('words written without a connection while the minutes were sent to be signed are not lost from sight', async ({ open, apiOf, watch }) => {
  watch.allow(/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load resource|EventSource/);
  const api = await apiOf('methodist');
  const called = await api.json('meeting/call', {
    call: {
      body: 'apqo', planned: 'unplanned', day: TODAY, start: 11 * 60, end: 12 * 60, place: '', manner: '', closed: false,
      agenda: [{ id: null, title: 'Тағы бір мәселе', decision: null }],
    },
  });
  const meeting = (await called.json()) as string;
  for (const code of ['S02', 'S10', 'S03']) {
    const marked = await api.json('meeting/mark', { meeting, person: id(code), mark: 'present' });
    expect(marked.status(), await marked.text()).toBe(200);
  }
  await api.form('minutes/begin', { meeting });
  const chair = await open('methodist');
  const secretary = await open('educator');
  for (const page of [chair, secretary]) await editor(page, `/meetings/${meeting}`);
  await area(secretary, 'discussion:').focus();
  await secretary.keyboard.type('Талқыланды.');
  await expect(area(chair, 'discussion:')).toHaveValue('Талқыланды.');
  await secretary.locator('[data-add="decision"]').click();
  await expect(area(secretary, 'decision:')).toBeFocused();
  await secretary.keyboard.type('Ескерілсін');
  const decision = secretary.locator('.editor-decision');
  await decision.locator('select').first().selectOption(id('S03'));
  await decision.locator('input[type=date]').fill('2026-12-01');
  await standing(secretary, 'saved');
  await chair.context().setOffline(true);
  await standing(chair, 'offline');
  await area(chair, 'discussion:').focus();
  await chair.keyboard.press('Control+End');
  await chair.keyboard.type(' Кешіккен сөз.');
  await standing(secretary, 'saved');
  await secretary.locator('[data-minutes-paper] [data-action="send"]').click();
  await expect(secretary.locator('.editor-sheet')).toHaveCount(0);
  await chair.context().setOffline(false);
  const late = chair.getByRole('status').filter({ hasText: kk('editor.unsaved') });
  await expect(late).toContainText('Кешіккен сөз.');
  expect(await violations(chair)).toEqual([]);
  // They are on the device, not in the minutes: a page that is loaded anew still has them, until they are let go.
  await go(chair, `/meetings/${meeting}`);
  await expect(late).toContainText('Кешіккен сөз.');
  await expect(chair.locator('[data-minutes-paper]')).not.toContainText('Кешіккен');
  await late.getByRole('button', { name: kk('editor.unsaved_forget'), exact: true }).click();
  await expect(late).toHaveCount(0);
});

test('who has no business there finds nothing: a parent, and an administrator', async ({ open, apiOf }) => {
  const parent = await apiOf('nuray');
  for (const address of [DRAFT, '/meetings']) expect((await parent.get(address)).status()).toBeGreaterThanOrEqual(403);
  expect((await parent.get(`/live/minutes/${id('meeting apqo 2')}`)).status()).toBe(403);
  const page = await open('nuray');
  await go(page, '/bookings');
  await expect(page.getByRole('navigation', { name: kk('common.main_nav') }).getByRole('link', { name: kk('meeting.nav') })).toHaveCount(0);
});
