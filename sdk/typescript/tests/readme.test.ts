// The examples of README.md are type-checked as they stand there, against the sources.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { typeErrors } from './type-check.js';

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ''], index) => ({
  name: `example ${index + 1}`,
  text: `${text}\nexport {};\n`,
}));

it('has examples, and every one is right', { timeout: 120_000 }, () => {
  expect(examples.length).toBeGreaterThanOrEqual(5);
  expect(typeErrors(examples)).toEqual([]);
});

it('names what the library has', () => {
  const [, table = ''] = /## What is in it\n(.*?)\n## /s.exec(readme) ?? [];
  const names = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => {
    return [...cell.matchAll(/`([A-Za-z]+)`/g)].map(([, name = '']) => name);
  });
  expect(names.length).toBeGreaterThan(10);
  const text = `import type { ${names.join(', ')} } from '@matinee/sdk';\n`;
  expect(typeErrors([{ name: 'the table', text }])).toEqual([]);
});
