"""A page of the documentation, read as what a reader would do with it: files to keep, commands to run, their output."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# A block that is a file stands after a paragraph that ends with the file's name: "... `data/events.csv`:"
BLOCK = re.compile(
    r"(?:`(?P<name>[\w./-]*\w)`[^`\n]*:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
STATUS = re.compile(r" +# exit (\d)\b")


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    name: str
    """Under which a reader keeps it; empty for what is run, or shown as output."""
    language: str
    text: str


def sections(page: Path) -> dict[str, list[Block]]:
    """Return the blocks under each heading of the second level; those before the first under the empty one."""
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {
        heading: [Block(block["name"] or "", block["language"], block["text"]) for block in BLOCK.finditer(text)]
        for heading, text in zip(["", *parts[1::2]], parts[0::2], strict=True)
    }
    assert sum(map(len, found.values())) * 2 == page.read_text(encoding="utf-8").count("\n```")
    return found


class Reader:
    """Somebody who does what the page says, in a folder of their own."""

    def __init__(self, folder: Path, given: list[Block], node_modules: Path | None = None, node: str = "") -> None:
        self.folder = folder / "project"
        self.tools = folder / "tools"
        self.node_modules = node_modules
        self.folder.mkdir()
        self.tools.mkdir()
        python = f'exec "{sys.executable}"'
        self._tool("python", f'{python} "$@"')
        self._tool("mali-minusma", f'{python} -m mali_minusma "$@"')
        self._tool("frictionless", f'{python} -m frictionless "$@"')
        # What the page installs is here already: the stand-ins for installers take the words of the page and no others.
        self._tool("pip", '[ "$*" = "install mali-minusma" ]')
        self._tool("npm", '[ "$*" = "install ajv ajv-formats" ]')
        self._tool("node", f'exec "{node}" "$@"')
        for block in given:
            self.keep(block)

    def _tool(self, name: str, command: str) -> None:
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        path.chmod(0o755)

    def keep(self, block: Block) -> None:
        """Write a block to the file that it is named after."""
        path = self.folder / block.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def follow(self, blocks: list[Block]) -> None:
        """Do what the blocks say, one after the other; refuse a status or an output that they don't name."""
        output = ""
        for block in blocks:
            if block.name:
                self.keep(block)
            elif block.language == "text":
                told = f"the page says\n{block.text}\nbut it is\n{output}"
                assert doctest.OutputChecker().check_output(block.text, output, doctest.ELLIPSIS), told
            elif block.language == "python":
                output = self.call([sys.executable, "-W", "error::DeprecationWarning", "-c", block.text])
            else:
                assert block.language == "sh", f"nobody keeps or runs this block:\n{block.text}"
                output = "".join(self.shell(line) for line in block.text.splitlines())

    def shell(self, line: str) -> str:
        """Run a line as the reader's shell would; the comment `# exit 1` names another status than 0."""
        if line.startswith("npm ") and self.node_modules is not None:
            (self.folder / "node_modules").symlink_to(self.node_modules)
        found = STATUS.search(line)
        return self.call(["bash", "-e", "-o", "pipefail", "-c", line], status=int(found[1]) if found else 0)

    def call(self, command: list[str], status: int = 0) -> str:
        """Run a command in the folder and return its output."""
        path = os.pathsep.join([str(self.tools), os.environ["PATH"]])
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder,
            env={**os.environ, "PATH": path},
        )
        told = f"exit {done.returncode}, not {status}: {command[-1]}\n{done.stdout}{done.stderr}"
        assert done.returncode == status, told
        assert "Traceback" not in done.stderr or "mali-minusma" not in command[-1], told
        return done.stdout
