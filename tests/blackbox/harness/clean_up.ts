// Runs with every test file: nothing a test started outlives its file, whether the test passed or not.
import { afterAll } from "vitest";
import { scaled } from "./deadline";
import { closeSharedPostgresql } from "./postgresql";
import { abandonAll } from "./server";

afterAll(async () => {
  abandonAll();
  await closeSharedPostgresql();
}, scaled(60_000));
