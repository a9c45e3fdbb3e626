//! A script of edits in texts: what a property test plays, and what it prints when it fails.
//!
//! A script that showed a defect is kept as `tests/incremental/*.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use capplan_analysis::rules::Profile;
use capplan_analysis::text::{Edit, Encoding};
use capplan_analysis::workspace::{FormatStyle, Options, Spaces, Step as Word, Told, Workspace};
use capplan_tests::dump;
use serde::{Deserialize, Serialize};

/// The folder in which the files stand.
pub(crate) const FOLDER: &str = "/集";

/// Files, and what is done to them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Script {
    /// What it showed, for the reader.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) about: String,
    /// The text of `capplan.toml`; none where each file is a set of its own.
    pub(crate) config: Option<String>,
    /// The files' texts by name, line by line with their line breaks.
    pub(crate) files: BTreeMap<String, Vec<String>>,
    /// What is done, one notification after the other.
    pub(crate) steps: Vec<Step>,
}

/// One notification.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// Changes in a file: each range is bytes as they are after the changes before it.
    Edit(String, Vec<(usize, usize, String)>),
    /// `capplan.toml` becomes another.
    Config(Option<String>),
    /// A file is closed, taken from the disk, and opened again.
    Reopen(String),
}

/// What a script came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Notifications compared.
    pub(crate) compared: usize,
    /// Single changes.
    pub(crate) edits: usize,
    /// Files named as touched that were not themselves edited.
    pub(crate) named: usize,
    /// Files whose findings changed that were not themselves edited.
    pub(crate) changed: usize,
    /// Great changes that laid the layers of a document aside, and that brought them back.
    pub(crate) turns: (usize, usize),
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            compared: self.compared + other.compared,
            edits: self.edits + other.edits,
            named: self.named + other.named,
            changed: self.changed + other.changed,
            turns: (self.turns.0 + other.turns.0, self.turns.1 + other.turns.1),
        }
    }
}

/// Everything that is served, by name: a new feature is compared when it has a line here.
fn served(workspace: &mut Workspace, path: &str, byte: usize) -> Vec<(&'static str, String)> {
    vec![
        ("model, findings and levels", dump(workspace, path)),
        ("completions", format!("{:#?}", workspace.completions(path, byte))),
        ("hover", format!("{:#?}", workspace.hover(path, byte))),
        ("symbols", format!("{:#?}", workspace.symbols(path))),
        ("folding", format!("{:#?}", workspace.folds(path, usize::MAX))),
        ("selection", format!("{:#?}", workspace.selections(path, &[byte]))),
        ("tokens", tokens(workspace, path)),
        ("definition", format!("{:#?}", workspace.definition(path, byte))),
        ("references", format!("{:#?}", workspace.references(path, byte))),
        ("links", format!("{:#?}", workspace.links(path, Encoding::Utf16))),
        ("formatting", formatting(workspace, path, byte)),
        ("rewriting", rewriting(workspace, path, byte)),
        ("signatures", signatures(workspace, path)),
        ("status", format!("{:#?}", workspace.status(path))),
        ("report", format!("{:#?}", workspace.report(path))),
        ("holder", format!("{:#?}", workspace.holder_at(path, byte))),
        ("hints", format!("{:#?}", workspace.hints(path, &(0..usize::MAX), true, false))),
    ]
}

/// What formatting changes, in all and where the cursor is.
fn formatting(workspace: &mut Workspace, path: &str, byte: usize) -> String {
    let style = FormatStyle::tidy(Spaces::Add);
    let whole = workspace.format(path, style, None);
    format!("{whole:#?}\n{:#?}", workspace.format(path, style, Some(&(byte..byte))))
}

/// What may be rewritten at the cursor.
fn rewriting(workspace: &mut Workspace, path: &str, byte: usize) -> String {
    let offered = workspace.rewrites(path, &(byte..byte));
    format!("{offered:#?}\n{:#?}", workspace.extraction(path, &(byte..byte)))
}

/// All signatures, as of a plan that was just saved.
fn signatures(workspace: &mut Workspace, path: &str) -> String {
    workspace.saved(path);
    format!("{:#?}", workspace.signatures(path))
}

/// All tokens; those of some lines agree with them.
fn tokens(workspace: &mut Workspace, path: &str) -> String {
    let Some((_, Told::Whole(steps))) = workspace.colours(path, None) else { return String::new() };
    if workspace.colours_in(path, 0..u32::MAX).as_ref() != Some(&steps) {
        return "lines have other tokens than the whole".to_owned();
    }
    shown(&steps)
}

fn shown(steps: &[Word]) -> String {
    steps.iter().fold(String::new(), |mut text, step| {
        _ = writeln!(text, "{step:?}");
        text
    })
}

/// The tokens of a file as a client has them that is only told what changed.
#[derive(Debug, Default)]
struct Coloured {
    id: Option<u64>,
    steps: Vec<Word>,
}

