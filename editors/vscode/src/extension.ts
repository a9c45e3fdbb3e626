// Starts the server and shows what it sends. What the server can do is not done here.
import { type ExtensionContext, commands, l10n, window, workspace } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { WrongPath, findServer } from './server';

const NAME = 'capplan';
const PATH_SETTING = 'capplan.server.path';

const options: LanguageClientOptions = {
  // A plan is recognised by its content, which is the server's business.
  documentSelector: ['markdown', 'yaml'].flatMap((language) =>
    ['file', 'untitled'].map((scheme) => ({ language, scheme })),
  ),
};

let client: LanguageClient | undefined;
/** Starts and stops follow one another, never overlap. */
let turn: Promise<void> = Promise.resolve();

/** Tells why there is no server, with the remedy at hand. */
function complain(context: ExtensionContext, message: string, ...remedies: string[]): void {
  const [setting, again, log] = [l10n.t('Open Setting'), l10n.t('Try Again'), l10n.t('Show Log')];
  const all = remedies.length > 0 ? remedies : [setting, again];
  void window.showErrorMessage(message, ...all).then((chosen) => {
    if (chosen === setting) {
      void commands.executeCommand('workbench.action.openSettings', PATH_SETTING);
    } else if (chosen === again) {
      restart(context);
    } else if (chosen === log) {
      client?.outputChannel.show();
    }
  });
}

async function start(context: ExtensionContext): Promise<void> {
  let command: string | undefined;
  try {
    command = findServer(workspace.getConfiguration().get(PATH_SETTING, ''), context.extensionPath);
  } catch (error) {
    if (!(error instanceof WrongPath)) {
      throw error;
    }
    complain(context, l10n.t('capplan cannot start: there is no program at {0}, the path in the setting capplan.server.path. Correct the setting, or empty it.', error.path));
    return;
  }
  if (command === undefined) {
    complain(context, l10n.t('capplan cannot start: the program capplan was not found. Install it so that it is on the PATH, or give its path in the setting capplan.server.path.'));
    return;
  }
  client = new LanguageClient(NAME, { command, args: ['server'], transport: TransportKind.stdio }, options);
  try {
    await client.start();
  } catch (error) {
    complain(context, l10n.t('capplan cannot start: {0} is no capplan that can answer. {1}', command, String(error)), l10n.t('Open Setting'), l10n.t('Show Log'));
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
  restart(context);
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(PATH_SETTING)) {
        restart(context);
      }
    }),
  );
}

export async function deactivate(): Promise<void> {
  await turn;
  await stop();
}
