//! A set laid aside with the layers of its document: what a fence made invisible is there again when it closes, with
//! everything that was found in it.

use super::board::Board;
use super::checking::Edited;
use super::{Document, Set};
use crate::model::FileId;
use crate::model::build::{Touched, Turn};

/// A set as it was when a document's layers were laid aside; it holds until something else changes in the set.
#[derive(Clone, Debug)]
pub(super) struct Aside {
    file: FileId,
    set: Box<Set>,
}

impl Set {
    /// Says what an edit made of a document of the set, which is, or is not, a member from now on; none where that is
    /// nothing to the set. `alone` says that no other document of the set was edited.
    pub(super) fn follow(
        &mut self,
        document: &Document,
        touched: Touched,
        is_member: bool,
        alone: bool,
    ) -> Option<Edited> {
        let file = document.file;
        let holds = |aside: &Aside| alone && aside.file == file && document.has_layers_aside();
        let aside = self.aside.take().filter(holds);
        let continues = match touched.turn {
            Turn::None => {
                self.aside = aside;
                true
            }
            Turn::Kept | Turn::Begun => {
                self.lay_aside(file, touched.turn, alone);
                touched.turn == Turn::Kept
            }
            Turn::Back => {
                if let Some(mut aside) = aside {
                    aside.set.config.clone_from(&self.config);
                    std::mem::swap(self, &mut aside.set);
                    self.boards.values_mut().for_each(Board::turn);
                    self.aside = Some(aside);
                    true
                } else {
                    false
                }
            }
        };
        let joins = is_member && self.files.insert(file);
        let leaves = !is_member && self.files.remove(&file);
        if joins {
            self.boards.insert(file, Board::default());
            return Some(Edited::joining(document));
        }
        if leaves {
            self.boards.remove(&file);
            return Some(Edited::leaving(document, touched));
        }
        if !is_member {
            return None;
        }
        if continues {
            return Some(Edited::of(document, touched));
        }
        if let Some(board) = self.boards.get_mut(&file) {
            board.renew();
        }
        Some(Edited::renewed(document))
    }

    /// Lays the set aside and goes on from a copy, or from nothing where all its documents begin anew.
    fn lay_aside(&mut self, file: FileId, turn: Turn, alone: bool) {
        if !alone {
            return;
        }
        let begins = turn == Turn::Begun && self.files.iter().all(|other| *other == file);
        let set = if begins {
            let new = Self { config: self.config.clone(), ..Self::default() };
            std::mem::replace(self, new)
        } else {
            self.clone()
        };
        self.aside = Some(Aside { file, set: Box::new(set) });
    }
}
