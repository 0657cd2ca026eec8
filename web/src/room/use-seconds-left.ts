// A countdown by the server's clock, so that everyone sees the same second at the same moment.

import type { ServerClock } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** How soon to ask a clock again that does not know the time yet, in ms. */
const clockRetryMs = 250;

/** Whole seconds until a server time, rounded up, drawn anew when they change; null while the time is unknown. */
export function useSecondsLeft(clock: ServerClock, untilMs: number | null): number | null {
  const seconds = useSignal(secondsLeft(clock, untilMs));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      seconds.value = secondsLeft(clock, untilMs);
      if (untilMs === null || seconds.value === 0) return;
      const leftMs = untilMs - (clock.serverNowMs() ?? untilMs);
      timer = setTimeout(count, leftMs > 0 ? (leftMs % 1000) + 1 : clockRetryMs);
    };
    count();
    return () => clearTimeout(timer);
  }, [clock, untilMs]);
  return seconds.value;
}

function secondsLeft(clock: ServerClock, untilMs: number | null): number | null {
  const nowMs = clock.serverNowMs();
  return untilMs === null || nowMs === null ? null : Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
