"""A file of opening balances: each line is judged, and each fault names its line, its column and the mend."""

import pytest

from connector.usecases.opening_balances import BadRows, Balance, Holder, Known, judge, read
from tests.building import NOW, at

ANNA, BERT, NEW = Holder(1, 7), Holder(1, 8), Holder(1, None, 1, "12")
KNOWN = Known(
    {"7": [ANNA], "8": [BERT], "anna@example.org": [ANNA], "two@example.org": [ANNA, BERT], "shop:12": [NEW]},
    ["shop"],
    {1: "Europe/Berlin"},
)


def judged(text: str) -> list[Balance]:
    return judge(read("old.csv", text.encode()), KNOWN, NOW)


def said(text: str | bytes) -> list[str]:
    with pytest.raises(BadRows) as caught:
        judge(read("old.csv", text if isinstance(text, bytes) else text.encode()), KNOWN, NOW)
    return str(caught.value).split("\n")


def test_members_are_named_in_three_ways_and_what_is_left_out_is_as_usual() -> None:
    found = judged("member,points,expires,reason\n8,120,,\nanna@example.org,5,2026-03-31,from Smile\nshop:12,1\n")

    assert found == [
        Balance(2, BERT, 120, None, "opening balance"),
        Balance(3, ANNA, 5, at(30, 10), "from Smile"),  # midnight in Berlin, in summer time
        Balance(4, NEW, 1, None, "opening balance"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfmember,points\n7,5\n",
        b"member;points\r\n7;5\r\n",
        b" Points , MEMBER\n5, 7\n\n",
        b'"member","points"\n"7","5"\n',
    ],
)
def test_commas_semicolons_quotes_and_a_byte_order_mark_are_read(content: bytes) -> None:
    assert judge(read("old.csv", content), KNOWN, NOW) == [Balance(2, ANNA, 5, None, "opening balance")]


def test_the_same_content_is_the_same_batch_however_its_lines_end() -> None:
    one, same, other = (
        read("f", text) for text in (b"member,points\n7,5\n", b"member,points\r\n7,5", b"member,points\n7,6")
    )

    assert one.batch == same.batch != other.batch
    assert len(one.batch) == 12


def test_a_line_counts_from_where_it_begins() -> None:
    assert said('member,points,reason\n7,5,"two\nlines"\n\n9,5,x') == [
        "old.csv:5: member: no member '9'; give a member's number, an e-mail address, or store:customer"
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("9,5", "member: no member '9'; give a member's number"),
        (",5", "member: nobody is named; give a member's number"),
        ("shpo:1,5", "member: there is no store 'shpo'; did you mean \"shop\"?"),
        (
            "two@example.org,5",
            "member: several members have the address 'two@example.org'; give one of their numbers: 7, 8",
        ),
        ("7,", "points: '' is not a whole number; write digits alone, for example 1200"),
        ("7,1.5", "points: '1.5' is not a whole number"),
        ("7,٣", "points: '٣' is not a whole number"),
        ("7,0", "points: 0 is less than 1; leave out members who have no points"),
        ("7,-3", "points: -3 is less than 1"),
        ("7,1000000001", "points: too many points; at most 1000000000 can be given"),
        (f"7,{'9' * 5000}", "points: too many points"),
        ("7,5,31.12.2026", "expires: '31.12.2026' is not a date; write it as 2026-12-31, or leave it out"),
        ("7,5,2026-02-30", "expires: '2026-02-30' is not a date"),
        ("7,5,9999-12-31", "expires: '9999-12-31' is not a date"),
        ("7,5,2026-02-28", "expires: 2026-02-28 is in the past; leave out points that are gone"),
        (f"7,5,,{'x' * 201}", "reason: longer than 200 characters; say it shorter"),
        ("7,5,,x,y", "5 cells where there are 4 columns; put text that holds the separator in double quotes"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_how_to_mend_it(row: str, fault: str) -> None:
    (line,) = said(f"member,points,expires,reason\n{row}\n")

    assert line.startswith(f"old.csv:2: {fault}")


def test_the_limits_themselves_are_good() -> None:
    points = [balance.points for balance in judged("member,points,expires\n7,1000000000,2026-03-01\n8,0001,")]

    assert points == [1_000_000_000, 1]


def test_a_member_is_named_once_under_whatever_name() -> None:
    assert said("member,points\nanna@example.org,5\n8,5\n7,6\n") == [
        "old.csv:4: member: the same member as in line 2; make one line of the two"
    ]


def test_every_fault_of_every_row_is_told() -> None:
    faults = said("member,points,expires\n9,x,soon\n7,5,\n8,0,\n8,5,,,\n")

    assert [fault.split(":")[1:3] for fault in faults] == [
        ["2", " member"],
        ["2", " points"],
        ["2", " expires"],
        ["4", " points"],
        ["5", " 5 cells where there are 3 columns; put text that holds the separator in double quotes"],
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "old.csv: the file is empty"),
        (b"member,points\n", "old.csv: there is no line below the names of the columns"),
        (b"member,point\n7,5\n", "old.csv:1: unknown column 'point'; did you mean \"points\"?"),
        (b"member\n7\n", "old.csv:1: points: the column is missing; a file is UTF-8 text"),
        (b"member,points,points\n7,5,5\n", "old.csv:1: points: the column is there twice"),
        (b"member\tpoints\n7\t5\n", "old.csv:1: unknown column"),
        (b"member,points\n7,5\nM\xfcller,5\n", "old.csv:3: not UTF-8; save it as CSV UTF-8"),
        (b"member,points\n7,\x00\n", "old.csv:2: not text; a file is UTF-8 text"),
        (b'member,points\n7,5\n"8,5\n', "old.csv:3: not CSV: unexpected end of data"),
    ],
)
def test_a_file_that_cannot_be_told_apart_says_what_it_should_be(content: bytes, fault: str) -> None:
    assert said(content)[0].startswith(fault)
