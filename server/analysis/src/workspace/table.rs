//! The one table of settings: their names, where they may be said, their values, and what they do. `capplan.toml` and
//! the clients' settings are read by it; the JSON Schema of `capplan.toml` and what the VS Code client contributes are
//! written from it.

use super::documents::PLAN_ENDINGS;
use crate::ide::Spaces;
use crate::rules::{Profile, Severity};

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingKey {
    /// Where the program is.
    ServerPath,
    /// What the client logs of the talk with the server.
    Trace,
    /// The language of messages.
    Locale,
    /// Which rules speak.
    Profile,
    /// Severities by rule.
    Rules,
    /// The file of findings that are known.
    Baseline,
    /// Members of the plan set.
    Include,
    /// What is kept out of it.
    Exclude,
    /// When a topic counts as covered.
    Granularity,
    /// Whether signatures stand above units and modules.
    CodeLens,
    /// Whether titles stand behind citations.
    InlayHints,
    /// Whether a line break behind a measure goes on with the next topic.
    ContinueMeasures,
    /// Spaces between Chinese and Latin letters.
    Spaces,
    /// Words of the organization's own for terms.
    Synonyms,
    /// The same for statuses.
    Status,
}

/// Where a setting may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingPlace {
    /// In `capplan.toml` only.
    File,
    /// In the client's settings only.
    Client,
    /// In the client's settings of the user or the machine, and of a trusted workspace.
    Machine,
    /// In both; the client's go before.
    Both,
}

