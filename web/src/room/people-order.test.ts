import type { Participant, Role } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { inOrder, named } from './people-order';

const person = (display_name: string, role: Role = 'viewer', is_active = true): Participant => ({
  user_id: display_name,
  display_name,
  avatar_url: null,
  role,
  is_active,
  last_sync: null,
});
const namesOf = (people: readonly Participant[]) => people.map(({ display_name }) => display_name);

it('has those who are here first, then by role, then by name', () => {
  const people = [person('Guest 10'), person('Zoe', 'host'), person('Guest 9'), person('Ann', 'viewer', false), person('Cleo', 'co-host')];
  expect(namesOf(inOrder(people))).toEqual(['Zoe', 'Cleo', 'Guest 9', 'Guest 10', 'Ann']);
});

it.each([
  ['', ['Ann Lee', 'Bob', 'Élodie']],
  ['  ', ['Ann Lee', 'Bob', 'Élodie']],
  ['lee', ['Ann Lee']],
  [' É', ['Élodie']],
  ['x', []],
])('finds %j in names', (sought, found) => {
  expect(namesOf(named([person('Ann Lee'), person('Bob'), person('Élodie')], sought))).toEqual(found);
});
