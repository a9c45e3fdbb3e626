//! Quotations of the standard: what stands in quotation marks beside a citation is the cited clause's wording.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::matching::{Alignment, Folded, align, within};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Citation, Entity, Word};
use crate::schema::FieldKey;
use crate::standard::{Block, Clause, standard};

/// A quotation that is not the cited clause's wording.
pub(super) static MISQUOTATION: Rule = Rule {
    name: "misquotation",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(quote_verbatim),
    page: include_str!("../../rules/misquotation.md"),
    summary: [
        "引号里的文字与所引条款的原文不符（只改正了标准原文中已知笔误的，为提示）",
        "A quotation is not the wording of the clause cited beside it (a known slip mended: a hint)",
    ],
    check: misquotation,
};

/// A shorter text in quotation marks is a slogan, a name or a term.
const LEAST_CHINESE: usize = 12;
/// Marks that stand for words left out of a quotation.
const ELLIPSES: [&str; 3] = ["…", "...", "。。。"];

/// A passage of the standard: an item with its points, a paragraph, a note or a title.
#[derive(Debug)]
struct Passage {
    clause: &'static Clause,
    letter: Option<char>,
    text: String,
    folded: Folded,
    pairs: FxHashSet<(char, char)>,
}

impl Passage {
    fn new(clause: &'static Clause, letter: Option<char>, text: String) -> Self {
        let folded = Folded::new(&text);
        let pairs = pairs(&folded.chars).collect();
        Self { clause, letter, text, folded, pairs }
    }

    fn citation(&self) -> String {
        match self.letter {
            Some(letter) => format!("{} {letter}", self.clause.id),
            None => self.clause.id.to_owned(),
        }
    }

    /// Whether a citation names it: its item, its clause, or a chapter that holds it.
    fn is_cited(&self, (clause, letter): &Cited) -> bool {
        let inside = self.clause.id.strip_prefix(clause.as_str());
        match letter {
            Some(_) => self.letter == *letter && inside == Some(""),
            None => inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        }
    }
}

/// A clause and the letter of its item.
type Cited = (String, Option<char>);

fn passages() -> &'static [Passage] {
    static PASSAGES: OnceLock<Vec<Passage>> = OnceLock::new();
    PASSAGES.get_or_init(|| {
        let clauses = standard().clauses().iter();
        clauses
            .flat_map(|clause| {
                let title = Passage::new(clause, None, clause.title.to_owned());
                let body = clause.body.iter().map(move |block| match block {
                    Block::Paragraph(text) | Block::Note(text) => {
                        Passage::new(clause, None, (*text).to_owned())
                    }
                    Block::Item(item) => {
                        Passage::new(clause, item.letter, format!("{}{}", item.text, item.points.concat()))
                    }
                });
                std::iter::once(title).chain(body)
            })
            .collect()
    })
}

fn pairs(chars: &[char]) -> impl Iterator<Item = (char, char)> + '_ {
    chars.windows(2).map(|pair| (pair[0], pair[1]))
}

/// How many of a text's pairs of characters a passage has, out of all.
fn shared(text: &FxHashSet<(char, char)>, passage: &Passage) -> (usize, usize) {
    (text.iter().filter(|pair| passage.pairs.contains(pair)).count(), text.len())
}

/// The texts in quotation marks, outermost ones; those of round marks may hold others.
fn quotations(text: &str) -> Vec<Range<usize>> {
    const MARKS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')];
    let mut found = Vec::new();
    let mut open: Option<(char, char, usize, usize)> = None;
    for (at, c) in text.char_indices() {
        match open {
            None => {
                if let Some((first, last)) = MARKS.into_iter().find(|(first, _)| *first == c) {
                    open = Some((first, last, at + c.len_utf8(), 0));
                }
            }
            Some((_, last, start, 0)) if c == last => {
                found.push(start..at);
                open = None;
            }
            Some((first, last, start, depth)) if c == last => open = Some((first, last, start, depth - 1)),
            Some((first, last, start, depth)) if c == first => open = Some((first, last, start, depth + 1)),
            Some(_) => {}
        }
    }
    found
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn is_long(text: &str) -> bool {
    text.chars().filter(|c| is_chinese(*c)).count() >= LEAST_CHINESE
}

/// A quotation that is not what is cited beside it, and the passage that it is most like.
struct Misquoted<'a> {
    word: &'a Word,
    quotation: Range<usize>,
    passage: &'static Passage,
    cited: Vec<Cited>,
}

