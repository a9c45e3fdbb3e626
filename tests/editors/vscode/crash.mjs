// What becomes of servers that end, and of one that is another than the client is made for.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, scratch, server, sleep, test, until } from './harness.mjs';

const MARKDOWN = 'xinghai-equipment.plan.md';

/** A program that speaks as the server does, but calls itself of another version. */
function another_version(version) {
  const path = join(scratch, 'another-version');
  const own = `const child = require('node:child_process').spawn(${JSON.stringify(server)}, process.argv.slice(2));
process.stdin.pipe(child.stdin);
child.stdout.on('data', (data) => process.stdout.write(data.toString('latin1').replace(/"version":"\\d\\.\\d\\.\\d"/, '"version":"${version}"'), 'latin1'));
child.on('exit', (code) => process.exit(code ?? 1));
`;
  writeFileSync(path, `#!/usr/bin/env node\n${own}`);
  chmodSync(path, 0o755);
  return path;
}

export async function crash(bench) {
  const anew = async (old) => until('another server', () => {
    const [first, ...others] = bench.servers();
    return others.length === 0 && first !== undefined && first !== old ? first : undefined;
  }, () => bench.servers());

  await test(bench, 'a server that is killed is started again and knows the open documents', async () => {
    await bench.open(MARKDOWN);
    const status = await until('the status', () => bench.plan_status());
    const [first] = bench.servers();
    process.kill(first, 'SIGKILL');
    await anew(first);
    await bench.go_to_words('[A.3.2.1 a]', { after: true });
    await bench.keys('Shift+Home', 'Delete');
    await until('another status', async () => (await bench.plan_status()) !== status, () => bench.plan_status());
    await bench.command('File: Revert File');
    await until('the same status', async () => (await bench.plan_status()) === status, () => bench.plan_status());
    equal(await bench.notifications(), [], 'messages');
  });

  await test(bench, 'with each crash it takes longer, after five the user is asked, and a restart helps', async () => {
    const pauses = [];
    for (let time = 2; time <= 4; time += 1) {
      const [killed] = bench.servers();
      const start = Date.now();
      process.kill(killed, 'SIGKILL');
      await anew(killed);
      pauses.push(Date.now() - start);
      await sleep(1500);
    }
    equal(pauses[1] > pauses[0] && pauses[2] > pauses[1] && pauses[2] > 9_000, true, `longer and longer: ${pauses}`);
    process.kill(bench.servers()[0], 'SIGKILL');
    await until('the message', async () => (await bench.notifications()).some((text) => text.includes('ended unexpectedly')), () => bench.notifications());
    await sleep(1000);
    equal(bench.servers().length, 0, 'servers');
    await bench.picture('crashes');
    await bench.command('Notifications: Clear All Notifications');
    await bench.command('capplan: Restart the Server');
    await anew(0);
    await until('the status', () => bench.plan_status());
  });

  await test(bench, 'a program of another version is told of, with the remedy', async () => {
    const path = another_version('7.8.9');
    bench.write_settings({ 'capplan.server.path': path });
    await until('the message', async () => (await bench.notifications()).some((text) => text.includes('7.8.9') && text.includes(path) && text.includes('made for')), () => bench.notifications());
    await bench.picture('another-version');
    await bench.command('Notifications: Clear All Notifications');
    bench.write_settings({ 'capplan.server.path': '' });
    await until('the own server again', () => bench.servers().length === 1 && bench.plan_status());
  });
}
