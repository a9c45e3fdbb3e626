"""The Zed extension as Zed hosts it: what it asks of Zed, and what it answers. Started by run.sh, which builds it."""

import json
import os
import pathlib
import re
import subprocess
import tomllib
import unittest

from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Linker, Record, ResourceHost, ResourceType, Variant

FOLDER = pathlib.Path(__file__).parents[3] / "editors" / "zed"
MANIFEST = tomllib.loads((FOLDER / "extension.toml").read_text("utf-8"))
(NAME,) = MANIFEST["language_servers"]
# The settings that the README shows, as Zed hands them to the extension: those of the one server.
SETTINGS = json.loads(re.search(r"```json\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.S)[1])["lsp"][NAME]

ENGINE = Engine()
COMPONENT = Component.from_file(ENGINE, os.environ["EXTENSION"])
SERVER = os.environ["CAPPLAN"]

RESOURCES = ["worktree", "project", "key-value-store"]
WORKTREE = 7
SHELL = [("PATH", "/usr/bin"), ("LANG", "zh_CN.UTF-8")]


def method(answer):
    """A method of a resource, which is lent for the call and has to be given back."""

    def called(store, resource, *arguments):
        resource.drop(store)
        return answer(*arguments)

    return called


class Zed:
    """What the extension may ask of Zed: where programs lie, the shell's environment, the settings of its server."""

    def __init__(self, programs: dict[str, str], settings: dict | None):
        linker = Linker(ENGINE)
        linker.add_wasip2()
        with linker.root() as root:
            for kind, name in enumerate(RESOURCES):
                root.add_resource(name, ResourceType.host(kind), lambda *_: None)
            for name, answer in {"id": lambda: WORKTREE, "which": programs.get, "shell-env": lambda: SHELL}.items():
                root.add_func(f"[method]worktree.{name}", method(answer))
            root.add_func("get-settings", self.get_settings)
        self.settings, self.asked = settings, []
        self.store = Store(ENGINE)
        wasi = WasiConfig()
        wasi.env = [("PWD", "/")]  # the folder that Zed gives to an extension
        self.store.set_wasi(wasi)
        self.instance = linker.instantiate(self.store, COMPONENT)
        self.call("init-extension")

    def get_settings(self, _, location, category, key):
        self.asked.append((getattr(location, "worktree-id"), location.path, category, key))
        if self.settings is None:
            return Variant("err", "settings that Zed cannot read")
        return Variant("ok", json.dumps(self.settings))

    def call(self, name: str, *arguments):
        function = self.instance.get_func(self.store, name)
        answer = function(self.store, *arguments)
        function.post_return(self.store)
        return answer

    def ask(self, name: str):
        """Calls an export that is told the server and lent the worktree."""
        return self.call(name, NAME, ResourceHost.borrow(1, RESOURCES.index("worktree")))

    def command(self) -> Record | str:
        """How the server is to be started; an error as its text."""
        return self.ask("language-server-command")

    def configuration(self) -> dict | None:
        answer = self.ask("language-server-workspace-configuration")
        assert answer.tag == "ok", answer.payload
        return answer.payload and json.loads(answer.payload)


class Extension(unittest.TestCase):
    def test_the_server_is_found_on_the_path(self):
        for settings in [{}, None, {"binary": None}, {"settings": SETTINGS["settings"]}]:
            with self.subTest(settings=settings):
                zed = Zed({NAME: "/opt/bin/capplan"}, settings)
                command = zed.command()
                self.assertEqual((command.command, command.args), ("/opt/bin/capplan", ["server"]))
                self.assertEqual([tuple(one) for one in command.env], SHELL)
                self.assertEqual(zed.asked, [(WORKTREE, "", "lsp", NAME)])

    def test_the_place_that_the_readme_shows_goes_before_the_path(self):
        command = Zed({NAME: "/opt/bin/capplan"}, SETTINGS).command()
        self.assertEqual((command.command, command.args), (SETTINGS["binary"]["path"], SETTINGS["binary"]["arguments"]))

    def test_without_the_program_the_author_reads_what_to_do(self):
        for settings in [{}, None]:
            answer = Zed({"marksman": "/opt/bin/marksman"}, settings).command()
            self.assertIn("capplan was not found", answer)
            self.assertIn("lsp.capplan.binary.path", answer)

    def test_settings_come_in_the_section_that_the_server_asks_for(self):
        self.assertEqual(Zed({}, SETTINGS).configuration(), {"capplan": SETTINGS["settings"]})
        self.assertIsNone(Zed({}, {}).configuration())
        self.assertIsNone(Zed({}, None).configuration())

    def test_no_initialization_options_are_made_up(self):
        answer = Zed({}, SETTINGS).ask("language-server-initialization-options")
        self.assertEqual((answer.tag, answer.payload), ("ok", None))

    def test_what_it_says_to_start_is_a_server(self):
        command = Zed({NAME: SERVER}, {}).command()
        with subprocess.Popen([command.command, *command.args], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            answer = exchange(server, "initialize", {"capabilities": {}})
            self.assertEqual(answer["result"]["serverInfo"]["name"], "capplan")
            exchange(server, "shutdown", None)
            server.stdin.write(message({"method": "exit"}))
            server.stdin.close()
            self.assertEqual(server.wait(timeout=30), 0)


def message(content: dict) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def exchange(server, method: str, params) -> dict:
    """Sends a request and reads what comes back."""
    server.stdin.write(message({"id": 1, "method": method, "params": params}))
    server.stdin.flush()
    length = int(server.stdout.readline().split(b":")[1])
    server.stdout.readline()
    return json.loads(server.stdout.read(length))


class Manifest(unittest.TestCase):
    def test_it_names_the_languages_and_their_ids(self):
        server = MANIFEST["language_servers"][NAME]
        self.assertEqual(server["languages"], ["Markdown", "YAML"])
        self.assertEqual(server["language_ids"], {"Markdown": "markdown", "YAML": "yaml"})

    def test_its_version_is_that_of_the_crate(self):
        crate = tomllib.loads((FOLDER / "Cargo.toml").read_text("utf-8"))["package"]
        self.assertEqual(MANIFEST["version"], crate["version"])


if __name__ == "__main__":
    unittest.main()
