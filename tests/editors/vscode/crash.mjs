// What becomes of servers that end, and of one that is another than the client is made for.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKDOWN, equal, scratch, server, sleep, test, until } from './harness.mjs';

/** A program that speaks as the server does, but calls itself of another version. */
export function another_version(version) {
  const path = join(scratch, `version-${version}`);
  const own = `const child = require('node:child_process').spawn(${JSON.stringify(server)}, process.argv.slice(2));
process.stdin.pipe(child.stdin);
child.stdout.on('data', (data) => process.stdout.write(data.toString('latin1').replace(/"version":"\\d\\.\\d\\.\\d"/, '"version":"${version}"'), 'latin1'));
child.on('exit', (code) => process.exit(code ?? 1));
`;
  writeFileSync(path, `#!/usr/bin/env node\n${own}`);
  chmodSync(path, 0o755);
  return path;
}

/** Waits until the server that comes with the extension is the only one that runs. */
export async function own_server(bench, old = undefined) {
  const own = join(bench.home, 'extensions');
  const [{ pid }] = await until('the own server', () => {
    const servers = bench.servers();
    return servers.length === 1 && servers[0].pid !== old && servers[0].program.startsWith(own) && servers;
  }, () => bench.servers());
  return pid;
}

/** Asks the server something, so that it is known to answer. */
async function answers(bench) {
  await bench.command('capplan: Open a Clause of the Standard');
  await bench.choices((list) => list.length > 5);
  await bench.keys('Escape');
}

export async function crash(bench) {
  await test(bench, 'a server that is killed is started again and knows the open documents', async () => {
    await bench.open(MARKDOWN);
    const status = await until('the status', () => bench.plan_status());
    const first = await own_server(bench);
    process.kill(first, 'SIGKILL');
    await own_server(bench, first);
    await bench.go_to_words('[A.3.2.1 a]', { after: true });
    await bench.keys('Shift+Home', 'Delete');
    await until('another status', async () => ![undefined, status].includes(await bench.plan_status()), () => bench.plan_status());
    await bench.revert();
    await bench.plan_says(status);
    equal(await bench.notifications(), [], 'messages');
  });

  await test(bench, 'with each crash it takes longer, after five the user is asked, and a restart helps', async () => {
    await bench.open(MARKDOWN);
    // A server that the user starts begins without crashes.
    const old = await own_server(bench);
    await bench.command('capplan: Restart the Server');
    let running = await own_server(bench, old);
    const pauses = [];
    for (let time = 1; time <= 4; time += 1) {
      await answers(bench);
      const start = Date.now();
      process.kill(running, 'SIGKILL');
      running = await own_server(bench, running);
      pauses.push(Date.now() - start);
    }
    equal([0, 1_000, 3_000, 10_000].every((least, time) => pauses[time] >= least), true, `longer and longer: ${pauses}`);
    await answers(bench);
    process.kill(running, 'SIGKILL');
    await bench.told('ended unexpectedly');
    await until('no status', async () => (await bench.plan_status()) === undefined, () => bench.plan_status());
    await sleep(1_000);
    equal(bench.servers(), [], 'servers');
    await bench.picture('crashes');
    await bench.clear_messages();
    await bench.command('capplan: Restart the Server');
    await own_server(bench, running);
    await bench.plan_says('CL3 · ');
  });

  await test(bench, 'a program of another version is told of, with the remedy', async () => {
    await bench.open(MARKDOWN);
    const own = await own_server(bench);
    const path = another_version('7.8.9');
    bench.write_settings({ 'capplan.server.path': path });
    await bench.told('7.8.9', path, 'made for', 'capplan.server.path');
    await bench.picture('another-version');
    await bench.clear_messages();
    bench.write_settings({ 'capplan.server.path': '' });
    await own_server(bench, own);
    await bench.plan_says('CL3 · ');
  });
}
