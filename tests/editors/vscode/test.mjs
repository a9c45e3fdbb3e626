// What an author sees in VS Code: findings, quotations, and what happens when there is no server. Started by run.sh.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench, contains, equal, finish, scratch, server, sleep, test, until } from './harness.mjs';

const MARKDOWN = 'xinghai-equipment.plan.md';
const YAML = 'lantian-grid.plan.yaml';
const BUNDLED = join(scratch, 'bundled.vsix');
const THIN = join(scratch, 'capplan.vsix');

/** What `capplan check` says of a file: messages with their places, in the form of the panel of problems. */
function checked(bench, name) {
  const { stdout } = spawnSync(server, ['check', '--locale', 'zh', '--format', 'json', join(bench.folder, name)], { encoding: 'utf8' });
  return JSON.parse(stdout).findings;
}

/** Waits until the panel lists exactly the findings of the command line, each with its rule and place. */
async function same_findings(bench, name) {
  const expected = checked(bench, name);
  const listed = ({ message, rule, line }, rows) =>
    rows.some((row) => row.includes(message) && row.includes(`capplan(${rule})`) && row.includes(`line ${line} `));
  await until(`${expected.length} problems`, async () => {
    const rows = (await bench.problems()).filter((row) => row.includes('capplan('));
    return rows.length === expected.length && expected.every((finding) => listed(finding, rows));
  }, () => bench.problems());
  return expected;
}

/** Waits until the first line of a kind in the file carries a squiggle where it is shown. */
async function underlined(bench) {
  return until('a squiggle', () => bench.squiggles());
}

async function with_bundled_server() {
  const bench = await Workbench.start('bundled', { vsix: BUNDLED, settings: { 'capplan.locale': 'zh' } });
  try {
    await test(bench, 'a Markdown plan: the findings of the command line, underlined', async () => {
      await bench.open(MARKDOWN);
      const findings = await same_findings(bench, MARKDOWN);
      if (findings.length < 10) {
        throw new Error(`too few findings to tell: ${findings.length}`);
      }
      await bench.open(MARKDOWN);
      await bench.go_to(findings[0].line, findings[0].column);
      await underlined(bench);
      await bench.picture('findings-markdown');
    });

    await test(bench, 'a hover on a citation quotes the clause word for word', async () => {
      await bench.go_to_words('A.3.2.1 c', { after: false });
      const text = await bench.hover();
      contains(text, '构建主要产品、设备、工艺、业务等领域级数字模型，支持优化领域级生产经营活动。', 'hover');
      contains(text, 'T/AIITRE 20001—2021', 'hover');
      await sleep(300);
      await bench.picture('hover-markdown');
      await bench.keys('Escape');
    });

    await test(bench, 'a YAML plan: the same findings, and the clause on a key', async () => {
      await bench.open(YAML);
      const findings = await same_findings(bench, YAML);
      await bench.open(YAML);
      await bench.go_to(findings[0].line, findings[0].column);
      await underlined(bench);
      await bench.picture('findings-yaml');
      await bench.go_to_words('A.4.1.3 a');
      contains(await bench.hover(), '对评测过程进行制度性安排', 'hover');
      await sleep(300);
      await bench.picture('hover-yaml');
      await bench.keys('Escape');
    });

    await test(bench, 'a measure typed in Chinese closes its gap, undoing it opens it again', async () => {
      await bench.open(MARKDOWN);
      const missing = () => bench.problems().then((rows) => rows.some((row) => row.includes('A.3.2.1 c') && row.includes('CU-02')));
      await until('the gap', missing, () => bench.problems());
      await bench.open(MARKDOWN);
      await bench.go_to_words('做出焊接节拍与能耗的简易模型');
      await bench.keys('End', 'Enter');
      // The editor goes on with the list itself.
      await bench.type('建立焊接节拍与能耗🔧模型，用于二分厂排程 [A.3.2.1 c]');
      await until('no gap', async () => !(await missing()), () => bench.problems());
      await bench.picture('typed-markdown');
      await bench.open(MARKDOWN);
      await bench.command('File: Revert File');
      await until('the gap again', missing, () => bench.problems());
    });

    await test(bench, 'a document that is no plan is silent, and is a plan as soon as it names the standard', async () => {
      const name = '纪要 [1].md';
      writeFileSync(join(bench.folder, name), '---\ntitle: 周例会纪要\n---\n\n# 能力单元 CU-01 排产\n\n- 等级：CL9\n- 组成：CU-77\n\n## 过程维\n\n见 A.3.2.1 c\n');
      await bench.open(name);
      await sleep(1500);
      equal(await bench.squiggles(), 0, 'squiggles in a non-plan');
      await bench.picture('silent');
      await bench.go_to(2, 1);
      await bench.type('standard: T/AIITRE 20001—2021\n');
      await underlined(bench);
      await bench.command('File: Revert File');
      await until('silence', async () => (await bench.squiggles()) === 0);
    });

    await test(bench, 'an untitled document is judged, too', async () => {
      await bench.command('File: New Untitled Text File');
      await bench.command('Change Language Mode');
      await bench.page.waitForSelector('.quick-input-widget input');
      await bench.page.keyboard.insertText('YAML');
      await sleep(300);
      await bench.keys('Enter');
      await bench.type('standard: T/AIITRE 20001—2021\nunits:\n- id: CU-01\nlevel: CL9');
      await underlined(bench);
      await bench.command('File: Revert File');
    });

    await test(bench, 'one server runs, and ends with the editor', async () => {
      equal(bench.servers().length, 1, 'servers');
    });
  } finally {
    await bench.stop();
  }
}

