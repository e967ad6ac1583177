"""Any JSON values, and their text as it comes in pieces."""

from collections.abc import Iterator

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", 'q"\\', "ő"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def chunked(text: str, size: int) -> Iterator[bytes]:
    content = text.encode()
    return (content[start : start + size] for start in range(0, len(content), size))
