// A part of the page that is loaded when it is first shown, and says so while it loads or when it cannot be.

import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

interface DeferredProps<Props> {
  /** Imports the module; called once each time this is mounted (the browser keeps what it has loaded). */
  load: () => Promise<ComponentType<Props>>;
  props: Props;
  /** What to say meanwhile. */
  waiting: string;
}

export function Deferred<Props extends object>({ load, props, waiting }: DeferredProps<Props>) {
  const loaded = useSignal<{ component: ComponentType<Props> } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    load().then(
      (component) => (loaded.value = { component }),
      () => (failed.value = true),
    );
  }, []);
  if (loaded.value !== null) {
    const Component = loaded.value.component;
    return <Component {...props} />;
  }
  return (
    <p class="opening" role="status">
      {failed.value ? 'A part of the page could not be loaded. Check your connection and reload the page.' : waiting}
    </p>
  );
}
