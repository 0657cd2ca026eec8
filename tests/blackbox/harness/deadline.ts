// Waiting with a deadline. Every wait of the suite ends up here; nothing in it sleeps for a fixed time and hopes.
// TIME_SCALE (a number, default 1) stretches every deadline and every short server setting, for slow builds such as
// the ones with sanitizers.

/** Factor on every deadline, from the environment variable TIME_SCALE. */
export const TIME_SCALE = Number(process.env.TIME_SCALE ?? "1");

/** A deadline in milliseconds, stretched by TIME_SCALE. */
export function scaled(milliseconds: number): number {
  return Math.round(milliseconds * TIME_SCALE);
}

/** A server setting of type duration, stretched by TIME_SCALE: `duration(200)` is `"200ms"`. */
export function duration(milliseconds: number): string {
  return `${scaled(milliseconds)}ms`;
}

/** The awaited thing did not happen in time; the message says what was awaited and what was seen instead. */
export class DeadlineError extends Error {}

/**
 * Awaits `promise`, at most `milliseconds` (stretched by TIME_SCALE).
 * @param what what is awaited, for the message
 * @param details evaluated only on failure: what was seen instead
 */
export async function within<T>(
  what: string,
  milliseconds: number,
  promise: Promise<T>,
  details: () => string = () => "",
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(`${what}: not within ${scaled(milliseconds)} ms\n${details()}`));
    }, scaled(milliseconds));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Repeats `probe` until it neither throws nor returns `undefined` or `false`, and returns its value.
 * The error of the last attempt is part of the message when the deadline passes.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  milliseconds = 5000,
): Promise<T> {
  const deadline = Date.now() + scaled(milliseconds);
  let last = "the condition stayed false";
  do {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) {
        return value;
      }
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < deadline);
  throw new DeadlineError(`${what}: not within ${scaled(milliseconds)} ms; last seen: ${last}`);
}
