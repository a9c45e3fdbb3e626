//! `capplan rule`: the catalogue of rules, and the page of one.

use std::io;

use capplan_analysis::rules::{self, Rule};
use serde::Serialize;

use super::{CLEAN, FAILED, Format, Locale, Screen, environment_locale, names, write_json};

/// Which rule to describe.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A rule's name: its page; without it, all rules, one a line.
    name: Option<String>,
    /// The form of the listing.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of the description;
    /// else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

#[derive(Serialize)]
struct Description<'a> {
    name: &'a str,
    severity: &'a str,
    profile: &'a str,
    clauses: &'a [&'a str],
    summary: Summary<'a>,
    fixable: bool,
}

#[derive(Serialize)]
struct Summary<'a> {
    zh: &'a str,
    en: &'a str,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let locale = arguments.locale.map_or_else(environment_locale, Into::into);
    let found: Vec<&Rule> = match &arguments.name {
        None => rules::ALL.to_vec(),
        Some(name) => match rules::rule(name) {
            Some(rule) => vec![rule],
            None => {
                names::unknown(
                    ["规则", "rule"],
                    name,
                    rules::ALL.iter().map(|rule| rule.name),
                    locale,
                    screen,
                )?;
                return Ok(FAILED);
            }
        },
    };
    match arguments.format {
        Format::Json => write_json(screen, &found.iter().map(|rule| describe(rule)).collect::<Vec<_>>())?,
        Format::Text if arguments.name.is_some() => {
            for rule in found {
                write!(screen.out, "{}", rules::page::page(rule, locale))?;
            }
        }
        Format::Text => {
            let width = found.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
            for rule in found {
                let (zh, en) = (rule.summary[0], rule.summary[1]);
                let clauses = rule.clauses.join(", ");
                let (severity, profile) = (rule.severity.word(), rule.profile.word());
                let end = if clauses.is_empty() { String::new() } else { format!(" [{clauses}]") };
                writeln!(
                    screen.out,
                    "{:width$}  {severity:<11}  {profile:<9}  {}{end}",
                    rule.name,
                    locale.pick(zh, en)
                )?;
            }
        }
    }
    Ok(CLEAN)
}

fn describe(rule: &Rule) -> Description<'_> {
    Description {
        name: rule.name,
        severity: rule.severity.word(),
        profile: rule.profile.word(),
        clauses: rule.clauses,
        summary: Summary { zh: rule.summary[0], en: rule.summary[1] },
        fixable: rule.fixable(),
    }
}
