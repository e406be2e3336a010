"""Writing a study step by step, by the forms of the builder."""

STEPS = {
    "details": {"title", "about", "length", "reward", "meeting_link", "budget"},
    "audience": {"audience", "usernames", "places"},
    "times": {"hosting", "host", "colleagues", "step", "gap", "minimum_notice", "most_per_day", "horizon"},
}
USUAL = {
    "about": "How you find a crossing.",
    "length": "60",
    "reward": "60",
    "meeting_link": "https://meet.example/a",
    "audience": "specific",
    "usernames": "cleo.marchetti",
    "places": "2",
}


def begun(place, title="Buying a ferry ticket"):
    """Ada's browser on the first step of a new draft."""
    hands = place.as_(place.world.ada).open("/studies/new")
    return hands.send(hands.form(holds="title"), title=title)


def step(hands, name: str, then: str = "leave", **typed):
    """One step of the draft at hand, filled in and saved."""
    code = hands.url.split("/")[2]
    hands.open(f"/studies/{code}/edit/{name}")
    form = hands.form(holds="edited")
    return hands.send(form, event="save" if then == "on" else "save_and_leave", **typed)


def questions(hands, *asked: tuple):
    """The screener: of each question its words, an answer that fits, and one that does not."""
    hands.open(f"/studies/{hands.url.split('/')[2]}/edit/screener")
    typed = {}
    for number, (text, fits, fails) in enumerate(asked):
        form = hands.form(holds="edited")
        form.buttons[:] = [["change", "question", None, ""]]
        hands.send(form, button="change", **typed)
        typed |= {f"q{number}": text, f"q{number}a0": fits, f"q{number}a1": fails}
    return hands.send(hands.form(holds="edited"), event="save_and_leave", **typed)


def filled(hands, **changes):
    """Every step filled in and saved, as far as what is typed can be used."""
    typed = USUAL | changes
    for name, fields in STEPS.items():
        if step(hands, name, **{field: typed[field] for field in fields & set(typed)}).status != 200:
            break
    return hands
