"""Scans: pages whose text has to be recognised, from pictures (`picture`) and from PDF pages without text."""
