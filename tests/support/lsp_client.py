"""A client of `cglc lsp` over pipes: what an editor does, without an editor."""
import json
import os
import pathlib
import queue
import subprocess
import threading
import time
import urllib.parse

CGLC = os.environ.get("CGLC", "cglc")
PATIENCE = 60  # seconds: a server that hangs is a failure with a name


class Refused(Exception):
    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]


def refusal(client, method, **params):
    """The code of the error that the request is answered with; None: it is not refused."""
    try:
        client.ask(method, **params)
    except Refused as refused:
        return refused.code
    return None


def uri_of(path):
    return "file://" + urllib.parse.quote(str(path))


def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Client:
    def __init__(self, utf8=False, start=True):
        self.process = subprocess.Popen([CGLC, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.messages, self.notes, self.last = queue.Queue(), [], 0
        self.versions, self.diagnostics, self.texts = {}, {}, {}
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        if start:
            offers = {"general": {"positionEncodings": ["utf-8", "utf-16"]}} if utf8 else {}
            self.capabilities = self.ask("initialize", processId=None, rootUri=None, capabilities=offers)["capabilities"]
            self.tell("initialized")

    # ---- the wire ----

    def read(self):
        out = self.process.stdout
        while True:
            length = None
            while (line := out.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not line:
                self.messages.put(None)
                return
            self.messages.put(json.loads(out.read(length)))

    def send(self, message):
        self.raw(frame(message))

    def raw(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def next(self, patience=PATIENCE):
        message = self.messages.get(timeout=patience)
        if message is None:
            raise EOFError("the server went away")
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]
        elif "id" not in message:
            self.notes.append(message)
        return message

    # ---- the protocol ----

    def tell(self, method, **params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def post(self, method, **params):
        self.last += 1
        self.send({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params})
        return self.last

    def answer(self, number):
        while True:
            message = self.next()
            if message.get("id") == number and "method" not in message:
                break
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def ask(self, method, **params):
        return self.answer(self.post(method, **params))

    def open(self, path, text=None):
        uri = str(path) if str(path).startswith(("file:", "untitled:")) else uri_of(path)
        self.texts[uri] = pathlib.Path(path).read_text() if text is None else text
        self.versions[uri] = 1
        self.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "cgl", "version": 1, "text": self.texts[uri]})
        return uri

    def change(self, uri, *changes):
        """Each change: a text, or (line, character, line, character, text)."""
        self.versions[uri] += 1
        content = [{"text": change} if isinstance(change, str) else
                   {"range": {"start": {"line": change[0], "character": change[1]},
                              "end": {"line": change[2], "character": change[3]}}, "text": change[4]} for change in changes]
        self.tell("textDocument/didChange", textDocument={"uri": uri, "version": self.versions[uri]}, contentChanges=content)

    def close(self, uri):
        self.tell("textDocument/didClose", textDocument={"uri": uri})

    def shown(self, uri):
        """The diagnostics of the version that is open."""
        until = time.monotonic() + PATIENCE
        while self.diagnostics.get(uri, {}).get("version") != self.versions[uri]:
            self.next(until - time.monotonic())
        return self.diagnostics[uri]["diagnostics"]

    def shown_everywhere(self, uri):
        """The same of every file of the guideline: URI to diagnostics, where there are any."""
        self.shown(uri)
        try:
            self.ask("no such method")
        except Refused:
            pass
        return {name: known["diagnostics"] for name, known in self.diagnostics.items() if known["diagnostics"]}

    def codes(self, uri):
        return [diag["code"] for diag in self.shown(uri)]

    def at(self, method, uri, line, character, **more):
        return self.ask(method, textDocument={"uri": uri}, position={"line": line, "character": character}, **more)

    def leave(self):
        """The exit code of the server after a goodbye."""
        self.ask("shutdown")
        self.tell("exit")
        return self.process.wait(PATIENCE)

    def kill(self):
        self.process.kill()
        self.process.wait()


def find(text, needle, inside=0):
    """Line and character (of UTF-16) of the first place where the text stands, and so many characters behind it."""
    before = text[:text.index(needle) + inside]
    line = before.count("\n")
    return line, len(before[before.rfind("\n") + 1:].encode("utf-16-le")) // 2


def memory(process):
    """Resident kilobytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])
