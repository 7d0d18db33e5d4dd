"""How long a start would have taken on a machine with nothing else to do.

What others do there makes it longer in two ways, and the load average tells of neither in time: the processes
stand in line for a processor, and a processor whose twin is busy is slower.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

import psutil

WORK = 200_000
PROCESSES = Path("/proc")
QUIET = 0.014  # seconds that this work takes on the machine of docs/performance.md when nobody else uses it


def processes_per_processor() -> float:
    """At least one: where others wait for the processors, everything takes as much longer as they wait."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def slowness() -> float:
    """How many times as long as on a quiet machine a processor takes for the same work now, at least one."""
    begin = time.process_time()
    sum(n * n % 7 for n in range(WORK))
    return max(1.0, (time.process_time() - begin) / QUIET)


def without_line(seconds: float, process: psutil.Process) -> float:
    """Of the seconds for which it has run, those in which it and what it has started had to wait for nobody
    who had the processors."""
    # Those below it wait at the same time: only the one that waited longest counts.
    below = [_waited(child.pid) for child in process.children(recursive=True)]
    waited = _waited(process.pid) + max(below, default=0.0)
    return max(0.0, seconds - waited) if waited else seconds / processes_per_processor()


def _waited(pid: int) -> float:
    """Seconds in line, of the thread that waited longest: they wait at the same time. Zero where the system
    does not count them."""
    seconds = 0.0
    for path in PROCESSES.glob(f"{pid}/task/*/schedstat"):
        with suppress(OSError):  # a thread that has just ended
            seconds = max(seconds, int(path.read_text().split()[1]) / 1e9)
    return seconds
