//! The real program: exit codes of the process, and a session over its pipes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

#[path = "process/log.rs"]
mod log;

fn server(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.arg("server").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn send(input: &mut ChildStdin, body: &str) {
    write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    input.flush().unwrap();
}

/// The exit code; the process must end by itself.
fn code(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("the server does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#;

#[test]
fn a_session_over_pipes_ends_with_exit_though_input_stays_open() {
    let mut child = server(&["--stdio"]);
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut answers = String::new();
    for (request, id) in [(INITIALIZE, 1), (r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#, 2)] {
        send(&mut input, request);
        while !answers.contains(&format!("\"id\":{id}")) {
            let mut chunk = [0; 4096];
            let count = output.read(&mut chunk).unwrap();
            assert!(count > 0, "{answers}");
            answers.push_str(&String::from_utf8_lossy(&chunk[..count]));
        }
    }
    assert!(answers.contains("capabilities"));
    send(&mut input, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(code(&mut child), Some(0));
    drop(input);
}

#[test]
fn exit_without_shutdown_and_the_end_of_input_are_failures() {
    let mut child = server(&[]);
    let mut input = child.stdin.take().unwrap();
    send(&mut input, INITIALIZE);
    send(&mut input, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(code(&mut child), Some(1));
    let mut child = server(&[]);
    drop(child.stdin.take());
    assert_eq!(code(&mut child), Some(1));
}

#[cfg(unix)]
#[test]
fn a_signal_to_end_ends_the_server_in_the_middle_of_a_session_and_nothing_logged_is_lost() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.args(["server", "--log-level", "info"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    send(&mut input, INITIALIZE);
    assert!(output.read(&mut [0; 64]).unwrap() > 0);
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(code(&mut child), Some(1));
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("the process was asked to end") && log.contains("the server ends code=1"), "{log}");
}

#[test]
fn the_command_lines_exit_code_is_the_processs() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().unwrap().code()
    };
    assert_eq!(run(&["clause", "5"]), Some(0));
    assert_eq!(run(&["clause", "55"]), Some(2));
    assert_eq!(run(&["check", "no such file.plan.md"]), Some(2));
    assert_eq!(run(&["nonsense"]), Some(2));
    assert_eq!(run(&["--version"]), Some(0));
}

#[test]
fn a_reader_that_stops_early_makes_no_panic() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.args(["clause", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "");
    assert_eq!(code(&mut child), Some(2));
}

/// What a session with an edit and an outline says on standard error at a level of `CAPPLAN_LOG`.
fn logged(level: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.arg("server").env("CAPPLAN_LOG", level);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let (mut output, mut log) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let document = r#""textDocument":{"uri":"untitled:规划"}"#;
    let opened = r#""textDocument":{"uri":"untitled:规划","languageId":"markdown","version":1,"text":"---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01\n### 要素维\n#### 数据\n- 采集\n"}"#;
    let edited = r#""textDocument":{"uri":"untitled:规划","version":2},"contentChanges":[{"text":"数","range":{"start":{"line":6,"character":2},"end":{"line":6,"character":2}}}]"#;
    let mut answers = String::new();
    let mut wait = |id: u32| {
        while !answers.contains(&format!("\"id\":{id}")) {
            let mut chunk = [0; 4096];
            let count = output.read(&mut chunk).unwrap();
            assert!(count > 0, "{answers}");
            answers.push_str(&String::from_utf8_lossy(&chunk[..count]));
        }
    };
    let outline = |id: u32| {
        format!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":"textDocument/documentSymbol","params":{{{document}}}}}"#
        )
    };
    send(&mut input, INITIALIZE);
    wait(1);
    send(
        &mut input,
        &format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{{opened}}}}}"#),
    );
    send(&mut input, &outline(2));
    wait(2);
    send(
        &mut input,
        &format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{{edited}}}}}"#),
    );
    send(&mut input, &outline(3));
    wait(3);
    // What a job redid is said behind its answer.
    send(&mut input, &outline(4));
    wait(4);
    drop(input);
    let mut said = String::new();
    log.read_to_string(&mut said).unwrap();
    code(&mut child);
    said
}

#[test]
fn the_trace_log_says_what_an_edit_redid_layer_by_layer() {
    let said = logged("capplan=trace");
    let redone: Vec<&str> = said.lines().filter(|line| line.contains("redone: ")).collect();
    let opened = redone.first().unwrap();
    assert!(opened.contains("TRACE") && opened.contains("entities_built: 2"), "{said}");
    assert!(redone.iter().all(|line| line.contains("document=\"untitled:%E8%A7%84%E5%88%92\"")), "{said}");
    let made = |line: &&str| line.contains("symbols_made: ") && !line.contains("symbols_made: 0");
    let made: Vec<&str> = redone.iter().copied().filter(made).collect();
    assert_eq!(made.len(), 2, "{said}");
    assert!(made[0].contains("symbols_made: 3") && made[1].contains("symbols_made: 1"), "{said}");
    let edited = "chunks_parsed: 1, chunks_lowered: 1, entities_built: 1, entities_checked: 1,";
    assert!(redone.iter().skip(1).any(|line| line.contains(edited)), "{said}");
    assert!(!logged("capplan=debug").contains("redone: "));
}
