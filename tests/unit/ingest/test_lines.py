"""Physical lines, however long the file makes them."""

import io
import tracemalloc

import pytest

from ironriver.ingest.lines import BLOCK_BYTES, Line, read_lines


def lines(data, **options):
    return list(read_lines(io.BytesIO(data), **options))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"a\n", [Line(1, b"a")]),
        (b"a", [Line(1, b"a", ended=False)]),
        (b"a\r\nb\r\n", [Line(1, b"a"), Line(2, b"b")]),
        (b"\n\nc\n", [Line(1, b""), Line(2, b""), Line(3, b"c")]),
        (b"a\rb\n", [Line(1, b"a\rb")]),
    ],
)
def test_lines_are_counted_from_one(data, expected):
    assert lines(data) == expected


def test_a_line_over_the_limit_is_skipped_and_the_next_one_kept():
    assert lines(b"x" * 20 + b"\nok\n", most_bytes=10) == [Line(1, None), Line(2, b"ok")]


def test_a_last_line_over_the_limit_is_told_too():
    assert lines(b"ok\n" + b"x" * 20, most_bytes=10) == [Line(1, b"ok"), Line(2, None, ended=False)]


@pytest.mark.parametrize("length", [BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES])
def test_lines_across_blocks_stay_whole(length):
    data = b"y" * length + b"\nz\n"
    assert [len(line.data) for line in lines(data)] == [length, 1]


class Endless(io.RawIOBase):
    """Two gigabytes of one letter, then a line feed and a short line, without holding them."""

    def __init__(self, size):
        self.left = size
        self.tail = b"\nlast\n"

    def read(self, size=-1):
        if self.left:
            take = min(size, self.left)
            self.left -= take
            return b"x" * take
        tail, self.tail = self.tail[:size], self.tail[size:]
        return tail


def test_a_line_of_two_gigabytes_takes_no_memory():
    tracemalloc.start()
    found = list(read_lines(Endless(2_000_000_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [Line(1, None), Line(2, b"last")]
    assert peak < 8_000_000