impl Coloured {
    fn follow(&mut self, workspace: &mut Workspace, path: &str) -> String {
        match workspace.colours(path, self.id) {
            None => *self = Self::default(),
            Some((id, Told::Whole(steps))) => *self = Self { id: Some(id), steps },
            Some((id, Told::Changed { at, gone, words })) => {
                self.steps.splice(at..at + gone, words);
                self.id = Some(id);
            }
        }
        shown(&self.steps)
    }
}

/// Cuts a text behind its LFs.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn path(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

/// A workspace in which every rule speaks.
fn opened(config: Option<&str>, texts: &BTreeMap<String, String>) -> Workspace {
    let mut workspace = Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
    workspace.set_config(FOLDER, config);
    for (name, text) in texts {
        workspace.open(&path(name), None, text);
    }
    workspace
}

impl Script {
    /// Does what the script says, and compares everything with a cold start after every notification.
    ///
    /// # Errors
    /// What differs first.
    pub(crate) fn play(&self) -> Result<Tally, String> {
        let mut config = self.config.clone();
        let mut texts: BTreeMap<String, String> =
            self.files.iter().map(|(name, lines)| (name.clone(), lines.concat())).collect();
        let mut live = opened(config.as_deref(), &texts);
        let mut tally = Tally::default();
        let mut coloured: BTreeMap<String, Coloured> = BTreeMap::new();
        let mut places: BTreeMap<String, usize> = texts.keys().map(|name| (name.clone(), 0)).collect();
        for (number, step) in self.steps.iter().enumerate() {
            let seen = |live: &mut Workspace, name: &str| {
                (live.findings(&path(name)), format!("{:?}", live.levels(&path(name))))
            };
            let before: Vec<_> = texts.keys().map(|name| seen(&mut live, name)).collect();
            match step {
                Step::Edit(name, edits) => {
                    let text = texts.get_mut(name).ok_or_else(|| format!("no file {name}"))?;
                    for (start, end, new) in edits {
                        let edit = Edit { range: within(text, *start..*end), text: new.clone() };
                        text.replace_range(edit.range.clone(), new);
                        live.edit(&path(name), &edit);
                        places.insert(name.clone(), edit.range.start + new.len());
                        tally.edits += 1;
                    }
                }
                Step::Config(new) => {
                    config.clone_from(new);
                    live.set_config(FOLDER, config.as_deref());
                }
                Step::Reopen(name) => {
                    live.close(&path(name));
                    live.load(&path(name), &texts[name]);
                    live.open(&path(name), None, &texts[name]);
                    live.unload(&path(name));
                }
            }
            let affected: BTreeSet<String> = live.refresh().into_iter().collect();
            let mut cold = opened(config.as_deref(), &texts);
            for ((name, text), before) in texts.iter().zip(before) {
                let (path, edited) = (path(name), matches!(step, Step::Edit(edited, _) if edited == name));
                let changed = seen(&mut live, name) != before;
                let named = affected.contains(&path);
                if changed && !named {
                    return Err(format!(
                        "step {number}: {name} has other findings or levels and is not named"
                    ));
                }
                tally.named += usize::from(named && !edited);
                tally.changed += usize::from(changed && !edited);
                let place = within(text, places[name]..places[name]).start;
                let followed = coloured.entry(name.clone()).or_default().follow(&mut live, &path);
                let warm = served(&mut live, &path, place);
                if followed != tokens(&mut cold, &path) {
                    let difference = difference(&followed, &tokens(&mut cold, &path));
                    return Err(format!("step {number}: {name}: tokens told as changes\n{difference}"));
                }
                // What is told next is told of what was told last.
                coloured.entry(name.clone()).or_default().follow(&mut live, &path);
                for ((what, warm), (_, cold)) in warm.iter().zip(served(&mut cold, &path, place)) {
                    if *warm != cold {
                        return Err(format!("step {number}: {name}: {what}\n{}", difference(warm, &cold)));
                    }
                }
            }
            tally.compared += 1;
        }
        let counters = live.counters();
        tally.turns = (counters.layers_laid_aside, counters.layers_back);
        Ok(tally)
    }

    /// The script as it is kept.
    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap()
    }
}

/// A range moved into a text and down to character boundaries.
pub(crate) fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

/// The first lines that only one of two states has.
fn difference(warm: &str, cold: &str) -> String {
    let mut told = String::new();
    for (name, one, other) in [("after edits", warm, cold), ("cold", cold, warm)] {
        let known: BTreeSet<&str> = other.lines().collect();
        for line in one.lines().filter(|line| !known.contains(line)).take(4) {
            _ = writeln!(told, "  only {name}: {line}");
        }
    }
    if told.is_empty() {
        let first = warm.lines().zip(cold.lines()).find(|(warm, cold)| warm != cold);
        _ = writeln!(told, "  in another order or number: {first:?}");
    }
    told
}
