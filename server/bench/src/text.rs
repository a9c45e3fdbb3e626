//! Chinese sentences as plans have them, the same in every run.

/// SplitMix64: the plans must not change with a library's version.
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let wide = u128::from(z ^ (z >> 31)) * limit.max(1) as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// One of these.
    pub(crate) fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// What a measure says.
    pub(crate) fn sentence(&mut self) -> String {
        let (who, when, does, what, end) =
            (self.one(WHO), self.one(WHEN), self.one(DOES), self.one(WHAT), self.one(END));
        format!("{who}{when}{does}{what}{end}")
    }

    /// What an activity or a resource is called.
    pub(crate) fn phrase(&mut self) -> String {
        format!("{}{}", self.one(DOES), self.one(WHAT))
    }
}

pub(crate) const WHO: &[&str] = &[
    "计划部",
    "总装一厂",
    "工艺研究所",
    "采购中心",
    "质量保证部",
    "设备动力部",
    "信息中心",
    "营销公司",
    "备件仓库",
    "安全环保部",
    "财务部",
    "售后服务站",
    "铸造分厂",
    "人力资源部",
];
const WHEN: &[&str] = &[
    "每周一",
    "逐月",
    "在首件检验前",
    "按季度",
    "自二〇二五年三月起",
    "每班交接时",
    "在合同评审时",
    "年底前",
    "停机检修期间",
    "接到订单后两小时内",
];
const DOES: &[&str] = &[
    "核对",
    "汇总",
    "公布",
    "自动采集",
    "复核",
    "修订",
    "统一编码",
    "在线跟踪",
    "比对",
    "归档",
    "推送",
    "演练",
    "逐项销号",
];
const WHAT: &[&str] = &[
    "物料与图号的对应关系",
    "外协件到货进度",
    "关键工序的合格率",
    "模具寿命与换模时间",
    "客户报修的首次响应时间",
    "能耗峰谷数据",
    "排产偏差及其原因",
    "供应商交货准时率",
    "设备点检记录",
    "变更单的影响范围",
    "新员工上岗资格",
    "试制问题清单",
    "三维模型与工装清单",
    "安全库存下限",
    "“一单到底”的节点状态",
];
const END: &[&str] = &[
    "，结果当天上看板",
    "，超差即开整改单",
    "，由分管副总签发",
    "，历史数据保留三年",
    "",
    "，并抄送相关班组",
    "，未关闭项顺延到下周",
    "，同步更新 MES 与 ERP",
    "，覆盖 12 条产线和 3 个外协厂",
    "，误差不超过 0.5%",
];
