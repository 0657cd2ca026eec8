// Runs with every test file: nothing a test started outlives its file, whether the test passed or not.
import { afterAll } from "vitest";
import { abandonAll } from "./server";

afterAll(abandonAll);
