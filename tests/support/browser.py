"""A real browser, driven over its DevTools pipe: nothing has to be installed beside it.

Protocol: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self

FRAMES = """
new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))
"""
"""A script that ends when what was changed before is shown."""


def program() -> str | None:
    """Return the path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("google-chrome")


class Browser:
    """A browser with one page, driven over a pipe.

    Args:
        folder: Where it keeps its profile.
    """

    def __init__(self, folder: Path) -> None:
        (read, self._write), (self._read, write) = os.pipe(), os.pipe()
        words = [
            program() or "",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-pipe",
        ]
        words += ["--window-size=1200,900", f"--user-data-dir={folder}", "about:blank"]
        # The browser reads messages from descriptor 3, and writes them to 4.
        shell = ["bash", "-c", f'exec "$@" 3<&{read} 4>&{write}', "bash", *words]
        self._process = subprocess.Popen(
            shell, pass_fds=(read, write), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.close(read)
        os.close(write)
        self._number = 0
        self._rest = b""
        self._events: list[dict[str, Any]] = []
        self._session: dict[str, str] = {}
        (page,) = (
            one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"
        )
        attached = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        self.call("Page.enable")
        self.call("Performance.enable", timeDomain="threadTicks")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command.

        Raises:
            RuntimeError: the browser ended, or answered with an error.
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                found: dict[str, Any] = answer["result"]
                return found
            self._events.append(answer)

    def wait(self, event: str) -> None:
        """Wait for an event that was not waited for before."""
        while not any(one.get("method") == event for one in self._events):
            self._events.append(self._next())
        self._events.clear()

    def evaluate(self, script: str) -> Any:
        """Return the value of a script in the page; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def busy(self) -> float:
        """Return how many milliseconds the main thread of the page worked since its navigation."""
        found = self.call("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

    def press(self, key: str) -> None:
        """Press and release one key."""
        text = {"text": key} if len(key) == 1 else {}  # other keys write nothing
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            chunk = os.read(self._read, 1 << 16)
            if not chunk:
                raise RuntimeError("the browser ended")
            self._rest += chunk
        one, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message

    def open(self, page: Path) -> None:
        """Show a page, and wait until it is loaded and shown."""
        self.call("Page.navigate", url=page.as_uri())
        self.wait("Page.loadEventFired")
        self.evaluate(FRAMES)

    def wait_for(self, script: str) -> None:
        """Wait until a script is true, some seconds at most.

        Raises:
            RuntimeError: it never was.
        """
        self.evaluate(
            "new Promise((done, fail) => { let left = 999; const wait = setInterval(() => {"
            f" if ({script}) {{ clearInterval(wait); done(); }}"
            " else if (!--left) { clearInterval(wait); fail(new Error('never true')); } }, 20); })"
        )
