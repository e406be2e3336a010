"""How wide words are and how they are broken into lines, near enough to leave them room in a drawing."""

CHAR = 7.9  # of the sheet's 13 px monospace, which labels of moves are set in
_NARROW, _WIDE = set("fijlrtI.,'’ "), set("mwMW")


def label_width(lines: list[str]) -> float:
    """The width of a label of a move."""
    return CHAR * max(len(line) for line in lines)


def name_width(lines: list[str]) -> float:
    """The width of a state's name, in the sheet's bold 16 px serif."""
    return max(sum(map(_letter, line)) for line in lines)


def _letter(letter: str) -> float:
    return 6 if letter in _NARROW else 14.5 if letter in _WIDE else 11 if letter.isupper() else 9.7


def wrapped(text: str, most: int) -> list[str]:
    """The text in as few lines of at most so many characters as it takes, evenly filled; words stay whole."""
    words = text.split()
    widest = max(most, *(len(word) for word in words))
    lines = _filled(words, widest)
    for narrower in range(widest - 1, max(len(word) for word in words) - 1, -1):
        fewer = _filled(words, narrower)
        if len(fewer) > len(lines):
            break
        lines = fewer
    return lines


def listed(texts: list[str], most: int) -> list[str]:
    """Several texts one below the other, short ones beside each other."""
    lines: list[str] = []
    for text in texts:
        new = wrapped(text, most)
        if lines and len(new) == 1 and len(lines[-1]) + 2 + len(text) <= most + 3:
            lines[-1] += f", {text}"
        else:
            lines[-1:] = [f"{lines[-1]},"] if lines else []
            lines += new
    return lines


def _filled(words: list[str], most: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
