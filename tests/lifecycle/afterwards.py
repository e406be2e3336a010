"""What follows once a conversation is over: reports and what deciding them does, the money, the study."""

from lifecycle.attempt import By
from lifecycle.together import Move, together
from tests.lifecycle import world as small
from tests.lifecycle.consequences import Broken, each_payout, edge, fire_session, place
from tests.lifecycle.rows import ADA, END, OWNER
from tests.lifecycle.world import PRICE, World


def decide(world: World, event: str, by: By) -> World | None:
    """A move of the report, with the money it holds and the absence it is about."""
    target = edge("report", small.report(world), event, by, END)
    if target is None:
        return None
    world = world._replace(report=target, was_appealed=world.was_appealed or event == "appeal")
    if event == "appeal":
        return each_payout(world, "hold", OWNER, ("due", "failed"))
    if target == "dismissed":
        world = each_payout(world, "free", by, ("on_hold",))
        if world.about_dispute and world.session == world.participant == "no_show":
            after = fire_session(world, "overturn", by, reason="dispute_dismissed")
            if after is None and by.role == "operator":
                raise Broken("the dismissal of a dispute overturns the absence, and that is refused")
            return after or world
    return world


def pay(world: World, purpose: str, state: str, event: str, by: By) -> World | None:
    """A move of some money; what is paid or written off is no longer looked at."""
    row = small.payout(world, purpose, state)
    target = edge("payout", row, event, by, world.at, reason="wrong_completed", proof="bank 17")
    if target is None:
        return None
    rest = [one for one in world.payouts if one != (purpose, state)]
    still_owed = [(purpose, target)] if target not in ("paid", "void") else []
    return world._replace(payouts=tuple(sorted(rest + still_owed)))


def fire_study(world: World, event: str) -> World | None:
    """A move of the study; closing and canceling give every open place up, canceling also what lies ahead."""
    target = edge("study", small.study(world), event, ADA, world.at, reason="other")
    if target is None:
        return None
    if event == "cancel" and world.live:
        world = fire_session(world, "cancel", ADA, reason="no_longer_needed")
        if world is None:
            raise Broken("a conversation that lies ahead can not be canceled with its study")
    world = world._replace(study=target)
    if target in ("closed", "canceled"):
        open_places = world.places - world.taken
        world = world._replace(places=world.taken, reserved=world.reserved - PRICE * open_places)
    return world


def somebody_else(world: World) -> World:
    """Somebody else takes an open place and holds the conversation."""
    world = place(world, together(Move("book", "", "scheduled", "contributor")))
    return place(world, together(Move("complete", "in_progress", "completed", "clock")))
