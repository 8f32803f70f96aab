//! Which things of the new version stand for which of the old one, where both are lists.
//!
//! In: the lists, and what says that two things are the same, the surest first. Out: [`Matched`].
//! Knows nothing of the things.

/// A thing with its position.
pub type At<'a, T> = (usize, &'a T);

/// What became of the things of a list.
pub struct Matched<'a, T> {
    /// Those that stand for each other, in the order of the new version.
    pub pairs: Vec<(At<'a, T>, At<'a, T>)>,
    /// Old ones that nothing stands for.
    pub gone: Vec<At<'a, T>>,
    /// New ones that stand for nothing old.
    pub added: Vec<At<'a, T>>,
}

/// Matches what is left at each step, in order: each thing with the first one that fits.
pub fn matched<'a, T, S: Copy>(
    old: &'a [T],
    new: &'a [T],
    steps: &[S],
    fits: impl Fn(S, At<'a, T>, At<'a, T>) -> bool,
) -> Matched<'a, T> {
    let mut pairs = Vec::new();
    let mut gone = old.iter().enumerate().collect::<Vec<_>>();
    let mut added = new.iter().enumerate().collect::<Vec<_>>();
    for step in steps {
        gone.retain(|&one| {
            let found = added.iter().position(|&other| fits(*step, one, other));
            let Some(found) = found else { return true };
            pairs.push((one, added.remove(found)));
            false
        });
    }
    pairs.sort_by_key(|(_, (new, _))| *new);
    Matched { pairs, gone, added }
}

impl<'a, T> Matched<'a, T> {
    /// Matches what is left where it fits one thing only, which fits nothing else either.
    pub fn only(mut self, fits: impl Fn(&T, &T) -> bool) -> Self {
        let fits = |(_, one): At<'a, T>, (_, other): At<'a, T>| fits(one, other);
        let alone = |one: At<'a, T>| {
            let mut others = self.added.iter().filter(|other| fits(one, **other));
            let (other, None) = (*others.next()?, others.next()) else { return None };
            let rivals = self.gone.iter().filter(|rival| fits(**rival, other)).count();
            (rivals == 1).then_some((one, other))
        };
        let found = self.gone.iter().filter_map(|one| alone(*one)).collect::<Vec<_>>();
        self.gone.retain(|(index, _)| !found.iter().any(|((old, _), _)| old == index));
        self.added.retain(|(index, _)| !found.iter().any(|(_, (new, _))| new == index));
        self.pairs.extend(found);
        self.pairs.sort_by_key(|(_, (new, _))| *new);
        self
    }
}
