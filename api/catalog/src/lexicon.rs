//! What is known of words beside how they are written: which tell nothing, and which stand for each other.

use rustc_hash::{FxHashMap, FxHashSet};

/// Words that tell nothing of what is looked for, and words that stand for each other. Data that people edit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lexicon {
    stop_words: Vec<String>,
    /// Groups of words and phrases, each of which stands for the others of its group.
    synonyms: Vec<Vec<String>>,
}

impl Lexicon {
    /// Reads two texts. Of stop words each line has one; of synonyms each line is a group, with commas between words or
    /// phrases, each of which finds what the others do. `#` begins a comment. There is nothing that cannot be read: a
    /// group of one has no effect.
    pub fn read(stop_words: &str, synonyms: &str) -> Self {
        let group = |line: &str| {
            line.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        Self {
            stop_words: lines(stop_words).map(str::to_owned).collect(),
            synonyms: lines(synonyms).map(group).filter(|group: &Vec<String>| group.len() > 1).collect(),
        }
    }

    /// The lexicon as an analyzer sees it, which makes a text into stems.
    pub(crate) fn stems(&self, stems: impl Fn(&str) -> Vec<String>) -> Stems {
        let mut made =
            Stems { stop: self.stop_words.iter().flat_map(|word| stems(word)).collect(), ..Stems::default() };
        for group in &self.synonyms {
            let runs: Vec<Run> =
                group.iter().map(|phrase| stems(phrase)).filter(|run| !run.is_empty()).collect();
            for run in &runs {
                let others = runs.iter().filter(|other| *other != run).cloned();
                made.longest = made.longest.max(run.len());
                made.synonyms.entry(run.clone()).or_default().extend(others);
            }
        }
        made
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty())
}

/// Stems that stand together.
pub(crate) type Run = Vec<String>;

/// The stems of a lexicon.
#[derive(Debug, Default)]
pub(crate) struct Stems {
    stop: FxHashSet<String>,
    synonyms: FxHashMap<Run, Vec<Run>>,
    /// How many stems the longest of the synonyms has.
    longest: usize,
}

/// Something that must be found: what was asked for, or else what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sought {
    pub(crate) asked: Run,
    pub(crate) others: Vec<Run>,
}

impl Stems {
    /// What a text without quotation marks asks for: each word, or several that together have synonyms. Stop words ask
    /// for nothing, unless the text has nothing else.
    pub(crate) fn sought(&self, stems: &[String]) -> Vec<Sought> {
        let all = self.runs(stems);
        let telling: Vec<Sought> =
            all.iter().filter(|sought| !self.is_stop(&sought.asked)).cloned().collect();
        if telling.is_empty() { all } else { telling }
    }

    fn is_stop(&self, run: &[String]) -> bool {
        matches!(run, [word] if self.stop.contains(word))
    }

    fn runs(&self, stems: &[String]) -> Vec<Sought> {
        let mut sought: Vec<Sought> = Vec::new();
        let mut rest = stems;
        while let Some((first, after)) = rest.split_first() {
            let lengths = (1..=self.longest.min(rest.len())).rev();
            let known = lengths
                .filter_map(|length| rest.split_at_checked(length))
                .find_map(|(run, after)| Some((run.to_vec(), self.synonyms.get(run)?.clone(), after)));
            let (asked, others, after) = known.unwrap_or_else(|| (vec![first.clone()], Vec::new(), after));
            if sought.iter().all(|earlier| earlier.asked != asked) {
                sought.push(Sought { asked, others });
            }
            rest = after;
        }
        sought
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_lowercase).collect()
    }

    fn sought(text: &str) -> Vec<(String, Vec<String>)> {
        let lexicon = Lexicon::read("the\nfor # a comment\n", "gp, doctor, family doctor\n\n# none\nalone\n");
        let told = |sought: Sought| {
            (sought.asked.join(" "), sought.others.iter().map(|run| run.join(" ")).collect())
        };
        lexicon.stems(words).sought(&words(text)).into_iter().map(told).collect()
    }

    fn owned(list: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        list.iter()
            .map(|(asked, others)| ((*asked).to_owned(), others.iter().map(|o| (*o).to_owned()).collect()))
            .collect()
    }

    #[test]
    fn words_that_stand_for_each_other_are_sought_together() {
        assert_eq!(sought("GP"), owned(&[("gp", &["doctor", "family doctor"])]));
        assert_eq!(
            sought("the family doctor surgery"),
            owned(&[("family doctor", &["gp", "doctor"]), ("surgery", &[])])
        );
    }

    #[test]
    fn stop_words_ask_for_nothing_unless_there_is_nothing_else() {
        assert_eq!(sought("help for the carer"), owned(&[("help", &[]), ("carer", &[])]));
        assert_eq!(sought("for the"), owned(&[("for", &[]), ("the", &[])]));
        assert_eq!(sought("alone alone"), owned(&[("alone", &[])]));
    }
}
