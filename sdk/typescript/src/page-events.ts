// When a page comes back to life: shown again, thawed, or back on the network. Nothing happens outside of browsers.

/** Events after which connection and clock may be stale, and on which target they come. */
const returns: readonly [target: 'document' | 'window', name: string][] = [
  ['document', 'visibilitychange'],
  ['document', 'resume'],
  ['window', 'pageshow'],
  ['window', 'online'],
];

/** Calls `onReturn` whenever the page is visible and something of the kind has happened; the result ends it. */
export function listenToPage(onReturn: () => void): () => void {
  if (typeof document === 'undefined' || typeof window === 'undefined') return () => undefined;
  const listen = () => {
    if (document.visibilityState !== 'hidden') onReturn();
  };
  const targetOf = (name: 'document' | 'window') => (name === 'document' ? document : window);
  for (const [target, name] of returns) targetOf(target).addEventListener(name, listen);
  return () => {
    for (const [target, name] of returns) targetOf(target).removeEventListener(name, listen);
  };
}
