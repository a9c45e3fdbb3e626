// A workbench of its own for each part of the tests: code-server with fresh settings in a browser, and the end of both.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Author, KEYS } from './author.mjs';
import { PATIENCE, given, root, scratch, until } from './harness.mjs';

const workbench = given('WORKBENCH');
const { chromium } = createRequire(join(workbench, 'package.json'))('playwright-core');
// The real version of Node is beside the workbench; the one that runs this may be older.
const node = join(workbench, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
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
  // What opens by itself stands in the way of clicks and keys: only what a test asks for is to open.
  'workbench.hover.delay': 600_000,
  'editor.hover.delay': 600_000,
  'workbench.editor.enablePreview': false,
  'search.quickOpen.includeHistory': false,
  'problems.autoReveal': false,
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The processes that were started with this word in their environment. */
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

/** A code-server with the VSIX installed, and a copy of the plans as its folder. */
export class Workbench extends Author {
  /** `path` is put before the PATH, `settings` go to the user's settings, `here` to those of the folder, which is trusted
   *  unless `trusted` says no; an extension `inside` runs its tests; `chinese` makes the editor's language Chinese. */
  static async start(name, { vsix, settings = {}, here = {}, path = undefined, inside = undefined, chinese = false, trusted = true }) {
    const start = Date.now();
    const self = new Workbench();
    self.name = name;
    self.home = join(scratch, name);
    self.mark = `CAPPLAN_WORKBENCH=${self.home}`;
    self.folder = join(self.home, '规划 文件');
    self.settings = { ...SETTINGS, ...settings };
    mkdirSync(join(self.folder, '.vscode'), { recursive: true });
    cpSync(join(root, 'tests', 'plans', 'shared'), self.folder, { recursive: true });
    writeFileSync(join(self.folder, '.vscode', 'settings.json'), JSON.stringify(here));
    self.write_settings({});
    writeFileSync(join(self.home, 'data', 'User', 'keybindings.json'), JSON.stringify(KEYS));
    self.port = await freePort();
    writeFileSync(join(self.home, 'config.yaml'), `bind-addr: 127.0.0.1:${self.port}\nauth: none\ncert: false\n`);
    const options = [
      entry, '--config', join(self.home, 'config.yaml'), '--extensions-dir', join(self.home, 'extensions'),
      '--user-data-dir', join(self.home, 'data'), '--disable-telemetry', '--disable-update-check',
      ...(trusted ? ['--disable-workspace-trust'] : []),
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
    try {
      await until('the workbench to listen', () => self.log.includes('HTTP server listening'), () => self.log);
      await self.open_browser(inside);
    } catch (error) {
      await self.stop();
      throw error;
    }
    console.log(`     ${name}: a workbench (${Date.now() - start} ms)`);
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
      timeout: PATIENCE,
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

  /** The language servers that run in this workbench: process ids and programs. */
  servers() {
    return processesOf(this.mark).filter(({ program }) => /\/capplan$/.test(program));
  }

  /** Ends everything that was started here: extension hosts outlive browser and server. */
  async stop() {
    await this.browser?.close();
    this.process?.kill();
    // The language server is to end by itself with the extension host.
    const servers = new Set(this.servers().map(({ pid }) => pid));
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
