// The register: children and guardians kept by hand, and taken from tables as a whole or not at all.

import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, go, test } from './support/fixtures';
import { kk, ru, word, type Lang } from './support/words';

const said = (page: Page) => page.getByTestId('register-said');
const card = (page: Page) => page.getByTestId('child');
const list = (page: Page) => page.locator('.register-list');
const guardian = (page: Page, name: string) => page.locator('.guardian', { hasText: name });
const preview = (page: Page) => page.getByTestId('preview');
const row = (page: Page, line: number) => preview(page).locator(`.register-row[data-line="${line}"]`);
const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(' ')}`);
const overhang = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

const HEADINGS = 'Баланың аты-жөні;Туған күні;Тобы;Ата-анасы;Кім болады;Телефоны';
const csv = (...lines: string[]) => ({ name: 'tizim.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${[HEADINGS, ...lines].join('\r\n')}\r\n`) });

type Names = { family: string; given: string; patronymic?: string };

async function fillName(page: Page, prefix: '' | 'g_', { family, given, patronymic }: Names) {
  await page.locator(`#${prefix}family`).fill(family);
  await page.locator(`#${prefix}given`).fill(given);
  if (patronymic) await page.locator(`#${prefix}patronymic`).fill(patronymic);
}

async function addChild(page: Page, lang: Lang, names: Names, born: string) {
  await go(page, '/register?do=new');
  await fillName(page, '', names);
  await page.locator('#born').fill(born);
  await page.locator('#group').selectOption('home');
  await page.locator('form.register-form').getByRole('button', { name: word(lang, 'register.add_child') }).click();
  await expect(said(page)).toHaveText(word(lang, 'register.done_added'));
}

test('the head takes a child in with a guardian, corrects it, and takes rights with a reason', async ({ open }) => {
  const page = await open('head');
  await go(page, '/');
  await page.getByRole('link', { name: kk('register.nav'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: kk('register.title') })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: kk('register.add_child') }).click();
  await expect(page.getByRole('heading', { level: 2, name: kk('register.add_child') })).toBeFocused();
  const form = page.locator('form.register-form');
  const submit = form.getByRole('button', { name: kk('register.add_child') });
  await submit.click();
  await expect(page.locator('#born'), 'the first that is wrong has the focus').toBeFocused();
  await fillName(page, '', { family: 'ЫСҚАҚ', given: 'Нұрислам', patronymic: 'Дәуренұлы' });
  await page.locator('#born').fill('2027-01-01');
  await fillName(page, 'g_', { family: 'Ысқақ', given: 'Дәурен' });
  await page.locator('#g_phone').fill('8 705 333 44 55');
  await page.locator('#g_relation').selectOption('father');
  await submit.click();
  await expect(form.locator('#group-error')).toHaveText(kk('rules.problem_required'));
  await page.locator('#group').selectOption({ label: 'Балапан' });
  await submit.click();
  await expect(form.getByText(kk('register.problem_future'))).toBeVisible();
  await page.locator('#born').fill('2022-05-14');
  expect(await violations(page)).toEqual([]);
  await submit.click();
  await expect(said(page)).toHaveText(kk('register.done_added'));
  await expect(said(page)).toBeFocused();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText('Ысқақ Нұрислам Дәуренұлы');
  await expect(guardian(page, 'Ысқақ Дәурен')).toContainText('+7 705 333 44 55');
  await expect(guardian(page, 'Ысқақ Дәурен')).toContainText(kk('register.rights_yes'));
  await expect(list(page).getByRole('link', { name: 'Ысқақ Нұрислам' })).toHaveAttribute('aria-current', 'true');

  await card(page).getByRole('link', { name: kk('register.edit') }).click();
  await expect(page.getByRole('heading', { level: 2, name: kk('register.edit_title') })).toBeFocused();
  await page.locator('#given').fill('Нұрисләм');
  await page.locator('#group').selectOption({ label: 'Қарлығаш' });
  await page.getByRole('button', { name: kk('common.save') }).click();
  await expect(said(page)).toHaveText(kk('register.done_changed'));
  await expect(card(page)).toContainText('Ысқақ Нұрисләм Дәуренұлы');
  await expect(card(page)).toContainText('«Қарлығаш»');

  await guardian(page, 'Ысқақ Дәурен').getByRole('link', { name: kk('register.take_rights') }).click();
  const take = page.getByRole('button', { name: kk('register.take_rights') });
  await take.click();
  await expect(page.getByText(kk('rules.problem_required'))).toBeVisible();
  await expect(page.locator('#reason')).toBeFocused();
  await page.locator('#reason').fill('Сот шешімі, 12.11.2026, № 7');
  expect(await violations(page)).toEqual([]);
  await take.click();
  await expect(said(page)).toHaveText(kk('register.done_rights_taken'));
  await expect(guardian(page, 'Ысқақ Дәурен')).toContainText(kk('register.rights_no'));
  await expect(card(page)).toContainText(kk('register.nobody_signs'));
  await go(page, '/audit');
  await expect(page.getByText(kk('register.did_rights_take')).first()).toBeVisible();
});

