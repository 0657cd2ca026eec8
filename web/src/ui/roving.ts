// One stop of the Tab key for a long list with a button in each row: arrow keys lead from row to row. The buttons are to
// be out of the order of the Tab key (`tabIndex={-1}`), the list in it.

/** Handles a key in `list`, whose buttons `selector` finds. With the focus on the list itself, Up begins at what is in view. */
export function moveAmong(event: KeyboardEvent, list: HTMLElement, selector: string): void {
  if (event.key === 'Escape' && document.activeElement !== list && list.contains(document.activeElement)) return list.focus();
  if (!['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  const buttons = [...list.querySelectorAll<HTMLElement>(selector)];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? lastInView(buttons, list) : buttons[at + (event.key === 'ArrowUp' ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function lastInView(buttons: readonly HTMLElement[], list: HTMLElement): HTMLElement | undefined {
  const { bottom } = list.getBoundingClientRect();
  return buttons.filter((button) => button.getBoundingClientRect().top < bottom).at(-1);
}
