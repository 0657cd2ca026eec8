// Type-checks pieces of source that are in no file, against the SDK's sources and with its compiler options.

import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/** A piece of TypeScript and what to call it in complaints. */
export interface Snippet {
  name: string;
  text: string;
}

/** What the compiler complains about, as "name: message"; empty when every snippet is right. */
export function typeErrors(snippets: readonly Snippet[]): string[] {
  const { config } = ts.readConfigFile(`${packageRoot}tsconfig.json`, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageRoot);
  const checked: ts.CompilerOptions = {
    ...options,
    noUnusedLocals: false,
    baseUrl: packageRoot,
    paths: { '@matinee/sdk': ['src/index.ts'], '@matinee/sdk/sync': ['src/sync/index.ts'] },
  };
  const texts = new Map(snippets.map(({ text }, index) => [`${packageRoot}tests/snippet-${index}.ts`, text]));
  const host = ts.createCompilerHost(checked);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, version) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...texts.keys()], checked, host);
  return [...texts.keys()].flatMap((path, index) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => {
      return `${snippets[index]?.name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
