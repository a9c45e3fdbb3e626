//! Folders with plans for sessions.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::client::Client;

/// A folder of its own below the build's folder, gone afterwards.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder =
            Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name} {}", std::process::id())));
        let _ = fs::remove_dir_all(&folder.0);
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}", self.0.join(path).display())
    }

    /// Tells the client's server of a change: 1 created, 2 changed, 3 deleted.
    pub(crate) fn changed(&self, client: &mut Client, path: &str, kind: u8) {
        let changes = json!([{ "uri": self.uri(path), "type": kind }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
