// Tells what lasts from what is over before anyone could read of it.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** True once `active` has been true for `patienceMs` without a break. */
export function useLasting(active: boolean, patienceMs: number): boolean {
  const lasts = useSignal(false);
  useEffect(() => {
    if (!active) {
      lasts.value = false;
      return;
    }
    const timer = setTimeout(() => (lasts.value = true), patienceMs);
    return () => clearTimeout(timer);
  }, [active]);
  return active && lasts.value;
}
