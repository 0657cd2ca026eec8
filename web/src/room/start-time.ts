// Times of a start: what a person enters, and how far away it is. Pure.

/**
 * The next moment at which a clock on this device's wall shows a time as `20:15`, as Unix ms after `nowMs`; null when the
 * text is no time. In a night the clocks change it is the platform's guess.
 */
export function nextTime(text: string, nowMs: number): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const date = new Date(nowMs);
  date.setHours(hours, minutes, seconds, 0);
  if (date.getTime() <= nowMs) date.setDate(date.getDate() + 1);
  return date.getTime();
}

/** `in 45 s`, `in 12 min`, `in 3 h 5 min`. */
export function aheadText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 100) return `in ${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `in ${minutes} min`;
  const rest = minutes % 60;
  return `in ${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** `20:15` where this device is, with seconds where they are not zero. */
export function timeOfDay(unixMs: number): string {
  const date = new Date(unixMs);
  const two = (number: number) => String(number).padStart(2, '0');
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  return `${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}
