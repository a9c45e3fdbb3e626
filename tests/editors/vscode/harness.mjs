// Drives the workbench as an author does: a browser gets keys, and what it shows is read.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

function given(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: start this through run.sh`);
  }
  return value;
}

export const root = given('CAPPLAN_ROOT');
export const scratch = given('CAPPLAN_SCRATCH');
export const server = given('CAPPLAN');
const workbench = given('WORKBENCH');
const screenshots = given('SCREENSHOTS');
const { chromium } = createRequire(join(workbench, 'package.json'))('playwright-core');

export const PATIENCE = Number(process.env.PATIENCE ?? 30_000); // milliseconds; a debug build on a busy machine
// The real version of Node is beside the workbench; the one that runs this may be older.
const platform = `${process.platform}-${process.arch}`;
const node = join(workbench, 'node_modules', `node-${platform}`, 'bin', 'node');
const entry = join(workbench, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'update.mode': 'none',
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
};

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export async function until(what, holds, shown = undefined, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await holds();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      const seen = shown ? `; shown: ${JSON.stringify(await shown(), null, 1).slice(0, 2000)}` : '';
      throw new Error(`waited in vain for ${what}${seen}`);
    }
    await sleep(100);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The processes that were started with this word in their environment or command line. */
function processesOf(mark) {
  const found = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) {
        found.push({ pid: Number(pid), program: readlinkSync(`/proc/${pid}/exe`) });
      }
    } catch {
      // Gone, or another user's.
    }
  }
  return found;
}

/** A code-server of its own, with fresh settings, the VSIX installed, and a copy of the plans as its folder. */
export class Workbench {
  /** `path` is put before the PATH, `settings` go to the user's settings; an extension `inside` runs its tests; `chinese`
   *  makes the editor's language Chinese. */
  static async start(name, { vsix, settings = {}, path = undefined, inside = undefined, chinese = false }) {
    const self = new Workbench();
    self.name = name;
    self.home = join(scratch, name);
    self.mark = `CAPPLAN_WORKBENCH=${self.home}`;
    self.folder = join(self.home, '规划 文件');
    self.settings = { ...SETTINGS, ...settings };
    mkdirSync(self.folder, { recursive: true });
    cpSync(join(root, 'tests', 'plans', 'shared'), self.folder, { recursive: true });
    self.write_settings({});
    self.port = await freePort();
    writeFileSync(join(self.home, 'config.yaml'), `bind-addr: 127.0.0.1:${self.port}\nauth: none\ncert: false\n`);
    const options = [
      entry, '--config', join(self.home, 'config.yaml'), '--extensions-dir', join(self.home, 'extensions'),
      '--user-data-dir', join(self.home, 'data'),
      '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust',
      ...(chinese ? ['--locale', 'zh-cn'] : []),
    ];
    const environment = {
      ...process.env,
      CAPPLAN_WORKBENCH: self.home,
      HOME: self.home,
      EXTENSIONS_GALLERY: '{"serviceUrl":"http://127.0.0.1:9/"}',
    };
    // The workbench takes the PATH from a login shell, as an author's does.
    for (const name of path ? ['.profile', '.bash_profile', '.zprofile'] : []) {
      writeFileSync(join(self.home, name), `export PATH='${path}':"$PATH"\n`);
    }
    const installed = spawnSync(node, [...options, '--install-extension', vsix], { env: environment, encoding: 'utf8' });
    if (installed.status !== 0) {
      throw new Error(`the VSIX cannot be installed:\n${installed.stdout}${installed.stderr}`);
    }
    if (chinese) {
      self.write_language_pack();
    }
    self.process = spawn(node, [...options, self.folder], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    self.log = '';
    self.process.stdout.on('data', (data) => (self.log += data));
    self.process.stderr.on('data', (data) => (self.log += data));
    await until('the workbench to listen', () => self.log.includes('HTTP server listening'), () => self.log);
    await self.open_browser(inside);
    return self;
  }

  /** Lays settings over those that there are. Paths are settings of the machine, which has a file of its own. */
  write_settings(more) {
    Object.assign(this.settings, more);
    const of_machine = (name) => name.endsWith('.path');
    for (const [folder, belongs] of [['User', (name) => !of_machine(name)], ['Machine', of_machine]]) {
      const part = Object.fromEntries(Object.entries(this.settings).filter(([name]) => belongs(name)));
      mkdirSync(join(this.home, 'data', folder), { recursive: true });
      writeFileSync(join(this.home, 'data', folder, 'settings.json'), JSON.stringify(part, null, 2));
    }
  }

  /** A language pack without a single text: the workbench stays as it is, extensions speak Chinese. */
  write_language_pack() {
    const texts = join(this.home, 'main.i18n.json');
    writeFileSync(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
    const extensions = [{ extensionIdentifier: { id: 'capplan-tests.chinese' }, version: '1.0.0' }];
    const pack = { hash: 'chinese', extensions, translations: { vscode: texts }, label: '中文(简体)' };
    writeFileSync(join(this.home, 'data', 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
  }

  async open_browser(inside) {
    this.browser = await chromium.launch({
      executablePath: given('CHROMIUM'),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    });
    this.page = await this.browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    this.page.setDefaultTimeout(PATIENCE);
    let more = '';
    if (inside) {
      const place = `vscode-remote://127.0.0.1:${this.port}${inside}`;
      const payload = [['extensionDevelopmentPath', place], ['extensionTestsPath', `${place}/index.js`]];
      more = `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
      // Without this option the workbench asks nobody to run tests; its scripts read it once the page is there.
      await this.page.addInitScript(() => {
        const observer = new MutationObserver(() => {
          const meta = document.getElementById('vscode-workbench-web-configuration');
          if (meta) {
            observer.disconnect();
            const settings = JSON.parse(meta.getAttribute('data-settings'));
            meta.setAttribute('data-settings', JSON.stringify({ ...settings, developmentOptions: { enableSmokeTestDriver: true } }));
          }
        });
        observer.observe(document, { childList: true, subtree: true });
      });
    }
    await this.page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(this.folder)}${more}`);
    await this.page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row');
  }

  async keys(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Types as a hand does, so that what opens while typing opens. */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 40 });
  }

  /** Opens a file of the folder through the quick opener. */
  async open(name) {
    await this.keys('Control+p');
    await this.page.waitForSelector('.quick-input-widget input');
    await this.page.keyboard.insertText(name);
    await until(`${name} in the list`, async () => {
      const first = await this.page.$('.quick-input-list .monaco-list-row.focused');
      return (await first?.getAttribute('aria-label'))?.includes(name.split('/').pop());
    });
    await this.keys('Enter');
    await until(`${name} in the editor`, async () => {
      const tab = await this.page.$('.tab.active');
      return (await tab?.getAttribute('aria-label'))?.startsWith(name.split('/').pop());
    });
    await this.page.waitForSelector('.editor-group-container.active .monaco-editor .view-line');
    await this.focus_editor();
    this.file = join(this.folder, name);
  }

  focus_editor() {
    const [input, old] = ['.native-edit-context', 'textarea.inputarea'].map((name) => `.editor-group-container.active .monaco-editor ${name}`);
    return this.page.focus(`${input}, ${old}`, { timeout: 5_000 });
  }

  /** Opens a file by a double click in the tree. */
  async open_from_tree(name) {
    await this.page.dblclick(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
    await this.page.waitForSelector(`.tab.active[aria-label^="${name}"]`);
    await this.focus_editor();
    this.file = join(this.folder, name);
  }

  /** Puts the cursor into a line, after so many characters. */
  async go_to(line, characters = 0) {
    await this.keys('Control+g');
    await this.page.waitForSelector('.quick-input-widget input');
    await this.page.keyboard.insertText(`${line}:1`);
    await this.keys('Enter');
    const place = `Ln ${line}, Col 1`;
    await until(place, async () => (await this.status('status.editor.selection')) === place, () => this.status('status.editor.selection'));
    for (let moved = 0; moved < characters; moved += 1) {
      await this.keys('ArrowRight');
    }
  }

  /** Puts the cursor before (or `after`) the first place of these words in the file as saved. */
  async go_to_words(words, { after = false } = {}) {
    const lines = this.saved().split(/\r?\n/);
    const line = lines.findIndex((text) => text.includes(words));
    if (line < 0) {
      throw new Error(`no line contains ${words}`);
    }
    const before = lines[line].slice(0, lines[line].indexOf(words) + (after ? words.length : 0));
    await this.go_to(line + 1, [...before].length);
    return line + 1;
  }

  status(id) {
    return this.page.$eval(`[id="${id}"]`, (item) => item.textContent).catch(() => undefined);
  }

  saved() {
    return readFileSync(this.file, 'utf8');
  }

  /** Saves, waits until the disk has it, and gives the lines. */
  async save() {
    await this.keys('Control+s');
    await until('the save', async () => !(await this.page.$('.tab.active.dirty')));
    return this.saved().split(/\r?\n/);
  }

  /** Runs a command by its name in the palette, asked again while extensions still come. */
  async command(name) {
    const focused = async () => {
      const first = await this.page.$('.quick-input-list .monaco-list-row.focused');
      return (await first?.getAttribute('aria-label').catch(() => ''))?.includes(name);
    };
    await this.insist(`the command ${name}`, async () => {
      const input = await this.page.$('.quick-input-widget input:focus');
      if (input && (await input.inputValue()) === '>') {
        await this.page.keyboard.insertText(name);
      }
      return focused();
    }, 'F1');
    await this.keys('Enter');
  }

  /** What the panel of problems lists, line by line, as far as it is in sight; the file in the editor comes first. */
  async problems() {
    if (!(await this.page.$('.markers-panel'))) {
      await this.keys('Control+Shift+m');
      await this.page.waitForSelector('.markers-panel');
      await this.focus_editor();
    }
    return this.page.$$eval('.markers-panel .monaco-list-row', (rows) => rows.map((row) => row.getAttribute('aria-label')));
  }

  /** How many places of the shown lines are underlined. */
  squiggles() {
    return this.page.$$eval('.editor-group-container.active .view-overlays [class*="squiggly-"]', (marks) => marks.length);
  }

  /** Makes a gesture, and again when nothing came of it: what a workbench is busy with swallows keys. */
  async insist(what, holds, ...keys) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      await this.keys(...keys);
      const again = Date.now() + 4_000;
      do {
        const value = await holds();
        if (value) {
          return value;
        }
        await sleep(100);
      } while (Date.now() < again);
      if (Date.now() > end) {
        throw new Error(`${keys.join(' ')} in vain for ${what}`);
      }
      await this.keys('Escape');
      await this.focus_editor().catch(() => undefined);
    }
  }

  /** Asks for the hover at the cursor by keyboard; gives its words, but not what a link says of itself. */
  async hover() {
    const text = async () => {
      const hover = await this.page.$('.monaco-editor .monaco-hover:not(.hidden)');
      const text = (await hover?.isVisible()) ? await hover.innerText().catch(() => '') : '';
      const lines = text.split('\n').filter((line) => !line.trim().endsWith('(ctrl + click)'));
      return text.includes('Loading') ? '' : lines.join('\n').trim();
    };
    return this.insist('a hover', text, 'Control+k', 'Control+i');
  }

  /** What the item of the status bar says of the plan; nothing for other documents. */
  plan_status() {
    return this.page.$eval('.statusbar-item[id*="capplan.status"]:not(.hidden)', (item) => item.textContent || undefined).catch(() => undefined);
  }

  /** Waits until the list to choose from is as it should be; gives its rows, as far as they are in sight. */
  async choices(holds) {
    const rows = () => this.page.$$eval('.quick-input-widget:not([style*="display: none"]) .quick-input-list .monaco-list-row', (all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    await until('the choices', async () => holds(await rows()), rows);
    return rows();
  }

  /** The title of the active tab. */
  tab() {
    return this.page.$eval('.tab.active', (active) => active.getAttribute('aria-label') ?? '').catch(() => '');
  }

  /** The text that the editor shows, blanks as blanks. */
  async shown() {
    const lines = await this.page.$$eval('.editor-group-container.active .editor-instance .view-line', (all) => all
      .map((line) => [parseFloat(line.style.top), line.textContent]).sort((a, b) => a[0] - b[0]).map(([, text]) => text));
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** The text of a web view that has these words. */
  async webview(words) {
    for (const frame of this.page.frames()) {
      const text = await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '');
      if (frame !== this.page.mainFrame() && text.includes(words)) {
        return text;
      }
    }
    return undefined;
  }

  /** The labels that the list of suggestions shows. */
  suggestions() {
    return this.page.$$eval('.suggest-widget.visible .monaco-list-row', (rows) => rows.map((row) => row.querySelector('.label-name')?.textContent ?? ''));
  }

  /** The messages in the corner. */
  notifications() {
    return this.page.$$eval('.notification-toast .notification-list-item-message', (all) => all.map((one) => one.textContent));
  }

  async picture(name) {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** A picture of what lies around some elements, for the READMEs: of so many pixels around them, at least so high. */
  async cutting(name, selectors, { above = 60, below = 40, width = 900 } = {}) {
    const boxes = [];
    for (const selector of selectors) {
      boxes.push(await (await this.page.waitForSelector(selector, { state: 'visible' })).boundingBox());
    }
    const editor = await (await this.page.$('.editor-group-container.active .editor-instance')).boundingBox();
    const { width: most, height: lowest } = this.page.viewportSize();
    const top = Math.max(Math.min(...boxes.map((box) => box.y)) - above, editor.y);
    const bottom = Math.min(Math.max(...boxes.map((box) => box.y + box.height)) + below, lowest - 24);
    const clip = { x: editor.x, y: top, width: Math.min(width, most - editor.x), height: bottom - top };
    await this.page.mouse.move(most - 2, 2);
    await this.page.screenshot({ path: join(screenshots, `readme-${name}.png`), clip });
  }

  /** The process ids of the language servers that run in this workbench. */
  servers() {
    return processesOf(this.mark).filter(({ program }) => /\/capplan$/.test(program)).map(({ pid }) => pid);
  }

  /** Ends everything that was started here: extension hosts outlive browser and server. */
  async stop() {
    await this.browser?.close();
    this.process?.kill();
    // The language server is to end by itself with the extension host.
    const servers = new Set(this.servers());
    for (const { pid } of processesOf(this.mark).filter(({ pid }) => !servers.has(pid))) {
      try {
        process.kill(pid);
      } catch {
        // Gone.
      }
    }
    await until('the end of the processes', () => processesOf(this.mark).length === 0, () => processesOf(this.mark));
  }
}

let passed = 0;
let failed = 0;

/** Runs one test in the workbench; counts it, and takes a picture of a failure. */
export async function test(bench, name, body) {
  if (!new RegExp(process.env.ONLY ?? '').test(name)) {
    return;
  }
  const start = Date.now();
  try {
    await body(bench);
    passed += 1;
    console.log(`ok   ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    await bench.picture(`failed-${failed}`).catch(() => undefined);
    console.log(`FAIL ${name}\n     ${error.stack}`);
  }
}

/** Counts what was tested elsewhere. */
export function report({ name, time, error }) {
  error ? (failed += 1) : (passed += 1);
  console.log(error ? `FAIL ${name}\n     ${error}` : `ok   ${name} (${time} ms)`);
}

/** Prints the closing line and gives the exit code. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

export function equal(found, expected, what) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${what}: found ${JSON.stringify(found, null, 1)}, expected ${JSON.stringify(expected, null, 1)}`);
  }
}

export function contains(text, words, what) {
  if (!String(text).includes(words)) {
    throw new Error(`${what}: ${JSON.stringify(words)} is not in ${JSON.stringify(text)}`);
  }
}
