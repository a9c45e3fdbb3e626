//! The layers of the analysis, in plans of 1,000, 10,000 and 50,000 lines: `cargo bench -p capplan-bench`.
#![allow(missing_docs, reason = "criterion makes public functions")]

use std::hint::black_box;
use std::time::Duration;

use capplan_analysis::workspace::{Options, Workspace};
use capplan_bench::place::{Kind, Part, keystroke, place};
use capplan_bench::plan::{Surface, plan};
use criterion::{Criterion, criterion_group, criterion_main};

const SIZES: [(&str, usize); 3] = [("1k", 1000), ("10k", 10_000), ("50k", 50_000)];

fn opened(surface: Surface, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    workspace.open(surface.file(), None, text);
    workspace.findings(surface.file());
    workspace
}

fn layers(criterion: &mut Criterion) {
    // What is parsed once for all, on first use.
    capplan_analysis::standard::likeness::prepare();
    for surface in Surface::ALL {
        for (size, lines) in SIZES {
            let text = plan(surface, lines);
            let mut group = criterion.benchmark_group(format!("{}-{size}", surface.name()));
            group
                .sample_size(10)
                .warm_up_time(Duration::from_millis(300))
                .measurement_time(Duration::from_secs(1));
            group.bench_function("open", |bencher| bencher.iter(|| opened(surface, black_box(&text))));
            let mut workspace = opened(surface, &text);
            for kind in Kind::ALL {
                for part in Part::ALL {
                    let at = place(&text, surface, kind, part);
                    let mut number = 0;
                    group.bench_function(format!("edit-{}-{}", kind.name(), part.name()), |bencher| {
                        bencher.iter(|| {
                            workspace.edit(surface.file(), &keystroke(kind, at, number));
                            number += 1;
                            workspace.refresh();
                            workspace.revision(surface.file())
                        });
                    });
                    if number % 2 == 1 {
                        workspace.edit(surface.file(), &keystroke(kind, at, number));
                    }
                }
            }
            let middle = place(&text, surface, Kind::Measure, Part::Middle);
            group.bench_function("hover", |bencher| bencher.iter(|| workspace.hover(surface.file(), middle)));
            group.bench_function("completion", |bencher| {
                bencher.iter(|| workspace.completions(surface.file(), middle));
            });
            group.bench_function("levels", |bencher| bencher.iter(|| workspace.levels(surface.file()).len()));
            group.finish();
        }
    }
}

criterion_group!(benches, layers);
criterion_main!(benches);
