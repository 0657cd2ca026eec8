// From what a server tells of a party to the lines and bars of its plots. Pure.

import { isLivePosition, type AudienceStretch, type FilmMinute, type PartyAnalytics } from '@matinee/sdk';

/** The size of a plot in its own units; it is stretched to the page. */
export const width = 600;
export const height = 160;

const weekMs = 7 * 24 * 3_600_000;

/** The whole time of a party, in Unix ms of the server: from its beginning to its end, or to what was last told. */
export function spanOf({ created_at, ended_at, audience }: PartyAnalytics): { fromMs: number; untilMs: number } {
  const fromMs = Date.parse(created_at);
  const untilMs = ended_at === null ? (audience.at(-1)?.until_ms ?? fromMs) : Date.parse(ended_at);
  return { fromMs, untilMs: Math.max(untilMs, fromMs + 1) };
}

/** The most a scale has to hold, as a round figure: 1, 2, 5, 10, 20, 50, … */
export function roundedUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= most) ?? 10) * power;
}

/** People over time, as points of an SVG polyline: level between changes, at its peak while it changed. */
export function audienceLine(audience: readonly AudienceStretch[], span: { fromMs: number; untilMs: number }, most: number): string {
  const x = (ms: number) => (width * (Math.min(Math.max(ms, span.fromMs), span.untilMs) - span.fromMs)) / (span.untilMs - span.fromMs);
  const y = (people: number) => height * (1 - people / most);
  const points: string[] = [`0,${height}`];
  let level = 0;
  for (const { from_ms, until_ms, viewers, peak } of audience) {
    points.push(`${x(from_ms).toFixed(1)},${y(level).toFixed(1)}`, `${x(from_ms).toFixed(1)},${y(peak).toFixed(1)}`);
    points.push(`${x(until_ms).toFixed(1)},${y(peak).toFixed(1)}`, `${x(until_ms).toFixed(1)},${y(viewers).toFixed(1)}`);
    level = viewers;
  }
  points.push(`${width},${y(level).toFixed(1)}`);
  return points.join(' ');
}

/** The films of a party, in the order of what was said about them, the most first. */
export function filmsOf(film: readonly FilmMinute[]): { clipId: string; minutes: FilmMinute[] }[] {
  const films = new Map<string, FilmMinute[]>();
  for (const minute of film) films.set(minute.clip_id, [...(films.get(minute.clip_id) ?? []), minute]);
  const weight = (minutes: FilmMinute[]) => minutes.reduce((sum, { messages, reactions }) => sum + messages + reactions, 0);
  return [...films].map(([clipId, minutes]) => ({ clipId, minutes })).sort((one, other) => weight(other.minutes) - weight(one.minutes));
}

/**
 * The minutes with their positions from where the plot begins: a film's beginning, or where a live stream was watched
 * first. The positions of a stream say when in the week it was: of two that are further apart than half of one, the lower
 * is in the next. What was said before anyone had moved to the stream belongs to its first minute.
 */
export function minutesOf(minutes: readonly FilmMinute[]): FilmMinute[] {
  const positions = minutes.map(({ position_ms }) => position_ms).filter(isLivePosition);
  if (positions.length === 0) return [...minutes];
  const least = Math.min(...positions);
  const overWeekEnd = Math.max(...positions) - least > weekMs / 2;
  const unrolled = (ms: number) => (overWeekEnd && ms < least + weekMs / 2 ? ms + weekMs : ms);
  const first = Math.min(...positions.map(unrolled));
  const sums = new Map<number, FilmMinute>();
  for (const minute of minutes) {
    const position_ms = isLivePosition(minute.position_ms) ? unrolled(minute.position_ms) - first : 0;
    const { messages = 0, reactions = 0 } = sums.get(position_ms) ?? {};
    sums.set(position_ms, { ...minute, position_ms, messages: messages + minute.messages, reactions: reactions + minute.reactions });
  }
  return [...sums.values()].sort((one, other) => one.position_ms - other.position_ms);
}
