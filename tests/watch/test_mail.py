"""Alerts by e-mail: over TLS, at least once, under one id; nothing gets into a header, and the password nowhere."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gazetted.errors import UsageError
from gazetted.watch.mail import Mail, Server, Tls, mail, message
from gazetted.watch.result import Alert, Observed
from gazetted.watch.sinks import deliver
from gazetted.watch.state import State, state_of

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
PASSWORD = "open sesame 17"


class Postbox:
    """A mail server of a few commands, which takes one connection after the other.

    Attributes:
        taken: (whether it was secret, recipient, message) of every mail.
        replies: command → replies to give instead, the next one first.
        logins: what clients gave as password, in base 64.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.taken: list[tuple[bool, str, bytes]] = []
        self.replies: dict[str, list[str]] = {}
        self.logins: list[str] = []
        self.context = context
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
                stack.enter_context(connection)
                connection.settimeout(5)
                self._talk(connection, stack)

    def _talk(self, connection: socket.socket, stack: contextlib.ExitStack) -> None:
        file = stack.enter_context(connection.makefile("rb"))
        connection.sendall(b"220 box\r\n")
        recipient = ""
        while line := file.readline():
            word, _, rest = line.decode().strip().partition(" ")
            word = word.upper()
            secret = isinstance(connection, ssl.SSLSocket)
            reply = self.replies.get(word, []).pop(0) if self.replies.get(word) else ""
            if reply == "hang up":
                return
            if reply:
                connection.sendall(f"{reply}\r\n".encode())
            elif word == "EHLO":
                offers = ["250-box", "250-AUTH PLAIN"] + ["250-STARTTLS"] * bool(self.context and not secret)
                connection.sendall("\r\n".join([*offers, "250 8BITMIME", ""]).encode())
            elif word == "STARTTLS" and self.context:
                connection.sendall(b"220 go on\r\n")
                connection = stack.enter_context(self.context.wrap_socket(connection, server_side=True))
                file = stack.enter_context(connection.makefile("rb"))
            elif word == "AUTH":
                self.logins.append(rest)
                connection.sendall(b"235 welcome\r\n")
            elif word == "DATA":
                connection.sendall(b"354 go on\r\n")
                lines = []
                while (one := file.readline()) != b".\r\n":
                    lines.append(one[1:] if one.startswith(b"..") else one)
                end = self.replies.get("END", [])
                self.taken.append((secret, recipient, b"".join(lines)))
                connection.sendall(f"{end.pop(0) if end else '250 taken'}\r\n".encode())
            elif word == "QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                recipient = rest if word == "RCPT" else recipient
                connection.sendall(b"250 fine\r\n")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, of nobody's authority."""
    x509 = pytest.importorskip("cryptography.x509")
    import ipaddress

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "box.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def box(certificate: Path) -> Iterator[Postbox]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with closing(Postbox(context)) as found:
        yield found


@pytest.fixture
def state(store_url: str) -> Iterator[State]:
    with closing(state_of(store_url)) as found:
        yield found


def _alert(id_: str, **more: Any) -> Alert:
    fields = {"created": "", "watch": 1, "kind": "list", "target": "us.fto", "what": "list changed", "party": "p",
              "name": "P", "why": "so", "on": "2026-03-01", "record": {}}  # fmt: skip
    return Alert(id=id_, **{**fields, **more})


def _raise(state: State, sinks: list[Mail], *alerts: Alert) -> None:
    for sink in sinks:
        state.open_sink(sink.name)
    watch = state.add("list", "us.fto")
    assert state.keep(watch, Observed("2026-03-01T12:00:00Z", {}, {}, alerts))


def _sink(box: Postbox, waits: list[float], certificate: Path, recipient: str = "ann@example.org", *,
          tls: Tls = "starttls", user: str = "watcher") -> Mail:  # fmt: skip
    server = Server("127.0.0.1", box.port, tls, user, timeout=5)
    context = ssl.create_default_context(cafile=str(certificate))
    return mail(server, "gazetted@example.org", recipient, password=lambda: PASSWORD, sleep=waits.append,
                now=lambda: NOON, context=context)  # fmt: skip


