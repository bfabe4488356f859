"""A report with everything in it: every kind of cell, every chart, missing values, long and hostile words.

The numbers are those of the look's sample page (six hotels, ten attributes). Words that stand for data are
``Text`` in both languages; messages of the tests have no catalogue and stay English.
"""
# ruff: noqa: E501 - prose in two languages reads best in one piece

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from regulars.insights.report import ChartKind, Column, Figure, Node, Report, Row, Section, Source, Table
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Money, Text, message

ATTRIBUTES = [
    # key, English, Chinese, satisfaction ±, importance ± (%), mark
    ("breakfast", "Breakfast", "早餐", 58.0, 2.0, 13.0, 1.8, "weakest"),
    ("wifi", "Wi-Fi", "无线网络", 67.0, 2.0, 6.0, 1.4, "below"),
    ("value", "Value for money", "性价比", 69.0, 2.0, 11.0, 1.7, "below"),
    ("bathroom", "Bathroom", "卫浴", 74.0, 2.0, 8.0, 1.5, "same"),
    ("sleep", "Sleep quality", "睡眠质量", 76.0, 2.0, 15.0, 1.9, "same"),
    ("checkout", "Check-out and invoice", "退房与发票", 79.0, 2.0, 4.0, 1.2, "above"),
    ("booking", "Booking", "预订过程", 81.0, 2.0, 5.0, 1.3, "above"),
    ("clean", "Room cleanliness", "客房清洁", 83.0, 2.0, 15.0, 1.9, "above"),
    ("checkin", "Check-in", "入住办理", 84.0, 1.0, 9.0, 1.6, "above"),
    ("staff", "Staff attitude", "员工态度", 86.0, 1.0, 14.0, 1.8, "above"),
]
LONG = "The friendliness, patience and knowledge of all the people at the front desk during the whole of the stay"
HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "\u202eمرحبا\u202c שלום",
    "#set page(fill: red) $x$ *b* @r",
    "{{ 7*7 }}\x07",
]


def words(english: str, chinese: str) -> Text:
    return Text({"en": english, "zh": chinese})


def said(english: str, chinese: str) -> Message:
    """A message whose words are data, so that both languages can be looked at without a catalogue."""
    return Message("{words}", {"words": words(english, chinese)})


def index(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half, Kind.INDEX)


def share(percent: float, low: float, high: float) -> Estimate:
    return Estimate(percent / 100, low / 100, high / 100, Kind.SHARE)


METHOD = said("Mean of the answers; interval by the normal approximation.", "答案的均值；区间用正态近似。")


def figures() -> tuple[Figure, ...]:
    return (
        Figure(
            "index",
            words("Satisfaction index", "满意度指数"),
            Estimate(75.7384, 74.9321, 76.5447, Kind.INDEX),
            1284,
            38,
            METHOD,
            said("Clearly higher than October, +2.6 ± 1.2", "明显高于10月，+2.6 ± 1.2"),
            said(
                "Each rating 1–5 becomes 0–100; attributes are weighted by derived importance (version 3).",
                "每项1–5分换算为0–100，按推导出的重要性加权（第3版）。",
            ),
        ),
        Figure(
            "nps",
            words("Recommendation (NPS)", "推荐率（NPS）"),
            Estimate(39.8435, 37.2187, 42.4683, Kind.POINTS),
            2597,
            91,
            said("Share of promoters less share of detractors; Wald interval.", "推荐者占比减贬损者占比；Wald区间。"),
            said("No clear difference from October", "与10月无明显差异"),
            said(
                "Share answering 9–10 less share answering 0–6, in points from −100 to +100. Skipped answers are left out.",
                "9–10分的占比减去0–6分的占比，范围−100至+100点。未作答者不计入。",
            ),
        ),
        Figure(
            "csat",
            words("Satisfied guests", "满意的住客"),
            Estimate(0.820717, 0.805633, 0.834861, Kind.SHARE),
            2656,
            175,
            said("Share of the top two answers; Wilson interval.", "前两档答案的占比；Wilson区间。"),
            None,
            said("Share of guests who chose one of the two best answers.", "选择前两档答案的住客占比。"),
        ),
        Figure(
            "loss",
            words("Revenue at risk", "面临流失的收入"),
            Estimate(8412.5, 5903.25, 11207.75, Kind.MONEY, "CNY"),
            231,
            0,
            None,
            said("from 171 of 231 dissatisfied guests who told nobody", "来自231位不满住客中没有告诉任何人的171位"),
        ),
        Figure("net", words("Net change", "净变化"), Estimate(-0.4, -3.999, 3.2, Kind.POINTS), 1284),
        Figure("guests", words("Guests asked", "邀请的住客"), Estimate(4120.0, digits=0), exact_digits=0),
    )


