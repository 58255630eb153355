//! Lines broken in mid-sentence: which lines go on the line before.

use notula_language::Class;

use crate::line::Line;

const QUOTES: [char; 5] = ['"', '“', '”', '«', '»'];

/// Whether the text is wrapped at a width, and the width in characters.
pub(crate) fn width(lines: &[Line], text: &str) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text(text).chars().count()).collect();
    lengths.sort_unstable();
    let wide = *lengths.get(lengths.len() * 9 / 10)?;
    let near = lines.iter().filter(|line| line.text(text).chars().count() * 4 >= wide * 3);
    let (mut many, mut broken) = (0, 0);
    for line in near {
        many += 1;
        broken += usize::from(!sentence_end(line.text(text)));
    }
    (lines.len() >= 8 && (40..=120).contains(&wide) && many * 5 >= lines.len() * 3 && broken * 2 >= many)
        .then_some(wide)
}

/// Whether `next` goes on in the sentence or quotation of `line`; `joined` tells that `line` itself goes on in another.
pub(crate) fn goes_on(line: &Line, next: &Line, text: &str, width: Option<usize>, joined: bool) -> bool {
    let (before, after) = (line.text(text), next.text(text));
    if next.bullet || line.words < 2 && !joined {
        return false;
    }
    let end = before.trim_end_matches(|c: char| QUOTES.contains(&c) || matches!(c, '\'' | '’' | ' '));
    if line.words >= 4 && end.ends_with(',') {
        return true;
    }
    let open = !line.closed;
    if open && next.small && (line.words >= 3 || joined) {
        return true;
    }
    if open && (line.words >= 3 || joined) && ends_in_function_word(line) {
        return true;
    }
    let marks = |text: &str| text.chars().filter(|c| QUOTES.contains(c)).count();
    if line.words >= 4 && marks(before) % 2 == 1 && marks(after) % 2 == 1 && !after.starts_with(QUOTES) {
        return true;
    }
    let long = |share: usize| width.is_some_and(|width| before.chars().count() * 100 >= width * share);
    !next.apart && (long(70) && !sentence_end(before) || long(88))
}

fn sentence_end(text: &str) -> bool {
    crate::line::closed(text)
}

fn ends_in_function_word(line: &Line) -> bool {
    const OPEN: &[Class] = &[
        Class::Article,
        Class::Preposition,
        Class::Genitive,
        Class::Agent,
        Class::Comitative,
        Class::Recipient,
        Class::Between,
        Class::Conjunction,
        Class::Complementizer,
        Class::Relative,
        Class::Purpose,
        Class::Origin,
    ];
    let Some(last) = line.toks.last() else { return false };
    notula_language::packs().iter().any(|pack| pack.grammar.classes(&last.text).any(OPEN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    fn joined(text: &str) -> bool {
        let lines = lines(text);
        goes_on(&lines[0], &lines[1], text, None, false)
    }

    #[test]
    fn joins_what_was_broken() {
        assert!(joined("Gencatan senjata kedua negara\n\nsudah diwarnai saling tuding."));
        assert!(joined("“Kami menolak, tetapi kami mau bicara,\"\nKata Menteri itu."));
        assert!(joined("The offer was made by President\nof the republic on Monday."));
        assert!(joined("The offer was made by the\nRepublic on Monday."));
        assert!(joined("\"Kami minta ini dihentikan segera.\nSikapilah dengan sungguh-sungguh”, ujarnya."));
    }

    #[test]
    fn leaves_paragraphs_apart() {
        assert!(!joined("Rapat itu ditunda.\nMenteri pulang."));
        assert!(!joined("Moscow's version\nThe aide listed three results."));
        assert!(!joined("\"Kami setuju menambah dua hari.\n\"Syaratnya sama.\""));
        assert!(!joined("He listed three results of the day:\n• an exchange of prisoners;"));
    }
}
