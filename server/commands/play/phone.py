"""A phone (手机) without a screen: the app's own log, store and sync modules under Node, told what to do line by line.
What it signs, seals and sends is what a real phone would."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from server.clock import CHINA
from server.errors import Refusal


class Phone:
    """A context manager: the process ends with it. Its memory ends too, so a play runs to its end in one go."""

    def __init__(self, node: Path, script: Path, server: str) -> None:
        if not script.is_file():
            raise Refusal("app_not_built", path=str(script))
        self._process = subprocess.Popen(  # noqa: S603 - our own build, by an absolute path
            [node, script, "--server", server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=30)
        if self._process.stdout:
            self._process.stdout.close()

    def do(self, command: str, **details: Any) -> Any:
        """Run one command and give its result. Raises Refusal `phone_fault` with what the app said."""
        if self._process.stdin is None or self._process.stdout is None:
            raise Refusal("phone_fault", command=command, fault="closed")
        self._process.stdin.write(json.dumps({"do": command, **details}, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"ok": False, "fault": {"code": "phone_ended"}}
        if not answer["ok"]:
            raise Refusal(
                "phone_fault", command=command, fault=json.dumps(answer["fault"], ensure_ascii=False)
            )
        return answer["result"]

    def clock(self, moment: datetime) -> None:
        """Stop the phone's clock at a moment, shown in Beijing time."""
        self.do("clock", now=moment.astimezone(CHINA).isoformat(), still=True)

    def advance(self, by: timedelta) -> None:
        """Let time pass, on the wall and since the app was opened."""
        self.do("advance", ms=round(by.total_seconds() * 1000))

    def append(
        self,
        kind: str,
        clear: Mapping[str, Any],
        private: Mapping[str, Any] | None = None,
        photographs: Sequence[Path] = (),
    ) -> dict[str, Any]:
        """Sign and seal one entry with its photographs, as taken by the app's camera."""
        media = [
            {
                "path": str(path),
                "type": "image/jpeg",
                "name": path.name,
                "w": 1280,
                "h": 960,
                "source": "camera",
            }
            for path in photographs
        ]
        entry: dict[str, Any] = self.do("append", type=kind, clear=clear, private=private or {}, media=media)
        return entry

    def new_id(self) -> str:
        return str(self.do("id"))
