//! Plans of any length in both surfaces, the same in every run: capabilities with units, their fields, indicators and
//! measures, and modules over the units.
//!
//! They are written as an author writes: most topics of the target level are covered, a few are left out.

use std::fmt::Write as _;

use capplan_analysis::standard::{Aspect, Dimension, Level, Term, TermSet, Topic, standard};

use crate::text::{Dice, WHO};

/// The surface of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Surface {
    /// Markdown.
    Markdown,
    /// YAML.
    Yaml,
}

impl Surface {
    /// Both.
    pub const ALL: [Surface; 2] = [Surface::Yaml, Surface::Markdown];

    /// Its name, as LSP has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Surface::Markdown => "markdown",
            Surface::Yaml => "yaml",
        }
    }

    /// A file name for a plan.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Surface::Markdown => "bench.plan.md",
            Surface::Yaml => "bench.plan.yaml",
        }
    }
}

/// A plan of about so many lines: it ends with the first capability that reaches them.
#[must_use]
pub fn plan(surface: Surface, lines: usize) -> String {
    plan_with_findings(surface, lines, 0)
}

/// As [`plan`], but so many of its units, the first ones, cite a clause that does not exist: as many findings more.
#[must_use]
pub fn plan_with_findings(surface: Surface, lines: usize, findings: usize) -> String {
    Writer { surface, dice: Dice(2021), out: String::new(), faults: findings, units: 2..5 }.plan(lines)
}

/// The files of a plan set: a capability with its units each, of about ten kilobytes.
pub fn members(surface: Surface, files: usize) -> impl Iterator<Item = String> {
    let mut writer = Writer { surface, dice: Dice(2021), out: String::new(), faults: 0, units: 2..4 };
    (1..=files).map(move |number| {
        writer.line(match surface {
            Surface::Markdown => "---\nstandard: T/AIITRE 20001—2021\n---\n\n# 能力\n",
            Surface::Yaml => "standard: T/AIITRE 20001—2021\ncapabilities:",
        });
        writer.capability(number);
        std::mem::take(&mut writer.out)
    })
}

struct Writer {
    surface: Surface,
    dice: Dice,
    out: String,
    /// So many measures are still to cite a clause that does not exist.
    faults: usize,
    /// How many units a capability has.
    units: std::ops::Range<usize>,
}

/// A capability as its module needs it.
struct Built {
    number: usize,
    units: Vec<String>,
    level: Level,
    benefits: Vec<&'static Term>,
}

fn terms(set: TermSet) -> &'static [Term] {
    standard().terms().of(set)
}

fn names(terms: &[&Term]) -> String {
    terms.iter().map(|term| term.name).collect::<Vec<_>>().join("、")
}

