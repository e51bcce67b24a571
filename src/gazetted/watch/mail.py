"""Alerts by e-mail: one message an alert and recipient, at least once, under a Message-ID made of the alert's id."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import msgspec

from gazetted.errors import UsageError
from gazetted.fetch.policy import FetchError
from gazetted.watch.result import Alert
from gazetted.watch.state import State

Tls = Literal["starttls", "tls", "none"]
"""`starttls`: asked for and insisted on before anything is said. `tls`: from the first byte. `none`: only for a server
that is given no password, or on this machine."""

PORTS: dict[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
"""The usual port of each."""

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_SUBJECT = 150
_PERMANENT = 500


class Server(msgspec.Struct, frozen=True):
    """A server that takes mail.

    Attributes:
        host: its name.
        port: its port.
        tls: how the connection is kept secret.
        user: who logs in; empty: nobody.
        timeout: seconds of silence that end a connection.
        attempts: how often a message is tried in one run, at least 1.
        backoff: seconds before the second attempt; each further wait is four times as long.
    """

    host: str
    port: int
    tls: Tls = "starttls"
    user: str = ""
    timeout: float = 30.0
    attempts: int = 3
    backoff: float = 2.0


class Mail(msgspec.Struct, frozen=True):
    """One recipient of alerts by e-mail. Make it with `mail`, which checks the addresses.

    Attributes:
        server: sends.
        sender: address of the sender.
        recipient: address of the recipient.
        password: of the server's user; a function, so that it stands in no message and no log.
        sleep: waits for so many seconds.
        now: tells the moment.
        context: checks the server's certificate; None: by the system's authorities.
    """

    server: Server
    sender: str
    recipient: str
    password: Callable[[], str]
    sleep: Callable[[float], None]
    now: Callable[[], dt.datetime]
    context: ssl.SSLContext | None = None

    @property
    def name(self) -> str:
        """By which the state knows it."""
        return f"mail:{self.recipient}"

    def deliver(self, state: State) -> int:
        """Send what is pending, until the server fails; how many it took.

        Raises:
            FetchError: it did not take one; that one and what follows stay pending.
        """
        pending = state.pending(self.name)
        count = attempt = 0
        while count < len(pending):
            try:
                with _connected(self.server, self.password, self.context) as session:
                    while count < len(pending):
                        number, alert = pending[count]
                        session.send_message(message(alert, self.sender, self.recipient, self.now()))
                        state.confirm(self.name, [number])
                        count, attempt = count + 1, 0
            except (smtplib.SMTPException, OSError) as error:
                attempt += 1
                why, again = _told(self.server, error)
                if not again or attempt >= self.server.attempts:
                    raise FetchError(why, again=again) from None
                self.sleep(self.server.backoff * 4 ** (attempt - 1))
        return count


def mail(
    server: Server,
    sender: str,
    recipient: str,
    *,
    password: Callable[[], str],
    sleep: Callable[[float], None],
    now: Callable[[], dt.datetime],
    context: ssl.SSLContext | None = None,
) -> Mail:
    """A recipient whose addresses were checked.

    Raises:
        UsageError: an address is none, or a password would be sent in the clear.
    """
    for address in (sender, recipient):
        if not _ADDRESS.fullmatch(address):
            raise UsageError(f"{address[:200]!r} is no e-mail address: give one such as office@example.org.")
    if server.tls == "none" and server.user and server.host not in _HERE:
        raise UsageError("A password is not sent without TLS: use --smtp-tls starttls or tls.")
    return Mail(server, sender, recipient, password, sleep, now, context)


def message(alert: Alert, sender: str, recipient: str, now: dt.datetime) -> EmailMessage:
    """An alert as a message: why it matters, by which act, and the alert itself attached as JSON."""
    found = EmailMessage(policy=SMTP)
    found["Subject"] = _one_line(f"[gazetted] {alert.what}: {alert.name or alert.target}")[:_LONGEST_SUBJECT]
    found["From"], found["To"] = sender, recipient
    found["Date"] = format_datetime(now)
    found["Message-ID"] = f"<{re.sub('[^0-9A-Za-z]', '', alert.id)}@{sender.rpartition('@')[2]}>"
    found["Auto-Submitted"] = "auto-generated"
    lines = [alert.why, "", *(f"Act: {_one_line(act)}" for act in alert.acts[:10])]
    lines += [f"On: {alert.on}", f"Record: {alert.record.get('digest', '')} as known {alert.record.get('known', '')}",
              f"Alert: {alert.id}", "", "Not legal advice."]  # fmt: skip
    found.set_content("\n".join(lines))
    found.add_attachment(msgspec.json.encode(alert), "application", "json", filename="alert.json")
    return found


def _one_line(text: str) -> str:
    """A text without line ends and what else a header may not hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _connected(server: Server, password: Callable[[], str], context: ssl.SSLContext | None) -> smtplib.SMTP:
    """A session with the server, secret and logged in as it shall be."""
    checked = context or ssl.create_default_context()
    if server.tls == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=checked)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.tls == "starttls":
            session.starttls(context=checked)
        if server.user:
            session.login(server.user, password())
    except BaseException:
        session.close()
        raise
    return session


def _told(server: Server, error: Exception) -> tuple[str, bool]:
    """Why a message was not taken, in a sentence without anything secret, and whether to try again."""
    where = f"{server.host}:{server.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The mail server {where} does not prove who it is ({error.verify_message}).", False
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"The mail server {where} offers no {'TLS' if server.tls == 'starttls' else 'login'}.", False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return f"The mail server {where} refuses the recipient ({codes[0]}).", codes[0] < _PERMANENT
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        what = "the login" if isinstance(error, smtplib.SMTPAuthenticationError) else "the message"
        return f"The mail server {where} refuses {what} ({code}).", not code >= _PERMANENT
    if isinstance(error, TimeoutError):
        return f"The mail server {where} is silent: try again later.", True
    return f"The mail server {where} cannot be reached or broke off ({type(error).__name__}).", True
