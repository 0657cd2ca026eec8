// What came of many parties: distributions for each roughness, broken rules, and the worst parties with their seeds.

import { Histogram, type HistogramCounts } from './histogram.js';
import type { PartyPlan, PartyResult, Violation } from './party-simulation.js';
import { roughnesses, type Roughness } from './profiles.js';
import type { Distributions, Settled, WorstMoment } from './settling.js';

type Located = { seed: number; roughness: Roughness; minutes: number };

interface Totals {
  parties: number;
  hours: number;
  viewerHours: number;
  changes: number;
  holds: number;
}

/** What crosses between processes. */
export interface ReportParts {
  histograms: Record<string, HistogramCounts>;
  totals: Partial<Record<Roughness, Totals>>;
  violations: (Violation & Located)[];
  worst: (WorstMoment & Located)[];
  slowest: (Settled & Located)[];
}

/** So many of the worst parties are kept for each roughness. */
const keptWorst = 5;

export class Report {
  readonly totals: Partial<Record<Roughness, Totals>> = {};
  readonly violations: (Violation & Located)[] = [];
  worst: (WorstMoment & Located)[] = [];
  /** For each roughness and kind of event, who took longest to settle. */
  private readonly slowest = new Map<string, Settled & Located>();
  private readonly histograms = new Map<string, Histogram>();

  /** Where the samples of a party go. */
  distributions(plan: PartyPlan): Distributions {
    const { roughness } = plan;
    const of = (name: string) => this.histogram(`${roughness} ${name}`);
    return {
      steady: of('steady'),
      pairs: of('pairs'),
      beyondKnowable: of('steady, knowable part'),
      always: of('always'),
      rateChanges: this.histogram(`${roughness} changes of rate per minute`),
      settled: (settled) => {
        this.histogram(`${roughness} settle after ${settled.after}`).add(settled.ms);
        this.addSlowest({ ...settled, ...locate(plan) });
      },
    };
  }

  /** A distribution by its name, as `calm steady` or `rough settle after cut`. */
  histogram(name: string): Histogram {
    let histogram = this.histograms.get(name);
    if (histogram === undefined) this.histograms.set(name, (histogram = new Histogram(widthOf(name))));
    return histogram;
  }

  get names(): string[] {
    return [...this.histograms.keys()].sort();
  }

  add({ plan, viewers, changes, holds, violations, worst }: PartyResult): void {
    const { roughness, durationMs } = plan;
    const located = locate(plan);
    const hours = durationMs / 3_600_000;
    this.addTotals(roughness, { parties: 1, hours, viewerHours: hours * viewers, changes, holds });
    this.violations.push(...violations.map((violation) => ({ ...violation, ...located })));
    this.addWorst([{ ...worst, ...located }]);
  }

  merge({ histograms, totals, violations, worst, slowest }: ReportParts): void {
    for (const [name, counts] of Object.entries(histograms)) this.histogram(name).merge(counts);
    for (const [roughness, total] of Object.entries(totals)) this.addTotals(roughness as Roughness, total);
    this.violations.push(...violations);
    this.addWorst(worst);
    for (const settled of slowest) this.addSlowest(settled);
  }

  get slowestOfEachKind(): (Settled & Located)[] {
    return [...this.slowest.values()].sort((a, b) => b.ms - a.ms);
  }

  toJSON(): ReportParts {
    const histograms = Object.fromEntries([...this.histograms].map(([name, histogram]) => [name, histogram.toJSON()]));
    const { totals, violations, worst, slowestOfEachKind: slowest } = this;
    return { histograms, totals, violations, worst, slowest };
  }

  private addTotals(roughness: Roughness, more: Totals): void {
    const total = (this.totals[roughness] ??= { parties: 0, hours: 0, viewerHours: 0, changes: 0, holds: 0 });
    for (const name of Object.keys(more) as (keyof Totals)[]) total[name] += more[name];
  }

