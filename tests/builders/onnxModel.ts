// ONNX files written by hand, byte by byte: protobuf needs a tag and a length per field, no library.
// Field numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto).

type Bytes = Uint8Array;

const join = (parts: readonly Bytes[]): Bytes => Buffer.concat(parts);

function varint(value: number): Bytes {
  // int64 of a negative number is ten bytes; none of these models needs one.
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

const tag = (field: number, wire: number): Bytes => varint(field * 8 + wire);
const int = (field: number, value: number): Bytes => join([tag(field, 0), varint(value)]);
const bytes = (field: number, value: Bytes): Bytes => join([tag(field, 2), varint(value.length), value]);
const text = (field: number, value: string): Bytes => bytes(field, Buffer.from(value));
const message = (field: number, ...parts: readonly Bytes[]): Bytes => bytes(field, join(parts));
const float = (field: number, value: number): Bytes => join([tag(field, 5), rawFloats([value])]);
const packedInts = (field: number, values: readonly number[]): Bytes => bytes(field, join(values.map(varint)));

const rawFloats = (values: readonly number[]): Bytes => new Uint8Array(Float32Array.from(values).buffer);

const ELEMENT = { float: 1, int64: 7, bool: 9 } as const;
type Element = keyof typeof ELEMENT;

/** Type of an input or output; a word is a free dimension. */
export interface OnnxValue {
  readonly name: string;
  readonly element?: Element;
  readonly shape: readonly (number | string)[];
}

const valueInfo = (field: number, { name, element = 'float', shape }: OnnxValue): Bytes => {
  const dims = shape.map((size) => (typeof size === 'number' ? message(1, int(1, size)) : message(1, text(2, size))));
  return message(field, text(1, name), message(2, message(1, int(1, ELEMENT[element]), message(2, ...dims))));
};

interface Tensor {
  readonly name: string;
  readonly element?: Element;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

function tensor(field: number, { name, element = 'float', dims, values }: Tensor): Bytes {
  const raw = {
    float: rawFloats,
    int64: (all: readonly number[]) => new Uint8Array(BigInt64Array.from(all.map(BigInt)).buffer),
    bool: (all: readonly number[]) => Uint8Array.from(all),
  }[element](values);
  return message(field, ...dims.map((size) => int(1, size)), int(2, ELEMENT[element]), text(8, name), bytes(9, raw));
}

type Attribute =
  | { readonly int: number }
  | { readonly text: string }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly texts: readonly string[] }
  | { readonly graph: Bytes };

function attribute(name: string, value: Attribute): Bytes {
  const typed = (type: number, value: Bytes): Bytes => message(5, text(1, name), int(20, type), value);
  if ('float' in value) return typed(1, float(2, value.float));
  if ('int' in value) return typed(2, int(3, value.int));
  if ('text' in value) return typed(3, text(4, value.text));
  if ('graph' in value) return typed(5, bytes(6, value.graph));
  if ('floats' in value) return typed(6, bytes(7, rawFloats(value.floats)));
  if ('ints' in value) return typed(7, packedInts(8, value.ints));
  return typed(8, join(value.texts.map((one) => text(9, one))));
}

interface Node {
  readonly op: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly isMl?: true;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const node = ({ op, from, to, isMl, attributes = {} }: Node): Bytes =>
  message(
    1,
    ...from.map((name) => text(1, name)),
    ...to.map((name) => text(2, name)),
    text(3, `${op}-${to.join('-')}`),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    ...(isMl === true ? [text(7, 'ai.onnx.ml')] : []),
  );

interface Graph {
  readonly nodes: readonly Node[];
  readonly constants?: readonly Tensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const graph = ({ nodes, constants = [], inputs, outputs }: Graph): Bytes =>
  join([
    ...nodes.map(node),
    text(2, 'test'),
    ...constants.map((constant) => tensor(5, constant)),
    ...inputs.map((value) => valueInfo(11, value)),
    ...outputs.map((value) => valueInfo(12, value)),
  ]);

const model = (content: Graph): Bytes =>
  join([
    int(1, 8),
    message(7, graph(content)),
    message(8, text(1, ''), int(2, 17)),
    message(8, text(1, 'ai.onnx.ml'), int(2, 3)),
  ]);

const FEATURES = (width: number): OnnxValue => ({ name: 'features', shape: ['n', width] });
const PROBABILITIES: OnnxValue = { name: 'probabilities', shape: ['n', 3] };

/** How a test model is to differ from a sound one. */
export interface OnnxModelOptions {
  readonly width: number;
  /** Of the class scores; another seed is another model. */
  readonly seed?: number;
  readonly input?: OnnxValue;
  readonly output?: OnnxValue;
}

/** Softmax of a linear score: `features` [n, width] to `probabilities` [n, 3]. */
export function linearModel({
  width,
  seed = 1,
  input = FEATURES(width),
  output = PROBABILITIES,
}: OnnxModelOptions): Bytes {
  const classes = output.shape[1] === 2 ? 2 : 3;
  const next = randomOf(seed);
  const weights = Array.from({ length: width * classes }, () => next() - 0.5);
  return model({
    nodes: [
      { op: 'MatMul', from: [input.name, 'weights'], to: ['products'] },
      { op: 'Add', from: ['products', 'bias'], to: ['scores'] },
      { op: 'Softmax', from: ['scores'], to: [output.name], attributes: { axis: { int: 1 } } },
    ],
    constants: [
      { name: 'weights', dims: [width, classes], values: weights },
      { name: 'bias', dims: [classes], values: Array.from({ length: classes }, () => next() - 0.5) },
    ],
    inputs: [input],
    outputs: [output],
  });
}

/** Answers `values` for every row: not probabilities, for example NaN. */
export const constantModel = (width: number, values: readonly [number, number, number]): Bytes =>
  model({
    nodes: [
      { op: 'MatMul', from: ['features', 'zeros'], to: ['nothing'] },
      { op: 'Add', from: ['nothing', 'values'], to: ['probabilities'] },
    ],
    constants: [
      { name: 'zeros', dims: [width, 3], values: Array.from({ length: width * 3 }, () => 0) },
      { name: 'values', dims: [3], values },
    ],
    inputs: [FEATURES(width)],
    outputs: [PROBABILITIES],
  });

/** Side of the square matrix that a slow model multiplies again and again. */
const SIDE = 128;

/**
 * Multiplies matrices as often as the largest value among its features says, and `always` more: the same model is quick for
 * small features and takes seconds for large ones, about 50 us each time.
 */
export function slowModel(width: number, always = 0): Bytes {
  const identity = Array.from({ length: SIDE * SIDE }, (_, index) => (index % (SIDE + 1) === 0 ? 1 : 0));
  const square: OnnxValue = { name: 'before', shape: [SIDE, SIDE] };
  const body = graph({
    nodes: [
      { op: 'Identity', from: ['goOn'], to: ['goesOn'] },
      { op: 'MatMul', from: ['before', 'identity'], to: ['after'] },
    ],
    inputs: [{ name: 'turn', element: 'int64', shape: [] }, { name: 'goOn', element: 'bool', shape: [] }, square],
    outputs: [
      { name: 'goesOn', element: 'bool', shape: [] },
      { ...square, name: 'after' },
    ],
  });
  return model({
    nodes: [
      { op: 'ReduceMax', from: ['features'], to: ['largest'], attributes: { keepdims: { int: 0 } } },
      { op: 'Relu', from: ['largest'], to: ['asked'] },
      { op: 'Add', from: ['asked', 'always'], to: ['count'] },
      { op: 'Cast', from: ['count'], to: ['turns'], attributes: { to: { int: ELEMENT.int64 } } },
      { op: 'Loop', from: ['turns', '', 'identity'], to: ['multiplied'], attributes: { body: { graph: body } } },
      { op: 'ReduceMin', from: ['multiplied'], to: ['nothing'], attributes: { keepdims: { int: 0 } } },
      { op: 'MatMul', from: ['features', 'zeros'], to: ['products'] },
      { op: 'Add', from: ['products', 'nothing'], to: ['scores'] },
      { op: 'Softmax', from: ['scores'], to: ['probabilities'], attributes: { axis: { int: 1 } } },
    ],
    constants: [
      { name: 'identity', dims: [SIDE, SIDE], values: identity },
      { name: 'always', dims: [], values: [always] },
      { name: 'zeros', dims: [width, 3], values: Array.from({ length: width * 3 }, () => 0) },
    ],
    inputs: [FEATURES(width)],
    outputs: [PROBABILITIES],
  });
}

export interface TreeModelOptions {
  readonly width: number;
  readonly trees: number;
  readonly depth: number;
  readonly seed?: number;
  /** What is done with the logarithm of what the trees say. */
  readonly calibration?: 'temperature' | 'vector';
}

/** Gradient-boosted trees with a softmax, in the form the converters write, and a calibration after it. */
export function treeModel(options: TreeModelOptions): Bytes {
  const { width, trees, depth, seed = 1, calibration = 'temperature' } = options;
  const next = randomOf(seed);
  const at: Record<'tree' | 'node' | 'feature' | 'value' | 'yes' | 'no', number[]> = {
    ...{ tree: [], node: [], feature: [], value: [], yes: [], no: [] },
  };
  const leaf: Record<'tree' | 'node' | 'class' | 'weight', number[]> = { tree: [], node: [], class: [], weight: [] };
  const modes: string[] = [];
  const inner = 2 ** depth - 1;
  for (let tree = 0; tree < trees; tree++) {
    for (let id = 0; id < inner * 2 + 1; id++) {
      const isLeaf = id >= inner;
      at.tree.push(tree);
      at.node.push(id);
      at.feature.push(isLeaf ? 0 : Math.floor(next() * width));
      at.value.push(isLeaf ? 0 : next() * 2 - 1);
      at.yes.push(isLeaf ? 0 : 2 * id + 1);
      at.no.push(isLeaf ? 0 : 2 * id + 2);
      modes.push(isLeaf ? 'LEAF' : 'BRANCH_LT');
      if (!isLeaf) continue;
      leaf.tree.push(tree);
      leaf.node.push(id);
      leaf.class.push(tree % 3);
      leaf.weight.push((next() - 0.5) * 0.2);
    }
  }
  const attributes = {
    nodes_treeids: { ints: at.tree },
    nodes_nodeids: { ints: at.node },
    nodes_featureids: { ints: at.feature },
    nodes_values: { floats: at.value },
    nodes_truenodeids: { ints: at.yes },
    nodes_falsenodeids: { ints: at.no },
    nodes_modes: { texts: modes },
    class_treeids: { ints: leaf.tree },
    class_nodeids: { ints: leaf.node },
    class_ids: { ints: leaf.class },
    class_weights: { floats: leaf.weight },
    classlabels_int64s: { ints: [0, 1, 2] },
    post_transform: { text: 'SOFTMAX' },
  };
  return model({
    nodes: [
      { op: 'TreeEnsembleClassifier', from: ['features'], to: ['label', 'raw'], isMl: true, attributes },
      { op: 'Log', from: ['raw'], to: ['logits'] },
      { op: calibration === 'temperature' ? 'Div' : 'MatMul', from: ['logits', 'numbers'], to: ['cooled'] },
      { op: 'Softmax', from: ['cooled'], to: ['probabilities'], attributes: { axis: { int: 1 } } },
    ],
    constants: [
      calibration === 'temperature'
        ? { name: 'numbers', dims: [1], values: [1.3] }
        : { name: 'numbers', dims: [3, 3], values: [0.9, 0.1, 0.05, -0.1, 1.1, 0.07, 0.03, -0.2, 0.8] },
    ],
    inputs: [FEATURES(width)],
    outputs: [PROBABILITIES],
  });
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
