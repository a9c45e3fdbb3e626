//! How a character may be typed: as itself, as the pinyin of one of its common readings, or as its initial.

use ::pinyin::{Pinyin, ToPinyinMulti};

use super::Reached;
use super::letters::{Letters, is_mark};

/// Readings tried of one character. The table orders them by frequency; what comes later is found in old poems.
const READINGS: usize = 3;

/// Where reading may stand after `character`, when it stood at any of `places` before.
///
/// A reading may be typed whole, as its initial (of `zh`, `ch`, `sh` one letter or two), or begun where the
/// typed text ends. `ü` is typed `v`, `u` or itself. A mark may be left out.
pub(super) fn read(typed: &Letters, places: Reached, character: char) -> Reached {
    let mut reached = if is_mark(character) { places } else { Reached::NOWHERE };
    if places == Reached::NOWHERE {
        return reached;
    }
    let readings = Readings::of(character);
    for place in places.places(typed.len()) {
        #[cfg(test)]
        super::tests::count_step();
        let rest = typed.from(place);
        if rest.first() == Some(&character) {
            reached.add(place + 1);
        }
        for reading in readings.iter() {
            let typed_so_far = common(reading, rest);
            if typed_so_far == 0 {
                continue;
            }
            reached.add(place + 1);
            if typed_so_far >= 2 && reading.as_bytes().get(1) == Some(&b'h') {
                reached.add(place + 2);
            }
            if typed_so_far == rest.len() || typed_so_far == reading.chars().count() {
                reached.add(place + typed_so_far);
            }
        }
    }
    reached
}

/// How many characters of a reading the typed text begins with.
fn common(reading: &str, typed: &[char]) -> usize {
    let same = |(read, typed): &(char, &char)| match read {
        'ü' => matches!(typed, 'v' | 'u' | 'ü'),
        'ê' => matches!(typed, 'e' | 'ê'),
        _ => read == *typed,
    };
    reading.chars().zip(typed).take_while(same).count()
}

/// The common readings of a character without tones, each once.
struct Readings {
    readings: [&'static str; READINGS],
    len: usize,
}

impl Readings {
    fn of(character: char) -> Readings {
        let mut found = Readings { readings: [""; READINGS], len: 0 };
        for reading in character.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain) {
            if found.len < READINGS && !found.iter().any(|known| known == reading) {
                found.readings[found.len] = reading;
                found.len += 1;
            }
        }
        found
    }

    fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.readings.into_iter().take(self.len)
    }
}
