//! A plan set of thousands of files: how long until it is judged and told, and what a keystroke in another plan costs
//! meanwhile.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::Client;
use crate::plan::{Surface, members, plan};
use crate::process::{peak_mb, resident_mb};
use crate::session::{Session, Subject, ms, percentile};

/// Between two keystrokes: nobody types faster.
const PAUSE: Duration = Duration::from_millis(30);

/// Measures a set of so many files and puts the figures into a table.
///
/// # Errors
/// When the files cannot be written or the server is gone.
pub fn table(subject: &Subject, surface: Surface, files: usize) -> Result<String, String> {
    let folder = std::env::temp_dir().join("capplan-bench").join(format!("set-{}", surface.name()));
    let bytes =
        write_set(&folder, surface, files).map_err(|error| format!("{}: {error}", folder.display()))?;
    let text = plan(surface, 1000);
    let mut session = Session::start(subject, surface, &text)?;
    session.begin()?;
    session.open(surface)?;
    session.keystrokes(4)?;
    let mut before = (0..60).map(|_| typed(&mut session, |_| ())).collect::<Result<Vec<f64>, _>>()?;
    let resident = resident_mb(session.client.process());

    let (path, member) = (folder.join(name(surface, 0)), fs::read_to_string(folder.join(name(surface, 0))));
    let uri = format!("file://{}", path.display());
    let item =
        json!({ "uri": uri, "languageId": surface.name(), "version": 1, "text": member.unwrap_or_default() });
    let told: Cell<Option<Instant>> = Cell::new(None);
    let begin = Instant::now();
    session.client.write(&Client::notification("textDocument/didOpen", &json!({ "textDocument": item })))?;
    let mut meanwhile = Vec::new();
    while told.get().is_none() && begin.elapsed() < Duration::from_secs(60) {
        meanwhile.push(typed(&mut session, |published| {
            if published == uri {
                told.set(Some(Instant::now()));
            }
        })?);
    }
    let loaded =
        told.get().map_or_else(|| "not within a minute".to_owned(), |at| format!("{:.0}", ms(begin, at)));
    let process = session.client.process();
    let (most, grown) = (peak_mb(process), resident_mb(process) - resident);
    let mut out = format!(
        "## A plan set of {files} files, {:.1} MB, in {}\n\nOne of its files is opened while another plan is written, a key \
         each {} ms.\n\n| | |\n|---|---:|\n| open → all is read, judged and told | {loaded} |\n",
        bytes as f64 / 1e6,
        surface.name(),
        PAUSE.as_millis()
    );
    for (when, times) in [("before", &mut before), ("meanwhile", &mut meanwhile)] {
        for (word, percent) in [("p50", 50), ("p99", 99), ("at most", 100)] {
            let time = percentile(times, percent).unwrap_or_default();
            let _ = writeln!(out, "| keystroke in the other plan {when}, {word} | {time:.2} |");
        }
    }
    let _ = writeln!(out, "| MB more with the set | {grown:.0} |\n| MB at most | {most:.0} |\n");
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(out)
}

/// Types a key; the time until the diagnostics of that version. What is published meanwhile is told by its URI.
fn typed(session: &mut Session<'_>, published: impl Fn(&str)) -> Result<f64, String> {
    sleep(PAUSE);
    let bytes = session.change();
    let (uri, version) = (session.uri.clone(), session.version);
    let (begin, arrived) = session.client.exchange(&bytes, |message| {
        let params = &message["params"];
        if message["method"] != "textDocument/publishDiagnostics" {
            return false;
        }
        published(params["uri"].as_str().unwrap_or_default());
        params["uri"] == uri && params["version"].as_i64().is_some_and(|of| of >= version)
    })?;
    Ok(ms(begin, arrived.at))
}

fn name(surface: Surface, number: usize) -> String {
    format!("{}/{number}.{}", number / 100, surface.file())
}

fn write_set(folder: &Path, surface: Surface, files: usize) -> std::io::Result<usize> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut bytes = 0;
    for (number, text) in members(surface, files).enumerate() {
        let path = folder.join(name(surface, number));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        bytes += text.len();
        fs::write(path, text)?;
    }
    fs::write(folder.join("capplan.toml"), "")?;
    Ok(bytes)
}
