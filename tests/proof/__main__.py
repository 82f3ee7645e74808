"""Run the proof and write the page: `python -m tests.proof`, in a checkout with the extra `test` installed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.node import install_ajv
from tests.proof.judge import prove
from tests.proof.matrix import matrix
from tests.proof.published import FOLDER, published
from tests.proof.validators import validators


def main() -> int:
    """Write the files that differ; exit 1 if the proof fails, with what speaks against which validator."""
    with tempfile.TemporaryDirectory() as folder:
        given = prove(validators(install_ajv(Path(folder))))
    try:
        files = published(matrix(given))
    except AssertionError as error:
        print(error, file=sys.stderr)
        return 1
    for name, text in files.items():
        path = FOLDER / name
        if not path.is_file() or path.read_bytes() != text.encode():
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote docs/{name}")
    print("every constraint is enforced where it is claimed, but for the known faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())
