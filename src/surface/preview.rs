//! What a rewrite would change, word by word.

/// A run of words and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Kept(String),
    Removed(String),
    Inserted(String),
}

/// Beyond this many words the middle is shown whole, old and new: comparing would be slow and no easier to read.
const MOST_WORDS: usize = 120;

/// How `before` becomes `after`. The kept and removed pieces make up `before`, the kept and inserted ones `after`.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| same(a, b)).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| same(a, b)).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let middle = worthwhile(&old[head..old_end], &new[head..new_end]).into_iter().map(|(i, j)| (i + head, j + head));
    let pairs = (0..head).map(|i| (i, i)).chain(middle).chain((0..tail).map(|i| (old_end + i, new_end + i)));

    let mut pieces = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (at_old, at_new) in pairs {
        push(&mut pieces, Piece::Removed(old[i..at_old].concat()));
        push(&mut pieces, Piece::Inserted(new[j..at_new].concat()));
        let word = old[at_old].trim_end();
        if old[at_old] == new[at_new] {
            push(&mut pieces, Piece::Kept(old[at_old].to_owned()));
        } else {
            push(&mut pieces, Piece::Kept(word.to_owned()));
            push(&mut pieces, Piece::Removed(old[at_old][word.len()..].to_owned()));
            push(&mut pieces, Piece::Inserted(new[at_new][word.len()..].to_owned()));
        }
        (i, j) = (at_old + 1, at_new + 1);
    }
    push(&mut pieces, Piece::Removed(old[i..].concat()));
    push(&mut pieces, Piece::Inserted(new[j..].concat()));
    pieces
}

/// The same word, whatever white space follows it.
fn same(a: &str, b: &str) -> bool {
    a.trim_end() == b.trim_end()
}

/// The words that both have in common; none when they are so few that a patchwork would come of it, not a preview.
fn worthwhile(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return Vec::new();
    }
    let letters = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    let kept = common(old, new);
    let shared: usize = kept.iter().map(|&(i, _)| old[i].len()).sum();
    if shared * 2 < letters(old).min(letters(new)) { Vec::new() } else { kept }
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    use Piece::{Inserted, Kept, Removed};
    match (pieces.last_mut(), piece) {
        (_, Kept(text) | Removed(text) | Inserted(text)) if text.is_empty() => {}
        (Some(Kept(run)), Kept(text)) | (Some(Removed(run)), Removed(text)) | (Some(Inserted(run)), Inserted(text)) => run.push_str(&text),
        (_, piece) => pieces.push(piece),
    }
}

/// Words with the white space after them, so that they concatenate to the text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut space) = (0, false);
    for (at, c) in text.char_indices() {
        if space && !c.is_whitespace() {
            words.push(&text[start..at]);
            start = at;
        }
        space = c.is_whitespace();
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// The indices of a longest common subsequence of words, in order.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut best = vec![0u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            best[i * width + j] =
                if old[i] == new[j] { best[(i + 1) * width + j + 1] + 1 } else { best[(i + 1) * width + j].max(best[i * width + j + 1]) };
        }
    }
    let (mut pairs, mut i, mut j) = (Vec::new(), 0, 0);
    while i < old.len() && j < new.len() {
        if same(old[i], new[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        pieces(before, after)
            .into_iter()
            .map(|piece| match piece {
                Piece::Kept(text) => text,
                Piece::Removed(text) => format!("[-{text}-]"),
                Piece::Inserted(text) => format!("[+{text}+]"),
            })
            .collect()
    }

    #[test]
    fn the_middle_changes() {
        assert_eq!(shown("Bob forgot to check the flag.", "Bob did not check the flag."), "Bob [-forgot to -][+did not +]check the flag.");
    }

    #[test]
    fn a_word_goes_or_comes() {
        assert_eq!(shown("clearly too slow", "too slow"), "[-clearly -]too slow");
        assert_eq!(shown("the check ran", "the check ran at 14:02"), "the check ran[+ at 14:02+]");
        assert_eq!(shown("production by mistake", "production"), "production[- by mistake-]");
        assert_eq!(shown("", "new"), "[+new+]");
        assert_eq!(shown("old", ""), "[-old-]");
        assert_eq!(shown("same", "same"), "same");
    }

    #[test]
    fn little_in_common_is_no_patchwork() {
        assert_eq!(
            shown("He was careless with the key", "What did the tool show the person"),
            "[-He was careless with the key-][+What did the tool show the person+]"
        );
    }

    #[test]
    fn pieces_make_up_both_texts() {
        for (before, after) in [("a b c d e", "a x c y e"), ("é ü 🦀  x", "🦀 x\ny"), ("one", "two three"), (" lead", "lead ")] {
            let (mut old, mut new) = (String::new(), String::new());
            for piece in pieces(before, after) {
                match piece {
                    Piece::Kept(text) => {
                        old += &text;
                        new += &text;
                    }
                    Piece::Removed(text) => old += &text,
                    Piece::Inserted(text) => new += &text,
                }
            }
            assert_eq!((old.as_str(), new.as_str()), (before, after));
        }
    }
}
