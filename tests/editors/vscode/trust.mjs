// A folder that is not trusted: the program that its settings name is not started.
import { existsSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED, MARKDOWN, equal, scratch, test, until } from './harness.mjs';
import { own_server } from './crash.mjs';
import { Workbench } from './workbench.mjs';

export async function in_an_untrusted_folder() {
  const [path, trace] = [join(scratch, 'of-the-folder'), join(scratch, 'of-the-folder-was-started')];
  writeFileSync(path, `#!/bin/sh\ntouch '${trace}'\nexit 3\n`);
  chmodSync(path, 0o755);
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
  const here = { 'capplan.server.path': path, 'capplan.locale': 'zh' };
  const bench = await Workbench.start('untrusted', { vsix: BUNDLED, settings, here, trusted: false });
  try {
    await test(bench, 'in a folder that is not trusted its path is not taken, the rest of its settings is; with trust the path is', async () => {
      await bench.open(MARKDOWN);
      await until('restricted mode', () => bench.page.$('.statusbar-item[id="status.workspaceTrust"]'));
      await bench.plan_says(' · 缺 ');
      await own_server(bench);
      equal(existsSync(trace), false, 'the program of the folder was started');
      equal(await bench.notifications(), [], 'messages');
      await bench.picture('untrusted');
      await bench.command('Workspaces: Manage Workspace Trust');
      await bench.click('.workspace-trust-editor .workspace-trust-buttons-row a.monaco-button:has-text("Trust")');
      await bench.told(path, 'does not answer');
      equal(existsSync(trace), true, 'the program of the folder was started');
      equal(bench.servers(), [], 'servers');
      await bench.picture('trusted');
    });
  } finally {
    await bench.stop();
  }
}
