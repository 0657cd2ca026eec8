// What plays next: the list, its order, and the ways to add to it. Dragging is for pointers; every move is also in an
// item's menu and on Alt with an arrow key.

import type { Loop, QueueItem } from '@matinee/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Party } from '../party/party';
import { clockText } from '../text';
import { confirm } from '../ui/confirm';
import { MoreIcon, PlayIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { AddToQueue } from './add-to-queue';
import { MovedFocus } from './moved-focus';
import type { PartyQueue } from './party-queue';
import './queue-panel.css';
import { itemTitle, loopLabels, queueSummary } from './queue-text';

export function QueuePanel({ party }: { party: Party }) {
  const { queue } = party;
  const { items, total } = queue.queue.value;
  const dragged = useSignal<QueueItem | null>(null);
  const moved = useMemo(() => new MovedFocus(), []);
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="visually-hidden">
        Queue
      </h2>
      <QueueHead queue={queue} />
      {total === 0 ? (
        <p class="queue-empty hint">
          {queue.mayChange.value ? 'Nothing follows yet. Add a film below, and it plays when this one ends.' : 'Nothing follows yet.'}
        </p>
      ) : (
        <ol class="queue-list" data-scrolls tabIndex={0} aria-label="What plays next">
          {items.map((item, index) => (
            <Item key={item.id} queue={queue} item={item} index={index} dragged={dragged} moved={moved} />
          ))}
        </ol>
      )}
      <SkipVote queue={queue} />
      {queue.mayChange.value && <AddToQueue queue={queue} />}
    </section>
  );
}

function QueueHead({ queue }: { queue: PartyQueue }) {
  const { loop, items, total } = queue.queue.value;
  const loops = (Object.keys(loopLabels) as Loop[]).map((key) => ({
    key,
    label: loopLabels[key],
    checked: loop === key,
    choose: () => queue.setLoop(key),
  }));
  return (
    <div class="queue-head">
      <p class="hint">{queueSummary(items, total, loop)}</p>
      {queue.mayChange.value && (
        <>
          {queue.mayPlay.value && (
            <button type="button" class="button button-small" disabled={total === 0} onClick={() => queue.playNext()}>
              Play next
            </button>
          )}
          <Menu
            label="The whole queue"
            choices={loops}
            actions={[
              { label: 'Shuffle', act: () => queue.shuffle() },
              { label: 'Clear the queue', act: () => void clear(queue), danger: true },
            ]}
          >
            <MoreIcon />
          </Menu>
        </>
      )}
    </div>
  );
}

async function clear(queue: PartyQueue): Promise<void> {
  if (await confirm('Clear the queue?', 'Everything that is to come is taken out, for everyone.', 'Clear')) queue.clear();
}

interface ItemProps {
  queue: PartyQueue;
  item: QueueItem;
  index: number;
  dragged: Signal<QueueItem | null>;
  moved: MovedFocus;
}

function Item({ queue, item, index, dragged, moved }: ItemProps) {
  const over = useSignal(false);
  useEffect(() => {
    moved.settle(item.id, document.activeElement === null || document.activeElement === document.body);
  }, [index]);
  const title = itemTitle(item);
  const mayChange = queue.mayChange.value;
  const onKeyDown = (event: KeyboardEvent) => {
    const offset = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!mayChange || !event.altKey || offset === 0) return;
    event.preventDefault();
    moved.moved(item.id, event.target as HTMLElement);
    queue.move(item, offset);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    if (dragged.value !== null && dragged.value.id !== item.id) queue.moveTo(dragged.value, index);
  };
  return (
    <li
      class={over.value ? 'queue-item queue-item-target' : 'queue-item'}
      data-item={item.id}
      draggable={mayChange}
      onDragStart={() => (dragged.value = item)}
      onDragEnd={() => (dragged.value = null)}
      onDragOver={(event) => {
        if (dragged.value === null) return;
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={drop}
      onKeyDown={onKeyDown}
    >
      <span class="queue-place" aria-hidden="true">
        {index + 1}
      </span>
      <span class="queue-what">
        <span class="queue-item-title" title={title} dir="auto">
          {title}
        </span>
        <small>
          {item.duration_ms !== null && `${clockText(item.duration_ms)} · `}
          <bdi>{item.added_by.display_name}</bdi>
        </small>
      </span>
      {mayChange && (
        <>
          {queue.mayPlay.value && (
            <button
              type="button"
              class="control control-small"
              aria-label={`Play now: ${title}`}
              title="Play now"
              onClick={() => queue.play(item)}
            >
              <PlayIcon />
            </button>
          )}
          <Menu
            label={`More for ${title}`}
            choices={[]}
            actions={[
              { label: 'Move up', act: () => queue.move(item, -1) },
              { label: 'Move down', act: () => queue.move(item, 1) },
              { label: 'Move to the top', act: () => queue.moveTo(item, 0) },
              { label: 'Take out', act: () => queue.remove(item), danger: true },
            ]}
          >
            <MoreIcon />
          </Menu>
        </>
      )}
    </li>
  );
}

/** For those who cannot simply go on; the others see how the vote stands. */
function SkipVote({ queue }: { queue: PartyQueue }) {
  const votes = queue.votes.value;
  if (!queue.canVote.value || (queue.mayPlay.value && (votes?.votes ?? 0) === 0)) return null;
  const count = votes === null ? '' : ` (${votes.votes} of ${votes.needed})`;
  return (
    <div class="queue-vote">
      <button
        type="button"
        class="button button-small"
        aria-pressed={queue.voted.value}
        onClick={() => queue.vote(!queue.voted.value)}
      >
        {queue.voted.value ? 'Take my vote back' : 'Vote to skip'}
        {count}
      </button>
    </div>
  );
}
