// The password of a party: set by the host, asked of who comes by the code, never told to anybody.
import { describe, expect, it } from "vitest";
import { type HttpResponse, expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser, rememberSecret } from "../harness/token";

const shared = sharedServer();
const password = "correct horse battery staple";
rememberSecret(password);

function enter(party: Party, user: User, shown?: unknown, code = party.code): Promise<HttpResponse> {
  return send(party.server, "POST", `${PARTIES}/${code}/join`, { as: user, ...(shown === undefined ? {} : { body: { password: shown } }) });
}
const set = (party: Party, shown: unknown, as: User = party.host): Promise<HttpResponse> =>
  party.request("PUT", "/password", { as, body: { password: shown } });
const remove = (party: Party, as: User = party.host): Promise<HttpResponse> => party.request("DELETE", "/password", { as });

describe("a password", () => {
  it("given with the party is asked of who comes by the code", async () => {
    const party = await Party.create(shared.server, newUser(), { password });
    expect((await party.details()).settings.has_password).toBe(true);
    const ann = newUser();
    expectProblem(await enter(party, ann), 403, "PASSWORD_REQUIRED");
    expectProblem(await enter(party, ann, "Correct horse battery staple"), 403, "WRONG_PASSWORD");
    expectStatus(await enter(party, ann, password), 200);
    expectStatus(await enter(party, ann), 200);
    await party.reenter(ann);
  });

  it("is set, changed and taken away by the host, and everyone is told that there is one", async () => {
    const { party, host, viewer } = await gather(shared.server);
    expectStatus(await set(party, password), 204);
    for (const client of [host, viewer]) {
      const event = await client.expect("settings-changed", { changed: ["has_password"], by: { user_id: party.host.id } });
      expect(event.settings.has_password).toBe(true);
    }
    expectProblem(await enter(party, newUser(), "another"), 403, "WRONG_PASSWORD");
    expectStatus(await set(party, "another"), 204);
    expectProblem(await enter(party, newUser(), password), 403, "WRONG_PASSWORD");
    expectStatus(await enter(party, newUser(), "another"), 200);
    expectStatus(await remove(party), 204);
    expect((await viewer.expect("settings-changed")).settings.has_password).toBe(false);
    expectStatus(await enter(party, newUser()), 200);
    expectStatus(await enter(party, newUser(), "whatever"), 200);
    expectStatus(await remove(party), 204);
  });

  it("is asked in public parties too, and not of the invited", async () => {
    const party = await Party.create(shared.server, newUser(), { password, visibility: "public" });
    expectProblem(await enter(party, newUser(), undefined, party.id), 403, "PASSWORD_REQUIRED");
    expectStatus(await enter(party, newUser(), password, party.id), 200);
    const made = expectStatus(await party.request("POST", "/invitations", { as: party.host, body: {} }), 201).json;
    expectStatus(await enter(party, newUser(), undefined, made.code), 200);
  });

  it("is the host's alone", async () => {
    const { party, coHost, viewer } = await gather(shared.server);
    for (const [as, code] of [
      [coHost.user, "UNAUTHORIZED_COMMAND"],
      [viewer.user, "UNAUTHORIZED_COMMAND"],
      [newUser(), "NOT_PARTICIPANT"],
    ] as const) {
      expectProblem(await set(party, password, as), 403, code);
      expectProblem(await remove(party, as), 403, code);
    }
    expect((await party.details()).settings.has_password).toBe(false);
    await party.end();
    expectProblem(await set(party, password), 404, "PARTY_ENDED");
  });

  it("can't be changed by way of the settings", async () => {
    const party = await Party.create(shared.server, newUser(), { password });
    const settings = await party.request("PATCH", "/settings", { as: party.host, body: { has_password: false, locked: false } });
    expect(expectStatus(settings, 200).json.has_password).toBe(true);
    expectProblem(await enter(party, newUser()), 403, "PASSWORD_REQUIRED");
  });

  it.each(["", " ", "a\nb", "x".repeat(129), 7, true])("can't be %j", async (shown) => {
    const party = await Party.create(shared.server, newUser());
    expectProblem(await set(party, shown), 400, "INVALID_REQUEST");
    expectProblem(await enter(party, newUser(), shown), 400, "INVALID_REQUEST");
    const created = await send(shared.server, "POST", PARTIES, { as: newUser(), body: { title: "A film", password: shown } });
    expectProblem(created, 400, "INVALID_REQUEST");
  });

  it("of any script counts by its code points", async () => {
    const party = await Party.create(shared.server, newUser());
    const shown = "пароль 密码 🔑".padEnd(128, "é");
    expectStatus(await set(party, shown), 204);
    expectProblem(await enter(party, newUser(), shown.slice(0, -1)), 403, "WRONG_PASSWORD");
    expectStatus(await enter(party, newUser(), shown), 200);
  });

  it("is in no answer, no event, no metric and no log", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.logLevel]: "debug" } });
    try {
      const party = await Party.create(server, newUser(), { password });
      const host = await party.reenter(party.host);
      const ann = newUser();
      const answers = [
        await enter(party, ann, "wrong guess"),
        await enter(party, ann, password),
        await set(party, password),
        await party.request("GET", "", { as: party.host }),
        await party.request("GET", "/participants", { as: ann }),
        await send(server, "GET", "/metrics"),
      ];
      await host.fence();
      const said = [...answers.map(({ text }) => text), JSON.stringify(host.since(0)), server.output].join("\n");
      for (const secret of [password, "wrong guess", "argon2", "$m="]) expect(said).not.toContain(secret);
    } finally {
      await server.stop();
    }
  });

  it("survives a crash", async () => {
    const server = await MatineeServer.start();
    try {
      const party = await Party.create(server, newUser(), { password });
      await server.kill();
      await server.launch();
      expectProblem(await enter(party, newUser()), 403, "PASSWORD_REQUIRED");
      expectStatus(await enter(party, newUser(), password), 200);
    } finally {
      await server.stop();
    }
  });
});

