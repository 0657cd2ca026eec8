// What the host is offered when somebody asks for control.

import { expect, it } from 'vitest';
import { controlGrant } from './control-grant';

const promote = { type: 'promote', user_id: 'bob' };
const opened = { type: 'settings', control_by: 'hosts' };

it.each([
  ['hosts', 'viewer', 'Make co-host', [promote]],
  ['host', 'viewer', 'Give control', [opened, promote]],
  ['host', 'co-host', 'Give control', [opened]],
] as const)('where %s control the film and a %s asks: %s', (control_by, role, label, commands) => {
  expect(controlGrant('bob', role, { control_by })).toMatchObject({ label, commands });
});

it('says who else gets it', () => {
  expect(controlGrant('bob', 'viewer', { control_by: 'host' })?.note).toMatch(/every co-host/);
});

it.each([
  ['everyone', 'viewer'],
  ['hosts', 'co-host'],
] as const)('nothing where %s control the film and a %s asks', (control_by, role) => {
  expect(controlGrant('bob', role, { control_by })).toBeNull();
});
