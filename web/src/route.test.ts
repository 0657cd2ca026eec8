import { expect, it } from 'vitest';
import { codeIn, parsePath, partyPath } from './route';

it.each([
  ['/', { view: 'home' }],
  ['/party/', { view: 'home' }],
  ['/party/abc234', { view: 'party', code: 'ABC234' }],
  ['/party/ABC234/', { view: 'party', code: 'ABC234' }],
  ['/party/ABC234/more', { view: 'home' }],
  ['/party/again/party-1', { view: 'replay', partyId: 'party-1' }],
  ['/party/again/a%20b', { view: 'replay', partyId: 'a b' }],
  ['/party/again/%', { view: 'replay', partyId: '%' }],
  ['/party/again/', { view: 'party', code: 'AGAIN' }],
  ['/figures/p-1', { view: 'figures', partyId: 'p-1' }],
  ['/figures/', { view: 'home' }],
  ['/admin', { view: 'admin', partyId: null }],
  ['/admin/', { view: 'admin', partyId: null }],
  ['/admin/p%201', { view: 'admin', partyId: 'p 1' }],
  ['/admin/p/1', { view: 'home' }],
  ['/data', { view: 'data' }],
  ['/data/more', { view: 'home' }],
  ['/playlists', { view: 'playlists', id: null }],
  ['/playlists/a%20b', { view: 'playlists', id: 'a b' }],
  ['/playlists/a%b', { view: 'playlists', id: 'a%b' }],
  ['/playlists/a/b', { view: 'home' }],
  ['/party/1f0c-b2e4', { view: 'party', code: '1f0c-b2e4' }],
  ['/party/<script>', { view: 'home' }],
])('%s leads to %o', (path, route) => expect(parsePath(path)).toEqual(route));

it('leads back from a code to its path', () => {
  expect(parsePath(partyPath('ABC234'))).toEqual({ view: 'party', code: 'ABC234' });
});

it.each([
  ['abc234', 'ABC234'],
  [' ABC 234 ', 'ABC234'],
  ['abc-234', 'ABC234'],
  ['https://films.example/party/abc234/ ', 'ABC234'],
  ['https://films.example/', 'HTTPS://FILMS.EXAMPLE/'],
])('in %j the code is %s', (entered, code) => expect(codeIn(entered)).toBe(code));
