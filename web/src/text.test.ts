import { ProblemError } from '@matinee/sdk';
import { describe, expect, it } from 'vitest';
import { clockText, driftText, initials, listText, problemText, spokenTime, titleOfUrl } from './text';

const problem = (status: number, detail = '', retryAfter: number | null = null) =>
  new ProblemError({ type: 'about:blank', title: 'Title', status, detail, code: 'CODE' }, retryAfter);

it.each([
  [0, '0:00'],
  [65_999, '1:05'],
  [3_723_000, '1:02:03'],
  [-5, '0:00'],
])('%d ms reads %s', (ms, text) => expect(clockText(ms)).toBe(text));

it.each([
  [0, 'the beginning'],
  [61_000, '1 minute 1 second'],
  [7_202_000, '2 hours 2 seconds'],
])('%d ms is spoken as %s', (ms, text) => expect(spokenTime(ms)).toBe(text));

it.each([
  [-12.4, '12 ms'],
  [999.4, '999 ms'],
  [-1440, '1.4 s'],
])('a drift of %d ms reads %s', (ms, text) => expect(driftText(ms)).toBe(text));

it.each([
  ['Alice', 'A'],
  [' maria  de la Cruz ', 'MC'],
  ['🦊 Fox', '🦊F'],
  ['', '?'],
])('the initials of "%s" are %s', (name, letters) => expect(initials(name)).toBe(letters));

it.each([
  ['https://films.test/a/My_first%20film.mp4?x=1', 'My first film'],
  ['https://films.test/', 'films.test'],
  ['https://films.test/%E0%A4%A', 'Video'],
  ['nonsense', 'Video'],
])('%s is titled %s', (address, title) => expect(titleOfUrl(address)).toBe(title));

describe('a list of names', () => {
  it.each([
    [['Bob'], 1, 'Bob'],
    [['Bob', 'Cleo'], 2, 'Bob and Cleo'],
    [['Bob', 'Cleo', 'Dan'], 6, 'Bob, Cleo, Dan and 3 more'],
    [['Bob'], 2, 'Bob and 1 more'],
    [[], 1, 'one person'],
    [[], 12, '12 people'],
  ])('%j of %i reads “%s”', (names, count, text) => expect(listText(names, count)).toBe(text));
});

describe('problems', () => {
  it('say when to try again', () => {
    expect(problemText(problem(429, 'x', 1800))).toContain('30 minutes');
    expect(problemText(problem(429, 'x', 20))).toContain('20 s');
  });
  it('repeat what the server said was wrong', () => {
    expect(problemText(problem(400, '"title" is blank'))).toBe('"title" is blank.');
    expect(problemText(problem(403, "this is not the party's password"))).toBe("This is not the party's password.");
    expect(problemText(problem(403, 'It is full!'))).toBe('It is full!');
  });
  it('tell an absent server from a broken one', () => {
    expect(problemText(problem(0))).toContain('does not answer');
    expect(problemText(problem(503))).toContain('problem of its own');
  });
});
