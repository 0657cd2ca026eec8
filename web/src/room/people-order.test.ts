import type { Participant, Role } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { named, PeopleOrder } from './people-order';

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
  expect(namesOf(new PeopleOrder().of(people))).toEqual(['Zoe', 'Cleo', 'Guest 9', 'Guest 10', 'Ann']);
});

it('is the same whether people come and change one by one or all at once', () => {
  const order = new PeopleOrder();
  let people: Participant[] = [];
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const anyone = () => person(`Guest ${random(1_000_000)}`, random(9) === 0 ? 'co-host' : 'viewer', random(3) > 0);
  for (let n = 0; n < 400; ++n) {
    const at = random(people.length + 1);
    const kind = n < 100 ? 0 : random(3);
    if (kind === 0) people = [...people, anyone()];
    else if (kind === 1) people = people.filter((_, index) => index !== at);
    else people = people.map((one, index) => (index === at ? { ...one, is_active: !one.is_active } : one));
    expect(namesOf(order.of(people))).toEqual(namesOf(new PeopleOrder().of(people)));
  }
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
