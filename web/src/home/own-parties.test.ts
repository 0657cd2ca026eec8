// Where the list of one's parties leads.

import type { Attendance } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { wayBack } from './own-parties';

const party = { id: 'p-1', status: 'active', role: 'viewer', visibility: 'private', invite_code: 'ABC234' } as Attendance;

it.each([
  ['with a seat, by the code', {}, '/party/ABC234'],
  ['without a seat, nowhere', { role: null, invite_code: null }, null],
  ['without a seat in a public party, by its id', { role: null, invite_code: null, visibility: 'public' }, '/party/p-1'],
  ['to what is over, to watch it again', { status: 'ended' }, '/party/again/p-1'],
  ['to what is over without one, nowhere', { status: 'ended', role: null, invite_code: null, visibility: 'public' }, null],
] as [string, Partial<Attendance>, string | null][])('%s', (_what, fields, path) => expect(wayBack({ ...party, ...fields })).toBe(path));
