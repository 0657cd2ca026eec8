// Tokens signed with public key algorithms, and tokens that must name an issuer and an audience.
import { afterAll, describe, expect, it } from "vitest";
import { type KeyObject, createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HttpResponse, expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING, type Settings } from "../harness/settings";
import { mintToken, nowSeconds } from "../harness/token";

const directory = mkdtempSync(join(tmpdir(), "matinee-keys-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsaPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
const ecPem = ec.publicKey.export({ type: "spki", format: "pem" }).toString();

const file = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function signed(alg: "RS256" | "ES256", key: KeyObject, header: Record<string, unknown> = {}): string {
  const claims = { sub: "somebody", name: "Somebody", exp: nowSeconds() + 3600 };
  const text = `${part({ alg, typ: "JWT", ...header })}.${part(claims)}`;
  const signature = createSign("sha256").update(text).sign({ key, dsaEncoding: "ieee-p1363" }).toString("base64url");
  return `${text}.${signature}`;
}

async function attempts(settings: Settings, tokens: string[]): Promise<HttpResponse[]> {
  const server = await MatineeServer.start({ settings });
  const answers: HttpResponse[] = [];
  for (const token of tokens) {
    const headers = { Authorization: `Bearer ${token}` };
    answers.push(await send(server, "POST", PARTIES, { headers, body: { title: "t" } }));
  }
  await server.stop();
  return answers;
}

describe("a public key", () => {
  it.each([
    ["RS256", rsa, rsaPem],
    ["ES256", ec, ecPem],
  ] as const)("in PEM verifies %s tokens and no others", async (alg, pair, pem) => {
    const stranger = alg === "RS256" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ec", { namedCurve: "P-256" });
    const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "mallory", exp: nowSeconds() + 3600 })}`;
    const confused = `${unsigned}.${createHmac("sha256", pem).update(unsigned).digest("base64url")}`;
    const settings = { [SETTING.jwtPublicKeyFile]: file(`${alg}.pem`, pem) };
    const [good, foreign, confusion] = await attempts(settings, [
      signed(alg, pair.privateKey),
      signed(alg, stranger.privateKey),
      confused,
    ]);
    expect(expectStatus(good as HttpResponse, 201).json.host_user_id).toBe("somebody");
    expectProblem(foreign as HttpResponse, 401);
    expectProblem(confusion as HttpResponse, 401);
  });

  it("in a JWK set is found by its kid", async () => {
    const keys = [
      { ...rsa.publicKey.export({ format: "jwk" }), kid: "r", alg: "RS256", use: "sig" },
      { ...ec.publicKey.export({ format: "jwk" }), kid: "e", alg: "ES256", use: "sig" },
    ];
    const settings = { [SETTING.jwtPublicKeyFile]: file("keys.json", JSON.stringify({ keys })) };
    const answers = await attempts(settings, [
      signed("RS256", rsa.privateKey, { kid: "r" }),
      signed("ES256", ec.privateKey, { kid: "e" }),
      signed("RS256", rsa.privateKey, { kid: "e" }),
      signed("ES256", ec.privateKey, { kid: "nobody's" }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 401, 401]);
  });
});

describe("an expected issuer and audience", () => {
  it("have to be named", async () => {
    const token = (claims: Record<string, unknown>) => mintToken({ claims });
    const answers = await attempts({ [SETTING.jwtIssuer]: "https://accounts.example", [SETTING.jwtAudience]: "matinee" }, [
      token({ iss: "https://accounts.example", aud: "matinee" }),
      token({ iss: "https://accounts.example", aud: ["other", "matinee"] }),
      token({ iss: "https://evil.example", aud: "matinee" }),
      token({ iss: "https://accounts.example", aud: "other" }),
      token({ iss: "https://accounts.example" }),
      token({ aud: "matinee" }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 401, 401, 401, 401]);
  });
});

describe("a secret in a file", () => {
  it("is read without the line break at its end", async () => {
    const secret = "a-secret-from-a-file-0123456789abcdef";
    const settings = { [SETTING.jwtSecret]: "", [SETTING.jwtSecretFile]: file("secret", `${secret}\n`) };
    const answers = await attempts(settings, [mintToken({ secret }), mintToken()]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 401]);
  });
});
