"""General words of the domain: what people say against what reports write. Data only.

Everything here is about government work reports in general; nothing names a goal, a bureau or a sentence of a document.
"""

from __future__ import annotations

SYNONYMS: tuple[tuple[str, ...], ...] = (
    # money going out
    ("支出", "花了", "花费", "花掉", "花多少", "花", "用掉", "开销", "开支", "用了", "支了"),
    ("拨付", "下拨", "下达", "拨了", "拨下去", "拨", "发放", "兑现", "掏", "给付", "到位", "打款"),
    ("安排", "预算安排", "排了", "划出", "批了", "给了"),
    ("投资", "投入", "投了", "投进去", "投", "砸"),
    ("争取", "争取到", "要到", "拿到"),
    ("经费", "费", "资金", "专项资金", "钱", "款"),
    ("补助", "补贴", "奖补", "补助资金"),
    ("预算", "盘子", "年初预算"),
    # doing
    ("完成", "做完", "办完", "干完", "搞完", "建成", "竣工", "完工"),
    ("新增", "增加", "新建", "新添", "多了"),
    ("储备", "入库", "攒", "攒了", "项目库", "库里"),
    ("接种", "打疫苗", "打针", "打了", "打"),
    ("录用", "招聘", "招录", "招了", "招", "引进"),
    ("发行", "发了", "卖了"),
    ("改造", "提升改造", "翻新", "翻修", "整修"),
    ("建设", "修建", "建", "修"),
    ("出台", "印发", "发布", "下发", "制定"),
    ("培训", "学", "授课"),
    ("检查", "抽查", "排查", "查"),
    ("查处", "处罚", "立案", "罚"),
    ("竣工", "完工", "交付"),
    ("惠及", "受益", "享受", "受惠"),
    ("帮扶", "扶持", "支持", "帮助", "帮"),
    ("涉及", "牵涉", "关系到"),
    ("上线", "投用", "启用", "开通"),
    ("接入", "接进", "接进去", "连上"),
    ("减少", "下降", "降低", "降", "少了", "回落"),
    ("增长", "上涨", "涨了", "涨", "增幅", "增速", "提高", "上升"),
    ("压减", "压缩", "压了", "压", "削减", "砍"),
    ("更换", "换了", "换"),
    ("办结", "办完", "结案"),
    ("受理", "收到", "接到"),
    # measures of things
    ("占比", "比重", "比例", "占"),
    ("人数", "多少人", "几个人", "人次"),
    ("需求", "需要", "缺口"),
    ("规模", "额度", "总额", "总量", "合计", "总计"),
    ("目标", "任务", "要求", "指标", "计划"),
    ("平均", "均值", "平均值", "均价", "人均", "每人", "均数"),
    # places and people of reports
    ("公共租赁住房", "公租房"),
    ("公路", "道路", "马路"),
    ("农户", "农民", "村民"),
    ("居民", "群众", "老百姓", "百姓"),
    ("老年人", "老人"),
    ("儿童", "孩子", "小孩", "幼儿", "婴幼儿"),
    ("学生", "学员"),
    ("学校", "校"),
    ("教师", "老师"),
    ("企业", "公司"),
    ("医疗机构", "医院", "卫生院"),
    ("数字化", "信息化", "智慧"),
)

