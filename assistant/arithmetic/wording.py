"""The ways in which questions ask for arithmetic. Data only; none names a thing that is calculated.

All are searched, ignoring case, in the folded question.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:多少|几|百分之|\d)"
MORE = r"多|高|大|快|(?<!增)长|重"
LESS = r"少|低|小|慢|短|轻"
# A比B多/高…多少: the side before 比, the side behind it, and what is asked of the two.
THAN = re.compile(
    r"(?P<left>[^,;?。]{1,60}?)(?<![占对同环评])比(?![例重率值分])(?P<right>[^,;?。]{1,60}?)"
    rf"(?P<tail>,?(?:是|要|会|都|又|还|到底|究竟)?(?:{MORE}|{LESS}|增|减|提高|上升|下降|降低|涨|降|升)[\u4e00-\u9fff]{{0,6}}?{_NUMBER}[^;?。]*|相[差比][^?。]*)"
)
LESS_THAN = re.compile(
    r"(?P<left>[^,;?。]{2,60}?)(?:减去|扣除|扣掉|减掉)(?P<right>[^,;?。]{2,40}?)(?=之?后|以后|还|剩|[有是等]|,|\?|$)"
)
TIMES = re.compile(r"(?P<left>[^,;?。]{1,60}?)(?:是|为|相当于|达到?)(?P<right>[^,;?。]{1,60}?)的?(?:几|多少)倍")
SHARE = re.compile(
    r"(?P<left>[^;?。]{1,60}?),?(?:大约|大概|约)?占(?!地|用|比)(?:到|了|全部|所有)?(?P<right>[^,;?。]{1,60}?)"
    r"(?:的|,)?(?:比重|比例|份额|百分之?[几多]|百分比|百分点|几成|多少|多大|几个?%)"
)
SHARE_WITHIN = re.compile(
    r"(?P<right>[^;?。]{2,60}?)(?:之中|当中|里面|里头|里|中|内),?(?P<left>[^,;?。]{1,40}?)"
    r"(?:占(?:了|到|去)?(?:比重|比例)?(?:是|为|有|达)?(?:多少|多大|几成|百分之|比例|比重)|的?(?:占比|比重|比例)(?:是|为|有|达)?(?:多少|多大|几|$|\?))"
)
SHARE_IN = re.compile(
    r"(?P<left>[^,;?。]{1,60}?)在(?P<right>[^,;?。]{1,60}?)(?:之中|当中|里面|里头|里|中)的?(?:所?占(?:了|到|的)?(?:多大|多少)?(?:比例|比重|几成|百分之[几多]|多少)?|比重|比例|份额)"
)
AVERAGE = re.compile(
    r"(?:平均|摊|平摊|分摊|均摊)到?(?:每|各)?一?个?(?P<b>[\u4e00-\u9fff]{1,8}?)(?:头上|身上|名下)"
    r"|(?:平均|均摊|平摊|摊|分摊|折合|合)(?:到|下来|给|算下来)?,?(?:每|一)一?(?P<a>个?[\u4e00-\u9fff]{1,6}?)(?:头上|身上|名下)?(?=多少|几|能|可|要|得|大约|大概|约|[的是有合给拿领罚花放投拨发补获享支])"
    r"|每(?P<c>[户人名位家个件起笔次批亩处台辆条座所套张项宗])(?!每?个?[月年季天日])(?P<noun>[\u4e00-\u9fff]{0,8}?)(?:平均|大约|约|能|可以)?(?:一年|全年|累计|分别)?[\u4e00-\u9fff]{0,6}?(?:多少|几)"
    r"|(?P<d>[户人件次笔家亩])均(?=[\u4e00-\u9fff]{0,10}(?:多少|几|是|为|有))"
)
SUM = re.compile(
    r"共(?=[\u4e00-\u9fff]{0,6}(?:多少|几))|加起来|合起来|加在一起|加一[块起]|合在一起|合到一起|加到一[起块]|之和|总和|合计|总计|共计|一共|总共|加总|相加|两[项者个笔类家]共|[三四五]类共|in total|altogether|combined|sum of"
)
FIRMLY_SUM = re.compile(
    r"共(?=[\u4e00-\u9fff]{0,6}(?:多少|几))|加起来|合起来|加在一起|加一[块起]|合在一起|合到一起|加到一[起块]|之和|总和|加总|相加|combined|sum of"
)
DIFFERENCE = re.compile(
    rf"相差|差(?:距|额|值)|[差](?:了)?(?:多少|几|多大)|(?:{MORE}|{LESS})(?:出|了)?{_NUMBER}|[多高大快]还是[少低小慢]|difference between|how (?:much|many) (?:more|less|fewer|higher|lower)|by how (?:much|many)|gap between"
)
LARGER = re.compile(
    rf"(?:哪|谁)[个一年季家项方边里类种些地份局市区县]*[^,;?。]{{0,10}}?(?:{MORE}|{LESS})(?!数)|(?:{MORE}|{LESS})[^,;?。]{{0,6}}的是(?:哪|谁)|"
    r"(?:更|最)(?:多|高|大|快|少|低|小|慢)|which (?:one |of )?[^?]{0,40}(?:more|higher|larger|greater|less|lower|fewer|most|highest)"
)
COMPARED = re.compile(
    r"[跟与和同][^,;?。]{1,24}(?:相比|比起来|比较|对比|相较)|(?:对比|比较)一?下|相比|compared? (?:with|to)|\bvs\b|versus|change from"
)
GROWTH = re.compile(
    r"(?:增长|增加|提高|上升|下降|减少|降低|增|涨|降|多|少|高|低)了?(?:百分之[几多]|多少个?百分|几个?%|多少%|百分比)|增幅|涨幅|降幅|增速|增长率|增长多少|by what percent|percentage (?:increase|decrease|change)|grow"
)
LISTED = re.compile(r"分别|各(?:是|有|自|为|多少)|又(?:是|有)?多少|respectively")
# What is left of a total, with what was not done to it.
REMAINING = re.compile(
    r"(?:还|仍|尚)?(?:有|剩)?(?:下|了)?(?:多少|几)[^,;?。]{0,14}?(?:没有?|未能?|尚未)(?:被|能)?(?P<a>[^,;?。]{1,8})"
    r"|(?:没有?|未能?|尚未)(?:被|能)?(?P<b>[^,;?。]{1,14}?)的(?P<whole>[^,;?。]{0,16}?)(?:还|尚|仍|一共|总共|现在|目前)?(?:剩|剩下|有|是)?(?:多少|几)"
    r"|(?:还|尚|仍)(?:有|剩)?(?:多少|几)?[^,;?。]{0,8}?(?:没有?|未)(?P<c>[^,;?。]{1,8}?)的?(?:有)?(?:多少|几)"
    r"|不(?P<e>合格|达标|满意|符合[^,;?。]{0,4})的?(?:[^,;?。]{0,6}?)(?:有|是)?(?:多少|几)"
    r"|还(?:有)?(?:没有?|未)(?P<d>[^,;?。]{1,10}?)的?(?:还)?(?:有|是|剩)?(?:多少|几)"
)
REST = re.compile(r"(?:其余|剩余|剩下|余下)的?[^,;?。]{0,10}?(?:多少|几)|(?:还|尚)剩[下余]?(?:多少|几)")
OTHER_THAN = re.compile(
    r"(?<![并除])(?:非|不是|不属于|除了?)(?P<part>[\u4e00-\u9fffA-Za-z0-9“”]{2,10}?)(?:的|之外的?|以外的?)(?P<whole>[^,;?。]{1,14}?)(?:有|是|为|一共|共)?(?:多少|几)"
)
# The part that is done and the rest of it in one question: 整改了几处，还剩几处.
PART_AND_REST = re.compile(r"(?:其中)?,?(?P<done>[\u4e00-\u9fff]{1,6}?)(?:了|到|完)?(?:多少|几)[^,;?。]{0,6}[,;?]$")
# What is left up to a limit: 离控制总量还有多少空间.
HEADROOM = re.compile(
    r"[离距](?P<limit>[^,;?。]{2,24}?)(?:还|尚)?(?:有|剩)(?:下|了)?(?:多少|多大|几)[^,;?。]{0,8}?(?:空间|余量|余地|余额|额度|富余|余)"
)
RATES_COMPARED = re.compile(r"(?:增速|增幅|增长率|降幅|涨幅|同比增长)[^?]{0,30}(?:快|慢|高|低|回落|几个?点|百分点)")
ASKED_OF_BOTH = re.compile(
    rf"(?:谁|哪(?:一?[个类种项家边方])?)的(?P<of>[^,;?。]{{2,14}}?)(?:更|最|比较)?(?:{MORE}|{LESS})"
)
# A rate that is to be worked out: 办结率算下来.
RATE = re.compile(
    r"(?P<done>[\u4e00-\u9fff]{2,3})率[^,;?。]{0,4}(?:算下来|算出来|推算|折算|算一?算|怎么算|测算|能算)|(?:算|推算|折算|测算)(?:一下|出|下)?[^,;?。]{0,16}?(?P<of>[\u4e00-\u9fff]{2})率"
)
STEP = re.compile(
    r"(?:提高|上调|增加|上升|提升|涨|升|调高|扩大|延长|减少|降低|下降|下调|压缩|压减|缩短|缩减|精简|降|压|减|多|少|快|短)(?:了|出)?(?:多少|几|多长|多久)|(?:raised|increased|cut|reduced|shortened) by how"
)
TO_TARGET = re.compile(r"目标|任务|要求|达标(?!率|比例)|指标值|考核线|序时|target")
YEAR_AGO = re.compile(r"同比|环比|[比较](?:去年|上年|上一?年|年初|上年末|同期)|去年同期|year[- ]on[- ]year")
YEARS = re.compile(r"[两三几]年|哪一?年|历年|去年|上年|上一?年|前一?年|(?:two|both|which) years?|last year")
BODIES = re.compile(
    r"(?:[两三四五几各]|哪一?)(?:个|家)?(?:市|区|县|局|委|单位|部门|地方|地|报告|(?<!几)家)(?![内级本])|哪里|哪儿|哪边|哪个地方|which (?:city|bureau|district|report)|both (?:cities|bureaus)"
)
SPEED = re.compile(r"进度|完成率|执行率|推进|快|慢")
CHECKED = re.compile(
    r"(?:拿|用)(?=[^,;?。]{0,12}核)|的?(?:数|数据|数字)?(?:核对|核实|核算|验证|验算|核)(?:一?下|一核)?|(?:对不对|是否属实|属实吗|准不准|准确吗|对吗|说得对)"
)
# What only asks, and says nothing of what is asked about.
ASKING = re.compile(
    r"(?<![占对])比(?![例重率值分])|保留[^,;?。\s]{0,3}(?:位小数|整数)|(?:多|少|高|低|大|小|快|慢|增长|增加|下降|减少|提高|降低|涨|降)(?:了|出)+|百分之?几?|个百分点|同比|环比|增幅|涨幅|降幅|增速(?=\s|$)|(?<=\s)[说拿]|说(?=\s|$)|同期|今年|去年|上一?年|两年|(?:^|(?<=\s))(?:毛钱|块钱|毛|块|[万亿]*元|个?工作日|分钟|小时)(?=\s|$)"
)
ADJECTIVE = re.compile(
    r"(?:哪|谁)[^,;?。]{0,14}?(?P<a>[多高大快重少低小慢短]|(?<!增)长)(?![少大久度])|(?:更|最)(?P<b>[多高大快重少低小慢短]|(?<!增)长)"
    r"|(?P<c>[多高大快重少低小慢短]|(?<!增)长)(?:出|了|多)*(?:多少|几|百分之)"
)
NOT_SAID = re.compile(
    r"^(?:那么?|请问|请|帮我|帮忙|算一?下|算算|看一?下|看看|问一?下|倒推一?下|比较一?下|对比一?下|说说|列一?下|在|把|将|对|从|到|为|是|的|了|,|和|与|跟|比|再|又|都|加上?|并|及|还|其中|里面)+|"
    r"(?:的|了|,|是|有|分别|各|一共|总共|合计|加起来|到底|究竟|大约|大概|要|会|都|又|还|再|加|它们|和|跟|与|同|(?<!占)比|说|拿|二者|两者|两项|三项|三类|两类|这几类|几类|累计|目前|现在|已经|已)+$"
)


def trimmed(text: str) -> str:
    """The name of a side without the small words at its ends."""
    before = None
    while before != text:
        before, text = text, NOT_SAID.sub("", text.strip(" “”\"'()"))
    return text


def says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is found, in either case."""
    return re.search(pattern.pattern, text, re.IGNORECASE) is not None
