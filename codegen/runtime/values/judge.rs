// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what reading meets on its way. Out: a tally by which a union compares its branches, and the
//! place where a branch failed. It decides nothing, and it does nothing unless a branch is being tried.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How well a value fits a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Keys that the type names.
    pub(crate) known: usize,
    /// Keys that it does not name.
    pub(crate) unknown: usize,
    /// Values of enums, and tags, that the document lists.
    pub(crate) listed: usize,
    /// Those that it does not list, which were read as `Unknown`.
    pub(crate) fallbacks: usize,
}

impl Tally {
    /// Whether a value fits this type better. Of two that are equal, the first stays.
    pub(crate) fn beats(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }

    fn rank(&self) -> impl Ord + use<> {
        // A value that the document does not list weighs as much as a key that it does.
        let known = i64::try_from(self.known).unwrap_or(i64::MAX);
        let fallbacks = i64::try_from(self.fallbacks).unwrap_or(i64::MAX);
        (known.saturating_sub(fallbacks), Reverse(fallbacks), Reverse(self.unknown), self.listed)
    }
}

/// One attempt to read a value as a type.
#[derive(Debug, Default)]
pub(crate) struct Trial {
    pub(crate) tally: Tally,
    /// The key that is being read in each object that is open. After a failure it leads there.
    steps: Vec<String>,
    /// What unions have found in this attempt and those around it.
    findings: Findings,
}

/// Which branch a union found a value to be, or why none; by the union and a hash of the value.
///
/// A union whose branches hold unions tries the inner ones again for each of its branches, and that
/// multiplies with every level. So what was found is kept until the outermost attempt is over.
type Findings = BTreeMap<(&'static str, u64), Finding>;
pub(crate) type Finding = Result<usize, String>;

impl Trial {
    /// Where reading stopped, such as `address.city`. Lists and maps leave no step.
    pub(crate) fn path(&self) -> String {
        let plain = |step: &str| {
            step.len() <= LONGEST_STEP
                && step
                    .chars()
                    .all(|character| character.is_alphanumeric() || "_-$".contains(character))
        };
        let steps = self.steps.iter().filter(|step| !step.is_empty());
        let steps = steps.map(|step| if plain(step) { step.as_str() } else { "…" });
        steps.collect::<Vec<_>>().join(".")
    }
}

const LONGEST_STEP: usize = 64;

thread_local! {
    /// The attempt that is under way.
    static TRIAL: RefCell<Option<Trial>> = const { RefCell::new(None) };
}

/// What `read` returns, and what was met on the way. An attempt that is under way is not touched.
pub(crate) fn judged<T>(read: impl FnOnce() -> T) -> (T, Trial) {
    let mut outer = swap(None);
    let findings = outer.as_mut().map(|outer| std::mem::take(&mut outer.findings));
    swap(Some(Trial { findings: findings.unwrap_or_default(), ..Trial::default() }));
    let result = read();
    let mut trial = swap(None).unwrap_or_default();
    if let Some(outer) = &mut outer {
        outer.findings = std::mem::take(&mut trial.findings);
    }
    swap(outer);
    (result, trial)
}

fn swap(trial: Option<Trial>) -> Option<Trial> {
    // While a thread ends there is no place to note anything, and nobody to compare it.
    let swap = |place: &RefCell<_>| {
        let mut place = place.try_borrow_mut().ok()?;
        std::mem::replace(&mut *place, trial)
    };
    TRIAL.try_with(swap).ok().flatten()
}

/// Whether an attempt is under way.
pub(crate) fn is_judging() -> bool {
    let mut judging = false;
    note(|_| judging = true);
    judging
}

/// Changes the attempt that is under way, if there is one.
pub(crate) fn note(change: impl FnOnce(&mut Trial)) {
    let _ = TRIAL.try_with(|place| {
        if let Ok(mut place) = place.try_borrow_mut() {
            place.as_mut().map(change);
        }
    });
}

/// Counts what an attempt met towards the one that is under way.
pub(crate) fn add(tally: Tally) {
    note(|trial| {
        trial.tally.known += tally.known;
        trial.tally.unknown += tally.unknown;
        trial.tally.listed += tally.listed;
        trial.tally.fallbacks += tally.fallbacks;
    });
}

/// An object begins.
pub(crate) fn opened() {
    note(|trial| trial.steps.push(String::new()));
}

/// An object was read to its end.
pub(crate) fn closed() {
    note(|trial| drop(trial.steps.pop()));
}

/// A key of the object was read, or there are no more. It counts as known until [`unknown_key`].
pub(crate) fn next_key(key: Option<&str>) {
    note(|trial| {
        trial.tally.known += usize::from(key.is_some());
        if let Some(step) = trial.steps.last_mut() {
            step.clear();
            step.push_str(key.unwrap_or_default());
        }
    });
}

/// The type does not name the key that was read last.
pub(crate) fn unknown_key() {
    note(|trial| {
        trial.tally.known = trial.tally.known.saturating_sub(1);
        trial.tally.unknown += 1;
    });
}

/// A value was read of which the document lists all that it knows.
pub(crate) fn listed(is_listed: bool) {
    note(|trial| {
        trial.tally.listed += usize::from(is_listed);
        trial.tally.fallbacks += usize::from(!is_listed);
    });
}

/// What the attempts that are under way know of a value in a union.
pub(crate) fn recall(key: (&'static str, u64)) -> Option<Finding> {
    let mut finding = None;
    note(|trial| finding = trial.findings.get(&key).cloned());
    finding
}

pub(crate) fn remember(key: (&'static str, u64), finding: Finding) {
    note(|trial| drop(trial.findings.insert(key, finding)));
}