ENGLISH: tuple[tuple[str, str], ...] = (
    ("special-purpose bond", "专项债 债券"), ("special purpose bond", "专项债 债券"), ("special bond", "专项债 债券"), ("new", "新增"), ("bond", "债券"), ("kilomet", "公里"), ("rural", "农村"), ("rebuilt", "改建 改造"), ("newly built", "新建 新改建"), ("built", "建设 建成"),
    ("double random", "双随机"), ("phd", "博士"), ("doctorate", "博士"), ("newly recruited", "引进 新招"), ("newly", "新增"), ("hotline", "热线"),
    ("quota", "额度"), ("issued", "发行"), ("issue", "发行"), ("livelihood", "民生"), ("people's well-being", "民生"),
    ("spending", "支出"), ("expenditure", "支出"), ("spent", "支出"), ("budget", "预算"), ("revenue", "收入"), ("income", "收入"),
    ("share", "占比"), ("proportion", "占比"), ("project", "项目"), ("reserve", "储备"), ("pipeline", "储备"), ("target", "目标"),
    ("subsidy", "补贴"), ("subsidies", "补贴"), ("grant", "补助"), ("household", "户"), ("families", "家庭"), ("family", "家庭"),
    ("housing", "住房"), ("rental", "租赁"), ("public rental", "公共租赁"), ("hospital", "医院"), ("doctor", "医生"), ("health", "卫生"),
    ("vaccin", "疫苗 接种"), ("dose", "剂次"), ("teacher", "教师"), ("recruit", "招聘 录用"), ("hired", "录用"), ("school", "学校"),
    ("student", "学生"), ("kindergarten", "幼儿园"), ("myopia", "近视率"), ("pupil", "学生"), ("training", "培训"), ("meeting", "会议"),
    ("reception", "接待"), ("company", "企业"), ("companies", "企业"), ("enterprise", "企业"), ("employment", "就业"), ("job", "就业"),
    ("unemployment", "失业率"), ("road", "道路"), ("bridge", "桥梁"), ("parking", "停车"), ("bus", "公交"), ("metro", "轨道交通"),
    ("railway", "铁路"), ("rail", "轨道"), ("port", "港口"), ("expressway", "高速公路"), ("highway", "公路"), ("air quality", "空气质量"),
    ("pollut", "污染"), ("sewage", "污水"), ("wastewater", "污水"), ("water", "水"), ("river", "河道"), ("garbage", "垃圾"), ("waste", "垃圾"),
    ("waste sorting", "垃圾分类"), ("renovat", "改造"), ("old residential", "老旧小区"), ("elevator", "电梯"), ("invest", "投资"),
    ("fund", "资金"), ("funding", "资金"), ("supervision", "监督"), ("audit", "审计"), ("evaluation", "评价"), ("performance", "绩效"),
    ("digital", "数字化"), ("reform", "改革"), ("platform", "平台"), ("registered user", "注册用户"), ("user", "用户"), ("emergency", "应急"),
    ("drill", "演练"), ("elderly", "老年人"), ("pension", "养老"), ("childcare", "托育 托位"), ("nursery", "托位"), ("insurance", "保险"),
    ("medical", "医疗"), ("drug", "药品"), ("coverage", "覆盖率"), ("rate", "率"), ("satisfaction", "满意度"), ("completion", "完成"),
    ("completed", "完成"), ("reduc", "减少 压减"), ("cut", "压减"), ("three public", "三公"), ("official", "公务"), ("tax", "税"),
    ("fee", "费"), ("document number", "文号"), ("trees", "树"), ("forest", "森林"), ("carbon", "碳"), ("energy", "能耗"), ("emission", "排放"),
    ("dispute", "纠纷 争议"), ("arbitration", "仲裁"), ("wage", "工资"), ("labor", "劳动"), ("labour", "劳动"), ("skill", "技能"),
    ("talent", "人才"), ("graduate", "毕业生"), ("startup", "创业"), ("start-up", "创业"), ("loan", "贷款"), ("passenger", "客运"), ("freight", "货运"),
    ("vehicle", "车辆"), ("lamp", "路灯"), ("light", "照明"), ("toilet", "公厕"), ("gas", "燃气"), ("inspection", "检查"), ("station", "站"),
)  # fmt: skip

# Provinces, their capitals and other large cities: questions name them without 省 or 市.
PLACES = frozenset(
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 "
    "内蒙古 香港 澳门 台湾 石家庄 太原 沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 南宁 海口 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 "
    "乌鲁木齐 呼和浩特 大连 青岛 宁波 厦门 深圳 苏州 无锡 常州 南通 徐州 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 佛山 东莞 珠海 中山 惠州 泉州 烟台 潍坊 "
    "洛阳 唐山 保定 绵阳 宜昌 襄阳 岳阳 芜湖 赣州 桂林 三亚 遵义 大理".split()
)

