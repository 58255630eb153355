//! `--ner-model`: a user's transformer finds the names.

mod common;
#[cfg(feature = "onnx")]
#[path = "../../model/tests/tiny/mod.rs"]
mod tiny;

use common::notula;

#[cfg(not(feature = "onnx"))]
#[test]
fn without_the_feature_the_command_tells_how_to_get_it() {
    let output = notula().args(["read", "--ner-model", "x", "-"]).stdin("").assert().code(2).get_output().clone();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("--features onnx"), "{told}");
}

#[cfg(feature = "onnx")]
mod with_the_feature {
    use std::fs;

    use super::tiny::Tiny;
    use super::*;

    const REPORT: &str = "Foreign Minister Hakan Fidan met Quendar Molvik in Vienna on Monday.\n";
    const TINY: Tiny = Tiny {
        labels: &["O", "B-PER", "I-PER", "B-ORG", "I-ORG"],
        pieces: &[("Quen", 3), ("##dar", 0), ("Molvik", 4)],
        positions: 64,
        fixed: false,
    };

    #[test]
    fn explain_tells_whose_word_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("tiny-ner");
        TINY.write(&model);
        let report = folder.path().join("report.txt");
        fs::write(&report, REPORT).unwrap();
        let explain = |more: &[&str]| {
            let output = notula().arg("explain").arg(&report).args(more).assert().code(0).get_output().clone();
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let told = explain(&["--ner-model", model.to_str().unwrap()]);
        assert!(told.contains("the user's model tiny-ner takes it for an organisation"), "{told}");
        assert!(!explain(&[]).contains("the user's model"));
    }

    #[test]
    fn a_sentence_that_the_model_fails_on_is_noted_and_read_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        TINY.write(folder.path());
        // a piece without a vector
        let more: Vec<(&str, usize)> = TINY.pieces.iter().copied().chain([("met", 0)]).collect();
        fs::write(folder.path().join("tokenizer.json"), Tiny { pieces: &more, ..TINY }.tokenizer()).unwrap();
        let mut command = notula();
        command = command.arg("read").arg("--ner-model").arg(folder.path()).stdin(REPORT);
        let output = command.assert().code(0).get_output().clone();
        let read = common::records(&output.stdout);
        assert!(
            read[0].document.notes.iter().any(|note| note.contains("failed on a sentence")),
            "{:?}",
            read[0].document
        );
        assert!(!read[0].actors.is_empty());
    }

    #[test]
    fn a_broken_model_is_a_mistake_of_the_caller() {
        let folder = tempfile::tempdir().unwrap();
        TINY.write(folder.path());
        fs::write(folder.path().join("model.onnx"), b"GGUF").unwrap();
        let mut command = notula();
        command = command.arg("read").arg("--ner-model").arg(folder.path()).stdin(REPORT);
        let told = String::from_utf8_lossy(&command.assert().code(2).get_output().stderr).into_owned();
        assert!(told.contains("model.onnx") && told.contains("is no ONNX file"), "{told}");
    }
}
