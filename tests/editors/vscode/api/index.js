// Runs in the extension host, beside the installed client: what the editor's own interface gets of it.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const vscode = require('vscode');

const { commands, languages, window, workspace } = vscode;
const home = process.env.CAPPLAN_WORKBENCH;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(what, holds) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    const value = await holds();
    if (value && (!Array.isArray(value) || value.length > 0)) {
      return value;
    }
  }
  throw new Error(`waited in vain for ${what}`);
}

async function open(name) {
  const uri = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, name);
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
  return document;
}

const ours = (uri) => languages.getDiagnostics(uri).filter((one) => one.source === 'capplan');

function at(document, words) {
  const offset = document.getText().indexOf(words);
  assert.ok(offset >= 0, words);
  return document.positionAt(offset);
}

/** What `capplan check` says of a file, as far as an editor shows it: rule, place, words. */
function checked(uri) {
  const { stdout } = spawnSync(process.env.CAPPLAN, ['check', '--locale', 'zh', '--format', 'json', uri.fsPath], { encoding: 'utf8' });
  return JSON.parse(stdout).findings.map(({ rule, line, column, message }) => `${rule} ${line}:${column} ${message}`).sort();
}

/** The same of the editor's diagnostics; columns of the command line are characters. */
function told(document) {
  return ours(document.uri).map(({ code, range: { start }, message }) => {
    const before = document.lineAt(start.line).text.slice(0, start.character);
    return `${code.value} ${start.line + 1}:${[...before].length + 1} ${message}`;
  }).sort();
}

