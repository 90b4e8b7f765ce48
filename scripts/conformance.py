#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes docs/conformance-*.md: what is asked for, what rfw does of it, and which tests show it.

The rows are docs/conformance/*.csv. A test belongs to a row by having the row in its name, as in
`check "only the answer comes in (REC-17)"`, or by being listed in the column `tests` of the row, as
"udp_test.sh: port 53 has 15 s", where the beginning of a name is enough; the column `also` lists
other rows whose tests show this one too. With --check nothing is written: it fails if a file is not
what would be written, if a row claims what no test shows, or if a test names a row that is nowhere.
"""

import ast
import collections
import csv
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
DATA = TOP / "docs/conformance"

# rows as tests name them: RFC 6092, TCP, bad input, ICMPv6, timers, decisions, MSS, fragments, SIP,
# attacks on it
ROW = re.compile(r"(?<![\w$\{/-])(?:REC-\d+|TC\d+|B-[A-Z]{2}-\d+|[ITCMFSA]\d{1,2})(?!\w)")
CLAIMS = "yes", "partly"
BUILT = CLAIMS + ("no", "outside")
SHOWN = 6               # names of one file in one row

Test = collections.namedtuple("Test", "file name rows")


### tests


def plain(name):
    """A name without its rows, and without what is filled in when it runs."""
    row = ROW.pattern
    name = re.sub(rf" ?\({row}(?:, (?:{row}|\w+))*\)", "", name)
    name = re.sub(rf"^{row}(?:, {row})*[:,.]? *", "", name)
    return re.sub(r"\$\{[^}]*\}|\$\w+|%[ds]|%\+d", "…", name).strip(" .")


def tests_of_shell(path):
    for name in re.findall(r'^\s*(?:check\w*|ok) "((?:[^"\\]|\\.)*)"', path.read_text(), re.M):
        yield Test(path.name, plain(name), ROW.findall(name))


def tests_of_python(path):
    """By subject: a function, and its strings that name rows; strings in tables by themselves."""
    for node in ast.parse(path.read_text()).body:
        subject = ""
        if isinstance(node, ast.FunctionDef):
            subject = node.name.removeprefix("subject_").replace("_", " ")
        elif isinstance(node, ast.Expr):
            continue    # what the file is about
        for part in ast.walk(node):
            if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
                continue
            text = part.value.partition("\n")[0]
            rows = ROW.findall(text)
            if rows:
                yield Test(path.name, ": ".join(filter(None, (subject, plain(text)))), rows)


def tests_of_c(path):
    """The cases of a suite, by the name or the comment of the function; lines of its tables."""
    text = path.read_text()
    cases = set(re.findall(r"KUNIT_CASE\w*\((\w+)", text))
    said = {name: comment for comment, name in
            re.findall(r"/\*((?:[^*]|\*(?!/))*)\*/\nstatic void (\w+)\(struct kunit", text)}
    for name in sorted(cases):
        rows = ROW.findall(said.get(name, ""))
        prefix = re.match(r"(tc|rec)(\d+)_", name)
        if prefix:
            rows.append(("TC" if prefix[1] == "tc" else "REC-") + prefix[2])
        yield Test(path.name, name, rows)
    for name in re.findall(r'"((?:[^"\\]|\\.)*)"', text):
        if ROW.match(name):
            yield Test(path.name, plain(name), ROW.findall(name))


def all_tests():
    found = {}
    for pattern, collect in (("selftests/*.sh", tests_of_shell),
                             ("selftests/*_test.py", tests_of_python),
                             ("kunit/*_test.c", tests_of_c),
                             ("kunit/*.h", tests_of_c)):
        for path in sorted((TOP / "tests").glob(pattern)):
            for test in collect(path):
                # several cases with one name are one
                rows = found.setdefault((test.file, test.name), [])
                rows.extend(row for row in test.rows if row not in rows)
    return [Test(*key, rows) for key, rows in found.items()]


### tables


def load(name):
    with open(DATA / (name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tests_of(row, tests, problems):
    """The tests that show a row, in the order of their files."""
    rows = {row["row"], *row.get("also", "").split()}
    found = [test for test in tests if rows & set(test.rows)]
    for wanted in filter(None, row.get("tests", "").split("; ")):
        file, _, name = wanted.partition(": ")
        named = [test for test in tests if test.file == file and test.name.startswith(name)]
        if not named:
            problems.append(f"{row['row']}: there is no test {wanted}")
        found += [test for test in named if test not in found]
    return found


def cell_of(found):
    files = {}
    for test in found:
        files.setdefault(test.file, []).append(test.name)
    lines = []
    for file, names in files.items():
        more = f"; {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        lines.append(f"`{file}`: {'; '.join(names[:SHOWN])}{more}")
    return "<br>".join(lines) or "–"


def table_of(name, tests, problems):
    rows = load(name)
    columns = [c for c in rows[0] if c not in ("also", "tests")]
    lines = ["| " + " | ".join(columns + ["tests"]) + " |", "|" + "---|" * (len(columns) + 1)]
    for row in rows:
        found = tests_of(row, tests, problems)
        if row.get("built", "no") not in BUILT:
            problems.append(f"{name}: {row['row']}: {row['built']} is none of {', '.join(BUILT)}")
        if row.get("built") in CLAIMS and not found:
            problems.append(f"{name}: {row['row']} says {row['built']}, and no test shows it")
        cells = [row[c] or "–" for c in columns] + [cell_of(found)]
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    counts = collections.Counter(row["built"] for row in rows if "built" in row)
    total = ", ".join(f"{counts[word]} {word}" for word in BUILT if counts[word])
    return "\n".join(([f"{len(rows)} rows: {total}.", ""] if total else []) + lines)


def main():
    check = sys.argv[1:] == ["--check"]
    tests, problems, known = all_tests(), [], set()
    for path in sorted(DATA.glob("*.csv")):
        rows = [row["row"] for row in load(path.stem)]
        problems += [f"{path.name}: {row} is there twice" for row in set(rows)
                     if rows.count(row) > 1]
        known.update(rows)
        text = ((DATA / (path.stem + ".head.md")).read_text() + "\n" +
                table_of(path.stem, tests, problems) + "\n")
        target = TOP / f"docs/conformance-{path.stem}.md"
        if not check:
            target.write_text(text)
        elif not target.exists() or target.read_text() != text:
            problems.append(f"{target.relative_to(TOP)} is not what the tests say: "
                            "run scripts/conformance.py")
    for test in tests:
        problems += [f"{test.file}: {test.name}: no table has the row {row}"
                     for row in test.rows if row not in known]
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