impl Writer {
    fn plan(mut self, lines: usize) -> String {
        let (strategy, demand) = (self.dice.sentence(), self.dice.sentence());
        let scenarios: Vec<String> = (0..4).map(|_| self.dice.phrase()).collect();
        match self.surface {
            Surface::Markdown => {
                let _ = write!(
                    self.out,
                    "---\nstandard: T/AIITRE 20001—2021\norganization: 北岭重工有限公司\nperiod: 2025—2027\n---\n\n\
                     # 北岭重工新型能力建设规划\n\n## 一、发展战略\n\n{strategy}\n\n## 二、总体需求\n\n{demand}\n\n\
                     ## 三、业务场景\n\n"
                );
                scenarios.iter().for_each(|scenario| self.line(&format!("- {scenario}")));
                self.line("");
            }
            Surface::Yaml => {
                let _ = write!(
                    self.out,
                    "standard: T/AIITRE 20001—2021\ntitle: 北岭重工新型能力建设规划\norganization: 北岭重工有限公司\n\
                     period: 2025—2027\nstrategy: {strategy}\ndemand: {demand}\nscenarios:\n"
                );
                scenarios.iter().for_each(|scenario| self.line(&format!("  - {scenario}")));
                self.line("capabilities:");
            }
        }
        let mut built = Vec::new();
        let mut counted = (0, 0);
        // A module takes five to eight lines, which come at the end.
        while counted.1 + 8 * built.len() < lines {
            let capability = self.capability(built.len() + 1);
            built.push(capability);
            let fresh = self.out[counted.0..].bytes().filter(|byte| *byte == b'\n').count();
            counted = (self.out.len(), counted.1 + fresh);
        }
        if self.surface == Surface::Yaml {
            self.line("modules:");
        }
        for capability in &built {
            self.module(capability);
        }
        self.out
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn capability(&mut self, number: usize) -> Built {
        let level =
            self.dice.one(&Level::all().filter(|level| matches!(level.number(), 3 | 4)).collect::<Vec<_>>());
        let current = Level::new(level.number() - 1).unwrap_or(level);
        let (levels, id) = (format!("{} → {}", current.code(), level.code()), format!("NC-{number:03}"));
        let first = self.dice.below(4);
        let viewpoints: Vec<&Term> = terms(TermSet::Viewpoint).iter().skip(first).take(2).collect();
        let first = self.dice.below(3);
        let benefits: Vec<&'static Term> = terms(TermSet::Benefit).iter().skip(first).take(2).collect();
        let name = format!(
            "{}与协同能力",
            self.dice.one(&["计划排产", "质量追溯", "远程运维", "精益研发", "供应保障"])
        );
        match self.surface {
            Surface::Markdown => {
                let _ = write!(
                    self.out,
                    "## 能力：{name} {{#{id}}}\n\n- 视角：{}\n- 等级：{levels}\n- 价值效益：{}\n\n",
                    names(&viewpoints),
                    names(&benefits)
                );
            }
            Surface::Yaml => {
                let _ = write!(
                    self.out,
                    "  - id: {id}\n    name: {name}\n    viewpoint: [{}]\n    level: {levels}\n    benefits: [{}]\n    units:\n",
                    viewpoints.iter().map(|term| term.key).collect::<Vec<_>>().join(", "),
                    names(&benefits).replace('、', ", ")
                );
            }
        }
        let count = self.units.start + self.dice.below(self.units.len());
        let units = (1..=count).map(|unit| self.unit(&format!("CU-{number:03}-{unit}"), level, &benefits));
        Built { number, units: units.collect(), level, benefits }
    }

    fn unit(&mut self, id: &str, level: Level, benefits: &[&'static Term]) -> String {
        let current = Level::new(level.number() - 1).unwrap_or(level);
        let levels = format!("{} → {}", current.code(), level.code());
        let name = format!(
            "{}单元",
            self.dice.one(&["订单拆解", "工序报工", "外协催交", "检验放行", "备件预投", "变更会签"])
        );
        let (boundary, activities) = (self.dice.sentence(), [self.dice.phrase(), self.dice.phrase()]);
        let resources =
            [self.dice.one(&["MES", "APS", "ERP"]), self.dice.one(&["计量室", "数据中台", "试验台"])];
        let indicators: Vec<(&Term, String, usize)> = benefits
            .iter()
            .map(|benefit| {
                (
                    *benefit,
                    format!("{}达成率", self.dice.one(&["交期", "齐套", "一次合格", "复机"])),
                    60 + self.dice.below(30),
                )
            })
            .collect();
        match self.surface {
            Surface::Markdown => {
                let _ = write!(
                    self.out,
                    "### 能力单元：{name} {{#{id}}}\n\n- 等级：{levels}\n- 组织边界：{boundary}\n- 价值活动：{}\n\
                     - 基础设施与资源环境：{}\n\n| 指标 | 价值效益 | 现值 | 目标值 | 期限 | 责任部门 |\n|---|---|---|---|---|---|\n",
                    activities.join("；"),
                    resources.join("、")
                );
                for (benefit, name, now) in indicators {
                    let owner = self.dice.one(WHO);
                    self.line(&format!(
                        "| {name} | {} | {now}% | {}% | 2026-12 | {owner} |",
                        benefit.name,
                        now + 9
                    ));
                }
                self.line("");
            }
            Surface::Yaml => {
                let _ = write!(
                    self.out,
                    "      - id: {id}\n        name: {name}\n        level: {levels}\n        boundary: {boundary}\n\
                     \x20       activities:\n          - {}\n          - {}\n        resources: [{}]\n        indicators:\n",
                    activities[0],
                    activities[1],
                    resources.join(", ")
                );
                for (benefit, name, now) in indicators {
                    let owner = self.dice.one(WHO);
                    let _ = write!(
                        self.out,
                        "          - name: {name}\n            benefit: {}\n            baseline: {now}%\n            target: {}%\n\
                         \x20           due: 2026-12\n            owner: {owner}\n",
                        benefit.name,
                        now + 9
                    );
                }
            }
        }
        for dimension in Dimension::all() {
            match self.surface {
                Surface::Markdown => self.line(&format!("#### {}\n", dimension.name())),
                Surface::Yaml => self.line(&format!("        {}:", dimension.key())),
            }
            for aspect in dimension.aspects() {
                self.aspect(aspect, level);
            }
        }
        if let Some(left) = self.faults.checked_sub(1) {
            self.faults = left;
            self.faulty_measure();
        }
        id.to_owned()
    }

    fn aspect(&mut self, aspect: Aspect, level: Level) {
        match self.surface {
            Surface::Markdown => self.line(&format!("##### {}\n", aspect.name())),
            Surface::Yaml => self.line(&format!("          {}:", aspect.key())),
        }
        for topic in Topic::of_aspect(aspect) {
            // One in twelve is forgotten where its aspect has others.
            let lonely = Topic::of_aspect(aspect).len() == 1;
            if !lonely && topic.letter() != Some('a') && self.dice.below(12) == 0 {
                continue;
            }
            let (text, clause) = (self.dice.sentence(), standard().citation(level, topic, None));
            match self.surface {
                Surface::Markdown => self.line(&format!("- {text} [{clause}]")),
                Surface::Yaml => {
                    self.line(&format!("            - text: {text}\n              clause: {clause}"));
                }
            }
        }
        if self.surface == Surface::Markdown {
            self.line("");
        }
    }

    /// A measure in the last aspect, whose item does not exist.
    fn faulty_measure(&mut self) {
        let text = self.dice.sentence();
        let clause = standard()
            .dimension_clause(Level::new(3).unwrap_or_else(|| unreachable!()), Dimension::Management);
        let clause = format!("{}.9", clause.unwrap_or_default());
        match self.surface {
            Surface::Markdown => self.line(&format!("- {text} [{clause}]\n")),
            Surface::Yaml => {
                self.line(&format!("            - text: {text}\n              clause: {clause}"));
            }
        }
    }

    fn module(&mut self, capability: &Built) {
        let pattern = terms(TermSet::Pattern)
            .iter()
            .find(|pattern| pattern.levels.iter().any(|at| at.level == capability.level))
            .or_else(|| terms(TermSet::Pattern).first());
        let (pattern, members) = (pattern.map_or("", |pattern| pattern.name), capability.units.join("、"));
        let (number, benefits) = (capability.number, names(&capability.benefits));
        match self.surface {
            Surface::Markdown => {
                let _ = write!(
                    self.out,
                    "## 能力模块：协同模块 {{#CM-{number:03}}}\n\n- 组合范式：{pattern}\n- 组成：{members}\n- 价值效益：{benefits}\n\n"
                );
            }
            Surface::Yaml => {
                let _ = write!(
                    self.out,
                    "  - id: CM-{number:03}\n    name: 协同模块\n    pattern: {pattern}\n    members: [{}]\n    benefits: [{}]\n",
                    members.replace('、', ", "),
                    benefits.replace('、', ", ")
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use capplan_analysis::workspace::{Options, Workspace};

    fn findings(surface: Surface, text: &str) -> Vec<String> {
        let mut workspace = Workspace::new(Options::default());
        workspace.open(surface.file(), None, text);
        workspace
            .findings(surface.file())
            .iter()
            .map(|found| format!("{} {}", found.rule, found.message))
            .collect()
    }

    #[test]
    fn plans_have_the_wished_length_are_the_same_each_time_and_mean_something() {
        for surface in Surface::ALL {
            let text = plan(surface, 1000);
            assert!((950..1400).contains(&text.lines().count()), "{}", text.lines().count());
            assert_eq!(text, plan(surface, 1000));
            let found = findings(surface, &text);
            assert!(found.len() < 60, "{}", found.join("\n"));
            let wrong =
                ["syntax-error", "unknown-key", "unknown-value", "unknown-clause", "dangling-reference"];
            let wrong = found.iter().filter(|found| wrong.iter().any(|rule| found.starts_with(rule)));
            assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&String>::new());
            let more = findings(surface, &plan_with_findings(surface, 1000, 7));
            let unknown = more.iter().filter(|found| found.starts_with("unknown-clause")).count();
            assert_eq!(unknown, 7, "{}", more.join("\n"));
        }
    }
}
