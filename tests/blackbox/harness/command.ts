// Runs a subcommand of the binary to its end.
import { scaled } from "./deadline";
import { spawnBinary } from "./server";
import type { Settings } from "./settings";

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, where it does not matter which. */
  readonly output: string;
}

/** Runs `matinee <args>` to its end, at most 10 seconds; a server that starts to listen after all is stopped. */
export function runBinary(args: string[], settings: Settings = {}): Promise<Finished> {
  const child = spawnBinary(args, settings);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes("listening on")) {
      child.kill("SIGKILL");
    }
  });
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`matinee ${args.join(" ")} did not end; it printed: ${stdout}${stderr}`));
    }, scaled(10_000));
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, output: stdout + stderr });
    });
  });
}
