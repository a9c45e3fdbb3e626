"""The clients under whose guise the server is tried, and a document as such a client keeps it."""

import asyncio
import os
import pathlib
from dataclasses import dataclass

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

ROOT = pathlib.Path(__file__).parents[2]
PLANS = ROOT / "tests" / "plans" / "shared"
SERVER = os.environ.get("CAPPLAN") or str(ROOT / "target" / "debug" / "capplan")

PATIENCE = 20  # seconds; a debug build on a busy machine

# The profile, whether findings are asked for (else they are told), and the position encoding to be agreed on.
CLIENTS = {
    "neovim": ("neovim@0.11.0", False, "utf-8"),
    "vscode": ("visual-studio-code@1.65.2", False, "utf-16"),
    # The profile is of a time before findings could be asked for; VS Code has done so since.
    "vscode-pulling": ("visual-studio-code@1.65.2", True, "utf-16"),
    "emacs": ("emacs@29.1", False, "utf-8"),
    # Emacs counts characters; a server that can is to do so, too.
    "emacs-characters": ("emacs@29.1", False, "utf-32"),
}


@dataclass
class Guise:
    """Who the client pretends to be."""

    name: str
    pulls: bool
    encoding: str
    capabilities: types.ClientCapabilities


def guise(name: str) -> Guise:
    profile, pulls, encoding = CLIENTS[name]
    capabilities = client_capabilities(profile)
    if name == "emacs-characters":
        capabilities.general.position_encodings = [types.PositionEncodingKind.Utf32]
    if pulls:
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return Guise(name, pulls, encoding, capabilities)


def make_client() -> LanguageClient:
    """pytest-lsp's client, with answers to what it does not know of."""
    client = make_test_lsp_client()
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registered += [one.method for one in params.registrations]

    for method in (
        types.WORKSPACE_CODE_LENS_REFRESH,
        types.WORKSPACE_INLAY_HINT_REFRESH,
        types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
    ):
        client.feature(method)(lambda *_: None)
    return client


@pytest_lsp.fixture(
    params=list(CLIENTS),
    config=ClientServerConfig(server_command=[SERVER, "server"], client_factory=make_client),
)
async def client(request, lsp_client: LanguageClient):
    """A client with its server; `guise` and `answer` are what was said at the start."""
    lsp_client.guise = guise(request.param)
    params = types.InitializeParams(
        capabilities=lsp_client.guise.capabilities,
        workspace_folders=[types.WorkspaceFolder(uri=ROOT.as_uri(), name="capplan")],
    )
    lsp_client.answer = await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()
    assert lsp_client._server.returncode == 0, "shutdown and exit end the server with 0"


@dataclass
class Document:
    """A document that is open in a client: its text, and positions in the encoding that was agreed on."""

    client: LanguageClient
    uri: str
    text: str
    language: str
    version: int = 1

    def lines(self) -> list[str]:
        return self.text.split("\n")

    def units(self, text: str) -> int:
        """How long a text is in the encoding's units."""
        encoding = self.client.guise.encoding
        unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        return len(text.encode(encoding.replace("-", "_") + ("" if unit == 1 else "_le"))) // unit

    def place(self, words: str, after: str = "", end: bool = False) -> types.Position:
        """Where `words` stand, the first time behind `after`."""
        start = self.text.index(words, self.text.index(after) + len(after))
        return self.position(start + (len(words) if end else 0))

    def position(self, offset: int) -> types.Position:
        before = self.text[:offset].split("\n")
        return types.Position(line=len(before) - 1, character=self.units(before[-1]))

    def offset(self, position: types.Position) -> int:
        """The opposite of `position`; fails where it points into the middle of a character or out of the line."""
        lines = self.lines()
        line = lines[position.line]
        column = next((at for at in range(len(line) + 1) if self.units(line[:at]) == position.character), None)
        assert column is not None, f"{position} lies in no place of {line!r}"
        return sum(len(line) + 1 for line in lines[: position.line]) + column

    def covered(self, range: types.Range) -> str:
        return self.text[self.offset(range.start) : self.offset(range.end)]

    def identifier(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(uri=self.uri)

    def at(self, position: types.Position) -> dict:
        return {"text_document": self.identifier(), "position": position}

    def open(self):
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri, self.language, self.version, self.text)
            )
        )
        return self

    def edit(self, edits: list[types.TextEdit]):
        """Does edits as a client does them, and tells the server: from the end, so that places stay true."""
        edits = sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True)
        changes = []
        for edit in edits:
            changes.append(types.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text))
            start, end = self.offset(edit.range.start), self.offset(edit.range.end)
            self.text = self.text[:start] + edit.new_text + self.text[end:]
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version), changes
            )
        )

    def insert(self, at: types.Position, text: str):
        self.edit([types.TextEdit(types.Range(at, at), text)])

    async def findings(self) -> list[types.Diagnostic]:
        """What there is to say of the text as it is now, as the client learns it: by asking, or by being told."""
        if self.client.guise.pulls:
            report = await self.client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(text_document=self.identifier())
            )
            return list(report.items)
        return list(self.client.diagnostics.get(self.uri, []))

    async def expect(self, what: str, holds) -> list[types.Diagnostic]:
        """Waits until the findings are as they should be."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not holds(found := await self.findings()):
            shown = [(one.code, one.range.start.line + 1, one.message) for one in found]
            assert asyncio.get_running_loop().time() < deadline, f"waited in vain for {what}; shown: {shown}"
            await asyncio.sleep(0.02)
        return found


@pytest.fixture
def plan(client):
    """Opens one of the reference plans, or a text under a name with Chinese and a space in it."""

    def opened(name: str, text: str | None = None) -> Document:
        language = "yaml" if name.endswith((".yaml", ".yml")) else "markdown"
        if text is None:
            return Document(client, (PLANS / name).as_uri(), (PLANS / name).read_text("utf-8"), language).open()
        return Document(client, pathlib.Path("/不在 磁盘/" + name).as_uri(), text, language).open()

    return opened
