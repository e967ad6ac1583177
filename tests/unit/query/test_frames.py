import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from opencollections.query.frames import FrameKind, FrameReader, Message, frame, header, received, send_all

MESSAGES = st.lists(st.tuples(st.sampled_from(FrameKind), st.binary(max_size=300)), max_size=5)


def joined(messages: Iterable[Message]) -> list[Message]:
    """Put the parts of results together that follow each other: where they are cut means nothing."""
    together: list[Message] = []
    for kind, payload in messages:
        if kind is FrameKind.DATA and together and together[-1][0] is kind:
            together[-1] = kind, together[-1][1] + payload
        elif payload or kind is not FrameKind.DATA:
            together.append((kind, payload))
    return together


@given(MESSAGES, st.integers(min_value=1, max_value=50))
def test_messages_arrive_whole_however_their_bytes_are_cut(
    messages: list[tuple[FrameKind, bytes]], step: int
) -> None:
    stream = b"".join(frame(kind, payload) for kind, payload in messages)
    reader = FrameReader()
    pieces = (stream[start : start + step] for start in range(0, len(stream), step))
    read = [message for piece in pieces for message in reader.feed(piece)]
    assert joined(read) == joined(messages)


def test_pieces_are_sent_in_their_order_however_little_room_there_is() -> None:
    pieces = [bytes([number]) * 100_000 for number in range(20)]
    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor(1) as other:
        sending = other.submit(send_all, theirs, [header(FrameKind.QUERY, 2_000_000), *pieces])
        assert received(ours.makefile("rb")) == (FrameKind.QUERY, b"".join(pieces))
        sending.result()


def test_a_message_that_is_cut_off_is_none() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frame(FrameKind.QUERY, b"ASK {}") + frame(FrameKind.QUERY, b"SELECT")[:-1])
        theirs.shutdown(socket.SHUT_WR)
        incoming = ours.makefile("rb")
        assert received(incoming) == (FrameKind.QUERY, b"ASK {}")
        assert received(incoming) is None