def test_each_recipient_gets_each_alert_once_over_tls_under_its_id(
    box: Postbox, state: State, certificate: Path
) -> None:
    sinks = [_sink(box, [], certificate, to) for to in ("ann@example.org", "bob@example.org")]
    _raise(state, sinks, _alert("a1"), _alert("a2", name="Ümläut Ltd"))
    assert deliver(state, list(sinks)) == []
    assert deliver(state, list(sinks)) == []
    read = [(secret, to, email.message_from_bytes(body, policy=email.policy.default)) for secret, to, body in box.taken]
    assert all(secret for secret, _, _ in read)
    assert [(to, found["Message-ID"]) for _, to, found in read] == [
        (f"TO:<{to}@example.org>", f"<{one}@example.org>") for to in ("ann", "bob") for one in ("a1", "a2")
    ]
    assert read[1][2]["Subject"] == "[gazetted] list changed: Ümläut Ltd"
    (attached,) = read[0][2].iter_attachments()
    assert msgspec.json.decode(attached.get_content(), type=Alert) == _alert("a1")
    assert len(box.logins) == 2


def test_what_fails_for_now_is_tried_again_and_stays_pending(box: Postbox, state: State, certificate: Path) -> None:
    waits: list[float] = []
    sink = _sink(box, waits, certificate)
    _raise(state, [sink], _alert("a1"), _alert("a2"))
    box.replies = {"MAIL": ["451 later"], "RCPT": ["hang up"], "END": ["250 taken", "452 full", "452 full", "452 full"]}
    (failure,) = deliver(state, [sink])
    assert "refuses the message (452)" in failure
    assert waits == [2.0, 8.0, 2.0, 8.0]
    assert [alert.id for _, alert in state.pending(sink.name)] == ["a2"]
    assert deliver(state, [sink]) == []
    assert state.pending(sink.name) == []


@pytest.mark.parametrize(
    ("replies", "said"),
    [({"AUTH": ["535 no"]}, "refuses the login (535)"), ({"RCPT": ["550 nobody"]}, "refuses the recipient (550)"),
     ({"STARTTLS": ["502 what?"]}, "refuses the message (502)")],
)  # fmt: skip
def test_a_refusal_is_final_and_tells_no_password(
    box: Postbox, state: State, certificate: Path, replies: dict[str, list[str]], said: str
) -> None:
    waits: list[float] = []
    sink = _sink(box, waits, certificate)
    _raise(state, [sink], _alert("a1"))
    box.replies = {word: list(rows) for word, rows in replies.items()}
    (failure,) = deliver(state, [sink])
    assert said in failure
    assert PASSWORD not in failure
    assert PASSWORD not in repr(sink)
    assert waits == []


def test_nothing_is_said_to_a_server_without_tls_or_with_another_name(state: State, certificate: Path) -> None:
    with closing(Postbox(None)) as plain:
        sink = _sink(plain, [], certificate)
        _raise(state, [sink], _alert("a1"))
        (failure,) = deliver(state, [sink])
        assert "offers no TLS" in failure
        assert (plain.logins, plain.taken) == ([], [])
        open_ = _sink(plain, [], certificate, tls="none", user="")
        assert deliver(state, [open_]) == []
        assert [secret for secret, _, _ in plain.taken] == [False]


def test_a_server_that_nobody_vouches_for_gets_no_password(box: Postbox, state: State, certificate: Path) -> None:
    sink = msgspec.structs.replace(_sink(box, [], certificate), context=ssl.create_default_context())
    _raise(state, [sink], _alert("a1"))
    (failure,) = deliver(state, [sink])
    assert "does not prove who it is" in failure
    assert box.logins == []


def test_nothing_of_an_alert_gets_into_a_header() -> None:
    hostile = _alert(
        "a1\r\nBcc: x@example.org", name="P\r\nBcc: y@example.org\u2028\x00", acts=("Act\r\n\r\n.\r\nQUIT",)
    )
    sent = message(hostile, "a@example.org", "b@example.org", NOON).as_bytes()
    found = email.message_from_bytes(sent, policy=email.policy.default)
    assert found["Bcc"] is None
    assert set(found.keys()) == {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                                 "Content-Type"}  # fmt: skip
    assert found["Subject"] == "[gazetted] list changed: P Bcc: y@example.org"


@pytest.mark.parametrize(
    "address", ["", "ann", "ann@", "a b@example.org", "a@example.org\r\nX: y", "a@b>,c@d", "ä@b.org"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no e-mail address"):
        mail(Server("h", 25), "a@example.org", address, password=str, sleep=lambda _: None, now=lambda: NOON)


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    with pytest.raises(UsageError, match="without TLS"):
        mail(Server("mail.example.org", 25, "none", "u"), "a@example.org", "b@example.org", password=str,
             sleep=lambda _: None, now=lambda: NOON)  # fmt: skip
