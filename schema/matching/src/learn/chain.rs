//! Levels of one property in the order of their likeness.

use super::Name;

/// The weights of one property, the least alike first.
pub(super) struct Chain {
    /// Their places.
    places: Vec<usize>,
    /// By how much each may weigh less than the one before it, summed from the first on: what it already did.
    slack: Vec<f64>,
}

impl Chain {
    /// The chains among weights that are sorted by name, as they were before anything was learnt.
    pub(super) fn of(names: &[Name], before: &[f64]) -> Vec<Self> {
        let of_property = |name: &Name| name.map(|(property, _)| property);
        let places: Vec<usize> = (0..names.len()).collect();
        let property_at = |place: &usize| names.get(*place).and_then(of_property);
        places
            .chunk_by(|a, b| property_at(a) == property_at(b))
            .map(|places| Self { places: places.to_vec(), slack: slack(places, before) })
            .collect()
    }

    /// Changes the weights as little as can be so that none is less than the one before it: neighbours that are the
    /// wrong way round become their mean (the pool-adjacent-violators algorithm).
    pub(super) fn straighten(&self, weights: &mut [f64], certainty: &[f64]) {
        let mut pools: Vec<Pool> = Vec::with_capacity(self.places.len());
        for (place, slack) in self.places.iter().zip(&self.slack) {
            let value = super::fit::at_or_zero(weights, *place) - slack;
            let certainty = super::fit::at_or_zero(certainty, *place);
            let mut pool = Pool { sum: value * certainty, certainty, members: 1 };
            while let Some(last) = pools.pop_if(|last| last.mean() > pool.mean()) {
                pool = pool.and(&last);
            }
            pools.push(pool);
        }
        let means = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean(), pool.members));
        for ((place, slack), mean) in self.places.iter().zip(&self.slack).zip(means) {
            weights.get_mut(*place).into_iter().for_each(|weight| *weight = mean + slack);
        }
    }
}

fn slack(places: &[usize], before: &[f64]) -> Vec<f64> {
    let mut slack = vec![0.0];
    for pair in places.windows(2) {
        if let [first, second] = pair {
            let down = super::fit::at_or_zero(before, *second) - super::fit::at_or_zero(before, *first);
            slack.push(slack.last().copied().unwrap_or_default() + down.min(0.0));
        }
    }
    slack
}

/// Neighbours that weigh the same.
struct Pool {
    sum: f64,
    certainty: f64,
    members: usize,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.sum / self.certainty
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            certainty: self.certainty + other.certainty,
            members: self.members + other.members,
        }
    }
}
