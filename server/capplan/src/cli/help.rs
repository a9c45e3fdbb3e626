//! What stands below the help of each command: what its exit codes mean, and examples.

use capplan_analysis::standard::{Block, Clause, standard};
use clap::CommandFactory as _;

use super::{Arguments, CLEAN, FAILED, FINDINGS};

/// What is below a command's help.
struct Page {
    command: &'static str,
    codes: &'static [(u8, &'static str)],
    /// Command lines without the program's name, and what they do; `{clause}` has an item `{letter}`.
    examples: &'static [(&'static str, &'static str)],
}

const UNREAD: (u8, &str) = (FAILED, "something could not be read; the rest is printed");

const PAGES: [Page; 10] = [
    Page {
        command: "server",
        codes: &[
            (CLEAN, "the client asked for the end by `shutdown`"),
            (1, "the session ended otherwise"),
            (FAILED, "the log's file cannot be opened"),
        ],
        examples: &[("server --log capplan.log --log-level debug", "say in a file what takes how long")],
    },
    Page {
        command: "check",
        codes: &[(CLEAN, "nothing at or above `--fail-on`"), (FINDINGS, "findings"), UNREAD],
        examples: &[
            ("check plans --locale en", "judge a folder's plans, with messages in English"),
            ("check --write-baseline known.json plans", "begin with what is found today"),
            ("check --baseline known.json --format json plans", "report what is new, for programs"),
        ],
    },
    Page {
        command: "format",
        codes: &[
            (CLEAN, "all plans are in form now, or were"),
            (FINDINGS, "with `--check`: some would change"),
            (FAILED, "something could not be read or written"),
        ],
        examples: &[("format --check plans", "name the plans that are not in form")],
    },
    Page {
        command: "convert",
        codes: &[
            (CLEAN, "the other says the same"),
            (FINDINGS, "it is written, but would not say all the same"),
            (FAILED, "it could not be written"),
        ],
        examples: &[("convert a.plan.md --to yaml --output a.plan.yaml", "write a Markdown plan as YAML")],
    },
    Page {
        command: "clause",
        codes: &[(CLEAN, "quoted"), (FAILED, "there is no such clause or item")],
        examples: &[
            ("clause {clause}", "quote a clause"),
            ("clause \"{clause} {letter}\"", "quote one item of it"),
        ],
    },
    Page {
        command: "rule",
        codes: &[(CLEAN, "printed"), (FAILED, "there is no such rule")],
        examples: &[("rule level-gap", "print a rule's page")],
    },
    Page {
        command: "levels",
        codes: &[(CLEAN, "printed"), UNREAD],
        examples: &[("levels a.plan.md --format json", "the coverage of each unit, for programs")],
    },
    Page {
        command: "report",
        codes: &[
            (CLEAN, "printed"),
            (FAILED, "something could not be read or is no plan; the rest is printed"),
        ],
        examples: &[("report plans", "print a Markdown report of each plan set below a folder")],
    },
    Page {
        command: "diff",
        codes: &[(CLEAN, "both say the same"), (FINDINGS, "they differ"), (FAILED, "one could not be read")],
        examples: &[
            ("diff old.plan.md new.plan.md", "compare two files"),
            ("diff HEAD~1 HEAD", "compare what two git revisions have in this folder"),
            ("diff HEAD plans", "compare a folder as it was with what is there now"),
        ],
    },
    Page {
        command: "schema",
        codes: &[(CLEAN, "printed")],
        examples: &[("schema --config", "print the schema of `capplan.toml`")],
    },
];

impl Page {
    fn text(&self) -> String {
        let mut text = "Exit codes:\n".to_owned();
        for (code, meaning) in self.codes {
            text += &format!("  {code}  {meaning}\n");
        }
        text += "\nExamples:";
        for (line, does) in self.lines() {
            text += &format!("\n  capplan {line}\n      {does}");
        }
        text
    }

    fn lines(&self) -> Vec<(String, &'static str)> {
        let (clause, letter) = quoted();
        let line = |line: &str| line.replace("{clause}", clause).replace("{letter}", &letter.to_string());
        self.examples.iter().map(|(text, does)| (line(text), *does)).collect()
    }
}

