// Panels of which one shows, with their tabs above. Arrow keys move between tabs, as the WAI-ARIA pattern says. Panels
// stay in the page while hidden, so that a draft or a scroll position survives.

import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import './tabs.css';

/** One tab and what it shows. */
export interface Tab<Key extends string> {
  key: Key;
  label: string;
  /** Shown beside the label, for example how many messages are unread. */
  count?: number;
  /** What the count counts, for screen readers. */
  countLabel?: string;
  content: ComponentChildren;
}

interface TabsProps<Key extends string> {
  label: string;
  tabs: readonly Tab<Key>[];
  chosen: Key;
  choose: (key: Key) => void;
}

export function Tabs<Key extends string>({ label, tabs, chosen, choose }: TabsProps<Key>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.key === chosen);
    const next: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const wanted = next[event.key];
    const tab = wanted === undefined ? undefined : tabs.at(wanted % tabs.length);
    if (tab === undefined) return;
    event.preventDefault();
    choose(tab.key);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.key}"]`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-list" ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            data-tab={tab.key}
            aria-selected={tab.key === chosen}
            aria-controls={`${id}-${tab.key}-panel`}
            tabIndex={tab.key === chosen ? 0 : -1}
            onClick={() => choose(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && (
              <span class="tab-count">
                {tab.count > 999 ? `${Math.floor(tab.count / 1000)}k` : tab.count}
                <span class="visually-hidden"> {tab.countLabel}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.key}
          id={`${id}-${tab.key}-panel`}
          class="tab-panel"
          role="tabpanel"
          aria-labelledby={`${id}-${tab.key}`}
          hidden={tab.key !== chosen}
        >
          {tab.content}
        </div>
      ))}
    </div>
  );
}
