"""Run one command and tell what it took: `python -I -S benchmarks/launch.py FOLDER COMMAND...`.

A process inherits the memory that its parent holds at the fork as the most it ever held, so what measures must be
small: this program imports next to nothing, and is itself a fresh process. It waits also for processes that the command
leaves behind (a Java machine that Spark started), so that their seconds of the processor are counted. What the command
writes goes to files in the folder; printed is a line of JSON: seconds of the clock from start to exit, seconds of the
processor of all its processes, the most MiB that one of them held, and its exit status. Linux only.
"""

import ctypes
import os
import resource
import sys
import time

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


def main(folder: str, command: list[str]) -> None:
    """Run the command, wait, and print what it took."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    files = [
        (os.POSIX_SPAWN_OPEN, number, f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number, name in ((1, "output"), (2, "errors"))
    ]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=files)
    _, status = os.waitpid(process, 0)
    seconds = time.perf_counter() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = os.waitstatus_to_exitcode(status)
    print(f"[{seconds:.4f}, {used.ru_utime + used.ru_stime:.4f}, {used.ru_maxrss / 1024:.1f}, {code}]")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