/** The server of the YAML extension, started as that one does: for all YAML documents; `judged` gets those that it looked at. */
async function beside_yaml(judged) {
  const client = createRequire(join(process.env.CAPPLAN_ROOT, 'editors', 'vscode', 'package.json'));
  const { LanguageClient } = client('vscode-languageclient/node');
  const module = join(process.env.WORKBENCH, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
  const yaml = new LanguageClient('yaml', { command: process.execPath, args: [module, '--stdio'] }, {
    documentSelector: [{ language: 'yaml' }],
    diagnosticCollectionName: 'yaml',
    middleware: { handleDiagnostics: (uri, found, next) => next(uri, found, judged.add(uri.toString())) },
  });
  await yaml.start();
  return yaml;
}

const words = (hover) => hover.contents.map((part) => part.value).join('\n');

const tests = {
  async 'findings have severity, rule with a link, and the clause as the other side'() {
    const { uri } = await open('xinghai-equipment.plan.md');
    const found = await until('findings', () => ours(uri));
    const gap = found.find((one) => one.code.value === 'level-gap');
    assert.equal(gap.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(gap.code.target.toString(), /level-gap\.md$/);
    assert.match(gap.relatedInformation[0].message, /^T\/AIITRE 20001—2021 A\./);
  },

  async 'the findings are those of the command line, each with its place and its words'() {
    for (const name of ['xinghai-equipment.plan.md', 'lantian-grid.plan.yaml', 'minimal.plan.md', 'minimal.plan.yaml', 'group/units.plan.md']) {
      const document = await open(name);
      const expected = checked(document.uri);
      await until(`findings of ${name}`, () => JSON.stringify(told(document)) === JSON.stringify(expected)).catch(() => assert.deepEqual(told(document), expected));
    }
  },

  async 'beside the YAML language server nothing is told twice'() {
    const judged = new Set();
    const yaml = await beside_yaml(judged);
    try {
      const broken = await workspace.openTextDocument({ language: 'yaml', content: 'a: [1\nb: 2\n' });
      await until('what it says of other YAML', () => languages.getDiagnostics(broken.uri));
      assert.deepEqual(ours(broken.uri), []);
      const document = await open('lantian-grid.plan.yaml');
      const expected = checked(document.uri);
      await until('the findings', () => JSON.stringify(told(document)) === JSON.stringify(expected));
      await until('its judgement', () => judged.has(document.uri.toString()));
      assert.deepEqual(languages.getDiagnostics(document.uri).filter(({ source }) => source !== 'capplan'), []);
      const hovers = await commands.executeCommand('vscode.executeHoverProvider', document.uri, at(document, 'A.4.1.3 a'));
      assert.equal(hovers.length, 1, hovers.map(words).join());
    } finally {
      await yaml.dispose();
    }
  },

  async 'a plan of its own that is closed leaves no findings behind'() {
    const folder = workspace.workspaceFolders[0].uri;
    for (const name of ['xinghai-equipment.plan.md', 'lantian-grid.plan.yaml']) {
      const uri = vscode.Uri.joinPath(folder, `关闭 ${name}`);
      await workspace.fs.copy(vscode.Uri.joinPath(folder, name), uri);
      // As a user opens it: what an extension opens is kept open for minutes.
      await commands.executeCommand('vscode.open', uri);
      await until(`findings of ${name}`, () => ours(uri));
      await commands.executeCommand('workbench.action.closeActiveEditor');
      await until(`no findings of ${name}`, () => ours(uri).length === 0);
    }
  },

  async 'members of a plan set that are not open are judged, too'() {
    const document = await open('group/units.plan.md');
    const dangling = () => languages.getDiagnostics().filter(([uri]) => uri.path.endsWith('modules.plan.md'))
      .flatMap(([, list]) => list).filter((one) => one.code.value === 'dangling-reference');
    await until('findings', () => ours(document.uri));
    assert.deepEqual(dangling(), []);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 0, document.lineCount, 0));
    await workspace.applyEdit(edit);
    await until('findings elsewhere', dangling);
    await commands.executeCommand('workbench.action.files.revert');
    await until('no findings elsewhere', () => dangling().length === 0);
  },

  async 'the report of a set follows what is typed in any of its files'() {
    await open('group/capabilities.plan.yaml');
    await commands.executeCommand('capplan.openReport');
    const report = () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'capplan-report')?.getText() ?? '';
    await until('the report', report);
    const document = await open('group/units.plan.md');
    const name = /能力单元\s*CU-\d+\s*(\S+)/.exec(document.getText())[1];
    assert.ok(report().includes(name) && !report().includes(`${name}🔧`), report());
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, at(document, name).translate(0, name.length), '🔧');
    await workspace.applyEdit(edit);
    await until('the new name', () => report().includes(`${name}🔧`));
    await commands.executeCommand('workbench.action.files.revert');
    await until('the old name', () => !report().includes('🔧'));
  },

  async 'a hover quotes'() {
    const document = await open('xinghai-equipment.plan.md');
    const [hover] = await until('a hover', () => commands.executeCommand('vscode.executeHoverProvider', document.uri, at(document, 'A.3.2.1 c')).then((all) => all.filter((one) => words(one).includes('A.3.2.1'))));
    assert.ok(words(hover).includes('构建主要产品、设备、工艺、业务等领域级数字模型'));
  },

  async 'definitions lead to ids and into the standard, references and renaming over the set'() {
    const document = await open('group/units.plan.md');
    const place = at(document, 'NC-01-A');
    const [target] = await until('a definition', () => commands.executeCommand('vscode.executeDefinitionProvider', document.uri, place));
    assert.match((target.targetUri ?? target.uri).path, /capabilities\.plan\.yaml$/);
    const references = await commands.executeCommand('vscode.executeReferenceProvider', document.uri, place);
    assert.equal(new Set(references.map(({ uri }) => uri.path)).size, 2);
    const edit = await commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, place, 'NC-01-Z9');
    assert.equal(edit.entries().length, 2);
    const plan = await open('xinghai-equipment.plan.md');
    const [standard] = await commands.executeCommand('vscode.executeDefinitionProvider', plan.uri, at(plan, 'A.3.2.1 c'));
    assert.equal((standard.targetUri ?? standard.uri).scheme, 'capplan-standard');
  },

  async 'the outline, folds, lenses, hints, links and colours are there'() {
    const document = await open('lantian-grid.plan.yaml');
    const ask = (command, ...more) => until(command, () => commands.executeCommand(command, document.uri, ...more));
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    // Other extensions have outlines and links of YAML, too.
    const symbols = await until('the outline', () => commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri).then((all) => all.filter((one) => one.name.includes('蓝天电网'))));
    assert.ok(symbols[0].children.some((child) => child.detail.includes('CL')));
    assert.ok((await ask('vscode.executeFoldingRangeProvider')).length > 10);
    const lenses = await ask('vscode.executeCodeLensProvider', 100);
    assert.ok(lenses.some(({ command }) => command.command === 'capplan.gaps' && command.title.startsWith('CL4 · ')));
    const hints = await ask('vscode.executeInlayHintProvider', whole);
    assert.ok(hints.some(({ label }) => String(label).length > 1));
    assert.ok((await ask('vscode.executeLinkProvider')).some(({ target }) => target?.scheme === 'capplan-standard'));
    assert.ok((await ask('vscode.provideDocumentSemanticTokens')).data.length > 100);
  },

  async 'symbols of the workspace are found by pinyin'() {
    await until('a symbol', () => commands.executeCommand('vscode.executeWorkspaceSymbolProvider', 'zltszs').then((all) => all.filter((one) => one.name.includes('质量追溯')))
      .then((found) => (found.length > 0 ? found : commands.executeCommand('vscode.executeWorkspaceSymbolProvider', '质量追溯'))));
  },

  async 'completion takes initials; fixes and formatting are edits'() {
    const content = '---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01 😀\n- 等级：CL2\n\n#### gcw';
    const begun = await workspace.openTextDocument({ language: 'markdown', content });
    const end = begun.positionAt(content.length);
    const dimension = (list) => list.items.some(({ label }) => (label.label ?? label).endsWith('过程维'));
    await until('过程维', () => commands.executeCommand('vscode.executeCompletionItemProvider', begun.uri, end).then(dimension));
    const document = await open('xinghai-equipment.plan.md');
    const place = at(document, 'A.3.2.1 c');
    const gap = (await until('findings', () => ours(document.uri))).find((one) => one.code.value === 'level-gap');
    const actions = await commands.executeCommand('vscode.executeCodeActionProvider', document.uri, gap.range);
    const fix = actions.find((action) => action.title.startsWith('补上'));
    assert.ok(vscode.CodeActionKind.QuickFix.contains(fix.kind) && fix.edit.entries().length === 1, fix.title);
    const selections = await commands.executeCommand('vscode.executeSelectionRangeProvider', document.uri, [place]);
    assert.ok(selections[0].parent.parent);
  },

  async 'settings hold at once'() {
    const { uri } = await open('xinghai-equipment.plan.md');
    await until('findings', () => ours(uri));
    const settings = workspace.getConfiguration('capplan');
    await settings.update('profile', 'thorough', vscode.ConfigurationTarget.Workspace);
    const rules = () => new Set(ours(uri).map((one) => one.code.value));
    await until('more rules', () => rules().size > 3);
    await settings.update('rules', { 'level-gap': 'error' }, vscode.ConfigurationTarget.Workspace);
    await until('errors', () => ours(uri).some((one) => one.code.value === 'level-gap' && one.severity === vscode.DiagnosticSeverity.Error));
    await settings.update('locale', 'en', vscode.ConfigurationTarget.Workspace);
    await until('English', () => ours(uri).some((one) => one.message.includes('construction focuses')));
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
    await until('no lenses', async () => (await commands.executeCommand('vscode.executeCodeLensProvider', uri)).every(({ command }) => command?.command !== 'capplan.gaps'));
    for (const name of ['profile', 'rules', 'locale', 'codeLens']) {
      await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('Chinese', () => ours(uri).some((one) => one.message.includes('建设重点')));
  },

  async 'a document that is no plan has nothing of this client'() {
    const document = await workspace.openTextDocument({ language: 'yaml', content: 'units:\n  - id: CU-01\n    level: CL9😀\n' });
    await window.showTextDocument(document);
    // Questions are answered in turn: after this the server has read the document.
    assert.deepEqual(await commands.executeCommand('vscode.executeHoverProvider', document.uri, new vscode.Position(2, 12)), []);
    assert.deepEqual(ours(document.uri), []);
    const lenses = (await commands.executeCommand('vscode.executeCodeLensProvider', document.uri)) ?? [];
    assert.ok(lenses.every(({ command }) => command?.command !== 'capplan.gaps'));
  },

  async 'other Markdown keeps its settings'() {
    const settings = workspace.getConfiguration('editor', { languageId: 'markdown' });
    assert.deepEqual(settings.inspect('quickSuggestions').globalLanguageValue, undefined);
    const { packageJSON } = vscode.extensions.getExtension('capplan.capplan');
    assert.equal(packageJSON.contributes.configurationDefaults, undefined);
  },
};

exports.run = async () => {
  const results = [];
  for (const [name, body] of Object.entries(tests)) {
    const start = Date.now();
    try {
      await body();
      results.push({ name, time: Date.now() - start });
    } catch (error) {
      results.push({ name, time: Date.now() - start, error: String(error.stack ?? error) });
    }
  }
  // Written as a whole at the end: whoever waits for the file finds it complete.
  writeFileSync(join(home, 'api.json'), JSON.stringify(results));
};
