//! The best tree for given scores of heads (maximum spanning arborescence, Chu & Liu 1965, Edmonds 1967).

/// Finds the head of each of `count` words. `scores[dependent * count + head]` says how good a head is;
/// the diagonal is the score of being the root. Exactly one word becomes the root and gets its own index.
///
/// Most sentences need only each word's best head; cycles and second roots are mended by the full
/// method. The cube of `count` bounds the time, so callers cut long sentences.
pub(crate) fn best_tree(scores: &[f32], count: usize, heads: &mut Vec<usize>) {
    heads.clear();
    if count == 0 {
        return;
    }
    for dependent in 0..count {
        heads.push(best(&scores[dependent * count..(dependent + 1) * count], |_| true));
    }
    let roots = (0..count).filter(|word| heads[*word] == *word).count();
    if roots == 1 && cycle(heads).is_none() {
        return;
    }
    // One root: the word whose root score stands out most against its best other head.
    let root = (0..count)
        .map(|word| {
            let line = &scores[word * count..(word + 1) * count];
            let other = best(line, |head| head != word);
            let gain = if other == word { 0.0 } else { line[word] - line[other] };
            (word, gain)
        })
        .fold((0, f32::MIN), |best, next| if next.1 > best.1 { next } else { best })
        .0;
    arborescence(scores, count, root, heads);
}

/// Place of the largest score among those allowed; 0 when none is.
fn best(line: &[f32], allowed: impl Fn(usize) -> bool) -> usize {
    let mut found = (None, f32::MIN);
    for (place, score) in line.iter().enumerate() {
        if allowed(place) && (found.0.is_none() || *score > found.1) {
            found = (Some(place), *score);
        }
    }
    found.0.unwrap_or(0)
}

/// The words of a cycle, if there is one. A word that is its own head is a root, not a cycle.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut visit = vec![0; heads.len()];
    for start in 0..heads.len() {
        let mut word = start;
        while visit[word] == 0 {
            visit[word] = start + 1;
            word = heads[word];
        }
        if visit[word] == start + 1 && heads[word] != word {
            let mut words = vec![word];
            let mut next = heads[word];
            while next != word {
                words.push(next);
                next = heads[next];
            }
            return Some(words);
        }
    }
    None
}

/// A member of a contracted cycle: the words it stands for, and its arc (dependent, head) in the cycle.
struct Member {
    words: Vec<usize>,
    arc: (usize, usize),
}

/// Heads of the best tree with this root, contracting one cycle after the other.
fn arborescence(scores: &[f32], count: usize, root: usize, heads: &mut [usize]) {
    /// Score of an arc that may not be.
    const NEVER: f32 = -1e12;
    // Current graph: arc scores between live nodes, and for each the original arc (dependent, head).
    let mut weight: Vec<f32> = scores.to_vec();
    let mut origin: Vec<(usize, usize)> = (0..count * count).map(|index| (index / count, index % count)).collect();
    for node in 0..count {
        weight[node * count + node] = NEVER;
    }
    let mut alive = vec![true; count];
    // Words that each node stands for.
    let mut words: Vec<Vec<usize>> = (0..count).map(|node| vec![node]).collect();
    // Contractions in order: for each member of the cycle its words and its arc in the cycle.
    let mut contracted: Vec<Vec<Member>> = Vec::new();
    let mut chosen = vec![root; count];
    loop {
        for node in (0..count).filter(|node| alive[*node]) {
            chosen[node] = if node == root {
                root
            } else {
                best(&weight[node * count..(node + 1) * count], |head| alive[head] && head != node)
            };
        }
        for node in (0..count).filter(|node| !alive[*node]) {
            chosen[node] = node;
        }
        let Some(members) = cycle(&chosen) else { break };
        let stand = members[0];
        let inside = |node: usize| members.contains(&node);
        let parts = members
            .iter()
            .map(|member| Member { words: words[*member].clone(), arc: origin[member * count + chosen[*member]] });
        contracted.push(parts.collect());
        for other in (0..count).filter(|other| alive[*other] && !inside(*other)) {
            // Into the cycle: what is gained over the arc it breaks. Out of it: the best member.
            let into = members
                .iter()
                .map(|member| (*member, weight[member * count + other] - weight[member * count + chosen[*member]]))
                .fold((stand, f32::MIN), |best, next| if next.1 > best.1 { next } else { best });
            let out = members
                .iter()
                .map(|member| (*member, weight[other * count + member]))
                .fold((stand, f32::MIN), |best, next| if next.1 > best.1 { next } else { best });
            let (into_origin, out_origin) = (origin[into.0 * count + other], origin[other * count + out.0]);
            weight[stand * count + other] = into.1;
            origin[stand * count + other] = into_origin;
            weight[other * count + stand] = out.1;
            origin[other * count + stand] = out_origin;
        }
        for member in &members[1..] {
            alive[*member] = false;
            let moved = std::mem::take(&mut words[*member]);
            words[stand].extend(moved);
        }
    }
    let mut taken = vec![false; count];
    for node in (0..count).filter(|node| alive[*node] && *node != root) {
        let (dependent, head) = origin[node * count + chosen[node]];
        heads[dependent] = head;
        taken[dependent] = true;
    }
    heads[root] = root;
    taken[root] = true;
    for members in contracted.into_iter().rev() {
        // The arc from outside has entered one member of the cycle; the others keep their arcs in it.
        for member in members {
            if !member.words.iter().any(|word| taken[*word]) {
                let (dependent, head) = member.arc;
                heads[dependent] = head;
                taken[dependent] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best tree by trying all.
    fn by_trial(scores: &[f32], count: usize, root: usize) -> f32 {
        let mut best = f32::MIN;
        let mut heads = vec![0; count];
        let total = count.pow(count as u32);
        for code in 0..total {
            let mut rest = code;
            for head in heads.iter_mut() {
                *head = rest % count;
                rest /= count;
            }
            let one_root = (0..count).all(|word| (heads[word] == word) == (word == root));
            if one_root && cycle(&heads).is_none() {
                best = best.max((0..count).map(|word| scores[word * count + heads[word]]).sum());
            }
        }
        best
    }

    #[test]
    fn finds_the_best_tree() {
        let mut state = 12345u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 65536.0
        };
        for count in 1..=5 {
            for _ in 0..60 {
                let scores: Vec<f32> = (0..count * count).map(|_| random()).collect();
                let mut heads = vec![0; count];
                for root in 0..count {
                    arborescence(&scores, count, root, &mut heads);
                    assert!(cycle(&heads).is_none(), "{heads:?}");
                    let found: f32 = (0..count).map(|word| scores[word * count + heads[word]]).sum();
                    let best = by_trial(&scores, count, root);
                    assert!((found - best).abs() < 1e-2, "{count} words: {found} instead of {best}, {heads:?}");
                }
                best_tree(&scores, count, &mut heads);
                assert_eq!((0..count).filter(|word| heads[*word] == *word).count(), 1);
                assert!(cycle(&heads).is_none());
            }
        }
    }
}
