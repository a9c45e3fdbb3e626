// Bundles the extension into dist/, with the licences of what is bundled.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

process.chdir(import.meta.dirname);

// Each message that is shown has its translation, and no translation is left over.
const shown = [...readFileSync('src/extension.ts', 'utf8').matchAll(/l10n\.t\('([^']+)'/g)].map((match) => match[1]);
const translated = Object.keys(JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')));
if (shown.toSorted().join('\n') !== translated.toSorted().join('\n')) {
  throw new Error('l10n/bundle.l10n.zh-cn.json does not have just the messages of src/extension.ts');
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
