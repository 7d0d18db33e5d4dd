"""All is killed, again and again, while people code and files come in: what was acknowledged is there."""

import signal
from collections import defaultdict
from pathlib import Path
from statistics import median

from tests.faults.coders import Coders, check_whole, wait_for
from tests.faults.installation import PATIENCE, Installation, OwnPostgres
from tests.faults.quiet import slowness

ROUNDS, WRITES = 10, 2_000
IMPORTING = (2, 5, 8)  # rounds in which articles come in as well
SECONDS = 2.0
"""Half of the starts: 0.8 on a machine with nothing else to do, 2.1 seen amid five people's tests."""
AT_MOST = 30.0  # any start, so that a slow one in ten is seen


def news(folder: Path) -> Path:
    """Two hundred files to import."""
    folder.mkdir()
    for number in range(200):
        text = f"Meldung {number} über die Brücke\n\n„Das ist die {number}. Meldung“, sagte Änne Groß.\n" * 3
        (folder / f"{number}.txt").write_text(text)
    return folder


def test_what_was_acknowledged_survives_ten_kills(
    installation: Installation, server: OwnPostgres | None, tmp_path: Path
) -> None:
    folder = news(tmp_path / "news")
    importing = ("import_articles", str(folder), "--project", "meldungen", "--verbosity", "0")
    installation.start()
    installation.sign_in()
    coders = Coders(installation)
    seconds = defaultdict(list)  # until it served again, with and without a database that fell too
    slower = []
    for number in range(1, ROUNDS + 1):
        assert installation.process
        threads = coders.work()
        if number in IMPORTING:
            installation.manage(*importing, group=installation.process.pid)
        wait_for(threads, number * WRITES // ROUNDS, coders)
        database = server if number % 2 else None  # that it starts again takes most of the time
        if database:
            database.kill()
        installation.end(signal.SIGKILL)
        for thread in threads:
            thread.join()
        if database:
            database.start()
        check_whole(installation, coders)
        seconds[database is not None].append(installation.start())
        slower.append(slowness())
        assert installation.client().get(f"/p/{coders.slug}/articles/")[0] == 200, "the session is lost"
    said = f"it served after {dict(seconds)}, processors {slower} times slower"
    assert max(median(each) for each in seconds.values()) < SECONDS * median(slower), said
    assert max(max(each) for each in seconds.values()) < AT_MOST, said
    assert len(coders.acknowledged) >= WRITES
    # PostgreSQL goes a moment before the web server, which says so; a crowd of writers is told to wait.
    assert set(coders.refused) <= {503}

    again = installation.manage(*importing)
    assert again.wait(PATIENCE) == 0
    found = "SELECT count(*), count(DISTINCT a.filename) FROM newsreader_article a JOIN newsreader_project p"
    assert installation.rows(f"{found} ON p.id = a.project_id WHERE p.slug = 'meldungen'") == [(200, 200)]
    check_whole(installation, coders)
