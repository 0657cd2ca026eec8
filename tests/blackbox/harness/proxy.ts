// HAProxy or nginx in front of the servers of a cluster, by the files in deploy/: what differs from them is addresses and,
// where asked for, the certificate that their comments speak of.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCertificate } from "./certificate";
import { eventually } from "./deadline";
import { type Origin, send } from "./http";
import { freePort } from "./nats";

export type ProxyKind = "HAProxy" | "nginx";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

export class Proxy implements Origin {
  private output = "";

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    running.add(child);
    child.once("exit", () => running.delete(child));
    child.stdout?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts one in front of servers at these three ports, and waits until it serves. */
  static async start(kind: ProxyKind, ports: number[], tls: boolean): Promise<Proxy> {
    const directory = mkdtempSync(join(tmpdir(), "matinee-proxy-"));
    const port = await freePort();
    const child = kind === "HAProxy" ? startHaproxy(directory, port, ports, tls) : startNginx(directory, port, ports, tls);
    const proxy = new Proxy(`${tls ? "https" : "http"}://127.0.0.1:${port}`, child, directory);
    await eventually(`${kind} serves`, async () => (await send(proxy, "GET", "/readyz")).status === 200, 10_000);
    return proxy;
  }

  tail(): string {
    return `proxy output:\n${this.output.split("\n").slice(-15).join("\n")}`;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await gone;
    rmSync(this.directory, { recursive: true });
  }
}

/** Debian keeps servers out of the PATH of those who are not root. */
function program(name: string): string {
  return existsSync(`/usr/sbin/${name}`) ? `/usr/sbin/${name}` : name;
}

function deployed(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../deploy/${path}`, import.meta.url)), "utf8");
}

/** Replaces text that must be there: a file that changed is noticed. */
function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) {
    throw new Error(`deploy/ no longer says: ${from}`);
  }
  return text.replace(from, to);
}

function startHaproxy(directory: string, port: number, ports: number[], tls: boolean): ChildProcess {
  let file = deployed("haproxy/haproxy.cfg");
  if (tls) {
    const [certificate, key] = [join(directory, "certificate.pem"), join(directory, "key.pem")];
    makeCertificate("localhost", certificate, key);
    const both = join(directory, "matinee.pem");
    writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
    file = replaced(file, 'bind "${MATINEE_PROXY}"', `bind "\${MATINEE_PROXY}" ssl crt ${both} alpn http/1.1`);
  }
  const path = join(directory, "haproxy.cfg");
  writeFileSync(path, file);
  const [one, two, three] = ports.map((to) => `127.0.0.1:${to}`);
  return spawn(program("haproxy"), ["-f", path], {
    env: { MATINEE_PROXY: `127.0.0.1:${port}`, MATINEE_ONE: one, MATINEE_TWO: two, MATINEE_THREE: three },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function startNginx(directory: string, port: number, ports: number[], tls: boolean): ChildProcess {
  let file = deployed("nginx/matinee.conf");
  for (const [index, to] of ports.entries()) {
    file = replaced(file, `127.0.0.1:${8081 + index}`, `127.0.0.1:${to}`);
  }
  const [certificate, key] = [join(directory, "certificate.pem"), join(directory, "key.pem")];
  makeCertificate("localhost", certificate, key);
  const secured = ` ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}`;
  file = replaced(file, "listen 8080;", `listen 127.0.0.1:${port}${tls ? secured : ""};`);
  writeFileSync(join(directory, "matinee.conf"), file);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${directory}/${name};`);
  writeFileSync(
    join(directory, "nginx.conf"),
    `daemon off; pid ${directory}/pid; error_log stderr; worker_processes 1; events {}
     http { access_log off; ${temporary.join(" ")} include ${directory}/matinee.conf; }`,
  );
  return spawn(program("nginx"), ["-p", directory, "-e", "stderr", "-c", join(directory, "nginx.conf")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}
