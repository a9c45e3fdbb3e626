//! A language client that does not get in the way: one thread writes and reads the server's pipes, and a message has
//! arrived when the read that completes it returns, before it is decoded.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A message of at most so many bytes fits the pipe: it is written without a thread of its own.
const FITS: usize = 32_000;

/// A server and what is known of it.
pub struct Client {
    child: Arc<Mutex<Child>>,
    process: u32,
    input: ChildStdin,
    output: ChildStdout,
    /// What goes behind a long message that is being written: nothing may get into its middle.
    queue: Option<Sender<Vec<u8>>>,
    buffer: Vec<u8>,
    next_id: i64,
    /// Answers `workspace/configuration`, by section.
    settings: Value,
    /// Seconds after `began` until which the server may be silent; then it is ended.
    patience: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    began: Instant,
    /// The powers that it names.
    pub powers: Value,
}

/// A message and when it came.
pub struct Arrived {
    /// When it was complete.
    pub at: Instant,
    /// Its content.
    pub message: Value,
}

/// How long a server may be silent.
const PATIENCE: u64 = 90;

impl Client {
    /// Starts a server.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &[String], settings: Value) -> Result<Self, String> {
        let Some((program, arguments)) = command.split_first() else { return Err("no command".to_owned()) };
        let began = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{program}: no pipes"));
        };
        let process = child.id();
        let child = Arc::new(Mutex::new(child));
        let patience = Arc::new(AtomicU64::new(PATIENCE));
        let over = Arc::new(AtomicBool::new(false));
        let watch = (Arc::clone(&child), Arc::clone(&patience), Arc::clone(&over));
        std::thread::spawn(move || {
            let (child, patience, over) = watch;
            while !over.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(200));
                if began.elapsed().as_secs() > patience.load(Ordering::Relaxed) {
                    // The read that waits for it ends with that.
                    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                    return;
                }
            }
        });
        let powers = Value::Null;
        Ok(Self {
            child,
            process,
            input,
            output,
            queue: None,
            buffer: Vec::new(),
            next_id: 0,
            settings,
            patience,
            over,
            began,
            powers,
        })
    }

    /// The process's number.
    #[must_use]
    pub const fn process(&self) -> u32 {
        self.process
    }

    /// When the server was started.
    #[must_use]
    pub const fn began(&self) -> Instant {
        self.began
    }

    /// The bytes of a notification.
    #[must_use]
    pub fn notification(method: &str, params: &Value) -> Vec<u8> {
        framed(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// The bytes of a request, and its id.
    pub fn request(&mut self, method: &str, params: &Value) -> (i64, Vec<u8>) {
        self.next_id += 1;
        let message = json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params });
        (self.next_id, framed(&message))
    }

    /// Writes bytes, then reads until a message is the one that is meant; returns when the writing began, too.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn exchange(
        &mut self,
        bytes: &[u8],
        meant: impl Fn(&Value) -> bool,
    ) -> Result<(Instant, Arrived), String> {
        self.patience.store(self.began.elapsed().as_secs() + PATIENCE, Ordering::Relaxed);
        let begin = Instant::now();
        if bytes.len() <= FITS {
            self.write(bytes)?;
            return Ok((begin, self.wait_for(meant)?));
        }
        // More than the pipe holds: the server may write, and want answers, before it has read all.
        let handle = self.input.as_fd().try_clone_to_owned().map_err(|error| error.to_string())?;
        let (mut input, bytes) = (File::from(handle), bytes.to_vec());
        let (queue, behind) = mpsc::channel::<Vec<u8>>();
        let writer = std::thread::spawn(move || {
            input.write_all(&bytes)?;
            behind.into_iter().try_for_each(|answer| input.write_all(&answer))
        });
        self.queue = Some(queue);
        let arrived = self.wait_for(meant);
        self.queue = None;
        let arrived = arrived?;
        writer.join().map_err(|_| "the writer is gone")?.map_err(|error| error.to_string())?;
        Ok((begin, arrived))
    }

    /// Writes bytes that fit the pipe, and waits for nothing.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        if let Some(queue) = &self.queue {
            return queue.send(bytes.to_vec()).map_err(|error| error.to_string());
        }
        self.input.write_all(bytes).and_then(|()| self.input.flush()).map_err(|error| error.to_string())
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn ask(&mut self, method: &str, params: &Value) -> Result<(Instant, Arrived), String> {
        let (id, bytes) = self.request(method, params);
        self.exchange(&bytes, |message| is_answer(message, id))
    }

    fn wait_for(&mut self, meant: impl Fn(&Value) -> bool) -> Result<Arrived, String> {
        loop {
            let arrived = self.receive()?;
            let message = &arrived.message;
            if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
                let result = if method == "workspace/configuration" {
                    self.configuration(message)
                } else {
                    Value::Null
                };
                let answer = framed(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
                self.write(&answer)?;
            } else if meant(message) {
                return Ok(arrived);
            }
        }
    }

    fn configuration(&self, message: &Value) -> Value {
        let items = message["params"]["items"].as_array().into_iter().flatten();
        let section = |item: &Value| self.settings[item["section"].as_str().unwrap_or_default()].clone();
        items.map(section).collect()
    }

    fn receive(&mut self) -> Result<Arrived, String> {
        let mut chunk = vec![0; 1 << 16];
        let mut at = Instant::now();
        loop {
            if let Some((start, end)) = frame(&self.buffer) {
                let message =
                    serde_json::from_slice(&self.buffer[start..end]).map_err(|error| error.to_string())?;
                self.buffer.drain(..end);
                return Ok(Arrived { at, message });
            }
            let count = self.output.read(&mut chunk).map_err(|error| error.to_string())?;
            at = Instant::now();
            if count == 0 {
                return Err("the server is gone, or was silent for too long".to_owned());
            }
            self.buffer.extend_from_slice(&chunk[..count]);
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Whether a message answers a request.
#[must_use]
pub fn is_answer(message: &Value, id: i64) -> bool {
    message.get("method").is_none() && message["id"] == id
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Where the first message stands in these bytes, if it is complete.
#[must_use]
pub fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let header = std::str::from_utf8(&bytes[..head]).ok()?;
    let length = header.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") { value.trim().parse::<usize>().ok() } else { None }
    })?;
    let start = head + 4;
    (bytes.len() >= start + length).then_some((start, start + length))
}
