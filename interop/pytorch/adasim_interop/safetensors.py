"""Reads and writes safetensors: an 8-byte little-endian header length, a JSON header, the bytes."""

import ctypes
import json
import struct

import torch

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


class FileError(Exception):
    """A file that cannot be used; the message is a sentence for the person."""


def load(path):
    """Returns the tensors by name, and the metadata."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        (length,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + length])
        metadata = header.pop("__metadata__", {})
        # A copy that may be written to: torch wants no tensors on immutable bytes.
        body = bytearray(data[8 + length :])
        return {name: _tensor(body, **entry) for name, entry in header.items()}, metadata
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise FileError(f"{path} is not a safetensors file, or is cut short.") from error


def _tensor(body, dtype, shape, data_offsets):
    begin, end = data_offsets
    if begin == end:
        return torch.empty(shape, dtype=TYPES[dtype])
    count = (end - begin) // torch.empty((), dtype=TYPES[dtype]).element_size()
    return torch.frombuffer(body, dtype=TYPES[dtype], count=count, offset=begin).reshape(shape)


def save(path, tensors, metadata=None):
    """Writes a dictionary of tensors, such as a state dict, and a dictionary of texts."""
    names = {dtype: name for name, dtype in TYPES.items()}
    header, chunks, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    # Wide types first, so that every tensor begins at a multiple of its own size.
    for name, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        tensor = tensor.detach().cpu().contiguous()
        end = offset + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, end],
        }
        chunks.append(ctypes.string_at(tensor.data_ptr(), end - offset))
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))
