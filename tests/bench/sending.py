"""How requests are sent that no ordinary client would send."""
import select
import socket
import time
from collections import namedtuple

Answer = namedtuple("Answer", "status size seconds")


class Attack:
    """A request as it goes over the wire, and the statuses that it may be answered with."""

    def __init__(self, name, status, method, path, headers=(), body=b""):
        self.name, self.status = name, status if isinstance(status, tuple) else (status,)
        body = body.encode() if isinstance(body, str) else body
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
        if body or method in ("POST", "PUT", "PATCH"):
            lines.append(f"Content-Length: {len(body)}")
        self.bytes = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body

    def send(self, port):
        """Sends it over a connection of its own, and reads the answer."""
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            began = time.monotonic()
            return exchange(connection, self.bytes, began)


def exchange(connection, rest, began):
    """Writes and reads at the same time: a server may answer before it has read everything, and may then wait a little
    before it closes the connection, which does not count."""
    connection.setblocking(False)
    rest, head, size, poll = memoryview(rest), b"", 0, select.poll()
    while size < length_of(head):
        poll.register(connection, select.POLLIN | (select.POLLOUT if rest else 0))
        events = poll.poll(30_000)
        if not events:
            break
        try:
            if events[0][1] & ~select.POLLOUT:
                part = connection.recv(1 << 20)
                if not part:
                    break
                head = head if b"\r\n\r\n" in head else head + part
                size += len(part)
            if events[0][1] & select.POLLOUT:
                rest = rest[connection.send(rest[:1 << 20]):]
        except (BrokenPipeError, ConnectionResetError):
            if not rest or head:
                break
            rest = rest[:0]
    words = head.split(b" ", 2)
    return Answer(int(words[1]) if len(words) > 2 else 0, size, time.monotonic() - began)


def length_of(head):
    """How many bytes an answer has, as far as its head tells."""
    head, ended, _ = head.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if ended and line.startswith(b"content-length:"):
            return len(head) + 4 + int(line.split(b":")[1])
    return float("inf")


def status_of(port, path):
    try:
        return Attack(path, 200, "GET", path).send(port).status
    except OSError:
        return 0


class Held:
    """Connections that are held open: heads and bodies that never end, and readers that wait for a change."""

    def __init__(self, port, heads, bodies, waiting):
        head = b"GET /v1/services HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
        body = b"POST /hsds/v3/services HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        last = Attack("", 200, "GET", "/v1/changes?after=0&limit=1").send(port)
        wait = b"GET /v1/changes?wait=60&after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % newest(port) if last.status == 200 else head
        self.began = time.monotonic()
        self.slow = [opened(port, text) for text, count in [(head, heads), (body, bodies)] for _ in range(count)]
        self.waiting = [opened(port, wait) for _ in range(waiting)]

    def count(self):
        return len(self.slow) + len(self.waiting)

    def let_go(self):
        """Waits until the server has closed the slow ones, and says after how long."""
        is_open, poll = {connection.fileno(): connection for connection in self.slow}, select.poll()
        for number in is_open:
            poll.register(number, select.POLLIN)
        while is_open and time.monotonic() - self.began < 40:
            for number, _ in poll.poll(500):
                if not heard(is_open[number]):
                    poll.unregister(number)
                    del is_open[number]
        told = f"{len(is_open)} of {len(self.slow)} are open after {time.monotonic() - self.began:.0f} s"
        for connection in self.slow + self.waiting:
            connection.close()
        return told


def heard(connection):
    try:
        return connection.recv(65_536)
    except OSError:
        return b""


def opened(port, text):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(text)
    return connection


def newest(port):
    """The number of the last change: that of the problem that is answered to whoever asks for what is to come."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET /v1/changes?after=2147483647 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        text = b""
        while part := connection.recv(65_536):
            text += part
    return int(text.rsplit(b'"last":', 1)[1].split(b",")[0].split(b"}")[0])
