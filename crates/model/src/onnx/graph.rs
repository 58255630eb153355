//! The graph of a token classifier: its inputs, and how it is run.

use std::collections::HashMap;
use std::sync::Arc;

use tokenizers::Encoding;
use tract_onnx::pb::{GraphProto, NodeProto, TensorProto};
use tract_onnx::prelude::*;
use tract_onnx::tract_hir::infer::Factoid;

/// Elements that a tensor of a shape written in the file may have.
const LARGEST: i128 = 1 << 28;

/// What an input of the graph holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    /// Numbers of the pieces.
    Pieces,
    /// One for pieces, nought for filling.
    Mask,
    /// Number of the sentence, always nought here.
    Types,
    /// Place of each piece in the window.
    Positions,
}

/// A graph that is ready to run.
#[derive(Debug)]
pub(super) struct Graph {
    plan: Arc<TypedRunnableModel>,
    inputs: Vec<(Input, DatumType)>,
    /// Pieces that every window must have.
    length: Option<usize>,
}

impl Graph {
    /// Reads the bytes of an ONNX file. A graph that takes windows of any length is made ready for that; one that cannot
    /// be, for windows of the one length that it takes, or else of `longest`.
    pub(super) fn read(mut bytes: &[u8], longest: usize) -> Result<Self, String> {
        let onnx = tract_onnx::onnx();
        let proto = onnx.proto_model_for_read(&mut bytes).map_err(|error| format!("is no ONNX file: {error}"))?;
        check(proto.graph.as_ref().ok_or("has no graph")?)?;
        let model = onnx.model_for_proto_model(&proto).map_err(|error| told(&error))?;
        drop(proto);
        let own = own_length(&model)?;
        let (length, ready) = match own {
            Some(own) => (own.into(), prepared(&model, Some(own))),
            None => match prepared(&model, None) {
                Ok(ready) => (None, Ok(ready)),
                // some exports compute with lengths in a way that only numbers can be put into
                Err(error) => match prepared(&model, Some(longest)) {
                    Ok(ready) => (Some(longest), Ok(ready)),
                    Err(_) => (None, Err(error)),
                },
            },
        };
        let (plan, inputs) = ready?;
        Ok(Self { plan, inputs, length })
    }

    /// Pieces that every window is filled up to, where the graph does not take any length.
    pub(super) fn length(&self) -> Option<usize> {
        self.length
    }

    /// Scores of one window of pieces, cut at `longest`: a row of `labels` for each piece.
    pub(super) fn run(
        &self,
        window: &Encoding,
        longest: usize,
        padding: u32,
        labels: usize,
    ) -> Result<Vec<f32>, String> {
        let pieces = window.get_ids();
        let taken = pieces.len().min(longest);
        let length = self.length.unwrap_or(taken);
        let mut values: TVec<TValue> = tvec![];
        for (input, kind) in &self.inputs {
            let value = |at: usize| match input {
                Input::Pieces if at < taken => i64::from(pieces[at]),
                Input::Pieces => i64::from(padding),
                Input::Mask => i64::from(at < taken),
                Input::Types => 0,
                Input::Positions => at as i64,
            };
            let numbers: Vec<i64> = (0..length).map(value).collect();
            let tensor = Tensor::from_shape(&[1, length], &numbers)
                .and_then(|tensor| tensor.cast_to_dt(*kind).map(|tensor| tensor.into_owned()));
            values.push(tensor.map_err(|error| told(&error))?.into());
        }
        let scores = self.plan.run(values).map_err(|error| told(&error))?;
        let scores = scores.first().ok_or("the graph has no output")?;
        if scores.shape() != [1, length, labels] {
            return Err(format!(
                "the first output has the shape {:?}; scores of {labels} labels for {length} pieces would be {:?}",
                scores.shape(),
                [1, length, labels]
            ));
        }
        let scores = scores.cast_to::<f32>().map_err(|error| told(&error))?;
        let scores = scores.to_plain_array_view::<f32>().map_err(|error| told(&error))?;
        Ok(scores.iter().copied().take(taken * labels).collect())
    }
}

type Ready = (Arc<TypedRunnableModel>, Vec<(Input, DatumType)>);

