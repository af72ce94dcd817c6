"""One of each letter the product writes, worded from facts of a city that does not exist."""

from __future__ import annotations

from datetime import date

from tracker.documents.letter import Letter
from tracker.documents.letters.accountability import SuggestionFacts, accountability_suggestion
from tracker.documents.letters.conclusions import ConclusionFacts, ReviewFacts, review_decision, supervision_conclusion
from tracker.documents.letters.escalation import SlipFacts, warning_slip
from tracker.documents.letters.extensions import ExtensionFacts, extension_reply
from tracker.documents.letters.listings import ListingFacts, ReleaseFacts, listing_notice, release_announcement
from tracker.vocabulary.conclusions import ReviewOutcome
from tracker.vocabulary.escalation import SlipColour

OFFICE, GOVERNMENT, UNIT = "示例市人民政府督查室", "示例市人民政府", "示例市住房和城乡建设局"
MATTER, REFERENCE = "完成12个老旧小区改造", "督办〔2026〕17号"
CONTACT = "联系人：督查一科，联系电话：0000-0000000"
EXTENSION = {
    "unit": UNIT,
    "matter": MATTER,
    "reference": REFERENCE,
    "signer": OFFICE,
    "signed_on": date(2026, 6, 24),
    "contact": CONTACT,
    "asked_on": date(2026, 6, 22),
    "asked_until": date(2026, 8, 31),
    "due_on": date(2026, 6, 30),
    "decided_by": "督查室主任审批",
    "cause": "招标、听证、评审等法定程序",
}


def slip(colour: SlipColour) -> Letter:
    """A slip of a colour; only the first has no urging before it."""
    before = [(date(2026, 7, 1), "系统提醒"), (date(2026, 7, 2), "电话催办"), (date(2026, 7, 3), "蓝色督办单")]
    facts = SlipFacts(
        unit=UNIT,
        matter=MATTER,
        reference=REFERENCE,
        signer=OFFICE,
        number="督办单[2026]9号",
        signed_on=date(2026, 7, 15),
        contact=CONTACT,
        copy_to=["市人民政府办公室", "分管副市长"],
        colour=colour,
        due_on=date(2026, 6, 30),
        days_overdue=15,
        answer_by=date(2026, 7, 22),
        missing="红旗小区、阳光小区外墙保温和管网更新未完工，累计权重40%",
        assigned_on=date(2026, 1, 26),
        urged=[] if colour is SlipColour.BLUE else before,
    )
    return warning_slip(facts)


def listing() -> Letter:
    return listing_notice(
        ListingFacts(
            unit=UNIT,
            matter=MATTER,
            reference=REFERENCE,
            signer=GOVERNMENT,
            number="挂牌督办〔2026〕2号",
            signed_on=date(2026, 8, 3),
            contact=CONTACT,
            copy_to=["市委办公室", "市纪委监委机关", "市委宣传部"],
            grounds=["已列入督办而未取得明显进展：连续两期没有新核实的节点", "红色督办单期满未答复"],
            decided_by="市人民政府常务会议决定",
            decided_on=date(2026, 7, 30),
            begins_on=date(2026, 8, 3),
            due_on=date(2026, 9, 14),
            officer="督查一科科长",
            requirements=["9月1日前完成管网更新，9月14日前全部完工并通过验收"],
            responsible=[("责任领导", "分管城建副市长"), ("责任人", "市住房和城乡建设局局长")],
            term="30个工作日",
            extension_by=date(2026, 8, 17),
            media=["市人民政府网站", "《示例日报》"],
        )
    )


def release() -> Letter:
    return release_announcement(
        ReleaseFacts(
            unit=UNIT,
            matter=MATTER,
            reference=REFERENCE,
            signer=GOVERNMENT,
            signed_on=date(2026, 9, 16),
            listed_on=date(2026, 8, 3),
            visited_on=date(2026, 9, 11),
            visitors=["督查二科", "市财政局"],
            verdict="各项整改任务已经完成，同意解除",
            decided_by="市人民政府常务会议决定",
            decided_on=date(2026, 9, 15),
            results=["12个老旧小区外墙保温和管网更新全部完工", "居民诉求逐户答复"],
            notice="挂牌督办〔2026〕2号",
            watched_until=date(2027, 3, 16),
        )
    )


def conclusion() -> Letter:
    return supervision_conclusion(
        ConclusionFacts(
            unit=UNIT,
            matter=MATTER,
            reference=REFERENCE,
            signer=GOVERNMENT,
            number="督查结论〔2026〕1号",
            signed_on=date(2026, 9, 1),
            contact=CONTACT,
            basis=["市人民政府常务会议决定", "《老旧小区改造专项督查方案》"],
            team="市人民政府督查组",
            inspected_from=date(2026, 8, 10),
            inspected_to=date(2026, 8, 14),
            findings=["实地查看12个小区，其中2个未开工，与7月份反馈的“全部开工”不符", "资金已于4月30日拨付到位"],
            verdict="工作推进不力，反馈情况与实际不符",
            review_body=GOVERNMENT,
            methods=["听取汇报", "实地查看", "走访居民", "调阅资料"],
            rectifications=[("2个小区开工", date(2026, 9, 10)), ("更正7月份反馈", date(2026, 9, 4))],
            evidence=["现场照片12张", "资金拨付凭证复印件"],
        )
    )


def review() -> Letter:
    return review_decision(
        ReviewFacts(
            unit=UNIT,
            matter=MATTER,
            reference=REFERENCE,
            signer=GOVERNMENT,
            number="复核〔2026〕1号",
            signed_on=date(2026, 10, 9),
            conclusion="督查结论〔2026〕1号",
            served_on=date(2026, 9, 2),
            asked_on=date(2026, 9, 20),
            grounds=["其中1个小区因文物勘探依法停工"],
            findings=["勘探批复和停工通知属实，停工期间为7月20日至8月20日"],
            outcome=ReviewOutcome.CHANGED,
            decision="未开工小区由2个改为1个，其余内容不变",
        )
    )


def suggestion() -> Letter:
    return accountability_suggestion(
        SuggestionFacts(
            unit=UNIT,
            matter=MATTER,
            reference=REFERENCE,
            signer=GOVERNMENT,
            number="追责建议〔2026〕1号",
            signed_on=date(2026, 10, 20),
            contact=CONTACT,
            authority="市纪委监委机关",
            origin=[
                "挂牌督办通知书：挂牌督办〔2026〕2号，2026年8月3日",
                "督查结论：督查结论〔2026〕1号，2026年9月2日送达，复核后变更",
            ],
            findings=["挂牌期满后，1个小区仍未开工", "7月份反馈情况与实际不符"],
            approved_by="市长",
            approved_on=date(2026, 10, 16),
            duties=["《老旧小区改造工作方案》确定其为牵头单位"],
            breached=["《政府督查工作条例》第十八条、第二十五条"],
            circumstances=["发现问题后主动更正7月份反馈"],
            deliberated="市人民政府常务会议",
            reply_by=date(2026, 12, 31),
            evidence=["督查结论及送达回执", "复核决定书", "催办记录"],
        )
    )


LETTERS = {
    **{f"slip-{colour}": slip(colour) for colour in SlipColour},
    "listing": listing(),
    "release": release(),
    "extension-granted": extension_reply(ExtensionFacts(**EXTENSION, granted_until=date(2026, 8, 15))),
    "extension-refused": extension_reply(ExtensionFacts(**EXTENSION, grounds="招标已于5月完成，理由不成立")),
    "conclusion": conclusion(),
    "review": review(),
    "suggestion": suggestion(),
}
