//! How alike a measure's words are to what may be cited for it.
//!
//! A topic at a level is described by two bodies of text, both prepared once:
//!
//! - the standard's own: its title, its points at that level and, for less, its title and points at the other
//!   levels, as pairs of neighbouring characters (Latin words whole), damped and shortened to comparable lengths;
//! - `standard/wordings.json`: words of ours with which plans speak of the topic, for a plan seldom speaks like
//!   the standard; and our English name of it.
//!
//! A measure scores the weight of each pair and word that it shares with a candidate, times how rare that is
//! among the candidates at hand: what all of them share says nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::derive::LOWEST;
use super::{Aspect, Level, Target, Topic, normalize, standard};

/// How much a title counts against a point.
const TITLE: f32 = 3.0;
/// How much another level's text counts against the level's own.
const OTHER_LEVEL: f32 = 0.5;
/// How much one of our words counts by its length in characters, from one on.
const WORD: [f32; 4] = [0.2, 0.4, 0.52, 0.64];
/// How much of a point's score depends on the point itself; the rest is its topic's.
const POINT: f32 = 0.1;
const LEVELS: usize = Level::LAST.number() as usize;
/// How much of a text is looked at, in characters.
const LONGEST: usize = 200;

/// How alike a text and a candidate are; only comparable within one ranking.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score(f32);

impl Score {
    /// Whether they have nothing in common.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self.0 <= 0.0
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Score) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Score) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Score) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Builds the tables, which takes some milliseconds, before anybody waits for a ranking.
pub fn prepare() {
    Described::get();
}

/// Ranks candidates by their likeness to a measure's text, best first; equal ones keep their order. In: the text,
/// without citations, and what may be cited. Out: the candidates' places, each with its score.
///
/// A point ranks with its topic, a whole aspect at the mean of its topics; what belongs to no aspect scores
/// nothing.
#[must_use]
pub fn rank(text: &str, candidates: &[Target]) -> Vec<(usize, Score)> {
    let described = Described::get();
    let docs: Vec<Vec<usize>> = candidates.iter().map(|target| described.docs_of(target)).collect();
    let text = normalize(text);
    let text = text.char_indices().nth(LONGEST).map_or(&*text, |(end, _)| &text[..end]);
    let scores = described.scores(text, &docs);
    let mut ranked: Vec<(usize, Score)> = (0..candidates.len())
        .map(|at| {
            let sum: f32 = docs[at].iter().map(|doc| scores[*doc]).sum();
            let mean = sum / docs[at].len().max(1) as f32;
            (at, Score(mean * described.share_of_point(text, &candidates[at])))
        })
        .collect();
    ranked.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    ranked
}

/// Topics at each level above the first, then the items of the first level: the documents that are compared.
struct Described {
    topics: usize,
    docs: usize,
    /// Where each pair or Latin word of the standard's text stands, with its weight there.
    grams: FxHashMap<String, Vec<(u16, f32)>>,
    /// The normalised wording of each point.
    points: FxHashMap<(Level, Topic, u8), String>,
    /// The documents that each of our words speaks of.
    words: FxHashMap<String, Vec<u16>>,
    /// The length of our longest word, in characters.
    longest_word: usize,
}