describe("guessing", () => {
  it("is limited per user, the right one included, and over a crash", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.passwordAttemptsPerHour]: "3" } });
    try {
      const party = await Party.create(server, newUser(), { password });
      const eve = newUser();
      for (let count = 0; count < 3; count += 1) expectProblem(await enter(party, eve, `guess ${count}`), 403, "WRONG_PASSWORD");
      expectRateLimited(await enter(party, eve, password), 3600);
      expectStatus(await enter(party, newUser(), password), 200);
      await server.kill();
      await server.launch();
      expectRateLimited(await enter(party, eve, password), 3600);
    } finally {
      await server.stop();
    }
  });

  it("is limited per address, whoever asks", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.passwordsPerHourPerAddress]: "3" } });
    try {
      const party = await Party.create(server, newUser(), { password });
      expectProblem(await enter(party, newUser(), "one"), 403, "WRONG_PASSWORD");
      expectProblem(await enter(party, newUser(), "two"), 403, "WRONG_PASSWORD");
      expectRateLimited(await enter(party, newUser(), password), 3600);
      expectRateLimited(await set(party, password), 3600);
      const open = await Party.create(server, newUser());
      expectStatus(await enter(open, newUser(), "asked for by nobody"), 200);
    } finally {
      await server.stop();
    }
  });

  it("keeps nobody else waiting: others are served while passwords are compared", async () => {
    const party = await Party.create(shared.server, newUser(), { password });
    const host = await party.reenter(party.host);
    const guesses = Promise.all(Array.from({ length: 8 }, () => enter(party, newUser(), "guess")));
    for (let count = 0; count < 5; count += 1) await host.fence();
    for (const answer of await guesses) expect([403, 503]).toContain(answer.status);
  });
});
