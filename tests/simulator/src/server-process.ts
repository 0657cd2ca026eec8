// The program simulated_server as a child process that is spoken to without leaving the caller's turn: orders go out,
// answers come back, through two named pipes read and written synchronously.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Owns the child from construction to `stop()`. The child ends by itself when a batch takes it over a minute. ASCII only. */
export class ServerProcess {
  private readonly child: ChildProcess;
  private readonly input: number;
  private readonly output: number;
  private readonly buffer = Buffer.allocUnsafe(1 << 16);

  /** `program`: the path of simulated_server. */
  constructor(program: string) {
    const folder = mkdtempSync(join(tmpdir(), 'matinee-simulator-'));
    const orders = makePipe(join(folder, 'orders'));
    const answers = makePipe(join(folder, 'answers'));
    this.child = spawn(program, [], { stdio: [orders.readEnd, answers.writeEnd, 'inherit'] });
    // A program that cannot be started shows as a closed pipe; without a listener the error would end this process.
    this.child.on('error', () => undefined);
    this.child.unref();
    closeSync(orders.readEnd);
    closeSync(answers.writeEnd);
    rmSync(folder, { recursive: true });
    this.input = orders.writeEnd;
    this.output = answers.readEnd;
  }

  /** Writes a batch of orders, each ended by a line feed, the last of them `until`; returns the lines it answers. */
  exchange(orders: string): string[] {
    const bytes = Buffer.from(orders);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.input, bytes, written);
    let answer = '';
    // The answer to `until` is the last line: "next …".
    do answer += this.read();
    while (!/(^|\n)next \S+\n$/.test(answer.slice(-32)));
    return answer.split('\n').slice(0, -1);
  }

  stop(): void {
    closeSync(this.input);
    closeSync(this.output);
  }

  private read(): string {
    const size = readSync(this.output, this.buffer);
    if (size === 0) throw new Error('simulated_server has ended; what it says on standard error tells why');
    return this.buffer.toString('latin1', 0, size);
  }
}

/** Both ends open at once: a third descriptor stands in for the missing end while they are being opened. */
function makePipe(path: string): { readEnd: number; writeEnd: number } {
  execFileSync('mkfifo', [path]);
  const both = openSync(path, 'r+');
  const ends = { readEnd: openSync(path, 'r'), writeEnd: openSync(path, 'w') };
  closeSync(both);
  return ends;
}
