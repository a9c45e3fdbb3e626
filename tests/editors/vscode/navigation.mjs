// From a citation into the standard and back, and the colours of a plan.
import { MARKDOWN, test, until } from './harness.mjs';

const STANDARD = 'T-AIITRE-20001-2021.md';

/** Waits until the standard is open, at words of it. */
export async function standard_at(bench, words) {
  await until('the standard', async () => (await bench.tab()).includes(STANDARD), () => bench.tab());
  await bench.shows(words);
}

export async function navigation(bench) {
  await test(bench, 'a citation opens the standard at its clause, and the clause knows who cites it', async () => {
    await bench.open(MARKDOWN);
    await until('the plan', () => bench.plan_status());
    await bench.go_to_words('A.3.2.1 c');
    await bench.insist('the standard', async () => (await bench.tab()).includes(STANDARD), 'F12');
    await standard_at(bench, '构建主要产品、设备、工艺、业务等领域级数字模型');
    await bench.picture('standard');
    const rows = '.reference-zone-widget .monaco-list-row';
    await bench.insist('who cites it', () => bench.page.$(rows), 'Shift+F12');
    const texts = () => bench.page.$$eval(rows, (list) => list.map((row) => row.textContent).join('\n'));
    await until('the file that cites it', async () => (await texts()).includes(MARKDOWN), texts);
    await bench.picture('who-cites-it');
  });

  await test(bench, 'words that mean something have colours of their own', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('能力单元：质量追溯与改进');
    const classes = () => bench.page.$$eval('.editor-instance .view-line', (lines) => {
      const line = lines.find((other) => other.textContent.includes('质量追溯与改进'));
      return [...(line?.querySelectorAll('span > span') ?? [])].map((span) => `${span.textContent} ${span.className}`);
    });
    // The kind, the name and the id are apart, and look different.
    await until('colours', async () => {
      const words = (await classes()).filter((word) => /能力单元 |质量追溯与改进 |CU-03 /.test(word));
      return words.length === 3 && new Set(words.map((word) => word.split(' ').slice(1).join(' '))).size >= 2;
    }, classes);
    await bench.picture('colours');
  });
}