  private addSlowest(settled: Settled & Located): void {
    const kind = `${settled.roughness} ${settled.after}`;
    if (settled.ms > (this.slowest.get(kind)?.ms ?? 0)) this.slowest.set(kind, settled);
  }

  private addWorst(more: (WorstMoment & Located)[]): void {
    const all = [...this.worst, ...more].sort((a, b) => b.errorMs - a.errorMs);
    this.worst = roughnesses.flatMap((roughness) => all.filter((one) => one.roughness === roughness).slice(0, keptWorst));
  }
}

/** Buckets as fine as the figure deserves: counts, times to settle, distances. */
function widthOf(name: string): number {
  if (name.includes('per minute')) return 1;
  return name.includes('settle') ? 20 : 0.5;
}

function locate({ seed, roughness, durationMs }: PartyPlan): Located {
  return { seed, roughness, minutes: durationMs / 60_000 };
}

/** The report for a person. */
export function printReport(report: Report, seconds: number): string {
  return [...totalsTable(report, seconds), ...distributionTable(report), ...worstTable(report), ...slowestTable(report), ...violationList(report)].join('\n');
}

function totalsTable(report: Report, seconds: number): string[] {
  const lines = ['', row('', 'parties', 'hours', 'viewer hours', 'changes', 'holds')];
  for (const [roughness, { parties, hours, viewerHours, changes, holds }] of Object.entries(report.totals)) {
    lines.push(row(roughness, parties, hours.toFixed(1), viewerHours.toFixed(1), changes, holds));
  }
  return [...lines, `in ${seconds.toFixed(1)} s`];
}

function distributionTable(report: Report): string[] {
  const lines = ['', row('ms', 'samples', 'p50', 'p95', 'p99', 'p99.9', 'max')];
  for (const name of report.names) {
    const histogram = report.histogram(name);
    const quantiles = [0.5, 0.95, 0.99, 0.999].map((share) => histogram.quantile(share).toFixed(1));
    lines.push(row(name, histogram.size, ...quantiles, histogram.max.toFixed(1)));
  }
  return lines;
}

function worstTable(report: Report): string[] {
  const lines = ['', 'worst moments of who was left in peace (error beyond what nobody can know):'];
  for (const { seed, roughness, errorMs, at, viewer, after } of report.worst) {
    lines.push(row(`${roughness}, seed ${seed}`, `${errorMs.toFixed(1)} ms`, `   ${viewer} at ${(at / 1000).toFixed(1)} s, after ${after}`));
  }
  return lines;
}

function slowestTable(report: Report): string[] {
  const lines = ['', 'slowest to settle after each kind of event:'];
  for (const { seed, roughness, ms, at, viewer, after } of report.slowestOfEachKind) {
    lines.push(row(`${roughness} ${after}`, `${Math.round(ms)} ms`, `   seed ${seed}, ${viewer} at ${(at / 1000).toFixed(1)} s`));
  }
  return lines;
}

function violationList(report: Report): string[] {
  const byRule = new Map<string, (Violation & Located)[]>();
  for (const violation of report.violations) byRule.set(violation.rule, [...(byRule.get(violation.rule) ?? []), violation]);
  const lines = ['', `${report.violations.length} broken rules`];
  for (const [rule, violations] of byRule) {
    lines.push(`  ${rule}: in ${new Set(violations.map(({ seed }) => seed)).size} parties`);
    const firstOfEachParty = violations.filter(({ seed }, index) => violations.findIndex((one) => one.seed === seed) === index);
    for (const { seed, roughness, at, detail } of firstOfEachParty.slice(0, 8)) {
      lines.push(`    ${roughness}, seed ${seed}, at ${(at / 1000).toFixed(1)} s: ${detail}`);
    }
  }
  return lines;
}

function row(first: string, ...cells: (string | number)[]): string {
  return first.padEnd(38) + cells.map((cell) => String(cell).padStart(13)).join('');
}
