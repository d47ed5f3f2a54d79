"""The words of the domain: what means the same, what never does, English terms, words of asking, places."""

from __future__ import annotations

from itertools import combinations

import pytest

from assistant.contrasts import classes_of
from assistant.question import ASKING_CHARACTERS, understand
from assistant.thesaurus import (
    ASKING,
    DEEDS,
    ENGLISH,
    MEASURE_NOUNS,
    PLACES,
    SYNONYMS,
    chinese_of,
    names_a_deed,
    synonyms_of,
    terms_in,
)
from corpus import is_han

# Of each row any two are figures of their own, however near they stand.
APART = (
    "收入 支出", "预算 支出", "立案 结案", "受理 办结", "签约 到位", "新增 累计 保有量", "开工 竣工", "城镇 农村", "门诊 住院",
    "登记失业率 调查失业率", "户数 人数", "结婚登记 离婚登记", "新建 改造", "目标 实际", "增长 下降", "增幅 降幅", "存款余额 贷款余额",
    "进口额 出口额", "存栏 出栏", "播种面积 产量", "公办园 民办园", "二手房 新房", "公租房 保租房", "专项债 一般债", "细颗粒物 可吸入颗粒物",
    "臭氧 二氧化硫", "客运量 货运量", "货物吞吐量 客运量", "发病率 死亡率", "出生 死亡", "失业保险 工伤保险 养老保险", "养老机构 养老床位",
    "托位 托育机构", "医生 护士", "教师 学生", "小学 初中 高中", "刑事案件 治安案件", "隐患 事故", "法律援助 人民调解", "行政复议 行政诉讼",
    "游客 旅游收入", "低保对象 特困人员", "危险废物 医疗废物", "供水 排水", "村 社区", "覆盖率 完成率", "合格率 满意度", "接通率 办结率",
    "同比 环比", "平均 总量", "罚款 罚单", "总投资 完成投资", "停车泊位 停车场", "充电桩 新能源汽车", "公交 地铁", "国有企业 民营企业",
)  # fmt: skip


def test_groups_are_lines_of_different_words() -> None:
    assert len(SYNONYMS) > 350
    assert [group for group in SYNONYMS if len(group) < 2 or len(set(group)) < len(group)] == []
    assert [word for group in SYNONYMS for word in group if len(word) < 2 or word != word.lower()] == []


def test_no_group_is_given_twice() -> None:
    seen = [frozenset(group) for group in SYNONYMS]

    assert [sorted(group) for group in set(seen) if seen.count(group) > 1] == []


def test_no_group_holds_words_that_tell_metrics_apart() -> None:
    mixed = []
    for group in SYNONYMS:
        for one, other in combinations(group, 2):
            pairs = zip(classes_of(one), classes_of(other), strict=True)
            mixed.extend((one, other) for first, second in pairs if first and second and not first & second)

    assert mixed == []


@pytest.mark.parametrize("words", APART, ids=[row.replace(" ", "-") for row in APART])
def test_what_is_measured_apart_is_never_called_the_same(words: str) -> None:
    apart = words.split()

    assert [(word, other) for word in apart for other in synonyms_of(word) if other in apart] == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("来电", "电话"),
        ("空气", "大气"),
        ("抗疫", "疫情防控"),
        ("臭氧", "o3"),
        ("O3", "臭氧"),
        ("房价", "住宅价格"),
        ("上网", "线上"),
        ("接了", "受理"),
        ("惠及", "保障"),
        ("离婚", "离婚登记"),
        ("打工", "务工"),
        ("清零", "消除"),
        ("打疫苗", "接种"),
        ("敬老院", "养老机构"),
        ("补习班", "校外培训机构"),
        ("黑车", "非法营运"),
        ("车位", "停车泊位"),
        ("外贸", "进出口总额"),
        ("种树", "造林"),
        ("讨薪", "欠薪"),
        ("跨省看病", "异地就医"),
        ("违建", "违法建筑"),
        ("老小区", "老旧小区"),
        ("巴士", "公交"),
        ("个体户", "个体工商户"),
        ("花了", "支出"),
    ],
)
def test_everyday_words_lead_to_the_words_of_reports(said: str, written: str) -> None:
    assert written in synonyms_of(said)
    assert said.lower() in synonyms_of(written)


def test_a_word_of_several_groups_has_the_others_of_each() -> None:
    assert {"完成", "投用"} <= set(synonyms_of("竣工"))
    assert "竣工" not in synonyms_of("竣工")


