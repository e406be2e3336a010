"""What the tests' apps share, to be quick, is what a real app makes for itself (tests/views/app.py)."""

from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter

from tests.views.app import Routes


def _value(converter):
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 7 if isinstance(converter, NumberConverter) else "a b"


def test_a_route_that_was_compiled_before_builds_what_a_new_one_builds(place):
    rules = list(place.app.url_map.iter_rules())
    assert all(isinstance(rule, Routes) for rule in rules)
    for rule in rules:
        values = {name: _value(one) for name, one in rule._converters.items()}
        new = [Rule._compile_builder(rule, more)(rule, **values) for more in (False, True)]
        assert [rule._build(**values), rule._build_unknown(**values)] == new, rule
