//! Where in a plan is edited, and how.

use std::ops::Range;

use capplan_analysis::text::Edit;

use crate::plan::Surface;

/// What is edited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The words of a measure.
    Measure,
    /// The words of a field.
    Field,
    /// The heading, or name, of a unit.
    Heading,
    /// The id of a unit.
    Id,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Measure, Kind::Field, Kind::Heading, Kind::Id];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Measure => "measure",
            Kind::Field => "field",
            Kind::Heading => "heading",
            Kind::Id => "id",
        }
    }

    /// What stands before the words that are edited.
    const fn mark(self, surface: Surface) -> &'static str {
        match (self, surface) {
            (Kind::Measure, Surface::Markdown) => "]\n- ",
            (Kind::Measure, Surface::Yaml) => "- text: ",
            (Kind::Field, Surface::Markdown) => "- 组织边界：",
            (Kind::Field, Surface::Yaml) => "boundary: ",
            (Kind::Heading, Surface::Markdown) => "### 能力单元：",
            (Kind::Heading, Surface::Yaml) => "\n        name: ",
            (Kind::Id, Surface::Markdown) => "{#CU-",
            (Kind::Id, Surface::Yaml) => "- id: CU-",
        }
    }
}

/// How far into the plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Near its begin.
    Begin,
    /// In its middle.
    Middle,
    /// Near its end.
    End,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::Begin, Part::Middle, Part::End];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Part::Begin => "begin",
            Part::Middle => "middle",
            Part::End => "end",
        }
    }
}

/// The byte that an edit goes to: behind the first character of the words. Plans end with their modules, so that the
/// end is the last unit.
#[must_use]
pub fn place(text: &str, surface: Surface, kind: Kind, part: Part) -> usize {
    let mark = kind.mark(surface);
    let found = match part {
        Part::Begin => text.find(mark),
        Part::Middle => {
            let middle = text.floor_char_boundary(text.len() / 2);
            text[middle..].find(mark).map(|at| middle + at)
        }
        Part::End => text.rfind(mark),
    };
    let start = found.map_or(0, |at| at + mark.len());
    text[start..].chars().next().map_or(start, |first| start + first.len_utf8())
}

/// Typing a character, then taking it out again, for ever.
#[must_use]
pub fn keystroke(kind: Kind, at: usize, number: usize) -> Edit {
    let typed = if kind == Kind::Id { "9" } else { "新" };
    let (range, text): (Range<usize>, &str) =
        if number.is_multiple_of(2) { (at..at, typed) } else { (at..at + typed.len(), "") };
    Edit { range, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    #[test]
    fn each_kind_has_its_place_in_order() {
        for surface in Surface::ALL {
            let text = plan(surface, 3000);
            for kind in Kind::ALL {
                let places = Part::ALL.map(|part| place(&text, surface, kind, part));
                assert!(
                    0 < places[0] && places[0] < places[1] && places[1] < places[2],
                    "{kind:?} {places:?}"
                );
                assert!(places[0] < text.len() / 8 && places[2] > text.len() * 7 / 8, "{kind:?} {places:?}");
            }
        }
    }
}
