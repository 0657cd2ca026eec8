// Reads the Prometheus text format as far as the tests need it.
import { expectStatus, send } from "./http";
import type { MatineeServer } from "./server";

/** One sample: name, labels as written, value. */
export interface Sample {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

/** The samples of one scrape. */
export class Scrape {
  private constructor(
    readonly text: string,
    readonly samples: Sample[],
  ) {}

  static async of(server: MatineeServer): Promise<Scrape> {
    const text = expectStatus(await send(server, "GET", "/metrics"), 200).text;
    const samples = text
      .split("\n")
      .map((line) => /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line))
      .filter((match) => match !== null)
      .map((match) => ({ name: match[1] ?? "", labels: parseLabels(match[2] ?? ""), value: Number(match[3]) }));
    return new Scrape(text, samples);
  }

  /** The sum of all samples of that name whose labels include `labels`. */
  sum(name: string, labels: Record<string, string> = {}): number {
    return this.samples
      .filter((sample) => sample.name === name)
      .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
      .reduce((total, sample) => total + sample.value, 0);
  }

  /** The declared type (counter, gauge, histogram), or `undefined` if there is no such family. */
  type(family: string): string | undefined {
    return new RegExp(`^# TYPE ${family} (\\w+)$`, "m").exec(this.text)?.[1];
  }

  get families(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1] ?? "");
  }
}

function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((match) => [match[1], match[2]]));
}
