"""How the server's process begins and ends: exit codes, signals, its parent's death, and what goes to which stream."""

import json
import os
import signal
import subprocess

import pytest
from conftest import PLANS, SERVER

PLAN = PLANS / "minimal.plan.md"


def message(method: str, params=None, **more) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Process:
    """A server that was initialized and has a plan open."""

    def __init__(self, *arguments: str, parent: int | None = None):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        environment = {key: value for key, value in os.environ.items() if key != "CAPPLAN_LOG"}
        self.server = subprocess.Popen([SERVER, "server", *arguments], env=environment, **pipes)
        self.ask(1, "initialize", {"processId": parent, "capabilities": {}})
        document = {"uri": PLAN.as_uri(), "languageId": "markdown", "version": 1, "text": PLAN.read_text("utf-8")}
        self.send(message("initialized", {}) + message("textDocument/didOpen", {"textDocument": document}))
        self.ask(2, "textDocument/documentSymbol", {"textDocument": {"uri": PLAN.as_uri()}})

    def send(self, content: bytes):
        self.server.stdin.write(content)
        self.server.stdin.flush()

    def read(self) -> dict:
        """The next message; nothing but messages may come."""
        header = self.server.stdout.readline()
        assert header.startswith(b"Content-Length: "), header
        assert self.server.stdout.readline() == b"\r\n"
        return json.loads(self.server.stdout.read(int(header.split(b":")[1])))

    def ask(self, number: int, method: str, params=None) -> dict:
        self.send(message(method, params, id=number))
        while (answer := self.read()).get("id") != number or "method" in answer:
            pass
        assert "result" in answer, answer
        return answer["result"]

    def end(self) -> tuple[int, str]:
        """The exit code and what was logged; behind the last message comes nothing."""
        code = self.server.wait(timeout=20)
        while self.server.stdout.peek(1):
            self.read()
        return code, self.server.stderr.read().decode()


def test_shutdown_and_exit_end_it_in_order():
    process = Process()
    process.ask(3, "shutdown")
    process.send(message("exit"))
    assert process.end() == (0, "")


@pytest.mark.parametrize("how", ["exit", "end of input"])
def test_it_ends_without_shutdown_too(how):
    process = Process()
    if how == "exit":
        process.send(message("exit"))
    else:
        process.server.stdin.close()
    assert process.end() == (1, "")


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_signal_ends_it_with_all_that_was_logged():
    process = Process("--log-level", "info")
    process.server.send_signal(signal.SIGTERM)
    code, logged = process.end()
    assert code == 1
    assert "the process was asked to end" in logged and "the server ends code=1" in logged


def test_it_does_not_outlive_its_parent():
    with subprocess.Popen(["sleep", "600"]) as parent:
        process = Process(parent=parent.pid)
        parent.kill()
    code, logged = process.end()
    assert code == 1 and "the parent process is gone" in logged


def test_the_log_goes_where_it_is_asked_to(tmp_path):
    file = tmp_path / "日志 😀.log"
    process = Process("--log", str(file), "--log-level", "debug")
    process.ask(3, "shutdown")
    process.send(message("exit"))
    assert process.end() == (0, "")
    logged = file.read_text("utf-8")
    assert "the server starts" in logged and "documentSymbol" in logged


def test_a_log_that_cannot_be_written_is_told_and_nothing_starts(tmp_path):
    run = subprocess.run([SERVER, "server", "--log", str(tmp_path)], input=b"", capture_output=True, timeout=20)
    assert (run.returncode, run.stdout) == (2, b"")
    assert str(tmp_path) in run.stderr.decode()