def importance() -> Section:
    rows = tuple(
        Row(key, words(en, zh), (index(s, ds), share(i, i - di, i + di), _position(s, i)), mark)
        for key, en, zh, s, ds, i, di, mark in ATTRIBUTES
    )
    columns = (
        Column("attribute", words("Attribute", "题项"), numeric=False),
        Column("performance", words("Satisfaction, 0–100", "满意度（0–100）")),
        Column("importance", words("Importance, share of explained satisfaction", "重要性（对总体满意度的解释份额）")),
        Column("position", words("Position", "位置"), numeric=False),
    )
    table = Table(
        "importance",
        columns,
        rows,
        {"performance": 75.7, "importance": 0.10},
        {"performance": words("index", "总指数"), "importance": words("mean", "平均")},
    )
    return Section(
        "importance",
        words("Importance and satisfaction", "重要性与满意度"),
        said(
            "Only breakfast is important, below the index, and clear of chance.",
            "既重要、又低于总指数、且可排除偶然的，只有早餐。",
        ),
        (),
        table,
        ChartKind.IMPORTANCE_PERFORMANCE,
        said(
            "Ellipses are 95% regions. Value for money may be; sleep lies on the line.",
            "椭圆为95%置信域。性价比可能也是；睡眠质量落在界线上。",
        ),
        said(
            "Importance is each attribute’s share of explained overall satisfaction.",
            "重要性是每个题项对总体满意度的解释份额。",
        ),
    )


def _position(satisfaction: float, weight: float) -> Text:
    if weight >= 10:
        return words("Fix first", "优先改进") if satisfaction < 75 else words("Keep up", "继续保持")
    return words("Watch", "留意") if satisfaction < 75 else words("Enough", "已足够")


def retention() -> Section:
    """A triangle of shares, with what is not known yet."""
    kept = ((31, 22, 18), (28, 25), (40,), ())
    rows = tuple(
        Row(
            f"2026-{month:02}",
            Text.of(f"2026-{month:02}"),
            (Count(90 + month), *(share(x, x - 5, x + 5) for x in line), *[Text.of("")] * (3 - len(line))),
        )
        for month, line in enumerate(kept, start=1)
    )
    columns = (
        Column("name", words("First stay", "首次入住"), numeric=False),
        Column("n", words("Guests", "住客")),
        *(Column(f"cell{age}", Text.of(str(age))) for age in (1, 2, 3)),
    )
    table = Table("retention", columns, rows)
    return Section("retention", words("Who comes back", "谁会再来"), None, table=table, chart=ChartKind.HEAT)


def touchpoints() -> Section:
    """A plane with sizes, marks that have names, and a dashed line."""
    given = (
        ("desk", "Check-in desk", "前台入住", 71.0, 2.1, 24.0, 4.0, 980, "above"),
        ("lift", "Lift", "电梯", 62.5, 3.4, 9.0, 3.1, 1210, "below"),
        ("site", "Booking page", "预订页面", 81.0, 1.2, 17.5, 2.7, 400, "same"),
        ("letter", "Confirmation letter", "确认信", 84.2, 2.4, 6.0, 2.2, 60, "same"),
    )
    rows = tuple(
        Row(key, words(en, zh), (index(x, dx), share(y, y - dy, y + dy), Count(size), index(y * 2 + 40, 0)), mark)
        for key, en, zh, x, dx, y, dy, size, mark in given
    )
    columns = (
        Column("touchpoint", words("Touchpoint", "接触点"), numeric=False),
        Column("x", words("Satisfaction, 0–100", "满意度（0–100）")),
        Column("y", words("Importance", "重要性")),
        Column("size", words("Guests who met it", "经过的住客")),
        Column("usual", words("Usual", "通常")),
    )
    corners = (words("Mend", "改进"), words("Keep", "保持"), words("Watch", "留意"), words("Enough", "已足够"))
    table = Table(
        "touchpoints",
        columns,
        rows,
        {"x": 74.0, "y": 0.14},
        {"x": words("mean", "平均")},
        corners=corners,
        weak_corner=0,
        mark_names={
            "above": words("people", "人"),
            "below": words("things", "物"),
            "same": words("information", "信息"),
        },
    )
    return Section("touchpoints", words("Touchpoints", "接触点"), None, (), table, ChartKind.PLANE)


