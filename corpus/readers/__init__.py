"""One module a format: the bytes of a file in, `corpus.source.Source` out."""