/// The graph made ready to run, for windows of one length or of any.
fn prepared(model: &InferenceModel, length: Option<usize>) -> Result<Ready, String> {
    let mut model = model.clone();
    let mut inputs = Vec::new();
    let any = model.symbols.sym("pieces");
    for number in 0..model.inputs.len() {
        let (input, kind) = input(&model, number)?;
        let pieces = length.map_or_else(|| any.to_dim(), |length| length.to_dim());
        let fact = InferenceFact::dt_shape(kind, tvec![1.to_dim(), pieces]);
        model.set_input_fact(number, fact).map_err(|error| told(&error))?;
        inputs.push((input, kind));
    }
    if inputs.iter().all(|(input, _)| *input != Input::Pieces) {
        return Err("the graph has no input input_ids".to_owned());
    }
    let plan = model.into_optimized().and_then(|model| model.into_runnable()).map_err(|error| told(&error))?;
    Ok((plan, inputs))
}

/// What an input of the graph is, by its name.
fn input(model: &InferenceModel, number: usize) -> Result<(Input, DatumType), String> {
    let outlet = model.inputs[number];
    let name = &model.node(outlet.node).name;
    let input = match name.as_str() {
        "input_ids" => Input::Pieces,
        "attention_mask" => Input::Mask,
        "token_type_ids" => Input::Types,
        "position_ids" => Input::Positions,
        _ => {
            return Err(format!(
                "the input {name} is not known; there may be input_ids, attention_mask, token_type_ids, position_ids"
            ));
        }
    };
    let fact = model.outlet_fact(outlet).map_err(|error| told(&error))?;
    Ok((input, fact.datum_type.concretize().unwrap_or(DatumType::I64)))
}

/// The one length of windows that the graph's first input takes, if it says so.
fn own_length(model: &InferenceModel) -> Result<Option<usize>, String> {
    let first = model.inputs.first().ok_or("the graph has no inputs")?;
    let fact = model.outlet_fact(*first).map_err(|error| told(&error))?;
    let length = fact.shape.dims().nth(1).and_then(|dim| dim.concretize()).and_then(|dim| dim.to_i64().ok());
    Ok(length.and_then(|length| usize::try_from(length).ok()))
}

/// Refuses what no token classifier has: loops, weights in other files, tensors of absurd sizes.
fn check(graph: &GraphProto) -> Result<(), String> {
    let mut constants: HashMap<&str, &TensorProto> =
        graph.initializer.iter().map(|tensor| (tensor.name.as_str(), tensor)).collect();
    for node in &graph.node {
        let values = node.attribute.iter().filter_map(|attribute| attribute.t.as_ref());
        constants.extend(node.output.iter().map(String::as_str).zip(values));
    }
    if let Some(tensor) = constants.values().find(|tensor| !tensor.external_data.is_empty()) {
        return Err(format!("the weights {} stand in another file; one file must hold all", tensor.name));
    }
    for node in &graph.node {
        if matches!(node.op_type.as_str(), "Loop" | "Scan") {
            return Err(format!("the node {} is a loop ({}), which is not run", node.name, node.op_type));
        }
        if let Some(elements) = asked_for(node, &constants).filter(|elements| *elements > LARGEST) {
            return Err(format!("the node {} asks for a tensor of {elements} elements", node.name));
        }
    }
    Ok(())
}

/// Elements of the tensor that a node makes of a shape written in the file.
fn asked_for(node: &NodeProto, constants: &HashMap<&str, &TensorProto>) -> Option<i128> {
    let place = match node.op_type.as_str() {
        "ConstantOfShape" => 0,
        "Expand" | "Tile" | "Reshape" => 1,
        _ => return None,
    };
    let shape = constants.get(node.input.get(place)?.as_str())?;
    let written = shape.raw_data.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes));
    // nought and minus one stand for a size found elsewhere
    let sizes = written.chain(shape.int64_data.iter().copied()).filter(|size| *size > 0);
    Some(sizes.fold(1, |product: i128, size| product.saturating_mul(size.into())))
}

/// An error with its causes, on one line and not longer than a line.
fn told(error: &TractError) -> String {
    let mut text = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ").replace(['\n', '\r'], " ");
    if let Some((end, _)) = text.char_indices().nth(300) {
        text.truncate(end);
        text.push('…');
    }
    text
}
