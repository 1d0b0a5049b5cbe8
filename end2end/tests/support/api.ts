// Server functions, called directly: only for what must be there before a test begins, or what happens elsewhere meanwhile.

import type { APIRequestContext, APIResponse } from '@playwright/test';
import { minuteOf } from './clock';
import { id, type Child } from './people';

export type Plan = {
  body?: 'ppqq' | 'kp';
  kind: string;
  day: string;
  at: string;
  minutes?: number;
  staff: string;
  room?: string | null;
  children?: Child[];
  status?: 'draft' | 'confirmed';
  places?: number;
  open?: boolean;
};

export type Saved = { session: { id: string; version: number; plan: Record<string, unknown> } };

export class Api {
  constructor(private readonly request: APIRequestContext) {}

  /** Calls a function that takes JSON. */
  async json(name: string, data: object): Promise<APIResponse> {
    return this.request.post(`/api/${name}`, { data, headers: { accept: 'application/json' } });
  }

  /** Calls a function as a form does. */
  async form(name: string, form: Record<string, string>): Promise<APIResponse> {
    return this.request.post(`/api/${name}`, { form, headers: { accept: 'application/json' }, maxRedirects: 0 });
  }

  async get(address: string): Promise<APIResponse> {
    return this.request.get(address, { maxRedirects: 0 });
  }

  /** Plans a session. */
  async create(plan: Plan): Promise<Saved['session']> {
    return (await done(this.json('calendar/create', { plan: wire(plan) })) as Saved).session;
  }

  /** Changes a session as it stands. */
  async change(session: Saved['session'], change: Record<string, unknown>): Promise<Saved['session']> {
    const plan = { ...session.plan, ...change };
    return (await done(this.json('calendar/change', { id: session.id, version: session.version, plan })) as Saved).session;
  }

  /** Moves a session to another time. */
  async move(session: Saved['session'], day: string, at: string): Promise<Saved['session']> {
    const slot = { ...(session.plan.slot as object), day, start: minuteOf(at) };
    return this.change(session, { slot });
  }

  /** Books a time for a child, and gives the address of the booking. */
  async book(wish: { child: Child; kind: string; staff: string; day: string; at: string; minutes: number; session?: string }): Promise<string> {
    const response = await this.form('booking/book', {
      child: id(wish.child),
      kind: wish.kind,
      staff: id(wish.staff),
      slot: `${wish.day}T${wish.at}/${wish.minutes}`,
      session: wish.session ?? '',
      key: crypto.randomUUID(),
    });
    const address = response.headers()['location'] ?? response.headers()['serverfnredirect'];
    if (response.status() >= 400 || !address) throw new Error(`not booked: ${response.status()} ${await response.text()}`);
    return address.split('?')[0];
  }
}

/** Puts a child on the waiting list of a session. */
export async function wait(parent: Api, session: string, child: Child) {
  const response = await parent.form('booking/wait', { session, child: id(child) });
  if (response.status() >= 400) throw new Error(`not waiting: ${response.status()} ${await response.text()}`);
}

async function done(answer: Promise<APIResponse>): Promise<unknown> {
  const response = await answer;
  if (!response.ok()) throw new Error(`${response.url()}: ${response.status()} ${await response.text()}`);
  return response.json();
}

function wire(plan: Plan) {
  const children = plan.children ?? [];
  const withParent = ['play_ind', 'play_online', 'play_seminar'].includes(plan.kind);
  const usual: Record<string, number> = { individual: 1, small: 4, group: 8, play_online: 3, kp_small: 3 };
  return {
    session: null,
    body: plan.body ?? (plan.kind.startsWith('play') || plan.kind.startsWith('kp') ? 'kp' : 'ppqq'),
    kind: plan.kind,
    slot: { day: plan.day, start: minuteOf(plan.at), minutes: plan.minutes ?? (['small', 'group'].includes(plan.kind) ? 40 : 20) },
    staff: [id(plan.staff)],
    room: plan.room ? id(plan.room) : null,
    online: plan.kind === 'play_online',
    seats: children.map((child) => ({ child: id(child), with_parent: withParent })),
    hidden: 0,
    places: plan.places ?? usual[plan.kind] ?? 1,
    open: plan.open ?? false,
    status: plan.status ?? 'confirmed',
    by: 'staff',
  };
}
