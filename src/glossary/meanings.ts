/**
 * @file What each word means: once, for the page, where it stands, and for docs/METHOD.md, whose glossary `npm run docs`
 * writes from here. A metric is no entry: what is told of it is declared with it. In Markdown, of which the page shows
 * the text; links are to METHOD's own sections.
 */

/** Words that the page explains where they stand. */
export const onThePage = {
  '1/√d':
    'how much features of length 1 that point everywhere alike spread along each of their d dimensions: the standard deviation that a healthy network comes near to',
  '[CLS]':
    'the token that a ViT adds to those of the patches; it gathers what they hold, and what becomes of it is the feature',
  arm: 'one of the runs that an experiment trains side by side, in lockstep, on the same batches; a line in every chart',
  attention:
    'how a ViT lets a token take from the others: weights that add up to 1, one for each, by how well what it asks for matches what they offer',
  'attention head':
    'one of the several attentions that a block of a ViT computes side by side, each free to look at something else',
  backbone: 'the network whose features are kept: ViT or ResNet',
  bank: 'F, the memory: of each training image the feature that its last visit left',
  bootstrapping: 'taking view 2 from another image, a neighbour, instead of from the image itself',
  centring:
    'taking the centre, the running mean of the teacher’s logits, off them before their softmax, so that no prototype wins for every image',
  chance: 'what guessing gives, without looking at the image: for an accuracy 1 over the number of classes',
  collapse:
    'all images get the same answer (uniform or one-hot), all have the same features (constant), or features use few directions (dimensional)',
  embedding: 'what a projector makes of features (`byol`, `simsiam`, `infonce`)',
  EMA: 'exponential moving average: at each step the teacher keeps the share m, the momentum, of its weights and takes the rest from the student',
  entropy:
    'how undecided a distribution is: 0 where one answer is certain, ln K where all of K are equally likely',
  epoch: 'one pass over the training images, less the last, incomplete batch',
  evaluation: 'everything that is measured of one copy of the target network, on held-out images',
  feature: 'z: what the backbone gives for an image, `[D]`',
  gate: 'whether image i has the most votes of its own window, so that it finds itself as it was seen before; open: its neighbours are trusted; shut: it is its own positive',
  head: 'what is on top of the backbone and thrown away after training: DINO’s, or a projector',
  'held-out image': 'one that is never trained on; evaluations ask for its label',
  KL: 'Kullback–Leibler divergence: how far one distribution is from another; 0 where they are equal',
  'left out':
    'of an image in an epoch: it fell into the last batch, which is incomplete and dropped, so that nothing is recorded of it',
  'ln K':
    'the entropy of a teacher that finds all K prototypes equally likely: the most there is, and no answer at all',
  'McNemar’s test':
    'whether one network is right more often than another on the same images, by those images that one alone has right',
  neighbour: 'one of the k bank rows most similar to an image’s feature, itself included',
  'norm of a place':
    'the length of the vector that a ResNet’s last map has at a place: how much that place adds to the feature, which is their mean',
  parts:
    'the first three principal components of the vectors of many images’ patches as red, green and blue: what has one colour is one thing to the network',
  patch: 'one of the squares that a ViT cuts an image into; each becomes a token, which is a vector',
  PCA: 'principal component analysis: the directions in which features differ most; the map shows where each image lies along the first two, and nothing of all others',
  policy: 'how positives are chosen: none, naive, window, adaptive',
  positive:
    'j: the image that view 2 of image i is taken from, and that it learns to be like: itself, or a neighbour',
  predictor: 'what guesses an embedding of the other view, on the trained side only',
  prototype:
    'one of K directions that images are compared with, the rows of DINO’s last layer; teacher and student learn to agree on how much an image is like each',
  queue: 'NNCLR’s last embeddings, among which it seeks the nearest',
  'raw pixels':
    'a classifier without any network: images are compared pixel by pixel, in place of features; what does not beat it has learnt little of use',
  release: 'the authors’ published PyTorch code and its defaults',
  ResNet:
    'a network of small filters that slide over the image, in which each block adds to what it was given ([1512.03385](https://arxiv.org/abs/1512.03385))',
  'self-distillation':
    'a network learns to predict, from one view, what a slow copy of itself says of another; no label has a part in it',
  sharpening:
    'a teacher temperature below the student’s: its answers are surer than the student’s, and do not become uniform',
  'standard error':
    'how much a figure differs by chance from what ever more images, or seeds, would give: in two of three cases by less than this',
  step: 'one batch: forward, loss, update, teacher, bank',
  'stop-gradient':
    'that the target of a prediction stands still while the prediction learns to meet it; without it, both meet where all images are alike',
  student: 'the network that is trained',
  teacher: 'the student’s moving average (EMA), which says what the student is to predict',
  temperature:
    'what logits are divided by before a softmax, a low one making it surer: τ_s student’s, τ_t teacher’s, τ of the draw',
  UMAP: 'a layout in the plane that puts those side by side who are nearest to one another ([1802.03426](https://arxiv.org/abs/1802.03426)): who is whose neighbour is kept, distances and the sizes of groups are not',
  untrained: 'the network as the seed drew it, before its first step',
  view: 'one augmentation of an image, such as a crop in other colours: view 1 of i, view 2 of j',
  ViT: 'vision transformer: cuts the image into patches and lets each of them look at all others ([2010.11929](https://arxiv.org/abs/2010.11929))',
  vote: 'a similarity in the window, counted for a neighbour: they add up to S_i(j)',
  'warm-up': 'the first epochs, over which the learning rate rises from 0',
  window: 'the neighbours of the last W epochs; the policy of that name draws from it without a gate',
} as const;

