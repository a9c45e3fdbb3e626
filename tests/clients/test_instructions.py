"""The instructions in `editors/` as they stand: what each tells to start is started, by a client that does as that editor does."""

import os
import pathlib
from contextlib import asynccontextmanager

import pytest
from conftest import PLANS, SERVER, Document, Guise, make_client
from instructions import READERS, read
from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import ClientServerConfig
from test_clients import MARKDOWN, SMALL, YAML, accepted, checked, edits_of, flat, gap, seen

SURFACES = {"markdown": (MARKDOWN, ".md"), "yaml": (YAML, ".yaml")}
# Settings that differ from what the instructions show and from each other.
OTHER = [{"profile": "essential", "locale": "zh"}, {"profile": "thorough", "locale": "en"}]

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.parametrize("surface", SURFACES),
    pytest.mark.parametrize("name", READERS),
]


@pytest.fixture
def path(tmp_path) -> str:
    """A PATH on which the server is found by the name that the instructions give it."""
    (tmp_path / "capplan").symlink_to(pathlib.Path(SERVER).resolve())
    return f"{tmp_path}{os.pathsep}{os.environ['PATH']}"


@asynccontextmanager
async def started(editor, path: str):
    """The server as the editor starts it, with its settings told, as all of them do."""
    environment = {key: value for key, value in os.environ.items() if key != "CAPPLAN_LOG"} | {"PATH": path}
    client = await ClientServerConfig(editor.command, make_client, environment).start()
    capabilities = get_converter().structure(editor.capabilities, types.ClientCapabilities)
    client.guise = Guise("", editor.pulls, editor.encoding, capabilities)
    client.set_configuration(editor.settings)
    client.answer = await client.initialize_session(types.InitializeParams(capabilities=capabilities, **editor.initialize))
    tell(client, editor.settings)
    yield client
    await client.shutdown_session()
    assert client._server.returncode == 0, "shutdown and exit end the server with 0"
    await client.stop()


def tell(client, settings: dict | None):
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=settings))


def opened(client, editor, surface: str, text: str | None = None) -> Document:
    """A reference plan, or a text, under the language that the editor has for it."""
    plan, ending = SURFACES[surface]
    place = PLANS / plan if text is None else pathlib.Path("/不在 磁盘/规划😀.plan" + ending)
    text = (PLANS / plan).read_text("utf-8") if text is None else text
    return Document(client, place.as_uri(), text, editor.languages[surface]).open()


def small(surface: str) -> str:
    return next(text for name, text in SMALL.items() if name.endswith(SURFACES[surface][1]))


def judged(surface: str, settings: dict) -> list[tuple]:
    """What the command line says of the reference plan under these settings."""
    return checked(SURFACES[surface][0], *(f"--{name}={value}" for name, value in settings.items()))


async def test_findings_are_those_of_the_command_line_under_the_settings_shown(name, surface, path):
    editor = read(name)
    expected = judged(surface, editor.settings["capplan"])
    assert expected
    async with started(editor, path) as client:
        assert client.answer.server_info.name == "capplan"
        assert client.answer.capabilities.position_encoding == editor.encoding
        assert (client.answer.capabilities.diagnostic_provider is not None) == editor.pulls
        document = opened(client, editor, surface)
        await document.expect("what the command line says", lambda found: seen(document, found) == expected)


@pytest.mark.parametrize("settings", OTHER, ids=lambda settings: settings["profile"])
async def test_other_settings_reach_the_server_in_the_same_way(name, surface, path, settings):
    expected = judged(surface, settings)
    assert expected != judged(surface, read(name).settings["capplan"])
    editor = read(name, **settings)
    async with started(editor, path) as client:
        document = opened(client, editor, surface)
        await document.expect(f"what holds under {settings}", lambda found: seen(document, found) == expected)


async def test_settings_that_change_hold_at_once(name, surface, path):
    first, second = (read(name, **settings) for settings in OTHER)
    if first.on_change == "nothing":
        pytest.skip("this editor starts the server anew")
    async with started(first, path) as client:
        document = opened(client, first, surface)
        for editor, settings in [(first, OTHER[0]), (second, OTHER[1]), (first, OTHER[0])]:
            client.set_configuration(editor.settings)
            tell(client, editor.settings if editor.on_change == "all of them" else None)
            expected = judged(surface, settings)
            await document.expect(f"what holds under {settings}", lambda found: seen(document, found) == expected)


async def test_an_author_reads_completes_mends_and_renames(name, surface, path):
    editor = read(name)
    said = editor.capabilities["textDocument"]
    async with started(editor, path) as client:
        document = opened(client, editor, surface, small(surface).replace("A.3.2.1 b", "A.3.2.1 z"))
        wrong = lambda found: [one for one in found if "A.3.2.1 z" in document.covered(one.range)]
        finding = wrong(await document.expect("a citation of nothing", wrong))[0]
        document.edit(edits_of((await fix(client, document, finding)).edit, document.uri))
        await document.expect("the finding gone", lambda found: not wrong(found))

        document.edit([types.TextEdit(types.Range(types.Position(0, 0), document.position(len(document.text))), small(surface))])
        await document.expect("the gap", gap)
        hover = await client.text_document_hover_async(types.HoverParams(**document.at(document.place("3.2.1 b"))))
        assert hover.contents.kind in said["hover"]["contentFormat"]
        assert "20001—2021" in hover.contents.value

        line = ("- [ ] " if surface == "markdown" else "        - ") + "建立焊接能耗😀模型 [A.3.2"
        document.insert(document.position(len(document.text)), line)
        at = document.at(document.position(len(document.text)))
        completion = await client.text_document_completion_async(types.CompletionParams(**at))
        assert completion.items[0].label == "A.3.2.1 c"
        document.edit([accepted(client, completion.items[0])])
        await document.expect("no gap", lambda found: not gap(found))

        before, at = document.text, document.at(document.place("C-01", after="NC-01"))
        if said.get("rename", {}).get("prepareSupport"):
            assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(**at))
        edit = await client.text_document_rename_async(types.RenameParams(new_name="NC-7", **at))
        assert (edit.document_changes is not None) == bool(
            editor.capabilities["workspace"].get("workspaceEdit", {}).get("documentChanges")
        )
        document.edit(edits_of(edit, document.uri))
        assert document.text == before.replace("NC-01", "NC-7")


async def fix(client, document: Document, finding: types.Diagnostic) -> types.CodeAction:
    """The first fix of a finding, with its edit."""
    asked = types.CodeActionContext(diagnostics=[finding], only=[types.CodeActionKind.QuickFix])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(document.identifier(), finding.range, asked)
    )
    action = actions[0]
    return action if action.edit else await client.code_action_resolve_async(action)


async def test_the_outline_has_the_form_that_the_editor_takes(name, surface, path):
    editor = read(name)
    async with started(editor, path) as client:
        document = opened(client, editor, surface, small(surface))
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document.identifier()))
        nested = editor.capabilities["textDocument"]["documentSymbol"]["hierarchicalDocumentSymbolSupport"]
        assert all(isinstance(one, types.DocumentSymbol if nested else types.SymbolInformation) for one in symbols)
        names = [one.name for one in (flat(symbols) if nested else symbols)]
        assert [any(id in name for name in names) for id in ("NC-01", "CU-01")] == [True, True], names
