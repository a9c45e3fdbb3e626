//! What a citation names, apart from where it stands.

use crate::model::Citation;
use crate::rules::Locale;
use crate::standard::{Aspect, Target, standard};

/// Separators of citations in one bracket, field or cell.
pub(super) const SEPARATORS: [char; 7] = ['、', '，', ',', '；', ';', '[', '和'];

/// A short title of what is cited, in the reader's language; none where nothing is said by it.
pub(super) fn title(target: Target, locale: Locale) -> Option<String> {
    let aspect = |aspect: Aspect| locale.pick(aspect.name(), aspect.english()).to_owned();
    match target {
        Target::Topic { level, topic, .. } => {
            Some(locale.pick(topic.title(level), topic.english()).to_owned())
        }
        Target::Aspect { aspect: whole, .. } => Some(aspect(whole)),
        Target::Cl1Item { index } => {
            let item = standard().cl1_items().get(index)?;
            Some(match locale {
                Locale::Zh => item.title(),
                Locale::En => item.english.to_owned(),
            })
        }
        Target::Annex { clause, .. } | Target::General { clause, .. } => {
            let clause = standard().clause(clause)?;
            (locale == Locale::Zh && !clause.title.is_empty()).then(|| clause.title.to_owned())
        }
        _ => None,
    }
}

/// How much of a text only introduces a citation.
pub(super) fn introduction(text: &str) -> usize {
    let mut rest = text.trim_start();
    for word in ["详见", "参见", "见", "依据", "see ", standard().edition(), "附录", "Annex "] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    text.len() - rest.len()
}

/// A clause, one of its items, or one of that item's points.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cited {
    /// The clause's number.
    pub clause: String,
    /// The item's letter.
    pub letter: Option<char>,
    /// The point's ordinal.
    pub point: Option<u8>,
}

impl Cited {
    /// What a citation in a plan names.
    #[must_use]
    pub fn of(citation: &Citation) -> Self {
        Self { clause: citation.clause.clone(), letter: citation.letter, point: citation.point }
    }

    /// Reads the form in which data and messages cite: `A.3.2.1 b 2`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').filter(|part| !part.is_empty()).peekable();
        let clause = parts.next()?.to_owned();
        let letter = parts.next_if(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
        let letter = letter.and_then(|part| part.chars().next());
        Some(Self { clause, letter, point: parts.next().and_then(|part| part.parse().ok()) })
    }

    /// Whether the standard has it.
    #[must_use]
    pub fn exists(&self) -> bool {
        standard().resolve(&self.clause, self.letter, self.point).exists()
    }

    /// A short title in the reader's language; none where nothing is said by it.
    #[must_use]
    pub fn title(&self, locale: Locale) -> Option<String> {
        title(standard().resolve(&self.clause, self.letter, self.point), locale)
    }

    /// Whether a citation names it, or something in it.
    #[must_use]
    pub fn holds(&self, citation: &Citation) -> bool {
        if self.letter.is_none() && self.point.is_none() {
            let below = citation.clause.strip_prefix(self.clause.as_str());
            return below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        }
        citation.clause == self.clause
            && citation.letter == self.letter
            && (self.point.is_none() || citation.point == self.point)
    }
}

impl std::fmt::Display for Cited {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.clause)?;
        if let Some(letter) = self.letter {
            write!(out, " {letter}")?;
        }
        match self.point {
            Some(point) => write!(out, " {point}"),
            None => Ok(()),
        }
    }
}
