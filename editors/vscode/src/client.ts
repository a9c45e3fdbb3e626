// The library's client, but for starts that fail and for crashes: what those mean is said once, by us.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloseAction, type CloseHandlerResult, ErrorAction, LanguageClient, type Middleware, RevealOutputChannelOn, TransportKind,
} from 'vscode-languageclient/node';

export const NAME = 'capplan';
/** Documents that the server has: the standard. */
export const STANDARD = 'capplan-standard';
/** How long to wait until a server that crashed is started again, crash by crash, in milliseconds. */
const PAUSES = [0, 1_000, 3_000, 10_000];
/** Crashes that lie further back are forgotten. In milliseconds. */
const MEMORY = 180_000;

export class Client extends LanguageClient {
  #answered = false;
  #disposed = false;
  #crashes: number[] = [];

  /** `gaveUp` is called once a server has crashed too often. */
  constructor(command: string, middleware: Middleware, gaveUp: () => void) {
    const files = ['markdown', 'yaml'].flatMap((language) => ['file', 'untitled'].map((scheme) => ({ language, scheme })));
    super(NAME, { command, args: ['server'], transport: TransportKind.stdio }, {
      // A plan is recognised by its content, which is the server's business.
      documentSelector: [...files, { language: 'markdown', scheme: STANDARD }],
      initializationOptions: { virtualStandard: true, showsGaps: true, statusChanges: true },
      middleware,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: { error: () => ({ action: ErrorAction.Continue }), closed: () => this.#closed(gaveUp) },
    });
  }

  async #closed(gaveUp: () => void): Promise<CloseHandlerResult> {
    this.#crashes = this.#crashes.filter((crash) => Date.now() - crash < MEMORY);
    const pause = PAUSES[this.#crashes.push(Date.now()) - 1];
    if (this.#answered && pause === undefined) {
      gaveUp();
    }
    await sleep(pause);
    const restart = this.#answered && pause !== undefined && !this.#disposed;
    return { action: restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }

  override async start(): Promise<void> {
    await super.start();
    this.#answered = true;
  }

  override async dispose(timeout?: number): Promise<void> {
    this.#disposed = true;
    await super.dispose(timeout);
  }

  override error(message: string, data?: unknown, show?: boolean | 'force'): void {
    super.error(message, data, this.#answered ? show : false);
  }
}
