"""Published purchases and contracts, end to end: import, scores, pages, files; what can be counted is counted apart."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.reference

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"


def page(house: Any, key: str) -> dict[str, Any]:
    """A page as JSON, the same in both languages; and as a file."""
    english, chinese = (house.run_json("worth", key, language=language) for language in ("en", "zh"))
    found: list[dict[str, Any]] = [one["reports"][0] if "reports" in one else one for one in (english, chinese)]
    numbers = [
        {name: (one["value"], one["low"], one["high"], one["n"]) for name, one in report["figures"].items()}
        for report in found
    ]
    assert numbers[0] == numbers[1]
    assert found[0]["conclusion"]["text"] != found[1]["conclusion"]["text"]
    file = house.home.parent / f"{key}.json"
    house.run("worth", key, "-o", file)
    assert json.loads(file.read_text("utf-8"))
    return found[0]


def test_the_music_shop(house: Any) -> None:
    """Cdnow-sample: the best fifth, who came back, and the sum of all counted from the file itself."""
    file = house.data / "cdnow-sample" / "cdnowElog.csv"
    house.run("import", "purchases", file, "--map", MAPPINGS / "cdnow.yaml")
    scored = house.json("score")
    spent, days = defaultdict(float), defaultdict(set)
    with file.open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            spent[row["sampleid"]] += float(row["sales"])
            if float(row["sales"]) >= 0:
                days[row["sampleid"]].add(row["date"])
    best = sorted(spent.values(), reverse=True)
    share = sum(best[: math.ceil(len(best) / 5)]) / sum(best)

    value, stages = page(house, "value"), page(house, "stages")

    assert (scored["as_of"], scored["customers"]) == ("1998-06-30", 2357)
    assert value["figures"]["best_fifth"]["value"] == pytest.approx(share, abs=1e-9)
    assert value["figures"]["expected_mean"]["value"] * 2357 == pytest.approx(scored["value"], rel=1e-9)
    back = sum(len(one) > 1 for one in days.values()) / len(days)
    assert stages["figures"]["repeat_rate"]["value"] == pytest.approx(back, abs=1e-9)


def test_the_gift_shop(house: Any) -> None:
    """Online-retail: returns, anonymous sales, and who only returned."""
    file = house.data / "online-retail-2009-2010" / "online_retail_2009_2010.parquet"
    house.run("import", "purchases", file, "--map", MAPPINGS / "online-retail.yaml")
    scored = house.json("score")

    assert (scored["as_of"], scored["customers"], scored["currency"]) == ("2010-12-09", 4383, "GBP")
    assert scored["models"]["spending"]["model"] == "GammaGamma"
    assert any(note.startswith("83 customers never kept more") for note in map(str, scored["notes"]))
    value = page(house, "value")
    assert value["figures"]["expected_mean"]["n"] == 4300
    assert "do not determine a, b" in json.dumps(value["notes"])
    assert value["figures"]["expected_mean"]["value"] * 4300 == pytest.approx(scored["value"], rel=1e-9)
    assert house.json("score")["unchanged"]


def test_the_grocer_without_amounts(house: Any, tmp_path: Path) -> None:
    """Grocery-elog has dates alone: each counts 1, who is still a customer is told, and no value is made up."""
    with gzip.open(house.data / "grocery-elog" / "groceryElog.csv.gz", "rt", encoding="utf-8") as opened:
        bought = list(csv.DictReader(opened))
    file = tmp_path / "grocery.csv"
    file.write_text("customer,at,amount\n" + "".join(f"{row['cust']},{row['date']},1\n" for row in bought), "utf-8")
    house.run("import", "purchases", file)
    scored = house.json("score")
    days = defaultdict(set)
    for row in bought:
        days[row["cust"]].add(date.fromisoformat(row["date"]))

    assert scored["customers"] == len(days) == 1525
    assert scored["value"] is None
    assert any("spend 1 at each purchase" in str(note) for note in scored["notes"])
    back = sum(len(one) > 1 for one in days.values()) / len(days)
    assert page(house, "stages")["figures"]["repeat_rate"]["value"] == pytest.approx(back, abs=1e-9)
    page(house, "value")


def test_the_telephone_contracts(house: Any) -> None:
    """Telco-churn has contracts and no purchases: who stays by kind of contract, by the product-limit by hand."""
    file = house.data / "telco-churn" / "Telco-Customer-Churn.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        rows = [(int(row["tenure"]), row["Churn"] == "Yes", row["Contract"]) for row in csv.DictReader(opened)]
    asked = ("survival", file, "--duration", "tenure", "--left", "Churn", "--at", "24")
    found = house.json(*asked)

    assert (found["n"], found["n_left"]) == (7043, 1869)
    assert found["kept"] == [pytest.approx(kept([row[:2] for row in rows], 24), rel=1e-9)]
    grouped = json.dumps(house.json(*asked, "--group", "Contract"))
    for contract in {row[2] for row in rows}:
        assert contract in grouped


def kept(rows: list[tuple[int, bool]], until: int) -> float:
    share = 1.0
    for month in range(until + 1):
        left = sum(gone and tenure == month for tenure, gone in rows)
        share *= 1 - left / sum(tenure >= month for tenure, _ in rows)
    return share
