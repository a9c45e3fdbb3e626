//! Which brackets of a text belong together.

use std::ops::Range;

/// The brackets of a text that have their other half, by place.
#[derive(Default)]
pub(super) struct Brackets {
    /// Where they begin.
    pub(super) opens: Vec<usize>,
    /// Where they end.
    pub(super) closes: Vec<usize>,
    /// What the outermost of them hold.
    pub(super) held: Vec<Range<usize>>,
}

impl Brackets {
    /// Pairs the brackets: one that closes takes the nearest open one of its sort, and gives up those inside.
    pub(super) fn of(text: &str) -> Brackets {
        let mut brackets = Brackets::default();
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut count = [0_usize; 2];
        for (at, letter) in text.char_indices() {
            let round = matches!(letter, '(' | '（' | ')' | '）');
            if is_open(letter) {
                open.push((at, round));
                count[usize::from(round)] += 1;
            } else if is_close(letter) && count[usize::from(round)] > 0 {
                while let Some((start, sort)) = open.pop() {
                    count[usize::from(sort)] -= 1;
                    if sort == round {
                        brackets.opens.push(start);
                        brackets.closes.push(at);
                        while brackets.held.pop_if(|held| start < held.start).is_some() {}
                        brackets.held.push(start..at);
                        break;
                    }
                }
            }
        }
        brackets.opens.sort_unstable();
        brackets
    }
}

/// Whether a bracket begins with this character.
pub(super) fn is_open(letter: char) -> bool {
    matches!(letter, '(' | '（' | '[' | '［' | '【' | '〔')
}

fn is_close(letter: char) -> bool {
    matches!(letter, ')' | '）' | ']' | '］' | '】' | '〕')
}
