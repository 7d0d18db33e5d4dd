"""Faults that come and go under a server that goes on: over HTTP, by several people at once."""

import json
import resource
import signal
import socket
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import psutil
import psycopg
import pytest

from tests.faults.coders import Coders, check_whole, wait_for
from tests.faults.installation import Client, Installation, OwnPostgres
from tests.faults.quiet import processes_per_processor

EIGHT = 8
Answer = tuple[int, Any, str]


@pytest.fixture(scope="module")
def served(installation: Installation) -> Installation:
    installation.start()
    installation.sign_in()
    return installation


@pytest.fixture
def coders(served: Installation) -> Coders:
    return Coders(served)


def page(coders: Coders) -> str:
    return f"/p/{coders.slug}/articles/{coders.articles[0]}/"


def mark(coders: Coders, uid: uuid.UUID, client: Client | None = None, **headers: str) -> Answer:
    said = {"uid": uid, "text_version": 1, "span": "0-9", "note": f"Nr. {uid}", "new_tag": "Brücke"}
    return (client or coders.installation.client()).post(f"{page(coders)}annotations/", said, **headers)


def at_once(work: Callable[[int], Answer]) -> list[Answer]:
    barrier = Barrier(EIGHT)

    def one(number: int) -> Answer:
        barrier.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(EIGHT) as pool:
        return list(pool.map(one, range(EIGHT)))


def stored(coders: Coders, uid: uuid.UUID) -> int:
    counted = f"SELECT count(*) FROM annotations_annotation WHERE note = 'Nr. {uid}'"
    return int(coders.installation.rows(counted)[0][0])


@contextmanager
def locked(installation: Installation) -> Iterator[None]:
    """As tests.faults.causes.held, in the installation's database."""
    if installation.database_url:
        other: Any = psycopg.connect(installation.database_url)
        tables = ", ".join(
            f'"{name}"'
            for (name,) in other.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        )
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
    else:
        other = sqlite3.connect(installation.home / "wortlaut.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_one_create_that_is_sent_eight_times_is_one_annotation(coders: Coders) -> None:
    uid = uuid.uuid4()
    answers = at_once(lambda _n: mark(coders, uid))
    assert {(status, headers["Location"]) for status, headers, _body in answers} == {
        (302, f"{page(coders)}#card-{uid}")
    }
    assert stored(coders, uid) == 1


def test_of_eight_editors_one_wins_and_seven_are_told(coders: Coders) -> None:
    uid = uuid.uuid4()
    mark(coders, uid)
    url = f"/p/{coders.slug}/annotations/{uid}/"
    clients = [coders.installation.client() for _ in range(EIGHT)]
    answers = at_once(lambda n: clients[n].post(url, {"version": 1, "note": f"von {n}"}))
    assert sorted(status for status, _headers, _body in answers) == [302] + [409] * 7


def test_a_create_succeeds_while_an_export_streams_and_the_file_is_of_one_moment(coders: Coders) -> None:
    slow = coders.installation.client()
    slow.connection.connect()
    # So little that the server has to wait for the reader.
    slow.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    url = f"/p/{coders.slug}/export/annotations.json?content=texts"
    slow.connection.request("GET", url, headers=slow.headers)
    answer = slow.connection.getresponse()
    begun = answer.read(100)
    uid = uuid.uuid4()
    assert mark(coders, uid)[0] == 302
    found = json.loads(begun + answer.read())
    assert len(found["annotations"]) == found["counts"]["annotations"] > 0
    assert str(uid) not in json.dumps(found)
    assert str(uid) in coders.installation.client().get(url)[2]


def test_while_eight_wait_for_a_lock_pages_are_there_and_nothing_is_lost(coders: Coders) -> None:
    uids = [uuid.uuid4() for _ in range(EIGHT)]
    client, reader = coders.installation.client(), coders.installation.client()
    slowest = 0.0
    with locked(coders.installation), ThreadPoolExecutor(EIGHT) as pool:
        begin = time.monotonic()
        sent = [pool.submit(mark, coders, uid, None, **{"HX-Request": "true"}) for uid in uids]
        time.sleep(0.1)
        while not all(each.done() for each in sent):
            asked = time.monotonic()
            assert reader.get(page(coders))[0] == 200
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.05)
        waited = time.monotonic() - begin
        assert client.get("/healthz")[0] == (200 if coders.installation.database_url else 503)
    for status, headers, body in (each.result() for each in sent):
        assert status == 503
        assert headers["Retry-After"] == "2"
        assert body.startswith("The database is busy with something else. Nothing was saved.")
    assert slowest < processes_per_processor()
    assert 4 < waited < 10 * processes_per_processor(), "a write is patient, but not for ever"
    assert [mark(coders, uid)[0] for uid in uids] == [302] * EIGHT
    assert [stored(coders, uid) for uid in uids] == [1] * EIGHT
    assert client.get("/healthz")[:1] == (200,)


def test_what_fails_comes_back_by_itself(coders: Coders, server: OwnPostgres | None) -> None:
    if server:
        postgresql_dies_and_comes_back(coders, server)
    else:
        the_disk_takes_no_more_for_a_while(coders)


def the_disk_takes_no_more_for_a_while(coders: Coders) -> None:
    """The system refuses the server every byte that it writes to a file (EFBIG, which is not ENOSPC)."""
    uid = uuid.uuid4()
    client = coders.installation.client()
    with no_file_is_written(coders.installation):
        status, headers, body = mark(coders, uid, client)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "Nothing was saved." in body
        assert client.get(page(coders))[0] == 200
        assert stored(coders, uid) == 0
    assert mark(coders, uid, client)[0] == 302
    assert stored(coders, uid) == 1
    check_whole(coders.installation, coders)


@contextmanager
def no_file_is_written(installation: Installation) -> Iterator[None]:
    assert installation.process
    server = psutil.Process(installation.process.pid)
    processes = [server, *server.children(recursive=True)]
    for process in processes:
        process.rlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for process in processes:
            process.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def postgresql_dies_and_comes_back(coders: Coders, server: OwnPostgres) -> None:
    uid = uuid.uuid4()
    client = coders.installation.client()
    assert client.get(page(coders))[0] == 200
    server.kill()
    status, headers, body = mark(coders, uid, client, **{"HX-Request": "true"})
    assert (status, headers["Retry-After"]) == (503, "5")
    assert body.startswith("The database does not answer.")
    status, _headers, body = client.get(page(coders))
    assert (status, "Load the page again" in body) == (503, True)
    status, _headers, body = client.get("/healthz")
    assert (status, json.loads(body)["causes"].keys()) == (503, {"database"})
    server.start()
    assert client.get("/healthz")[0] == 200
    assert client.get(page(coders))[0] == 200, "every thread connects anew by itself"
    assert mark(coders, uid, client)[0] == 302
    assert stored(coders, uid) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_amid_writes_each_is_finished_or_not_at_all(coders: Coders, number: signal.Signals) -> None:
    installation = coders.installation
    threads = coders.work()
    wait_for(threads, 20, coders)
    installation.end(number)
    for thread in threads:
        thread.join()
    assert set(coders.refused) <= {503}
    check_whole(installation, coders)
    installation.start()
