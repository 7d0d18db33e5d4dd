"""Who may bring a state back, for the kinds that a role may add or edit."""

from collections.abc import Callable

from newsreader import access
from newsreader.access import Action
from newsreader.changes import State
from newsreader.models import Membership


def may_put(add: Action, edit: Action) -> Callable[[Membership, State | None, State | None], bool]:
    """What is not there is added, what is there is changed. Whether it may go is decided by the action that
    is taken back (access.may_undo)."""

    def may(member: Membership, now: State | None, wanted: State | None) -> bool:
        if wanted is None or now == wanted:
            return True
        return access.may(member, add if now is None else edit)

    return may
