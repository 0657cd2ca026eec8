// Short messages at the edge of the page, read out by screen readers. They go by themselves, problems later than news, or are
// dismissed, or make room for newer ones.

import { signal } from '@preact/signals';

interface Notice {
  id: number;
  text: string;
  tone: 'problem' | 'news';
}

const shownMs = { problem: 10_000, news: 5000 };
const mostShown = 3;

const notices = signal<Notice[]>([]);
let nextId = 1;

/** Shows a message for a while; the same text is shown once. */
export function notify(text: string, tone: Notice['tone'] = 'news'): void {
  const id = nextId++;
  const others = notices.value.filter((notice) => notice.text !== text);
  notices.value = [...others, { id, text, tone }].slice(-mostShown);
  setTimeout(() => dismiss(id), shownMs[tone]);
}

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice notice-${notice.tone}`}>
          <span>{notice.text}</span>
          <button type="button" class="notice-close" aria-label="Dismiss message" onClick={() => dismiss(notice.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
