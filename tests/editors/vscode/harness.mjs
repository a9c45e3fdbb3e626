// Runs the tests one by one, counts them, and waits for what they want to see.
import { join } from 'node:path';

export function given(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: start this through run.sh`);
  }
  return value;
}

export const root = given('CAPPLAN_ROOT');
export const scratch = given('CAPPLAN_SCRATCH');
export const server = given('CAPPLAN');
export const screenshots = given('SCREENSHOTS');
export const BUNDLED = join(scratch, 'bundled.vsix');
export const THIN = join(scratch, 'capplan.vsix');
export const MARKDOWN = 'xinghai-equipment.plan.md';
export const YAML = 'lantian-grid.plan.yaml';

/** How long something may take, in milliseconds: a debug build on a busy machine. */
export const PATIENCE = 60_000;

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until something holds, and gives it; `shown` is what a failure tells. */
export async function until(what, holds, shown = undefined, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await holds();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      const seen = shown ? `; shown: ${JSON.stringify(await shown(), null, 1)?.slice(0, 2000)}` : '';
      throw new Error(`waited in vain for ${what}${seen}`);
    }
    await sleep(100);
  }
}

let passed = 0;
let failed = 0;

/** Runs one test in a workbench with nothing open; counts it, and takes a picture of a failure. */
export async function test(bench, name, body) {
  if (!new RegExp(process.env.ONLY ?? '').test(name)) {
    return;
  }
  const start = Date.now();
  try {
    await bench.tidy();
    await body(bench);
    passed += 1;
    console.log(`ok   ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    await bench.picture(`failed-${failed}`).catch(() => undefined);
    console.log(`FAIL ${name}\n     ${error.stack}`);
  }
}

/** Counts what was tested elsewhere. */
export function report({ name, time, error }) {
  error ? (failed += 1) : (passed += 1);
  console.log(error ? `FAIL ${name}\n     ${error}` : `ok   ${name} (${time} ms)`);
}

/** Prints the closing line and gives the exit code. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

export function equal(found, expected, what) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${what}: found ${JSON.stringify(found, null, 1)}, expected ${JSON.stringify(expected, null, 1)}`);
  }
}

export function contains(text, words, what) {
  if (!String(text).includes(words)) {
    throw new Error(`${what}: ${JSON.stringify(words)} is not in ${JSON.stringify(text)}`);
  }
}
