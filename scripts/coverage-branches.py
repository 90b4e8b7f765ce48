#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""coverage-branches.py COVERAGE.json: is every branch of packet code that did not run explained?

COVERAGE.json is what gcovr --json writes; tests/coverage-branches has the explanations. Prints how
many branches each reason is given for, those that have none, and explanations that explain nothing
any more. Fails if a branch has none.
"""

import collections
import fnmatch
import itertools
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
EXPLANATIONS = TOP / "tests/coverage-branches"

Branch = collections.namedtuple("Branch", "file line function text which of")


class Explanation:
    """One line of the file: /what the line looks like/, or the line of a function."""

    def __init__(self, number, text):
        self.number = number
        self.may_run = text.startswith("? ")
        self.text = text.removeprefix("? ")
        self.used = 0
        if self.text.startswith("/"):
            self.pattern, self.place, self.line = re.compile(self.text.strip("/")), None, None
        else:
            self.pattern = None
            self.place, _, self.line = self.text.partition(": ")

    def explains(self, branch):
        if self.pattern:
            return self.pattern.search(branch.text)
        return self.place == f"{branch.file}:{branch.function}" and self.line in ("*", branch.text)

    def stands(self, functions):
        """Is what it speaks of still in the source?"""
        return self.place in functions and (
            self.line == "*" or self.line in functions[self.place])


def read_explanations():
    """Patterns of what is no packet code, of what is all the same; explanations by reason."""
    outside, inside, reasons, reason = [], [], {}, None
    for number, line in enumerate(EXPLANATIONS.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "not":
            outside += rest.split()
        elif word == "but":
            inside += rest.split()
        elif word == "=":
            reason = reasons.setdefault(rest, [])
        elif not line[0].isspace():
            reason.append(Explanation(number, line))
        # what is indented is about the one before
    return outside, inside, reasons


def functions_of(lines):
    """The function that each line is in, by what begins at its first column."""
    found, start = [""] * len(lines), 0
    for i, line in enumerate(lines):
        if re.match(r"[A-Za-z_]", line):
            start = i
        elif line == "{":
            opened = start
        elif line == "}":
            name = re.findall(r"(\w+)\(", " ".join(lines[opened:opened + 2]))
            found[opened:i + 1] = [name[0] if name else ""] * (i + 1 - opened)
    return found


def ran_elsewhere(branches, text):
    """Did all of a line's branches run in one of the places where the compiler has put it?

    A line of an inline function has its branches again in each: two for each condition. Where a
    macro may have conditions of its own that is not to be told.
    """
    size = 2 * (len(re.findall(r"&&|\|\|", text)) + (not text.endswith(("&&", "||"))))
    ran = [bool(branch["count"]) for branch in branches]
    return len(ran) > size and len(ran) % size == 0 and \
        not re.search(r"(?!READ_ONCE)\b[A-Z_]{4,}\(", text) and \
        any(all(ran[i:i + size]) for i in range(0, len(ran), size))


def main():
    outside, inside, reasons = read_explanations()
    functions, left = collections.defaultdict(set), []
    total = missing = elsewhere = 0

    def is_packet_code(name):
        return any(fnmatch.fnmatchcase(name, p) for p in inside) or \
            not any(fnmatch.fnmatchcase(name.partition(":")[0], p) for p in outside)

    for file in json.loads(pathlib.Path(sys.argv[1]).read_text())["files"]:
        path = pathlib.Path(file["file"])
        lines = (TOP / path).read_text().splitlines()
        names = functions_of(lines)
        for name, line in zip(names, lines):
            functions[f"{path.name}:{name}"].add(line.strip())
        for line in file["lines"]:
            number = line["line_number"]
            branches = line["branches"]
            name, text = names[number - 1], lines[number - 1].strip()
            if not is_packet_code(f"{path.name}:{name}"):
                continue
            missed = sum(not branch["count"] for branch in branches)
            total += len(branches)
            missing += missed
            if ran_elsewhere(branches, text):
                elsewhere += missed
                continue
            left += [Branch(path.name, number, name, text, i + 1, len(branches))
                     for i, branch in enumerate(branches) if not branch["count"]]

    print(f"{total - missing} of {total} branches of packet code ran, of the others is said:")
    print(f"{elsewhere:6} ran in another place where the compiler has put the same line")
    for reason, explanations in reasons.items():
        explained = [b for b in left if any(e.explains(b) for e in explanations)]
        for explanation in explanations:
            explanation.used += sum(bool(explanation.explains(b)) for b in explained)
        left = [b for b in left if b not in explained]
        print(f"{len(explained):6} {reason}")
    print(f"{len(left):6} nothing")
    for b, same in itertools.groupby(left, lambda b: b._replace(which=0)):
        which = ", ".join(str(other.which) for other in same)
        print(f"  {b.file}:{b.function}: {b.text}\n\tline {b.line}, branch {which} of {b.of}")
    useless = [e for explanations in reasons.values() for e in explanations
               if not e.used and not (e.may_run and e.stands(functions))]
    for e in useless:
        print(f"{EXPLANATIONS.relative_to(TOP)}:{e.number}: explains nothing: {e.text}")
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