/** Words that only documents and code use. */
export const elsewhere = {
  adapter: 'what WebGPU computes on: a graphics card, or software',
  adaptive: 'AdaSim’s policy: bootstrap only where the gate is open',
  backend: 'what TensorFlow.js computes with: `webgpu`, `wasm` or `cpu`',
  ballot: 'one epoch’s k neighbours of an image, as one of the W that are counted',
  block: 'training rows that arrive together; of a network, one residual unit',
  candidate: 'what may be chosen: in a search a written row, in a draw one of T_i',
  centre: 'c: the running mean of the teacher’s logits, taken off before its softmax',
  checkpoint: 'a file with a whole run, from which it goes on',
  departure:
    'a setting that differs from what it is held against: an experiment from its preset, a default from the release ([section 8](#8-departures-from-the-release))',
  'diagnosis, verdict': 'what state a run is in, by its own figures ([section 5](#5-metrics))',
  draw: 'a random choice from a named stream; of a positive, from the softmax over T_i',
  experiment: 'one to four arms with all their settings: what a link holds',
  floor: 'a label metric without training: untrained network, raw pixels, chance',
  gallery: 'eight images of a run with their neighbours of the newest epoch',
  guard: 'what keeps a method from collapsing: sharpening, centring, stop-gradient, slow teacher, gate',
  identity: 'what an image is of; two images of one identity are two pictures of the same thing',
  inspection: 'why an image had its positive in an epoch: votes, gate, probabilities, draw, views',
  kernel: 'an op’s form for one backend; ours are held to the portable form',
  'live setting': 'one that may change while a run is on',
  logits: 'g: the K outputs of DINO’s head, before a softmax',
  metric: 'one number of a record, by its id in [section 5](#5-metrics)',
  op: 'one function on tensors with its gradient',
  'portable form': 'an op in TensorFlow.js’s own ops, on any backend',
  preset: 'a named experiment to start from, with a story',
  projector: 'the head of `byol`, `simsiam` and `infonce`',
  record: 'what one step, epoch or evaluation measured; a line of the metrics',
  'recorded run': 'a run that the command line trained, and the page plays before Play',
  recording:
    'inputs and results of other code (the released one, our PyTorch twin, Pillow) to verify against ([section 6](#6-recordings))',
  run: 'one network trained from step 0 under one configuration and seed',
  shard: 'one file of a packed dataset',
  'slow motion':
    'one training step told in its parts at one of its pairs: what is read before, in and after it, and changes nothing of the run',
  snapshot: 'a state as it was, which later changes do not touch',
  'state dict': 'one network’s tensors under PyTorch’s names and layouts',
  'sweep, grid': 'every combination of some settings under every seed; the file that names them',
  tape: 'a step’s GPU commands, kept and given again',
  'target network':
    'the one that feeds the bank and is evaluated: the teacher, or where there is none the network itself',
  tuning: 'a change of a live setting, and its line in the metrics',
  twin: 'the same method in PyTorch, in interop/pytorch',
} as const;

/** A word that the page explains. */
export type Word = keyof typeof onThePage;

/** The text of a meaning, without its Markdown. */
export const plainText = (meaning: string): string =>
  meaning.replace(/ \(\[[^\]]+\]\([^)]+\)\)/g, '').replaceAll('`', '');