def planks() -> Section:
    rows = tuple(Row(key, words(en, zh), (index(s, ds),), mark) for key, en, zh, s, ds, _, _, mark in ATTRIBUTES)
    few = Row("spa", words("Spa", "水疗"), (Missing(said("4 answers of 30", "4份，满30份后显示")),))
    columns = (Column("attribute", words("Attribute", "题项"), numeric=False), Column("score", words("Score", "得分")))
    table = Table("planks", columns, (*rows, few), {"score": 75.7}, {"score": words("index", "总指数")})
    return Section(
        "planks",
        words("Weakest plank first", "最短木板在前"),
        None,
        (),
        table,
        ChartKind.BARS,
        None,
        said(
            "The weighted index lets a strong attribute hide a weak one. This view does not.",
            "加权指数会让强项掩盖弱项，这里不会。",
        ),
    )


def answers() -> Section:
    shares = [2, 1, 2, 2, 3, 5, 6, 12, 20, 21, 26]
    rows = tuple(
        Row(
            str(score),
            Text.of(str(score)),
            (share(part, max(0, part - 1.4), part + 1.4), Count(part * 26)),
            "below" if score <= 6 else "same" if score <= 8 else "above",
        )
        for score, part in enumerate(shares)
    )
    columns = (
        Column("score", words("Answer", "答案"), numeric=False),
        Column("share", words("Share", "占比")),
        Column("n", words("Answers", "份数")),
    )
    return Section(
        "answers",
        words("Would you recommend us?", "您会推荐我们吗？"),
        said("47% are promoters, 21% detractors.", "推荐者47%，贬损者21%。"),
        (),
        Table("answers", columns, rows),
        ChartKind.DISTRIBUTION,
    )


def waves() -> Section:
    values = [
        ("Nov 2025", "2025年11月", 77.2),
        ("Feb 2026", "2026年2月", 77.4),
        ("May 2026", "2026年5月", 78.6),
        ("Aug 2026", "2026年8月", None),
        ("Oct 2026", "2026年10月", 73.1),
        ("Nov 2026", "2026年11月", 75.7),
    ]
    rows = tuple(
        Row(
            f"w{place}",
            words(en, zh),
            (index(v, 0.8) if v else Missing(said("not asked", "未调查")), Count(1090 + 52 * place)),
            "below" if v == 73.1 else "",
        )
        for place, (en, zh, v) in enumerate(values)
    )
    columns = (
        Column("wave", words("Wave", "调查波次"), numeric=False),
        Column("index", words("Index", "指数")),
        Column("n", words("Answers", "份数")),
    )
    return Section(
        "waves",
        words("Wave by wave", "逐波趋势"),
        said("October is a signal, not noise.", "10月是信号，不是波动。"),
        (),
        Table("waves", columns, rows, {"index": 77.3}, {"index": words("centre", "中心")}),
        ChartKind.TREND,
        said(
            "The breakfast supplier changed on 2 October. The other waves vary as they always have.",
            "早餐供应商于10月2日更换。其余波次属于正常波动。",
        ),
    )


def concentration() -> Section:
    rows = tuple(
        Row(
            str(step),
            Text.of(f"{step * 10}%"),
            (
                Estimate(step / 10, kind=Kind.SHARE),
                share(100 * y, max(0.0, 100 * y - 2), min(100.0, 100 * y + 2)),
                Estimate(step / 10, kind=Kind.SHARE),
            ),
        )
        for step in range(11)
        for y in [1 - (1 - step / 10) ** 3]
    )
    columns = (
        Column("step", words("Best customers", "最好的客户"), numeric=False),
        Column("x", words("Share of customers", "客户占比")),
        Column("y", words("Share of revenue", "收入占比")),
        Column("reference", words("if all were equal", "若人人相同")),
    )
    return Section(
        "concentration",
        words("Who brings the revenue", "收入来自谁"),
        said("The best fifth brings 49% of revenue.", "最好的五分之一客户带来49%的收入。"),
        (
            Figure(
                "gini",
                words("Gini coefficient", "基尼系数"),
                Estimate(0.5, 0.48, 0.52),
                4312,
                0,
                METHOD,
                exact_digits=3,
            ),
        ),
        Table("concentration", columns, rows),
        ChartKind.CURVE,
    )


