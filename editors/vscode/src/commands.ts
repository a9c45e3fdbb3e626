// What the server offers beyond the protocol, shown: status, report, gaps, clauses, plans to begin with.
import { EventEmitter, SnippetString, StatusBarAlignment, Uri, commands, window, workspace } from 'vscode';
import { ErrorCodes, ResponseError } from 'vscode-languageclient/node';
import { type Client, NAME, STANDARD } from './client';

const REPORT = `${NAME}-report`;

type Place = { location: Parameters<Client['protocol2CodeConverter']['asLocation']>[0] };
type Status = { plan: boolean; reason: string; summary: string };
type Gaps = { title: string; gaps: ({ citation: string; title: string; aspect: string } & Place)[] };
type Clause = { id: string; title: string; gloss: string | null } & Place;
type Template = { label: string; detail: string; language: string; snippet: string };

/** The client, once it has started or failed to. */
let running: () => Promise<Client | undefined>;
/** Tells why nothing answers, and what helps. */
let unanswered: () => void;
const item = window.createStatusBarItem(`${NAME}.status`, StatusBarAlignment.Left);
const changed = new EventEmitter<Uri>();
let settling: NodeJS.Timeout | undefined;
/** While one types, status and report are not asked for with each letter. In milliseconds. */
const SETTLED = 200;

/** Asks the server; what it cannot do is told in its words. */
async function ask<T>(request: string, params: object = {}): Promise<T | undefined> {
  try {
    const client = await running();
    if (client) {
      return await client.sendRequest<T>(request, params);
    }
  } catch (error) {
    const gone: number[] = [ErrorCodes.ConnectionInactive, ErrorCodes.PendingResponseRejected];
    if (error instanceof ResponseError && !gone.includes(error.code)) {
      void window.showErrorMessage(error.message);
      return undefined;
    }
  }
  unanswered();
  return undefined;
}

/** Asks on nobody's behalf: a server that is gone, or none at all, says nothing. */
function quietly<T>(request: string, params: object): Promise<T | undefined> {
  return running().then((client) => client?.sendRequest<T>(request, params)).catch(() => undefined);
}

/** Lets the user choose what leads to a place, and goes there. */
async function choose(list: ({ label: string; description: string } & Place)[], title?: string): Promise<void> {
  const chosen = await window.showQuickPick(list, { title: title ?? '', matchOnDescription: true });
  const found = chosen && (await running())?.protocol2CodeConverter.asLocation(chosen.location);
  if (found) {
    await window.showTextDocument(found.uri, { selection: found.range });
  }
}

/** Shows what a unit lacks: that which is asked for, else that around the cursor. */
export async function showGaps(asked?: object): Promise<void> {
  const editor = window.activeTextEditor;
  const unit = asked ?? { uri: editor?.document.uri.toString(), position: editor?.selection.active };
  const found = await ask<Gaps>('workspace/executeCommand', { command: `${NAME}.gaps`, arguments: [unit] });
  const list = found?.gaps.map((gap) => ({ ...gap, label: `${gap.citation} ${gap.title}`, description: gap.aspect }));
  await (list && choose(list, found?.title));
}

async function openClause(): Promise<void> {
  const clauses = await ask<Clause[]>('capplan/clauses');
  const list = clauses?.map((clause) => ({ ...clause, label: `${clause.id} ${clause.title}`, description: clause.gloss ?? '' }));
  await (list && choose(list));
}

function reportOf(uri: Uri): Uri {
  return Uri.from({ scheme: REPORT, path: `/${/[^/]*?(?=(\.\w+)?$)/.exec(uri.path)?.[0] ?? ''}.md`, query: uri.toString() });
}

async function openReport(): Promise<void> {
  const uri = window.activeTextEditor?.document.uri;
  if (uri && (await ask('capplan/report', { uri: uri.toString() }))) {
    // Another preview would turn to the plan as soon as its editor is entered.
    await commands.executeCommand('markdown.showLockedPreviewToSide', reportOf(uri));
  }
}

async function newPlan(): Promise<void> {
  const templates = await ask<Template[]>('capplan/templates');
  const list = templates?.map((template) => ({ ...template, description: template.language }));
  const chosen = list && (await window.showQuickPick(list));
  if (chosen) {
    const document = await workspace.openTextDocument({ language: chosen.language });
    await (await window.showTextDocument(document)).insertSnippet(new SnippetString(chosen.snippet));
  }
}

/** Shows how the plan in the editor stands; nothing for other documents. */
async function refresh(): Promise<void> {
  const uri = window.activeTextEditor?.document.uri.toString();
  const status = uri === undefined ? undefined : await quietly<Status>('capplan/status', { uri });
  if (uri === window.activeTextEditor?.document.uri.toString()) {
    [item.text, item.tooltip] = [`$(checklist) ${status?.summary ?? ''}`, status?.reason];
    item[status?.plan ? 'show' : 'hide']();
  }
}

/** Follows what a client says of its documents. */
export function follow(client: Client): void {
  client.onNotification(`${NAME}/statusChanged`, () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      void refresh();
      // A report is one of a whole set, any of whose members may have changed; that of a closed plan stays as it is.
      const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
      workspace.textDocuments.filter(({ uri }) => uri.scheme === REPORT && open.has(uri.query)).forEach(({ uri }) => changed.fire(uri));
    }, SETTLED);
  });
  client.onDidChangeState(() => void refresh());
  void refresh();
}

/** Registers all this. */
export function register(client: typeof running, explain: typeof unanswered): { dispose: () => unknown }[] {
  [running, unanswered] = [client, explain];
  [item.name, item.command] = [NAME, `${NAME}.openReport`];
  const text = async (request: string, uri: string): Promise<string | undefined> =>
    (await quietly<{ text: string }>(request, { uri }))?.text;
  return [
    item,
    changed,
    { dispose: () => clearTimeout(settling) },
    window.onDidChangeActiveTextEditor(refresh),
    workspace.registerTextDocumentContentProvider(STANDARD, {
      provideTextDocumentContent: (uri) => text('capplan/standard', uri.toString()),
    }),
    workspace.registerTextDocumentContentProvider(REPORT, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => text('capplan/report', uri.query),
    }),
    ...Object.entries({ showGaps, openClause, openReport, newPlan }).map(([name, run]) =>
      commands.registerCommand(`${NAME}.${name}`, () => run()),
    ),
  ];
}