impl Described {
    fn get() -> &'static Described {
        static DESCRIBED: OnceLock<Described> = OnceLock::new();
        DESCRIBED.get_or_init(Described::new)
    }

    fn new() -> Described {
        let topics = Topic::all().len();
        let levels: Vec<Level> = Level::all().filter(|level| *level >= LOWEST).collect();
        let mut described = Described {
            topics,
            docs: levels.len() * topics + standard().cl1_items().len(),
            grams: FxHashMap::default(),
            points: FxHashMap::default(),
            words: FxHashMap::default(),
            longest_word: 0,
        };
        let wordings = wordings();
        for topic in Topic::all() {
            let texts: Vec<(Level, f32, String)> =
                levels.iter().flat_map(|level| described.texts(*level, topic)).collect();
            let mut counts: FxHashMap<&str, [f32; LEVELS]> = FxHashMap::default();
            for (level, weight, text) in &texts {
                grams(text, |gram| counts.entry(gram).or_default()[level.index()] += weight);
            }
            for level in levels.iter().copied() {
                let doc = described.topic_doc(level, topic);
                let weighed = counts.iter().map(|(gram, by_level)| {
                    let own = by_level[level.index()];
                    (*gram, own + OTHER_LEVEL * (by_level.iter().sum::<f32>() - own))
                });
                described.describe(doc, weighed.collect());
                described.add_words(doc, topic, &wordings);
            }
        }
        for (index, item) in standard().cl1_items().iter().enumerate() {
            let doc = described.item_doc(index);
            let text = normalize(item.text);
            let mut counts: FxHashMap<&str, f32> = FxHashMap::default();
            grams(&text, |gram| *counts.entry(gram).or_default() += 1.0);
            described.describe(doc, counts.into_iter().collect());
            let of_aspects = item.aspects.iter().flat_map(|aspect| aspect.topics());
            let topics: Vec<Topic> = if item.narrow { item.topics.clone() } else { of_aspects.collect() };
            for topic in topics {
                described.add_words(doc, topic, &wordings);
            }
        }
        described
    }

    fn topic_doc(&self, level: Level, topic: Topic) -> usize {
        (level.max(LOWEST).index() - LOWEST.index()) * self.topics + topic.index()
    }

    fn item_doc(&self, index: usize) -> usize {
        self.docs - standard().cl1_items().len() + index
    }

    /// What annex A says of a topic at a level, normalised: title and points, with how much each counts.
    fn texts(&mut self, level: Level, topic: Topic) -> Vec<(Level, f32, String)> {
        let Some(cell) = standard().cell(level, topic) else { return Vec::new() };
        let mut texts = vec![(level, TITLE, normalize(cell.title).into_owned())];
        for point in &cell.points {
            let wording = normalize(&point.text).into_owned();
            self.points.insert((level, topic, point.ordinal), wording.clone());
            texts.push((level, 1.0, wording));
        }
        texts
    }

    /// Adds the text of a document: its pairs and Latin words, with how much they count.
    fn describe(&mut self, doc: usize, mut counts: Vec<(&str, f32)>) {
        for (_, count) in &mut counts {
            *count = count.ln_1p();
        }
        let length = counts.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1.0);
        for (gram, weight) in counts {
            let posting = (doc as u16, weight / length.sqrt());
            match self.grams.get_mut(gram) {
                Some(postings) => postings.push(posting),
                None => {
                    self.grams.insert(gram.to_owned(), vec![posting]);
                }
            }
        }
    }

    fn add_words(&mut self, doc: usize, topic: Topic, wordings: &Wordings) {
        let own = wordings.get(topic.aspect().key()).and_then(|aspect| {
            let letter = topic.letter().map(String::from).unwrap_or_default();
            aspect.get(letter.as_str())
        });
        let english = normalize(topic.english()).into_owned();
        let english =
            english.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 3).map(singular);
        for word in own.into_iter().flat_map(|words| words.split(' ')).chain(english) {
            self.longest_word = self.longest_word.max(word.chars().count());
            let docs = self.words.entry(word.to_owned()).or_default();
            if !docs.contains(&(doc as u16)) {
                docs.push(doc as u16);
            }
        }
    }

    /// The documents that a target is compared by: one, or those of an aspect's topics, or none.
    fn docs_of(&self, target: &Target) -> Vec<usize> {
        let whole = |level: Option<Level>, aspect: Aspect| {
            aspect.topics().map(|topic| self.topic_doc(level.unwrap_or(LOWEST), topic)).collect()
        };
        match *target {
            Target::Topic { level, topic, .. } => vec![self.topic_doc(level, topic)],
            Target::Cl1Item { index } if index < standard().cl1_items().len() => vec![self.item_doc(index)],
            Target::Aspect { level, aspect } => whole(Some(level), aspect),
            Target::General { aspect: Some(aspect), level, .. } => whole(level, aspect),
            Target::Cl1Item { .. }
            | Target::General { aspect: None, .. }
            | Target::Annex { .. }
            | Target::Unknown => Vec::new(),
        }
    }

    /// 1 for what is no point; for a point less, by how little of the text's pairs stands in it.
    fn share_of_point(&self, text: &str, target: &Target) -> f32 {
        let Target::Topic { level, topic, point: Some(ordinal) } = *target else { return 1.0 };
        let wording = self.points.get(&(level, topic, ordinal)).map_or("", String::as_str);
        let (mut all, mut shared) = (0u16, 0u16);
        grams(text, |gram| {
            all += 1;
            shared += u16::from(wording.contains(gram));
        });
        1.0 - POINT + POINT * f32::from(shared) / f32::from(all.max(1))
    }

    /// The score of every document; those of no candidate stay at nothing.
    fn scores(&self, text: &str, candidates: &[Vec<usize>]) -> Vec<f32> {
        let mut wanted = vec![false; self.docs];
        for doc in candidates.iter().flatten() {
            wanted[*doc] = true;
        }
        let all = wanted.iter().filter(|wanted| **wanted).count() as f32;
        let rarity = |holders: usize| (1.0 + (all - holders as f32 + 0.5) / (holders as f32 + 0.5)).ln();
        let mut scores = vec![0.0; self.docs];
        let mut add = |shared: &mut dyn Iterator<Item = (u16, f32)>| {
            let shared: Vec<(u16, f32)> = shared.filter(|(doc, _)| wanted[usize::from(*doc)]).collect();
            for (doc, weight) in &shared {
                scores[usize::from(*doc)] += weight * rarity(shared.len());
            }
        };
        each_once(
            |see| grams(text, see),
            |gram| {
                if let Some(postings) = self.grams.get(gram) {
                    add(&mut postings.iter().copied());
                }
            },
        );
        each_once(
            |see| words(text, self.longest_word, see),
            |word| {
                if let Some(docs) = self.words.get(word) {
                    let weight = WORD[word_length(word) - 1];
                    add(&mut docs.iter().map(|doc| (*doc, weight)));
                }
            },
        );
        scores
    }
}