test('a number that is known brings its person, and no other', async ({ open }) => {
  const page = await open('methodist');
  await addChild(page, 'kk', { family: 'Жұмабек', given: 'Інжу' }, '2022-08-01');
  await card(page).getByRole('link', { name: kk('register.add_guardian') }).click();
  await page.locator('#phone').fill('8 700 000 02 01');
  const known = page.locator('.register-known');
  await expect(known).toContainText('Қалмырза Нұрай');
  await fillName(page, '', { family: 'Жұмабек', given: 'Сәкен' });
  const add = page.getByRole('button', { name: kk('register.add_guardian') });
  await add.click();
  await expect(page.getByText(kk('register.problem_other_name'))).toBeVisible();
  await expect(page.locator('#phone')).toBeFocused();
  await known.getByRole('button', { name: kk('register.use_known') }).click();
  await expect(page.locator('#family')).toHaveValue('Қалмырза');
  await add.click();
  await expect(said(page)).toHaveText(kk('register.done_guardian'));
  await expect(guardian(page, 'Қалмырза')).toHaveCount(1);
  await guardian(page, 'Қалмырза').getByRole('link', { name: kk('register.change_guardian') }).click();
  await expect(page.locator('.register-form .notice')).toContainText(kk('register.shared', { children: 'Қалмырза Нұрай' }));
  await page.locator('#relation').selectOption('relative');
  await page.getByRole('button', { name: kk('common.save') }).click();
  await expect(guardian(page, 'Қалмырза')).toContainText(kk('register.relation_relative'));
  await guardian(page, 'Қалмырза').getByRole('link', { name: kk('register.end') }).click();
  await page.locator('#reason').fill('Отбасының өтініші');
  await page.getByRole('button', { name: kk('register.end') }).click();
  await expect(said(page)).toHaveText(kk('register.done_ended'));
  await expect(guardian(page, 'Қалмырза')).toHaveCount(0);
  await page.locator('.register-past > summary').click();
  await expect(page.locator('.register-past')).toContainText('Қалмырза');
});

test('on a phone, in Russian: found, left, come back', async ({ open }) => {
  const page = await open('head', { phone: true, lang: 'ru' });
  await addChild(page, 'ru', { family: 'Сейіт', given: 'Әмір' }, '2022-08-01');
  expect(await violations(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await page.getByRole('link', { name: ru('register.leave') }).click();
  await page.locator('#last').fill('2026-11-20');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: ru('common.save') }).click();
  await expect(said(page)).toHaveText(ru('register.done_left'));
  await expect(card(page)).toContainText(ru('register.left_on', { date: '20.11.2026' }));
  await page.locator('.register-back').click();
  await expect(page).toHaveURL(/\/register$/);
  await page.getByLabel(ru('register.search')).fill('сейит амир');
  await expect(list(page).getByRole('link')).toHaveCount(1);
  await expect(list(page).getByRole('heading', { name: ru('register.gone') })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await list(page).getByRole('link').click();
  await page.getByRole('button', { name: ru('register.returned') }).click();
  await expect(said(page)).toHaveText(ru('register.done_returned'));
  await expect(card(page)).not.toContainText(ru('register.left_on', { date: '20.11.2026' }));
});

test('a table is looked through line by line, mended, and taken as a whole', async ({ open }) => {
  const page = await open('head');
  await go(page, '/register');
  await page.getByRole('link', { name: kk('register.import') }).click();
  const input = page.getByLabel(kk('register.file'), { exact: true });
  await input.setInputFiles(csv(
    'Болат Ақерке;31.02.2022;Балапан;Болат Сымбат;анасы;8 705 111 00 01',
    'Болат Мәди;2021-03-05;Қалмаған;Болат Сымбат;көршісі;12345',
    'Қалмырза Нұрай;01.01.2030;;;;',
    'Болат Ерен;44926;үйде;Басқа Кісі;әкесі;8 700 000 02 01',
  ));
  await expect(page.getByRole('heading', { name: kk('register.preview') })).toBeFocused();
  await expect(preview(page)).toContainText(kk('register.count_wrong', { n: 4 }));
  await expect(preview(page)).toContainText(kk('register.blocked'));
  await expect(row(page, 2)).toContainText(`${kk('register.col_born')}: ${kk('register.why_no_date')}`);
  await expect(row(page, 2)).toContainText(kk('register.found', { text: '31.02.2022' }));
  await expect(row(page, 3)).toContainText(`${kk('register.col_group')}: ${kk('register.why_no_group')}`);
  await expect(row(page, 3)).toContainText(kk('register.why_no_phone'));
  await expect(row(page, 3)).toContainText(kk('register.why_no_relation'));
  await expect(row(page, 4)).toContainText(kk('register.why_future'));
  await expect(row(page, 5)).toContainText(/Қалмырза/);
  expect(await violations(page)).toEqual([]);
  await expect(page.getByRole('button', { name: kk('register.do_import', { fresh: 0, changed: 0 }) })).toHaveCount(0);
  // Mended.
  await input.setInputFiles(csv(
    'Болат Ақерке;28.02.2022;Балапан;Болат Сымбат;анасы;8 705 111 00 01',
    'Болат Мәди;2021-03-05;Қарлығаш;Болат Сымбат;анасы;8 705 111 00 01',
  ));
  await expect(preview(page)).toContainText(kk('register.count_new', { n: 2 }));
  await expect(row(page, 2)).toContainText(kk('register.step_add', { group: '«Балапан»', date: '28.02.2022' }));
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: kk('register.do_import', { fresh: 2, changed: 0 }) }).click();
  await expect(page.getByTestId('imported')).toContainText(kk('register.imported', { fresh: 2, changed: 0 }));
  await expect(page.getByTestId('imported')).toBeFocused();
  await page.getByRole('link', { name: kk('register.to_list') }).click();
  await page.getByLabel(kk('register.search')).fill('болат симбат');
  await expect(list(page).getByRole('link')).toHaveCount(0);
  await page.getByLabel(kk('register.search')).fill('7051110001');
  await expect(list(page).getByRole('link')).toHaveCount(2);
});

