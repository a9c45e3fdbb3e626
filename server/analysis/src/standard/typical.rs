//! Names that T/AIITRE 10001 gives as typical of new capabilities, viewpoint by viewpoint: names alone, to choose from.
//! They bind nobody: what an organization calls its capabilities is its own business.
//!
//! Taken from notes about that standard, and not yet held against its text.

/// Where the names come from.
pub const TYPICAL_SOURCE: &str = "T/AIITRE 10001";

/// A typical capability and those that it is split into.
#[derive(Debug)]
pub struct TypicalCapability {
    /// The key of its viewpoint.
    pub viewpoint: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The names of its parts.
    pub parts: &'static [&'static str],
}

/// The typical capabilities, in the order of the viewpoints.
pub static TYPICAL: &[TypicalCapability] = &[
    TypicalCapability {
        viewpoint: "carrier",
        name: "产品创新能力",
        parts: &["产品数字化创新能力", "数字化研发设计能力"],
    },
    TypicalCapability {
        viewpoint: "process",
        name: "生产与运营管控能力",
        parts: &["智能生产与现场作业管控能力", "数字化运营管理能力", "信息安全管理能力"],
    },
    TypicalCapability {
        viewpoint: "object",
        name: "用户服务能力",
        parts: &["需求定义能力", "快速响应能力", "创新服务能力"],
    },
    TypicalCapability {
        viewpoint: "partner",
        name: "生态合作能力",
        parts: &["供应链协同能力", "生态共建能力"],
    },
    TypicalCapability {
        viewpoint: "subject",
        name: "员工赋能能力",
        parts: &["人才开发能力", "知识赋能能力"],
    },
    TypicalCapability {
        viewpoint: "driver",
        name: "数据开发能力",
        parts: &["数据管理能力", "数字业务培育能力"],
    },
];
