//! The signature of a level: what a unit or module covers of the level that it aims at, in one line above it, with what
//! is others than when the document was saved.

use crate::level::Profile;
use crate::model::{FileId, NodeKey, Span};
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::schema::Kind;
use crate::standard::{Dimension, Level};

/// What a unit or module covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The level that it aims at.
    pub target: Option<Level>,
    /// The highest level that the plan covers.
    pub covered: Option<Level>,
    /// Topics reached and asked, dimension by dimension; nothing without a target.
    pub topics: [(usize, usize); 3],
    /// Topics that nothing reaches.
    pub missing: usize,
    /// Topics that only the citation of their whole aspect names.
    pub unrefined: usize,
}

/// A unit or module, and what it covers.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Its id; may be empty.
    pub id: String,
    /// Its heading, key or first cell.
    pub place: Span,
    /// What it covers.
    pub held: Held,
}

/// The units of a file, and its modules with dimensions of their own, in order.
pub(crate) fn holders(set: &PlanSet, file: FileId) -> Vec<Holder> {
    let entities = set.entities().filter(|entity| entity.key.file == file);
    let wanted = entities.filter(|entity| matches!(entity.kind, Kind::Unit | Kind::Module));
    wanted
        .filter_map(|entity| {
            let id = entity.id.as_ref().map(|id| id.text.clone()).unwrap_or_default();
            Some(Holder { id, place: entity.anchor, held: Held::of(set, entity.key)? })
        })
        .collect()
}

/// In one line what a plan's units and modules cover of the levels that they aim at: `CL2–CL4 · 52/60 · 缺 8 项`.
pub(crate) fn summary(holders: &[Holder], locale: Locale) -> String {
    if holders.is_empty() {
        return locale.pick("没有能力单元", "no units").to_owned();
    }
    let aiming: Vec<&Held> =
        holders.iter().map(|holder| &holder.held).filter(|held| held.target.is_some()).collect();
    let levels = aiming.iter().filter_map(|held| held.target);
    let (Some(lowest), Some(highest)) = (levels.clone().min(), levels.max()) else {
        return locale.pick("没有目标等级", "no target level").to_owned();
    };
    let range = if lowest == highest { String::new() } else { format!("–{}", highest.code()) };
    let topics = aiming.iter().flat_map(|held| held.topics);
    let (reached, asked) = topics.fold((0, 0), |sum, topics| (sum.0 + topics.0, sum.1 + topics.1));
    let mut parts = vec![format!("{}{range}", lowest.code()), figures((reached, asked))];
    let missing = aiming.iter().map(|held| held.missing).sum();
    if missing > 0 {
        parts.push(count(missing, MISSING, locale));
    }
    parts.join(" · ")
}

/// How missing topics are counted: 中文, English, each before and behind the number.
const MISSING: [(&str, &str); 2] = [("缺 ", " 项"), ("", " missing")];

impl Held {
    fn of(set: &PlanSet, key: NodeKey) -> Option<Self> {
        let profile: &Profile = &*set.profile(key)?;
        Some(Self {
            target: profile.target,
            covered: profile.covered,
            topics: profile.topics().unwrap_or_default(),
            missing: profile.sum(|dimension| dimension.missing.len()),
            unrefined: profile.sum(|dimension| dimension.unrefined.len()),
        })
    }

    /// `CL3 · 过程维 8/8 · 要素维 9/11 ↓ 8/11 · 管理维 9/9 · 缺 3 项 · 覆盖至 CL2`: beside each figure that is another than
    /// it was, what it was before the arrow.
    #[must_use]
    pub fn title(&self, before: Option<&Self>, locale: Locale) -> String {
        let before = before.filter(|before| *before != self);
        let mut parts = vec![self.aim(before, locale)];
        if self.target.is_some() {
            let known = before.filter(|before| before.target == self.target);
            for dimension in Dimension::all() {
                let name = locale.pick(dimension.name(), dimension.english());
                let now = self.topics[dimension.index()];
                let was = known.map(|known| known.topics[dimension.index()]).filter(|was| *was != now);
                let was = was.map(|was| format!("{} {} ", figures(was), arrow(share(was) < share(now))));
                parts.push(format!("{name} {}{}", was.unwrap_or_default(), figures(now)));
            }
            if self.missing > 0 {
                parts.push(count(self.missing, MISSING, locale));
            }
            if self.unrefined > 0 {
                let words = [("", " 项只笼统引用"), ("", " cited only as a whole")];
                parts.push(count(self.unrefined, words, locale));
            }
        }
        parts.push(self.reach(before, locale));
        parts.join(" · ")
    }

    fn aim(&self, before: Option<&Self>, locale: Locale) -> String {
        let named = |level: Option<Level>| {
            level.map_or_else(
                || locale.pick("没有目标等级", "no target level").to_owned(),
                |level| level.code().to_owned(),
            )
        };
        match before.filter(|before| before.target != self.target) {
            Some(before) => {
                format!(
                    "{} {} {}",
                    named(before.target),
                    arrow(before.target < self.target),
                    named(self.target)
                )
            }
            None => named(self.target),
        }
    }

    fn reach(&self, before: Option<&Self>, locale: Locale) -> String {
        let code = |level: Option<Level>| level.map_or(locale.pick("无", "none"), Level::code);
        let was = before.filter(|before| before.covered != self.covered);
        let was = was.map(|was| format!("{} {} ", code(was.covered), arrow(was.covered < self.covered)));
        format!("{} {}{}", locale.pick("覆盖至", "covers"), was.unwrap_or_default(), code(self.covered))
    }
}

fn count(number: usize, [zh, en]: [(&str, &str); 2], locale: Locale) -> String {
    let (lead, tail) = if locale == Locale::Zh { zh } else { en };
    format!("{lead}{number}{tail}")
}

fn figures((reached, asked): (usize, usize)) -> String {
    format!("{reached}/{asked}")
}

/// The share that is reached, comparable.
#[expect(clippy::cast_precision_loss, reason = "a few dozen topics")]
fn share((reached, asked): (usize, usize)) -> f64 {
    if asked == 0 { 1.0 } else { reached as f64 / asked as f64 }
}

fn arrow(up: bool) -> char {
    if up { '↑' } else { '↓' }
}
