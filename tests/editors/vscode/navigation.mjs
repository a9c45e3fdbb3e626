// From a citation into the standard and back, and the colours and folds of a plan.
import { contains, sleep, test, until } from './harness.mjs';

const MARKDOWN = 'xinghai-equipment.plan.md';
const STANDARD = 'T-AIITRE-20001-2021.md';

export async function navigation(bench) {
  await test(bench, 'a citation opens the standard at its clause, and the clause knows who cites it', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('A.3.2.1 c', { after: false });
    await bench.keys('F12');
    await until('the standard', async () => (await bench.tab()).includes(STANDARD), () => bench.tab());
    await until('the clause', async () => (await bench.shown()).includes('构建主要产品、设备、工艺、业务等领域级数字模型'), () => bench.shown());
    await bench.picture('standard');
    await bench.keys('Shift+F12');
    await until('who cites it', () => bench.page.$('.reference-zone-widget .monaco-list-row'));
    const rows = await bench.page.$$eval('.reference-zone-widget .monaco-list-row', (list) => list.map((row) => row.textContent).join('\n'));
    contains(rows, MARKDOWN, 'the files that cite it');
    await bench.picture('who-cites-it');
    await bench.keys('Escape', 'Control+F4');
  });

  await test(bench, 'words that mean something have colours of their own', async () => {
    await bench.open(MARKDOWN);
    await bench.go_to_words('能力单元：质量追溯与改进', { after: false });
    const classes = () => bench.page.$$eval('.editor-instance .view-line', (lines) => {
      const line = lines.find((other) => other.textContent.includes('质量追溯与改进'));
      return [...(line?.querySelectorAll('span > span') ?? [])].map((span) => `${span.textContent} ${span.className}`);
    });
    // The kind, the name and the id are apart, and look different.
    await until('colours', async () => {
      const words = (await classes()).filter((word) => /能力单元 |质量追溯与改进 |CU-03 /.test(word));
      return words.length === 3 && new Set(words.map((word) => word.split(' ').slice(1).join(' '))).size >= 2;
    }, classes);
    await sleep(300);
    await bench.picture('colours');
  });
}
