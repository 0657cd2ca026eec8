import { describe, expect, it } from 'vitest';
import { lengthOf, mentionedIn, piecesOf, withName } from './message-text';

const shown = (text: string, names: string[] = []) =>
  piecesOf(text, names).map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.kind} ${piece.text}]`));

it('makes addresses links and leaves the sentence around them', () => {
  expect(shown('see https://films.example/a?b=c#d, it is (https://films.example/e_(f)) good.')).toEqual([
    'see ',
    '[link https://films.example/a?b=c#d]',
    ', it is (',
    '[link https://films.example/e_(f)]',
    ') good.',
  ]);
});

it.each(['javascript:alert(1)', 'ftp://films.example', 'data:text/html,x', 'www.films.example', 'http://'])(
  'leaves %s as it is',
  (text) => {
    expect(shown(text)).toEqual([text]);
  },
);

it('never makes markup of what people write', () => {
  expect(shown('<a href="https://evil.example">x</a>')).toEqual(['<a href="', '[link https://evil.example]', '">x</a>']);
});

it('marks those it speaks to, the longest name first', () => {
  expect(shown('@Ann Lee and @Ann, hi @Bob', ['Ann', 'Ann Lee'])).toEqual([
    '[mention @Ann Lee]',
    ' and ',
    '[mention @Ann]',
    ', hi @Bob',
  ]);
});

describe('whom a text speaks to', () => {
  const person = (display_name: string) => ({ user_id: display_name, display_name });
  const people = ['Ann', 'Ann Lee', 'Annabel', 'Bob', 'User 1', 'User 10', 'A$$AP', '安'].map(person);

  it.each([
    ['hi @Bob!', ['Bob']],
    ['@Annabel and nobody else', ['Annabel']],
    ['@Ann Lee', ['Ann Lee']],
    ['@Ann Leemann', ['Ann']],
    ['@Ann, @Ann Lee', ['Ann', 'Ann Lee']],
    ['@User 10', ['User 10']],
    ['@User 1 and @User 100', ['User 1']],
    ['@A$$AP?', ['A$$AP']],
    ['@Bobby', []],
    ['bob@Bob', []],
    ['(@Bob)', ['Bob']],
    ['@安さん', ['安']],
    ['see https://films.example/@Bob', []],
    ['@@Bob', ['Bob']],
    ['@Bob, @Bob', ['Bob']],
  ])('“%s”: %o', (text, ids) => expect(mentionedIn(text, people)).toEqual(ids));

  it('are as many as the server takes', () => {
    const crowd = Array.from({ length: 30 }, (_, n) => person(`Guest ${n}`));
    const text = crowd.map(({ display_name }) => `@${display_name}`).join(' ');
    expect(mentionedIn(text, crowd)).toEqual(crowd.slice(0, 20).map(({ user_id }) => user_id));
  });

  it('are all of one name', () => {
    const anns = ['a', 'b'].map((user_id) => ({ user_id, display_name: 'Ann' }));
    expect(mentionedIn('@Ann', anns)).toEqual(['a', 'b']);
  });
});

it('marks whole names only', () => {
  expect(shown('@Annabel, @Ann', ['Ann'])).toEqual(['@Annabel, ', '[mention @Ann]']);
});

describe('a name that is picked', () => {
  it('takes the place of what was typed of it, and the caret is behind it', () => {
    expect(withName('hi @bo, there', 6, 'Bob')).toEqual({ text: 'hi @Bob , there', caret: 8 });
    expect(withName('@a', 2, "A$$AP $& $'")).toEqual({ text: "@A$$AP $& $' ", caret: 13 });
  });
});

it('counts characters, not bytes or halves of them', () => {
  expect(lengthOf('🎬é')).toBe(2);
});
