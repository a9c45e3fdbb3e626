// What the client offers beyond the protocol: status, lens, gaps, clauses, report, plans to begin with, the walkthrough.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contains, sleep, test, until } from './harness.mjs';

const MARKDOWN = 'xinghai-equipment.plan.md';
const STANDARD = 'T-AIITRE-20001-2021.md';

const lenses = (bench) => bench.page.$$eval('.editor-group-container.active .codelens-decoration', (all) => all.map((one) => one.textContent));

export async function offers(bench) {
  await test(bench, 'the status item sums the plan up, follows what is typed, and is gone elsewhere', async () => {
    await bench.open(MARKDOWN);
    // The settings, the language among them, come after the first answers.
    const status = async () => ((await bench.plan_status())?.includes(' · 缺 ') ? bench.plan_status() : undefined);
    const before = await until('the status', status, () => bench.plan_status());
    contains(before, 'CL3 · ', 'status');
    const reached = (text) => Number(/ (\d+)\//.exec(text)?.[1]);
    await bench.go_to_words('[A.3.2.1 a]', { after: true });
    await bench.keys('Shift+Home', 'Delete');
    await until('another status', async () => reached(await bench.plan_status()) < reached(before), () => bench.plan_status());
    await bench.command('File: Revert File');
    await until('the same status', async () => (await bench.plan_status()) === before, () => bench.plan_status());
    writeFileSync(join(bench.folder, '便笺.md'), '# 便笺\n\n不是规划😀\n');
    await bench.open_from_tree('便笺.md');
    await until('no status', async () => (await bench.plan_status()) === undefined, () => bench.plan_status());
  });

  await test(bench, 'a lens above a unit says what it covers, and what an edit changed', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('能力单元：质量追溯与改进', { after: false });
    const title = await until('the lens', async () => (await lenses(bench)).find((text) => text.includes('管理维 7/11')), () => lenses(bench));
    contains(title, 'CL3 · 过程维 10/10 · 要素维 11/11', 'lens');
    await bench.go_to_words('归零报告形成检验规则');
    await bench.keys('Home', 'Shift+End', 'Delete');
    await bench.page.keyboard.insertText('| 改进 | 归零报告形成检验规则，避免重复发生😀 | | 建设中 |');
    // Lenses that are not in sight stay as they are.
    await bench.go_to_words('能力单元：质量追溯与改进', { after: false });
    await until('what changed', async () => (await lenses(bench)).some((text) => text.includes('过程维 10/10 ↓ 9/10')), () => lenses(bench));
    await sleep(300);
    await bench.picture('lens');
    await bench.command('File: Revert File');
    await until('the lens as before', async () => (await lenses(bench)).some((text) => text.includes('过程维 10/10 · ')), () => lenses(bench));
  });

  await test(bench, 'a click on the lens lists the gaps, and a gap leads into the standard', async () => {
    await bench.go_to_words('能力单元：质量追溯与改进', { after: false });
    await bench.page.click('.editor-group-container.active .codelens-decoration a:has-text("管理维 7/11")');
    const rows = await bench.choices((list) => list.length === 4 && list.every((row) => /^A\.3\.3\.\d /.test(row)));
    contains(rows.join('\n'), '数字化治理', 'the aspects');
    await bench.picture('gaps');
    await bench.keys('Enter');
    await until('the standard', async () => (await bench.tab()).includes(STANDARD), () => bench.tab());
    await bench.keys('Control+F4');
  });

  await test(bench, 'the command lists the gaps of the unit around the cursor; elsewhere the server says why not', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('三坐标、试车台接入质量网', { after: false });
    await bench.command('capplan: Show What the Unit at the Cursor Lacks');
    await bench.choices((list) => list.length === 4);
    await bench.keys('Escape');
    await bench.go_to(1);
    await bench.command('capplan: Show What the Unit at the Cursor Lacks');
    await until('the reason', async () => (await bench.notifications()).some((text) => text.includes('光标不在能力单元')), () => bench.notifications());
    await bench.command('Notifications: Clear All Notifications');
  });

  await test(bench, 'a clause is found by its number or its title', async () => {
    await bench.command('capplan: Open a Clause of the Standard');
    await bench.choices((list) => list.length > 5);
    await bench.type('数字化治理');
    await bench.choices((list) => list.length > 0 && list.every((row) => row.includes('数字化治理')));
    await bench.keys('Enter');
    await until('the standard', async () => (await bench.tab()).includes(STANDARD), () => bench.tab());
    await until('the clause', async () => (await bench.shown()).includes('数字化治理'), () => bench.shown());
    await bench.keys('Control+F4');
  });

  await test(bench, 'the report opens, rendered, and for what is no plan the reason is told', async () => {
    await bench.open(MARKDOWN);
    await bench.page.click('.statusbar-item[id*="capplan.status"]');
    const report = () => bench.webview('规划覆盖情况报告');
    const text = await until('the report', report);
    contains(text, '尚未覆盖的建设重点', 'report');
    contains(text, 'CU-03', 'report');
    await bench.picture('report');
    await bench.keys('Control+F4');
    await bench.open_from_tree('便笺.md');
    await bench.command('capplan: Open the Report of This Plan');
    await until('the reason', async () => (await bench.notifications()).some((one) => one.includes('不是规划：')), () => bench.notifications());
    await bench.command('Notifications: Clear All Notifications');
  });

  await test(bench, 'a new plan from a template is a plan, its places to be filled in with Tab', async () => {
    await bench.command('capplan: New Plan from a Template');
    await bench.choices((list) => list.length > 5 && list.some((row) => row.includes('yaml')));
    await bench.type('CL3');
    const rows = await bench.choices((list) => list.length === 2);
    contains(rows.join(), '32 项建设内容', 'what is in it');
    await bench.keys('Enter');
    await until('the text', async () => (await bench.shown()).includes('standard: T/AIITRE 20001—2021'), () => bench.shown());
    await bench.type('焊装数字化规划😀');
    await until('the title', async () => (await bench.shown()).includes('焊装数字化规划😀'), () => bench.shown());
    await until('the status', async () => (await bench.plan_status())?.includes('CL3 · 0/'), () => bench.plan_status());
    await bench.picture('new-plan');
    await bench.command('File: Revert File');
  });

  await test(bench, 'the walkthrough opens with its four steps', async () => {
    await bench.command('Welcome: Open Walkthrough');
    await bench.type('capability plan');
    await bench.choices((list) => list[0]?.includes('Write a capability plan'));
    await bench.keys('Enter');
    const steps = () => bench.page.$$eval('.gettingStartedDetailsContent .step-title', (all) => all.map((one) => one.textContent));
    await until('four steps', async () => (await steps()).length === 4, steps);
    contains((await steps()).join(), 'pinyin', 'steps');
    await sleep(500);
    await bench.picture('walkthrough');
    await bench.keys('Control+F4');
  });
}
