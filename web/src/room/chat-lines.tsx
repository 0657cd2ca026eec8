// The list of what was said and what happened. Lines come in blocks: a block that did not change is not looked at again,
// and one that is out of view is not laid out (content-visibility), so thousands cost no more than those in sight.

import { Component } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import type { ChatMessage } from '@matinee/sdk';
import { moveAmong } from '../ui/roving';
import { ChatScroll, newestText } from './chat-scroll';
import type { ChatLine } from './chat-line-list';
import type { Older } from './conversation';
import { goesOn } from './goes-on';
import { Message } from './message';
import type { Quotes } from './quotes';
import type { SpoilerGuard } from './spoiler-guard';

/** Lines of one block. */
const blockSize = 40;
/** Closer than this to the beginning, what is before it is fetched. */
const fetchWithinPx = 200;

/** What a list of lines needs to know of where they were said: of a party, or of one watched again. */
export interface ChatRoom {
  readonly myId: string;
  readonly conversation: {
    readonly lines: { readonly value: readonly ChatLine[] };
    readonly older: Signal<Older>;
    loadOlder(): Promise<void>;
  };
  readonly guard: SpoilerGuard;
  readonly quotes: Quotes;
  nameOf(userId: string): string | undefined;
}

export type OpenMenu = (message: ChatMessage, button: HTMLButtonElement) => void;

export function ChatLines({ room, openMenu }: { room: ChatRoom; openMenu?: OpenMenu }) {
  const log = useRef<HTMLDivElement>(null);
  const scroll = useMemo(() => new ChatScroll(room.myId), [room]);
  const { conversation, guard } = room;
  const all = conversation.lines.value;
  const lines = guard.enabled.value ? all.filter((line) => line.kind !== 'message' || !guard.holds(line.message)) : all;
  useLayoutEffect(() => (log.current === null ? undefined : scroll.attach(log.current)), [scroll]);
  useLayoutEffect(() => scroll.settle(lines), [lines.length, lines[0]?.order, all]);
  const onScroll = (event: Event) => {
    scroll.onScroll();
    const { scrollTop } = event.currentTarget as HTMLElement;
    if (scrollTop < fetchWithinPx && conversation.older.peek() === 'more') void conversation.loadOlder();
  };
  const held = all.length - lines.length;
  return (
    <div class="chat-lines-frame">
      <div
        class="chat-lines"
        ref={log}
        role="log"
        aria-label="Messages"
        data-scrolls
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={(event) => moveAmong(event, event.currentTarget, '.chat-more, .chat-earlier')}
      >
        <div class="chat-content">
          <Beginning room={room} empty={lines.length === 0} />
          {blocksOf(lines).map(({ key, lines: block }) => (
            <Block key={key} room={room} lines={block} openMenu={openMenu} />
          ))}
          {held > 0 && <p class="chat-happening">{held === 1 ? 'One message waits' : `${held} messages wait`} for your film to get there.</p>}
        </div>
      </div>
      {scroll.away.value && (
        <button type="button" class="button button-small chat-newest" onClick={() => scroll.toNewest()}>
          {newestText(scroll.unread.value)}
        </button>
      )}
    </div>
  );
}

function Beginning({ room, empty }: { room: ChatRoom; empty: boolean }) {
  const older = room.conversation.older.value;
  if (older === 'loading') return <p class="chat-happening">Loading earlier messages…</p>;
  if (older === 'more' || older === 'failed') {
    return (
      <p class="chat-happening">
        {older === 'failed' && 'Earlier messages could not be loaded. '}
        <button type="button" class="button button-small chat-earlier" tabIndex={-1} onClick={() => void room.conversation.loadOlder()}>
          {older === 'failed' ? 'Try again' : 'Earlier messages'}
        </button>
      </p>
    );
  }
  return empty ? <p class="chat-happening">Say hello. Messages are for this party only.</p> : null;
}

/** Blocks begin at fixed places, so that a line more at either end changes the block at that end alone. */
function blocksOf(lines: readonly ChatLine[]): { key: number; lines: ChatLine[] }[] {
  const blocks: { key: number; lines: ChatLine[] }[] = [];
  for (const line of lines) {
    const key = Math.floor(line.order / blockSize);
    const last = blocks.at(-1);
    if (last?.key === key) last.lines.push(line);
    else blocks.push({ key, lines: [line] });
  }
  return blocks;
}

interface BlockProps {
  room: ChatRoom;
  lines: ChatLine[];
  openMenu: OpenMenu | undefined;
}

class Block extends Component<BlockProps> {
  override shouldComponentUpdate({ lines }: BlockProps): boolean {
    const before = this.props.lines;
    return lines.length !== before.length || lines.some((line, n) => line !== before[n]);
  }

  override render({ room, lines, openMenu }: BlockProps) {
    return (
      <div class="chat-block">
        {lines.map((line, n) =>
          line.kind === 'message' ? (
            <Message
              key={line.order}
              room={room}
              message={line.message}
              goesOn={goesOn(line, lines[n - 1])}
              {...(openMenu === undefined ? {} : { openMenu })}
            />
          ) : (
            <p key={line.order} class="chat-happening">
              {line.text}
            </p>
          ),
        )}
      </div>
    );
  }
}
