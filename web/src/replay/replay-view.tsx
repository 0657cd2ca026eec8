// The page of a party watched again: one's own player, and the chat that fills as the film goes on.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FilmSource } from '../film/film-source';
import { FloatingReactions } from '../film/floating-reactions';
import { HeatLine } from '../film/heat-line';
import '../film/seek-bar.css';
import { ChatLines } from '../room/chat-lines';
import '../room/chat.css';
import { navigate } from '../route';
import { api, introduce } from '../server';
import { problemText } from '../text';
import { PageHeader } from '../ui/page-header';
import { Replay } from './replay';
import './replay.css';

export function ReplayEntry({ partyId }: { partyId: string }) {
  const replay = useSignal<Replay | null>(null);
  const problem = useSignal('');
  useEffect(() => {
    let gone = false;
    const open = async () => {
      await introduce();
      const opened = new Replay(await api.party(partyId));
      await opened.load();
      if (gone) return opened.close();
      document.title = `${opened.details.title}, again – Matinee`;
      replay.value = opened;
    };
    open().catch((error: unknown) => (problem.value = problemText(error)));
    return () => {
      gone = true;
      replay.value?.close();
    };
  }, [partyId]);
  if (replay.value !== null) return <ReplayView replay={replay.value} />;
  return (
    <div class="home">
      <PageHeader />
      <main>
        {problem.value === '' ? (
          <p class="opening">Opening the party…</p>
        ) : (
          <section class="card card-narrow" role="alert">
            <h1>The party cannot be watched again</h1>
            <p>{problem.value}</p>
            <button type="button" class="button" onClick={() => navigate('/')}>
              Back to the first page
            </button>
          </section>
        )}
      </main>
    </div>
  );
}

function ReplayView({ replay }: { replay: Replay }) {
  const { clip, clipId, films } = replay;
  return (
    <div class="replay film-page">
      <PageHeader>
        <h1 class="film-page-title" dir="auto">{replay.details.title}</h1>
      </PageHeader>
      <main class="film-page-main">
        <section class="replay-film dark-room" aria-label="Film">
          {clip.value === null ? <p class="hint">{goneText(films.value.length)}</p> : <OwnFilm replay={replay} />}
          {films.value.length > 1 && (
            <label class="field">
              <span>Film</span>
              <select value={clipId.value ?? ''} onChange={(event) => replay.choose(event.currentTarget.value)}>
                {films.value.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
          )}
        </section>
        <section class="replay-chat chat" aria-label="What was said">
          <ChatLines room={replay} />
        </section>
      </main>
    </div>
  );
}

function goneText(films: number): string {
  return films === 0 ? 'No film was chosen in this party.' : 'This film is no longer available; what was said about it is here.';
}

function OwnFilm({ replay }: { replay: Replay }) {
  const video = useRef<HTMLVideoElement>(null);
  const durationMs = useSignal(0);
  const problem = useSignal('');
  const clip = replay.clip.value;
  useEffect(() => {
    if (video.current === null || clip === null) return;
    const source = new FilmSource(video.current);
    const forget = source.problem.subscribe((text) => (problem.value = text));
    source.load(clip.url);
    return () => {
      forget();
      source.close();
    };
  }, [clip?.url]);
  return (
    <>
      <div class="replay-picture">
        <video
          ref={video}
          controls
          playsInline
          aria-label={clip?.title}
          onTimeUpdate={(event) => replay.reach(event.currentTarget.currentTime * 1000)}
          onDurationChange={(event) => (durationMs.value = (event.currentTarget.duration || 0) * 1000)}
        />
        <FloatingReactions floating={replay.floating} />
      </div>
      <div class="replay-heat">
        <HeatLine heat={replay.heat} durationMs={Number.isFinite(durationMs.value) ? durationMs.value : 0} />
      </div>
      {problem.value !== '' && <p role="alert">{problem.value}</p>}
    </>
  );
}
