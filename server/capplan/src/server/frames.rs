//! Bytes cut into messages, and messages framed (LSP 3.17, "Base Protocol").

use memchr::memmem;

/// Bytes cut into the bodies of messages (LSP 3.17, "Base Protocol").
#[derive(Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    taken: usize,
}

/// The room that is kept between messages.
const KEPT: usize = 1 << 18;

impl Frames {
    /// Takes bytes in.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Gives back the room of the bodies that were taken.
    pub(super) fn tidy(&mut self) {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        // A whole plan came in once; keys are short.
        if self.bytes.is_empty() && self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
    }

    /// The next body that is complete. A header without a length is skipped.
    pub(super) fn next(&mut self) -> Option<&[u8]> {
        loop {
            let rest = &self.bytes[self.taken..];
            let end = memmem::find(rest, b"\r\n\r\n")?;
            let length = std::str::from_utf8(&rest[..end]).ok().and_then(|header| {
                let lines = header.lines().filter_map(|line| line.split_once(':'));
                let mut lengths =
                    lines.filter(|(name, _)| name.trim().to_ascii_lowercase().ends_with("content-length"));
                lengths.next_back()?.1.trim().parse::<usize>().ok()
            });
            let start = self.taken + end + 4;
            let Some(length) = length else {
                tracing::warn!("a header without a length was skipped");
                self.taken = start;
                continue;
            };
            let stop = start.checked_add(length).filter(|stop| *stop <= self.bytes.len())?;
            self.taken = stop;
            return self.bytes.get(start..stop);
        }
    }
}

/// Writes a body with its header.
pub(super) fn frame(body: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    out.extend_from_slice(body);
}
