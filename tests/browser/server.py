"""A real server for the browser tests: the product's own command in its own process, on loopback, with a data folder of
its own, so that a test may kill it in mid-request and start it again."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_START_LIMIT_S = 60
_POLL_S = 0.05


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`mingcha serve` as a child. `env` goes on top of this process's own."""

    def __init__(
        self,
        data: Path,
        env: dict[str, str] | None = None,
        port: int | None = None,
        command: list[str] | None = None,
    ) -> None:
        self.data = data
        self.command = command or [str(Path(sys.executable).with_name("mingcha")), "serve"]
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = data / "server.log"
        self._env = os.environ | {
            "MINGCHA_DATA": str(data),
            "PORT": str(self.port),
            "MINGCHA_PUBLIC_URL": self.url,
        }
        self._env |= env or {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it says that it is ready. Raises AssertionError with its log if it ends instead."""
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        for _ in range(int(_START_LIMIT_S / _POLL_S)):
            if self._ready():
                return
            self._ended_early()
        raise AssertionError(f"the server was not ready after {_START_LIMIT_S} s:\n{self.log.read_text()}")

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _ended_early(self) -> None:
        assert self._process is not None
        try:
            self._process.wait(timeout=_POLL_S)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"the server ended by itself:\n{self.log.read_text()}")

    def stop(self) -> None:
        """Ask it to end, as an administrator would."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Take its life in the middle of whatever it does, workers too: a power cut."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)
        self._process.wait(timeout=30)
        self._process = None

    def restart(self) -> None:
        """A power cut, and the machine comes back."""
        self.kill()
        self.start()
