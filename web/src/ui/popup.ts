// Where a popup menu stands, and how keys move through it.

/** The least distance from the window's edge, in px. */
const edgePx = 8;

export function itemsOf(popup: HTMLElement): HTMLElement[] {
  return [...popup.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

/** Above the button, below it where that is too high, its right edge at the button's; CSS overrides this on narrow screens. */
export function placeAt(popup: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const left = Math.min(at.right - popup.offsetWidth, innerWidth - popup.offsetWidth - edgePx);
  popup.style.left = `${Math.max(edgePx, left)}px`;
  const above = at.top - popup.offsetHeight - edgePx;
  const below = Math.min(at.bottom + edgePx, innerHeight - popup.offsetHeight - edgePx);
  popup.style.top = `${above >= edgePx ? above : Math.max(edgePx, below)}px`;
}

export function moveFocus(event: KeyboardEvent, popup: HTMLElement | null): void {
  if (popup === null) return;
  const all = itemsOf(popup);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const wanted = next[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  all.at(wanted % all.length)?.focus();
}
