"""The ways in which Chinese and English ask for things. Data only: one pattern a way of asking.

All are searched, ignoring case, in the folded question (half-width punctuation). None names a thing that is asked about.
"""

from __future__ import annotations

import re

MONEY = r"多少[万亿]?元|多少钱|几个亿|多大的?盘子|金额|花了?多少|花费|花掉|用掉多少|开支多少|支出了?多少|掏|罚了?多少|(?:经费|资金|费用|补助|补贴|预算|投资|额度|债券|款|费|支出|收入)(?:是|为|有|共|一共|合计|到底|排了|安排了?|给了?|花了?|用了?|拨了?|到位)*(?:多少|几何|多大)|拨[了付下出去]*(?:的)?多少|投了?多少|how much"
PERCENT = r"百分之[几多]|占(?!用|地)[^,。?]{1,18}(?:多少|多大)|是?涨是?跌|[升增涨]还是[降减跌]|百分比|多大(?:的)?(?:比例|幅度|比重)|几成|占比|比重|比例|[率](?:是|为|有|多|达|到|现在|各|呢|怎么|$|[,?!。]|[^\u4e00-\u9fff])|占(?:了)?(?:总数|全部|其中)?的?多少|(?:增长|(?<![新净])增|涨|下降|降|提高|压减)了?(?:多少|几个点)|同比[^,。?]{0,8}多少|幅度|percentage|what share|proportion|\brate\b"
DATE = r"什么时候|何时|哪一?天|几月几[号日]|哪[年月]|什么时间|几月|\bwhen\b|what date"
DOCUMENT_NO = r"文号|几号文|多少号文|第几号|document number"
COUNT = r"(?:多少|几)(?!成|号|何|钱|元|万|亿|个?百分点|个点|月)(?P<unit>[\u4e00-\u9fff]{0,2})|how many"
QUANTITY = r"多少|是?涨是?跌|涨了?还是跌|[升增涨]还是[降减跌]|几(?!乎|何)|多[大高长快久]|百分|比例|比重|占比|金额|how (?:much|many|large|high|long|far)|percentage|share"
DIFFERENCE = r"(?:还|相|尚)[差缺少](?:了?多少|了?几|多远|距)|[差缺](?:了?多少|了?几)|超[出过额]?(?:年度|全年)?(?:目标|任务|要求|计划)?了?(?:多少|几)|[高低多少][了出](?:多少|几)|还?剩下?(?:多少|几)|缺口|by how (?:much|many)|how (?:much|many) (?:more|less)"
CHANGE = r"同比|环比|提高了|降低了|减少了|增加了|比上一?年|比去年|增长|涨|跌|增幅|下降|降幅|较上|比上年|比去年|by how much did"

