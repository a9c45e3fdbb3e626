// Starts the server and shows what it sends. What the server can do is not done here.
import { type ExtensionContext, commands, l10n, window, workspace } from 'vscode';
import {
  CloseAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { WrongPath, findServer } from './server';

const NAME = 'capplan';
const PATH_SETTING = 'capplan.server.path';
/** A path is typed: the server is not started anew for each letter. In milliseconds. */
const SETTLED = 500;
/** Documents that the server has: the standard. */
const STANDARD = 'capplan-standard';

let client: LanguageClient | undefined;
/** Starts and stops follow one another, never overlap. */
let turn: Promise<void> = Promise.resolve();

/** Tells why there is no server, with the remedies at hand. */
function complain(context: ExtensionContext, message: string, failed?: LanguageClient): void {
  const [setting, again, log] = [l10n.t('Open Setting'), l10n.t('Try Again'), l10n.t('Show Log')];
  const remedies = failed ? [setting, again, log] : [setting, again];
  void window.showErrorMessage(message, ...remedies).then((chosen) => {
    if (chosen === setting) {
      void commands.executeCommand('workbench.action.openSettings', PATH_SETTING);
    } else if (chosen === again) {
      restart(context);
    } else if (chosen === log) {
      failed?.outputChannel.show();
    }
  });
}

/** The library's client, but for a failed start: that is told once, by us, and not tried again by itself. */
class Client extends LanguageClient {
  #answered = false;

  constructor(command: string) {
    const options: LanguageClientOptions = {
      // A plan is recognised by its content, which is the server's business.
      documentSelector: [
        ...['markdown', 'yaml'].flatMap((language) =>
          ['file', 'untitled'].map((scheme) => ({ language, scheme })),
        ),
        { language: 'markdown', scheme: STANDARD },
      ],
      initializationOptions: { virtualStandard: true },
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (error, message, count) => usual.error(error, message, count),
        closed: () => (this.#answered ? usual.closed() : { action: CloseAction.DoNotRestart }),
      },
    };
    super(NAME, { command, args: ['server'], transport: TransportKind.stdio }, options);
    const usual = this.createDefaultErrorHandler();
  }

  override async start(): Promise<void> {
    await super.start();
    this.#answered = true;
  }

  override error(message: string, data?: unknown, show?: boolean | 'force'): void {
    super.error(message, data, this.#answered ? show : false);
  }
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
  client = new Client(command);
  try {
    await client.start();
  } catch (error) {
    client.error('The server does not start.', error);
    complain(context, l10n.t('capplan cannot start: {0} does not answer as capplan does. Is it the right program, and for this system?', command), client);
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
  let settling: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(PATH_SETTING)) {
        clearTimeout(settling);
        settling = setTimeout(() => restart(context), SETTLED);
      }
    }),
    { dispose: () => clearTimeout(settling) },
    workspace.registerTextDocumentContentProvider(STANDARD, {
      provideTextDocumentContent: async (uri) => {
        const answer = await client?.sendRequest<{ text: string }>('capplan/standard', { uri: uri.toString() });
        return answer?.text;
      },
    }),
  );
}

export async function deactivate(): Promise<void> {
  await stop();
}
