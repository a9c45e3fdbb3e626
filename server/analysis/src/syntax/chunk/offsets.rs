//! Prefix sums over chunk lengths in a binary indexed tree: one length changes in O(log n).

/// Lengths and their prefix sums.
#[derive(Clone, Debug, Default)]
pub(super) struct Offsets {
    tree: Vec<usize>,
    lengths: Vec<usize>,
}

impl Offsets {
    pub(super) fn new(lengths: impl Iterator<Item = usize>) -> Self {
        let lengths: Vec<usize> = lengths.collect();
        let mut tree = vec![0; lengths.len() + 1];
        for (index, length) in lengths.iter().enumerate() {
            let at = index + 1;
            tree[at] += length;
            let above = at + (at & at.wrapping_neg());
            if above < tree.len() {
                tree[above] += tree[at];
            }
        }
        Self { tree, lengths }
    }

    pub(super) fn set(&mut self, index: usize, length: usize) {
        let old = std::mem::replace(&mut self.lengths[index], length);
        let mut at = index + 1;
        while at < self.tree.len() {
            self.tree[at] = self.tree[at] + length - old;
            at += at & at.wrapping_neg();
        }
    }

    /// The sum of the lengths before `index`.
    pub(super) fn start(&self, index: usize) -> usize {
        let mut at = index;
        let mut sum = 0;
        while at > 0 {
            sum += self.tree[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    /// The index whose range holds `offset`; the number of lengths when it lies past all.
    pub(super) fn find(&self, offset: usize) -> usize {
        let mut at = 0;
        let mut rest = offset;
        let mut step = self.tree.len().next_power_of_two();
        while step > 0 {
            let next = at + step;
            if next < self.tree.len() && self.tree[next] <= rest {
                rest -= self.tree[next];
                at = next;
            }
            step /= 2;
        }
        at
    }
}