async function without_bundled_server() {
  const folder = join(scratch, '程序 folder');
  mkdirSync(folder);
  const bench = await Workbench.start('thin', { vsix: THIN });
  try {
    await test(bench, 'without a program the remedy is shown, and helps', async () => {
      await bench.open(MARKDOWN);
      await until('the message', async () => (await bench.notifications()).some((text) => text.includes('not found') && text.includes('capplan.server.path')), () => bench.notifications());
      await bench.picture('no-server');
      bench.write_settings({ 'capplan.server.path': join(folder, 'absent') });
      await until('the message', async () => (await bench.notifications()).some((text) => text.includes(join(folder, 'absent'))), () => bench.notifications());
      equal(bench.servers().length, 0, 'servers');
      await bench.picture('wrong-path');
      symlinkSync(server, join(folder, 'capplan'));
      bench.write_settings({ 'capplan.server.path': join(folder, 'capplan') });
      await underlined(bench);
      equal(bench.servers().length, 1, 'servers');
    });

    await test(bench, 'a program that does not answer is told of', async () => {
      const path = join(folder, 'mute');
      writeFileSync(path, '#!/bin/sh\nexit 3\n');
      chmodSync(path, 0o755);
      bench.write_settings({ 'capplan.server.path': path });
      await until('the message', async () => (await bench.notifications()).some((text) => text.includes(path)), () => bench.notifications());
      await bench.picture('mute-server');
    });
  } finally {
    await bench.stop();
  }
}

async function on_the_path() {
  const folder = join(scratch, 'bin');
  mkdirSync(folder);
  symlinkSync(server, join(folder, 'capplan'));
  const bench = await Workbench.start('path', { vsix: THIN, path: folder });
  try {
    await test(bench, 'the program on the PATH is found', async () => {
      await bench.open(MARKDOWN);
      await until('a squiggle or problem', async () => (await bench.problems()).some((row) => row.includes('capplan(')), () => bench.problems());
      equal(bench.servers().length, 1, 'servers');
    });
  } finally {
    await bench.stop();
  }
}

await with_bundled_server();
await without_bundled_server();
await on_the_path();
process.exitCode = finish();
