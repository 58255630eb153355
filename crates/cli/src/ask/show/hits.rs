//! Reports found by full text, with the words found.

use notula_store::Hit;

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::paint::{DAY, FAINT, STRONG, one_line, paint, safe, wrapped};

/// Each report with the stretch that fits best.
pub(crate) fn show(page: &mut Page, hits: &[Hit]) {
    for hit in hits {
        let report = &hit.report;
        let title = report.title.as_deref().map_or_else(|| safe(&report.source), one_line);
        let day = report.published.as_deref().unwrap_or(page.word(Word::NoDate));
        let outlet = report.outlet.as_deref().or(report.domain.as_deref()).map(safe).unwrap_or_default();
        page.line(&format!(
            "{} {} {} {}",
            paint(FAINT, &report.id.to_string()),
            paint(DAY, &safe(day)),
            paint(STRONG, &title),
            paint(FAINT, &outlet)
        ));
        if let Some(original) = report.copy_of {
            let text = page.ui.fill(Word::Copies, &[&original.to_string()]);
            page.line(&format!("    {}", paint(FAINT, &text)));
        }
        let bar = format!("      {} ", paint(FAINT, "│"));
        let width = page.width();
        wrapped(&mut page.out, &marked(&hit.snippet, &hit.found), width, &bar, &bar);
    }
}

/// The snippet with the words found in bold.
fn marked(snippet: &str, found: &[[usize; 2]]) -> String {
    let chars: Vec<char> = snippet.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    for &[start, end] in found {
        let (start, end) = (start.clamp(at, chars.len()), end.clamp(at, chars.len()));
        if start >= end {
            continue;
        }
        out += &safe(&chars[at..start].iter().collect::<String>());
        out += &paint(STRONG, &safe(&chars[start..end].iter().collect::<String>()));
        at = end;
    }
    out + &safe(&chars[at..].iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_by_code_points_and_survives_wrong_ones() {
        let plain = |text: &str| anstream::adapter::strip_str(text).to_string();
        let shown = marked("Vučić met Kurti", &[[0, 5], [10, 15]]);
        assert!(shown.starts_with(&paint(STRONG, "Vučić")));
        assert_eq!(plain(&shown), "Vučić met Kurti");
        assert_eq!(plain(&marked("ab", &[[1, 9], [0, 1]])), "ab");
    }
}
