// The people of the demonstration (server/store/src/demo).

import { createHash } from 'node:crypto';

export const PASSWORD = 'nurlytau-2026';

export const PEOPLE = {
  head: { login: 'head@nurlytau.example', name: 'Сәбит Гүлбаршын' },
  methodist: { login: 'methodist@nurlytau.example', name: 'Тілеуқабыл Маржан' },
  psychologist: { login: 'psychologist@nurlytau.example', name: 'Қалдыбек Әсемгүл' },
  speech: { login: 'speech@nurlytau.example', name: 'Жанділда Ботагөз' },
  educator: { login: 'educator@nurlytau.example', name: 'Әбілқас Назерке' },
  admin: { login: 'admin@nurlytau.example', name: 'Сұлтанбек Дамир' },
  trustee: { login: 'trustee@nurlytau.example', name: 'Төлеген Бекзат' },
  // Parents, by their children.
  nuray: { login: '+77000000201', name: 'Қалмырза' },
  temirlan: { login: '+77000000202', name: 'Әшім' },
  merey: { login: '+77000000206', name: 'Ғани' },
  airu: { login: '+77000000101', name: 'Көшербай' },
  safia: { login: '+77000000126', name: 'Байқадам' },
  erasyl: { login: '+77000000102', name: 'Тасболат' },
} as const;

export type Person = keyof typeof PEOPLE;

/** Children by their code in the demonstration. */
export const CHILDREN = {
  K01: 'Қалмырза Нұрай',
  K02: 'Әшім Темірлан',
  K03: 'Өмірзақ Ясмин',
  K04: 'Сүйінбай Бағлан',
  K05: 'Тұрсынхан Айсұлтан',
  K06: 'Ғани Мерей',
  C01: 'Көшербай Айару',
  C02: 'Тасболат Ерасыл',
  C03: 'Әмірғали Томирис',
  C04: 'Сейдахмет Алдияр',
  C05: 'Қуанышбек Аяла',
  C09: 'Мәлік Раяна',
  C10: 'Серікқан Мансұр',
  C16: 'Әлжан Әмина',
  C17: 'Досбол Хантөре',
  C18: 'Кенжеғали Меруерт',
  C26: 'Байқадам Сафия',
} as const;

export type Child = keyof typeof CHILDREN;

/** The id of something in the demonstration, such as `S03` or `K01`. */
export function id(code: string): string {
  const bytes = createHash('sha256').update(`kenes demonstration ${code}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
