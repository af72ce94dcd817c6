"""Whole sheets as other offices would write them."""

from __future__ import annotations

from datetime import date

from sheet_texts import sheet

from tracker.policy.sheets.items import read_grid
from tracker.vocabulary.sheets import DueKind, Field, Level, RowProblem, SheetProblem, SkipReason


def test_two_rows_of_headings_with_merges() -> None:
    reading = read_grid(
        sheet(
            """
            某某市2025年政府工作报告重点工作任务分解表||||||
            序号|工作任务|责任分工||完成时限|备注
            ||牵头单位|配合单位||
            一、经济发展|||||
            1|新增规上工业企业30户以上|市工业和信息化局|市发展改革委、财政局、各县（市、特区、区）人民政府|12月底前|
            （二）|建成体育公园2个|市文体广电旅游局|市自然资源局|2025年10月底前完成主体，12月底前投用|
            合计|||||
            注：牵头单位为第一责任单位。|||||
            """,
            (0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4), (1, 5, 2, 5), (3, 0, 3, 5),
        )
    )  # fmt: skip
    first, second = reading.items
    assert (reading.header_row, reading.plan_year) == (2, 2025)
    assert (first.row, first.number, first.section) == (5, "1", "一、经济发展")
    assert (first.lead, first.co_leads) == ("市工业和信息化局", ())
    assert first.supporting == ("市发展改革委", "市财政局", "各县（市、特区、区）人民政府")
    assert [due.due_on for due in second.deadlines] == [date(2025, 10, 31), date(2025, 12, 31)]
    assert [(s.row, s.why) for s in reading.skipped] == [
        (1, SkipReason.TITLE),
        (4, SkipReason.SECTION),
        (7, SkipReason.TOTAL),
        (8, SkipReason.NOTE),
    ]


def test_two_rows_of_headings_without_merges() -> None:
    reading = read_grid(
        sheet("""
            任务分解表||||
            序号|任务内容|责任分工||完成时限
            ||牵头单位|配合单位|
            1|推进改革|市委改革办|市委办公室、市政府办公室|2026年底
            2|推进法治|市司法局||持续推进
        """)
    )
    assert [(item.lead, item.supporting) for item in reading.items] == [
        ("市委改革办", ("市委办公室", "市政府办公室")),
        ("市司法局", ()),
    ]


def test_the_leader_stands_first_and_is_merged_down() -> None:
    reading = read_grid(
        sheet(
            """
            某某市2026年重点项目包抓责任清单||||||
            包抓领导|序号|项目名称|建设内容|年度目标任务|责任单位|完成时限
            王 某|1|供水工程|新建水厂1座|完成投资2亿元|市水务局、某某新区管委会|2026年11月
            |2|职教城二期|建设实训楼|主体封顶|市教育局|三季度末
            李某某|3|快速路|全长10公里|通车|市交通运输局牵头，市公安局、自然资源局配合|年底前
            """,
            (0, 0, 0, 6), (2, 0, 3, 0),
        )
    )  # fmt: skip
    assert [item.leader for item in reading.items] == ["王某", "王某", "李某某"]
    assert [item.target for item in reading.items] == ["完成投资2亿元", "主体封顶", "通车"]
    assert reading.items[0].supporting == ("某某新区管委会",)
    assert reading.items[2].supporting == ("市公安局", "市自然资源局")


def test_without_merges_an_empty_cell_is_not_filled_silently() -> None:
    reading = read_grid(
        sheet("""
            序号|任务|责任领导|责任单位|时限
            1|甲事|张某|市财政局|6月底
            2|乙事|||6月底
            |丙事|||6月底
        """),
        year=2026,
    )
    second, third = reading.items[1:]
    assert (second.lead, second.leader) == ("", "")
    assert RowProblem.LEAD_MISSING in [p.code for p in second.problems]
    # Without a number, the row goes on from the one above, which had no unit either.
    assert third.lead == ""


def test_a_row_without_number_and_unit_goes_on_from_above_and_says_so() -> None:
    reading = read_grid(
        sheet("""
            序号|任务|责任领导|责任单位|时限
            1|甲事|张某|市财政局、审计局|6月底
            |乙事|||9月底
        """),
        year=2026,
    )
    item = reading.items[1]
    assert (item.number, item.lead, item.supporting, item.leader) == ("", "市财政局", ("市审计局",), "张某")
    assert [p.code for p in item.problems] == [RowProblem.ROW_CONTINUED, RowProblem.ROW_CONTINUED]


def test_a_task_merged_over_rows_of_their_own_units_is_their_section() -> None:
    reading = read_grid(
        sheet(
            """
            序号|重点任务|具体举措|牵头单位|责任单位|完成时限
            1|优化营商环境|压缩开办时间|市市场监管局|市税务局|6月底
            ||推行一件事|市政务服务局|各相关部门|9月底
            2|扩大投资|谋划项目|市发改委|各县区|12月底
            """,
            (1, 0, 2, 0), (1, 1, 2, 1),
        ),
        year=2026,
    )  # fmt: skip
    assert [(i.number, i.section, i.title) for i in reading.items] == [
        ("1", "优化营商环境", "压缩开办时间"),
        ("1", "优化营商环境", "推行一件事"),
        ("2", "扩大投资", "谋划项目"),
    ]