def priorities() -> Section:
    """A wide table with every kind of cell."""
    rows = (
        Row(
            "breakfast",
            words("Breakfast", "早餐"),
            (
                index(58, 2),
                Estimate(2.1, 1.4, 2.8),
                Count(374),
                Money(Decimal("18250.50"), "CNY"),
                Day(date(2026, 11, 9)),
                said("Second supplier trial", "第二供应商试点"),
            ),
        ),
        Row(
            "sleep",
            words("Sleep quality", "睡眠质量"),
            (
                index(76, 2),
                Estimate(1.3, 0.9, 1.8),
                Count(169),
                Money(Decimal(-900), "EUR", 0),
                Day(date(2026, 9, 1)),
                words("Door seals, 3 of 6 hotels done", "更换门封条，6家已完成3家"),
            ),
        ),
        Row(
            "spa",
            words("Spa", "水疗"),
            (
                Missing(said("4 of 30", "4份")),
                Missing(said("too few", "过少")),
                4,
                12.3456,
                Missing(said("none", "无")),
                Missing(said("none", "无")),
            ),
        ),
        Row(
            "nan",
            words("Pool", "泳池"),
            (
                Estimate(math.nan),
                Estimate(0.0, 0.0, 0.0, Kind.SHARE),
                0,
                -1.5,
                Missing(said("none", "无")),
                said("closed", "关闭"),
            ),
        ),
    )
    columns = (
        Column("attribute", words("Attribute", "题项"), numeric=False),
        Column("score", words("Satisfaction", "满意度")),
        Column("gain", words("Index gain", "指数增益")),
        Column("guests", words("Guests", "客人")),
        Column("cost", words("Cost", "成本")),
        Column("since", words("Since", "自")),
        Column("action", words("Initiative", "改进项目"), numeric=False),
    )
    return Section(
        "priorities",
        words("What to fix first", "先改什么"),
        said("Sorted by the gain in index.", "按指数增益排序。"),
        (),
        Table("priorities", columns, rows),
        None,
    )


def months() -> Section:
    """A trend with limits, one signal and one run."""
    rows = tuple(
        Row(
            f"2026-{month:02d}",
            Text.of(f"2026-{month:02d}"),
            (
                share(value, value - 4, value + 4),
                share(76, 76 - reach, 76 + reach),
                said("signal, below", "信号，偏低") if month == 9 else said("noise", "波动"),
                Count(round(18000 / reach**2)),
            ),
            "below" if month == 9 else "above" if month == 2 else "",
        )
        for month, value, reach in [(1, 77, 6), (2, 84, 7), (3, 76, 5), (4, 75, 9), (8, 78, 6), (9, 61, 8), (10, 74, 6)]
    )
    columns = (
        Column("month", words("Month", "月份"), numeric=False),
        Column("share", words("Satisfied", "满意率")),
        Column("limits", words("By chance alone", "偶然波动范围")),
        Column("signal", words("Signal or noise", "信号或波动"), numeric=False),
        Column("n", words("Answers", "份数")),
    )
    return Section(
        "months",
        words("Satisfied, month by month", "满意率，逐月"),
        said("September clearly below what chance explains.", "9月明显低于偶然波动的范围。"),
        (),
        Table("months", columns, rows, {"share": 0.76}, {"share": words("centre", "中心")}),
        ChartKind.TREND,
    )


