//! The targets without a fuzzer: all seeds, and a fixed number of mutations of them, the same in every run.
//!
//! `CAPPLAN_FUZZ=10000` tries so many mutations of each target.

use capplan_fuzz::{Target, seeds::seeds};

/// What mutations insert: what bites one of the readers.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "  ",
    "\t",
    "- ",
    "# ",
    "###### ",
    "> ",
    "| a | b |\n|---|---|\n",
    "```\n",
    "~~~",
    "---\n",
    "<!--",
    "-->",
    "[",
    "]",
    "{",
    "}",
    "{#CU-01 ",
    "A.3.2.1 b",
    "（",
    "）",
    "：",
    ": ",
    "|",
    ">-",
    "&a ",
    "*a ",
    "!!str ",
    "? ",
    "%",
    "@",
    "\"",
    "'",
    "\\",
    "CL3 → CL4",
    "能力单元：",
    "数据",
    "😀",
    "e\u{301}",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "\u{1}",
    "= ",
    "\u{1}\u{20}\u{7}\u{9}",
];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let wide = u128::from(z ^ (z >> 31)) * limit.max(1) as u128;
        (wide >> 64) as usize
    }
}

/// An input made out of seeds.
fn mutated(seeds: &[(String, Vec<u8>)], dice: &mut Dice) -> Vec<u8> {
    let mut input = seeds[dice.below(seeds.len())].1.clone();
    // Most of a long plan only takes time.
    let start = dice.below(input.len().saturating_sub(3000));
    input = input[start..input.len().min(start + 3000)].to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(input.len() + 1);
        let end = (at + dice.below(40)).min(input.len());
        match dice.below(6) {
            0 => drop(input.drain(at..end)),
            1 => drop(input.splice(at..at, PIECES[dice.below(PIECES.len())].bytes())),
            2 => drop(
                input.splice(at..end, PIECES[dice.below(PIECES.len())].repeat(dice.below(300)).into_bytes()),
            ),
            3 => {
                let copied = input[at..end].to_vec();
                let to = dice.below(input.len() + 1);
                input.splice(to..to, copied);
            }
            4 if at < input.len() => input[at] = dice.below(256) as u8,
            _ => {
                let other = &seeds[dice.below(seeds.len())].1;
                let from = dice.below(other.len());
                let to = (from + dice.below(400)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    input
}

/// Where an input stands that broke a target, so that it can be looked at.
struct Trying<'a> {
    target: Target,
    name: &'a str,
    input: &'a [u8],
}

impl Drop for Trying<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let file = std::env::temp_dir().join(format!("capplan-fuzz-{}", self.target.name()));
            let kept = std::fs::write(&file, self.input).is_ok();
            eprintln!("{}: {} {}", self.name, if kept { "kept in" } else { "not kept in" }, file.display());
        }
    }
}

fn replay(target: Target, mutations: usize) {
    let mutations = std::env::var("CAPPLAN_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(mutations);
    let seeds = seeds(target);
    for (name, input) in &seeds {
        let _trying = Trying { target, name, input };
        target.run(input);
    }
    let mut dice = Dice(20_001);
    for number in 0..mutations {
        let input = mutated(&seeds, &mut dice);
        let _trying = Trying { target, name: &format!("mutation {number}"), input: &input };
        target.run(&input);
    }
}

#[test]
fn markdown() {
    replay(Target::Markdown, 60);
}

#[test]
fn yaml() {
    replay(Target::Yaml, 60);
}

#[test]
fn notation() {
    replay(Target::Notation, 2000);
}

#[test]
fn config() {
    replay(Target::Config, 120);
}

#[test]
fn session() {
    replay(Target::Session, 150);
}
