"""How many of the duplicates in a simulated list are found, and how many pairs that are shown are none.

    python prove/duplicates.py [CUSTOMERS]

Makes a list with 5% duplicates in a home of its own: the second record is written as another system would write it
(other script, other order, capitals, full width, telephone with or without its country, a slip of the finger, an
address missing or new). Families share addresses, colleagues a switchboard, and common names are common.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅雪婷宇浩晨思雨佳欣子涵"
FIRST = (
    "James",
    "Mary",
    "Robert",
    "Patricia",
    "John",
    "Jennifer",
    "Linda",
    "David",
    "Barbara",
    "Anna",
    "Peter",
    "Hans",
)
LAST = ("Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Müller", "Schmidt", "Weber", "Becker")
SHARE = 0.05


def person(draw: random.Random, n: int) -> dict[str, str]:
    chinese = draw.random() < 0.6
    if chinese:
        name = draw.choice(FAMILY) + "".join(draw.choice(GIVEN) for _ in range(draw.choice((1, 2, 2))))
    else:
        name = f"{draw.choice(FIRST)} {draw.choice(LAST)}{draw.choice(('', '', 'son', 'mann', 'er'))}"
    return {
        "name": name,
        "email": f"u{draw.randrange(36**7):x}@{draw.choice(('mail', 'post', 'web'))}.example"
        if draw.random() < 0.6
        else "",
        "phone": f"+861{draw.choice('3578')}{draw.randrange(10**9):09d}" if draw.random() < 0.7 else "",
        "unit": str(draw.randrange(20)),
    }


def again(draw: random.Random, one: dict[str, str]) -> tuple[dict[str, str], str]:
    """The same person as another system writes them; what became of the addresses."""
    from pypinyin import lazy_pinyin

    two, kind = dict(one), "kept"
    name = one["name"]
    if name.isascii() or " " in name:
        first, _, last = name.partition(" ")
        two["name"] = draw.choice((name.upper(), f"{last}, {first}", name, slip(draw, name)))
    else:
        sounds = [part.capitalize() for part in lazy_pinyin(name)]
        given = "".join(sounds[1:]).capitalize()
        two["name"] = draw.choice((f"{sounds[0]} {given}", f"{given} {sounds[0]}", name, name))
    if one["phone"] and draw.random() < 0.6:
        two["phone"] = draw.choice((one["phone"][3:], f"{one['phone'][3:6]} {one['phone'][6:10]}-{one['phone'][10:]}"))
    if one["email"] and draw.random() < 0.4:
        two["email"] = one["email"].upper()
    for field in ("email", "phone"):
        luck = draw.random()
        if luck < 0.25:
            two[field] = ""
        elif luck < 0.35:
            two[field] = person(draw, 0)[field]
    if draw.random() < 0.3:
        two["unit"] = str(draw.randrange(20))
    return two, kind


def slip(draw: random.Random, text: str) -> str:
    at = draw.randrange(1, len(text) - 1)
    return text[:at] + draw.choice((text[at + 1] + text[at] + text[at + 2 :], text[at + 1 :], text[at] + text[at:]))


def made(count: int, seed: int = 7) -> tuple[list[dict[str, str]], set[frozenset[int]]]:
    """The list and the true pairs, by place."""
    draw = random.Random(seed)  # noqa: S311 - a simulation
    rows: list[dict[str, str]] = []
    while len(rows) < count * (1 - SHARE):
        one = person(draw, len(rows))
        rows.append(one)
        if draw.random() < 0.08:  # a family, or an office: one address, other people
            shared = {field: one[field] for field in draw.choice((("phone",), ("email",)))}
            rows += [person(draw, 0) | shared for _ in range(draw.choice((1, 2, 3)))]
    pairs = set()
    for place in draw.sample(range(len(rows)), round(count * SHARE)):
        two, _ = again(draw, rows[place])
        pairs.add(frozenset((place, len(rows))))
        rows.append(two)
    return rows, pairs


def main(count: int) -> None:
    home = tempfile.mkdtemp()
    os.environ |= {"REGULARS_HOME": home, "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from regulars.web.company.models import Unit
    from regulars.web.facts import facts
    from regulars.web.people.duplicates.finding import find
    from regulars.web.people.duplicates.models import Pair
    from regulars.web.people.models import Customer

    units = [Unit.objects.create(code=f"u{n}", name={"en": f"Unit {n}"}) for n in range(20)]
    rows, truth = made(count)
    Customer.objects.bulk_create(
        [
            Customer(number=f"N{n}", key=n + 1, words="", **(row | {"unit": units[int(row["unit"])]}))
            for n, row in enumerate(rows)
        ],
        batch_size=5000,
    )
    began = time.monotonic()
    find(facts(), lambda *_: None)
    took = time.monotonic() - began
    place = dict(Customer.objects.values_list("pk", "key"))
    found = {
        frozenset((place[a] - 1, place[b] - 1)): (chance, certain)
        for a, b, chance, certain in Pair.objects.values_list("first", "second", "chance", "certain")
    }
    reach = {pair for pair in truth if any(_same(rows, pair, field) for field in ("email", "phone"))}
    sure = {pair for pair, (_, certain) in found.items() if certain}
    hit = truth & found.keys()
    print(
        f"# Duplicates in a simulated list\n\n{datetime.now(UTC):%d %B %Y}: {len(rows):,} records, {len(truth):,} "
        f"of them the second of somebody; `python prove/duplicates.py {count}`.\n\n| | |\n|---|---|"
    )
    lines = {
        "shown pairs": f"{len(found):,}",
        "precision (shown pairs that are true)": f"{len(hit) / len(found):.1%}",
        "recall (true pairs that are shown)": f"{len(hit) / len(truth):.1%}",
        "recall where they share an address": f"{len(reach & found.keys()) / len(reach):.1%} of {len(reach):,}",
        "almost certain pairs": f"{len(sure):,}",
        "precision of these": f"{len(sure & truth) / max(1, len(sure)):.2%}",
        "recall of these": f"{len(sure & truth) / len(truth):.1%}",
        "seconds": f"{took:.0f}",
        "largest memory, MB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,}",
    }
    for name, value in lines.items():
        print(f"| {name} | {value} |")
    print("\n| chance said | pairs | of these true |\n|---|---|---|")
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 0.98), (0.98, 1.01)):
        some = [pair for pair, (chance, _) in found.items() if low <= chance < high]
        if some:
            print(f"| {low:.0%} to {min(high, 1):.0%} | {len(some):,} | {len(truth & set(some)) / len(some):.1%} |")


def _same(rows: list[dict[str, str]], pair: frozenset[int], field: str) -> bool:
    from regulars.web.people.identifiers import mail, telephone

    one, two = (rows[n][field] for n in pair)
    if not (one and two):
        return False
    return mail(one) == mail(two) if field == "email" else telephone(one, "CN") == telephone(two, "CN")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
