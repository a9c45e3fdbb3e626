// What the client offers beyond the protocol: status, lens, gaps, clauses, report, plans to begin with, the walkthrough.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKDOWN, contains, equal, test, until } from './harness.mjs';
import { standard_at } from './navigation.mjs';

const UNIT = '能力单元：质量追溯与改进';
const NOTE = '便笺.md';

export async function offers(bench) {
  writeFileSync(join(bench.folder, NOTE), '# 便笺\n\n不是规划😀\n');

  await test(bench, 'the status item sums the plan up, follows what is typed, and is gone elsewhere', async () => {
    await bench.open(MARKDOWN);
    // The settings, the language among them, come after the first answers.
    const before = await bench.plan_says(' · 缺 ');
    contains(before, 'CL3 · ', 'status');
    const reached = (text) => Number(/ (\d+)\//.exec(text)?.[1]);
    await bench.go_to_words('[A.3.2.1 a]', { after: true });
    await bench.keys('Shift+Home', 'Delete');
    await until('another status', async () => reached(await bench.plan_status()) < reached(before), () => bench.plan_status());
    await bench.revert();
    await bench.plan_says(before);
    await bench.open(NOTE);
    await until('no status', async () => (await bench.plan_status()) === undefined, () => bench.plan_status());
  });

  await test(bench, 'a lens above a unit says what it covers, and what an edit changed', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words(UNIT);
    contains(await bench.lens_says('管理维 7/11'), 'CL3 · 过程维 10/10 · 要素维 11/11', 'lens');
    await bench.go_to_words('归零报告形成检验规则');
    await bench.keys('Home', 'Shift+End', 'Delete');
    await bench.page.keyboard.insertText('| 改进 | 归零报告形成检验规则，避免重复发生😀 | | 建设中 |');
    // Lenses that are not in sight stay as they are.
    await bench.go_to_words(UNIT);
    await bench.lens_says('过程维 10/10 ↓ 9/10');
    await bench.picture('lens');
    await bench.revert();
    await bench.lens_says('过程维 10/10 · ');
  });

  await test(bench, 'a click on the lens lists the gaps, and a gap leads into the standard', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words(UNIT);
    await bench.lens_says('管理维 7/11');
    const gaps = (list) => list.length === 4 && list.every((row) => /^A\.3\.3\.\d /.test(row));
    const click = () => bench.click('.editor-group-container.active .codelens-decoration a:has-text("管理维 7/11")');
    await bench.insist('the gaps', async () => gaps(await bench.rows()), click);
    contains((await bench.rows()).join('\n'), '数字化治理', 'the aspects');
    await bench.picture('gaps');
    await bench.keys('Enter');
    await standard_at(bench, '数字化治理制度');
  });

  await test(bench, 'the command lists the gaps of the unit around the cursor; elsewhere the server says why not', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('三坐标、试车台接入质量网');
    await bench.command('capplan: Show What the Unit at the Cursor Lacks');
    await bench.choices((list) => list.length === 4);
    await bench.keys('Escape');
    await bench.go_to(1);
    await bench.command('capplan: Show What the Unit at the Cursor Lacks');
    await bench.told('光标不在能力单元');
  });

  await test(bench, 'a clause is found by its number or its title', async () => {
    await bench.open(MARKDOWN);
    await bench.command('capplan: Open a Clause of the Standard');
    await bench.choices((list) => list.length > 5);
    await bench.answer('the clause', '', '数字化治理', async () => {
      const rows = await bench.rows();
      return rows.length > 0 && rows.every((row) => row.includes('数字化治理'));
    });
    await bench.keys('Enter');
    await standard_at(bench, '数字化治理');
  });

  await test(bench, 'the report opens, rendered, follows what is typed, and for what is no plan the reason is told', async () => {
    await bench.open(MARKDOWN);
    await until('the plan', () => bench.plan_status());
    const report = () => bench.webview('规划覆盖情况报告');
    await bench.insist('the report', report, () => bench.click('.statusbar-item[id*="capplan.status"]'));
    const text = await until('the report', report);
    contains(text, '尚未覆盖的建设重点', 'report');
    contains(text, 'CU-03', 'report');
    // It opens beside the plan, and stays what it is when the plan is entered.
    equal((await bench.page.$$('.editor-group-container')).length, 2, 'groups of editors');
    await bench.insist('the plan', async () => (await bench.tab()).startsWith(MARKDOWN), 'Control+1');
    const unit = '质量追溯与改进';
    await bench.go_to_words(UNIT, { after: true });
    equal((await until('the report beside', report)).includes(`${unit}🔧二期`), false, 'the name is there already');
    await bench.type('🔧二期');
    await until('the new name in the report', async () => (await report())?.includes(`${unit}🔧二期`), report);
    await bench.picture('report');
    await bench.revert();
    await until('the old name in the report', async () => (await report()) !== undefined && !(await report()).includes('🔧二期'), report);
    await bench.tidy();
    await bench.open(NOTE);
    await bench.command('capplan: Open the Report of This Plan');
    await bench.told('不是规划：');
  });

  await test(bench, 'a new plan from a template is a plan, its places to be filled in with Tab', async () => {
    await bench.command('capplan: New Plan from a Template');
    await bench.choices((list) => list.length > 5 && list.some((row) => row.includes('yaml')));
    await bench.answer('the templates of a level', '', 'CL3', async () => (await bench.rows()).length === 2);
    contains((await bench.rows()).join(), '32 项建设内容', 'what is in it');
    await bench.keys('Enter');
    await bench.shows('standard: T/AIITRE 20001—2021');
    await bench.type('焊装数字化规划😀');
    await bench.shows('焊装数字化规划😀');
    await bench.keys('Tab');
    await bench.type('NC-77');
    await bench.shows('NC-77');
    await bench.plan_says('CL3 · 0/');
    await bench.picture('new-plan');
  });

  await test(bench, 'the walkthrough opens with its four steps', async () => {
    await bench.command('Welcome: Open Walkthrough');
    await bench.choose('Write a capability plan');
    const steps = () => bench.page.$$eval('.gettingStartedDetailsContent .step-title', (all) => all.map((one) => one.textContent));
    await until('four steps', async () => (await steps()).length === 4, steps);
    contains((await steps()).join(), 'pinyin', 'steps');
    await bench.picture('walkthrough');
  });
}
