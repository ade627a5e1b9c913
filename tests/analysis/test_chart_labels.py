"""Names beside nodes: none lies over another where names are kept apart."""

from hypothesis import given
from hypothesis import strategies as st

from policyloom.analysis.charts.labels import place_names, place_names_apart, width_of

SIZE, FRAME = 10.0, (400.0, 300.0)
NODES = st.lists(
    st.tuples(
        st.floats(0, 400), st.floats(0, 300), st.floats(1, 9), st.text("abc가나다 ", max_size=30)
    ),
    max_size=25,
)


def share(a, b):
    """Return which share of a name's box another covers."""
    (ax, ay, an), (bx, by, bn) = a, b
    wide = min(ax + an, bx + bn) - max(ax - an, bx - bn)
    high = SIZE * 1.24 - abs(ay - by)
    return max(0.0, wide) * max(0.0, high) / max(1.0, 2 * an * SIZE * 1.24)


@given(NODES)
def test_names_kept_apart_cover_at_most_a_tenth_of_one_another(nodes):
    found = place_names_apart(nodes, SIZE, FRAME)
    kept = [
        (*place, width_of(name, SIZE) / 2)
        for place, (_, _, _, name) in zip(found, nodes, strict=True)
        if place is not None
    ]
    for i, box in enumerate(kept):
        assert all(share(box, other) <= 0.1 + 0.02 for other in kept[:i])


@given(NODES)
def test_otherwise_every_name_has_a_place(nodes):
    assert len(place_names(nodes, SIZE, FRAME)) == len(nodes)


def test_the_first_of_two_names_at_one_node_is_kept():
    nodes = [(200.0, 150.0, 4.0, "공업정보화부" * 8)] * 12
    found = place_names_apart(nodes, SIZE, FRAME)
    assert found[0] is not None
    assert None in found