def league() -> Section:
    """Units as found and evened out; the last has too few answers."""
    hotels = [
        ("Harbour", "海港店", 60, 68, "below"),
        ("Lakeside", "湖畔店", 77, 76, "same"),
        ("Station", "车站店", 88, 82, "above"),
    ]
    rows = tuple(
        Row(
            en.lower(),
            words(en, zh),
            (
                share(raw, raw - 6, raw + 5),
                share(evened, evened - 3, evened + 3),
                said(f"{place} ({place}–3)", f"{place} ({place}–3)"),
                {"below": said("clearly below", "明显偏低"), "above": said("clearly above", "明显偏高")}.get(
                    mark, said("no clear difference", "无明显差异")
                ),
            ),
            mark,
        )
        for place, (en, zh, raw, evened, mark) in enumerate(hotels, start=1)
    )
    few = Missing(said("too few to judge", "样本过少，无法判断"))
    columns = (
        Column("unit", words("Unit", "单位"), numeric=False),
        Column("share", words("Satisfied", "满意率")),
        Column("shrunken", words("Evened out", "修匀后")),
        Column("rank", words("Rank", "名次")),
        Column("against", words("Against all units", "与全部单位相比"), numeric=False),
    )
    return Section(
        "league",
        words("By unit, worst first", "按单位，最差在前"),
        said("Clearly below all units: Harbour.", "明显低于全部单位：海港店。"),
        (),
        Table("league", columns, (*rows, Row("annex", words("Annex", "附楼"), (few, few, few, few))), {"share": 0.76}),
        ChartKind.LEAGUE,
    )


def expected() -> tuple[Section, Section]:
    """How far from expected, and who is how."""
    attribute = Column("attribute", words("Attribute", "属性"), numeric=False)
    gaps = tuple(
        Row(key, words(en, zh), (Estimate(s - 75, s - 75 - 3, s - 75 + 3, Kind.POINTS),), mark)
        for key, en, zh, s, _, _, _, mark in ATTRIBUTES[:4]
    )
    shares = tuple(
        Row(key, words(en, zh), tuple(share(value, value - 2, value + 2) for value in (100 - s, s - 20, 20)))
        for key, en, zh, s, *_ in ATTRIBUTES[:3]
    )
    parts = [
        ("low", "Dissatisfied", "不满意"),
        ("even", "Satisfied or indifferent", "满意或不确定"),
        ("high", "Delighted", "惊喜"),
    ]
    return (
        Section(
            "gaps",
            words("Expected and found", "期望与实际感受"),
            said("Clearly less than expected: Breakfast.", "明显不及期望：早餐。"),
            (),
            Table(
                "gaps",
                (attribute, Column("gap", words("Gap", "差距"))),
                gaps,
                {"gap": 0.0},
                {"gap": words("as expected", "符合期望")},
            ),
            ChartKind.GAPS,
        ),
        Section(
            "states",
            words("States", "状态"),
            None,
            (),
            Table("states", (attribute, *(Column(key, words(en, zh)) for key, en, zh in parts)), shares),
            ChartKind.STATES,
        ),
    )


def prices() -> Section:
    """What is said of prices, with what follows upright, and two lines with names at their ends."""
    known = range(80, 241, 10)
    dear = [max(0.0, min(1.0, (price - 100) / 120)) for price in known]
    kept = [1 - 0.5 * part for part in dear]
    rows = tuple(
        Row(
            str(price),
            words(str(price), str(price)),
            (Estimate(float(price)), share(100 * a, 90 * a, 100 * a), share(100 * b, 100 * b, 100 * b)),
        )
        for price, a, b in zip(known, dear, kept, strict=True)
    )
    columns = (
        Column("name", words("Price", "价格")),
        Column("x", words("Price", "价格")),
        Column("dear", words("Too expensive", "太贵")),
        Column("kept_step", words("Would stay", "愿意留下")),
    )
    references = {"x.from": 110.0, "x.best": 130.0, "x.near": 134.0, "x.to": 238.0, "half": 0.5}
    names = {
        "x.from": words("accepted from", "可接受下限"),
        "x.best": words("best price", "最优价格"),
        "x.near": words("indifferent at", "无差异价格"),
        "x.to": words("accepted up to", "可接受上限"),
        "half": words("half", "一半"),
    }
    title = words("Prices", "价格")
    return Section("prices", title, None, (), Table("prices", columns, rows, references, names), ChartKind.LINES)


