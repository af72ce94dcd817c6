"""Words of what the public sees."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class PublicationKind(Word):
    LISTING = "listing", "挂牌督办"
    RELEASE = "release", "解除挂牌督办"
    PROGRESS = "progress", "办理进展"
    LIVELIHOOD = "livelihood", "民生实事"


class PublicationState(Word):
    """Drafted, shown to the unit, co-signed by 宣传部, approved, published at an outlet."""

    DRAFT = "draft", "起草中"
    REPLYING = "replying", "征求单位意见"
    COSIGNING = "cosigning", "待宣传部会签"
    PENDING = "pending", "待审批"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class PublicationAct(Word):
    """What moves a publication on."""

    EDIT = "edit", "修改公开内容"
    ASK = "ask", "征求单位意见"
    OBJECT = "object", "提出意见"
    AGREE = "agree", "答复无意见"
    FORWARD = "forward", "送宣传部会签"
    COSIGN = "cosign", "会签"
    SEND_BACK = "send-back", "退回修改"
    APPROVE = "approve", "同意公开"
    REFUSE = "refuse", "不同意公开"
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤下"


class Sensitive(Word):
    """What the public must not read."""

    ID_NUMBER = "id-number", "身份证号"
    MOBILE = "mobile", "手机号"
    LANDLINE = "landline", "电话号码"
    ACCOUNT = "account", "QQ或微信号"
    EMAIL = "email", "电子邮箱"
    NAME = "name", "个人姓名"


class PublicationRefusal(Complaint):
    """Why something was not published."""

    NO_SUCH = "no-such", "没有这份公开内容"
    SENSITIVE_TASK = "sensitive-task", "事项标为“敏感”，不能公开"
    NOT_ASSIGNED = "not-assigned", "事项还没有交办，不能公开"
    NOT_LISTED = "not-listed", "事项不在挂牌督办中，不能起草挂牌公开"
    NOT_RELEASED = "not-released", "事项还没有解除挂牌督办，不能起草解除公开"
    MISSING = "missing", "请填写{field}"
    TOO_LONG = "too-long", "{field}不能超过{most}字"
    CONTAINS = "contains", "{field}含疑似{kind} {masked}，请删除后再公开"
    STRANGE_UNIT = "strange-unit", "“{unit}”不是这个事项的承办单位，请核对单位名称"
    REPLIED = "replied", "单位已于{day}答复，请按答复意见办理"
    REPLY_EMPTY = "reply-empty", "请写明意见；没有意见的请选择“无意见”"
    SIGNER_MISSING = "signer-missing", "请填写答复人"
    STILL_ASKING = "still-asking", "单位答复期到{day}止，答复前不能送会签"
    COSIGNER_MISSING = "cosigner-missing", "请填写宣传部会签人"
    DAY_WRONG = "day-wrong", "日期{day}应在{earliest}至{latest}之间，请核对"
    OUTLET_MISSING = "outlet-missing", "请填写公开媒体"
    OTHER_OUTLET = "other-outlet", "解除公告应与挂牌公开在同一媒体（{outlet}）"
    LISTING_UNPUBLISHED = "listing-unpublished", "这次挂牌还没有公开，不能发布解除公告"


class CommentRefusal(Complaint):
    """Why what somebody of the public wrote was not taken."""

    CLOSED = "closed", "该事项目前不接受留言"
    GONE = "gone", "该事项已下线，留言没有提交。您填写的内容在下方，需要时请复制"
    LENGTH = "length", "留言请写{least}至{most}字，目前{length}字"
    TWICE = "twice", "这条留言已经收到，不必重复提交"
    TOO_OFTEN = "too-often", "提交过于频繁，请稍后再试"
