"""What an index is called in the database: its table, and the rows whose words it holds."""

from typing import NamedTuple


class Names(NamedTuple):
    """`rows` is the table of what is found by its words, `noun` what one of these rows is."""

    table: str
    noun: str
    rows: str


ARTICLES = Names("newsreader_search", "article", "newsreader_article")
