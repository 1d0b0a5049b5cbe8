//! An official text, line by line, as it lies on paper and on the screen. What was written freely is set in: none of it
//! can pass for a head, a section or a signature.

/// What parts the title from what stands at the edge beside it.
const EDGE: &str = "          ";
/// What parts the two who sign.
const BETWEEN: &str = "      ";
/// The line that somebody signs on.
const BLANK: &str = "______";

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// In the head, in the middle: the kindergarten, or the day of an addition.
    Middle(String),
    /// The title.
    Title(String),
    /// At the edge beside the title: planned or not.
    Edge(String),
    /// Under the title of minutes: which addition to them it is.
    Heading(String),
    /// The head of a section, and what stands in it at once: «2. Қатысқан адамдар саны:» and «12».
    Section(String, String),
    /// What stands in a section.
    Inner(String),
    /// An empty line.
    Gap,
    /// Who signs: chair, then secretary.
    Signers(Vec<Signer>),
}

/// Somebody who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// For which office: «7. Төраға».
    pub office: String,
    /// The name, in brackets.
    pub name: String,
}

/// The lines of an official text.
pub fn lines(text: &str) -> Vec<Line> {
    let mut rest = text.trim_end().lines();
    let last = rest.next_back();
    let mut lines = Vec::new();
    let mut head = true;
    for (n, line) in rest.enumerate() {
        head = head && !line.is_empty();
        match n {
            0 => lines.push(Line::Middle(line.to_owned())),
            1 => {
                let (title, edge) = line.split_once(EDGE).unwrap_or((line, ""));
                lines.push(Line::Title(title.to_owned()));
                if !edge.is_empty() {
                    lines.push(Line::Edge(edge.to_owned()));
                }
            }
            2 if head => lines.push(Line::Heading(line.to_owned())),
            _ if head => lines.push(Line::Middle(line.to_owned())),
            _ if line.starts_with(' ') => lines.push(Line::Inner(line.trim().to_owned())),
            _ if line.is_empty() => lines.push(Line::Gap),
            _ => lines.push(section(line)),
        }
    }
    lines.extend(last.map(signers));
    lines
}

fn section(line: &str) -> Line {
    match line.split_once(": ") {
        Some((words, value)) => Line::Section(format!("{words}:"), value.trim().to_owned()),
        None => Line::Section(line.to_owned(), String::new()),
    }
}

/// «7. Төраға ______ (Қ. Әли)      Хатшы ______ (Б. Ахмет)»
fn signers(line: &str) -> Line {
    let parts: Vec<&str> = line.split(BETWEEN).filter(|part| !part.trim().is_empty()).collect();
    let signer = |part: &&str| {
        let (office, name) = part.split_once(BLANK)?;
        Some(Signer { office: office.trim().to_owned(), name: name.trim().to_owned() })
    };
    // What does not come apart stands as it is.
    parts.iter().map(signer).collect::<Option<Vec<_>>>().map_or_else(|| section(line), Line::Signers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_freely_passes_for_nothing_else() {
        let text = "Нұр\nАПҚО отырысының № 1 ХАТТАМАСЫ          жоспарлы\n\n1. Күні: 2026 жылғы 4 желтоқсан\n   2. Саны: 4\n\n   \
                    7. Төраға ______ (Х)\n7. Төраға ______ (Қ. Әли)      Хатшы ______ (__)\n";
        let own = |text: &str| text.to_owned();
        let signer = |office: &str, name: &str| Signer { office: own(office), name: own(name) };
        assert_eq!(
            lines(text),
            [
                Line::Middle(own("Нұр")),
                Line::Title(own("АПҚО отырысының № 1 ХАТТАМАСЫ")),
                Line::Edge(own("жоспарлы")),
                Line::Gap,
                Line::Section(own("1. Күні:"), own("2026 жылғы 4 желтоқсан")),
                Line::Inner(own("2. Саны: 4")),
                Line::Gap,
                Line::Inner(own("7. Төраға ______ (Х)")),
                Line::Signers(vec![signer("7. Төраға", "(Қ. Әли)"), signer("Хатшы", "(__)")]),
            ]
        );
    }

    #[test]
    fn an_addition_says_in_its_head_which_it_is() {
        let text = "Нұр\nХАТТАМА\n№ 1 ТОЛЫҚТЫРУ\n2026 жылғы 4 желтоқсан\n\n   Алты.\nТөраға ______ (А)      Хатшы ______ (Б)\n";
        let lines = lines(text);
        assert_eq!(lines[2], Line::Heading("№ 1 ТОЛЫҚТЫРУ".to_owned()));
        assert_eq!(lines[3], Line::Middle("2026 жылғы 4 желтоқсан".to_owned()));
        assert!(matches!(lines.last(), Some(Line::Signers(signers)) if signers.len() == 2));
    }
}
