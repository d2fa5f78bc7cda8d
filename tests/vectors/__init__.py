"""Vectors: one file a side, read by both languages, so that phone and office agree to the byte."""
