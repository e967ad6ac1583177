"""Check digits of numbers that python-stdnum has no module for."""


def iswc(value: str) -> bool:
    """Check T and ten digits: 1 and each digit by its place add up to a multiple of ten (ISO 15707)."""
    digits = [int(digit) for digit in value[1:]]
    total = 1 + sum(place * digit for place, digit in enumerate(digits[:-1], start=1))
    return (total + digits[-1]) % 10 == 0


def eidr(value: str) -> bool:
    """Check 20 hexadecimal digits and one character by ISO 7064, mod 37,36."""
    from stdnum.iso7064 import mod_37_36  # noqa: PLC0415 - loaded when the first one is met

    return bool(mod_37_36.is_valid(value.partition("/")[2].replace("-", "")))


def gnd(value: str) -> bool:
    """Check by weights from 2 upwards from the right, mod 11; X is ten.

    Numbers with a hyphen (corporate bodies, subjects) count their remainder the other way round.
    """
    body, check = value[:-1].rstrip("-"), value[-1]
    total = sum(weight * int(digit) for weight, digit in enumerate(reversed(body), start=2)) % 11
    wanted = total if "-" in value else (11 - total) % 11
    return check == ("X" if wanted == 10 else str(wanted))
