"""Several deeds at the same moment, each on a connection of its own."""

import threading

from django.db import connection

from articles import workflow
from articles.models import Article

ROUNDS = 10
LONGEST = 30  # seconds for a deed, SQLite's timeout and PostgreSQL's search for deadlocks included


def at_once(*deeds):
    """Do all of them at the same moment; returns for each what it returned or raised."""
    barrier = threading.Barrier(len(deeds))
    results = [TimeoutError("not done in time")] * len(deeds)

    def do(number, deed):
        try:
            connection.ensure_connection()
            barrier.wait(10)
            results[number] = deed()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=numbered, daemon=True) for numbered in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    return results


def one_won(results, names, done):
    """One deed was done and the other refused with a sentence that names the faster; returns the winner."""
    failed = [isinstance(result, Exception) for result in results]
    assert sorted(failed) == [False, True], results
    winner, loser = (0, 1) if failed[1] else (1, 0)
    assert type(results[loser]) is workflow.Conflict, results[loser]
    assert str(results[loser]).startswith(f"{names[winner]} {done} "), results[loser]
    assert "Nothing was done" in str(results[loser])
    return winner


def copies(article):
    """The story as two people opened it."""
    return [Article.objects.get(pk=article.pk) for _person in range(2)]