/// A word that a setting may be, and what it means: 中文, English.
#[derive(Clone, Copy, Debug)]
pub struct SettingWord {
    /// The word.
    pub word: &'static str,
    /// What it means; may be empty.
    pub says: [&'static str; 2],
}

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum SettingValues {
    /// One of these words, and the one that holds where nothing is said; empty where circumstances decide.
    Words(&'static [SettingWord], &'static str),
    /// True or false, and which of them holds where nothing is said.
    Switch(bool),
    /// The path of a file.
    Path,
    /// The path of a file; from a client also `false`, for none.
    PathOrNone,
    /// Patterns for paths, and those that hold where nothing is said.
    Patterns(&'static [&'static str]),
    /// A table of severities, rule by rule.
    Severities,
    /// A table of words, term by term of any vocabulary, or in tables field by field.
    Terms,
    /// A table of words, status by status.
    Statuses,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct SettingRow {
    /// Which setting.
    pub key: SettingKey,
    /// Its name; before a dot stands the table that it is in.
    pub name: &'static str,
    /// Where it may be said.
    pub place: SettingPlace,
    /// What it may be.
    pub values: SettingValues,
    /// What it does: 中文, English.
    pub says: [&'static str; 2],
}

/// The severities of the settings, `off` among them.
pub const SEVERITIES: [(&str, Option<Severity>); 5] = [
    ("off", None),
    (Severity::Hint.word(), Some(Severity::Hint)),
    (Severity::Information.word(), Some(Severity::Information)),
    (Severity::Warning.word(), Some(Severity::Warning)),
    (Severity::Error.word(), Some(Severity::Error)),
];

const fn word(word: &'static str, zh: &'static str, en: &'static str) -> SettingWord {
    SettingWord { word, says: [zh, en] }
}

/// The settings, in the order in which they are shown.
pub static SETTINGS: &[SettingRow] = &[
    SettingRow {
        key: SettingKey::Locale,
        name: "locale",
        place: SettingPlace::Both,
        values: SettingValues::Words(
            &[word("zh", "中文。", "Chinese."), word("en", "英文。", "English.")],
            "",
        ),
        says: ["提示信息的语言。", "Language of messages."],
    },
    SettingRow {
        key: SettingKey::Profile,
        name: "profile",
        place: SettingPlace::Both,
        values: SettingValues::Words(
            &[
                word(Profile::Essential.word(), "仅错误。", "Errors only."),
                word(
                    Profile::Standard.word(),
                    "错误、警告和较重要的提示。",
                    "Errors, warnings and the more telling hints.",
                ),
                word(Profile::Thorough.word(), "全部。", "Everything."),
            ],
            Profile::Standard.word(),
        ),
        says: ["提示的多少。", "How much is reported."],
    },
    SettingRow {
        key: SettingKey::Rules,
        name: "rules",
        place: SettingPlace::Both,
        values: SettingValues::Severities,
        says: ["各条规则的严重程度；`off` 为关闭。", "Severities by rule; `off` silences a rule."],
    },
    SettingRow {
        key: SettingKey::Baseline,
        name: "baseline",
        place: SettingPlace::Both,
        values: SettingValues::PathOrNone,
        says: [
            "基线文件：其中已有的问题不再提示。相对于 `capplan.toml` 所在目录；在编辑器设置里相对于工作区目录。",
            "The baseline: findings that are known and not reported again. Relative to the folder of `capplan.toml`; in an editor's settings to the workspace folder.",
        ],
    },
    SettingRow {
        key: SettingKey::Include,
        name: "include",
        place: SettingPlace::File,
        values: SettingValues::Patterns(&["*.plan.md", "*.plan.yaml", "*.plan.yml"]),
        says: ["规划集包含的文件（通配符）。", "Members of the plan set, as patterns."],
    },
    SettingRow {
        key: SettingKey::Exclude,
        name: "exclude",
        place: SettingPlace::File,
        values: SettingValues::Patterns(&[]),
        says: ["排除在规划集之外的文件（通配符）。", "What is kept out of the plan set, as patterns."],
    },
    SettingRow {
        key: SettingKey::Granularity,
        name: "level.granularity",
        place: SettingPlace::File,
        values: SettingValues::Words(
            &[
                word("topic", "引用了一项建设重点即为覆盖。", "A topic is covered once it is cited."),
                word(
                    "point",
                    "引用了一项建设重点的每个要点才算覆盖。",
                    "A topic is covered only when each of its points is cited.",
                ),
            ],
            "topic",
        ),
        says: ["何时算覆盖了一项建设重点。", "When a topic counts as covered."],
    },
    SettingRow {
        key: SettingKey::CodeLens,
        name: "codeLens",
        place: SettingPlace::Client,
        values: SettingValues::Switch(true),
        says: [
            "在能力单元和能力模块上方显示目标等级的覆盖情况。",
            "What a unit or module covers of its target level, in a line above it.",
        ],
    },
    SettingRow {
        key: SettingKey::InlayHints,
        name: "inlayHints",
        place: SettingPlace::Client,
        values: SettingValues::Switch(true),
        says: ["在条款引用之后显示所引内容的标题。", "Behind a citation the title of what it cites."],
    },
    SettingRow {
        key: SettingKey::ContinueMeasures,
        name: "format.continueMeasures",
        place: SettingPlace::Client,
        values: SettingValues::Switch(false),
        says: [
            "在一个方面的最后一条建设内容之后回车，接着给出下一项尚缺的建设重点。须打开 `#editor.formatOnType#`。",
            "Behind the last measure of an aspect, a line break goes on with the next topic that lacks. Needs `#editor.formatOnType#`.",
        ],
    },
    SettingRow {
        key: SettingKey::Spaces,
        name: "format.spaces",
        place: SettingPlace::File,
        values: SettingValues::Words(
            &[
                word(Spaces::NAMES[0].0, "保持原样。", "As they are."),
                word(Spaces::NAMES[1].0, "加上空格。", "Spaces are added."),
                word(Spaces::NAMES[2].0, "去掉空格。", "Spaces are removed."),
            ],
            Spaces::NAMES[0].0,
        ),
        says: [
            "格式化时如何处理中文与西文之间的空格。",
            "What formatting does about spaces between Chinese and Latin letters.",
        ],
    },
    SettingRow {
        key: SettingKey::Synonyms,
        name: "synonyms",
        place: SettingPlace::Both,
        values: SettingValues::Terms,
        says: [
            "本组织对标准术语的自用说法：术语名，或按字段分列的术语。",
            "Words of your own for the standard's terms, by the term's name, or field by field.",
        ],
    },
    SettingRow {
        key: SettingKey::Status,
        name: "status",
        place: SettingPlace::Both,
        values: SettingValues::Statuses,
        says: ["本组织对建设状态的自用说法。", "Words of your own for done, doing, planned."],
    },
    SettingRow {
        key: SettingKey::ServerPath,
        name: "server.path",
        place: SettingPlace::Machine,
        values: SettingValues::Path,
        says: [
            "`capplan` 程序的路径。留空时使用扩展自带的程序；没有自带时使用 `PATH` 中的程序。开头的 `~/` 表示用户主目录。",
            "Path of the `capplan` program. If empty, the one that comes with the extension is used, else the one on the `PATH`. A leading `~/` stands for the home folder.",
        ],
    },
    SettingRow {
        key: SettingKey::Trace,
        name: "trace.server",
        place: SettingPlace::Client,
        values: SettingValues::Words(
            &[
                word("off", "不记录。", "Nothing."),
                word("messages", "消息。", "Messages."),
                word("verbose", "消息及其内容。", "Messages with what they hold."),
            ],
            "off",
        ),
        says: [
            "在输出面板中记录与服务程序的往来。",
            "What the output panel logs of the talk with the server.",
        ],
    },
];

impl SettingKey {
    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static SettingRow {
        let found = SETTINGS.iter().find(|row| row.key == self);
        // A test holds that every key has its row.
        found.unwrap_or(&SETTINGS[0])
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

impl SettingRow {
    /// Whether it may stand in `capplan.toml`.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        matches!(self.place, SettingPlace::File | SettingPlace::Both)
    }

    /// Whether a client has it.
    #[must_use]
    pub fn is_of_client(&self) -> bool {
        self.place != SettingPlace::File
    }

    /// The place of a word among those that it may be.
    #[must_use]
    pub fn place_of(&self, word: &str) -> Option<usize> {
        match self.values {
            SettingValues::Words(words, _) => words.iter().position(|known| known.word == word),
            _ => None,
        }
    }

    /// What it may be, in the words of a message about what it is instead.
    #[must_use]
    pub fn expected(&self) -> String {
        match self.values {
            SettingValues::Words(words, _) => joined(words.iter().map(|word| word.word)),
            SettingValues::Switch(_) => "true | false".to_owned(),
            SettingValues::Path | SettingValues::PathOrNone => "\"baseline.json\"".to_owned(),
            SettingValues::Patterns(_) => format!("[\"**/*{}\", …]", PLAN_ENDINGS[0]),
            SettingValues::Severities => joined(SEVERITIES.iter().map(|(word, _)| *word)),
            SettingValues::Terms | SettingValues::Statuses => "{ … }".to_owned(),
        }
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_has_one_row_and_each_name_one_meaning() {
        for row in SETTINGS {
            assert_eq!(row.key.row().name, row.name, "{:?} has two rows", row.key);
            assert_eq!(SETTINGS.iter().filter(|other| other.name == row.name).count(), 1, "{}", row.name);
            assert!(row.says.iter().all(|text| text.ends_with(['。', '.'])), "{}", row.name);
        }
        let SettingValues::Patterns(patterns) = SettingKey::Include.row().values else { unreachable!() };
        assert!(patterns.iter().map(|pattern| pattern.trim_start_matches('*')).eq(PLAN_ENDINGS));
    }
}