fn misquoted(entity: &Entity) -> Vec<Misquoted<'_>> {
    let mut found = Vec::new();
    for measure in entity.measures.iter().filter(|measure| !measure.citations.is_empty()) {
        let cited: Vec<Cited> =
            measure.citations.iter().map(|citation| (citation.clause.clone(), citation.letter)).collect();
        found.extend(judge(&measure.text, &cited));
    }
    let own = entity.fields.iter();
    let inner = entity.measures.iter().flat_map(|measure| &measure.fields);
    let read = [FieldKey::Text, FieldKey::Clause];
    for word in own.chain(inner).filter(|field| !read.contains(&field.key)).flat_map(|field| &field.words) {
        if quotations(&word.text).into_iter().any(|part| is_long(&word.text[part])) {
            found.extend(judge(word, &cited_in(entity, word)));
        }
    }
    found
}

fn misquotation(check: &mut Checker<'_>, entity: &Entity) {
    for found in misquoted(entity) {
        report(check, &found);
    }
}

/// The passage's own wording, or the citation of the passage that is quoted.
fn quote_verbatim(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let all = misquoted(entity);
    let found = all.iter().find(|found| within(found.word, found.quotation.clone()) == finding.span);
    let Some(Misquoted { word, quotation, passage, .. }) = found else { return Vec::new() };
    let place = passage.citation();
    if is_verbatim(&word.text[quotation.clone()], passage) {
        let measure = entity.measures.iter().find(|measure| measure.text.span == word.span);
        let Some([citation]) = measure.map(|measure| measure.citations.as_slice()) else { return Vec::new() };
        let title = match fixer.locale {
            Locale::Zh => format!("改引 {place}"),
            Locale::En => format!("Cite {place}"),
        };
        return Fix::new(title, fixer.replace(citation.span, place).into_iter().collect())
            .into_iter()
            .collect();
    }
    let old = &word.text[quotation.clone()];
    let alignment = align(&Folded::new(old).chars, &passage.folded.chars);
    let Some(part) = passage.folded.written(alignment.range) else { return Vec::new() };
    let mut wording = passage.text[part].to_owned();
    let is_mark = |c: char| matches!(c, '。' | '；' | '，' | '：');
    if !old.ends_with(is_mark) {
        wording = wording.trim_end_matches(is_mark).to_owned();
    }
    if word.text[..quotation.start].ends_with('“') {
        wording = wording.replace('“', "‘").replace('”', "’");
    }
    let title = match fixer.locale {
        Locale::Zh => format!("照录 {place} 的原文"),
        Locale::En => format!("Quote {place} verbatim"),
    };
    let changes = fixer.replace_part(word, quotation.clone(), &wording).into_iter().collect();
    let fix = Fix::new(title, changes);
    fix.map(|fix| fix.because(format!("{} {place}：「{}」", standard().edition(), passage.text)))
        .into_iter()
        .collect()
}

/// The citations in a field's text.
fn cited_in(entity: &Entity, word: &Word) -> Vec<Cited> {
    let inside = |citation: &&Citation| {
        let (whole, part) = (word.span, citation.span);
        (whole.file, whole.chunk) == (part.file, part.chunk)
            && whole.start <= part.start
            && part.end <= whole.end
    };
    let own = entity.citations.iter().filter(inside);
    own.map(|citation| (citation.clause.clone(), citation.letter)).collect()
}

/// Judges the quotations of a text by the clauses that it cites.
fn judge<'a>(word: &'a Word, cited: &[Cited]) -> Vec<Misquoted<'a>> {
    let mut misquoted = Vec::new();
    for quotation in quotations(&word.text) {
        let text = &word.text[quotation.clone()];
        if cited.is_empty() || !is_long(text) {
            continue;
        }
        let folded = Folded::new(text);
        let named: Vec<&Passage> =
            passages().iter().filter(|passage| cited.iter().any(|cited| passage.is_cited(cited))).collect();
        // What does not exist is another rule's matter.
        if named.is_empty() || named.iter().any(|passage| is_verbatim(text, passage)) {
            continue;
        }
        let own: FxHashSet<(char, char)> = pairs(&folded.chars).collect();
        let alike = |passage: &&Passage| {
            let (common, all) = shared(&own, passage);
            (2 * common >= all && all > 0).then_some(common)
        };
        let best = |passages: &mut dyn Iterator<Item = &'static Passage>| {
            passages.filter_map(|passage| Some((alike(&passage)?, passage))).max_by_key(|(common, _)| *common)
        };
        // The cited clauses go first: others may say nearly the same at another level.
        let found = best(
            &mut passages().iter().filter(|passage| named.iter().any(|own| std::ptr::eq(*own, *passage))),
        );
        let Some((_, passage)) = found.or_else(|| best(&mut passages().iter())) else { continue };
        misquoted.push(Misquoted { word, quotation, passage, cited: cited.to_vec() });
    }
    misquoted
}

