// The text of a message as pieces: words, addresses that can be clicked, and people it speaks to. Pure; nothing here is
// markup, and what is no address stays text.

/** A piece of a message. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; text: string }
  | { kind: 'link'; text: string; href: string };

/** Characters that end a sentence rather than an address. */
const trailing = /[.,:;!?'"»”’)\]}>]+$/;
const address = /https?:\/\/[^\s<>"]+/g;

/** An @ that does not belong to what is written before it, as in an e-mail address. */
const spoken = /(?<![\p{L}\p{N}_])@/gu;
/** Words of these scripts stand side by side without spaces. */
const unspaced = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
/** What a word begins with that is more than the name before it. */
const goesOn = new RegExp(`^(?!${unspaced})[\\p{L}\\p{N}\\p{M}_]`, 'u');
/** The server refuses more. */
const mostMentions = 20;

/** `names` are those of the people mentioned. */
export function piecesOf(text: string, names: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const href = addressIn(found);
    if (href === null) continue;
    pieces.push(...mentionsIn(text.slice(at, index), names), { kind: 'link', text: href, href });
    at = index + href.length;
  }
  return [...pieces, ...mentionsIn(text.slice(at), names)];
}

/** Without what belongs to the sentence; a closing bracket stays where the address has opened it. */
function addressIn(found: string): string | null {
  const end = trailing.exec(found)?.[0] ?? '';
  const kept = end.startsWith(')') && found.slice(0, -end.length).includes('(') ? 1 : 0;
  const href = found.slice(0, found.length - end.length + kept);
  return URL.canParse(href) ? href : null;
}

function mentionsIn(text: string, names: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let told = 0;
  for (const { index } of text.matchAll(spoken)) {
    const name = index < told ? undefined : nameAt(text, index + 1, names);
    if (name === undefined) continue;
    if (index > told) pieces.push({ kind: 'text', text: text.slice(told, index) });
    pieces.push({ kind: 'mention', text: `@${name}` });
    told = index + 1 + name.length;
  }
  return told < text.length ? [...pieces, { kind: 'text', text: text.slice(told) }] : pieces;
}

/** The longest name that is there as a whole: "@Ann Lee" is not "@Ann", and "@Annabel" is neither. */
function nameAt(text: string, index: number, names: readonly string[]): string | undefined {
  const there = names.filter((name) => name !== '' && text.startsWith(name, index) && !goesOn.test(text.slice(index + name.length)));
  return there.sort((one, other) => other.length - one.length)[0];
}

/** The ids of those the text speaks to, as many as the server takes: whose name is in it behind an @. */
export function mentionedIn(text: string, people: readonly { user_id: string; display_name: string }[]): string[] {
  const pieces = piecesOf(text, people.map(({ display_name }) => display_name));
  const marks = new Set(pieces.flatMap((piece) => (piece.kind === 'mention' ? [piece.text] : [])));
  const spokenTo = people.filter(({ display_name }) => marks.has(`@${display_name}`));
  return spokenTo.slice(0, mostMentions).map(({ user_id }) => user_id);
}

/** A text with a name in the place of what is typed of it behind an @, up to the caret; and where the caret is then. */
export function withName(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(/@[^\s@]*$/u, () => `@${name} `);
  return { text: before + text.slice(caret), caret: before.length };
}

/** Characters as the server counts them: code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}
