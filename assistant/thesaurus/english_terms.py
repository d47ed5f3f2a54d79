"""English terms of the domain and what reports write for them: `term=中文 中文`, one field a paragraph. Data only.

A term is its plain form (subsidy, not subsidies), but for forms that mean something else (train, training), in the
spelling of either side (center, centre), without hyphens.
"""

from __future__ import annotations

TERMS = """
money=资金; fund=资金; funding=资金; special fund=专项资金; expense=经费; outlay=支出; outgoing=支出; spending=支出
expenditure=支出; spent=支出; spend=支出; budget=预算; budget expenditure=预算支出
budget at the start of the year=年初预算; initial budget=年初预算; revenue=收入; income=收入; fiscal revenue=财政收入
general public budget=一般公共预算; general public budget revenue=一般公共预算收入
general public budget expenditure=一般公共预算支出; public budget=公共预算; government fund=政府性基金
land transfer income=土地出让收入; tax=税; tax revenue=税收; tax cut=减税; tax refund=退税; tax rebate=退税
tax and fee cut=减税降费; tax and fee reduction=减税降费; tax reduction=减税; taxpayer=纳税人; fee=费; levy=征收
surplus=结余; carry over=结转; bond=债券; special bond=专项债 债券; special purpose bond=专项债 债券
general bond=一般债券; government bond=政府债券; new bond=新增债券; debt=债务; hidden debt=隐性债务
implicit debt=隐性债务; quota=额度; issue=发行; issuance=发行; refinancing=再融资; transfer payment=转移支付
subsidy=补贴; subsidize=补贴; subsidise=补贴; grant=补助; allowance=补贴 津贴; reward=奖励; bonus=奖金; award=奖励
livelihood=民生; people's livelihood=民生; people's well being=民生; well being=民生; wellbeing=民生
public welfare=民生; welfare=福利; three public=三公; official=公务; official reception=公务接待
official vehicle=公务用车; overseas trip=因公出国; travel abroad=因公出国; general expenditure=一般性支出
administrative expense=行政经费; operating expense=公用经费; meeting expense=会议费; training expense=培训费
allocate=拨付 下达; allocation=拨付 下达; allocated=拨付 下达; disburse=拨付; disbursement=拨付; appropriate=拨付
appropriation=拨付; earmark=安排; set aside=安排; paid=发放 支付; pay=发放 支付; payment=支付; pay out=发放
paid out=发放; hand out=发放; distribute=发放; in place=到位; invest=投资; investment=投资; total investment=总投资
fixed asset investment=固定资产投资; fixed asset=固定资产; capital=资本金; inject=投入; loan=贷款; lend=贷款
lending=贷款; credit=信贷; deposit=存款; loan balance=贷款余额; deposit balance=存款余额; inclusive loan=普惠 贷款
non performing loan=不良贷款; bad loan=不良贷款; guarantee=担保; financing guarantee=融资担保; financing=融资
listed company=上市公司; premium=保费; insurance=保险; payout=赔付; claim=理赔; interest subsidy=贴息; interest=利息
collect=征收; collected=征收; waive=减免; waived=减免; exempt=减免; exemption=减免; refund=返还 退还; return=返还
donate=捐赠; donation=捐款 捐赠; raise money=筹集; raise=筹集; fine=罚款; penalty=处罚 罚款; save=节约; saving=节约
procurement=采购; government procurement=政府采购; purchase=采购; service purchase=购买服务; cost=费用; price=价格
profit=利润; turnover=营业收入; sale=销售; sales=销售; sales value=销售额; sales volume=销售额; sales revenue=销售额
sell=销售; sold=销售; output value=产值; output=产量; asset=资产; state owned asset=国有资产
state owned enterprise=国有企业; liability=负债; performance evaluation=绩效评价; performance=绩效
performance assessment=绩效评价; ex ante evaluation=事前绩效评估; prior evaluation=事前绩效评估
fiscal supervision=财政监督; financial supervision=财政监督; treasury=国库; project=项目; major project=重大项目
key project=重点项目; reserve=储备; pipeline=储备; project pipeline=项目储备; qualified project=符合条件 项目

new=新增; newly=新增; add=新增; added=新增; additional=新增; newly added=新增; increase=增长; grow=增长; grew=增长
grown=增长; growth=增长; growth rate=增速; rise=增长; rose=增长; risen=增长; fall=下降; fell=下降; fallen=下降
drop=下降; decline=下降; decrease=下降; reduce=减少; reduction=减少; cut=压减; trim=压减; save on=压减
year on year=同比; compared with the same period=同比; month on month=环比; built=建设 建成; build=建设
construct=建设; construction=建设; newly built=新建; new build=新建; rebuilt=改建; rebuild=改建; expand=扩建 扩大
upgrade=提升 改造; renovate=改造; renovation=改造; refurbish=改造; refurbishment=改造; transform=改造; retrofit=改造
reconstruct=改造; reconstruction=改造; redevelop=改造; repair=维修; maintain=养护; maintenance=养护; replace=更换
install=安装; installation=安装; lay=铺设; laid=铺设; demolish=拆除; demolition=拆除; pull down=拆除; torn down=拆除
dismantle=拆除; start construction=开工; construction start=开工; broke ground=开工; begin construction=开工
complete=完成; completion=完成; put into use=投入使用; put into operation=投入使用; opened to traffic=通车
open to traffic=通车; launch=上线; go live=上线; went live=上线; connect=接入; hook up=接入; link up=接入
close down=关停; shut=关停; shut down=关停; phase out=淘汰; phased out=淘汰; scrap=淘汰 报废; eliminate=消除
inspect=检查; inspection=检查; check=检查; spot check=抽查; random check=抽查; double random=双随机; investigate=查处
investigation=调查; rectify=整改; rectification=整改; remedy=整改; fix=整改; resolve=化解 办结; settle=办结
close a case=结案; handle=办理; accept=受理; receive=受理 收到; punish=处罚; penalize=处罚; penalise=处罚
file a case=立案; case filed=立案; case=案件; seize=查获; arrest=抓获; hold=举办; held=举办; organize=组织
organise=组织; host=举办; convene=召开; hire=录用 招聘; hired=录用; recruit=招聘 录用; recruitment=招聘
newly recruited=引进 新招; attract=引进; bring in=引进; introduce=引进; train=培训; trained=培训; training=培训
training session=培训; attend=参加; participate=参加; participant=参加; join=参加; enrol=招生; enroll=招生
enrolment=招生; enrollment=招生; admit=招生; admission=招生; register=注册 登记; registration=登记
registered=注册 登记; registered user=注册用户; user=用户; active user=活跃用户; sign=签约; signed=签约; contract=合同
agreement=协议; cooperate=合作; cooperation=合作; collaboration=合作; partnership=合作; publish=印发 发布
promulgate=印发; draw up=制定; formulate=制定; revise=修订; policy=政策; document number=文号; benefit=惠及 受益
benefited=惠及 受益; beneficiary=受益; help=帮扶; assist=帮扶; assistance=救助; aid=救助; support=支持; relief=救助
cover=覆盖; coverage=覆盖; coverage rate=覆盖率; promote=推广; pilot=试点; demonstration=示范; evacuate=转移
evacuation=转移; relocate=搬迁; relocation=搬迁; resettle=安置; resettlement=安置; rescue=救援; visit=走访
publicity=宣传; campaign=专项行动 活动; evaluate=评估; evaluation=评价; assess=评估; assessment=评估; review=审核
audit=审计; approve=审批; approval=审批; approved=批复; supervise=监督; supervision=监督; monitor=监测
monitoring=监测; test=检测; testing=检测; sample=抽检; sampling=抽检; transfer=移送; hand over=移交; recover=追回
recovered=追回; reform=改革; manage=管理; management=管理
closed=关停; railing=护栏; news=新闻; farming=农业

share=占比; proportion=占比; ratio=比率; rate=率; percentage=占比; average=平均; per capita=人均; target=目标
pass rate=合格率; qualification rate=合格率; qualified rate=合格率; completion rate=完成率; satisfaction=满意度
satisfaction rate=满意度; utilization rate=利用率; utilisation rate=利用率; connection rate=接通率; answer rate=接通率
settlement rate=办结率; on time=按期; on schedule=按期; participation rate=参保率; attendance rate=入学率
household=户; family=家庭; families=家庭; length=长度; area=面积; kilometer=公里; duration=时间; ranking=排名
rank=排名; concentration=浓度; capacity=能力; volume=总量; scale=规模; demand=需求; gap=缺口

hospital=医院; public hospital=公立医院; clinic=诊所 卫生室; village clinic=村卫生室; health center=卫生院
community health center=社区卫生服务中心; medical institution=医疗机构; primary medical institution=基层医疗机构
grassroots medical institution=基层医疗机构; doctor=医生; physician=医师; nurse=护士; medical staff=医务人员
medical worker=医务人员; health worker=医务人员; family doctor=家庭医生; general practitioner=全科医生; bed=床位
hospital bed=床位; patient=患者; outpatient=门诊; outpatient visit=门诊; inpatient=住院; hospital stay=住院
hospitalization=住院; average length of stay=平均住院日; length of stay=住院日; surgery=手术; operation=手术
health=卫生 健康; public health=公共卫生; basic public health=基本公共卫生; vaccine=疫苗 接种; vaccination=疫苗 接种
vaccinate=疫苗 接种; dose=剂次; jab=疫苗 接种; shot=疫苗 接种; covid=新冠; covid 19=新冠; coronavirus=新冠
pandemic=疫情防控; epidemic=疫情防控; epidemic prevention=疫情防控; epidemic control=疫情防控
pandemic control=疫情防控; nucleic acid test=核酸检测; screening=筛查; cancer screening=两癌筛查; checkup=体检
health check=体检; physical examination=体检; chronic disease=慢性病; hypertension=高血压; diabetes=糖尿病
tuberculosis=结核病; mental disorder=精神障碍; mental health=心理健康; myopia=近视率; nearsightedness=近视率
short sightedness=近视率; pregnant woman=孕产妇; maternal=孕产妇; infant=婴幼儿; newborn=新生儿; birth=出生
childcare=托育 托位; childcare place=托位; childcare center=托育机构; nursery=托育 托位; nursery place=托位
blood donation=献血; donate blood=献血; traditional chinese medicine=中医药; drug=药品; medicine=药品; medical=医疗
medical insurance=医保; health insurance=医保; medical insurance fund=医保基金; reimbursement=报销; reimburse=报销
medical aid=医疗救助; critical illness insurance=大病保险; long term care insurance=长期护理保险
centralized procurement=集中采购; bulk procurement=集中采购; drug share=药占比; consumable=耗材
medical expense=医疗费用; medical revenue=医疗收入; life expectancy=预期寿命; first aid=急救; ambulance=急救 救护车
pharmacy=药店; drugstore=药店; health record=健康档案; disease=疾病; smoking=吸烟; toilet=公厕 厕所

school=学校; primary school=小学; elementary school=小学; middle school=初中; junior high school=初中
junior high=初中; high school=高中; senior high school=高中; vocational school=中职; secondary vocational=中职
university=高校; universities=高校; college=高校; kindergarten=幼儿园; preschool=学前教育; public kindergarten=公办园
private kindergarten=民办园; inclusive kindergarten=普惠性幼儿园; affordable kindergarten=普惠性幼儿园
private school=民办学校; public school=公办学校; teacher=教师; student=学生; pupil=学生; school place=学位
seat=座位 学位; compulsory education=义务教育; education=教育; education spending=教育支出; after school=课后服务
after school service=课后服务; after school care=课后服务; off campus training=校外培训; tutoring=校外培训
training institution=培训机构; tutoring center=校外培训机构; student loan=助学贷款; scholarship=奖学金
financial aid=资助; migrant children=随迁子女; left behind children=留守儿童; dropout=辍学; special education=特殊教育
school bus=校车; canteen=食堂; school meal=营养餐; campus=校园; graduate=毕业生; college graduate=高校毕业生
university graduate=高校毕业生; master's degree=硕士; master=硕士; phd=博士; doctorate=博士; doctoral=博士
bachelor=本科; postdoctoral=博士后; classroom=教室; class size=大班额; homework=作业

minimum living allowance=低保; subsistence allowance=低保; minimum livelihood guarantee=低保; dibao=低保
social assistance=社会救助; temporary assistance=临时救助; extreme poverty=特困人员; people in need=困难群众
orphan=孤儿; elderly=老年人; senior=老年人; older people=老年人; old people=老年人; senior citizen=老年人
centenarian=百岁老人; elderly care=养老; elderly care bed=养老床位; nursing home=养老机构; care home=养老机构
old age home=养老机构; nursing bed=护理型床位; day care=日间照料; canteen for the elderly=老年食堂; meal service=助餐
community canteen=老年食堂; home care=居家养老; age friendly=适老化; pension=养老金; basic pension=基础养老金
pension insurance=养老保险; marriage=婚姻登记; marriage registration=结婚登记; divorce=离婚登记
divorce registration=离婚登记; adoption=收养; funeral=殡葬; cemetery=公墓; cremation=火化
social organization=社会组织; social organisation=社会组织; volunteer=志愿者; volunteer service=志愿服务; charity=慈善
social worker=社工; lottery=彩票; disabled=残疾人; disability=残疾人; people with disabilities=残疾人
disabled people=残疾人; barrier free=无障碍; accessibility=无障碍; rehabilitation=康复; assistive device=辅助器具
woman=妇女; women=妇女; child=儿童; children=儿童; minor=未成年人; youth=青年; young people=青年; resident=居民
villager=村民; community=社区; communities=社区; village=村; administrative village=行政村; town=镇; township=乡镇
subdistrict=街道; rural=农村; urban=城镇; urban and rural=城乡; poverty=贫困; poverty alleviation=脱贫
out of poverty=脱贫; low income=低收入; population=人口; permanent resident=常住人口; migrant=流动人口

employment=就业; job=就业 岗位; urban job=城镇新增就业; new urban job=城镇新增就业; new job=新增就业
re employment=再就业; reemployment=再就业; find work=就业; found work=就业; hard to employ=就业困难; unemployment=失业
unemployed=失业; unemployment rate=失业率; surveyed unemployment rate=调查失业率
registered unemployment rate=登记失业率; unemployment insurance=失业保险; work injury insurance=工伤保险
work related injury=工伤; social security=社保; social insurance=社会保险; social security card=社保卡
electronic social security card=电子社保卡; insured=参保; insured people=参保; talent=人才
high level talent=高层次人才; skilled worker=高技能人才; highly skilled=高技能人才; skilled talent=高技能人才
technician=技师; skill=技能; skills training=职业技能培训; vocational training=职业技能培训; vocational skill=职业技能
training subsidy=培训补贴; training subsidies=培训补贴; internship=见习; apprenticeship=见习; trainee=见习
internship post=见习岗位; job fair=招聘会; recruitment fair=招聘会; career fair=招聘会; post=岗位; position=岗位
vacancy=岗位; public welfare job=公益性岗位; startup=创业; start up=创业; entrepreneur=创业; entrepreneurship=创业
startup loan=创业担保贷款; wage=工资; salary=工资; unpaid wage=欠薪; wage arrears=欠薪; back pay=欠薪
minimum wage=最低工资; labor=劳动; labor dispute=劳动争议; dispute=纠纷 争议; arbitration=仲裁; mediation=调解
mediate=调解; migrant worker=农民工; worker=职工; employee=职工; job retention=稳岗; stabilize employment=稳岗
stay at work=留工 稳岗; stay on the job=留工 稳岗; stay put=留工; job stabilization=稳岗; flexible employment=灵活就业
gig worker=灵活就业; labor contract=劳动合同; retire=退休; veteran=退役军人; soldier=军人; conscription=征兵
enlist=征兵; trade union=工会; union member=工会会员; model worker=劳模; skills competition=技能竞赛
competition=竞赛 比赛; contest=竞赛

road=道路 公路; rural road=农村公路; country road=农村公路; village road=农村公路; highway=公路; national highway=国道
provincial highway=省道; expressway=高速公路; motorway=高速公路; freeway=高速公路; expressway toll=通行费; toll=通行费
toll station=收费站; dead end road=断头路; dead end=断头路; missing link=断头路; bridge=桥梁; dilapidated bridge=危桥
dangerous bridge=危桥; tunnel=隧道; parking=停车; parking space=停车泊位; parking lot=停车场; car park=停车场
parking bay=停车泊位; bus=公交; buses=公交; bus route=公交线路; bus line=公交线路; bus stop=公交站
public transport=公交; public transit=公交; metro=轨道交通; subway=轨道交通; rail transit=轨道交通
urban rail=轨道交通; light rail=轨道交通; railway=铁路; high speed rail=高铁; rail=轨道; train station=火车站
airport=机场; flight=航班; port=港口; harbor=港口; cargo=货物; cargo throughput=货物吞吐量; throughput=吞吐量
container=集装箱; container throughput=集装箱吞吐量; teu=标箱; ship=船舶; vessel=船舶; waterway=航道
passenger=客运 旅客; passenger transport=客运; freight=货运; logistics=物流; truck=货车; truck driver=货车司机
driver=司机; taxi=出租车; ride hailing=网约车; shared bike=共享单车; bicycle=自行车; bike=自行车; vehicle=车辆
car=汽车; motor vehicle=机动车; illegal taxi=非法营运; unlicensed taxi=非法营运; illegal operation=非法营运
overload=超限超载; overloading=超限超载; charging pile=充电桩; charging station=充电站; charger=充电桩
charging point=充电桩; new energy vehicle=新能源汽车; electric vehicle=新能源汽车; electric bike=电动自行车
e bike=电动自行车; express delivery=快递; courier=快递; delivery rider=快递员; parcel=快递; postal=邮政
post office=邮政; traffic light=信号灯; crosswalk=人行横道; sidewalk=人行道; pavement=人行道; greenway=绿道
footpath=步道; congestion=拥堵; traffic jam=拥堵; traffic accident=交通事故; accident=事故; death=死亡; deaths=死亡
fatality=死亡; fatalities=死亡; traffic=交通; transport=交通; transportation=交通; waiting time=候车 时间
rush hour=高峰; lane=车道; punctuality=准点率

housing=住房; house=住房; home=住房; commercial housing=商品房; new home=商品房; second hand housing=二手房
second hand home=二手房; house price=住宅价格; housing price=住宅价格; home price=住宅价格
public rental housing=公共租赁住房; public rental=公共租赁; rental=租赁; rental housing=租赁住房
affordable rental housing=保障性租赁住房; affordable housing=保障性住房; government subsidized housing=保障性住房
rent subsidy=租赁补贴; rental subsidy=租赁补贴; housing subsidy=货币补贴; monetary subsidy=货币补贴
resettlement housing=安置房; shantytown=棚户区; urban village=城中村; old residential=老旧小区
old residential community=老旧小区; old neighborhood=老旧小区; old neighbourhood=老旧小区; old community=老旧小区
residential community=小区; residential area=小区; neighborhood=小区; neighbourhood=小区; elevator=电梯; lift=电梯
dilapidated house=危房; dangerous house=危房; dilapidated housing=危房; property management=物业
property company=物业; housing provident fund=公积金; provident fund=公积金; real estate=房地产; property=房地产
building=建筑; construction industry=建筑业; construction site=工地; apartment=公寓; flat=住房; dust=扬尘
self built house=自建房

pipe=管道; pipeline network=管网; pipe network=管网; pipeline renewal=管道; gas=燃气; natural gas=天然气
gas user=燃气用户; water supply=供水; tap water=自来水; leakage=漏损; heating=供热; drainage=排水; waterlogging=内涝
flooding=内涝; sewage=污水; sewage treatment=污水处理; wastewater=污水; sewage plant=污水处理厂
sewage treatment plant=污水处理厂; garbage=垃圾; rubbish=垃圾; trash=垃圾; waste=垃圾; household waste=生活垃圾
domestic waste=生活垃圾; waste sorting=垃圾分类; garbage sorting=垃圾分类; garbage classification=垃圾分类
waste classification=垃圾分类; food waste=餐厨垃圾; kitchen waste=厨余垃圾; construction waste=建筑垃圾
recycling=回收利用; recycling rate=回收利用率; recycle=回收; public toilet=公厕; restroom=公厕; street light=路灯
street lamp=路灯; streetlight=路灯; lamp=路灯; light=照明; lighting=照明; green space=绿地; greening=绿化; park=公园
pocket park=口袋公园; tree=树; illegal building=违法建筑; illegal construction=违法建筑; illegal structure=违法建筑
street vendor=占道经营; billboard=广告; manhole cover=井盖; sanitation=环卫; sanitation worker=环卫工人
street cleaning=清扫; city management=城市管理; urban management=城市管理; law enforcement=执法; enforcement=执法
off site enforcement=非现场执法; dog=犬; snow=雪

water=水; river=河道; rivers=河道; lake=湖; reservoir=水库; dam=水库 大坝; dike=堤防; levee=堤防; seawall=海塘
flood=防汛; flood control=防汛; flood prevention=防汛; typhoon=台风; drought=抗旱; irrigation=灌溉
drinking water=饮用水; drinking water source=饮用水水源地; water source=水源地; rural water supply=农村供水
water quality=水质; water saving=节水; water consumption=用水量; water conservancy=水利; soil erosion=水土流失
dredging=清淤; dredge=清淤; river chief=河长; black and odorous=黑臭水体; rain=降雨; rainfall=降雨; rainstorm=暴雨
storm=暴雨; weather=气象; weather forecast=天气预报; early warning=预警; warning=预警; temperature=气温
meteorological=气象; surface water=地表水; water body=水体; groundwater=地下水; pump station=泵站
pumping station=泵站

farmer=农民; farm household=农户; farming household=农户; farm=农场; family farm=家庭农场; farmland=耕地 农田
cultivated land=耕地; arable land=耕地; high standard farmland=高标准农田; well facilitated farmland=高标准农田
grain=粮食; grain output=粮食产量; grain production=粮食产量; grain reserve=储备粮; rice=水稻; early rice=早稻
wheat=小麦; corn=玉米; vegetable=蔬菜; fruit=水果; tea=茶; pig=生猪; hog=生猪; pork=猪肉; live pig=生猪; cattle=牛
sheep=羊; poultry=家禽; chicken=家禽; egg=禽蛋; livestock=畜禽; fish=水产品; fishery=渔业; aquatic product=水产品
fishing boat=渔船; fishing vessel=渔船; sown area=播种面积; planting area=种植面积; plant=种植; planted=种植
harvest=收获; agriculture=农业; agricultural=农业; agricultural product=农产品; farm produce=农产品; produce=农产品
farm machinery=农机; agricultural machinery=农机; agricultural machine=农机; pesticide=农药; fertilizer=化肥
fertiliser=化肥; fake agricultural=假劣农资; straw=秸秆; manure=粪污; cooperative=合作社; leading enterprise=龙头企业
leading agricultural enterprise=农业龙头企业; rural revitalization=乡村振兴; rural revitalisation=乡村振兴
beautiful village=美丽乡村; living environment=人居环境; rural toilet=农村户厕; household toilet=户厕
rural sewage=农村生活污水; rural domestic sewage=农村生活污水; homestead=宅基地; guesthouse=民宿; homestay=民宿
leisure agriculture=休闲农业; rural tourism=乡村旅游; collective economy=集体经济; village collective=村集体
collective income=集体收入; disposable income=可支配收入; rural resident=农村居民; urban resident=城镇居民
land transfer=土地流转; seed=种子; animal disease=动物疫病; cold storage=冷库; cold chain=冷链; slaughter=屠宰
farmland protection=耕地保护; land fertility=耕地地力; supply and marketing=供销; forest=森林; forestry=林业
forest coverage=森林覆盖率; afforestation=造林; tree planting=植树; wetland=湿地; wildlife=野生动物
pine wilt=松材线虫病

consumption=消费; consumer=消费; retail sales=社会消费品零售总额; retail=零售
total retail sales of consumer goods=社会消费品零售总额; online retail=网络零售; online retail sales=网络零售额
online sale=网络销售; online sales=网络零售额; e commerce=电子商务 电商; ecommerce=电商
cross border e commerce=跨境电商; livestreaming=直播; live streaming=直播; live stream=直播; foreign trade=进出口
import and export=进出口; imports and exports=进出口; export=出口; import=进口; foreign investment=外资
foreign capital=外资; fdi=外资; actual use of foreign capital=实际使用外资; investment promotion=招商引资
attract investment=招商引资; overseas investment=对外投资; exhibition=会展 展会; expo=博览会; fair=展会; market=市场
wet market=农贸市场; farmers market=农贸市场; supermarket=超市; shop=门店; store=门店; outlet=网点 门店
service outlet=网点; restaurant=餐饮; catering=餐饮; hotel=酒店; voucher=消费券; coupon=消费券; trade in=以旧换新
night economy=夜间经济; mall=商场; consumer price=居民消费价格; cpi=居民消费价格; inflation=居民消费价格; brand=品牌

tourist=游客; visitor=游客; tourism=旅游; tourism revenue=旅游收入; tourism income=旅游收入; scenic spot=景区
scenic area=景区; attraction=景区; overnight visitor=过夜游客; culture=文化; cultural=文化; cultural activity=文化活动
performance show=演出; show=演出; concert=演出; stage performance=演出; library=图书馆; libraries=图书馆; book=图书
museum=博物馆; cultural center=文化馆; cultural hall=文化礼堂; intangible cultural heritage=非遗
intangible heritage=非遗; cultural relic=文物; heritage=文物 遗产; film=电影; movie=电影; cinema=影院; sport=体育
sports=体育; stadium=体育场馆; venue=场馆; gym=健身; fitness=健身; fitness facility=健身设施; fitness trail=健身步道
athlete=运动员; gold medal=金牌; medal=奖牌; event=活动 赛事; sports event=赛事; marathon=马拉松; asian games=亚运
football pitch=足球场; swimming pool=游泳池; activity=活动; internet cafe=网吧; reception=接待

company=企业; companies=企业; enterprise=企业; firm=企业; business=企业; businesses=企业
high tech enterprise=高新技术企业; high tech company=高新技术企业; hi tech enterprise=高新技术企业
tech sme=科技型中小企业; little giant=小巨人; specialized and sophisticated=专精特新
specialised and sophisticated=专精特新; unicorn=独角兽; above scale=规上; above designated size=规模以上
private enterprise=民营企业; sme=中小企业; small and micro=小微企业; small business=小微企业; self employed=个体工商户
individual business=个体工商户; market entity=市场主体; market entities=市场主体; business entity=市场主体
newly registered=新设 登记; industry=工业; industrial=工业; industrial added value=工业增加值; added value=增加值
value added=增加值; industrial output=工业总产值; manufacturing=制造业; service industry=服务业
technological transformation=技术改造; technical upgrading=技术改造; innovation=创新; research and development=研发
r&d=研发; patent=专利; invention patent=发明专利; trademark=商标; intellectual property=知识产权; laboratory=实验室
lab=实验室; incubator=孵化器; technology=科技; science and technology=科技; technology contract=技术合同
achievement=成果; digital=数字化; digitalization=数字化; digital economy=数字经济; smart=智慧; smart city=智慧城市
base station=基站; 5g=5g基站 基站; cloud=上云; robot=机器人; development zone=开发区; industrial park=产业园
gdp=地区生产总值; economy=经济; economic growth=经济 增长; energy=能耗; energy consumption=能耗; electricity=用电
electricity consumption=用电量; power consumption=用电量; power=电力; solar=光伏; photovoltaic=光伏; wind power=风电
coal=煤; carbon=碳; carbon emission=碳排放; emission=排放; carbon peak=碳达峰; low carbon=低碳
ultra low emission=超低排放; boiler=锅炉; coal fired boiler=燃煤锅炉; business environment=营商环境
price index=价格指数; credit rating=信用; bailout=纾困; relief fund=纾困资金; help enterprise=助企 惠企; platform=平台
system=系统; app=应用 平台; data=数据; dataset=数据; public data=公共数据; data sharing=数据共享; website=网站
online=网上; internet=网络; hotline=热线; call=来电 电话; phone call=来电 电话; telephone=电话; work order=工单
ticket=工单; click=点击量; page view=浏览量; download=下载; government service=政务服务; online service=网办
one stop=一站式; public service=公共服务; service=服务; service center=服务中心; license=许可 证照; licence=许可 证照
business license=营业执照; permit=许可证; petition=信访; complaint=投诉; appeal=诉求; report of violation=举报
tip off=举报; proposal=提案 建议; motion=提案; suggestion=建议; archive=档案

food safety=食品安全; food=食品; food sample=食品抽检; food workshop=小作坊; cosmetics=化妆品
special equipment=特种设备; counterfeit=假冒伪劣; fake=假冒; quality=质量; standard=标准; safety=安全
work safety=安全生产; workplace safety=安全生产; production safety=安全生产; hazard=隐患; hidden danger=隐患
safety hazard=隐患; hazardous chemical=危险化学品; dangerous chemical=危险化学品; mine=矿山; emergency=应急
emergency drill=应急演练; drill=演练; shelter=避灾; emergency shelter=避灾 避难; fire=火灾 消防; fire station=消防站
firefighter=消防; fire safety=消防; fire hydrant=消火栓; smoke detector=烟感; disaster=灾害; natural disaster=自然灾害
disaster victim=受灾; forest fire=森林火灾; wildfire=森林火灾; geological disaster=地质灾害; landslide=地质灾害
earthquake=地震; crime=刑事案件; criminal case=刑事案件; solve=破获; solved=破获; telecom fraud=电信诈骗; fraud=诈骗
scam=诈骗; theft=盗窃; burglary=盗窃; police=公安; police officer=民警; public security=治安; sense of security=安全感
household registration=户籍; residence permit=居住证; id card=身份证; passport=出入境; camera=监控
surveillance camera=视频监控; drunk driving=酒驾; drink driving=酒驾; traffic violation=交通违法
driving license=驾驶证; narcotics=禁毒; gang=扫黑除恶; organized crime=扫黑除恶; legal aid=法律援助; lawyer=律师
notary=公证; notarization=公证; notarial=公证; lawsuit=诉讼; litigation=诉讼; administrative review=行政复议
administrative reconsideration=行政复议; court=法院; legal education=普法; law=法律; legal=法律; regulation=法规
community correction=社区矫正; air=空气; air quality=空气质量; good air=优良天数; good air day=优良天数
days with good air=优良天数; days with good air quality=优良天数; excellent and good=优良; clean air=优良天数
fine particulate=pm2.5; particulate matter=颗粒物; ozone=臭氧 o3; pollution=污染; pollutant=污染物; polluted=污染
pollute=污染; haze=重污染; smog=重污染; hazardous waste=危险废物; solid waste=固体废物; medical waste=医疗废物
noise=噪声; soil=土壤; discharge=排放 排污; environmental=环境; environment=生态环境; ecological=生态; ecology=生态
environmental inspection=环保督察; environmental protection=环保; environmental impact assessment=环评
micro station=微站; monitoring station=监测站; station=站; diesel truck=柴油货车; land=土地; land supply=土地供应
construction land=建设用地; idle land=闲置土地; real estate registration=不动产登记; illegal land=违法用地
mineral=矿产; statistics=统计; survey=调查; census=普查; party member=党员; party organization=党组织
party branch=党支部; league member=团员; tender=招标; bid=招标; bidding=招投标; land expropriation=征收
special functional zone=特别功能区; ecological functional zone=生态功能区; public construction=公共建设
advance batch=提前批; in advance=提前; commissioning=投用
"""
