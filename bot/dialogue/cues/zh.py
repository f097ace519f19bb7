"""The cues in Chinese. What each field means is written in `model`."""

from __future__ import annotations

from typing import Final

from bot.dialogue.cues.model import Cues

CHINESE: Final = Cues(
    # pointing at things
    wished_for=r"[换改](?:成|为)[^，。,;；\n]{0,4}$",
    came_or_wanted=(
        r"(?:[换改](?:成|为|个|一)|再[买加拍]|(?:发|寄|送)(?:错|成)|错发|(?:收到|来|拿到)的?是|(?<![少漏缺])[来发寄]了|[发寄]来"
        r"|不是我)[^，。,;；\n]{0,8}$"
    ),
    its_order=r"\s*(?:那|这|的)一?[单个]",
    wanted=r"[换改](?:成|为|一?个|一?件)?|要",
    # pointing at orders
    other_order=(
        r"另外?(?:一|那|的)?[个单]|别的(?:订单|单)|不是[这那]一?(?:单|[个笔]订单)"
        r"|不是(?:订单)?\s*[A-Za-z]{0,4}-?\d{4,}"  # 不是XM1003
    ),
    further_order=r"(?:再|还[有要想]?)[^，。,]{0,3}一[单个](?!问题|事)",
    that_order=r"\W*.{1,12}那一?[单个](?:订单)?[吧啊呀的呢]?\W*",
    this_order=r"[那这]一?[单个]",
    newest=r"(?:最新|最近|刚刚?(?:买|下|拍))的?",
    several_orders=r"\W*[两俩三四五几]单\W*",
    labels_of_codes=r"订单|单号|编号|尾号|手机|电话|后四位|号码|收货",
    other_product=r"另外?一?款|别的(?:款|商品)|换一?款",
    # giving up
    no_need=(
        r"\W*(?:(?:算了|那|还是|先)+\W*)?(?:不用|不要|不必|不需要|没事|没什么)(?:了|啦)?[吧啊呀]?"
        r"\W*(?:(?:(?:谢谢[你您]?|谢了|多谢)(?:了|啦)?|了|啦)\W*)?"
    ),
    gives_up_behind=r"(?P<rather>.{2,}?)(?:就)?(?:算了|得了)[吧啊呀]?\W*",
    leaves_to_us=(
        r"(?:没有?|随便[你您]?写|[你您](?:们)?(?:帮我|替我|来|看着)(?:想|写|定)[一]?个?"
        r"|(?:内容)?(?:[你您]们?|店家)(?:定|看着办|随意)|换个内容|不知道(?:写[啥什]么?)?|写?[啥什]么?好)[了吧呢啊呀\W]*"
    ),
    # amounts
    by_how_much=r"(?:减|便宜|少|降|优惠)(?:了|个|我)?\s*[\d一二两三四五六七八九十百]",
    not_an_amount=r"天|小时|分钟?|号|日|月|年|点|次|层",
    beside_amount=r"元|块钱?|吧|呢|啊|就|是|要|大概",
    # joining
    besides=r"对了|另外|顺便|还有|再就是|再(?=[加来写备帮放])",
    leans_before=r"那么?|如果是?|要是",
    leans_behind=r"的?(?:呢|吗|嘛|的话)",
    beside_product=r"那|的|呢|啊|吗",
    sent=r"(?<!你)(?<!们)[寄退](?!错|丢)",
)
