// The full measurement: `npm run measure -w tests/sync`, with `-- --help` for its options. Takes several minutes; for
// figures worth publishing nothing else should run on the machine.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import setupSampleFilm from '../browser/sample-film.js';
import { runAll, scenarioNames, type RunOptions } from './rig/run.js';
import { writeDocumentation } from './report/document.js';
import { comparisonPlot, driftPlot } from './report/plots.js';
import { summary } from './report/summary.js';

const usage = `usage: npm run measure -w tests/sync -- [OPTIONS]

  --client KIND   what the clients watch on: application (the page the server serves) or sdk (the SDK alone, built from
                  its source as it is now). Default: application
  --only NAMES    comma-separated, of: ${scenarioNames.join(', ')}
  --out DIRECTORY where latest.txt, latest.json and the plots go. Default: build/sync
  --write-docs    writes the figures and plots into docs/ too
`;

function parseOptions(): { run: RunOptions; out: string; writeDocs: boolean } | null {
  const { values } = parseArgs({
    options: {
      client: { type: 'string', default: 'application' },
      only: { type: 'string' },
      out: { type: 'string', default: fileURLToPath(new URL('../../build/sync', import.meta.url)) },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { client = '', only, out = '' } = values;
  const names = only?.split(',') ?? scenarioNames;
  const unknown = names.filter((name) => !scenarioNames.includes(name));
  if (unknown.length > 0) console.error(`unknown scenarios: ${unknown.join(', ')}`);
  if (client !== 'application' && client !== 'sdk') console.error(`unknown kind of client: ${client}`);
  if (values.help || unknown.length > 0 || (client !== 'application' && client !== 'sdk')) return null;
  return { run: { kind: client, names }, out, writeDocs: values['write-docs'] ?? false };
}

const options = parseOptions();
if (options === null) {
  console.error(usage);
  process.exit(2);
}
setupSampleFilm();
const results = await runAll(options.run, (text) => console.log(text));
const text = summary(results);
mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, 'latest.txt'), text);
writeFileSync(join(options.out, 'latest.json'), JSON.stringify(results, null, 1));
writeFileSync(join(options.out, 'drift.svg'), driftPlot(results));
writeFileSync(join(options.out, 'comparison.svg'), comparisonPlot(results));
console.log(text);
if (results.failures.length > 0) process.exit(1);
if (options.writeDocs) writeDocumentation(results);
