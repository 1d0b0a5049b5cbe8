// The words of the application, from its own locales: a test says which sentence it expects, not how it is worded today.

import { readFileSync } from 'node:fs';

export type Lang = 'kk' | 'ru';
export const LANGS: Lang[] = ['kk', 'ru'];

const files = new Map<string, Record<string, string>>();

function file(lang: Lang, name: string): Record<string, string> {
  const path = new URL(`../../../app/locales/${lang}/${name}.json`, import.meta.url);
  const key = path.pathname;
  if (!files.has(key)) files.set(key, JSON.parse(readFileSync(path, 'utf8')));
  return files.get(key)!;
}

/** `word('kk', 'common.sign_in')`; values take the place of `{{ name }}`. */
export function word(lang: Lang, key: string, values: Record<string, string | number> = {}): string {
  const [name, entry] = key.split('.');
  const text = file(lang, name)[entry];
  if (text === undefined) throw new Error(`there are no words for ${key} in ${lang}`);
  return text.replace(/{{\s*(\w+)\s*}}/g, (_, value: string) => {
    if (!(value in values)) throw new Error(`${key} wants ${value}`);
    return String(values[value]);
  });
}

export const kk = (key: string, values?: Record<string, string | number>) => word('kk', key, values);
export const ru = (key: string, values?: Record<string, string | number>) => word('ru', key, values);

/** A regular expression that finds these texts in this order. */
export function inOrder(...texts: string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'), 's');
}
