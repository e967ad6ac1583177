import socket

from hypothesis import given
from hypothesis import strategies as st

from opencollections.query.frames import FrameKind, FrameReader, frame, received

MESSAGES = st.lists(st.tuples(st.sampled_from(FrameKind), st.binary(max_size=300)), max_size=5)


@given(MESSAGES, st.integers(min_value=1, max_value=50))
def test_messages_arrive_whole_however_their_bytes_are_cut(
    messages: list[tuple[FrameKind, bytes]], step: int
) -> None:
    stream = b"".join(frame(kind, payload) for kind, payload in messages)
    reader = FrameReader()
    pieces = (stream[start : start + step] for start in range(0, len(stream), step))
    assert [message for piece in pieces for message in reader.feed(piece)] == messages


def test_a_message_that_is_cut_off_is_none() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frame(FrameKind.QUERY, b"ASK {}") + frame(FrameKind.QUERY, b"SELECT")[:-1])
        theirs.shutdown(socket.SHUT_WR)
        assert received(ours) == (FrameKind.QUERY, b"ASK {}")
        assert received(ours) is None
