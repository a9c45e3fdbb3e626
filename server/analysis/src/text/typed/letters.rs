//! A short text as a row of comparable characters, with the places where something may begin.

use unicode_normalization::UnicodeNormalization;

/// What a character is, for finding where words begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter of a script with cases.
    Lower,
    Upper,
    Digit,
    /// A character that is a word of its own, Chinese above all.
    Ideograph,
    /// Neither letter nor digit.
    Silent,
}

/// The first characters of a text: compatibility forms and cases folded, blanks dropped.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    characters: [char; Letters::LONGEST],
    len: usize,
    /// Bit by bit: a Latin word or a number begins here.
    words: u128,
    /// Bit by bit: a Chinese character stands here.
    ideographs: u128,
    /// Bit by bit: neither letter nor digit.
    silent: u128,
    ascii: bool,
    cut: bool,
}

impl Letters {
    pub(super) const LONGEST: usize = u128::BITS as usize;

    pub(super) fn new(text: &str) -> Letters {
        let mut letters = Letters {
            characters: ['\0'; Letters::LONGEST],
            len: 0,
            words: 0,
            ideographs: 0,
            silent: 0,
            ascii: true,
            cut: false,
        };
        if text.chars().all(|c| c.is_ascii() || matches!(c, '、' | '。' | '\u{4e00}'..='\u{9fff}')) {
            letters.fill(text.chars());
        } else {
            letters.fill(text.nfkc());
        }
        letters
    }

    fn fill(&mut self, characters: impl Iterator<Item = char>) {
        let mut before = Class::Silent;
        for character in characters {
            let class = class(character);
            if character.is_whitespace() {
                before = Class::Silent;
                continue;
            }
            for (nth, folded) in character.to_lowercase().enumerate() {
                if self.len == Letters::LONGEST {
                    self.cut = true;
                    return;
                }
                let bit = 1u128 << self.len;
                match class {
                    Class::Ideograph => self.ideographs |= bit,
                    Class::Silent => self.silent |= bit,
                    _ if nth == 0 && begins_word(before, class) => self.words |= bit,
                    _ => {}
                }
                self.ascii &= folded.is_ascii();
                self.characters[self.len] = folded;
                self.len += 1;
            }
            before = class;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the text was longer than what is kept.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    pub(super) fn is_ascii(&self) -> bool {
        self.ascii
    }

    fn as_slice(&self) -> &[char] {
        &self.characters[..self.len]
    }

    /// The characters from a place on.
    pub(super) fn from(&self, place: usize) -> &[char] {
        self.as_slice().get(place..).unwrap_or_default()
    }

    /// The character at a place; NUL past the end.
    pub(super) fn get(&self, place: usize) -> char {
        self.as_slice().get(place).copied().unwrap_or_default()
    }

    pub(super) fn starts_with(&self, other: &Letters) -> bool {
        self.continues_with(0, other)
    }

    pub(super) fn continues_with(&self, place: usize, other: &Letters) -> bool {
        self.from(place).starts_with(other.as_slice())
    }

    /// Where Latin words and numbers begin.
    pub(super) fn word_starts(&self) -> impl Iterator<Item = usize> {
        (0..self.len).filter(|place| self.words >> place & 1 == 1)
    }

    /// The length of the word that begins at a place.
    pub(super) fn word_len(&self, start: usize) -> usize {
        let ends = |place: &usize| (self.words | self.ideographs | self.silent) >> place & 1 == 1;
        (start + 1..self.len).find(ends).unwrap_or(self.len) - start
    }

    /// Whether reading may begin at a place: a word, a number or a Chinese character does.
    pub(super) fn may_begin(&self, place: usize) -> bool {
        (self.words | self.ideographs) >> place & 1 == 1
    }

    /// Whether the character at a place is a mark that nobody needs to type.
    pub(super) fn is_silent(&self, place: usize) -> bool {
        self.silent >> place & 1 == 1
    }
}

/// Whether neither letter nor digit.
pub(super) fn is_mark(character: char) -> bool {
    class(character) == Class::Silent
}

fn class(character: char) -> Class {
    match character {
        _ if character.is_numeric() && !matches!(character, '\u{3007}' | '\u{4e00}'..='\u{9fff}') => {
            Class::Digit
        }
        _ if character.is_lowercase() => Class::Lower,
        _ if character.is_uppercase() => Class::Upper,
        _ if character.is_alphanumeric() => Class::Ideograph,
        _ => Class::Silent,
    }
}

fn begins_word(before: Class, class: Class) -> bool {
    match class {
        Class::Lower => !matches!(before, Class::Lower | Class::Upper),
        Class::Upper => before != Class::Upper,
        Class::Digit => before != Class::Digit,
        Class::Ideograph | Class::Silent => false,
    }
}
