//! Who could sit together: children alike in disorder, category and age, who need the same (Order 92 ¶16).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::{Category, Child, GroupId};

/// A child that needs so many sessions of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    pub(super) child: &'a Child,
    pub(super) times: u8,
}

/// Groups, and who is left over.
#[derive(Debug, Default)]
pub(super) struct Rosters<'a> {
    /// Each group as often as it is to meet.
    pub(super) groups: Vec<Vec<&'a Child>>,
    /// Whom there is no group for, and how many alike are left with them.
    pub(super) left: Vec<(Wish<'a>, usize)>,
}

impl<'a> Rosters<'a> {
    fn leave(&mut self, left: Vec<Wish<'a>>) {
        let alike = left.len();
        self.left.extend(left.into_iter().map(|wish| (wish, alike)));
    }
}

/// Why children are alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike<'a> {
    /// Limited abilities: the same disorder, in the words of the conclusion (Order 92 ¶16).
    Disorder(Option<&'a str>),
    /// Behaviour, or barriers.
    Category(Category),
    /// Nothing is known.
    Unknown,
}

impl<'a> Alike<'a> {
    fn of(child: &'a Child) -> Self {
        let needs = child.needs.as_ref();
        match needs.and_then(|needs| needs.category) {
            Some(Category::Limited) => Self::Disorder(needs.and_then(|needs| needs.disorder.as_deref()).map(str::trim)),
            Some(category) => Self::Category(category),
            None => Self::Unknown,
        }
    }

    /// Whether children of other kinds may fill up a group where there are too few of one: only limited abilities are
    /// bound to be alike.
    fn mixes(self) -> bool {
        !matches!(self, Self::Disorder(_))
    }
}

/// Forms groups of `min` to `max` children, again and again until no more can be formed.
pub(super) fn form<'a>(wishes: &[Wish<'a>], (min, max): (usize, usize)) -> Rosters<'a> {
    let mut clusters: BTreeMap<Alike<'a>, Vec<Wish<'a>>> = BTreeMap::new();
    for wish in wishes.iter().filter(|wish| wish.times > 0) {
        clusters.entry(Alike::of(wish.child)).or_default().push(*wish);
    }
    let (mut rosters, mut mixed) = (Rosters::default(), Vec::new());
    for (alike, cluster) in clusters {
        let left = rounds(cluster, (min, max), &mut rosters.groups);
        if alike.mixes() {
            mixed.extend(left);
        } else {
            rosters.leave(left);
        }
    }
    let left = rounds(mixed, (min, max), &mut rosters.groups);
    rosters.leave(left);
    rosters
}

/// Groups of a cluster as long as there are enough children; who is left.
fn rounds<'a>(mut wishes: Vec<Wish<'a>>, size: (usize, usize), groups: &mut Vec<Vec<&'a Child>>) -> Vec<Wish<'a>> {
    loop {
        let round = once(&wishes, size);
        if round.is_empty() {
            return wishes;
        }
        for child in round.iter().flatten() {
            if let Some(wish) = wishes.iter_mut().find(|wish| wish.child.id == child.id) {
                wish.times -= 1;
            }
        }
        wishes.retain(|wish| wish.times > 0);
        groups.extend(round);
    }
}

/// One round: as many children as fit into groups of equal size, neighbours in age and group together.
fn once<'a>(wishes: &[Wish<'a>], (min, max): (usize, usize)) -> Vec<Vec<&'a Child>> {
    let all = wishes.len();
    let wanted = all.div_ceil(max.max(1));
    let count = if wanted * min <= all { wanted } else { all / min.max(1) };
    if count == 0 || max < min {
        return Vec::new();
    }
    let mut chosen: Vec<_> = wishes.to_vec();
    // Who needs most comes first: whoever sits out now has a better chance in the next round.
    chosen.sort_by_key(|wish| (std::cmp::Reverse(wish.times), wish.child.id));
    chosen.truncate(count * max);
    let mut children: Vec<&Child> = chosen.iter().map(|wish| wish.child).collect();
    sort_by_age(&mut children);
    let (each, more) = (children.len() / count, children.len() % count);
    let mut rest = children.into_iter();
    (0..count).map(|n| rest.by_ref().take(each + usize::from(n < more)).collect()).collect()
}