test('a workbook is taken, and what another has changed meanwhile is looked at anew', async ({ open }) => {
  const page = await open('head', { phone: true, lang: 'ru' });
  const other = await open('methodist');
  const file = { name: 'список.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: readFileSync(new URL('./support/register.xlsx', import.meta.url)) };
  await go(page, '/register/import');
  await page.getByLabel(ru('register.file'), { exact: true }).setInputFiles(file);
  await expect(preview(page)).toContainText(ru('register.count_new', { n: 2 }));
  await expect(preview(page)).toContainText(ru('register.unread', { names: 'Прививки' }));
  await expect(row(page, 4)).toContainText('Төлеген Айша Мұратқызы');
  await expect(row(page, 4)).toContainText('02.01.2023');
  expect(await violations(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await go(other, '/register/import');
  await other.getByLabel(kk('register.file'), { exact: true }).setInputFiles(file);
  await other.getByRole('button', { name: kk('register.do_import', { fresh: 2, changed: 0 }) }).click();
  await expect(other.getByTestId('imported')).toContainText(kk('register.imported', { fresh: 2, changed: 0 }));
  await page.getByRole('button', { name: ru('register.do_import', { fresh: 2, changed: 0 }) }).click();
  await expect(page.getByRole('alert')).toContainText(ru('register.file_stale'));
  await page.getByRole('button', { name: ru('register.check_again') }).click();
  await expect(preview(page)).toContainText(ru('register.nothing_new'));
  await page.getByLabel(ru('register.file'), { exact: true }).setInputFiles({ ...file, buffer: Buffer.from('%PDF-1.7') });
  await expect(page.getByRole('alert')).toContainText(ru('register.file_headings'));
  await page.getByLabel(ru('register.file'), { exact: true }).setInputFiles({ ...file, buffer: Buffer.alloc(2 * 1024 * 1024 + 1) });
  await expect(page.getByRole('alert')).toContainText(ru('register.file_too_large'));
});

test('the template is a table in the reader’s language that brings nobody', async ({ open }) => {
  const page = await open('head', { lang: 'ru' });
  await go(page, '/register/import');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: ru('register.template') }).click();
  const path = await (await download).path();
  const text = readFileSync(path, 'utf8');
  expect(text.startsWith('\ufeffФамилия ребёнка;')).toBe(true);
  await page.getByLabel(ru('register.file'), { exact: true }).setInputFiles({ name: 'шаблон.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(preview(page)).toContainText(ru('register.nothing_new'));
});

test('without scripts a child is taken in, and what was wrong is said', async ({ open }) => {
  const page = await open('head', { scripts: false });
  await page.goto('/register?do=new');
  await fillName(page, '', { family: 'Оспан', given: '5' });
  await page.locator('#born').fill('2022-05-14');
  await page.locator('#group').selectOption('home');
  const submit = page.locator('form.register-form').getByRole('button', { name: kk('register.add_child') });
  await submit.click();
  await expect(page.getByText(kk('register.problem_not_a_name'))).toBeVisible();
  await expect(page.locator('#family')).toHaveValue('Оспан');
  await page.locator('#given').fill('Раяна');
  await page.locator('#group').selectOption('home');
  await submit.click();
  await expect(page).toHaveURL(/register\?child=.*done=added/);
  await expect(card(page)).toContainText('Оспан Раяна');
});

test('who does not keep the register has no way to it', async ({ open, watch }) => {
  watch.allow(/403/);
  for (const person of ['psychologist', 'educator', 'admin', 'nuray'] as const) {
    const page = await open(person);
    await go(page, '/');
    await expect(page.getByRole('link', { name: kk('register.nav'), exact: true })).toHaveCount(0);
    for (const address of ['/register', '/register/import', '/register/template.csv']) {
      const answer = await page.request.get(address);
      expect(answer.status(), `${person} ${address}`).toBe(403);
    }
  }
});
