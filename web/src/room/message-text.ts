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
  if (text === '') return [];
  const next = names
    .map((name) => ({ mark: `@${name}`, index: text.indexOf(`@${name}`) }))
    .filter(({ index }) => index >= 0)
    // The longest of those that begin at one place: "@Ann Lee" is not "@Ann".
    .sort((one, other) => one.index - other.index || other.mark.length - one.mark.length)[0];
  if (next === undefined) return [{ kind: 'text', text }];
  const before: Piece[] = next.index > 0 ? [{ kind: 'text', text: text.slice(0, next.index) }] : [];
  const rest = text.slice(next.index + next.mark.length);
  return [...before, { kind: 'mention', text: next.mark }, ...mentionsIn(rest, names)];
}

/** The ids of those whose name is in the text behind an @. */
export function mentionedIn(text: string, people: readonly { user_id: string; display_name: string }[]): string[] {
  return people.filter(({ display_name }) => text.includes(`@${display_name}`)).map(({ user_id }) => user_id);
}

/** Characters as the server counts them: code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}
