"""`make bench`: how quick Wortlaut is, on both databases, measured against a real `manage.py serve`.

A module of this package is a benchmark when it is named in MODULES. It offers

    def figures(installation: Installation) -> Iterator[Figure]

and is handed an installation of its own (installation.py) with a study (study.py) of one of the corpora
(corpus.py). No test is timed: a figure depends on the machine, and the report says on which.
"""

MODULES = ("pages", "browser", "serving", "export", "importing", "quotes")
"""In the order of the report; `beside` is always run."""

OF_LARGE = ("coding",)
"""What is measured in the large study, and nowhere else."""
