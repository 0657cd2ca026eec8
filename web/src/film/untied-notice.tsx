// Says that the screens of this party are not in step, where a live stream has nothing that could tie them together.

import { useSignal } from '@preact/signals';

export function UntiedNotice() {
  const put = useSignal(false);
  if (put.value) return null;
  return (
    <div class="overlay-strip" role="status">
      <span>This stream does not tell its time: screens may be some seconds apart.</span>
      <button type="button" class="button button-small" onClick={() => (put.value = true)}>
        Got it
      </button>
    </div>
  );
}