/// Children of a group of the kindergarten beside each other, the groups by their children's age.
fn sort_by_age(children: &mut [&Child]) {
    let days = |day: NaiveDate| i64::from(day.num_days_from_ce());
    let mut ages: BTreeMap<Option<GroupId>, (i64, i64)> = BTreeMap::new();
    for child in children.iter() {
        let (sum, count) = ages.entry(child.group).or_default();
        *sum += days(child.born);
        *count += 1;
    }
    let of_group = |child: &Child| ages.get(&child.group).map_or(0, |(sum, count)| sum / count);
    children.sort_by_key(|child| (of_group(child), child.group, child.born, child.id));
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Agreement, ChildId, Name, Needs};

    fn child(n: u8, disorder: Option<&str>) -> Child {
        let category = if disorder.is_some() { Category::Limited } else { Category::Social };
        let needs = Needs { category: Some(category), disorder: disorder.map(str::to_owned), ..Needs::default() };
        Child {
            id: ChildId(Uuid::from_u128(u128::from(n))),
            name: Name::default(),
            born: NaiveDate::from_ymd_opt(2020 + i32::from(n % 4), 1, 1).unwrap(),
            group: None,
            attends: true,
            left: None,
            consent: Agreement::Signed,
            consent_until: None,
            contract: Agreement::Missing,
            contract_until: None,
            needs: Some(needs),
        }
    }

    fn sizes(children: &[Child], size: (usize, usize)) -> (Vec<usize>, usize) {
        let wishes: Vec<_> = children.iter().map(|child| Wish { child, times: 1 }).collect();
        let rosters = form(&wishes, size);
        (rosters.groups.iter().map(Vec::len).collect(), rosters.left.len())
    }

    #[test]
    fn as_many_as_can_are_grouped_and_groups_are_of_equal_size() {
        let many = |n: u8| (0..n).map(|n| child(n, None)).collect::<Vec<_>>();
        assert_eq!(sizes(&many(5), (2, 4)), (vec![3, 2], 0));
        assert_eq!(sizes(&many(1), (2, 4)), (vec![], 1));
        assert_eq!(sizes(&many(9), (6, 8)), (vec![8], 1));
        assert_eq!(sizes(&many(13), (6, 8)), (vec![7, 6], 0));
        assert_eq!(sizes(&many(5), (6, 8)), (vec![], 5));
        assert_eq!(sizes(&many(5), (6, 4)), (vec![], 5));
    }

    #[test]
    fn only_the_same_disorder_sits_together() {
        let children = [child(1, Some("сөйлеу")), child(2, Some("есту")), child(3, Some("сөйлеу ")), child(4, None)];
        assert_eq!(sizes(&children, (2, 4)), (vec![2], 2));
    }

    #[test]
    fn neighbours_in_age_sit_together() {
        let children: Vec<_> = (0..8).map(|n| child(n, None)).collect();
        let wishes: Vec<_> = children.iter().map(|child| Wish { child, times: 1 }).collect();
        for group in form(&wishes, (2, 4)).groups {
            let years: Vec<_> = group.iter().map(|child| child.born.year()).collect();
            assert!(years.iter().max().unwrap() - years.iter().min().unwrap() <= 1, "{years:?}");
        }
    }

    #[test]
    fn whoever_needs_more_meets_more_often() {
        let children: Vec<_> = (0..3).map(|n| child(n, None)).collect();
        let wishes: Vec<_> = children.iter().zip([2, 2, 1]).map(|(child, times)| Wish { child, times }).collect();
        let rosters = form(&wishes, (2, 4));
        assert_eq!(rosters.groups.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        assert!(rosters.left.is_empty());
    }
}
