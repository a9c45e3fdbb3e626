// Bundles the extension into dist/, with the licences of what is bundled.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

process.chdir(import.meta.dirname);

const text = (name) => readFileSync(name, 'utf8');
const same = (names, others, what) => {
  if (names.toSorted().join('\n') !== others.toSorted().join('\n')) {
    throw new Error(what);
  }
};

// The client is thin: what the server can do is not done here.
const sources = readdirSync('src').map((name) => text(join('src', name)));
const lines = sources.join('\n').split('\n').filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line)).length;
if (lines > 250) {
  throw new Error(`${lines} lines of code, comments and blank lines apart; at most 250 are wanted`);
}

// Each text that is shown has its translation, and no translation is left over.
const shown = sources.flatMap((source) => [...source.matchAll(/l10n\.t\('([^']+)'/g)].map((match) => match[1]));
const translated = Object.keys(JSON.parse(text('l10n/bundle.l10n.zh-cn.json')));
same(shown, translated, 'l10n/bundle.l10n.zh-cn.json does not have just the messages of src');
const named = [...new Set([...text('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]))];
for (const name of ['package.nls.json', 'package.nls.zh-cn.json']) {
  same(named, Object.keys(JSON.parse(text(name))), `${name} does not have just the texts that package.json names`);
}

const { metafile } = await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** The folder of the package that a bundled file belongs to. */
function packageOf(file) {
  let folder = dirname(file);
  while (!(existsSync(join(folder, 'package.json')) && JSON.parse(readFileSync(join(folder, 'package.json'))).name)) {
    folder = dirname(folder);
  }
  return folder;
}

const bundled = Object.keys(metafile.inputs).filter((file) => file.includes('node_modules/'));
const notices = [...new Set(bundled.map(packageOf))].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json')));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) {
    throw new Error(`${folder} has no licence file`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
mkdirSync('dist', { recursive: true });
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