def test_measures_below_one_merged_task_are_its_measures() -> None:
    reading = read_grid(
        sheet(
            """
            序号|工作任务|工作措施|责任单位|时限
            1|创建文明城市|1.制定方案|市文明办|2026.6.30
            ||2.开展整治||
            ||3.迎接测评||
            2|绿化提升|1.植树|市林业局|3月底前
            """,
            (1, 0, 3, 0), (1, 1, 3, 1), (1, 3, 3, 3), (1, 4, 3, 4),
        ),
        year=2026,
    )  # fmt: skip
    first, second = reading.items
    assert first.measures == "1.制定方案\n2.开展整治\n3.迎接测评"
    assert (second.row, second.title) == (5, "绿化提升")


def test_headings_that_are_dates() -> None:
    reading = read_grid(
        sheet("""
            2026年重点工作进度安排表|||||||
            序号|工作任务|责任单位|一季度|二季度|三季度|四季度
            1|新建学校|市教育局|完成立项|开工建设|/|竣工验收
        """)
    )
    dues = reading.items[0].deadlines
    assert [(due.due_on, due.kind, due.what) for due in dues] == [
        (date(2026, 3, 31), DueKind.MILESTONE, "完成立项"),
        (date(2026, 6, 30), DueKind.MILESTONE, "开工建设"),
        (date(2026, 12, 31), DueKind.FINAL, "竣工验收"),
    ]


def test_units_with_persons_and_progress_in_several_columns() -> None:
    reading = read_grid(
        sheet("""
            序号|工作事项|牵头单位及责任人|配合单位|办结时限|目前进展|存在问题
            1|信访积案化解|市信访局 刘某|市公安局、司法局|20个工作日内|已化解2件|当事人诉求高
            2|征地拆迁|市自然资源局（赵某某）|某某区政府|立即|已完成|无
        """),
        issued_on=date(2026, 3, 2),
    )
    first, second = reading.items
    assert (first.lead, first.leader) == ("市信访局", "刘某")
    assert first.progress == "目前进展：已化解2件；存在问题：当事人诉求高"
    assert (second.leader, second.progress, second.finished) == ("赵某某", "已完成", True)


def test_a_list_without_a_number_column() -> None:
    reading = read_grid(
        sheet("""
            2026年民生实事责任分解||
            任务|责任单位|完成时间
            1.新建口袋公园20个|市园林局|2026年12月31日
            2.改造老旧小区100个|市住建局，各区政府|2026/10/31
            （3）适老化改造1000户|市民政局|46327
        """)
    )
    assert [(i.number, i.title) for i in reading.items] == [
        ("1.", "新建口袋公园20个"),
        ("2.", "改造老旧小区100个"),
        ("（3）", "适老化改造1000户"),
    ]
    assert reading.items[2].deadlines[0].due_on == date(2026, 11, 1)


def test_an_assessment_sheet() -> None:
    reading = read_grid(
        sheet("""
            2026年度目标管理考核指标分解表||||||
            一级指标|二级指标|考核内容|分值|评分标准|责任单位|完成时限
            经济发展（40分）|主要指标|地区生产总值增速|10|每低1个百分点扣1分|县发改局|全年
            |项目建设|开工项目数|20|略|县重大项目服务中心|四季度
            党的建设||发展党员|5|略|县委组织部、宣传部|每季度
        """)
    )
    assert [i.section for i in reading.items] == [
        "经济发展（40分） / 主要指标",
        "经济发展（40分） / 项目建设",
        "党的建设",
    ]
    assert [i.points for i in reading.items] == ["10", "20", "5"]
    assert reading.unknown_columns == ("评分标准",)
    assert reading.items[0].other == {"评分标准": "每低1个百分点扣1分"}
    assert reading.items[2].supporting == ("县委宣传部",)


def test_section_rows_in_two_cells() -> None:
    reading = read_grid(
        sheet("""
            序号|重点工作|牵头单位|配合单位|时间节点
            一|主要预期目标|||
            1|生产总值增长6%|市发改委|各区县|年底
            二|重点任务|||
            （一）|产业发展|||
            2|招商引资|市投促局|各开发区|每月
        """),
        year=2026,
    )
    assert [i.section for i in reading.items] == ["一、主要预期目标", "二、重点任务 / （一）产业发展"]


def test_chinese_numbers_of_items_are_no_headings() -> None:
    reading = read_grid(
        sheet("""
            序号|督察意见|责任单位|整改时限
            一|认识不足|省住建厅|立行立改、长期坚持
            二|标准偏低||已完成整改
        """)
    )
    assert [i.number for i in reading.items] == ["一", "二"]
    assert [due.kind for due in reading.items[0].deadlines] == [DueKind.MILESTONE, DueKind.ENDLESS]
    assert reading.items[1].finished
    assert reading.items[1].deadlines == ()


