//! Small readers over JSON that say what was wrong, and where.

use serde_json::Value;

use super::Problem;

/// A list of names; what is no name is left out and reported. `None` when there is no list at all.
pub(super) fn names(path: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let Value::Array(items) = value else {
        let message = format!("{} is not a list of names; the default is used", quoted(value));
        problems.push(Problem { path: path.to_owned(), message });
        return None;
    };
    let mut names: Vec<String> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.as_str().map(str::trim) {
            Some(name) if !name.is_empty() => {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            _ => {
                problems.push(Problem { path: format!("{path}[{at}]"), message: format!("{} is not a name and is left out", quoted(item)) })
            }
        }
    }
    Some(names)
}

pub(super) fn unknown_key(path: &str, key: &str, known: &[&str]) -> Problem {
    Problem { path: join(path, key), message: format!("\"{key}\" is not a known setting{}; it is ignored", suggestion(key, known)) }
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The value as JSON, short enough for a sentence.
pub(super) fn quoted(value: &Value) -> String {
    const LONGEST: usize = 60;
    let json = value.to_string();
    match json.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json,
    }
}

/// ` (did you mean "x"?)`, or the known ones when none is near.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|&candidate| (distance(word, candidate), candidate)).min();
    match nearest {
        Some((away, candidate)) if away <= 1 + candidate.len() / 4 => format!(" (did you mean \"{candidate}\"?)"),
        Some(_) => format!(" (known: {})", known.join(", ")),
        None => String::new(),
    }
}

/// Insertions, deletions and substitutions between two short words, case aside.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().flat_map(char::to_lowercase).take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
