"""Connector for files: PDF, Word, HWP, CSV and other downloads, kept as they come."""

from __future__ import annotations

from policyloom.collect.connector import Taken, Wanted
from policyloom.collect.fetch import Answer
from policyloom.collect.sniff import HTML, expects_file, file_type


def take_file(wanted: Wanted, answer: Answer) -> Taken:
    """Say what file came; a web page in its stead (a login, an apology) is not the file."""
    del wanted
    kind = file_type(answer.body, answer.header("content-type"), answer.final)
    if kind == HTML and expects_file(answer.asked):
        return Taken(kind.name, kind.ending, code="collect.not_the_file")
    if not answer.body:
        return Taken(kind.name, kind.ending, code="collect.empty")
    return Taken(kind.name, kind.ending)
