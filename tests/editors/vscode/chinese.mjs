// The client in a workbench in Chinese, and the pictures of the READMEs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED, MARKDOWN, contains, equal, test, until } from './harness.mjs';
import { Workbench } from './workbench.mjs';

const BEGUN = `---
standard: T/AIITRE 20001—2021
---

# 焊装数字化规划

## 能力：焊装排产能力 {#NC-01}

- 视角：过程
- 等级：CL2 → CL3

### 能力单元 CU-01 焊装计划排产

- 等级：CL2 → CL3

`;

export async function in_chinese() {
  const settings = {
    'breadcrumbs.enabled': false, 'editor.stickyScroll.enabled': false, 'editor.lightbulb.enabled': 'off',
    'workbench.layoutControl.enabled': false, 'editor.renderLineHighlight': 'none',
  };
  const bench = await Workbench.start('chinese', { vsix: BUNDLED, settings, chinese: true });
  try {
    await test(bench, 'commands, walkthrough and messages speak Chinese where the editor does', async () => {
      await bench.open(MARKDOWN);
      await bench.command('capplan: 打开标准条款');
      await bench.choices((list) => list.length > 5);
      await bench.keys('Escape');
      await bench.command('Welcome: Open Walkthrough');
      await bench.choose('编写新型能力建设规划');
      const steps = () => bench.page.$$eval('.gettingStartedDetailsContent .step-title', (all) => all.map((one) => one.textContent).join());
      contains(await until('the steps', async () => (await steps()).includes('首字母') && steps(), steps), '看看还缺什么', 'steps');
      await bench.picture('walkthrough-chinese');
      bench.write_settings({ 'capplan.server.path': join(bench.home, '没有') });
      await bench.told('未能启动', join(bench.home, '没有'), '请改正该设置');
      await bench.picture('no-server-chinese');
      bench.write_settings({ 'capplan.server.path': '' });
      await until('the server', () => bench.servers().length === 1);
    });

    await test(bench, 'pictures: findings, hover, completion, lens', async () => {
      const visible = async (part) => (await bench.page.$(`.part.${part}`))?.isVisible();
      await bench.page.setViewportSize({ width: 1120, height: 720 });
      await bench.open(MARKDOWN);
      await bench.plan_says('缺 20 项');
      await bench.insist('no side bar', async () => !(await visible('sidebar')), 'Control+b');
      await until('only its findings', async () => (await bench.problems())[0]?.includes(MARKDOWN), () => bench.problems());
      await bench.go_to_words('| 策划 | 把派工与报工列为第二批建设的能力');
      await until('squiggles', () => bench.squiggles());
      await bench.cutting('findings', ['.editor-group-container.active .editor-instance', '.markers-panel'], { above: 0, below: 0, width: 920 });
      await bench.insist('no panel', async () => !(await visible('panel')), 'Control+j');

      await bench.go_to_words('建立设备产能与工序工时模型');
      await bench.go_to_words('A.3.2.1 c');
      contains(await bench.hover(), 'T/AIITRE 20001—2021', 'hover');
      await bench.cutting('hover', ['.monaco-editor .monaco-hover:not(.hidden)'], { above: 60, below: 60, width: 920 });
      await bench.keys('Escape');

      await bench.go_to_words('归零报告形成检验规则');
      await bench.keys('Home', 'Shift+End', 'Delete');
      await bench.page.keyboard.insertText('| 改进 | 归零报告形成检验规则，避免重复发生 | | 建设中 |');
      await bench.go_to_words('能力单元：质量追溯与改进');
      await bench.lens_says('↓ 9/10');
      await bench.cutting('lens', ['.editor-group-container.active .codelens-decoration:has-text("↓ 9/10")'], { above: 116, below: 116, width: 640 });
      await bench.revert();

      const name = '焊装规划.plan.md';
      writeFileSync(join(bench.folder, name), BEGUN);
      await bench.open(name);
      await bench.plan_says('CL3 · 0/');
      await bench.keys('Control+End');
      await bench.type('#### gcw');
      await until('过程维', async () => (await bench.suggestions())[0]?.endsWith('过程维'), () => bench.suggestions());
      await bench.cutting('completion', ['.suggest-widget.visible'], { above: 270, below: 30, width: 700 });
      equal((await bench.suggestions()).length > 0, true, 'the list is still there');
    });
  } finally {
    await bench.stop();
  }
}