/// A quotation's parts between marks for words left out, without marks at their ends.
fn parts(text: &str) -> impl Iterator<Item = Folded> + '_ {
    let mut text = text.to_owned();
    for ellipsis in ELLIPSES {
        text = text.replace(ellipsis, "\n");
    }
    let parts: Vec<Folded> = text
        .split('\n')
        .map(|part| {
            Folded::new(part.trim_matches(|c: char| !c.is_alphanumeric() && !"“”‘’（）()".contains(c)))
        })
        .filter(|part| !part.chars.is_empty())
        .collect();
    parts.into_iter()
}

/// Whether all parts of a quotation stand in a passage, in their order.
fn is_verbatim(text: &str, passage: &Passage) -> bool {
    let mut from = 0;
    parts(text).all(|part| match passage.folded.find(&part.chars, from) {
        Some(found) => {
            from = found.end;
            true
        }
        None => false,
    })
}

fn report(check: &mut Checker<'_>, found: &Misquoted<'_>) {
    let Misquoted { word, quotation, passage, cited } = found;
    let text = &word.text[quotation.clone()];
    let elsewhere = is_verbatim(text, passage);
    let is_cited = cited.iter().any(|cited| passage.is_cited(cited));
    let alignment = align(&Folded::new(text).chars, &passage.folded.chars);
    let mended = is_cited && !elsewhere && only_mends(&alignment, passage);
    let place = passage.citation();
    let names: Vec<String> = cited
        .iter()
        .map(|(clause, letter)| letter.map_or_else(|| clause.clone(), |letter| format!("{clause} {letter}")))
        .collect();
    let span = within(word, quotation.clone());
    let edition = standard().edition();
    let finding = check.report(
        span,
        || match (mended, elsewhere, is_cited) {
            (true, ..) => format!("引文改正了 {place} 原文中已知的笔误；引号里请保留原文，或去掉引号"),
            (_, true, _) => format!("引号里是 {place} 的原文，所引的却是 {}；请改正条款号", names.join("、")),
            (_, _, true) => format!("引号里的文字与 {place} 的原文不一致；请照录原文，或去掉引号改为转述"),
            _ => format!("引号里的文字不是 {} 的原文，与 {place} 相近但不一致；请核对条款号并照录原文，或去掉引号", names.join("、")),
        },
        || match (mended, elsewhere, is_cited) {
            (true, ..) => format!("The quotation mends a known slip of {place}: keep the wording as it is, or drop the quotation marks"),
            (_, true, _) => format!("This is the wording of {place}, but {} is cited: correct the citation", names.join(", ")),
            (_, _, true) => format!("The quotation departs from the wording of {place}: quote it verbatim, or drop the quotation marks"),
            _ => format!("This is not the wording of {}, but much like {place}: check the citation and quote verbatim, or drop the quotation marks", names.join(", ")),
        },
    );
    if mended {
        finding.at_most(Severity::Hint);
    }
    let mut clauses = vec![place.clone()];
    clauses.extend(names.into_iter().filter(|name| *name != place));
    finding.citing(clauses).related(span, format!("{edition} {place}：「{}」", passage.text));
}

/// Whether all that a quotation changes lies in known slips of the clause.
fn only_mends(alignment: &Alignment, passage: &Passage) -> bool {
    let slips: Vec<Range<usize>> = passage
        .clause
        .slips
        .iter()
        .filter_map(|slip| passage.folded.find(&Folded::new(slip.text).chars, 0))
        .collect();
    !slips.is_empty()
        && alignment
            .edits
            .iter()
            .all(|edit| slips.iter().any(|slip| slip.start <= *edit && *edit <= slip.end))
}
