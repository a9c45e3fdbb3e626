// Starts the server and stops it. What the server can do is not done here.
import { type ExtensionContext, commands, l10n, window, workspace } from 'vscode';
import { Client, NAME } from './client';
import { follow, register, showGaps } from './commands';
import { findServer } from './server';

const PATH_SETTING = `${NAME}.server.path`;
/** A path is typed: the server is not started anew for each letter. In milliseconds. */
const SETTLED = 500;

let client: Client | undefined;
/** Starts and stops follow one another, never overlap. */
let turn: Promise<void> = Promise.resolve();
/** Tells why nothing answers: what was told of the server last, or else that it is on its way. */
let explain: () => void;

/** Tells why there is no server, or none that fits, with the remedies at hand. */
async function complain(context: ExtensionContext, message: string, failed?: Client): Promise<void> {
  explain = () => void complain(context, message, failed);
  const [setting, again, log] = [l10n.t('Open Setting'), l10n.t('Try Again'), l10n.t('Show Log')];
  const chosen = await window.showErrorMessage(message, setting, again, ...(failed ? [log] : []));
  if (chosen === setting) {
    await commands.executeCommand('workbench.action.openSettings', PATH_SETTING);
  } else if (chosen === again) {
    restart(context);
  } else if (chosen === log) {
    failed?.outputChannel.show();
  }
}

async function start(context: ExtensionContext): Promise<void> {
  explain = () => void window.showInformationMessage(l10n.t('capplan has ended unexpectedly and is being started again. Try again in a moment.'));
  const set = workspace.getConfiguration().get<string>(PATH_SETTING, '');
  const command = findServer(set, context.extensionPath);
  if (command === undefined) {
    void complain(context, set === ''
      ? l10n.t('capplan cannot start: the program capplan was not found. Install it so that it is on the PATH, or give its path in the setting capplan.server.path.')
      : l10n.t('capplan cannot start: there is no program at {0}, the path in the setting capplan.server.path. Correct the setting, or empty it.', set));
    return;
  }
  const started = new Client(command, { executeCommand: (_, [unit]: object[]) => showGaps(unit) }, () =>
    void complain(context, l10n.t('capplan has ended unexpectedly several times and is not started again.'), started));
  client = started;
  try {
    await started.start();
  } catch (error) {
    started.error('The server does not start.', error);
    void complain(context, l10n.t('capplan cannot start: {0} does not answer as capplan does. Is it the right program, and for this system?', command), started);
    return;
  }
  follow(started);
  const found = started.initializeResult?.serverInfo?.version ?? '';
  const own = (context.extension.packageJSON as { version: string }).version;
  // What has the same first two numbers speaks the same language.
  if (found.split('.', 2).join() !== own.split('.', 2).join()) {
    void complain(context, l10n.t('capplan {0} at {1} does not fit this extension, which is made for {2}. Install that version, or set another program in capplan.server.path.', found, command, own), started);
  }
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  await stopped?.dispose();
}

function restart(context: ExtensionContext): void {
  turn = turn
    .then(stop)
    .catch((error: unknown) => console.error('capplan: stopping', error))
    .then(() => start(context));
}

export function activate(context: ExtensionContext): void {
  let settling: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    ...register(() => turn.then(() => client), () => explain()),
    commands.registerCommand(`${NAME}.restart`, () => restart(context)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(PATH_SETTING)) {
        clearTimeout(settling);
        settling = setTimeout(() => restart(context), SETTLED);
      }
    }),
    { dispose: () => clearTimeout(settling) },
  );
  restart(context);
}

export const deactivate = stop;
