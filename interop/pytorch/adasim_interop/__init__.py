"""The networks of AdaSim Playground in PyTorch, and its files. Needs torch alone."""

from .models import Network, build
from .safetensors import FileError, load, save
from .states import load_network, save_network

__all__ = ["FileError", "Network", "build", "load", "load_network", "save", "save_network"]
