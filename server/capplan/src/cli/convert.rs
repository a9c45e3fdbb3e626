//! `capplan convert`: a whole plan in the other surface.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use capplan_analysis::rules;
use capplan_analysis::workspace::{Options, Surface};
use clap::ValueEnum;

use super::check::report;
use super::sets::{self, Problem};
use super::{CLEAN, FAILED, FINDINGS, Locale, Screen, environment_locale};
use crate::files;

/// What to convert, and where to.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A plan.
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// What it is to be written in.
    #[arg(long, value_enum)]
    to: To,
    /// The file to write; else standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one.
    #[arg(long, requires = "output")]
    force: bool,
    /// The language of messages;
    /// else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// Markdown.
    Markdown,
    /// YAML.
    Yaml,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let options = Options { locale: arguments.locale.map(Into::into), ..Options::default() };
    let locale = options.locale.unwrap_or_else(environment_locale);
    let mut problems = Vec::new();
    let code = convert(arguments, &options, screen, &mut problems)?;
    report(&problems, locale, screen)?;
    Ok(if problems.is_empty() { code } else { FAILED })
}

fn convert(
    arguments: &Arguments,
    options: &Options,
    screen: &mut Screen<'_>,
    problems: &mut Vec<Problem>,
) -> io::Result<u8> {
    let to = match arguments.to {
        To::Markdown => Surface::Markdown,
        To::Yaml => Surface::Yaml,
    };
    let shown = arguments.path.to_string_lossy().into_owned();
    let is_folder = arguments.path.is_dir();
    let mut loaded = if is_folder {
        Vec::new()
    } else {
        sets::load(std::slice::from_ref(&arguments.path), options, problems)
    };
    let target =
        loaded.first_mut().and_then(|set| Some((set.targets.first()?.path.clone(), &mut set.workspace)));
    let made = target.and_then(|(path, workspace)| workspace.convert(&path, to));
    let Some(made) = made else {
        if problems.is_empty() {
            problems.push(Problem::Told([
                format!("{shown}：不是规划文件，或已经是这种格式，未转换"),
                format!("{shown}: is no plan, or is in that form already; not converted"),
            ]));
        }
        return Ok(FAILED);
    };
    let locale = options.locale.unwrap_or_else(environment_locale);
    for (line, what) in &made.lost {
        let zh = locale == rules::Locale::Zh;
        let told = if zh { "转换后有出入" } else { "is not the same afterwards" };
        writeln!(screen.err, "{shown}:{line}: {told}: {what}")?;
    }
    match &arguments.output {
        None => screen.out.write_all(made.text.as_bytes())?,
        Some(file) => {
            if let Err([zh, en]) = write(file, &arguments.path, &made.text, arguments.force) {
                let file = file.display();
                problems.push(Problem::Told([format!("{file}：{zh}"), format!("{file}: {en}")]));
                return Ok(FAILED);
            }
        }
    }
    Ok(if made.lost.is_empty() { CLEAN } else { FINDINGS })
}

/// Writes a file that is not there yet, or may be replaced; never the plan itself.
fn write(file: &Path, plan: &Path, text: &str, force: bool) -> Result<(), [String; 2]> {
    if files::name_of(file) == files::name_of(plan) {
        return Err(["是被转换的规划本身".into(), "is the plan that is converted".into()]);
    }
    let failed = |error: io::Error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            ["文件已存在；如要覆盖请加 --force".into(), "exists already: --force replaces it".into()]
        } else {
            [format!("未写入：{error}"), format!("not written: {error}")]
        }
    };
    let mut options = fs::OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = options.open(file).map_err(failed)?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)
}
