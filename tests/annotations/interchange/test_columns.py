"""What the database writes is what Python would write."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotations.interchange.columns import Moment, Uid
from annotations.interchange.rows import moment
from newsreader.models import Project

MOMENTS = st.datetimes(
    datetime(1970, 1, 1),
    datetime(2999, 12, 31),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5.5))]),
)


class Columns(TestCase):
    @given(uid=st.uuids(), when=MOMENTS | MOMENTS.map(lambda when: when.replace(microsecond=0)))
    def test_uids_and_moments(self, uid: UUID, when: datetime) -> None:
        project = Project.objects.create(slug="brücke", name="Brücke", uid=uid, created_at=when)
        row = Project.objects.filter(pk=project.pk).values_list(Uid("uid"), Moment("created_at"))
        assert row.get() == (str(uid), moment(when))
