//! A failing script made small: what can go without the failure goes, steps, edits, files, lines, then characters.
//!
//! proptest shrinks the choices behind a script; dozens of lines that have nothing to do with the failure are left.

use std::ops::Range;

use super::script::{Script, Step, lines, within};

/// So many scripts are tried at most.
const MOST_TRIED: usize = 4_000;

/// What is made smaller, and how often it was tried.
struct Shrinking<'a> {
    script: Script,
    fails: &'a dyn Fn(&Script) -> bool,
    tried: usize,
}

/// A piece of text: a file's, or what an edit of a step puts in.
#[derive(Clone, Copy)]
enum Piece<'a> {
    File(&'a str),
    Edit(usize, usize),
}

impl Script {
    /// The smallest script found that still fails.
    pub(crate) fn shrunk(&self, fails: &dyn Fn(&Self) -> bool) -> Self {
        let mut shrinking = Shrinking { script: self.clone(), fails, tried: 0 };
        while shrinking.tried < MOST_TRIED && shrinking.pass() {}
        shrinking.script
    }
}

impl Shrinking<'_> {
    /// Takes a script if it fails as well.
    fn takes(&mut self, script: Script) -> bool {
        self.tried += 1;
        let smaller = self.tried <= MOST_TRIED && (self.fails)(&script);
        if smaller {
            self.script = script;
        }
        smaller
    }

    /// Tries to take away each of so many parts, many at once first; `without` makes the script.
    fn thin(&mut self, mut count: usize, without: &dyn Fn(&Script, Range<usize>) -> Script) -> bool {
        let mut thinned = false;
        let mut size = count;
        while size > 0 {
            let mut end = count;
            while end > 0 {
                let start = end.saturating_sub(size);
                if self.takes(without(&self.script, start..end)) {
                    count -= end - start;
                    thinned = true;
                }
                end = start;
            }
            size /= 2;
        }
        thinned
    }

    /// Tries everything once; whether anything went.
    fn pass(&mut self) -> bool {
        let mut thinned = self.thin(self.script.steps.len(), &|script, range| {
            let mut script = script.clone();
            script.steps.drain(range);
            script
        });
        for step in 0..self.script.steps.len() {
            let Step::Edit(_, edits) = &self.script.steps[step] else { continue };
            thinned |= self.thin(edits.len(), &|script, range| {
                let mut script = script.clone();
                if let Step::Edit(_, edits) = &mut script.steps[step] {
                    edits.drain(range);
                }
                script
            });
        }
        for name in self.script.files.keys().cloned().collect::<Vec<_>>() {
            if self.script.files.len() > 1 {
                let mut script = self.script.clone();
                script.files.remove(&name);
                script
                    .steps
                    .retain(|step| !matches!(step, Step::Edit(of, _) | Step::Reopen(of) if *of == name));
                thinned |= self.takes(script);
            }
        }
        if self.script.config.as_ref().is_some_and(|config| !config.is_empty()) {
            thinned |= self.takes(Script { config: Some(String::new()), ..self.script.clone() });
        }
        // Characters only once nothing else goes: there are many.
        self.thin_texts(lines) || thinned || self.thin_texts(|text| text.chars().map(String::from).collect())
    }

    /// Takes parts out of the files and of what is put in.
    fn thin_texts(&mut self, cut: fn(&str) -> Vec<String>) -> bool {
        let mut thinned = false;
        for name in self.script.files.keys().cloned().collect::<Vec<_>>() {
            thinned |= self.thin_text(Piece::File(&name), cut);
        }
        for step in 0..self.script.steps.len() {
            let count = if let Step::Edit(_, edits) = &self.script.steps[step] { edits.len() } else { 0 };
            for edit in 0..count {
                thinned |= self.thin_text(Piece::Edit(step, edit), cut);
            }
        }
        thinned
    }

    fn thin_text(&mut self, piece: Piece<'_>, cut: fn(&str) -> Vec<String>) -> bool {
        let count = cut(&self.script.text(piece)).len();
        self.thin(count, &|script, range| {
            let parts = cut(&script.text(piece));
            let bytes = |parts: &[String]| parts.iter().map(String::len).sum();
            script.without(piece, bytes(&parts[..range.start])..bytes(&parts[..range.end]))
        })
    }
}

impl Script {
    fn text(&self, piece: Piece<'_>) -> String {
        match piece {
            Piece::File(name) => self.files[name].concat(),
            Piece::Edit(step, edit) => match &self.steps[step] {
                Step::Edit(_, edits) => edits[edit].2.clone(),
                _ => String::new(),
            },
        }
    }

    /// The script without some bytes of a text; the edits behind them still meet what they met.
    fn without(&self, piece: Piece<'_>, bytes: Range<usize>) -> Self {
        let mut made = self.clone();
        let name = match piece {
            Piece::File(name) => name.to_owned(),
            Piece::Edit(step, _) => match &self.steps[step] {
                Step::Edit(name, _) => name.clone(),
                _ => return made,
            },
        };
        let mut text = self.files[&name].concat();
        // Which bytes are there no more.
        let mut gone = vec![false; text.len()];
        if matches!(piece, Piece::File(_)) {
            gone[bytes.clone()].fill(true);
            let mut kept = text.clone();
            kept.replace_range(bytes.clone(), "");
            made.files.insert(name.clone(), lines(&kept));
        }
        for (number, step) in made.steps.iter_mut().enumerate() {
            let Step::Edit(of, edits) = step else { continue };
            if *of != name {
                continue;
            }
            for (at, (start, end, new)) in edits.iter_mut().enumerate() {
                let range = within(&text, *start..*end);
                let mut put_in = vec![false; new.len()];
                text.replace_range(range.clone(), new);
                let left = |at: usize| at - gone[..at].iter().filter(|gone| **gone).count();
                (*start, *end) = (left(range.start), left(range.end));
                if matches!(piece, Piece::Edit(step, edit) if (step, edit) == (number, at)) {
                    put_in[bytes.clone()].fill(true);
                    new.replace_range(bytes.clone(), "");
                }
                gone.splice(range, put_in);
            }
        }
        made
    }

    /// What the files hold in the end.
    pub(crate) fn last_texts(&self) -> String {
        let mut texts: std::collections::BTreeMap<&str, String> =
            self.files.iter().map(|(name, lines)| (name.as_str(), lines.concat())).collect();
        for step in &self.steps {
            if let Step::Edit(name, edits) = step
                && let Some(text) = texts.get_mut(name.as_str())
            {
                for (start, end, new) in edits {
                    text.replace_range(within(text, *start..*end), new);
                }
            }
        }
        texts.into_values().collect()
    }
}
