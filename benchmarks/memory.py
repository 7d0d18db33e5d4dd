"""The memory of a process and all below it, in MiB (Linux only).

PSS counts a page that several processes share once. The peak is of the resident set, process by process,
since it was last forgotten.
"""

from pathlib import Path


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in tree(int(child)))]


def pss(pid: int) -> float:
    return _field(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def forget_peaks(pids: list[int]) -> None:
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak(pids: list[int]) -> float:
    return sum(_field(Path(f"/proc/{pid}/status"), "VmHWM:") for pid in pids)


def _field(path: Path, name: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"this kernel tells no {name}")