YES_NO = r"(?:吗|没|没有|了没有|不)\s*(?:$|[?!。,])|(?:是否|是不是|有没有|有无|够不够|能不能|达没达|完没完)|^\s*(?:did|has|have|was|were|is|are|does|do)\b|\b(?:been )?(?:met|reached|achieved)\b"
TARGET_TALK = r"(?:达到|达成|达标|到线|过线|完成|实现|做到|控制住|守住|落实|满足|符合|合格|够|超|过)[^,。?]{0,18}(?:吗|没|不)|离[^,。?]{1,18}(?:差|缺|多远|缺口)|[跟与距比]?(?:目标|任务|要求)(?:比|相比)?[^,。?]{0,6}(?:还?差|缺)|(?:完成|达标|落实|执行|推进)得?(?:情况)?(?:怎么样|怎样|如何|咋样)|占(?:年度|全年|年初)?的?(?:目标|任务)|任务[^,。?]{0,6}(?:几|多少)[^。]*(?:干|完成|做)|要求[^,。?]{0,8}(?:几|多少)[^。]*(?:现在|已|完成|建成|做)|还[差缺剩](?:多少|几)|on target|target"
UNMET = r"(?:没有?|未|尚未|还没有?|不)(?:完成|达到|达标|达成|实现|做到|过线)|not (?:been )?met|missed|unmet|behind"
WHICH_GOALS = r"哪[些几个项一家]*(?:考核|职能|重点|工作)?(?:目标|任务|工作|指标|项目|项|个|单位)|哪些|哪几|几项|多少项|which (?:goals?|targets?|tasks?)"
LIST_GOALS = r"(?:一共|总共|共|都)?(?:有|考核|包括|含|设)?(?:几|多少|哪些|哪几)[个项]?(?:考核|职能|工作|重点|年度|主要)*(?:目标|任务)(?!.*(?:完成|达|%|个数|值))|列(?:一下|出|举)?[^,。?]{0,6}(?:目标|名字|任务)|(?:目标|任务)(?:清单|名单|名字)|how many goals|list (?:all )?(?:the )?goals"
EVERY_GOAL = r"各(?:项|个)?(?:目标|任务|工作)|每[个一]?[项个]?(?:目标|任务)|(?:所有|全部)的?(?:目标|任务)|every goal|each goal|all (?:the )?goals"
HAVING = r"(?:属于|负责|牵头|主管|承担|归)[^,。?]{0,14}(?:哪[些几]|几[项个]|多少[项个])[^,。?]{0,8}(?:目标|任务|工作|项|指标)?|(?:哪[些几][项个]?)(?:目标|任务|工作|指标)?(?:是|属于|由|归)"
STARRED = r"[★☆]|星号|打星|标星|加星|带星|starred"
COMPLETION = r"完成工作量|工作量|完成率|完成进度|完成百分|完成比例|完成度|(?:整体|总体)(?:完成|进度|进展)|完成到(?:了)?(?:百分之)?多少|完成了?百分之几|进度(?:是|多少|到|最|垫|排|在|达)|填(?:了|到|的|着|为)?[^,。?]{0,4}\d+\s*%|completion (?:percentage|rate)"
HIGHEST = r"最[高快大多好]|第一|领先|highest|largest|fastest"
LOWEST = r"最[低慢小少差]|垫底|倒数|落后|lowest|slowest|末位"
COMPARE = r"(?:哪|谁)[个年季家项方边]?[^,。?]{0,6}[高低多少大小快慢](?!数)|比[^,。?]{1,20}(?:[高低多少大小]|增|减|快|慢)(?:了|出)?(?:多少|几)|[跟与和同][^,。?]{1,20}(?:相比|比起来|比较)|相差|两年|对比|compared?|change from|\bvs\b"
RATIO = r"平摊|平均|每[户人个家件套名][^,。?]{0,6}(?:拿到|领到|合)|占[^,。?]{1,24}(?:百分之几|多少|多大|几成|比例)[^。]*(?:保留|算|小数)|摊到|平均(?:每|一|到|下来)|人均(?=.*(?:算|多少))|算下来"
TOTAL = r"加起来|合起来|加在一起|加一[块起]|[一-十]期[加和][一-十]期|两[项者个笔](?:合计|加|共)|之和"
BACKWARD = r"倒推|推算|反推"
TARGET_COLUMN = r"(?:年度|全年|年初|考核)?(?:目标|任务|要求|指标)(?:是|为|定|值|数|要求|设|多少|几|有|的)|(?:目标|任务|要求)(?:的|定)?[^,。?]{0,4}(?:多少|几)|应(?:该|当)|定(?:的|了)(?:是)?多少|要求[^,。?]{0,12}(?:多少|几)|计划[^,。?]{0,10}(?:多少|几)|target"
BUDGET = r"预算|盘子|安排|计划|每年|设立|批复"
DEADLINE = r"最[晚迟]|哪个?月(?:份)?(?:[底末])?(?:之?前)?(?:要|得|必须)?完成|(?:完成)?(?:时限|期限|时间节点)|什么时候(?:要|该|必须|得)?(?:前)?完成|几月(?:份)?(?:到期|完成|截止)|到期|截止(?:时间|日期)|deadline|due\b"
RESPONSIBLE = r"(?:哪|什么)[个家些]?(?:单位|部门|科室|处室|局)[^,。?]{0,6}(?:负责|牵头|管|主管|承担|在)|(?:责任|牵头|主管|配合)(?:单位|部门)|谁(?:来)?(?:负责|牵头|主管)|归[哪谁]|(?:由谁|归谁)|who is responsible|responsible"
ATTRIBUTE = r"(?:指标|目标)?(?:属性|性质)|约束性还是|预期性还是"
DONE = r"实际|已经?[拨支用花完发投到]|拨出|拨下|到位|花掉|用掉|花了|用了|拨了|投了|支出了"
QUARTER_ONLY = r"单季|单独|单说|单看|只看|仅|当季|本季|季度单|光[^,。?]{0,3}季度|就[^,。?]{0,4}季度"
SUPERLATIVE = r"最[大多高低小少快慢]"
INDIVIDUAL = r"单独|[一-十]家分到|一家|自己|单个|其中[^,。?]{1,12}一[所家个项条]"
EACH = r"各|分别"
LEANS = r"^\s*(?:那么?|这|它|其中|里面|里头|这个|那个|该|此|上一年|去年|前一年|同期|其|年度目标|跟目标|与目标|and\b|what about|then\b)"
AND_THAT = r"呢\s*[?]?\s*$"
REMAINING = r"还(?:有|剩)(?:下)?(?:几|多少)[^,。?]{0,8}(?:没|未)|(?:没|未)[\u4e00-\u9fff]{1,4}的?(?:还)?有(?:几|多少)"
STEP = r"(?:由|从)[^,。;]{0,12}?\d[^,。;]{0,24}?(?:到|至|为)"
THIS_GOAL = r"(?:这|该|此|那)[一]?[项个](?:目标|任务|工作)|this goal|that goal"
LAST_YEAR = r"(?<![比较跟与和])(?:去年|上一?年(?![初末底])|前一年)(?![末底])"
ENGLISH_PERIODS = (
    (r"first half|january to june|january through june|h1\b|by the end of june|end[- ]june", (1, 6)),
    (r"first three quarters|january to september|by the end of september", (1, 9)),
    (r"second quarter|q2\b|april to june", (4, 6)),
    (r"first quarter|q1\b|january to march", (1, 3)),
    (r"third quarter|q3\b|july to september", (7, 9)),
    (r"fourth quarter|q4\b|october to december", (10, 12)),
    (r"whole year|full year|january to december|by the end of december", (1, 12)),
)
ENGLISH_UNITS = (
    ("kilomet", "公里"),
    ("people", "人"),
    ("households", "户"),
    ("households", "家"),
    ("projects", "个"),
    ("companies", "家"),
)


def has(pattern: str, text: str) -> bool:
    """Whether `text` asks in the way of `pattern`."""
    return re.search(pattern, text, re.IGNORECASE) is not None
