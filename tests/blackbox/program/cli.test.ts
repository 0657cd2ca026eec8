// The binary's subcommands: version, tokens, configuration, migration.
import { afterAll, describe, expect, it } from "vitest";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBinary } from "../harness/command";
import { expectStatus, send } from "../harness/http";
import { PARTIES } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { SECRET, mintToken, nowSeconds } from "../harness/token";

const directory = mkdtempSync(join(tmpdir(), "matinee-cli-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const configFile = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

describe("matinee", () => {
  it("--version says its version", async () => {
    const run = await runBinary(["--version"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/\d+\.\d+\.\d+/);
  });

  it("--help names the subcommands", async () => {
    const run = await runBinary(["--help"]);
    expect(run.code).toBe(0);
    for (const command of ["serve", "token", "config", "migrate", "admin", "bench"]) {
      expect(run.stdout).toContain(command);
    }
  });

  it.each([[["rewind"]], [["serve", "--no-such-flag"]], [["token", "bake"]]])("%j is an error", async (args) => {
    const run = await runBinary(args);
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.output.length).toBeGreaterThan(0);
  });
});

describe("matinee token", () => {
  const make = async (...more: string[]): Promise<string> => {
    const run = await runBinary(["token", "make", "--sub", "user-1", "--name", "Ada 🎬", "--ttl", "1h", ...more]);
    expect(run.code, run.output).toBe(0);
    return run.stdout.trim();
  };

  it("make prints a token the server accepts", async () => {
    const token = await make();
    const server = await MatineeServer.start();
    const user = { id: "user-1", name: "Ada 🎬", token };
    const created = await send(server, "POST", PARTIES, { as: user, body: { title: "t" } });
    expect(expectStatus(created, 201).json.host_user_id).toBe("user-1");
    await server.stop();
  });

  it("make prints claims of the length asked for", async () => {
    const claims = JSON.parse(Buffer.from((await make()).split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ sub: "user-1", name: "Ada 🎬" });
    expect(Math.abs(claims.exp - nowSeconds() - 3600)).toBeLessThan(60);
  });

  it("check says who it is for", async () => {
    const run = await runBinary(["token", "check", await make()]);
    expect(run.code, run.output).toBe(0);
    expect(run.stdout).toContain("user-1");
  });

  it.each([
    ["another secret", () => mintToken({ secret: "another-secret-another-secret-another" })],
    ["the past", () => mintToken({ claims: { exp: nowSeconds() - 3600 } })],
    ["nowhere", () => "nonsense"],
  ])("check fails a token from %s and says why", async (_what, token) => {
    const run = await runBinary(["token", "check", token()]);
    expect(run.code).toBe(1);
    expect(run.output.trim().length).toBeGreaterThan(0);
  });
});

describe("matinee config", () => {
  it("print shows the effective settings, and no secret", async () => {
    const run = await runBinary(["config", "print"], { [SETTING.listen]: "127.0.0.1:4321" });
    expect(run.code, run.output).toBe(0);
    expect(run.stdout).toContain("127.0.0.1:4321");
    expect(run.output).not.toContain(SECRET);
  });

  it("docs describe every setting this suite uses", async () => {
    const run = await runBinary(["config", "docs"]);
    expect(run.code, run.output).toBe(0);
    for (const name of Object.values(SETTING)) {
      expect(run.stdout).toContain(name);
    }
  });

  it("check accepts a sound file", async () => {
    const run = await runBinary(["config", "check", configFile("sound.toml", 'listen = "127.0.0.1:9000"\n')]);
    expect(run.code, run.output).toBe(0);
  });

  it.each([
    ["an unknown key", 'lissen = "127.0.0.1:9000"\n', "listen"],
    ["a bad value", 'presence-grace = "soon"\n', "presence-grace"],
    ["a broken file", "listen = \n = =\n", ""],
  ])("check refuses %s and names what would be right", async (what, text, named) => {
    const run = await runBinary(["config", "check", configFile(`${what.replace(/ /g, "-")}.toml`, text)]);
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.output).toContain(named);
  });
});

describe("a setting nobody knows", () => {
  it("as a flag is an error that names the nearest", async () => {
    const run = await runBinary(["serve", "--presence-grase", "1s"]);
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.output).toContain("presence-grace");
  });

  it("in the environment is an error that names the nearest", async () => {
    const run = await runBinary(["serve"], { MATINEE_LISTN: "127.0.0.1:0", [SETTING.data]: join(directory, "unused") });
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.output).toContain("MATINEE_LISTEN");
  });
});

describe("a value that can't be", () => {
  it.each([
    [SETTING.listen, "nowhere"],
    [SETTING.presenceGrace, "-1s"],
    [SETTING.pingInterval, "often"],
    [SETTING.jwtSecretFile, "/nonexistent/secret"],
    [SETTING.data, "/proc/nonexistent/data"],
  ])("(%s=%s) stops the start with a message that names it", async (name, value) => {
    const run = await runBinary(["serve"], { [SETTING.data]: join(directory, "unused"), [name]: value });
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.output).toMatch(new RegExp(`${name}|${name.replace("MATINEE_", "").replace(/_/g, "-")}`, "i"));
  });
});

describe("matinee migrate", () => {
  it("prepares a data directory, and again without harm; the server runs on it", async () => {
    const data = join(directory, "fresh");
    for (let count = 0; count < 2; count += 1) {
      const run = await runBinary(["migrate"], { [SETTING.data]: data });
      expect(run.code, run.output).toBe(0);
    }
    expect(existsSync(data) && readdirSync(data).length).toBeGreaterThan(0);
    const server = await MatineeServer.start({ data });
    await server.stop();
  });
});
