//! Plan sets that are workspace folders: loaded from the start, whether one of their members is open or not, so that
//! whoever asks for all findings or for a symbol need not open a plan first.
//!
//! Only the folder itself is looked at: nothing is searched for in a workspace without plans.

use super::session::Session;
use crate::files::Config;

impl Session {
    /// Looks which workspace folders are plan sets by now.
    pub(super) fn look_at_roots(&mut self) {
        for folder in self.settings.folders() {
            self.sets.look(&folder, true);
            self.disk.root(&folder);
        }
    }

    /// Drops what belonged to workspace folders that are gone, and looks at the others.
    pub(super) fn follow_roots(&mut self) {
        let folders: Vec<String> = self.settings.folders().collect();
        for left in self.sets.leave(|root| !folders.iter().any(|folder| folder == root)) {
            self.leave(&left);
        }
        self.look_at_roots();
    }

    /// The `capplan.toml` of a workspace folder, if it has one.
    pub(super) fn root(&mut self, folder: &str, config: Option<Config>) {
        self.sets.look(folder, false);
        let asked = self.settings.folders().any(|known| known == folder);
        match config.filter(|_| asked) {
            Some(config) => {
                self.sets.keep(folder);
                self.load_set(config);
            }
            None => {
                for left in self.sets.leave(|root| root == folder) {
                    self.leave(&left);
                }
            }
        }
        self.release();
    }

    fn leave(&mut self, folder: &str) {
        if !self.is_needed(folder) {
            self.drop_set(folder);
        }
    }
}
