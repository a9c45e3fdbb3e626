// Packs dist/capplan.vsix. With a server it is bundled, for one platform:
//   npm run package -- --server ../../target/release/capplan --target linux-x64
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { server: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } },
});
if (Boolean(values.server) !== Boolean(values.target)) {
  console.error('a bundled server needs its platform, a platform its server: --server PATH --target linux-x64');
  process.exit(2);
}
// A path is meant from where npm was called, not from the package's folder.
const server = values.server && resolve(process.env.INIT_CWD ?? '.', values.server);
process.chdir(import.meta.dirname);

const out = values.out ?? join('dist', values.target ? `capplan-${values.target}.vsix` : 'capplan.vsix');
const command = ['package', '--no-dependencies', '--skip-license', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', out];
// The repository's own licences and notice stand at its top.
const copies = ['LICENSE-MIT', 'LICENSE-APACHE', 'NOTICE', 'CHANGELOG.md'];
try {
  rmSync('server', { recursive: true, force: true });
  for (const name of copies) {
    copyFileSync(join('..', '..', name), name);
  }
  if (server) {
    // By the name under which the client looks for it, whatever the file is called here.
    const bundled = join('server', extname(server) === '.exe' ? 'capplan.exe' : 'capplan');
    mkdirSync('server');
    copyFileSync(server, bundled);
    chmodSync(bundled, 0o755);
    command.push('--target', values.target);
  }
  const vsce = join('node_modules', '@vscode', 'vsce', 'vsce');
  const { status } = spawnSync(process.execPath, [vsce, ...command], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  for (const name of ['server', ...copies]) {
    rmSync(name, { recursive: true, force: true });
  }
}
