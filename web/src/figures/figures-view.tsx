// How a party was attended, for those who run it: figures, plots, and the same as tables.

import type { PartyAnalytics, PartyDetails } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { durationText } from '../home/duration-text';
import { api, introduce } from '../server';
import { problemText } from '../text';
import { PageHeader } from '../ui/page-header';
import { AudiencePlot } from './audience-plot';
import { FilmPlot } from './film-plot';
import './figures.css';
import { filmsOf } from './plot';

interface Loaded {
  details: PartyDetails;
  analytics: PartyAnalytics;
  /** Titles of the films the catalogue knows, by id. */
  titles: Map<string, string>;
}

/** Films whose plots are shown; others were hardly spoken about. */
const mostFilms = 5;

async function load(partyId: string): Promise<Loaded> {
  await introduce();
  const [details, analytics] = await Promise.all([api.party(partyId), api.analytics(partyId)]);
  const ids = filmsOf(analytics.film).slice(0, mostFilms).map(({ clipId }) => clipId);
  const clips = await Promise.all(ids.map((id) => api.clip(id).catch(() => null)));
  const titles = new Map(clips.flatMap((clip) => (clip === null ? [] : [[clip.id, clip.title] as const])));
  return { details, analytics, titles };
}

export function FiguresView({ partyId }: { partyId: string }) {
  const loaded = useSignal<Loaded | null>(null);
  const problem = useSignal('');
  const refresh = () =>
    load(partyId).then(
      (found) => {
        document.title = `${found.details.title}, in figures – Matinee`;
        loaded.value = found;
        problem.value = '';
      },
      (error: unknown) => (problem.value = problemText(error)),
    );
  useEffect(() => void refresh(), [partyId]);
  return (
    <div class="home figures">
      <PageHeader>
        {loaded.value !== null && (
          <button type="button" class="button button-small" onClick={() => void refresh()}>
            Look again
          </button>
        )}
      </PageHeader>
      <main>
        {problem.value !== '' && (
          <p class="card" role="alert">
            {problem.value}
          </p>
        )}
        {loaded.value !== null && <Figures {...loaded.value} />}
      </main>
    </div>
  );
}

function Figures({ details, analytics, titles }: Loaded) {
  const films = filmsOf(analytics.film).slice(0, mostFilms);
  return (
    <>
      <h1>
        <bdi>{details.title}</bdi>
      </h1>
      <dl class="figures-sums">
        <Sum label={analytics.ended_at === null ? 'Here now' : 'Took part'} value={analytics.ended_at === null ? analytics.viewers : analytics.participant_count} />
        <Sum label="At most at once" value={analytics.peak_viewers} />
        <Sum label="Average time here" value={averageText(analytics.average_watched_ms)} />
        <Sum label="Messages" value={analytics.messages} />
        <Sum label="Reactions" value={analytics.reactions} />
      </dl>
      <section class="card" aria-labelledby="audience-title">
        <h2 id="audience-title">People over time</h2>
        <AudiencePlot analytics={analytics} />
      </section>
      {films.map(({ clipId, minutes }) => (
        <section key={clipId} class="card" aria-label={`Over the film: ${titles.get(clipId) ?? clipId}`}>
          <h2>
            Over the film: <bdi>{titles.get(clipId) ?? clipId}</bdi>
          </h2>
          <FilmPlot minutes={minutes} />
        </section>
      ))}
    </>
  );
}

/** As short as the numbers beside it. */
function averageText(ms: number): string {
  return ms < 60_000 ? '< 1 min' : durationText(ms);
}

function Sum({ label, value }: { label: string; value: number | string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{typeof value === 'number' ? value.toLocaleString() : value}</dd>
    </div>
  );
}
