// Starts what is measured and what measures, and reads what they say.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const output = join(root, "build/benchmarks");
mkdirSync(output, { recursive: true });

const build = join(root, "build/bench");
export const program = join(build, "matinee");
export const sendFloor = join(build, "bench/send_floor");
export const microbenchmark = (module) => join(build, "src", module, `${module}_bench`);
export const peer = (name) => join(root, "bench/peers", name);

/** The load generator signs with it against servers that check nothing. */
const anySecret = "0123456789abcdef0123456789abcdef0123456789abcdef";

/** Runs a command to its end; rejects with what it printed unless `allowed` takes its exit status. */
export function run(command, args, { env = {}, allowed = (code) => code === 0 } = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (allowed(code)) return resolve(stdout);
      reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`));
    });
  });
}

/** Starts a server and waits for the line that says where it listens. `stop()` gives what it printed after that. */
export async function serve(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  const ended = new Promise((resolve) => child.on("close", resolve));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => {
      stdout += text;
      const found = /listening on (\S+)\n/.exec(stdout);
      if (found) resolve(found[1]);
    });
    ended.then((code) => reject(new Error(`${command} ended with ${code}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    return stdout.slice(stdout.indexOf("\n") + 1);
  };
  return { url, pid: child.pid, stop };
}

/** A run of the load generator; its results. Wrong results of the server end the comparison. */
export async function bench(args) {
  const json = join(output, "run.json");
  rmSync(json, { force: true });
  await run(program, ["bench", "--quiet", "--json", json, ...args.map(String)], { env: { MATINEE_JWT_SECRET: anySecret } });
  return JSON.parse(readFileSync(json, "utf8"));
}

/** The same on a fresh server of this program's, with settings of its own. */
export const benchSpawned = (args, settings = []) => bench(["--spawn", ...args, ...settings]);

/** The same on another server, which is stopped afterwards: [results, what it printed at its end]. */
export async function benchServed(server, args) {
  const results = await bench(["--url", server.url, "--pid", server.pid, ...args]).catch(async (error) => {
    await server.stop();
    throw error;
  });
  return [results, await server.stop()];
}
