"""Work for all processors, in processes of their own, with answers in the order of the questions.

Processes are started afresh (spawn), never forked: a forked one would hold our database connection, and
whoever calls may have threads. They load pure modules only.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

MOST = 4
"""Processes at most: beyond them the one that stores cannot keep up."""
AHEAD = 10
"""Questions under way for each process: enough to go on with while a batch is stored, and bounded, so that
memory stays flat."""

Label = TypeVar("Label")
Question = TypeVar("Question")
Answer = TypeVar("Answer")


class WorkerLost(Exception):
    """A process was ended from outside; the system does that when memory runs out."""


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def in_order(
    work: Callable[[Question], Answer],
    questions: Iterable[tuple[Label, Question]],
    meanwhile: Iterable[tuple[Label, Answer]] = (),
) -> Iterator[tuple[Label, Answer]]:
    """The answers to the questions, worked out by other processes, each with its question's label.

    `meanwhile` comes first: it is taken while they start. `work` and all that it needs can be pickled, labels
    need not. Where no process can be had, this one does the work. Raises WorkerLost.
    """
    rest = iter(questions)
    count = min(processors(), MOST)
    executor = _executor(count) if count > 1 else None
    if executor is None:
        yield from meanwhile
        yield from ((label, work(question)) for label, question in rest)
        return
    waiting: deque[tuple[Label, Future[Answer]]] = deque()

    def fill() -> None:
        for label, question in islice(rest, count * AHEAD - len(waiting)):
            with _deaf_to_interrupts():
                waiting.append((label, executor.submit(work, question)))

    try:
        fill()
        yield from meanwhile
        while waiting:
            label, future = waiting.popleft()
            answer = future.result()
            fill()
            yield label, answer
    except BrokenProcessPool as error:
        raise WorkerLost from error
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _executor(count: int) -> ProcessPoolExecutor | None:
    try:
        return ProcessPoolExecutor(count, get_context("spawn"), _begin)
    except (ImportError, NotImplementedError, OSError):  # a machine without semaphores
        return None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that begin here never see Ctrl-C, which a terminal sends to all: ours ends them. One that
    comes in between waits until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In each process: it does not outlive the one that asked, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
    os._exit(1)