# Words of accounts that a tagger takes for verbs.
NOMINAL = frozenset("支出 收入 投资 补贴 补助 贷款 结余 负债 借款 存款 罚款 利润 消费 捐赠 储备".split())

# Nouns that only name the kind of number asked for: any figure of that kind satisfies them.
MEASURE_NOUNS: dict[str, frozenset[str]] = {
    "money": frozenset(
        "资金 经费 费用 款项 金额 总额 总金额 投资额 额度 数额 钱款 支出 专项资金 预算资金 盘子".split()
    ),
    "percent": frozenset("比例 比重 占比 百分比 幅度 增幅 降幅 增速 百分率".split()),
    "count": frozenset("个数 数量 人数 户数 家数 总数 次数 件数 数目 规模 总量 项目数".split()),
    "duration": frozenset("时间 时长 天数".split()),
}

# Words that say how something is asked, not what about: they never have to stand in the evidence.
ASKING = (
    "请问 麻烦 帮我 查一下 查查 看看 看一下 告诉我 想知道 想问 说说 介绍 一下 倒推 推算 算下来 算一下 算算 核一下 能不能 能否 可以 "
    "多少 几个 几家 几项 几户 几所 几 多大 多高 多长 多久 什么时候 什么 哪些 哪几 哪个 哪项 哪家 哪天 哪一天 哪一项 哪年 哪里 哪 何时 何 谁 "
    "怎么样 怎样 怎么 如何 为什么 为何 为啥 是否 有没有 有无 是不是 够不够 够了吗 够了没 达标 到线 了吗 了没有 没有 做到 控制住 "
    "吗 呢 吧 啊 呀 么 嘛 的 了 着 过 得 地 是 在 到 把 被 给 让 由 从 向 对 于 与 和 及 或 跟 同 也 都 就 还 又 再 很 才 只 单 说 看 "
    "这 那 这个 那个 这些 那些 这项 那项 它 其 其中 里面 里头 里 中 上 下 个 各 各自 分别 一共 总共 共 共计 合计 总 累计 目前 现在 现 已经 已 "
    "今年 去年 本年 当年 同期 年度 全年 上半年 下半年 半年 季度 月份 月底 年底 截至 截止 到了 单独 单季 单说 只看 之前 以来 为止 情况 报告 表 表里 "
    "具体 主要 大概 大约 左右 实际 相当于 比较 相比 相差 差 还差 还缺 缺 超 超出 更 最 保留 小数 位 两位 一位 百分之 百分点 百分比 "
    "数 数字 数量 数据 金额 多 高 低 大 小 快 慢 够 钱 元 万元 亿元 万 亿 目标 任务 要求 指标 标准 规定 计划 达到 达成 完成 进度 进展 进行 做 干 搞 办 "
    "应该 需要 必须 水平 程度 幅度 方面 工作 单位 部门 整体 总体 按 以 为 并 且 而 但 如果 每 新 等 不 没 无 去 来 走 拿 用 花 掏 定 填 有 "
    "单看 单月 光 这块 那块 块 份 些 文号 文件 号文 比例 占比 比重 到期 归 负责 还有 还剩 剩 剩下 每人 每月 每年 值 年末 张 条 缺口 一块儿 加 加起来 率 增幅 降幅 额 是谁 守住 控住 过 期限 时限 时间 月 号 日 年 天 家 项 人 次 所 户 亩 吨 公里 座 处 台 辆 名 头 手 起来 出来 下来 下去 "
    "比 比比 措施 办法 举措 做法 动作 行动 内容 原因 环节 问题 用途 效果 成效 材料 领导 最晚 最迟 哪边 "
    "年初 前 后 第一 第二 第三 第四 一季度 二季度 三季度 四季度 倒数 垫底 领先 落后 第几 名字 名称 步 哪一步 线 这条线 条线 成 没成"
).split()  # fmt: skip
