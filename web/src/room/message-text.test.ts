import { expect, it } from 'vitest';
import { lengthOf, mentionedIn, piecesOf } from './message-text';

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

it('finds whom a text speaks to', () => {
  const people = [
    { user_id: 'a', display_name: 'Ann' },
    { user_id: 'b', display_name: 'Bob' },
  ];
  expect(mentionedIn('hi @Bob!', people)).toEqual(['b']);
});

it('counts characters, not bytes or halves of them', () => {
  expect(lengthOf('🎬é')).toBe(2);
});
