//! Who and what a document names: people, teams and systems that no lexicon can know.

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Person,
    Team,
    System,
}

/// Names, looked up by their first word. Built once per document; share it by reference or `Rc`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Lower-cased words of each name, sorted.
    names: Vec<(Vec<String>, Fact)>,
}

impl Facts {
    pub fn new<S: AsRef<str>>(people: &[S], teams: &[S], systems: &[S]) -> Facts {
        let mut names = Vec::new();
        for (list, fact) in [(people, Fact::Person), (teams, Fact::Team), (systems, Fact::System)] {
            for name in list {
                let words: Vec<String> = name.as_ref().trim_start_matches('@').split_whitespace().map(str::to_lowercase).collect();
                // "Ana María López" is also spoken of as "Ana" and as "López".
                if fact == Fact::Person && words.len() > 1 {
                    names.extend(words.iter().filter(|w| w.chars().count() > 2).map(|w| (vec![w.clone()], fact)));
                }
                if !words.is_empty() {
                    names.push((words, fact));
                }
            }
        }
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names.dedup_by(|a, b| a.0 == b.0);
        Facts { names }
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The longest name that starts with `first` (lower case) and goes on with what `nth(1)`, `nth(2)`, … return:
    /// its kind and its number of words.
    pub fn find<'a>(&self, first: &str, nth: impl Fn(usize) -> Option<&'a str>) -> Option<(Fact, usize)> {
        let from = self.names.partition_point(|(words, _)| words[0].as_str() < first);
        self.names[from..]
            .iter()
            .take_while(|(words, _)| words[0] == first)
            .filter(|(words, _)| words[1..].iter().enumerate().all(|(i, word)| nth(i + 1).is_some_and(|text| text.to_lowercase() == *word)))
            .map(|(words, fact)| (*fact, words.len()))
            .max_by_key(|(_, length)| *length)
    }
}
