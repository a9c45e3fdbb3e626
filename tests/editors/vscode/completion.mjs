// Completion as it is typed: half-written plans, keys pressed one by one, the line that comes of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, test, until } from './harness.mjs';

const MARKDOWN = `---
standard: T/AIITRE 20001—2021
---

# 规划😀

## 能力：排产 {#NC-01}

- 视角：过程
- 等级：CL2 → CL3
@capability

### 能力单元 CU-01 排产

- 等级：CL2 → CL3

@unit

#### 要素维

| 方面 | 建设内容 | 条款 |
|---|---|---|
@row

##### 数据

@measure
`;

const YAML = `standard: T/AIITRE 20001—2021
capabilities:
  - id: NC-01
    name: 排产😀
    level: {current: CL2, target: CL3}
    @capability
units:
  - id: CU-01
    name: 排产
    level: CL2 → CL3
    @unit
    element:
      data:
        - text: 统一编码
          clause: A.3.2.1 b
        - text: 建立模型
          @measure
`;

// Where, what is typed there, what the list shows first, and the line once Enter took it. Nothing but typing opens the
// list: in Markdown, VS Code opens it for the server's trigger characters only.
const TYPED = [
  ['md', '@unit', '#### gcw', '#### 过程维', '#### 过程维'],
  ['md', '@unit', '#### guochengwei', '#### 过程维', '#### 过程维'],
  ['md', '@unit', '#### 管', '#### 管理维', '#### 管理维'],
  ['md', '@capability', '- jz', '价值效益', '- 价值效益：'],
  ['md', '@capability', '- 能力形态：nll', '能力流', '- 能力形态：能力流'],
  ['md', '@capability', '- 能力形态：能力', '能力流', '- 能力形态：能力流'],
  ['md', '@row', '| js', '技术', '| 技术'],
  ['md', '@row', '| 数据 | 焊接能耗😀模型 | A.3.2', 'A.3.2.1 c', '| 数据 | 焊接能耗😀模型 | A.3.2.1 c'],
  ['md', '@measure', '- [ ] 建立焊接能耗😀模型 [A.3.2', 'A.3.2.1 c', '- [ ] 建立焊接能耗😀模型 [A.3.2.1 c]'],
  ['md', '@measure', '- 建立焊接能耗模型（', 'A.3.2.1 c', '- 建立焊接能耗模型（A.3.2.1 c）'],
  ['yaml', '@unit', 'gcw', 'process', '    process:'],
  ['yaml', '@capability', 'viewpoint: [gc', 'process', '    viewpoint: [process]'],
  ['yaml', '@measure', 'clause: A.3.2', 'A.3.2.1 c', '          clause: A.3.2.1 c'],
  ['yaml', '@measure', 'status: d', 'done', '          status: done'],
];

export async function completion(bench) {
  let number = 10;
  for (const [kind, place, typed, label, line] of TYPED) {
    number += 1;
    const end = number % 2 ? '\n' : '\r\n';
    const name = `半成品${number}.plan.${kind}`;
    await test(bench, `${kind}, ${end === '\n' ? 'LF' : 'CRLF'}: ${typed} gives ${line}`, async () => {
      const lines = (kind === 'md' ? MARKDOWN : YAML).split('\n');
      const at = lines.findIndex((line) => line.trim() === place);
      writeFileSync(join(bench.folder, name), lines.map((line) => line.replace(/@.*/, '')).join(end));
      await bench.open(name);
      // Nobody types before the plan is there.
      await bench.plan_says('CL3 · ');
      await bench.go_to(at + 1, lines[at].indexOf('@'));
      await bench.type(typed);
      await until(`${label} first in the list`, async () => (await bench.suggestions())[0] === label, () => bench.suggestions());
      await bench.picture(`completion-${number}`);
      await bench.keys('Enter');
      await until('the list closed or another', async () => (await bench.suggestions())[0] !== label);
      await bench.keys('Escape');
      equal((await bench.save())[at], line, 'line');
    });
  }
}
