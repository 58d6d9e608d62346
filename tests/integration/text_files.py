"""Web pages, Markdown and plain text as companies have them, in the encodings they are kept in."""

from tests.integration.company_texts import Rules


def page(rules: Rules, *, encoding: str = "utf-8", declared: bool = True) -> bytes:
    """A page of an intranet: menu, main part with headings, table and list, hidden text, footer."""
    sections = "".join(
        f"<h2>{_name(rules, at, clause.caption)}</h2><p>{clause.text.replace('は', '<b>は</b>', 1)}</p>"
        for at, clause in enumerate(rules.clauses, start=1)
    )
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rules.table)
    meta = f'<meta charset="{encoding}">' if declared else ""
    text = (
        f"<!DOCTYPE html><html><head>{meta}<title>Intranet</title><script>'menu 4242';</script></head>"
        '<body><nav><ul><li><a href="/">Home 4242</a></li></ul></nav>'
        f"<main><h1>{rules.title}</h1>{sections}<table>{rows}</table><h2>{_supplement(rules)}</h2>"
        f'<p>{rules.start}</p><div style="display:none">hidden 4242</div></main>'
        "<footer>Footer 4242</footer></body></html>"
    )
    return text.encode(encoding)


def old_page(rules: Rules) -> bytes:
    """A page of the old kind: tables for layout, upper-case tags that are never closed."""
    rows = "".join(
        f"<TR><TD><H3>{_name(rules, at, clause.caption)}</H3><P>{clause.text}"
        for at, clause in enumerate(rules.clauses, start=1)
    )
    text = f"<HTML><BODY><CENTER><H1>{rules.title}</H1></CENTER><TABLE>{rows}</TABLE></BODY></HTML>"
    return text.encode("cp932" if rules.language == "ja" else "latin-1")


def markdown(rules: Rules) -> bytes:
    """Headings, a table, front matter."""
    parts = [f"---\ntitle: {rules.title}\neffective_from: {rules.day}\n---\n"]
    parts += [
        f"## {_name(rules, at, clause.caption)}\n\n{clause.text}\n"
        for at, clause in enumerate(rules.clauses, start=1)
    ]
    return "\n".join(parts).encode()


def plain(rules: Rules, *, encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    """Clauses below a title, a supplement at the end."""
    lines = [rules.title, ""]
    for at, clause in enumerate(rules.clauses, start=1):
        lines += [f"{_name(rules, at, clause.caption)}", clause.text, ""]
    lines += [_supplement(rules), rules.start, ""]
    return line_end.join(lines).encode(encoding)


def _name(rules: Rules, at: int, caption: str) -> str:
    return f"第{at}条（{caption}）" if rules.language == "ja" else f"Article {at} {caption}"


def _supplement(rules: Rules) -> str:
    return "附則" if rules.language == "ja" else "Supplementary provisions"