def test_a_word_of_no_group_has_no_synonyms() -> None:
    assert synonyms_of("琉璃瓦") == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("断头路通了几条", ("断头路",)),
        ("老旧小区改造花了多少", ("老旧小区改造", "花了")),
        ("PM2.5浓度", ("pm2.5", "浓度")),
        ("琉璃瓦", ()),
        ("", ()),
    ],
    ids=["cut by taggers", "longest", "letters", "none", "empty"],
)
def test_terms_are_found_in_running_text(text: str, terms: tuple[str, ...]) -> None:
    assert terms_in(text) == terms


def test_deeds_are_told_from_things() -> None:
    assert names_a_deed("打疫苗")
    assert not names_a_deed("断头路")
    assert all(map(is_han, DEEDS))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("How many outlets were opened?", "网点"),
        ("cooperation projects signed", "合作"),
        ("the sales value of farm produce", "销售额"),
        ("commercial housing", "商品房"),
        ("training subsidies", "培训补贴"),
        ("dead-end roads", "断头路"),
        ("stay-at-work bonuses", "留工"),
        ("kilometres of rural roads", "农村公路"),
        ("kilometers of greenways", "公里"),
        ("people’s livelihood", "民生"),
        ("elderly-care beds", "养老床位"),
        ("bonds issued", "发行"),
        ("issuing licences", "发行"),
        ("health centres", "卫生院"),
        ("cross-border e-commerce", "跨境电商"),
        ("R&D spending", "研发"),
        ("PM2.5 and ozone", "臭氧"),
    ],
)
def test_english_terms_are_found_in_their_inflections(english: str, chinese: str) -> None:
    assert chinese in chinese_of(english)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("business", "公交"),
        ("railings", "轨道"),
        ("feedback", "费"),
        ("delighted", "照明"),
        ("jobless", "岗位"),
        ("gasoline", "燃气"),
        ("support", "港口"),
        ("training", "火车"),
        ("how close is it", "关停"),
    ],
)
def test_english_terms_are_not_found_inside_other_words(english: str, chinese: str) -> None:
    assert chinese not in chinese_of(english)


def test_the_longest_english_term_counts_and_each_once() -> None:
    assert chinese_of("public rental housing and public rental housing") == ["公共租赁住房"]
    assert chinese_of("registered unemployment rate") == ["登记失业率"]
    assert chinese_of("zyzzyva") == []
    assert chinese_of("") == []


def test_english_terms_lead_to_chinese() -> None:
    assert len(ENGLISH) > 1000
    assert len({english for english, _ in ENGLISH}) == len(ENGLISH)
    assert [english for english, chinese in ENGLISH if not any(map(is_han, chinese))] == ["fine particulate"]


def words_of(question: str) -> set[str]:
    return {word.text for word in understand(question).words}


@pytest.mark.parametrize(
    "way",
    [
        "{}到底有多少？",
        "截至目前，{}的数值是多少？",
        "迄今为止{}达到多少？",
        "{}的情况怎样？",
        "{}大致等于多少？",
        "{}的目标值究竟是多少？",
        "眼下{}啥情况？",
        "{}全部加起来有多少？",
        "劳驾帮我看看{}的具体数字",
        "您好，我想了解一下{}的最新进展",
        "能不能告诉我{}现在怎么样了？谢谢",
        "{}咋样了？",
        "开年以来{}拢共多少？",
        "请提供{}的相关数据",
        "表里{}填的是多少？",
    ],
)
def test_words_of_asking_are_no_content(way: str) -> None:
    plain = words_of("城镇新增就业多少？")

    assert plain
    assert words_of(way.format("城镇新增就业")) == plain


@pytest.mark.parametrize("word", "合同 公园 占地 行业 事故 统计 地方债 医院 水库 企业 补贴 教师 道路 案件 均价".split())
def test_words_of_content_are_not_taken_for_asking(word: str) -> None:
    assert word not in ASKING
    assert not all(character in ASKING_CHARACTERS for character in word)


def test_measures_of_one_kind_are_not_of_another() -> None:
    shared = [a & b for a, b in combinations(map(MEASURE_NOUNS.__getitem__, ("money", "percent", "duration")), 2)]

    assert not any(shared)


def test_places_are_those_of_the_whole_country() -> None:
    assert len(PLACES) > 350
    assert {
        "三沙",
        "雄安",
        "神农架",
        "西双版纳",
        "阿拉善",
        "六盘水",
        "克拉玛依",
        "宁德",
        "日喀则",
        "呼伦贝尔",
    } <= PLACES
    assert [place for place in PLACES if len(place) < 2 or not all(map(is_han, place))] == []
