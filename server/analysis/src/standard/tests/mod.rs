#![allow(clippy::unwrap_used, clippy::panic)]

mod data;
mod grid;
mod levels;
mod likeness;
mod terms;

use super::Level;

fn level(number: u8) -> Level {
    Level::new(number).unwrap()
}
