//! The real program: exit codes of the process, and a session over its pipes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

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