def test_two_headings_in_one_row_and_a_return_to_the_wider_level() -> None:
    reading = read_grid(
        sheet("""
            序号|任务|责任单位
            一、增长（一）投资||
            1|甲|市发改委
            （二）消费||
            2|乙|市商务局
            二、民生||
            3|丙|市民政局
        """)
    )
    assert [i.section for i in reading.items] == ["一、增长（一）投资", "一、增长 / （二）消费", "二、民生"]


def test_several_tables_in_one_sheet() -> None:
    reading = read_grid(
        sheet("""
            一、综合科承办事项|||
            序号|任务|责任单位|时限
            1|办文|综合科|每月
            二、投资科承办事项|||
            序号|任务|责任单位|时限
            1|立项|投资科|6月底
            序号|工作内容|牵头单位|配合单位
            1|审批|审批科|投资科
        """),
        year=2026,
    )
    assert [(i.section, i.title, i.supporting) for i in reading.items] == [
        ("一、综合科承办事项", "办文", ()),
        ("二、投资科承办事项", "立项", ()),
        ("二、投资科承办事项", "审批", ("投资科",)),
    ]


def test_line_breaks_and_spaces_are_mended() -> None:
    reading = read_grid(
        sheet(r"""
            序 号|工 作\n任 务|推进\n措施|责 任\n领 导|责 任\n单 位|完 成\n时 限
            1|整治\n黑臭水体|1.截污\n2.清淤|张 三\n李四|市生态\n环境局|2026年\n6月底前
        """)
    )
    [item] = reading.items
    assert (item.title, item.measures, item.leader) == ("整治黑臭水体", "1.截污\n2.清淤", "张三、李四")
    assert item.lead == "市生态环境局"
    assert [due.due_on for due in item.deadlines] == [date(2026, 6, 30)]


def test_no_deadline_column() -> None:
    reading = read_grid(
        sheet("""
            任务|责任单位
            2026年6月底前完成清淤工程|市水务局
            常规巡查|市水务局
        """),
        year=2026,
    )
    first, second = (item.deadlines[0] for item in reading.items)
    assert (first.due_on, first.how, first.assumed) == (date(2026, 6, 30), "in the text", False)
    assert (second.due_on, second.phrase, second.assumed) == (date(2026, 12, 31), "", True)
    assert reading.items[1].problems[0].code is RowProblem.DUE_ASSUMED


def test_no_deadline_and_no_year() -> None:
    [item] = read_grid(sheet("任务|责任单位\n常规巡查|市水务局")).items
    assert (item.deadlines[0].due_on, item.deadlines[0].assumed) == (None, True)
    assert item.problems[0].code is RowProblem.DUE_UNKNOWN


def test_rows_that_cannot_be_imported_say_why() -> None:
    reading = read_grid(
        sheet("""
            序号|问题|整改措施|整改责任单位|整改时限
            1|台账不全|完善台账|区城管局|2026-02-30
            2||清运|某镇人民政府|6月底
            3|垃圾未清|清运|#REF!|6月底
        """),
        year=2026,
    )
    errors = [[p.code for p in item.problems if p.level is Level.ERROR] for item in reading.items]
    assert errors == [[RowProblem.DATE_IMPOSSIBLE], [RowProblem.TITLE_MISSING], [RowProblem.VALUE_BROKEN]]
    assert not any(item.is_importable for item in reading.items)
    assert reading.items[0].raw == ("1", "台账不全", "完善台账", "区城管局", "2026-02-30")


def test_hidden_rows_are_read_and_doubted() -> None:
    reading = read_grid(sheet("任务|责任单位\n甲|市财政局\n乙|市财政局", hidden=frozenset({2})), year=2026)
    assert [RowProblem.ROW_HIDDEN in [p.code for p in item.problems] for item in reading.items] == [False, True]


def test_same_as_above() -> None:
    reading = read_grid(sheet("任务|主办单位|协办单位|时限\n甲|市财政局|市审计局|6月底\n乙|同上|〃|同上"), year=2026)
    assert (reading.items[1].lead, reading.items[1].supporting) == ("市财政局", ("市审计局",))
    assert reading.items[1].deadlines[0].due_on == date(2026, 6, 30)


def test_a_sheet_without_headings_says_what_is_missing() -> None:
    reading = read_grid(sheet("没有表头的说明文字\n第一段\n第二段"))
    assert (reading.header_row, reading.items) == (0, ())
    assert reading.refusal
    assert reading.refusal.code is SheetProblem.NO_HEADER
    assert Field.TITLE.label in reading.refusal.sentence


def test_a_sheet_without_units_says_so() -> None:
    reading = read_grid(sheet("序号|任务|完成时限\n1|甲|6月底"))
    assert reading.refusal
    assert reading.refusal.missing == (Field.LEAD.label,)
    assert reading.refusal.found == ("序号", "任务", "完成时限")


def test_headings_alone() -> None:
    reading = read_grid(sheet("序号|任务|责任单位|完成时限"))
    assert reading.refusal
    assert reading.refusal.code is SheetProblem.NO_ROWS


def test_an_empty_grid() -> None:
    assert read_grid(sheet("")).refusal