def diagram() -> Section:
    """Five boxes: a path that passes a layer, one against the others, one that may be nothing, one without limits."""
    boxes = [("Image", "形象"), ("Quality", "感知质量"), ("Satisfaction with the stay", "住店满意度"), ("Complaints", "抱怨"),
             ("Loyalty", "忠诚度")]  # fmt: skip
    given = [
        (0, 1, 0.50, 0.11, "above"), (1, 2, 0.61, 0.10, "above"), (0, 2, 0.06, 0.12, "same"),
        (2, 3, -0.32, 0.14, "weakest"), (2, 4, 0.48, 0.00, "above"), (0, 4, 0.20, 0.15, "above"),
        (3, 4, -0.07, 0.13, "same"),
    ]  # fmt: skip
    rows = tuple(
        Row(f"{a}|{b}", words(f"{boxes[a][0]} → {boxes[b][0]}", f"{boxes[a][1]} → {boxes[b][1]}"),
            (Estimate(value, value - half, value + half, digits=2),), mark)
        for a, b, value, half, mark in given
    )  # fmt: skip
    nodes = tuple(
        Node(str(k), words(*names), (words(f"{70 + k}", f"{70 + k}"), words("R² 31%", "R² 31%"))[: 1 + (k > 0)])
        for k, names in enumerate(boxes)
    )
    columns = (
        Column("path", words("Path", "路径"), numeric=False),
        Column("effect", words("Direct effect", "直接效应")),
    )
    arrows = {f"{a}|{b}": (str(a), str(b)) for a, b, *_ in given}
    table = Table("paths", columns, rows, nodes=nodes, arrows=arrows)
    return Section("paths", words("What leads to what", "影响路径"), None, (), table, ChartKind.PATHS)


def hotel_report() -> Report:
    return Report(
        "guest-satisfaction",
        words("Guest satisfaction, November 2026", "住客满意度，2026年11月"),
        said(
            "Breakfast is the weakest plank at 58 ± 2. Raising it to the next weakest would lift the index by 1.2 ± 0.4.",
            "早餐是最短的木板，仅58 ± 2。补到次短板，总指数可提高1.2 ± 0.4。",
        ),
        said(
            "Almost certainly the shortest: 99% of 2,000 resamples. Lakeside scores 74 with the same supplier, so it can be done.",
            "几乎可以肯定它最短：2,000次重抽样中占99%。湖畔店用同一供应商得到74，说明做得到。",
        ),
        figures(),
        (importance(), planks(), waves(), answers(), concentration(), priorities()),
        Source("guests-2026-11", 1322, date(2026, 11, 21), 7, said("A probability sample.", "概率样本。")),
        (said("One customer may have answered twice.", "同一客户可能作答两次。"),),
        {"units": None, "purpose": "test", "privacy": "identified"},
    )


def hostile_report() -> Report:
    """Words that try to be code, names too long for their place, and tables without a single value."""
    names = [*HOSTILE, LONG, "x" * 200, "很长的名字" * 30, ""]
    cells = [(index(50 + 3 * k, 4), share(5 + 2 * k, 3 + 2 * k, 8 + 2 * k)) for k in range(len(names))]
    rows = tuple(
        Row(f"r{k}", Text.of(name), cell, "weakest") for k, (name, cell) in enumerate(zip(names, cells, strict=True))
    )
    columns = (
        Column("a", Text.of(HOSTILE[0]), numeric=False),
        Column("performance", Text.of(HOSTILE[1])),
        Column("importance", Text.of(LONG)),
    )
    table = Table("t", columns, rows, {"performance": 60.0, "importance": 0.1})
    bare = Table(
        "bare", columns, (Row("none", Text.of(HOSTILE[3]), (Missing(Text.of("too few")), Missing(Text.of("too few")))),)
    )
    kinds = list(ChartKind)
    return Report(
        "hostile",
        Text.of(HOSTILE[0]),
        message("{name} is the weakest.", name=Text.of(HOSTILE[0])),
        message("{name}", name=Text.of(HOSTILE[3])),
        (
            Figure(
                "f", Text.of(HOSTILE[1]), Estimate(1.5, 1.0, 2.0), 10, 0, message("{name}", name=Text.of(HOSTILE[1]))
            ),
        ),
        (
            *(
                Section(
                    f"full-{kind}", Text.of(HOSTILE[4]), None, (), table, kind, message("{a}", a=Text.of(HOSTILE[1]))
                )
                for kind in kinds
            ),
            *(Section(f"bare-{kind}", Text.of(HOSTILE[2]), None, (), bare, kind) for kind in kinds),
            *(
                Section(
                    f"empty-{kind}",
                    Text.of(HOSTILE[0]),
                    message("{name}", name=Text.of(HOSTILE[1])),
                    (),
                    Table("e", columns, ()),
                    kind,
                )
                for kind in kinds
            ),
            Section("nothing", Text.of(LONG)),
        ),
        Source(HOSTILE[1], 0),
    )
