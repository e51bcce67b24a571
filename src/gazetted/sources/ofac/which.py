"""Which of OFAC's two lists a file belongs to, where the format does not say it."""

from __future__ import annotations

from collections.abc import Collection

from gazetted.sources.ofac.remarks import recognition


def which_list(name: str, numbers: Collection[int], programmes: Collection[str] = ()) -> str:
    """The list's key, from entry numbers and programme tags, and as the last resort from the file's name.

    Args:
        name: the file's name.
        numbers: entry numbers at the file's beginning.
        programmes: programme tags there.

    >>> which_list("list.csv", [36, 173]), which_list("list.csv", [20100], ["CMIC-EO13959"])
    ('us.sdn', 'us.cons')
    """
    known = recognition()
    lowest, tags = int(known["lowest_cons"]), frozenset(known["cons_only"])
    if any(number < lowest for number in numbers):
        return "us.sdn"
    if name.lower().startswith(("cons", "non-sdn", "nonsdn")):
        return "us.cons"
    if tags.intersection(programmes):
        return "us.cons"
    if name.lower().startswith(("sdn", "add.", "alt.")):
        return "us.sdn"
    # a file of the SDN list begins with the low numbers that the other list does not have
    return "us.cons" if len(numbers) >= int(known["enough"]) else "us.sdn"
