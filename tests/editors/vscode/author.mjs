// What an author does in the workbench and sees there: keys and clicks go to a browser's page, and what it shows is read.
//
// A workbench that is busy swallows keys, so that a gesture is made again when nothing came of it. What a test asserts is
// looked at once, or waited for, and never brought about by trying again.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE, screenshots, sleep, until } from './harness.mjs';

/** Keys for commands that bring the workbench back to where a test can begin; see `keybindings.json`. */
const CLOSE = 'Control+Alt+F1';
const CLEAR = 'Control+Alt+F2';
export const KEYS = [
  { key: 'ctrl+alt+f1', command: 'workbench.action.revertAndCloseActiveEditor' },
  { key: 'ctrl+alt+f2', command: 'notifications.clearAll' },
];

/** After so long without an effect a gesture is made again: soon, for it may have been swallowed, then later and later, for the
 *  machine may be busy, and what comes late is undone by another try. In milliseconds. */
const TRIES = [5_000, 15_000, PATIENCE];
const EDITOR = '.editor-group-container.active .monaco-editor';
const QUICK_INPUT = '.quick-input-widget:not([style*="display: none"])';

const base = (name) => name.split('/').pop();

export class Author {
  async keys(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Types as a hand does, so that what opens while typing opens. */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 40 });
  }

  /** Makes a gesture, keys or a function, until it has its effect. */
  async insist(what, holds, ...gesture) {
    for (const [number, patience] of TRIES.entries()) {
      if (number > 0) {
        await this.keys('Escape');
        await this.focus_editor().catch(() => undefined);
      }
      await (gesture[0] instanceof Function ? gesture[0]() : this.keys(...gesture));
      const end = Date.now() + patience;
      do {
        const value = await holds();
        if (value) {
          return value;
        }
        await sleep(50);
      } while (Date.now() < end);
    }
    throw new Error(`${gesture.join(' ')} in vain for ${what}`);
  }

  /** Brings the workbench to where each test begins: nothing open, nothing told, the pointer out of the way. */
  async tidy() {
    const tidy = async () => !(await this.page.$(`.tabs-container .tab, ${QUICK_INPUT}, .notification-toast`));
    await this.point_away();
    for (const end = Date.now() + PATIENCE; !(await tidy()); await sleep(50)) {
      await this.keys('Escape', CLEAR, ...((await this.page.$('.tabs-container .tab')) ? [CLOSE] : []));
      if (Date.now() > end) {
        throw new Error('the workbench cannot be tidied up');
      }
    }
  }

  async point_away() {
    await this.page.mouse.move(this.page.viewportSize().width - 2, 2);
  }

  async click(selector) {
    await this.page.click(selector);
    await this.point_away();
  }

  /** Opens what asks for a line of text, and gives an answer there: `begun` is what stands in its field at first. */
  async answer(what, begun, text, holds, ...keys) {
    const asked = async () => {
      const field = await this.page.$(`${QUICK_INPUT} input:focus`);
      const value = await field?.inputValue().catch(() => undefined);
      if (value === begun) {
        await this.page.keyboard.insertText(text);
      }
      return value === begun + text && holds();
    };
    await (keys.length > 0 ? this.insist(what, asked, ...keys) : until(what, asked, () => this.rows()));
  }

  /** The rows of the list to choose from, as far as they are in sight. */
  rows() {
    return this.page.$$eval(`${QUICK_INPUT} .quick-input-list .monaco-list-row`, (all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** The row that Enter would take. */
  row() {
    return this.page.$eval(`${QUICK_INPUT} .quick-input-list .monaco-list-row.focused`, (row) => row.getAttribute('aria-label') ?? '').catch(() => '');
  }

  /** Waits until the list to choose from is as it should be; gives its rows. */
  async choices(holds) {
    const rows = async () => (await this.rows());
    await until('the choices', async () => holds(await rows()), rows);
    return rows();
  }

  /** Takes the row that Enter takes. */
  async take() {
    await this.keys('Enter');
    await until('the list to close', async () => !(await this.page.$(QUICK_INPUT)), () => this.rows());
  }

  /** Takes the first of the choices that fits the words, in a list that is open or opens. */
  async choose(words) {
    await this.answer(`the choice ${words}`, '', words, async () => (await this.row()).includes(words));
    await this.keys('Enter');
  }

  /** Opens a file of the folder through the quick opener. */
  async open(name) {
    this.file = join(this.folder, name);
    await this.answer(`${name} in the list`, '', this.file, async () => (await this.row()).includes(base(name)), 'Control+p');
    await this.take();
    await until(`${name} in the editor`, async () => (await this.tab()).startsWith(base(name)), () => this.tab());
    await this.page.waitForSelector(`${EDITOR} .view-line`);
    await this.focus_editor();
  }

  focus_editor() {
    return this.page.focus(`${EDITOR} .native-edit-context, ${EDITOR} textarea.inputarea`, { timeout: 5_000 });
  }

  /** Puts the cursor into a line, after so many characters. */
  async go_to(line, characters = 0) {
    const place = `Ln ${line}, Col ${characters + 1}`;
    await this.insist(place, async () => (await this.status('status.editor.selection')) === place, async () => {
      await this.answer(`line ${line}`, ':', `${line}:1`, () => true, 'Control+g');
      await this.take();
      // The column that the quick opener takes is counted in cells of the screen.
      await this.keys(...Array(characters).fill('ArrowRight'));
    });
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
    await this.insist('the save', async () => !(await this.page.$('.tab.active.dirty')), 'Control+s');
    return this.saved().split(/\r?\n/);
  }

  /** Runs a command by its name in the palette, asked again while extensions still come. */
  async command(name) {
    await this.answer(`the command ${name}`, '>', name, async () => (await this.row()).includes(name), 'F1');
    await this.keys('Enter');
  }

  /** Gives up what was changed in the file in the editor. */
  async revert() {
    await this.command('File: Revert File');
    await until('the file as it was', async () => !(await this.page.$('.tab.active.dirty')));
  }

  /** What the panel of problems lists, line by line, as far as it is in sight. */
  async problems() {
    if (!(await this.page.$('.markers-panel'))) {
      await this.insist('the panel', () => this.page.$('.markers-panel'), 'Control+Shift+m');
      await this.focus_editor();
    }
    return this.page.$$eval('.markers-panel .monaco-list-row', (rows) => rows.map((row) => row.getAttribute('aria-label')));
  }

  /** How many places of the shown lines are underlined. */
  squiggles() {
    return this.page.$$eval('.editor-group-container.active .view-overlays [class*="squiggly-"]', (marks) => marks.length);
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

  /** Waits until the status says these words, and gives the whole of it. */
  async plan_says(words) {
    return until(`the status ${words}`, async () => {
      const status = await this.plan_status();
      return status?.includes(words) && status;
    }, () => this.plan_status());
  }

  /** The title of the active tab. */
  tab() {
    return this.page.$eval('.editor-group-container.active .tab.active', (active) => active.getAttribute('aria-label') ?? '').catch(() => '');
  }

  /** The text that the editor shows, blanks as blanks. */
  async shown() {
    const lines = await this.page.$$eval('.editor-group-container.active .editor-instance .view-line', (all) => all
      .map((line) => [parseFloat(line.style.top), line.textContent]).sort((a, b) => a[0] - b[0]).map(([, text]) => text));
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Waits until the editor shows these words. */
  async shows(words) {
    await until(words, async () => (await this.shown()).includes(words), () => this.shown());
  }

  /** The lenses above the lines of the editor. */
  lenses() {
    return this.page.$$eval('.editor-group-container.active .codelens-decoration', (all) => all.map((one) => one.textContent));
  }

  /** Waits until a lens says these words, and gives the whole of it. */
  lens_says(words) {
    return until(`the lens ${words}`, async () => (await this.lenses()).find((text) => text.includes(words)), () => this.lenses());
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

  /** Waits until a message in the corner has all these words, and gives the whole of it. */
  told(...words) {
    const fits = (text) => words.every((word) => text.includes(word));
    return until(`the message ${words}`, async () => (await this.notifications()).find(fits), () => this.notifications());
  }

  async clear_messages() {
    await this.insist('no messages', async () => (await this.notifications()).length === 0, CLEAR);
  }

  async picture(name) {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
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
    await this.point_away();
    // Shadows and scrollbars fade; nobody asserts what a picture shows.
    await sleep(700);
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `readme-${name}.png`), clip });
  }
}
