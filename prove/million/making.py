"""The files: customers as two systems would export them, what they bought, what they answered. One seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

SEED = 9
UNITS = 120
TODAY = date(2026, 11, 22)
SURVEY = """survey: {name: stay, title: {en: Stay, zh: 入住}}
source: desk
response: id
customer: customer
at: day
unit: hotel
scale: {low: 1, high: 5}
items:
  overall: {role: overall, label: {en: Stay as a whole, zh: 整体}}
  words: {kind: text, label: {en: What went wrong, zh: 哪里不满意}}
"""
PURCHASES = "purchase: receipt\ncustomer: customer\nat: day\namount: amount\nunit: hotel\ncurrency: CNY\n"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_SIGNS = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志文玉红梅春燕海波宇浩然子涵欣怡雨泽思远佳琪晨曦梓轩诗雅俊豪天佑婷雪梦瑶晓东立新永福德胜利民安康乐成功长江山川云飞鹏程万里星辰月光清风和顺美慧贤淑珍宝金银铜铁石林森木水火土"  # noqa: E501
_FIRST = [
    "Anna",
    "Bert",
    "Carla",
    "David",
    "Elena",
    "Frank",
    "Grace",
    "Hugo",
    "Irene",
    "Jack",
    "Karin",
    "Liam",
    "Maria",
    "Noah",
    "Olivia",
    "Peter",
    "Quinn",
    "Rosa",
    "Simon",
    "Tara",
    "Ursula",
    "Victor",
    "Wendy",
    "Xenia",
    "Yara",
    "Zoë",
    "André",
    "Béla",
    "Chloé",
    "Dörte",
    "Émile",
    "François",
    "Günther",
    "Håkan",
    "Inés",
    "Jürgen",
    "Kåre",
    "Lucía",
    "Márta",
    "Niño",
    "Óscar",
    "Pia",
    "Renée",
    "Søren",
    "Thérèse",
    "Uwe",
    "Vítor",
    "Wolfgang",
    "Ximena",
    "Yves",
    "Zdeněk",
]
_LAST = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Wilson",
    "Evans",
    "Thomas",
    "Johnson",
    "Roberts",
    "Walker",
    "Wright",
    "Robinson",
    "Thompson",
    "White",
    "Hughes",
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "García",
    "Martínez",
    "López",
    "Sánchez",
    "Pérez",
    "Rossi",
    "Russo",
    "Ferrari",
    "Bianchi",
    "Dubois",
    "Laurent",
    "Lefèvre",
    "Moreau",
    "Petit",
    "Kowalski",
    "Nowák",
    "Svensson",
    "Larsen",
    "Nielsen",
    "Virtanen",
    "Nagy",
    "Horváth",
    "Popescu",
    "Ivanov",
    "Petrov",
    "O'Neill",
    "Li",
    "Wang",
    "Zhang",
    "Chen",
    "Liu",
    "Yang",
    "Huang",
]
_HOSTS = ("qq.com", "163.com", "example.com", "mail.example.org", "example.cn", "post.example.net")


def units() -> list[str]:
    """Codes; the first hundred are hotels of ten regions, small ones last."""
    return [f"hotel-{number:03}" for number in range(UNITS)]


def customers(file: Path, count: int) -> None:
    """Half with Chinese names; 5 in 100 stand there a second time, spelt otherwise, under another number."""
    draw = np.random.default_rng(SEED)
    fresh = count - count // 20
    names, latin = _names(draw, fresh)
    hosts = np.array(_HOSTS)[draw.integers(0, len(_HOSTS), fresh)]
    handles = np.char.add(np.char.add(latin, "."), draw.integers(1, 99_999, fresh).astype(str))
    mails = np.where(draw.random(fresh) < 0.7, np.char.add(np.char.add(handles, "@"), hosts), "")
    digits = draw.integers(130_0000_0000, 199_9999_9999, fresh).astype(str)
    phones = np.where(draw.random(fresh) < 0.8, digits, "")
    kinds = np.where(draw.random(fresh) < 0.02, "organisation", "person")
    languages = np.array(["zh", "en", "de", "fr", ""])[draw.choice(5, fresh, p=[0.5, 0.2, 0.1, 0.05, 0.15])]
    # Hotels from large to small: the last has some hundred guests.
    shares = np.geomspace(1, 0.02, UNITS)
    hotels = np.array(units())[draw.choice(UNITS, fresh, p=shares / shares.sum())]
    hotels = np.where(draw.random(fresh) < 0.9, hotels, "")
    numbers = np.char.add("M-", np.char.zfill(draw.permutation(2 * count)[:fresh].astype(str), 8))
    again = draw.permutation(fresh)[: count - fresh]
    table = pa.table(
        {
            "customer": np.concatenate([numbers, np.char.add("OLD", np.arange(len(again)).astype(str))]),
            "name": np.concatenate([names, _otherwise(names[again])]),
            "type": np.concatenate([kinds, kinds[again]]),
            "email": np.concatenate([mails, np.char.upper(mails[again])]),
            "phone": np.concatenate([phones, _abroad(phones[again])]),
            "language": np.concatenate([languages, languages[again]]),
            "hotel": np.concatenate([hotels, hotels[again]]),
        }
    )
    _write(table.take(pa.array(draw.permutation(count))), file)


def purchases(file: Path, of: Path) -> None:
    """Four in ten have bought something, 2.5 receipts each."""
    draw = np.random.default_rng(SEED + 1)
    people = _column(of, "customer")
    buyers = people[draw.permutation(len(people))[: 4 * len(people) // 10]]
    times = draw.geometric(0.4, len(buyers))
    rows = np.repeat(buyers, times)
    hotels = np.repeat(np.array(units())[draw.integers(0, UNITS, len(buyers))], times)
    table = {
        "receipt": np.arange(len(rows)),
        "customer": rows,
        "day": _days(draw, len(rows), 720),
        "amount": np.round(draw.gamma(2.0, 150.0, len(rows)), 2),
        "hotel": hotels,
    }
    _write(pa.table(table), file)


def answers(file: Path, of: Path) -> None:
    """One in ten has answered."""
    draw = np.random.default_rng(SEED + 2)
    people = _column(of, "customer")
    rows = people[draw.permutation(len(people))[: len(people) // 10]]
    table = {
        "id": np.char.add("a", np.arange(len(rows)).astype(str)),
        "customer": rows,
        "day": _days(draw, len(rows), 365),
        "hotel": np.array(units())[draw.integers(0, UNITS, len(rows))],
        "overall": draw.choice(5, len(rows), p=[0.05, 0.1, 0.2, 0.4, 0.25]) + 1,
        "words": np.where(draw.random(len(rows)) < 0.1, "The room was cold.", ""),
    }
    _write(pa.table(table), file)


def _write(table: pa.Table, file: Path) -> None:
    """No value needs quotes, and few programs write some that need not be."""
    with file.open("wb") as out:
        out.write((",".join(table.column_names) + "\n").encode())
        pa.csv.write_csv(table, out, pa.csv.WriteOptions(include_header=False, quoting_style="none"))


def _names(draw: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """A name, and how its address begins. Frequent surnames are frequent."""
    rank = 1 / (1 + np.arange(len(_SURNAMES))) ** 0.8
    surname = np.array(list(_SURNAMES))[draw.choice(len(_SURNAMES), count, p=rank / rank.sum())]
    signs = np.array(list(_SIGNS))
    second = np.where(draw.random(count) < 0.75, signs[draw.integers(0, len(signs), count)], "")
    chinese = np.char.add(np.char.add(surname, signs[draw.integers(0, len(signs), count)]), second)
    first, last = _some(draw, _FIRST, count), _some(draw, _LAST, count)
    western = np.char.add(np.char.add(first, " "), last)
    plain = np.char.add(_ascii(first), _ascii(last))
    half = draw.random(count) < 0.5
    pinyin = np.char.add(_some(draw, ["li", "wang", "zhang", "chen", "zhao", "xu"], count), _ascii(first))
    return np.where(half, chinese, western), np.where(half, pinyin, plain)


def _some(draw: np.random.Generator, words: Sequence[str], count: int) -> np.ndarray:
    return np.array(words)[draw.integers(0, len(words), count)]


def _ascii(words: np.ndarray) -> np.ndarray:
    known = {word: "".join(sign for sign in word.lower() if sign.isascii() and sign.isalpha()) for word in set(words)}
    return np.array([known[word] for word in words])


def _otherwise(names: np.ndarray) -> np.ndarray:
    """In capitals, or the other way round."""
    return np.array([" ".join(reversed(name.split())) if " " in name else name.upper() for name in names])


def _abroad(phones: np.ndarray) -> np.ndarray:
    return np.where(phones == "", "", np.char.add("+86 ", phones))


def _days(draw: np.random.Generator, count: int, most: int) -> pa.Array:
    back = draw.integers(0, most, count)
    return pc.add(pa.scalar(TODAY - timedelta(days=most)), pa.array(back.astype("timedelta64[D]").astype("m8[s]")))


def _column(file: Path, name: str) -> np.ndarray:
    options = pa.csv.ConvertOptions(include_columns=[name])
    return np.array(pa.csv.read_csv(file, convert_options=options)[name].to_pylist())
