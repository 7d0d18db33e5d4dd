"""The article list narrowed to articles with open suggestions."""

from typing import ClassVar

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from newsreader import listing
from newsreader.listing import Articles, Cleaned, Pool, Sql
from newsreader.models import Membership

from .showing import look_of, shown_to


class SuggestionFacet(listing.OptionFacet):
    """What is open is what the member is shown. A project that no detector has read offers nothing."""

    names = ("suggestions",)
    legend = _("Suggestions")
    options: ClassVar = {"yes": _("open suggestions"), "no": _("no open suggestions")}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["suggestions"]:
            return articles
        some = Exists(shown_to(member).filter(article=OuterRef("pk")))
        return articles.filter(some if cleaned["suggestions"] == "yes" else ~some)

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql | None:
        look = look_of(member)
        if not (look.is_shown and look.is_read):
            return None
        # A condition more on its last WHERE makes it look at one article, up to the first that is open.
        inner, params = shown_to(member, look).order_by().values("pk").query.sql_with_params()
        here = f"{inner} AND annotations_suggestion.article_id = pool.id"
        return listing.one(Sql(f"FROM {pool.rows} pool WHERE EXISTS ({here})", tuple(params)))
