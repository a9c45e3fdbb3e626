//! The log: in a file or on standard error, at a level; and what of it the client is told.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use super::{INITIALIZE, code, send};

const INITIALIZED: &str = r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#;
const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;
const OPEN: &str = r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:规划","languageId":"yaml","version":1,"text":"capabilities: [{id: NC-01, name: 排产😀, level: CL9}]\r\n"}}}"#;

/// A file below the build's folder that does not exist yet.
fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name} {}.log", std::process::id()));
    let _ = fs::remove_file(&path);
    path
}

fn server(arguments: &[&str], directives: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.arg("server").args(arguments).env_remove("CAPPLAN_LOG");
    command.envs(directives.map(|directives| ("CAPPLAN_LOG", directives)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// An edit at a place that the text does not have, which is worth a warning.
fn edit(version: usize) -> String {
    format!(
        r##"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"untitled:规划","version":{version}}},"contentChanges":[{{"range":{{"start":{{"line":900,"character":0}},"end":{{"line":900,"character":0}}}},"text":"# 注 😀\r\n"}}]}}}}"##
    )
}

/// Reads until `end` was read so often.
fn read_to(output: &mut impl Read, end: &str, times: usize) -> String {
    let mut read = Vec::new();
    while String::from_utf8_lossy(&read).matches(end).count() < times {
        let mut chunk = [0; 4096];
        let count = output.read(&mut chunk).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&chunk[..count]);
    }
    String::from_utf8(read).unwrap()
}

/// What a session says: on standard output and on standard error. It opens a plan and edits it where there is no text.
fn session(arguments: &[&str], directives: Option<&str>) -> [String; 2] {
    let mut child = server(arguments, directives);
    let mut input: ChildStdin = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let settings = r#""initializationOptions":{"profile":"全部"},"capabilities""#;
    send(&mut input, &INITIALIZE.replace(r#""capabilities""#, settings));
    let mut said = read_to(&mut output, "\"id\":1", 1);
    assert!(!said.contains("logMessage"), "before it is initialized: {said}");
    for message in [INITIALIZED, OPEN, &edit(2)] {
        send(&mut input, message);
    }
    // Both ends of the edit are told of.
    said += &read_to(&mut output, "clamped", 2);
    send(&mut input, SHUTDOWN);
    said += &read_to(&mut output, "\"id\":2", 1);
    send(&mut input, EXIT);
    output.read_to_string(&mut said).unwrap();
    assert_eq!(code(&mut child), Some(0));
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    [said, log]
}

/// The bodies of messages; whatever stands between them is no protocol.
fn messages(mut said: &str) -> Vec<&str> {
    let mut bodies = Vec::new();
    while let Some(rest) = said.strip_prefix("Content-Length: ") {
        let (length, rest) = rest.split_once("\r\n\r\n").unwrap();
        let (body, rest) = rest.split_at(length.parse().unwrap());
        bodies.push(body);
        said = rest;
    }
    assert_eq!(said, "", "standard output carries nothing but messages");
    bodies
}

#[test]
fn a_file_gets_what_the_level_asks_for_and_standard_error_nothing() {
    let path = file("水平");
    let name = path.to_str().unwrap();
    let log = |level: &str, directives: Option<&str>| {
        let _ = fs::remove_file(&path);
        let [said, elsewhere] = session(&["--log", name, "--log-level", level], directives);
        assert_eq!(elsewhere, "", "{level}");
        messages(&said);
        fs::read_to_string(&path).unwrap()
    };
    assert_eq!(log("error", Some("trace")), "", "the level goes before the variable");
    let warn = log("warn", None);
    assert!(warn.contains(" WARN ") && warn.contains("capplan.profile 的值 \"全部\" 不对"), "{warn}");
    assert!(warn.contains("a position outside the text was clamped"), "{warn}");
    assert!(!warn.contains(" INFO ") && !warn.contains('\u{1b}'), "{warn}");
    let info = log("info", None);
    assert!(info.contains("the server starts") && info.contains("the server ends code=0"), "{info}");
    assert!(info.contains("the client name=\"unnamed\"") && !info.contains("DEBUG"), "{info}");
    let debug = log("debug", None);
    let jobs: Vec<&str> = debug.lines().filter(|line| line.contains("done in ")).collect();
    assert!(jobs.iter().any(|line| line.contains("job=\"didChange\"")), "{debug}");
    assert!(jobs.iter().any(|line| line.contains("document=\"untitled:%E8%A7%84%E5%88%92\"")), "{debug}");
    let trace = log("trace", None);
    assert!(trace.contains("redone: "), "{trace}");
    assert!(!trace.contains("tower_lsp"), "libraries only warn: {trace}");
    let before = fs::read_to_string(&path).unwrap();
    session(&["--log", name], Some("capplan=info"));
    let after = fs::read_to_string(&path).unwrap();
    let added = after.strip_prefix(&before).expect("what was logged before is kept");
    assert!(added.contains(" INFO "), "the variable counts where no level is given: {added}");
    fs::remove_file(&path).unwrap();
}

#[test]
fn standard_error_is_the_usual_place_and_takes_a_level() {
    let [said, log] = session(&["--stdio"], None);
    messages(&said);
    assert!(log.contains("capplan.profile 的值") && !log.contains(" INFO "), "{log}");
    let [_, log] = session(&["--log-level", "info"], None);
    assert!(log.contains("the server starts"), "{log}");
    let [_, log] = session(&[], Some("capplan=胡说"));
    assert!(log.contains("CAPPLAN_LOG=capplan=胡说 says nothing") && !log.contains(" INFO "), "{log}");
}

#[test]
fn the_client_is_told_what_a_user_must_know_whatever_is_logged() {
    let [said, log] = session(&["--log-level", "error"], None);
    assert_eq!(log, "");
    let told: Vec<&str> =
        messages(&said).into_iter().filter(|message| message.contains("window/logMessage")).collect();
    assert!(told.iter().all(|message| message.contains(r#""type":2"#)), "{told:?}");
    let has = |words: &str| told.iter().filter(|message| message.contains(words)).count();
    assert_eq!(has(r#"capplan.profile 的值 \"全部\" 不对"#), 1, "{told:?}");
    assert_eq!(
        has("a position outside the text was clamped; line: 900; character: 0"),
        2,
        "both ends: {told:?}"
    );
    let [said, _] = session(&["--log-level", "trace"], None);
    let told = messages(&said).into_iter().filter(|message| message.contains("window/logMessage"));
    assert!(told.clone().count() > 0 && told.clone().all(|message| message.contains(r#""type":2"#)));
}

#[test]
fn a_file_that_cannot_be_opened_ends_the_server_before_it_begins() {
    let run = |language: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
        command.args(["server", "--log", env!("CARGO_TARGET_TMPDIR")]);
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
        let done = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0));
        String::from_utf8(done.stderr).unwrap()
    };
    let (zh, en) = (run("zh_CN.UTF-8"), run("en_US.UTF-8"));
    assert!(
        zh.starts_with("capplan: ") && zh.contains("：无法写入日志：") && zh.lines().count() == 1,
        "{zh}"
    );
    assert!(en.contains(": the log cannot be written: "), "{en}");
}

#[test]
fn a_client_that_reads_neither_answers_nor_log_does_not_wedge_the_server() {
    let mut child = server(&["--log-level", "trace"], None);
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        for message in [INITIALIZE, INITIALIZED, OPEN] {
            send(&mut input, message);
        }
        // Some hundred kilobytes of log, and as much to be told: more than the pipes hold.
        for version in 2..2000 {
            send(&mut input, &edit(version));
        }
        send(&mut input, SHUTDOWN);
        send(&mut input, EXIT);
        input.flush().unwrap();
    });
    assert_eq!(code(&mut child), Some(0));
    writer.join().unwrap();
}
