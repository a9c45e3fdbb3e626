//! Comments that allow findings: what they begin with, and the names of rules.

use super::{About, Candidate, CompletionKind, Offer, Site, yaml_line};
use crate::model::ALLOW_MARKERS;
use crate::model::build::{Readers, Surface};
use crate::rules::ALL;
use crate::rules::suppression::is_about_comments;

/// What may stand in the comment at the cursor; nothing outside comments.
pub(super) fn offer(site: &Site<'_>, readers: &mut Readers) -> Option<Offer> {
    let text = site.document.text();
    let start = text.line_start(text.line_of(site.byte));
    let before = text.slice(start..site.byte).into_owned();
    let behind = text.line(text.line_of(site.byte)).get(before.len()..).unwrap_or_default().to_owned();
    let inner = in_comment(site, readers, (start, &before), &behind)?;
    let said = &before[inner..];
    let Some((at, marker)) = ALLOW_MARKERS.iter().find_map(|marker| Some((said.find(marker)?, marker.len())))
    else {
        return marker_offer(site, said);
    };
    let directive = &said[at + marker..];
    let word = directive.trim_start();
    let Some(names) = word.strip_prefix("allow-file").or_else(|| word.strip_prefix("allow")) else {
        return Some(directives(site, word));
    };
    if names.is_empty() || !names.starts_with([' ', '\t']) {
        return Some(directives(site, word));
    }
    rules(site, names, &behind)
}

/// Where the text of the comment begins in which the cursor stands, in the cursor's line.
fn in_comment(
    site: &Site<'_>,
    readers: &mut Readers,
    (start, before): (usize, &str),
    behind: &str,
) -> Option<usize> {
    let yaml = site.document.yaml_at(site.byte);
    if site.document.surface == Surface::Markdown && yaml.is_none() {
        let open = before.rfind("<!--").filter(|open| !before[*open..].contains("-->"))?;
        // In a fence it is no comment: there nothing is read.
        let closer = if behind.contains("-->") { "" } else { " -->" };
        let comments = site.document.comments_at(readers, site.byte, &format!("x{closer}"));
        return comments.then_some(open + "<!--".len());
    }
    let hash = before
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|at| before[..*at].chars().next_back().is_none_or(char::is_whitespace))?;
    let text = site.document.text();
    let from = yaml.map_or_else(
        || {
            // A comment goes with the chunk below it, text with the key of the chunk above: so one chunk more.
            let chunks = site.document.chunks();
            let own = chunks.at(site.byte).and_then(|chunk| chunks.position(chunk)).unwrap_or_default();
            let above = chunks.id_at(own.saturating_sub(1)).and_then(|chunk| chunks.range(chunk));
            above.map_or(0, |range| range.start).min(start)
        },
        |range| range.start.min(start),
    );
    let above = text.slice(from..start + hash).into_owned();
    // A number sign in a block scalar or in quotation marks is text.
    yaml_line::may_comment(&above).then_some(hash + 1)
}

fn candidate(label: &str, insert: &str, detail: &str, about: About) -> Candidate {
    Candidate {
        kind: CompletionKind::Field,
        label: label.to_owned(),
        detail: detail.to_owned(),
        about,
        insert: insert.to_owned(),
        spellings: Vec::new(),
        nests: false,
        stops: Vec::new(),
    }
}

const DIRECTIVES: [(&str, [&str; 2]); 2] = [
    ("allow", ["保留下一行或其实体的问题", "Lets findings of the next line, or of its entity, stand"]),
    ("allow-file", ["保留整个文件的问题", "Lets findings of the whole file stand"]),
];

/// The beginning of a comment that allows something, once somebody begins to write it.
fn marker_offer(site: &Site<'_>, said: &str) -> Option<Offer> {
    let typed = said.trim_start();
    let marker = ALLOW_MARKERS[0];
    if typed.chars().count() < 2 || !marker.starts_with(typed) {
        return None;
    }
    let made = DIRECTIVES.iter().map(|(word, gloss)| {
        let whole = format!("{marker} {word}");
        candidate(&whole, &format!("{whole} "), site.locale.pick(gloss[0], gloss[1]), About::Nothing)
    });
    Some(Offer::new(&(site.byte - typed.len()..site.byte), made.collect()))
}

fn directives(site: &Site<'_>, word: &str) -> Offer {
    let made = DIRECTIVES.iter().map(|(word, gloss)| {
        candidate(word, &format!("{word} "), site.locale.pick(gloss[0], gloss[1]), About::Nothing)
    });
    let range = site.byte - word.len()..site.byte;
    if range.is_empty() {
        // Directly behind the colon a blank is missing.
        let text = site.document.text();
        let glued = text.slice(text.floor(site.byte.saturating_sub(3))..site.byte).ends_with([':', '：']);
        let made = made.map(|mut made| {
            if glued {
                made.insert.insert(0, ' ');
            }
            made
        });
        return Offer::new(&range, made.collect());
    }
    Offer::new(&range, made.collect())
}

/// The names of rules, but those that stand there.
fn rules(site: &Site<'_>, names: &str, behind: &str) -> Option<Offer> {
    const COMMAS: [char; 3] = [',', '，', '、'];
    const REASONS: [&str; 6] = ["—", "–", " - ", "--", "：", ":"];
    if REASONS.iter().any(|mark| names.contains(mark)) {
        return None;
    }
    let typed = names.rsplit(COMMAS).next().unwrap_or_default().trim_start();
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let on = behind.find(word).unwrap_or(behind.len());
    // The comment's end is no part of a name.
    let on = behind.find("--").map_or(on, |end| end.min(on));
    let rest = &behind[on..];
    let end = REASONS.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
    let above = &names[..names.len() - typed.len()];
    let present: Vec<&str> = above.split(COMMAS).chain(rest[..end].split(COMMAS)).map(str::trim).collect();
    let free = ALL.iter().filter(|rule| !present.contains(&rule.name) && !is_about_comments(rule.name));
    let made = free.map(|rule| {
        let summary = site.locale.pick(rule.summary[0], rule.summary[1]);
        let mut made = candidate(rule.name, rule.name, summary, About::Rule(rule.name));
        made.kind = CompletionKind::Value;
        // What it says may be typed, too.
        made.spellings.push(rule.summary[0].to_owned());
        made
    });
    Some(Offer::new(&(site.byte - typed.len()..site.byte + on), made.collect()))
}
