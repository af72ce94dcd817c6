"""Words of telling people: by which channel, how far a message has come, what is refused."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ChannelWord(Word):
    """What carries a message out. The inbox is no channel: a message is in it as soon as it is written."""

    LOCAL = "local", "本机记录"
    EMAIL = "email", "电子邮件"
    WECOM = "wecom", "企业微信机器人"
    DINGTALK = "dingtalk", "钉钉机器人"
    FEISHU = "feishu", "飞书机器人"
    SMS = "sms", "短信"

    @property
    def is_robot(self) -> bool:
        return self in ROBOTS


ROBOTS = frozenset({ChannelWord.WECOM, ChannelWord.DINGTALK, ChannelWord.FEISHU})


class DeliveryState(Word):
    """How far one message has come by one channel to one address."""

    PENDING = "pending", "待发"
    FAILED = "failed", "待重发"
    SENT = "sent", "已发"
    DEAD = "dead", "发送失败"
    DROPPED = "dropped", "不再发送"


class ContactRefusal(Complaint):
    """Why an address was not taken."""

    GONE = "gone", "没有这个地址，可能已被删除，请刷新后再试"
    KNOWN = "known", "“{name}”已登记过这个{channel}地址"
    ADDRESSEE_GONE = "addressee-gone", "请选择列表中的单位或职务"
    EMAIL_ODD = "email-odd", "电子邮件地址应形如 name@example.gov.cn"
    PHONE_ODD = "phone-odd", "手机号码应为1开头的11位数字"
    ROBOT_ODD = "robot-odd", "请填写机器人地址末尾的密钥，只有字母、数字和 - _，不要填整个网址"
    SECRET_MISSING = "secret-missing", "{channel}请同时填写加签密钥"
    SECRET_ODD = "secret-odd", "加签密钥只有字母、数字和 - _ = + /"
    SECRET_UNUSED = "secret-unused", "{channel}不用加签密钥，请清空"


class DeliveryRefusal(Complaint):
    """Why a message was not sent again."""

    GONE = "gone", "没有这条发送记录，请刷新后再试"
    SENT = "sent", "这条消息已经发出，不必重发"
    WAITING = "waiting", "这条消息还没到发送时间，到时会自动发出"
    BUSY = "busy", "这条消息正在发送，请稍后再看"
    ADDRESS_GONE = "address-gone", "该地址已删除，不能重发；消息仍在对方的“消息”页，也可电话告知"
