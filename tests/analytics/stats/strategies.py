"""What hypothesis draws for more than one file."""

from hypothesis import strategies as st

levels = st.floats(0.5, 0.999)
inner_shares = st.floats(0.001, 0.999)


@st.composite
def counts(draw: st.DrawFn, most: int = 10**4, least: int = 1) -> tuple[int, int]:
    """(satisfied, n)"""
    n = draw(st.integers(least, most))
    return draw(st.integers(0, n)), n
