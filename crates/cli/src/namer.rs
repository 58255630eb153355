//! A model of names of the user's own (`--ner-model`).

use std::sync::Arc;

use notula_model::NameTagger;

/// The model, opened when the command line is read, so that a mistake is told before any report is opened.
#[derive(Debug, Clone)]
pub(crate) struct NerModel(pub(crate) Arc<dyn NameTagger>);

impl NerModel {
    /// Opens the model in a folder.
    #[cfg(feature = "onnx")]
    pub(crate) fn open(folder: &str) -> Result<Self, notula_model::NameTaggerError> {
        Ok(Self(Arc::new(notula_model::Transformer::open(folder.as_ref())?)))
    }

    /// Says what is missing to open a model.
    #[cfg(not(feature = "onnx"))]
    pub(crate) fn open(_: &str) -> Result<Self, String> {
        Err("this notula was built without the feature onnx: cargo build --release -p notula --features onnx"
            .to_owned())
    }
}
