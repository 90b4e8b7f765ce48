# SPDX-License-Identifier: GPL-2.0-only
"""For sockets.py: phones that sip.sh has started."""


class Phone:
    """A baresip, by its module ctrl_tcp."""

    def __init__(self, ns):
        self.events, self.pending = [], b""
        self.sock = until(lambda: self.connect(ns), "the control port of " + ns)

    @staticmethod
    def connect(ns):
        with namespace(ns):
            sock = socket.socket()
        try:
            sock.connect(("127.0.0.1", 4444))
        except OSError:
            sock.close()
            return None
        return sock

    def read(self, seconds):
        """Take what it has to say; each is a netstring of JSON."""
        if not select.select([self.sock], [], [], seconds)[0]:
            return
        data = self.sock.recv(65536)
        assert data, "the phone has gone"
        self.pending += data
        while b":" in self.pending:
            length, rest = self.pending.split(b":", 1)
            if len(rest) <= int(length):
                break
            self.events.append(json.loads(rest[:int(length)]))
            self.pending = rest[int(length) + 1:]

    def command(self, command, params=""):
        text = json.dumps({"command": command, "params": params}).encode()
        self.sock.sendall(b"%d:%s," % (len(text), text))

    def wait(self, *types):
        """Wait for an event of one of these types, which is taken with all before it."""
        end = time.monotonic() + PATIENCE
        while True:
            for i, event in enumerate(self.events):
                if event.get("type") in types:
                    del self.events[:i + 1]
                    return event
            assert time.monotonic() < end, f"no {types}, but {self.events}"
            self.read(1)


class Linphone:
    """A linphone-daemon, which says nothing unless it is asked, in the words of Phone."""

    COMMANDS = {"dial": "call", "hangup": "terminate"}
    STATES = {"CALL_ESTABLISHED": "State: LinphoneCallStreamsRunning", "CALL_CLOSED": "No current call"}

    def __init__(self, path):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(path)

    def ask(self, text):
        self.sock.sendall(f"{text}\n".encode())
        return self.sock.recv(65536).decode()

    def command(self, command, params=""):
        answer = self.ask(f"{self.COMMANDS[command]} {params}".rstrip())
        assert answer.startswith("Status: Ok"), answer

    def wait(self, event):
        until(lambda: self.STATES[event] in self.ask("call-status"), f"{event} of linphone")
