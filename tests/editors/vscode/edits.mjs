// Edits that the server makes: a quick fix, a name changed all over a plan set, formatting.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contains, equal, test, until } from './harness.mjs';

const WRONG = '---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n## 能力：排产😀 {#NC-01}\r\n- 视角：过程\r\n- 等级：CL2（流程级）\r\n- 能力形态：能力流\r\n';

export async function edits(bench) {
  await test(bench, 'a quick fix, chosen by keyboard, mends what it is offered for', async () => {
    const name = '修正.plan.md';
    writeFileSync(join(bench.folder, name), WRONG);
    await bench.open(name);
    const finding = () => bench.problems().then((rows) => rows.some((row) => row.includes('的代号与名称不一致')));
    await until('the finding', finding, () => bench.problems());
    await bench.go_to_words('流程级');
    const rows = '.action-widget .monaco-list-row.action';
    await bench.insist('the fixes', () => bench.page.$(`${rows}.focused`), 'Control+.');
    const fixes = await bench.page.$$eval(rows, (all) => all.map((row) => row.textContent));
    await bench.picture('quick-fix');
    await bench.keys('Enter');
    await until('no finding', async () => !(await finding()), () => bench.problems());
    const lines = await bench.save();
    contains(fixes[0], lines[5].slice('- 等级：'.length, '- 等级：CL2'.length), 'the fix says what it writes');
    equal(lines.filter((line, at) => line !== WRONG.split('\r\n')[at]).length, 1, 'changed lines');
    equal(readFileSync(bench.file, 'utf8').split('\r\n').length, WRONG.split('\r\n').length, 'lines that end as before');
  });

  await test(bench, 'a refactoring, chosen by keyboard, puts a measure where its citation belongs', async () => {
    const name = '移动.plan.md';
    const text = '---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01 排产😀\n- 等级：CL3\n#### 要素维\n##### 数据\n- 统一编码 [A.3.2.1 b]\n- 贯通流程🔧 [A.3.2.3 a]\n##### 流程\n- 跟踪流程 [A.3.2.3 b]\n';
    writeFileSync(join(bench.folder, name), text);
    await bench.open(name);
    await until('the plan', () => bench.plan_status());
    await bench.go_to_words('贯通流程');
    const chosen = () => bench.page.$eval('.action-widget .monaco-list-row.action.focused', (row) => row.textContent).catch(() => '');
    await bench.insist('the refactorings', chosen, 'Control+Shift+r');
    const found = async () => (await chosen()).includes('移到所引条款的方面“流程”');
    await until('the move', async () => (await found()) || (await bench.keys('ArrowDown')), chosen);
    await bench.picture('refactorings');
    await bench.keys('Enter');
    await until('the move', async () => (await bench.shown()).indexOf('贯通流程') > (await bench.shown()).indexOf('##### 流程'), () => bench.shown());
    const lines = await bench.save();
    equal([...lines].sort(), text.split('\n').sort(), 'lines, whatever their order');
    equal(lines.indexOf('- 贯通流程🔧 [A.3.2.3 a]') > lines.indexOf('##### 流程'), true, 'the measure stands in its aspect');
  });

  await test(bench, 'an id is renamed in all files of its plan set', async () => {
    const files = ['capabilities.plan.yaml', 'units.plan.md', 'modules.plan.md'].map((name) => join(bench.folder, 'group', name));
    const count = (id) => files.map((file) => readFileSync(file, 'utf8').split(id).length - 1);
    const before = count('NC-01-A');
    await bench.open('group/units.plan.md');
    await until('the plan', () => bench.plan_status());
    await bench.go_to_words('NC-01-A');
    await bench.insist('the field', () => bench.page.$('.rename-box input:focus'), 'F2');
    await bench.page.fill('.rename-box input', 'NC-01-Z9');
    await bench.picture('rename');
    await bench.keys('Enter');
    await until('the new name', async () => (await bench.shown()).includes('NC-01-Z9'), () => bench.notifications());
    await bench.command('File: Save All Files');
    await until('the new name on the disk', () => JSON.stringify(count('NC-01-Z9')) === JSON.stringify(before), () => count('NC-01-Z9'));
    equal(count('NC-01-A'), [0, 0, 0], 'places with the old id');
    equal(before.filter((number) => number > 0).length >= 2, true, 'several files have it');
  });

  await test(bench, 'formatting brings citations into one form', async () => {
    const name = '格式.plan.md';
    writeFileSync(join(bench.folder, name), '---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01 甲😀\n- 等级：CL2\n#### 数据\n- 采集😀（A.2.2.1a）\n');
    await bench.open(name);
    await until('the plan', () => bench.plan_status());
    await bench.command('Format Document');
    await bench.shows('- 采集😀 [A.2.2.1 a]');
    equal((await bench.save())[6], '- 采集😀 [A.2.2.1 a]', 'line');
  });
}
