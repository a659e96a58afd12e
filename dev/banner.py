"""
Build the banner's script and style: `python -m dev.banner` writes src/troth/banner/built/.

The built files are committed, so that nobody who uses Troth needs Node; tests/banner builds them again and
compares. Standard library only.
"""

import sys
from pathlib import Path

from dev import node

BANNER = Path(__file__).parent.parent / "src" / "troth" / "banner"
SCRIPT, BUILT = BANNER / "script", BANNER / "built"
# The oldest browsers that understand what the source says (2022), which some nine in ten visitors are above.
TARGET = "es2022,chrome105,firefox104,safari15.4"
# What is built need not say that it is strict: the source was read as such.
_NO_DIRECTIVE = '--tsconfig-raw={"compilerOptions":{"alwaysStrict":false}}'
ENTRIES = {"main.ts": "troth.js", "head.ts": "head.js", "troth.css": "troth.css"}


def build(into: Path) -> None:
    """
    Build every file into a folder.

    Raises:
        NodeMissing: there is no Node.js, npm could not install, or the source does not build.
    """
    program = node.packages() / "esbuild" / "bin" / "esbuild"
    for source, built in ENTRIES.items():
        options = ["--bundle", "--minify", "--charset=utf8", "--log-level=error", f"--target={TARGET}"]
        kind = [] if source.endswith(".css") else ["--format=iife", _NO_DIRECTIVE]
        node.run(
            [node.node(), str(program), source, *options, *kind, f"--outfile={into / built}"],
            SCRIPT,
        )
        # What stands inline in a page ends where its element ends.
        (into / built).write_bytes((into / built).read_bytes().rstrip(b"\n"))


def check_types() -> None:
    """
    Let TypeScript read the source.

    Raises:
        NodeMissing: there is no Node.js, or TypeScript found something; the message is its own.
    """
    program = node.packages() / "typescript" / "bin" / "tsc"
    node.run([node.node(), str(program), "--project", str(SCRIPT)], SCRIPT)


def main() -> int:
    """Build, and say how large the files are."""
    check_types()
    BUILT.mkdir(exist_ok=True)
    build(BUILT)
    for path in sorted(BUILT.iterdir()):
        print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
