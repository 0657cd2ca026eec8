// Which rows of a long list are on the page: those in view and some around them, so that a list of thousands costs as
// much as one of a hundred. Pure.

/** Every row is this high, in px. */
export const rowPx = 44;

/** The window moves by so many rows at once. */
const step = 20;
/** Rows on the page: one step above those in view, and enough below for any screen. */
const size = 100;

export interface RowWindow {
  /** Index of the first row on the page. */
  first: number;
  /** Index behind the last one. */
  end: number;
}

/** The rows to draw of `count`, where the list is scrolled to `scrollTop` px. */
export function rowWindow(scrollTop: number, count: number): RowWindow {
  const inView = Math.floor(Math.max(0, scrollTop) / rowPx);
  const latest = Math.max(0, Math.ceil((count - size) / step) * step);
  const first = Math.min(latest, Math.max(0, Math.floor(inView / step) * step - step));
  return { first, end: Math.min(count, first + size) };
}
