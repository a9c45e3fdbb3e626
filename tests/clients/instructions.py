"""What the files in `editors/` tell an author to write down, read as the editor itself reads it: what is started, for which documents,
and with which settings.

Neovim, VS Code and Emacs have scripts of their own, in which the real program reads its own configuration.
"""

import json
import pathlib
import re
import tomllib
from dataclasses import dataclass, field

import capabilities
from conftest import ROOT

EDITORS = ROOT / "editors"
NAME = "capplan"


@dataclass
class Editor:
    """An editor after it has read its configuration."""

    command: list[str]
    languages: dict[str, str]  # Markdown and YAML, as far as they are taken: the id under which a document is opened
    settings: dict  # told once the server runs, and what is answered from when the server asks for a section
    capabilities: dict
    encoding: str
    pulls: bool
    initialize: dict = field(default_factory=dict)  # what else it says at the start
    on_change: str = "nothing"  # what it tells once they change: nothing, that they did, or all of them


def blocks(file: str, language: str) -> list[str]:
    """The code of one language in an instruction."""
    return re.findall(rf"```{language}\n(.*?)```", (EDITORS / file).read_text("utf-8"), re.S)


def known(table: dict, *keys: str):
    """Fails at a key that the editor does not know, which it would overlook without a word."""
    unknown = set(table) - set(keys)
    assert not unknown, f"{unknown} is known to no version"


def helix(change) -> Editor:
    """Settings go into the initialization options, are told, and answered."""
    file = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text("utf-8"))
    known(file, "language", "language-server")
    server = file["language-server"][NAME]
    known(server, "command", "args", "config", "environment", "timeout", "required-root-patterns")
    change(server["config"][NAME])
    languages = {}
    for language in file["language"]:
        known(language, "name", "language-servers")
        if NAME in language["language-servers"]:
            languages[language["name"]] = language["name"]
    return Editor(
        command=[server["command"], *server["args"]],
        languages=languages,
        settings=server["config"],
        capabilities=capabilities.HELIX,
        encoding="utf-8",
        pulls=True,
        initialize={"root_uri": ROOT.as_uri(), "initialization_options": server["config"]},
    )


def kate(change, said: dict = capabilities.KATE) -> Editor:
    """A document's language is the name of the server's entry, and the author's home is the root, unless a `capplan.toml` is found.

    Newer versions could ask for findings, but cannot be told when to ask again, so that the server tells them.
    """
    (block,) = blocks("kate.md", "json")
    file = json.loads(block)
    known(file, "servers")
    known(file["servers"], NAME)
    server = file["servers"][NAME]
    known(server, "command", "rootIndicationFileNames", "highlightingModeRegex", "settings", "initializationOptions")
    change(server["settings"][NAME])
    modes = re.compile(server["highlightingModeRegex"], re.I)
    return Editor(
        command=server["command"],
        languages={mode.lower(): NAME for mode in ("Markdown", "YAML") if modes.search(mode)},
        settings=server["settings"],
        capabilities=said,
        encoding="utf-16",
        pulls=False,
        initialize={
            "root_uri": pathlib.Path.home().as_uri(),
            "workspace_folders": [],
            "initialization_options": server.get("initializationOptions"),
        },
    )


def kate_22(change) -> Editor:
    return kate(change, capabilities.KATE_22)


# The scopes of Sublime Text's own syntaxes, and the ids that the package makes of them.
SCOPES = {"text.html.markdown": "markdown", "source.yaml": "yaml"}


def sublime(change) -> Editor:
    """Dots in the names of settings make tables; the package says that it speaks English, whatever the author speaks."""
    servers, settings = (json.loads(block) for block in blocks("sublime.md", "json"))
    known(servers, NAME)
    server = servers[NAME]
    known(server, "enabled", "command", "selector", "settings", "initialization_options")
    known(settings, "show_code_lens", "show_inlay_hints", "inlay_hints_max_length", "semantic_highlighting")
    assert settings["show_code_lens"] in ("annotation", "phantom")
    assert server["enabled"]
    change(server["settings"], f"{NAME}.")
    selectors = re.split(r"\s*[|,]\s*", server["selector"])
    return Editor(
        command=server["command"],
        languages={id: id for scope, id in SCOPES.items() if any(f"{scope}.".startswith(f"{one}.") for one in selectors)},
        settings=nested(server["settings"]),
        capabilities=capabilities.SUBLIME,
        encoding="utf-16",
        pulls=True,
        initialize={"locale": "en", "root_uri": ROOT.as_uri(), "initialization_options": server.get("initialization_options", {})},
        on_change="that they did",
    )


def nested(settings: dict) -> dict:
    tree = {}
    for name, value in settings.items():
        *path, last = name.split(".")
        table = tree
        for part in path:
            table = table.setdefault(part, {})
        table[last] = value
    return tree


def zed(change) -> Editor:
    """Zed starts what `binary` names without asking the extension, which is asked for the rest; see tests/editors/zed."""
    (block,) = blocks("zed/README.md", "json")
    file = json.loads(block)
    known(file, "lsp", "inlay_hints", "semantic_tokens", "document_symbols", "document_folding_ranges")
    server = file["lsp"][NAME]
    known(server, "binary", "settings")
    known(server["binary"], "path", "arguments")
    assert server["binary"]["path"] == "/path/to/capplan", "a place to be filled in"
    change(server["settings"])
    manifest = tomllib.loads((EDITORS / "zed" / "extension.toml").read_text("utf-8"))["language_servers"][NAME]
    return Editor(
        command=[NAME, *server["binary"]["arguments"]],
        languages={language.lower(): manifest["language_ids"][language] for language in manifest["languages"]},
        settings={NAME: server["settings"]},
        capabilities=capabilities.ZED,
        encoding="utf-16",
        pulls=True,
        initialize={"root_uri": ROOT.as_uri()},
        on_change="all of them",
    )


READERS = {"helix": helix, "kate": kate, "kate-22.12": kate_22, "sublime": sublime, "zed": zed}


def read(name: str, **values: str) -> Editor:
    """The instruction as it stands, but for settings that have other values than there."""

    def change(settings: dict, prefix: str = ""):
        assert f"{prefix}profile" in settings, "the instruction shows how a setting is written"
        settings.update({prefix + setting: value for setting, value in values.items()})

    return READERS[name](change)