/// The first clause of the annex with lettered items, and the letter of one.
fn quoted() -> (&'static str, char) {
    let letter = |clause: &Clause| {
        clause.body.iter().find_map(|block| match block {
            Block::Item(item) => item.letter,
            _ => None,
        })
    };
    let annexed = standard().clauses().iter().filter(|clause| clause.id.starts_with(char::is_alphabetic));
    annexed.filter_map(|clause| Some((clause.id, letter(clause)?))).next().unwrap_or_default()
}

/// The command line, with all its help.
pub(super) fn command() -> clap::Command {
    PAGES.iter().fold(Arguments::command(), |all, page| {
        all.mut_subcommand(page.command, |command| command.after_long_help(page.text()))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn commands() -> Vec<clap::Command> {
        let mut all = command();
        all.build();
        all.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect()
    }

    /// What lacks its words in a command.
    fn silent(command: &clap::Command) -> Vec<String> {
        let mut silent = Vec::new();
        if command.get_about().is_none() {
            silent.push("about".to_owned());
        }
        for argument in command.get_arguments() {
            let name = argument.get_id().as_str();
            let text = argument.get_long_help().or(argument.get_help()).map(ToString::to_string);
            if text.is_none_or(|text| text.trim().is_empty()) {
                silent.push(name.to_owned());
            }
            let values = argument.get_possible_values();
            let takes = argument.get_action().takes_values();
            let mute = values.iter().filter(|value| takes && value.get_help().is_none());
            silent.extend(mute.map(|value| format!("{name}={}", value.get_name())));
        }
        silent
    }

    #[test]
    fn no_command_option_or_value_lacks_its_help() {
        let mute = clap::Command::new("mute").arg(clap::Arg::new("nothing").long("nothing"));
        assert_eq!(silent(&mute), ["about", "nothing"]);
        let mute = clap::Arg::new("form").long("form").help("F").value_parser(["a", "b"]);
        assert_eq!(silent(&clap::Command::new("mute").about("M").arg(mute)), ["form=a", "form=b"]);
        assert_eq!(silent(&command()), Vec::<String>::new());
        for command in commands() {
            assert_eq!(silent(&command), Vec::<String>::new(), "{}", command.get_name());
        }
    }

    #[test]
    fn every_command_says_its_exit_codes_and_has_examples_that_can_be_run() {
        let names: Vec<String> = commands().iter().map(|command| command.get_name().to_owned()).collect();
        let mut pages = PAGES.map(|page| page.command).to_vec();
        pages.sort_unstable();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(pages, sorted);
        for page in PAGES {
            assert!(page.codes.is_sorted_by_key(|(code, _)| code) && !page.examples.is_empty());
            for (line, _) in page.lines() {
                let words = line.split('"').enumerate().flat_map(|(part, text)| match part % 2 {
                    0 => text.split_whitespace().collect(),
                    _ => vec![text],
                });
                let parsed = command().try_get_matches_from(std::iter::once("capplan").chain(words));
                assert_eq!(parsed.unwrap().subcommand_name(), Some(page.command), "{line}");
                assert!(!line.contains('{'), "{line}");
            }
        }
    }

    #[test]
    fn the_readmes_name_every_command_and_no_option_that_there_is_not() {
        for readme in ["README.md", "README.zh-CN.md"] {
            let path = format!("{}/../../{readme}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            for command in commands() {
                let begin = format!("| `capplan {}", command.get_name());
                let row = text.lines().find(|line| line.starts_with(&begin));
                let row = row.unwrap_or_else(|| unreachable!("{readme}: no row of {}", command.get_name()));
                let words = row.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                for option in words.filter_map(|word| word.strip_prefix("--")).filter(|name| !name.is_empty())
                {
                    let known = command.get_arguments().any(|argument| argument.get_long() == Some(option));
                    assert!(known, "{readme}: {} --{option}", command.get_name());
                }
            }
        }
    }
}
