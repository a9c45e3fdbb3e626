//! Edits for callgrind to count: `edits SURFACE LINES`. Each call of `counted_edits` becomes one part of its output, in
//! the order of kinds and parts; the library's `growth` reads it.
#![allow(clippy::print_stderr)]

use std::process::ExitCode;

use capplan_analysis::workspace::{Options, Workspace};
use capplan_bench::growth::EDITS;
use capplan_bench::place::{Kind, Part, keystroke, place};
use capplan_bench::plan::{Surface, plan};

/// What is counted, found by its name.
#[inline(never)]
fn counted_edits(workspace: &mut Workspace, surface: Surface, kind: Kind, at: usize) {
    for number in 0..EDITS {
        workspace.edit(surface.file(), &keystroke(kind, at, number));
        workspace.refresh();
        std::hint::black_box(workspace.revision(surface.file()));
    }
}

/// Where callgrind writes what was counted since the last time.
#[inline(never)]
fn counted_part_ends(at: usize) {
    std::hint::black_box(at);
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let surface =
        Surface::ALL.into_iter().find(|surface| arguments.first().is_some_and(|name| name == surface.name()));
    let lines = arguments.get(1).and_then(|lines| lines.parse().ok());
    let (Some(surface), Some(lines)) = (surface, lines) else {
        eprintln!("edits markdown|yaml LINES");
        return ExitCode::from(2);
    };
    let text = plan(surface, lines);
    let mut workspace = Workspace::new(Options::default());
    workspace.open(surface.file(), None, &text);
    workspace.refresh();
    for kind in Kind::ALL {
        for part in Part::ALL {
            let at = place(&text, surface, kind, part);
            // What is made on first use does not count.
            for number in 0..2 {
                workspace.edit(surface.file(), &keystroke(kind, at, number));
                workspace.refresh();
            }
            counted_edits(&mut workspace, surface, kind, at);
            counted_part_ends(at);
        }
    }
    ExitCode::SUCCESS
}