/// Our words for the topics, blanks between: by aspect and letter.
type Wordings = BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>;

fn wordings() -> Wordings {
    serde_json::from_str(include_str!("../../standard/wordings.json"))
        .expect("the words are part of the program and tested")
}

/// The index into [`WORD`] from 1 on: a Latin word counts as one of two characters.
fn word_length(word: &str) -> usize {
    if word.is_ascii() { 2 } else { word.chars().count().clamp(1, WORD.len()) }
}

/// Hands on what `source` says, each once.
fn each_once<'t>(source: impl FnOnce(&mut dyn FnMut(&'t str)), mut take: impl FnMut(&'t str)) {
    let mut seen: rustc_hash::FxHashSet<&str> = rustc_hash::FxHashSet::default();
    source(&mut |part| {
        if seen.insert(part) {
            take(part);
        }
    });
}

/// The runs of letters and digits of one script in a normalised text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let script = |c: char| (c.is_alphanumeric(), c.is_ascii());
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| script(c) != script(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
    .filter(|run| run.starts_with(char::is_alphanumeric))
}

/// The parts of a run of `length` characters each.
fn parts(run: &str, length: usize) -> impl Iterator<Item = &str> {
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).skip(length - 1);
    run.char_indices().zip(ends).map(|((start, _), end)| &run[start..end])
}

/// The pairs of neighbouring characters, Latin words whole.
fn grams<'t>(text: &'t str, mut see: impl FnMut(&'t str)) {
    for run in runs(text) {
        if run.is_ascii() {
            see(run);
        } else {
            parts(run, 2).for_each(&mut see);
        }
    }
}

/// Everything that could be one of our words: parts of Chinese up to a length, Latin words whole and singular.
fn words<'t>(text: &'t str, longest: usize, mut see: impl FnMut(&'t str)) {
    for run in runs(text) {
        if run.is_ascii() {
            see(run);
            see(singular(run));
        } else {
            (1..=longest).for_each(|length| parts(run, length).for_each(&mut see));
        }
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
